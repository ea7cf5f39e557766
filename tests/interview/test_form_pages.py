"""A form and what it saves: every question can be asked by it, and an answer comes back as it stands in a case."""

from __future__ import annotations

import json
from datetime import date

import pytest

from advisor import Advisor
from advisor.cases.answers import Answer, DontKnow, Exactly, plain_answer
from advisor.interview.sheets.answered import is_answered, read_answered
from advisor.interview.sheets.form import form_page
from advisor.interview.sheets.merging import merge, with_who_and_when
from advisor.interview.sheets.sheets import Filled
from testkit.pages import HOSTILE, TURNED, reaches_out, read_page
from testkit.shipped import NAMES, shipped_case

DAY = date(2026, 11, 30)


def saved(advisor: Advisor, answers: object, **more: object) -> Filled:
    """What is read from a form's file with these answers."""
    text = json.dumps(
        {"sheet": 1, "case": "acme", "for": "cto", "by": "Ann", "on": "2026-11-30", **more, "answers": answers}
    )
    assert is_answered(text)
    return read_answered(advisor.program, text, "a.json")


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_comes_back_as_it_stands_in_a_case(advisor: Advisor, name: str) -> None:
    """A form saves answers as case files have them: read back, they are the same, and so is their note."""
    case = shipped_case(advisor, name)
    plain = {
        question: given if isinstance(given, dict) else {"value": given}
        for question, given in case.plain_answers().items()
    }
    filled = saved(advisor, plain)
    assert filled.problems == ()
    assert {question: plain_answer(answer) for question, answer in filled.answers.items()} == case.plain_answers()
    assert (filled.by, filled.case, filled.on) == ("Ann", "acme", DAY)


def test_a_form_asks_every_question_with_all_its_options(advisor: Advisor) -> None:
    """Each with its words, its options and bands, its range, and a way to say "don't know"."""
    questions = [entry.model for entry in advisor.knowledge.questions.values()]
    html = form_page("acme", DAY, "cto", "the CTO", questions, ["About it."], "acme.yaml")
    page = read_page(html)
    assert page.wrong == [] and reaches_out(html) == []
    boxes = {attributes["data-id"]: attributes for tag, attributes in page.tags if tag == "fieldset"}
    assert list(boxes) == [question.id for question in questions]
    values, text = set(page.values("value")), page.text
    for question in questions:
        assert question.ask in text and all(option.label in text for option in question.options)
        assert all(option.id in values for option in question.options)
        assert all(band.label in text for band in question.bands)
        if question.type.numeric and question.range is not None:
            low, high = question.range
            assert (float(boxes[question.id]["data-low"]), float(boxes[question.id]["data-high"])) == (low, high)
    parts = page.values("data-part")
    assert parts.count("dk") == parts.count("note") == len(questions)


def test_a_hostile_name_on_a_form_stays_text(advisor: Advisor) -> None:
    """In its head, in its attributes, in the name of the file that it saves."""
    questions = [entry.model for entry in advisor.knowledge.questions.values()][:5]
    html = form_page(HOSTILE + TURNED, DAY, "cto", HOSTILE, questions, [HOSTILE], HOSTILE)
    page = read_page(html)
    assert page.wrong == [] and reaches_out(html) == []
    assert [tag for tag, _ in page.tags].count("script") == 1 and "img" not in [tag for tag, _ in page.tags]
    (file,) = page.values("data-file")
    assert set(file) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


def test_what_is_no_answer_is_told_and_the_rest_counts(advisor: Advisor) -> None:
    """An unknown question, a number out of range, an option that there isn't; each with its line."""
    filled = saved(
        advisor,
        {
            "role.open_days": {"value": 58},
            "loop.rounds": {"value": -4},
            "no.such": {"value": 1},
            "role.kind": {"value": "x"},
        },
    )
    assert set(filled.answers) == {"role.open_days"}
    assert [problem.path for problem in filled.problems] == ["loop.rounds", "no.such", "role.kind"]
    assert all(problem.file == "a.json" and problem.line for problem in filled.problems)


@pytest.mark.parametrize(
    "text",
    ["{", "{}", '{"sheet": 2, "answers": {}}', '{"sheet": 1, "answers": []}', '{"sheet": 1, "sheet": 1}', "[" * 500],
)
def test_what_a_form_did_not_save_is_refused(advisor: Advisor, text: str) -> None:
    """In words; nothing of it counts."""
    filled = read_answered(advisor.program, text, "a.json")
    assert filled.answers == {} and len(filled.problems) == 1


def test_who_and_when_is_kept_for_each_answer(advisor: Advisor) -> None:
    """Of one person's answers to one question the newest; of several people's all."""
    case = shipped_case(advisor, "textbook")
    answers = {"role.open_days": Answer(Exactly(58)), "milestone.need_lasts": Answer(DontKnow())}
    for by, day in (("Ann", DAY), ("Bob", DAY), ("Ann", date(2026, 12, 1))):
        case = with_who_and_when(merge(case, answers, by, advisor.knowledge), by, day)
    assert case.meta["answered"]["role.open_days"] == [
        {"by": "Bob", "on": "2026-11-30"},
        {"by": "Ann", "on": "2026-12-01"},
    ]
    assert set(case.meta["answered"]) == set(answers)
