"""Answers: their types, how they are read from plain data, and how they are written back."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Union

from advisor.knowledge.models import Question
from advisor.language.threevalued import UNSURE
from advisor.language.vocabulary import Kind
from advisor.problems import did_you_mean

Scalar = Union[bool, str, int, float, date, tuple[str, ...]]
PEOPLE = ("founder", "cto", "people", "finance", "legal")
LONGEST_TEXT = 10_000
LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Exactly:
    """A plain answer: yes/no, an option, options (a tuple in the questionnaire's order), a number, a day, a text."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Range:
    """A number or a day known to lie between two bounds, both included."""

    low: float | date
    high: float | date


@dataclass(frozen=True, slots=True)
class DontKnow:
    """The person asked does not know; `ask` names who could."""

    ask: str | None = None


Given = Union[Exactly, Range, DontKnow]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one of several people said."""

    given: Given
    by: str


@dataclass(frozen=True, slots=True)
class Differ:
    """Two or more people answered differently."""

    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a case holds for one question, with an optional note."""

    said: Given | Differ
    note: str | None = None


class AnswerError(Exception):
    """An answer that does not fit its question."""

    def __init__(self, code: str, message: str, suggestion: str | None = None, at: tuple[str | int, ...] = ()):
        super().__init__(message)
        self.code, self.message, self.suggestion, self.at = code, message, suggestion, at


def read_answer(question: Question, raw: Any) -> Answer:
    """The answer in plain data; AnswerError says what does not fit."""
    if raw is UNSURE:
        return Answer(DontKnow())
    if not isinstance(raw, Mapping):
        return Answer(Exactly(read_value(question, raw)))
    note = raw.get("note")
    if note is not None and (not isinstance(note, str) or len(note) > LONGEST_NOTE):
        raise AnswerError("type", f"A note is a text of at most {LONGEST_NOTE:,} characters.", at=("note",))
    known = {"value", "unsure", "ask", "from", "to", "differ", "note"}
    for key in raw:
        if key not in known:
            raise AnswerError(
                "unknown-field", f"An answer has no field `{key}`.", did_you_mean(str(key), known), (str(key),)
            )
    if "differ" in raw:
        return Answer(_differ(question, raw["differ"]), note)
    return Answer(_given(question, raw), note)


def _given(question: Question, raw: Mapping[str, Any]) -> Given:
    ask = raw.get("ask")
    if ask is not None and ask not in PEOPLE:
        raise AnswerError(
            "unknown-option", f"`ask` names one of {', '.join(PEOPLE)}.", did_you_mean(str(ask), PEOPLE), ("ask",)
        )
    if raw.get("unsure") not in (None, False, True):
        raise AnswerError("type", "`unsure` is true or left out.", at=("unsure",))
    if raw.get("unsure"):
        if "value" in raw or "from" in raw:
            raise AnswerError("type", "An answer is either unsure or has a value.", at=("unsure",))
        return DontKnow(ask)
    if "from" in raw or "to" in raw:
        if "from" not in raw or "to" not in raw:
            raise AnswerError("missing", "A range has `from:` and `to:`.")
        return _range(question, raw["from"], raw["to"])
    if "value" not in raw:
        raise AnswerError("missing", "The answer has no `value:`, no `unsure: true` and no range.")
    return Exactly(read_value(question, raw["value"]))


def _range(question: Question, low: Any, high: Any) -> Given:
    if not (question.type.numeric or question.type is Kind.DATE):
        raise AnswerError("type", f"A {question.type.value} question has no range.", at=("from",))
    bounds = [read_value(question, bound) for bound in (low, high)]
    start, end = bounds
    assert isinstance(start, (int, float, date)) and isinstance(end, (int, float, date))
    if start > end:  # type: ignore[operator]  # both of one kind, by the question's type
        raise AnswerError(
            "range", f"The range begins at {low} and ends before it, at {high}.", "Swap the two.", ("from",)
        )
    return Exactly(start) if start == end else Range(start, end)


def _differ(question: Question, raw: Any) -> Given | Differ:
    if not isinstance(raw, list) or len(raw) < 2:
        raise AnswerError("type", "`differ` lists what two or more people said.", at=("differ",))
    claims: list[Claim] = []
    for i, said in enumerate(raw):
        if not isinstance(said, Mapping) or not isinstance(said.get("by"), str):
            raise AnswerError("type", "Each entry has `value:` and `by:`.", at=("differ", i))
        try:
            given = _given(question, {key: value for key, value in said.items() if key != "by"})
        except AnswerError as error:
            raise AnswerError(error.code, error.message, error.suggestion, ("differ", i, *error.at)) from None
        claims.append(Claim(given, said["by"]))
    known = [claim for claim in claims if not isinstance(claim.given, DontKnow)]
    if len({claim.given for claim in known}) <= 1:
        return known[0].given if known else claims[0].given
    return Differ(tuple(known))


def read_value(question: Question, raw: Any) -> Scalar:
    """One plain value of a question's type; AnswerError otherwise."""
    kind = question.type
    if raw is None:
        raise AnswerError("missing", "The answer is empty.", "Leave the question out, or write `{unsure: true}`.")
    if kind is Kind.YES_NO:
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, str) and raw.lower() in ("yes", "no", "true", "false"):
            return raw.lower() in ("yes", "true")
        raise AnswerError("type", f"yes or no is expected, not {_shown(raw)}.")
    if kind is Kind.CHOICE:
        return _option(question, raw)
    if kind is Kind.CHOICES:
        if not isinstance(raw, list):
            way = f"Write `[{raw}]`." if isinstance(raw, str) else "Write them in square brackets, `[]` for none."
            raise AnswerError("type", f"A list of options is expected, not {_shown(raw)}.", way)
        found = {_option(question, option, i) for i, option in enumerate(raw)}
        return tuple(option.id for option in question.options if option.id in found)
    if kind.numeric:
        return _number(question, raw)
    if kind is Kind.DATE:
        return read_date(raw)
    if not isinstance(raw, (str, int, float)) or isinstance(raw, bool):
        raise AnswerError("type", f"A text is expected, not {_shown(raw)}.")
    if len(str(raw)) > LONGEST_TEXT:
        raise AnswerError("too-long", f"The text has {len(str(raw)):,} characters; at most {LONGEST_TEXT:,} are kept.")
    return str(raw)


