"""What a cell means that somebody wrote by hand: first as a machine would have written it, then as people do.

What is read in the second way is told beside the results; what could mean two things is never chosen between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from advisor.batch.tables.cells import CellStyle, answer_in, plain_cell
from advisor.batch.tables.shown_cells import Unreadable
from advisor.cases.answers import Answer, DontKnow, Exactly, Given, Partly, Range, read_answer
from advisor.cases.values import AnswerError, shown
from advisor.cases.written.reading import in_own_words
from advisor.cases.written.words import no_answer
from advisor.language.tree import plain_number
from advisor.language.vocabulary import Kind

if TYPE_CHECKING:
    from advisor.knowledge.models import Question


@dataclass(frozen=True)
class Reading:
    """What a cell was taken for: its answer, None where nothing was given, how it was read where that is not plain,
    and the parts of a list that were not understood.
    """

    answer: Answer | None
    read_as: str | None = None
    left_out: tuple[str, ...] = ()


def understood(cell: Any, question: Question, style: CellStyle, today: date) -> Reading:
    """The answer in a cell; days in words are counted from `today`. AnswerError where nothing is understood."""
    if isinstance(cell, Unreadable):
        raise AnswerError("unreadable", f"The cell {cell.reason}")
    cell = plain_cell(cell)
    if isinstance(cell, str) and no_answer(cell) and question.type is not Kind.CHOICES:
        return Reading(None, "not given")
    if _is_small_share(cell, question):
        raise AnswerError(
            "ambiguous-number",
            f"{shown(cell)} could be a share or a percentage.",
            f"Write it with its sign, such as {100 * float(cell):g}%.",
        )
    try:
        return Reading(answer_in(cell, question, style))
    except AnswerError as error:
        if error.code in ("huge-number", "too-long", "control-character"):
            raise
        if isinstance(cell, str):
            return _in_words(cell, question, today, error)
        if (told := _by_spreadsheet(cell, question)) is not None:
            raise told from None
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return _in_words(plain_number(cell) if abs(cell) < 1e15 else str(cell), question, today, error)
        raise


def _is_small_share(cell: Any, question: Question) -> bool:
    """Whether a question in percent has a number below one, which a spreadsheet may show as a percentage elsewhere."""
    if question.unit != "percent" or isinstance(cell, bool):
        return False
    if isinstance(cell, str):
        return bool(re.fullmatch(r"0?[.,][0-9]{1,4}", cell)) and float(cell.replace(",", ".")) > 0
    return isinstance(cell, float) and 0 < cell < 1


def _by_spreadsheet(cell: Any, question: Question) -> AnswerError | None:
    """What is said of a cell that a spreadsheet has made something else of than was typed."""
    if isinstance(cell, (date, datetime)) and question.type is not Kind.DATE:
        said = f"{cell.day}-{cell.month}"
        way = f"Format the cell as text, and type it again. If you typed {said}, the spreadsheet made a date of it."
        return AnswerError("type", f"The cell holds the date {cell.isoformat()[:10]}.", way)
    if isinstance(cell, (time, timedelta)):
        wanted = "date" if question.type is Kind.DATE else "number"
        return AnswerError(
            "type", f"The cell holds {shown(cell)}.", f"Format the cell as a {wanted}, and type it again."
        )
    if question.type is Kind.DATE and isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell > 10_000:
        return AnswerError("type", f"{shown(cell)} is a number, not a date.", "Format the cell as a date.")
    return None


def _in_words(cell: str, question: Question, today: date, error: AnswerError) -> Reading:
    raw, left_out = in_own_words(question, cell, today, error)
    return _read(question, raw, left_out)


def _read(question: Question, raw: Any, left_out: tuple[str, ...] = ()) -> Reading:
    answer = read_answer(question, raw)
    return Reading(answer, given_in_words(answer.said, question) if not isinstance(raw, bool) else None, left_out)  # type: ignore[arg-type]  # a cell has no differ


def given_in_words(given: Given, question: Question) -> str:
    """An answer as it is told beside the results."""
    if isinstance(given, DontKnow):
        return "don't know"
    if isinstance(given, Partly):
        return "; ".join([*given.has, *(f"not {option}" for option in given.lacks), "maybe more"])
    unit = f" {question.unit}" if question.unit and question.type.numeric else ""
    if isinstance(given, Range):
        return f"{_value(given.low)} to {_value(given.high)}{unit}"
    assert isinstance(given, Exactly)
    return f"{_value(given.value)}{unit}"


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return "; ".join(value) or "none of these"
    if isinstance(value, float):
        return plain_number(value)
    return "yes" if value is True else "no" if value is False else str(value)
