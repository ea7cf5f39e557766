"""What people type becomes the answer that they mean, or words that say what was not understood."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from advisor import Advisor
from advisor.cases.answers import DontKnow, Exactly, Partly, Range, read_answer
from advisor.cases.values import AnswerError
from advisor.interview.faces.plain import written
from advisor.interview.words.prompts import prompt
from advisor.interview.words.typed import matching, read_typed
from testkit.companies.answers import AS_OF
from testkit.shipped import shipped_advisor


@pytest.mark.parametrize(
    ("question", "text", "meant"),
    [
        ("milestone.next_capability", "4", Exactly("retrieval")),
        ("milestone.next_capability", "retrieval", Exactly("retrieval")),
        ("milestone.next_capability", "better search", Exactly("retrieval")),
        ("milestone.next_capability", "copilot", Exactly("copilot")),
        ("milestone.next_capability", "dk", DontKnow()),
        ("milestone.next_capability", "d", DontKnow()),
        ("milestone.written", "don\u2019t know", DontKnow()),
        ("milestone.need_by", "dk", DontKnow()),
        ("team.shipped_before", "DK", DontKnow()),
        ("milestone.next_capability", "don't know", DontKnow()),
        ("milestone.written", "1,3", Exactly(("deliverable", "metric"))),
        ("milestone.written", "3 1", Exactly(("deliverable", "metric"))),
        ("milestone.written", "1-3", Exactly(("deliverable", "owner", "metric"))),
        ("milestone.written", "1 and a single owner (DRI)", Exactly(("deliverable", "owner"))),
        ("milestone.written", "none", Exactly(())),
        ("milestone.written", "1 - 3", Exactly(("deliverable", "owner", "metric"))),
        ("milestone.written", "1 3 -4", Partly(("deliverable", "metric"), ("left_out",))),
        ("milestone.written", "1 -3", Partly(("deliverable",), ("metric",))),
        ("milestone.written", "-4", Partly((), ("left_out",))),
        ("milestone.written", "1 2 3 -4", Exactly(("deliverable", "owner", "metric"))),
        ("milestone.written", "a single owner (DRI); !metric; ...", Partly(("owner",), ("metric",))),
        ("milestone.written", "2, not metric", Partly(("owner",), ("metric",))),
        ("milestone.written", "1 and maybe more", Partly(("deliverable",), ())),
        ("milestone.need_by", "in 8 weeks", Exactly(date(2027, 1, 17))),
        ("milestone.need_by", "Q1", Range(date(2027, 1, 1), date(2027, 3, 31))),
        ("milestone.work_left_weeks", "6", Exactly(6)),
        ("milestone.work_left_weeks", "4-5", Range(4, 5)),
        ("milestone.work_left_weeks", "4 to 5 engineer-weeks", Range(4, 5)),
        ("milestone.work_left_weeks", "about 6", Exactly(6)),
        ("milestone.work_left_weeks", "6,5", Exactly(6.5)),
        ("milestone.work_left_weeks", "0", Exactly(0)),
        ("milestone.work_left_weeks", "d", DontKnow()),
        ("milestone.work_left_weeks", "#2", Range(2, 6)),
        ("milestone.work_left_weeks", "# 2", Range(2, 6)),
        ("milestone.work_left_weeks", "2", Exactly(2)),
        ("milestone.work_left_weeks", "a few days", Range(0.5, 2)),
        ("milestone.work_left_weeks", "more", Range(20, 80)),
        ("milestone.work_left_weeks", "More, up to 80", Range(20, 80)),
        ("milestone.work_left_weeks", "2 to 6", Range(2, 6)),
        ("role.open_days", "58", Exactly(58)),
        ("role.open_days", "8 weeks", Exactly(56)),
        ("role.open_days", "2 months", Exactly(61)),
        ("role.open_days", "1,200", Exactly(1200)),
        ("team.share_percent", "50%", Exactly(50)),
        ("team.share_percent", "half", Exactly(50)),
        ("team.people_on_it", "two", Exactly(2)),
        ("team.people_on_it", "none", Exactly(0)),
        ("team.shipped_before", "y", Exactly(True)),
        ("team.shipped_before", "No", Exactly(False)),
        ("team.shipped_before", "2", Exactly(False)),
        ("cto.hiring_hours", "12 hours", Exactly(12)),
        ("milestone.written", "1,3.", Exactly(("deliverable", "metric"))),
        ("milestone.written", "1 3 -4 rest no", Exactly(("deliverable", "metric"))),
        ("milestone.written", "2, the rest is none", Exactly(("owner",))),
        ("milestone.written", "-4.", Exactly(())),
    ],
)
def test_a_line_is_understood(advisor: Advisor, question: str, text: str, meant: Any) -> None:
    """Numbers of options, parts of labels, units, ranges, words."""
    assert read_typed(advisor.program.question(question), text, AS_OF) == meant


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("milestone.next_capability", "15"),
        ("milestone.next_capability", "0"),
        ("milestone.written", "0"),
        ("team.shipped_before", "0"),
        ("milestone.next_capability", "a"),
        ("milestone.next_capability", ""),
        ("milestone.written", "1,9"),
        ("milestone.written", "0,1"),
        ("milestone.written", "1 -1"),
        ("milestone.written", "1 -9"),
        ("milestone.need_by", "soon"),
        ("milestone.work_left_weeks", "-3"),
        ("milestone.work_left_weeks", "many"),
        ("milestone.work_left_weeks", "900"),
        ("milestone.work_left_weeks", "5-4"),
        ("role.open_days", "3%"),
        ("role.open_days", "3 apples"),
        ("team.people_on_it", "2.5"),
        ("team.shipped_before", "perhaps"),
        ("milestone.next_capability", "\u00b2"),
        ("milestone.next_capability", "9" * 5000),
        ("milestone.written", "\u00b2"),
        ("milestone.written", "1-" + "9" * 5000),
        ("milestone.work_left_weeks", "\u00b2"),
        ("milestone.work_left_weeks", "9" * 400),
        ("milestone.work_left_weeks", "1-" + "9" * 5000),
        ("milestone.work_left_weeks", "#" + "9" * 5000),
        ("milestone.need_by", "in " + "9" * 5000 + " weeks"),
        ("milestone.need_by", "\u00b2 Feb"),
    ],
)
def test_what_cannot_be_meant_is_told(advisor: Advisor, question: str, text: str) -> None:
    """Nothing is guessed, and nothing else than AnswerError comes out."""
    with pytest.raises(AnswerError):
        read_typed(advisor.program.question(question), text, AS_OF)


def test_a_question_says_on_which_side_its_days_lie(advisor: Advisor) -> None:
    """The round closed, the date is to come: the same word means the last such day, or the next."""
    assert read_typed(advisor.program.question("company.round_date"), "3 Mar", AS_OF) == Exactly(date(2026, 3, 3))
    assert read_typed(advisor.program.question("milestone.need_by"), "3 Mar", AS_OF) == Exactly(date(2027, 3, 3))


def test_bands_are_offered_by_keys_that_are_no_numbers(advisor: Advisor) -> None:
    """What is chosen by its key is the band; the one that was chosen before is marked."""
    question = advisor.program.question("milestone.work_left_weeks")
    offered = prompt(question, "section", "1", chosen=(1,))
    page = "\n".join(written(offered))
    assert "*#2 2 to 6" in page and "dk don't know" in page and "#1 to #4, or 0 to 500 engineer-weeks" in page
    for place, band in enumerate(question.bands):
        assert read_typed(question, offered.key(place), AS_OF) == Range(band.low, band.high)
        assert read_typed(question, band.label, AS_OF) == Range(band.low, band.high)


@pytest.mark.parametrize("named", range(1, 7))
def test_a_list_takes_as_many_as_its_question_says(advisor: Advisor, named: int) -> None:
    """Typed, in a case file, and known in part; how many are not on it is nobody's limit."""
    question = advisor.program.question("you.why")
    options = [option.id for option in question.options]
    some, rest = options[:named], options[named:]
    assert question.most == 4 and len(options) > 6
    ways = (
        lambda: read_typed(question, " ".join(str(place + 1) for place in range(named)), AS_OF),
        lambda: read_answer(question, some).said,
        lambda: read_answer(question, {"value": some}).said,
        lambda: read_answer(question, {"has": some, "lacks": rest}).said,
    )
    for way in ways:
        if named <= question.most:
            assert way() == Exactly(tuple(some))
        else:
            with pytest.raises(AnswerError, match="At most 4") as told:
                way()
            assert told.value.code == "too-many"
    assert read_answer(question, {"lacks": some}).said == Partly((), tuple(some))


def test_a_letter_or_two_name_no_option_by_a_part_of_a_word() -> None:
    """A `y` that was meant for "Go on?" is no year, in any choice of the shipped packs."""
    for question in shipped_advisor().questions.values():
        labels = [option.label.casefold() for option in question.options]
        for word in ("y", "n", "ok", "ye"):
            found = matching(question, word)
            assert all(re.search(rf"\b{word}\b", labels[i]) or question.options[i].id == word for i in found)
