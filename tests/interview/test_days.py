"""Days in words, as founders type them on Sunday, 22 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.cases.written.days import DayError, Side, read_day

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-01-17", date(2027, 1, 17)),
        ("in 8 weeks", date(2027, 1, 17)),
        ("8 weeks", date(2027, 1, 17)),
        ("in eight weeks", date(2027, 1, 17)),
        ("within 8 weeks", date(2027, 1, 17)),
        ("in about 8 weeks", date(2027, 1, 17)),
        ("in 3 months", date(2027, 2, 22)),
        ("in a month", date(2026, 12, 22)),
        ("in half a year", date(2027, 5, 22)),
        ("in 10 days", date(2026, 12, 2)),
        ("10 days ago", date(2026, 11, 12)),
        ("17 Jan", date(2027, 1, 17)),
        ("Jan 17", date(2027, 1, 17)),
        ("17th of January", date(2027, 1, 17)),
        ("January 17, 2028", date(2028, 1, 17)),
        ("17. Jan 2028", date(2028, 1, 17)),
        ("by 17 Jan", date(2027, 1, 17)),
        ("15.3.", date(2027, 3, 15)),
        ("3.4.", date(2027, 4, 3)),
        ("by 15.3.2028", date(2028, 3, 15)),
        ("15.3.28", date(2028, 3, 15)),
        ("15/3", date(2027, 3, 15)),
        ("3/15/2028", date(2028, 3, 15)),
        ("4/4", date(2027, 4, 4)),
        ("22 Nov", TODAY),
        ("end of March", date(2027, 3, 31)),
        ("by the end of March", date(2027, 3, 31)),
        ("end of Feb 2028", date(2028, 2, 29)),
        ("mid March", date(2027, 3, 15)),
        ("early March", date(2027, 3, 1)),
        ("end of Q1", date(2027, 3, 31)),
        ("end of the quarter", date(2026, 12, 31)),
        ("end of the month", date(2026, 11, 30)),
        ("end of the year", date(2026, 12, 31)),
        ("end of 2027", date(2027, 12, 31)),
        ("today", TODAY),
        ("tomorrow", date(2026, 11, 23)),
        ("next Friday", date(2026, 11, 27)),
        ("March", (date(2027, 3, 1), date(2027, 3, 31))),
        ("Q1", (date(2027, 1, 1), date(2027, 3, 31))),
        ("spring 2027", (date(2027, 3, 1), date(2027, 5, 31))),
        ("winter", (date(2026, 12, 1), date(2027, 2, 28))),
        ("in 8-10 weeks", (date(2027, 1, 17), date(2027, 1, 31))),
        ("next month", (date(2026, 12, 1), date(2026, 12, 31))),
    ],
)
def test_a_day_in_words_is_understood(text: str, day: object) -> None:
    """As a person who reads it today would take it; several days become their first and last."""
    assert read_day(text, TODAY) == day
    assert read_day(f"  {text.upper()} ", TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("17 Jan", date(2026, 1, 17)),
        ("20 Sep", date(2026, 9, 20)),
        ("8 weeks ago", date(2026, 9, 27)),
        ("8 weeks", date(2026, 9, 27)),
        ("mid October", date(2026, 10, 15)),
        ("last Friday", date(2026, 11, 20)),
        ("March", (date(2026, 3, 1), date(2026, 3, 31))),
    ],
)
def test_a_question_about_the_past_looks_back(text: str, day: object) -> None:
    """Where the rules only ask for the weeks since a day, a day without a year is the last one."""
    assert read_day(text, TODAY, "behind") == day


LEAP = date(2028, 2, 29)


@pytest.mark.parametrize("text", ["29 Feb", "Feb 29", "29.2.", "29/2", "29 Feb 2028", "end of Feb"])
@pytest.mark.parametrize(
    ("today", "lies"),
    [
        (date(2027, 3, 1), "ahead"),
        (date(2027, 12, 31), "ahead"),
        (date(2028, 1, 10), "ahead"),
        (LEAP, "ahead"),
        (LEAP, "behind"),
        (date(2028, 3, 1), "behind"),
        (date(2029, 2, 27), "behind"),
    ],
)
def test_the_leap_day_is_the_one_of_the_leap_year(text: str, today: date, lies: Side) -> None:
    """Next to the year that has it stand years that don't."""
    assert read_day(text, today, lies) == LEAP


def test_a_leap_day_that_is_years_away_is_asked_for_with_its_year() -> None:
    """It is more likely a slip; no year at all has 30 Feb."""
    with pytest.raises(DayError, match=r"Neither 2026 nor 2027 has that date\. Add the year"):
        read_day("29 Feb", TODAY)
    with pytest.raises(DayError, match="There's no date `30 Feb`"):
        read_day("30 Feb", TODAY)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "03/04/2027", "3/4", "15.13.", "0.3.", "31 Feb", "2027-13-01", "in many weeks", "99999999 weeks"],
)
@pytest.mark.parametrize("lies", ["behind", "future"])
def test_what_is_no_day_or_could_be_two_is_refused(text: str, lies: Side) -> None:
    """With words that say how to write it."""
    with pytest.raises(DayError, match=r"(?s)[.`]$"):
        read_day(text, TODAY, lies)
