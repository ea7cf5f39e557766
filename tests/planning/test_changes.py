"""What an action changes: at most, at least, add, remove, set, and days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.cases.answers import DontKnow, Exactly, Given, Range
from advisor.inference.hypothetical import changed
from advisor.knowledge.models import Question
from advisor.knowledge.planmodels import Change

NUMBER = Question(
    id="a.n",
    ask="How many?",
    short="Number",
    help="A number.",
    type="number",
    range=(0, 100),
    who="cto",
    changeable=True,
    seconds=5,
)
SET = Question(
    id="a.m",
    ask="Which?",
    short="Set",
    help="Tick.",
    type="choices",
    who="cto",
    changeable=True,
    seconds=5,
    options=[{"id": o, "label": o} for o in ("u", "v", "w", "x")],
)
DAY = Question(id="a.d", ask="When?", short="Day", help="A day.", type="date", who="cto", changeable=True, seconds=5)


def ends(given_: Given) -> tuple[Any, Any]:
    if isinstance(given_, Range):
        return given_.low, given_.high
    assert isinstance(given_, Exactly)
    return given_.value, given_.value


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_at_most_never_raises_and_at_least_never_lowers(low: float, high: float, bound: float) -> None:
    """A number below an `at_most` stays; one above it comes down to it; the other way round for `at_least`."""
    low, high = min(low, high), max(low, high)
    before: Given = Exactly(low) if low == high else Range(low, high)
    most = changed(before, Change(question="a.n", at_most=bound), NUMBER)
    least = changed(before, Change(question="a.n", at_least=bound), NUMBER)
    assert most is not None and least is not None
    assert ends(most) == (min(low, bound), min(high, bound))
    assert ends(least) == (max(low, bound), max(high, bound))


@pytest.mark.parametrize("before", [None, DontKnow()])
@pytest.mark.parametrize("change", [Change(question="a.n", at_most=3), Change(question="a.n", at_least=3)])
def test_what_is_not_known_is_not_bettered_by_a_bound(before: Given | None, change: Change) -> None:
    """A bound says nothing about an answer that nobody gave."""
    assert changed(before, change, NUMBER) is before


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        (("u",), Change(question="a.m", add=("w",)), ("u", "w")),
        (("u", "w"), Change(question="a.m", add=("w",)), ("u", "w")),
        (("u", "w"), Change(question="a.m", remove=("u",), add=("x",)), ("w", "x")),
        (("u", "v", "w"), Change(question="a.m", at_most=2), ("u", "v")),
        (("u",), Change(question="a.m", set=["v"]), ("v",)),
    ],
)
def test_options_are_added_and_removed(before: tuple[str, ...], change: Change, after: tuple[str, ...]) -> None:
    """The result stands in the order of the questionnaire."""
    result = changed(Exactly(before), change, SET)
    assert result == Exactly(after)


def test_what_is_there_already_is_no_change() -> None:
    """The very same object comes back, which tells that the action does nothing here."""
    before = Exactly(("u", "w"))
    assert changed(before, Change(question="a.m", add=("w",)), SET) is before


def test_days_move_only_dates_that_are_known() -> None:
    """A date four weeks later, a range likewise, an unknown date not at all."""
    change = Change(question="a.d", later_days=28)
    assert changed(Exactly(date(2026, 11, 22)), change, DAY) == Exactly(date(2026, 12, 20))
    assert changed(Range(date(2026, 11, 1), date(2026, 11, 3)), change, DAY) == Range(
        date(2026, 11, 29), date(2026, 12, 1)
    )
    assert changed(None, change, DAY) is None
