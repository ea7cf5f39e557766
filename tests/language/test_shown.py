"""Days, numbers and money on screens are American; one of a thing is told as one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.inference.compiled.sentences import read_sentence
from advisor.language.shown import after_one, counted, day_text, money, number_shown, one_of, short_day, with_unit
from advisor.language.vocabulary import Vocabulary
from advisor.library import Advisor


@given(st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6))
def test_a_number_keeps_its_value(number: float) -> None:
    """Signs between thousands are all that is added."""
    assert float(number_shown(number).replace(",", "")) == pytest.approx(number, abs=5e-5)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 1000))
def test_a_short_day_names_its_year_where_it_is_not_plain(as_of: date, days: int) -> None:
    """Within eleven months the year is left out, beyond it never."""
    day = as_of + timedelta(days)
    assert day_text(day).startswith(short_day(as_of, day))
    assert (str(day.year) in short_day(as_of, day).split(", ")) == (days >= 330)


def test_days_numbers_and_money_as_americans_write_them() -> None:
    """Month first, commas between thousands, the dollar sign in front."""
    assert day_text(date(2027, 1, 7)) == "Jan 7, 2027"
    assert [number_shown(n) for n in (1, 999, 1000, 1234.5, 21000, float("inf"))] == [
        "1", "999", "1,000", "1,234.5", "21,000", "later",
    ]  # fmt: skip
    assert [money(21000, c) for c in ("usd", "EUR", "cad", "other")] == ["$21,000", "€21,000", "CAD 21,000", "21,000"]


def test_one_is_told_as_one() -> None:
    """Units and what is counted are singular after a 1, and after nothing else."""
    assert [with_unit(n, "hours per week") for n in (1, 2)] == ["1 hour per week", "2 hours per week"]
    assert (one_of("people"), one_of("percent"), one_of("weeks")) == ("person", "percent", "week")
    assert (counted(1, "case"), counted(0, "case"), counted(1200, "case")) == ("1 case", "0 cases", "1,200 cases")
    assert after_one(" weeks later") == " week later"
    assert after_one(" is enough") == " is enough"
    assert after_one(" more people wait") == " more person wait"


def test_a_sentence_says_1_week(advisor: Advisor) -> None:
    """Texts of the packs are written for several; a printed 1 makes what follows it one."""
    vocabulary: Vocabulary = advisor.rulebase.program.vocabulary
    sentence = read_sentence("Open {role.open_days} days, with {contractors.people} people.", vocabulary)

    def said(number: float) -> str:
        return sentence.fill(str, lambda _: (number, number))

    assert said(1) == "Open 1 day, with 1 person."
    assert said(2) == "Open 2 days, with 2 people."
    assert sentence.fill(str, lambda _: (1, 2)) == "Open 1 to 2 days, with 1 to 2 people."
