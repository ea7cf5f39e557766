"""An answer in people's own words, in a cell or on a command line: what it means, as a case file would have it."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from advisor.cases.oneline import says_dont_know
from advisor.cases.values import AnswerError, shown
from advisor.cases.written.amounts import amount_written
from advisor.cases.written.days import DayError, read_day
from advisor.cases.written.options import option_written, options_written
from advisor.cases.written.words import dont_know, in_english, yes_or_no
from advisor.language.vocabulary import Kind

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

_LONGEST = 200  # letters of a text that may be an answer in words; what is longer is a remark
_LONGEST_LIST = 2_000  # of one that may name many options
_SEASON = re.compile(r"\b(spring|summer|fall|autumn|winter)\b")
_MOST_DIGITS = 15  # a number of more is no amount that a company has


def in_own_words(question: Question, text: str, today: date, error: AnswerError) -> tuple[Any, tuple[str, ...]]:
    """Plain data of an answer, and the parts of a list that were not understood; days are counted from `today`.

    `error` says what is wrong with the text as a machine would read it. It, or another AnswerError, is raised where
    nothing is understood, or two things could be meant.
    """
    if dont_know(text) or says_dont_know(question, text):
        return {"unsure": True}, ()
    longest = _LONGEST_LIST if question.type is Kind.CHOICES else _LONGEST
    if len(text) > longest or re.search(rf"\d{{{_MOST_DIGITS},}}", text):
        raise error
    if question.type is Kind.YES_NO:
        said = yes_or_no(text)
        if said is None:
            raise AnswerError("type", f"{shown(text)} isn't yes or no.", "Write yes or no.")
        return said, ()
    if question.type is Kind.CHOICE:
        return option_written(question, text), ()
    if question.type is Kind.CHOICES:
        raw, unknown = options_written(question, text)
        return raw, tuple(unknown)
    if question.type is Kind.DATE:
        return _day(text, question, today, error), ()
    if question.type.numeric:
        return amount_written(question, text), ()
    raise error


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
