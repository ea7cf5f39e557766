"""Single values of answers, read from plain data by the type of their question; what does not fit is told why."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any, Union

from advisor.cases.oneline import says_dont_know
from advisor.language.tree import plain_number
from advisor.language.vocabulary import Kind
from advisor.problems import did_you_mean

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

Scalar = Union[bool, str, int, float, date, tuple[str, ...]]
YEARS = (1900, 2199)
LONGEST_TEXT = 10_000
LONGEST_CALLED = 60  # of a name that is printed in sentences
LONGEST_SHOWN = 60
LEAVE_OUT = "Leave the question out, or write `{unsure: true}`."
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"


class AnswerError(Exception):
    """An answer that does not fit its question; `at` is the place inside the answer."""

    def __init__(self, code: str, message: str, suggestion: str | None = None, at: tuple[str | int, ...] = ()):
        super().__init__(message)
        self.code, self.message, self.suggestion, self.at = code, message, suggestion, at

    def inside(self, *place: str | int) -> AnswerError:
        """This error as one of something larger, in which the answer stands at `place`."""
        return AnswerError(self.code, self.message, self.suggestion, (*place, *self.at))


def read_value(question: Question, raw: Any) -> Scalar:
    """One plain value of a question's type, from what YAML or JSON gave; AnswerError otherwise.

    `yes` and `no` may come as text, because YAML is read without them (`files.yaml_text`); options of a multiple choice
    come back in the questionnaire's order. A text that says that somebody does not know is no answer.
    """
    kind = question.type
    if raw is None:
        raise AnswerError("missing", "The answer is empty.", LEAVE_OUT)
    if isinstance(raw, str) and kind is not Kind.TEXT and says_dont_know(question, raw):
        raise AnswerError("type", f"{shown(raw)} isn't an answer.", "Write `{unsure: true}`.")
    if kind is Kind.YES_NO:
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, str) and raw.lower() in ("yes", "no", "true", "false"):
            return raw.lower() in ("yes", "true")
        raise AnswerError("type", f"A yes or no is expected, not {shown(raw)}.")
    if kind is Kind.CHOICE:
        return _option(question, raw)
    if kind is Kind.CHOICES:
        return at_most(question, read_options(question, raw))
    if kind.numeric:
        return _number(question, raw)
    if kind is Kind.DATE:
        return read_date(raw)
    if not isinstance(raw, (str, int, float)) or isinstance(raw, bool):
        raise AnswerError("type", f"A text is expected, not {shown(raw)}.")
    longest = LONGEST_CALLED if question.names is not None else LONGEST_TEXT
    return read_text(text_of_value(raw), longest)


def text_of_value(raw: str | int | float) -> str:
    """What was written where a text is wanted: a number with all its digits, since it may be somebody's name."""
    return raw if isinstance(raw, str) else str(raw) if isinstance(raw, int) or abs(raw) >= 1e15 else shown(raw)


def read_text(raw: str, longest: int, at: tuple[str | int, ...] = ()) -> str:
    """A text that can be printed, its lines ended in one way; AnswerError where it is too long or holds control
    characters.
    """
    raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    if len(raw) > longest:
        message = f"The text has {len(raw):,} characters; at most {longest:,} are kept."
        raise AnswerError("too-long", message, at=at)
    wrong = control_character(raw)
    if wrong is not None:
        message = f"The text holds the control character U+{ord(wrong):04X}."
        raise AnswerError("control-character", message, "Remove it.", at)
    return raw


def control_character(text: str) -> str | None:
    """The first character of a text that no screen can show, if any; ends of lines and tabs are fine."""
    return next(
        (c for c in text if (c < " " and c not in "\n\t") or "\x7f" <= c < "\xa0" or "\ud800" <= c < "\ue000"), None
    )


def at_most(question: Question, named: tuple[str, ...]) -> tuple[str, ...]:
    """The options that an answer names; AnswerError where they are more than the question takes."""
    if question.most is not None and len(named) > question.most:
        message = f"At most {question.most} can be named, not {len(named)}."
        raise AnswerError("too-many", message, "Keep those that matter most.")
    return named


def read_options(question: Question, raw: Any) -> tuple[str, ...]:
    """Some options of a list, however many, in the questionnaire's order; AnswerError where one is unknown."""
    if not isinstance(raw, list):
        way = "Write them in square brackets, `[]` for none."
        if isinstance(raw, str) and len(raw) <= LONGEST_SHOWN and re.fullmatch(r"\w+(\s*,\s*\w+)*", raw):
            way = f"Write `[{raw}]`."
        raise AnswerError("type", f"A list of options is expected, not {shown(raw)}.", way)
    found = {_option(question, option, i) for i, option in enumerate(raw)}
    return tuple(option.id for option in question.options if option.id in found)


