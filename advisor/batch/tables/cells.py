"""What stands in a cell of a table, as plain data that an answer is read from."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from advisor.cases.answers import Answer, read_answer
from advisor.cases.oneline import DONT_KNOW_WORDS, band_meant, list_of_parts, parted, with_other
from advisor.cases.values import AnswerError, shown
from advisor.files.documents import LONGEST_NUMBER
from advisor.language.vocabulary import Kind

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

Dates = Literal["iso", "day-first", "month-first"]
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_SLASHED = re.compile(r"([0-9]{1,4})[/. -]([0-9]{1,2})[/. -]([0-9]{1,4})(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?")
_YES_NO = {"yes": True, "no": False, "true": True, "false": False, "y": True, "n": False, "1": True, "0": False}
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class CellStyle:
    """How the cells of a table are written.

    `decimal` is the decimal sign, `words` gives for a question what its writer's own words mean.
    """

    dont_know: tuple[str, ...] = DONT_KNOW_WORDS
    dates: Dates = "iso"
    decimal: Literal[".", ","] = "."
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def answer_in(cell: Any, question: Question, style: CellStyle) -> Answer | None:
    """The answer in a cell, None where it is empty; AnswerError says what does not fit."""
    raw = plain_cell(cell)
    if raw is None:
        return None
    if isinstance(raw, str):
        raw, other = parted(question, raw)
        raw = with_other(_from_words(raw, question, style) if raw else None, other)
    elif question.type is Kind.CHOICES and isinstance(raw, (list, tuple)):
        raw = list_of_parts(raw) if all(isinstance(part, str) for part in raw) else list(raw)
    elif isinstance(raw, (int, float)) and not isinstance(raw, bool):
        raw = _from_number(raw, question)
    return read_answer(question, raw)


def _from_words(raw: str, question: Question, style: CellStyle) -> Any:
    """What a text in a cell says: its writer's own words first, then "don't know", then an answer."""
    own = style.words.get(question.id, {})
    if raw.casefold() in own:
        return own[raw.casefold()]
    if raw.casefold() in style.dont_know and not _names_option(question, raw):
        return {"unsure": True}
    return _from_text(raw, question, style)


def plain_cell(cell: Any) -> Any:
    """The cell without blanks around it; None where nothing stands in it."""
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, datetime):
        return cell.date() if (cell.hour, cell.minute, cell.second) == (0, 0, 0) else cell.isoformat(sep=" ")
    return cell


def date_in(cell: Any, style: CellStyle) -> Any:
    """A day as `read_date` takes it, from the order of day and month that the table uses."""
    cell = plain_cell(cell)
    if not isinstance(cell, str) or _ISO.fullmatch(cell):
        return cell
    found = _SLASHED.fullmatch(cell)
    if found is None:
        return cell
    first, second, third = found.groups()
    if len(first) == 4:
        return f"{first}-{int(second):02}-{int(third):02}"
    if style.dates == "iso":
        raise AnswerError(
            "ambiguous-date",
            f"{shown(cell)} can mean two things.",
            "Say `dates: day-first` or `dates: month-first` in the map of columns, or write it as 2026-11-22.",
        )
    day, month = (first, second) if style.dates == "day-first" else (second, first)
    year = third if len(third) == 4 else f"20{int(third):02}"
    return f"{year}-{int(month):02}-{int(day):02}"


def number_text(number: float) -> str:
    """A number that stands where a text is meant, such as a company's number, with all its digits."""
    return str(int(number)) if math.isfinite(number) and number == int(number) else repr(number)


def _names_option(question: Question, raw: str) -> bool:
    return any(raw.casefold() in (option.id, option.label.casefold()) for option in question.options)


def _from_text(raw: str, question: Question, style: CellStyle) -> Any:
    kind = question.type
    if kind is Kind.YES_NO:
        return _YES_NO.get(raw.casefold(), raw)
    if kind is Kind.CHOICE:
        return _option(raw, question)
    if kind is Kind.CHOICES:
        return _options(raw, question)
    if kind is Kind.DATE:
        ends = raw.split("..")
        if len(ends) == 2:
            return {"from": date_in(ends[0], style), "to": date_in(ends[1], style)}
        return date_in(raw, style)
    if (band := band_meant(question, raw)) is not None:
        return {"from": band.low, "to": band.high}
    if kind.numeric and question.unit == "percent":
        raw = raw.removesuffix("%").rstrip()
    return _number(raw, style) if kind.numeric else raw


def _option(raw: str, question: Question) -> str:
    """The option's id, also where its label was written."""
    for option in question.options:
        if raw.casefold() in (option.id, option.label.casefold()):
            return option.id
    return raw


def _options(raw: str, question: Question) -> Any:
    if raw in ("-", "[]") or (raw.casefold() == "none" and not _names_option(question, raw)):
        return []
    if _names_option(question, raw):
        return [_option(raw, question)]
    mark = next((mark for mark in (";", "|", "\n") if mark in raw), ",")
    found = list_of_parts(raw.split(mark))
    if isinstance(found, dict):
        return {side: [_option(part, question) for part in parts] for side, parts in found.items()}
    return [_option(part, question) for part in found]


def _number(raw: str, style: CellStyle) -> Any:
    ends = re.fullmatch(rf"({_NUMBER}|[0-9,]+)\s*\.\.\s*({_NUMBER}|[0-9,]+)", raw)
    if ends is not None:
        return {"from": _number(ends.group(1), style), "to": _number(ends.group(2), style)}
    if style.decimal == ",":
        if re.fullmatch(r"-?[0-9]{1,3}\.[0-9]{3}", raw):
            raise AnswerError("ambiguous-number", f"{shown(raw)} can mean two things.", "Write it without a point.")
        raw = raw.replace(",", ".") if re.fullmatch(r"-?[0-9]+,[0-9]+", raw) else raw
    if re.fullmatch(r"-?[0-9]+", raw) and len(raw) <= LONGEST_NUMBER:
        return int(raw)
    if re.fullmatch(rf"{_NUMBER}(?:[eE][+-]?[0-9]+)?", raw):
        if math.isfinite(float(raw)) and not raw.strip("-").isdigit():
            return float(raw)
        what = f"A number of {len(raw):,} characters" if len(raw) > LONGEST_NUMBER else raw
        raise AnswerError("huge-number", f"{what} is too large.", "Write it in the question's unit.")
    if found := re.fullmatch(rf"({_NUMBER})\s*(?:-|\u2013|to)\s*({_NUMBER})", raw):
        way = f"Write `{found.group(1)}..{found.group(2)}`."
        raise AnswerError("type", f"A number is expected, not {shown(raw)}.", way)
    return raw


def _from_number(raw: float, question: Question) -> Any:
    if question.type is Kind.YES_NO and raw in (0, 1):
        return bool(raw)
    if question.type in (Kind.CHOICE, Kind.TEXT):
        return number_text(raw)
    return raw
