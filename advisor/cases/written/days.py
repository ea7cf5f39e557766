"""Days in words: "in 8 weeks", "17 Jan", "15.3.", "end of March", "Q1", "2027-01-17"."""

from __future__ import annotations

import calendar
import contextlib
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Literal, Union

Side = Literal["ahead", "behind"]  # of the day of the answers; the words of a question's `lies:`
Day = Union[date, tuple[date, date]]
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?:,? *(?P<year>\d{4}))?"
_SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}  # north of the equator, by first month
_EITHER_WAY = re.compile(r"\d{1,2}[/-]\d{1,2}([/-]\d{2,4})?")


class DayError(ValueError):
    """A text that names no day; the message says how to write one."""


def read_day(text: str, today: date, lies: Side = "ahead") -> Day:
    """The day that a text names, or the first and last where it names several.

    A day without a year is the next one (`lies` behind: the last one). DayError otherwise.

    >>> read_day("in 8 weeks", date(2026, 11, 22)), read_day("15 Mar", date(2026, 11, 22), "behind")
    (datetime.date(2027, 1, 17), datetime.date(2026, 3, 15))

    """
    words = " ".join(text.strip().lower().split())
    words = re.sub(r"^(by|on|before|until|about|around|the|ca\.?|~) +", "", words)
    words = re.sub(r"^(by|on|before|until|about|around|the) +", "", words)
    for read in (_iso, _near, _distance, _weekday, _day_of_month, _figures, _part_of_month, _quarter, _season, _year):
        try:
            found = read(words, today, lies)
        except DayError:
            raise
        except (ValueError, OverflowError):
            raise DayError(f"There's no date `{text.strip()[:40]}`.") from None
        if found is not None:
            return found
    if _EITHER_WAY.fullmatch(words):
        raise DayError("Write the month as a word, as in Apr 3, so no one can mix up day and month.")
    raise DayError('Write a date as in "Jan 17", "in 8 weeks", "end of March" or 2027-01-17.')


def _iso(words: str, today: date, lies: Side) -> Day | None:
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words)
    return date(*map(int, found.groups())) if found else None