def _option(question: Question, raw: Any, at: int | None = None) -> str:
    place = () if at is None else (at,)
    options = [option.id for option in question.options]
    if isinstance(raw, bool):
        raw = "yes" if raw else "no"
    if not isinstance(raw, str):
        raise AnswerError(
            "type", f"An option is expected, not {_shown(raw)}.", f"Options are {', '.join(options)}.", place
        )
    if raw not in options:
        raise AnswerError(
            "unknown-option",
            f"There is no option {_shown(raw)}.",
            did_you_mean(raw[:80], options) or f"Options are {', '.join(options)}.",
            place,
        )
    return raw


def _number(question: Question, raw: Any) -> int | float:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        way = None
        if isinstance(raw, str) and (found := re.fullmatch(r"\s*([\d.]+)\s*(?:-|\u2013|to)\s*([\d.]+)\s*", raw)):
            way = f"Write `{{from: {found.group(1)}, to: {found.group(2)}}}`."
        raise AnswerError("type", f"A number is expected, not {_shown(raw)}.", way)
    if isinstance(raw, float) and not math.isfinite(raw):
        raise AnswerError("not-finite", f"{raw} is not a number that can be used.")
    if question.type is Kind.WHOLE and float(raw) != int(raw):
        raise AnswerError("type", f"A whole number is expected, not {raw}.")
    low, high = question.range or (-math.inf, math.inf)
    if not low <= raw <= high:
        unit = f" {question.unit}" if question.unit else ""
        raise AnswerError("out-of-range", f"{_shown(raw)} is outside {low:g} to {high:g}{unit}.")
    return int(raw) if float(raw) == int(raw) else float(raw)


def read_date(raw: Any) -> date:
    """A day written as 2026-11-22; AnswerError otherwise."""
    if isinstance(raw, date) and type(raw) is date:
        return raw
    if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            raise AnswerError("type", f"There is no day {raw}.") from None
    raise AnswerError("type", f"A day is written as 2026-11-22, not {_shown(raw)}.")


def _shown(raw: Any) -> str:
    text = repr(raw) if isinstance(raw, str) else str(raw)
    return text if len(text) <= 60 else text[:57] + "..."


# ---- back to plain data ----------------------------------------------------------------------------------


def plain_value(value: Scalar | float) -> Any:
    """A value as JSON has it."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def plain_given(given: Given) -> Any:
    """What was given, as JSON has it."""
    if isinstance(given, Exactly):
        return plain_value(given.value)
    if isinstance(given, Range):
        return {"from": plain_value(given.low), "to": plain_value(given.high)}
    return {"unsure": True, **({"ask": given.ask} if given.ask else {})}


def plain_answer(answer: Answer) -> Any:
    """An answer as a case file has it."""
    said = answer.said
    plain: Any
    if isinstance(said, Differ):
        claims = [plain_given(claim.given) for claim in said.claims]
        plain = {
            "differ": [
                {**(value if isinstance(value, dict) else {"value": value}), "by": claim.by}
                for value, claim in zip(claims, said.claims)
            ]
        }
    else:
        plain = plain_given(said)
    if answer.note is None:
        return plain
    return {**(plain if isinstance(plain, dict) else {"value": plain}), "note": answer.note}


def claims_of(answer: Answer) -> Iterator[Claim]:
    """The claims of an answer on which people differ; none otherwise."""
    if isinstance(answer.said, Differ):
        yield from answer.said.claims
