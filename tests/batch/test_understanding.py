"""Cells as partners write them: read rightly, or left out and told; a machine's cell means what it always meant."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.batch.tables.cells import CellStyle, answer_in
from advisor.batch.tables.understanding import Reading, understood
from advisor.cases.answers import DontKnow, Exactly, Partly, Range
from advisor.cases.values import AnswerError
from testkit.shipped import shipped_advisor

TODAY = date(2026, 11, 30)
OPEN, SHARE, RUNWAY, COST = "role.open_days", "team.share_percent", "budget.runway_months", "budget.employee_month_cost"
BY, SEPARATE, STAGE, AREAS = "milestone.need_by", "jd.must_haves_separated", "role.stage", "jd.must_have_areas"
QUESTIONS = {name: entry.model for name, entry in shipped_advisor().knowledge.questions.items()}


def reading(question: str, cell: Any) -> Reading:
    """What a cell of a question was taken for."""
    return understood(cell, QUESTIONS[question], CellStyle(), TODAY)


def said(question: str, cell: Any) -> Any:
    """The answer in a cell, as it would be written in a case file."""
    answer = reading(question, cell).answer
    if answer is None:
        return None
    told = answer.said
    if isinstance(told, Range):
        return (told.low, told.high)
    return told.value if isinstance(told, Exactly) else told


@pytest.mark.parametrize(
    ("question", "cell", "wanted"),
    [
        (OPEN, "9 weeks", 63),
        (OPEN, "3-4 wks", (21, 28)),
        (OPEN, "~25", 25),
        (OPEN, "20-30", (20, 30)),
        (OPEN, "45d", 45),
        (OPEN, "ca. 2 Monate", 61),
        (OPEN, "2 months 1 week", 68),
        (OPEN, "10 working days", 14),
        (OPEN, "2 months (since Sept)", 61),
        (OPEN, "1.200", 1200),
        (OPEN, "six weeks", 42),
        (OPEN, "90+ days", (90, 1500)),
        (OPEN, "under 3 weeks", (0, 21)),
        (RUNWAY, "1.5 years", 18),
        (RUNWAY, "18m", 18),
        (RUNWAY, "14,5", 14.5),
        (RUNWAY, "12-15 mo", (12, 15)),
        (COST, "$12k", 12_000),
        (COST, "\u20ac9.500", 9_500),
        (COST, "180k p.a.", 15_000),
        (SHARE, "50%", 50),
        (SHARE, "half", 50),
        (SHARE, "40-60 %", (40, 60)),
        (SHARE, "1 day a week", 20),
        ("sourcing.qualified_of_20", "3 of 20", 3),
        ("sourcing.qualified_of_20", "none", 0),
        ("milestone.work_left_weeks", "3 PM", 13.03),
        ("cto.hiring_hours", "2h/day", 10),
        (BY, "12 Nov 2026", date(2026, 11, 12)),
        (BY, "mid March", date(2027, 3, 15)),
        (BY, "Ende M\u00e4rz", date(2027, 3, 31)),
        (BY, "15 janvier 2027", date(2027, 1, 15)),
        (BY, "31.03.2027", date(2027, 3, 31)),
        (BY, "25/12/2026", date(2026, 12, 25)),
        (BY, "15-Mar-27", date(2027, 3, 15)),
        (BY, "in ~3 months", date(2027, 2, 28)),
        (BY, "Q1 2027", (date(2027, 1, 1), date(2027, 3, 31))),
        (BY, datetime(2027, 1, 1), date(2027, 1, 1)),
        (SEPARATE, "ja", True),
        (SEPARATE, "x", True),
        (SEPARATE, "Oui", True),
        (SEPARATE, "nein", False),
        (SEPARATE, "No (planned)", False),
        (STAGE, "in calls", "in_calls"),
        (STAGE, "Interviewing", "in_calls"),
        (STAGE, "finalst", "finalist"),
        ("company.stage", "Series-B", "series_b"),
        ("company.stage", "seed round", "seed"),
        ("role.region", "Deutschland", "de"),
        ("contractors.state", "yes, 2 contractors", "now"),
        (AREAS, "Backend engineering, LLMs", ("backend", "llm")),
        (AREAS, "frontend + backend", ("backend", "frontend")),
    ],
)
def test_what_people_write_is_read_as_they_mean_it(question: str, cell: Any, wanted: Any) -> None:
    assert said(question, cell) == wanted


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        (OPEN, "lots"),
        (OPEN, "$12k"),
        (OPEN, "50%"),
        (OPEN, "since March"),
        (OPEN, date(2027, 4, 3)),
        (SHARE, "0.5"),
        (SHARE, 0.5),
        ("contractors.yearly_cost", "\u20ac250k"),
        (BY, "03/04/2027"),
        (BY, "spring"),
        (BY, "2026-02-30"),
        (BY, 46_400),
        (SEPARATE, "partly"),
        (SEPARATE, "yes, but not all"),
        (STAGE, "great"),
        ("company.stage", "Series D"),
        ("role.exists", "no"),
        ("ownership.output_quality", "one person"),
        (AREAS, "RAG"),
    ],
)
def test_what_could_mean_two_things_or_nothing_is_never_guessed(question: str, cell: Any) -> None:
    with pytest.raises(AnswerError) as caught:
        reading(question, cell)
    assert caught.value.message.endswith(".")


def test_a_list_of_which_a_part_is_not_understood_is_known_in_part() -> None:
    """The part is told; that it is on the list too is open."""
    read = reading(AREAS, "llm; nonsense; devops")
    assert read.answer is not None and read.left_out == ("nonsense",)
    assert read.answer.said == Partly(("llm", "devops"), ())


@pytest.mark.parametrize("cell", ["-", "\u2013", "n/a?", "?? ask the CTO", "wei\u00df nicht", "je ne sais pas", "TBC"])
def test_signs_that_nothing_is_known_are_no_answers(cell: str) -> None:
    answer = reading(OPEN, cell).answer if cell != "n/a?" else None
    assert answer is None or answer.said == DontKnow()


@given(st.sampled_from(sorted(QUESTIONS)), st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.booleans()))
def test_any_cell_is_read_or_refused(question: str, cell: Any) -> None:
    """Never anything else; and what is plain to a machine means the same as ever."""
    try:
        plain = answer_in(cell, QUESTIONS[question], CellStyle())
    except AnswerError:
        plain = None
    try:
        read = reading(question, cell)
    except AnswerError:
        return
    assert plain is None or read.answer is None or (read.answer == plain and read.read_as is None)


@given(st.integers(1, 200), st.sampled_from(["day", "week", "month", "year"]), st.sampled_from(["", "~", "about "]))
def test_lengths_of_time_keep_their_length(number: int, unit: str, about: str) -> None:
    """The same in one unit as in another, as far as whole days can tell."""
    days = {"day": 1.0, "week": 7.0, "month": 30.4, "year": 365.0}[unit]
    try:
        read = said(OPEN, f"{about}{number} {unit}s")
    except AnswerError:
        assert number * days > 1500
        return
    assert abs(read - number * days) <= 0.5