def _near(words: str, today: date, lies: Side) -> Day | None:
    near = {"today": 0, "now": 0, "tomorrow": 1, "yesterday": -1, "next week": 7, "last week": -7}
    if words in near:
        return today + timedelta(near[words])
    ends = {
        "end of the month": _last_of(today),
        "end of this month": _last_of(today),
        "end of the year": date(today.year, 12, 31),
        "end of this year": date(today.year, 12, 31),
        "end of year": date(today.year, 12, 31),
    }
    if words in ("end of the quarter", "end of this quarter", "end of quarter"):
        return _last_of(date(today.year, (today.month - 1) // 3 * 3 + 3, 1))
    if words in ("next month", "last month"):
        return _month(*_shifted(today.year, today.month, 1 if words.startswith("next") else -1))
    return ends.get(words)


def _distance(words: str, today: date, lies: Side) -> Day | None:
    """`in 8 weeks`, `8 to 10 weeks`, `three months ago`."""
    number = r"(\d+(?:\.\d+)?|an?|" + "|".join(_NUMBERS) + r"|half a)"
    found = re.fullmatch(
        rf"(in |within )?(?:about )?{number}(?: *(?:-|to|or) *{number})? *"
        r"(day|week|month|quarter|year)s?( ago| from now| from today)?",
        words,
    )
    if found is None:
        return None
    said_in, low, high, unit, after = found.groups()
    sign = (
        -1 if (after or "").strip() == "ago" or (lies == "behind" and not said_in and not (after or "").strip()) else 1
    )
    days = [_moved(today, sign * _amount(n), unit) for n in (low, high or low)]
    return days[0] if days[0] == days[1] else (min(days), max(days))


def _amount(word: str) -> float:
    if word in ("a", "an"):
        return 1.0
    if word == "half a":
        return 0.5
    return float(_NUMBERS.index(word)) if word in _NUMBERS else float(word)


def _moved(today: date, number: float, unit: str) -> date:
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    if months is None or number * months != int(number * months):
        return today + timedelta(round(number * {"day": 1, "week": 7, "month": 30.4, "quarter": 91, "year": 365}[unit]))
    year, month = _shifted(today.year, today.month, int(number * months))
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def _weekday(words: str, today: date, lies: Side) -> Day | None:
    found = re.fullmatch(r"(next |last |this |coming )?(mon|tue|wed|thu|fri|sat|sun)[a-z]*", words)
    if found is None:
        return None
    ahead = (WEEKDAYS.index(found.group(2)) - today.weekday()) % 7
    back = found.group(1) == "last " or (lies == "behind" and found.group(1) is None)
    return today + timedelta((ahead - 7) if back else (ahead or 7))


def _day_of_month(words: str, today: date, lies: Side) -> Day | None:
    for form in (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?(?: of)? *{_MONTH}{_YEAR}",
        rf"{_MONTH} *(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_YEAR}",
    ):
        found = re.fullmatch(form, words)
        if found is not None:
            day, month = int(found["day"]), MONTHS.index(found["month"][:3]) + 1
            if found["year"]:
                return date(int(found["year"]), month, day)
            return _nearest(partial(_in_year, month, day), today, lies)
    return None


def _figures(words: str, today: date, lies: Side) -> Day | None:
    """`15.3.`, `15.3.2027`, and `15/3` or `3/15` where only one of the two can be the month."""
    found = re.fullmatch(r"(\d{1,2})([./])(\d{1,2})(?:\2(\d{4}|\d{2})?)?", words)
    if found is None:
        return None
    day, month = int(found[1]), int(found[3])
    if found[2] == "/" and day != month:
        if day <= 12 and month <= 12:
            return None
        day, month = max(day, month), min(day, month)
    if found[4]:
        return date(int(found[4]) + (2000 if len(found[4]) == 2 else 0), month, day)
    return _nearest(partial(_in_year, month, day), today, lies)


def _part_of_month(words: str, today: date, lies: Side) -> Day | None:
    """`end of March`, `mid March`, `March 2027`."""
    found = re.fullmatch(
        rf"(?:(?P<part>end|late|mid|middle|start|beginning|early)(?:[ -]of)?[ -])?{_MONTH}{_YEAR}", words
    )
    if found is None:
        return None
    month, part = MONTHS.index(found["month"][:3]) + 1, found["part"]

    def last(year: int) -> date:
        return _last_of(date(year, month, 1))

    end = last(int(found["year"])) if found["year"] else _nearest(last, today, lies)
    if part in ("end", "late"):
        return end
    if part in ("mid", "middle"):
        return end.replace(day=15)
    return end.replace(day=1) if part else _month(end.year, end.month)


def _quarter(words: str, today: date, lies: Side) -> Day | None:
    """`Q1`, `end of Q1 2027`, `mid Q2`."""
    found = re.fullmatch(
        r"(?:(?P<part>end|late|mid|start|beginning|early)(?: of)? )?q(?P<n>[1-4])(?:,? *(?P<year>\d{4}))?", words
    )
    if found is None:
        return None
    first_month = int(found["n"]) * 3 - 2

    def last(year: int) -> date:
        return _last_of(date(year, first_month + 2, 1))

    end = last(int(found["year"])) if found["year"] else _nearest(last, today, lies)
    if found["part"] in ("mid",):
        return date(end.year, first_month + 1, 15)
    if found["part"] in ("start", "beginning", "early"):
        return date(end.year, first_month, 1)
    return end if found["part"] else (date(end.year, first_month, 1), end)


def _season(words: str, today: date, lies: Side) -> Day | None:
    """`spring 2027`, `next summer`: three months, told back, since they are others south of the equator."""
    found = re.fullmatch(rf"(?:next |last |this |in )*(?P<season>{'|'.join(_SEASONS)})(?: of)?{_YEAR}", words)
    if found is None:
        return None
    month = _SEASONS[found["season"]]

    def last(year: int) -> date:
        return _last_of(date(*_shifted(year, month, 2), 1))

    end = last(int(found["year"])) if found["year"] else _nearest(last, today, lies)
    return date(*_shifted(end.year, end.month, -2), 1), end


def _year(words: str, today: date, lies: Side) -> Day | None:
    found = re.fullmatch(r"(end of )?(\d{4})", words)
    if found is None:
        return None
    year = int(found.group(2))
    return date(year, 12, 31) if found.group(1) else (date(year, 1, 1), date(year, 12, 31))


def _nearest(in_year: Callable[[int], date], today: date, lies: Side) -> date:
    """The next such day, today included, or the last one."""
    years = (today.year - 1, today.year) if lies == "behind" else (today.year, today.year + 1)
    days: list[date] = []
    for year in years:
        with contextlib.suppress(ValueError):  # 29 Feb is in one of four
            days.append(in_year(year))
    if not days:
        in_year(2000)  # ValueError for a day that no year has
        raise DayError(f"Neither {years[0]} nor {years[1]} has that date. Add the year, as in Feb 29, 2028.")
    if lies == "behind":
        return max((day for day in days if day <= today), default=days[0])
    return min((day for day in days if day >= today), default=days[-1])


def _in_year(month: int, day: int, year: int) -> date:
    return date(year, month, day)


def _last_of(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _month(year: int, month: int) -> tuple[date, date]:
    first = date(year, month, 1)
    return first, _last_of(first)


def _shifted(year: int, month: int, by: int) -> tuple[int, int]:
    count = year * 12 + month - 1 + by
    return count // 12, count % 12 + 1
