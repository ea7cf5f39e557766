"""Single cells, each with what it means: written without looking at the reader."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from advisor.knowledge.models import Question
from advisor.language.vocabulary import Kind

EMPTY, UNSURE, TOLD, ANYTHING = "empty", "don't know", "told", "anything"
FIRST_DAY = date(2026, 12, 1)


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, how a workbook shows it, and what is meant.

    `meant` is an answer as plain data (a tuple of both ends for a range, a set for a list), or one of: EMPTY, nothing
    was given; UNSURE; TOLD, nobody could know what was meant, so it must be told; ANYTHING, but not without a word if
    it is no answer.
    """

    written: Any
    meant: Any
    shown: str | None = None  # the number format of a workbook


ODD = (
    *(
        "=1+1",
        "#REF!",
        "#N/A",
        "\u0665",
        "\u00bd",
        "nan",
        "inf",
        "1e5",
        "None",
        "null",
        "<b>x</b>",
        "x" * 400,
        "9" * 40,
    ),
    *("a\nb", 'say "hi"', "=cmd|' /C calc'!A0", "@x", "-3", "3..", "1.2.3", "12:30", "29 Feb", "\U0001f600", "\u200b"),
    *(
        "soon",
        "see mail",
        "2026-02-30",
        "50/50",
        "1/2",
        "ten-ish",
        "A, B or C",
        "\u202eabc",
        "1,2,3",
        "TRUE?",
        "%",
        "$",
    ),
)
ODD_OF_WORKBOOKS: tuple[Any, ...] = (
    True,
    False,
    1e300,
    -7,
    46_400,
    0.5,
    datetime(2027, 3, 1, 12, 30),
    timedelta(hours=3),
)


def a_cell(question: Question, dice: random.Random, *, book: bool) -> Cell:
    """A cell below the header of a question; only a workbook has cells that are no text."""
    chance = dice.random()
    if chance < 0.12:
        return Cell(dice.choice((None, "", " ")), EMPTY)
    if chance < 0.2:
        return Cell(dice.choice(("?", "n/a", "tbd", "don't know", "not sure")), UNSURE)
    if chance < 0.3:
        return Cell(dice.choice(ODD_OF_WORKBOOKS if book and dice.random() < 0.4 else ODD), ANYTHING)
    found = _answers(question, dice, book=book)
    return dice.choice(found) if found else Cell(None, EMPTY)


def _answers(question: Question, dice: random.Random, *, book: bool) -> list[Cell]:
    if question.type is Kind.YES_NO:
        yes = dice.random() < 0.5
        return [
            Cell(dice.choice(("yes", "Yes", "y", "x", "ja", "oui") if yes else ("no", "No", "n", "nein", "non")), yes)
        ]
    if question.type is Kind.CHOICE:
        option = dice.choice(question.options)
        return [Cell(option.id, option.id), Cell(f" {option.id} ", option.id), Cell(option.label, option.id)]
    if question.type is Kind.CHOICES:
        chosen = dice.sample(question.options, dice.randint(1, min(3, len(question.options))))
        meant = frozenset(option.id for option in chosen)
        return [Cell(dice.choice(("; ", ";", " | ")).join(option.id for option in chosen), meant)]
    if question.type is Kind.DATE:
        return _days(dice, book=book)
    return _numbers(question, dice, book=book) if question.type.numeric else []


def _days(dice: random.Random, *, book: bool) -> list[Cell]:
    day = FIRST_DAY + timedelta(dice.randint(0, 300))
    texts = [
        Cell(day.isoformat(), day),
        Cell(f"{day.day} {day:%B} {day.year}", day),
        Cell(f"{day:%b} {day.day}, {day.year}", day),
    ]
    if day.day <= 12 and day.day != day.month:
        texts.append(Cell(f"{day.day:02}/{day.month:02}/{day.year}", TOLD))  # or is it month first?
    if book:
        texts += [
            Cell(day, day),
            Cell(datetime(day.year, day.month, day.day), day),
            Cell((day - date(1899, 12, 30)).days, TOLD),
        ]
    return texts


def _numbers(question: Question, dice: random.Random, *, book: bool) -> list[Cell]:
    least, most = question.range or (0, 100)
    low = dice.randint(int(least) + 1, max(int(least) + 1, min(int(most) - 2, 90)))
    if low + 2 > most:
        return []
    found = [Cell(str(low), low), Cell(f"{low} ", low), Cell(f"{low}-{low + 2}", (low, low + 2)), Cell(f"~{low}", low)]
    if question.unit == "percent":
        found += [Cell(f"{low}%", low), Cell(f"0.{low:02}" if low % 10 else f"0.{low // 10}", TOLD)]
    if (question.unit or "").split(" per ")[0] == "days" and 7 * low <= most:
        found += [Cell(f"{low} weeks", 7 * low), Cell(f"{low} wks", 7 * low)]
    if book:
        found += [Cell(low, low), Cell(float(low), low)]
        if question.unit == "percent":
            found += [Cell(low / 100, low, "0%"), Cell(low / 100, low, "0.00%")]
            found += [Cell(low / 100, TOLD, "General")]
        else:
            found += [Cell(low, low, '#,##0" units"'), Cell(FIRST_DAY, TOLD)]
    return found