def _option(question: Question, raw: Any, at: int | None = None) -> str:
    place = () if at is None else (at,)
    options = [option.id for option in question.options]
    if isinstance(raw, bool):
        raw = "yes" if raw else "no"
    every = f"Options are {', '.join(options)}."
    if not isinstance(raw, str):
        one = isinstance(raw, list) and len(raw) == 1 and raw[0] in options
        way = f"Write `{raw[0]}`, without brackets." if one else every
        raise AnswerError("type", f"One option is expected, not {shown(raw)}.", way, place)
    if raw not in options:
        earlier = next((o.id for o in question.options if raw in o.was), None)
        if earlier is not None:
            return earlier
        labelled = next((o.id for o in question.options if o.label.casefold() == raw.casefold()), None)
        way = f"Write `{labelled}`." if labelled else did_you_mean(raw[:80], options) or every
        raise AnswerError("unknown-option", f"There's no option {shown(raw)}.", way, place)
    return raw


def _number(question: Question, raw: Any) -> int | float:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        way = _as_number(raw.strip(), question.unit) if isinstance(raw, str) else None
        raise AnswerError("type", f"A number is expected, not {shown(raw)}.", way)
    if isinstance(raw, float) and not math.isfinite(raw):
        raise AnswerError("not-finite", f"{raw} isn't a number that can be used.", LEAVE_OUT)
    if question.type is Kind.WHOLE and raw != int(raw):
        raise AnswerError("type", f"A whole number is expected, not {shown(raw)}.")
    low, high = question.range or (-math.inf, math.inf)
    if not low <= raw <= high:
        unit = f" {question.unit}" if question.unit else ""
        message = f"{shown(raw)} is outside {plain_number(low)} to {plain_number(high)}{unit}."
        raise AnswerError("out-of-range", message)
    return int(raw) if raw == int(raw) else float(raw)


def _as_number(text: str, unit: str | None) -> str | None:
    """How the number that somebody meant is written."""
    if len(text) > LONGEST_SHOWN:
        return None
    if found := re.fullmatch(rf"({_NUMBER})\s*(?:-|\.\.|\u2013|to)\s*({_NUMBER})", text):
        return f"Write `{{from: {found.group(1)}, to: {found.group(2)}}}`."
    if re.fullmatch(r"[1-9][0-9]{0,2}([,_'\u2019 ][0-9]{3})+", text):
        return f"Write `{re.sub('[^0-9]', '', text)}`."
    if re.fullmatch(r"-?[0-9]+,[0-9]+", text):
        return f"Decimals are written with a point: `{text.replace(',', '.')}`."
    if re.fullmatch(_NUMBER, text):
        return f"Write `{text.lstrip('0') or '0'}`, without quotes and leading zeros."
    if found := re.fullmatch(rf"(?:about |ca\.? ?|~ ?)?({_NUMBER})\s*[A-Za-z%]*", text):
        return f"Write `{found.group(1)}`" + (f", which means {unit}." if unit else ".")
    return None


def read_date(raw: Any) -> date:
    """A day written as 2026-11-22, of a year that a company can mean; AnswerError otherwise."""
    if isinstance(raw, date) and type(raw) is date:
        return _of_our_time(raw)
    found = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})((?:[T ][0-9:.,]+(?:Z|[+-][0-9:]+)?)?)", str(raw)[:40])
    if found:
        text = f"{found.group(1)}-{int(found.group(2)):02}-{int(found.group(3)):02}"
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise AnswerError("type", f"There's no day {text}.") from None
        if text == raw:
            return _of_our_time(day)
    way = f"Write `{text}`." if found else None
    raise AnswerError("type", f"A day is written as 2026-11-22, not {shown(raw)}.", way)


def _of_our_time(day: date) -> date:
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise AnswerError("out-of-range", f"The year {day.year} is outside {YEARS[0]} to {YEARS[1]}.")
    return day


def shown(raw: Any) -> str:
    """A value as its writer would recognise it, never long."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, (int, float)):
        if not abs(raw) < 1e15:
            return "a number this large"
        return str(raw) if isinstance(raw, int) else plain_number(raw)
    if isinstance(raw, str):
        return repr(raw if len(raw) <= LONGEST_SHOWN else raw[: LONGEST_SHOWN - 3] + "...")
    if raw is None:
        return "nothing"
    if isinstance(raw, (time, timedelta)):  # as workbooks and columns have them
        return f"the time {raw}" if isinstance(raw, time) else f"the span {raw}"
    if isinstance(raw, (Mapping, list, tuple)):
        return "fields" if isinstance(raw, Mapping) else "a list"
    return repr(type(raw).__name__)
