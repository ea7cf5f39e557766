"""Answers as clients write them mean what the case file means."""

from __future__ import annotations

import random
from datetime import date, datetime
from typing import Any

import pytest

from advisor import UNSURE, Advisor, Answer, CaseError, DontKnow, Exactly, Partly, Range
from advisor.cases.answers import read_answer
from testkit.companies.answers import drawn_answer
from testkit.shipped import shipped_advisor

AS_OF = "2026-11-22"


@pytest.fixture(scope="module")
def advisor() -> Advisor:
    return shipped_advisor()


def test_what_a_case_file_says_means_the_same(advisor: Advisor) -> None:
    """A law over drawn answers to every question: plain values only add ways of writing."""
    rng = random.Random(7)
    for question in advisor.questions.values():
        raw = drawn_answer(question, rng)
        wanted = read_answer(question, raw, tuple(advisor.people))
        assert advisor.case({question.id: raw}, as_of=AS_OF).answers == {question.id: wanted}
        assert advisor.case({question.id: wanted}, as_of=AS_OF).answers == {question.id: wanted}


@pytest.mark.parametrize(
    ("question", "value", "said"),
    [
        ("jd.must_haves_separated", "yes", Exactly(True)),
        ("jd.must_haves_separated", False, Exactly(False)),
        ("role.open_days", 58, Exactly(58)),
        ("role.open_days", "58", Exactly(58)),
        ("role.open_days", "8 weeks", Exactly(56)),
        ("role.open_days", "2-3 weeks", Range(14, 21)),
        ("role.open_days", (30, 45), Range(30, 45)),
        ("role.open_days", "30..45", Range(30, 45)),
        ("role.open_days", Range(30, 45), Range(30, 45)),
        ("role.open_days", UNSURE, DontKnow()),
        ("role.open_days", "don't know", DontKnow()),
        ("role.open_days", "?", DontKnow()),
        ("role.stage", "nobody", Exactly("nobody")),
        ("role.stage", "No qualified candidates yet", Exactly("nobody")),
        ("milestone.need_by", date(2027, 1, 17), Exactly(date(2027, 1, 17))),
        ("milestone.need_by", datetime(2027, 1, 17, 9, 30), Exactly(date(2027, 1, 17))),
        ("milestone.need_by", "Jan 17", Exactly(date(2027, 1, 17))),
        ("milestone.need_by", "in 8 weeks", Exactly(date(2027, 1, 17))),
        ("milestone.need_by", "2027-01-01..2027-01-31", Range(date(2027, 1, 1), date(2027, 1, 31))),
        ("milestone.need_by", (date(2027, 1, 1), "2027-01-31"), Range(date(2027, 1, 1), date(2027, 1, 31))),
        ("jd.must_have_areas", ["llm", "evals"], Exactly(("llm", "evals"))),
        ("jd.must_have_areas", {"llm", "evals"}, Exactly(("llm", "evals"))),
        ("jd.must_have_areas", ("llm",), Exactly(("llm",))),
        ("jd.must_have_areas", "llm, evals", Exactly(("llm", "evals"))),
        ("jd.must_have_areas", [], Exactly(())),
        ("jd.must_have_areas", {"has": ["llm"], "lacks": ["evals"]}, Partly(("llm",), ("evals",))),
        ("jd.must_have_areas", "llm; !evals", Partly(("llm",), ("evals",))),
        ("jd.must_have_areas", "llm, ...", Partly(("llm",), ())),
    ],
)
def test_ways_of_writing(advisor: Advisor, question: str, value: Any, said: Any) -> None:
    """Each as the table of the guide has it."""
    assert advisor.case({question: value}, as_of=AS_OF).answers[question].said == said


def test_none_is_no_answer(advisor: Advisor) -> None:
    """Neither "don't know" nor anything else."""
    assert advisor.case({"role.open_days": None}, as_of=AS_OF).answers == {}


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("role.open_days", "lots"),
        ("role.open_days", "9" * 400),
        ("role.open_days", True),
        ("role.open_days", (1, 2, 3)),
        ("role.open_days", (45, 30)),
        ("role.open_days", -1),
        ("role.open_days", float("nan")),
        ("role.open_days", object()),
        ("role.open_days", b"58"),
        ("role.stage", "x" * 5_000),
        ("role.stage", ["nobody"]),
        ("milestone.need_by", "soonish"),
        ("milestone.need_by", 3),
        ("jd.must_have_areas", "llm, juggling"),
        ("jd.must_have_areas", ["juggling"]),
        ("jd.must_have_areas", [3]),
        ("no.such_question", 1),
        (3, 1),
    ],
)
def test_what_fits_nothing_is_told_with_the_question(advisor: Advisor, question: Any, value: Any) -> None:
    """One problem, at its question, short."""
    with pytest.raises(CaseError) as told:
        advisor.case({question: value}, as_of=AS_OF)
    (problem,) = told.value.problems
    assert problem.code and len(str(problem)) < 400
    assert problem.path.startswith(str(question)) or problem.code == "unknown-question"


def test_an_answer_can_have_a_note(advisor: Advisor) -> None:
    """As in a case file."""
    case = advisor.case({"loop.rounds": {"value": 6, "note": "two are optional"}}, as_of=AS_OF)
    assert case.answers["loop.rounds"] == Answer(Exactly(6), "two are optional")
