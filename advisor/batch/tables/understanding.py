"""What a cell means that somebody wrote by hand: first as a machine would have written it, then as people do.

What is read in the second way is told beside the results; what could mean two things is never chosen between.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from advisor.batch.tables.cells import CellStyle, answer_in, plain_cell
from advisor.batch.tables.shown_cells import Unreadable
from advisor.cases.answers import Answer, DontKnow, Exactly, Given, Partly, Range, read_answer
from advisor.cases.oneline import says_dont_know
from advisor.cases.values import AnswerError, shown
from advisor.cases.written.amounts import amount_written
from advisor.cases.written.options import option_written, options_written
from advisor.cases.written.words import dont_know, in_english, no_answer, yes_or_no
from advisor.interview.words.days import DayError, read_day
from advisor.language.tree import plain_number
from advisor.language.vocabulary import Kind

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

_LONGEST = 200  # letters of a cell that may be an answer in words; what is longer is a remark
_LONGEST_LIST = 2_000  # of one that may name many options
_SEASON = re.compile(r"\b(spring|summer|fall|autumn|winter)\b")
_MOST_DIGITS = 15  # a number of more is no amount that a company has


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
    if dont_know(cell) or says_dont_know(question, cell):
        return _read(question, {"unsure": True})
    if len(cell) > (_LONGEST_LIST if question.type is Kind.CHOICES else _LONGEST) or re.search(
        rf"\d{{{_MOST_DIGITS},}}", cell
    ):
        raise error
    if question.type is Kind.YES_NO:
        said = yes_or_no(cell)
        if said is None:
            raise AnswerError("type", f"{shown(cell)} isn't yes or no.", "Write yes or no.")
        return _read(question, said)
    if question.type is Kind.CHOICE:
        return _read(question, option_written(question, cell))
    if question.type is Kind.CHOICES:
        raw, unknown = options_written(question, cell)
        return _read(question, raw, tuple(unknown))
    if question.type is Kind.DATE:
        return _read(question, _day(cell, question, today, error))
    if question.type.numeric:
        return _read(question, amount_written(question, cell))
    raise error


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


# ---- days ------------------------------------------------------------------------------------------------


def _day(cell: str, question: Question, today: date, error: AnswerError) -> Any:
    """A day, or the first and last of several, from its words; what could be day or month is refused."""
    words = re.sub(r"\s*\([^)]*\)$", "", in_english(cell)).strip(" .!")
    words = re.sub(
        r"^(approx\.?|expected|target(ed)?|deadline|due|est\.?|probably|latest|start(s|ing)?|from) *:? *", "", words
    )
    words = re.sub(r"\b(\d{1,2})\.? ?- ?([a-z]{3,9})\.? ?- ?(\d{4})\b", r"\1 \2 \3", words)
    words = re.sub(r"\b(\d{1,2})\.? ?- ?([a-z]{3,9})\.? ?- ?(\d{2})\b", r"\1 \2 20\3", words)
    words = re.sub(r"\b(\d{1,2})\.? ?- ?([a-z]{3})\b$", r"\1 \2", words)
    words = re.sub(r"\b([a-z]{3}|q[1-4])[a-z]*(?:-| ?')(\d{2})$", r"\1 20\2", words)
    words = re.sub(r"\b(q[1-4])[ /-](?:20)?(\d{2})$", r"\1 20\2", words)
    words = re.sub(r"^(\d{1,2})(?:st|nd|rd|th)?\.? +([a-z]{3})[a-z]*\.? +'?(\d{2})$", r"\1 \2 20\3", words)
    words = re.sub(r"^(\d{4})[ /-]?(q[1-4])$", r"\2 \1", words)
    if _SEASON.search(words):  # told back where it is typed; nobody looks at a cell again, and south it is another
        raise error
    if (found := _span_of_days(words, today)) is not None:
        return {"from": found[0], "to": found[1]}
    try:
        read = read_day(words, today, question.lies or "ahead")
    except DayError as told:
        if error.code == "ambiguous-date":
            raise error from None
        raise AnswerError("type", f"{shown(cell)} isn't a date.", str(told)) from None
    return read if isinstance(read, date) else {"from": read[0], "to": read[1]}


def _span_of_days(words: str, today: date) -> tuple[date, date] | None:
    """A month in figures, half a year, or a week of the calendar."""
    if found := re.fullmatch(r"(this|next) quarter", words):
        start = 3 * ((today.month - 1) // 3 + (found[1] == "next"))
        year, month = today.year + start // 12, start % 12 + 1
        return date(year, month, 1), date(year, month + 2, calendar.monthrange(year, month + 2)[1])
    try:
        if found := re.fullmatch(r"(\d{1,2})[./-](\d{4})|(\d{4})[./-](\d{1,2})", words):
            year, month = int(found[2] or found[3]), int(found[1] or found[4])
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        if found := re.fullmatch(r"h([12])(?:[ /-]*(\d{4}))|(\d{4})[ /-]*h([12])", words):
            year, half = int(found[2] or found[3]), int(found[1] or found[4])
            return date(year, 6 * half - 5, 1), date(year, 6, 30) if half == 1 else date(year, 12, 31)
        if found := re.fullmatch(r"(?:kw|cw|week) ?(\d{1,2})(?:[ /-]*(\d{4}))?", words):
            year = int(found[2]) if found[2] else today.year
            first = date.fromisocalendar(year, int(found[1]), 1)
            if not found[2] and first + timedelta(6) < today:
                first = date.fromisocalendar(year + 1, int(found[1]), 1)
            return first, first + timedelta(6)
    except ValueError:
        return None
    return None
