"""Days, numbers and money as an American reads them. Data keep ISO days and plain numbers; only screens use these."""

from __future__ import annotations

import re
from datetime import date

from advisor.language.tree import plain_number

MOST_DAYS_WITHOUT_YEAR = 330
_SIGNS = {"usd": "$", "eur": "€", "gbp": "£", "other": ""}
# What is counted in the texts of the packs, so that one of them is told as one.
_COUNTED = (
    "applicants|areas|calls|candidates|changes|contractors|days|employees|engineers|hires|hours|interviews|metrics|"
    "months|must-haves|offers|parts|people|projects|questions|roles|rounds|screens|skills|sprints|steps|weeks|years"
)
_SEVERAL = re.compile(rf"^ (?:(?:more|other|further) )?({_COUNTED})\b")


def day_text(day: date) -> str:
    """A day as people write it: `Jan 17, 2027`."""
    return f"{day:%b} {day.day}, {day.year}"


def short_day(as_of: date, day: date) -> str:
    """A day as in `Mar 22`; with its year where that isn't plain from the day of the answers."""
    return f"{day:%b} {day.day}" if (day - as_of).days < MOST_DAYS_WITHOUT_YEAR else day_text(day)


def number_shown(number: float) -> str:
    """A number as people write it: `1,200`, `3.5`."""
    whole, dot, part = plain_number(number).partition(".")
    return f"{int(whole):,}{dot}{part}" if whole.lstrip("-").isdigit() and abs(number) >= 1000 else whole + dot + part


def money(amount: float, currency: str) -> str:
    """An amount without cents: `$21,000`; `CAD 21,000` where no sign says it, `21,000` where no currency is named."""
    sign = _SIGNS.get(currency.lower(), f"{currency.upper()} ")
    return f"{'-' if amount < 0 else ''}{sign}{abs(amount):,.0f}"


def one_of(units: str) -> str:
    """The unit of a single one: `week` of `weeks`, `hour per week` of `hours per week`, `person` of `people`."""
    first, space, rest = units.partition(" ")
    return ("person" if first == "people" else first.removesuffix("s")) + space + rest


def with_unit(number: float, unit: str) -> str:
    """A number with its unit, as in `1 week` and `7 weeks`."""
    return f"{number_shown(number)} {one_of(unit) if number == 1 else unit}".strip()


def counted(number: int, one: str, several: str | None = None) -> str:
    """`1 sign`, `2 signs`, `1,200 signs`."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def small(text: str) -> str:
    """A text as it goes on inside a sentence: its first letter small, unless an `AI` or `SDK` begins it."""
    return text if text[1:2].isupper() or text.startswith("I ") else text[:1].lower() + text[1:]


def after_one(text: str) -> str:
    """What follows a printed 1, told of one: ` days late` as ` day late`."""
    found = _SEVERAL.match(text)
    return text if found is None else text[: found.start(1)] + one_of(found[1]) + text[found.end(1) :]
