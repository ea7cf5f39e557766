"""What people type as an answer: numbers of options, parts of their labels, amounts with units, days in words."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from advisor.cases.answers import Answer, DontKnow, Exactly, Given, Partly, Range, known_in_part, read_answer
from advisor.cases.oneline import band_meant, parted, says_dont_know, with_other
from advisor.cases.values import AnswerError, at_most
from advisor.cases.written.days import DayError, read_day
from advisor.files.digits import small_number
from advisor.language.tree import plain_number
from advisor.language.vocabulary import Kind

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

_NONE = re.compile(r"none( of (these|them))?|nothing|no|-", re.IGNORECASE)
_MORE = re.compile(r"[ ,;]*(\.\.\.|\u2026|(and )?(perhaps|maybe) (some )?more|etc\.?)$", re.IGNORECASE)
_ALL = re.compile(
    r"[ ,;]*((?<!\.)\.|\b(and )?(the )?rest:? (is |are )?no(ne|t)?|\bno others?|\bthat's all|\bonly)$", re.IGNORECASE
)
_ISO = r"(\d{4}-\d\d-\d\d)"
_AMOUNT = r"(\d+(?:[.,]\d+)?|\d{1,3}(?:[,' ]\d{3})+)"
_NOT = re.compile(r"[-!] *|not +", re.IGNORECASE)
_WORDS = {
    "none": 0,
    "no": 0,
    "zero": 0,
    "nobody": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "half": 50,
}
_DAYS = {"d": 1.0, "day": 1.0, "w": 7.0, "week": 7.0, "month": 30.4, "y": 365.0, "year": 365.0, "quarter": 91.0}
_WHOLE = 3  # letters from which on a part of a word names an option


def answer_typed(question: Question, text: str, today: date) -> Answer:
    """The answer that a line means, with what it says beside the options (`3; other: a tool of our own`)."""
    line, other = parted(question, text)
    if other is None:
        return Answer(read_typed(question, text, today))
    if not line:
        return read_answer(question, with_other(None, other))
    return Answer(read_typed(question, line, today), None, read_answer(question, with_other(None, other)).other)


def read_typed(question: Question, text: str, today: date) -> Given:
    """The answer that a line means; AnswerError, with words for the person who typed it, otherwise.

    A day without a year lies on the side of `today` that the question names in `lies`, ahead where it names none.
    """
    line = " ".join(text.strip().split())
    if not line:
        raise AnswerError("empty", "No answer entered.", _way(question))
    if says_dont_know(question, line):
        return DontKnow()
    if question.type is Kind.YES_NO:
        return _yes_no(line)
    if question.type is Kind.CHOICE:
        return Exactly(_option(question, line))
    if question.type is Kind.CHOICES:
        return _list(question, line)
    if question.type is Kind.DATE:
        if ends := re.fullmatch(rf"{_ISO} *(?:\.\.|to) *{_ISO}", line):
            return _checked(question, {"from": ends[1], "to": ends[2]})
        try:
            day = read_day(line, today, question.lies or "ahead")
        except DayError as error:
            raise AnswerError("type", str(error)) from None
        return Exactly(day) if isinstance(day, date) else Range(*day)
    if question.type.numeric:
        return _number(question, line)
    return _checked(question, text.strip())


def matching(question: Question, line: str) -> list[int]:
    """The options, by place, that a line may mean: by number, id, label, the label's beginning, or a part of it. One
    or two letters have to be a whole word: a `y` meant for another question is no "More than a year".
    """
    words = line.strip().casefold()
    if not words:
        return []
    if words.isdecimal():
        number = small_number(words) or 0
        return [number - 1] if 1 <= number <= len(question.options) else []
    labels = [option.label.casefold() for option in question.options]
    part = re.escape(words) + (r"\b" if len(words) < _WHOLE else "")
    for fits in (
        [i for i, o in enumerate(question.options) if o.id == words.replace(" ", "_") or labels[i] == words],
        [i for i, label in enumerate(labels) if re.match(part, label)],
        [i for i, label in enumerate(labels) if re.search(rf"\b{part}", label)],
        [i for i, label in enumerate(labels) if len(words) >= _WHOLE and words in label],
    ):
        if fits:
            return fits
    return []


def _yes_no(line: str) -> Given:
    word = line.casefold().rstrip(".!")
    if word in ("y", "yes", "1", "true", "yep", "yeah"):
        return Exactly(True)
    if word in ("n", "no", "2", "false", "nope"):
        return Exactly(False)
    raise AnswerError("type", f"`{line[:40]}` isn't yes or no.", "Type y or n; dk for don't know.")


def _option(question: Question, line: str) -> str:
    found = matching(question, line)
    if len(found) == 1:
        return question.options[found[0]].id
    if found:
        listed = ", ".join(str(i + 1) for i in found)
        raise AnswerError("type", f"`{line[:40]}` could mean {listed}.", "Type one of these numbers.")
    parts = [part for part in re.split(r"[,;/]| and | or ", line) if part.strip()]
    if len(parts) > 1 and all(matching(question, part) for part in parts):
        raise AnswerError("type", "Pick just one.", _way(question))
    raise AnswerError("unknown-option", f"There's no option `{line[:40]}`.", _way(question))


def perhaps_more(question: Question, line: str, given: Given) -> Given | None:
    """What is known of a list where those that were named may not be all; None where there is nothing to ask."""
    if question.type is not Kind.CHOICES or _MORE.search(line) or _ALL.search(_labels_as_numbers(question, line)):
        return None
    has = given.has if isinstance(given, Partly) else given.value if isinstance(given, Exactly) else ()
    lacks = given.lacks if isinstance(given, Partly) else ()
    if not isinstance(has, tuple) or not has or len(has) + len(lacks) >= len(question.options):
        return None
    return known_in_part(question, has, lacks)


def _list(question: Question, line: str) -> Given:
    """What is on the list and what is not, as far as it was said; without `-4` or "maybe more" these are all."""
    if _NONE.fullmatch(line):
        return Exactly(())
    line, more = _MORE.subn("", line)
    line, all_of_it = _ALL.subn("", _labels_as_numbers(question, line))
    if all_of_it and (not line or _NONE.fullmatch(line)):
        return Exactly(())
    if re.fullmatch(r"[\d ,;+&!-]+", line):
        line = re.sub(r"(\d) +- +(\d)", r"\1-\2", line)  # with blanks on both sides, or none: from 1 to 3
        line = re.sub(r"(?<![^ ,;+&])[-!] *(?=\d)", "!", line)
        parts = [part for part in re.split(r"[ ,;+&]+", line) if part]
    else:
        parts = [part.strip() for part in re.split(r"[,;+]| and | / ", line) if part.strip()]
    has = _options(question, [part for part in parts if not _denied(question, part)])
    lacks = _options(question, [_NOT.sub("", part) for part in parts if _denied(question, part)])
    both = [str(i) for i, o in enumerate(question.options, 1) if o.id in has & lacks]
    if both:
        raise AnswerError("type", f"{both[0]} can't be both checked and unchecked.", _way(question))
    named = at_most(question, tuple(option.id for option in question.options if option.id in has))
    return known_in_part(question, has, lacks) if not all_of_it and (more or lacks) else Exactly(named)


def _denied(question: Question, part: str) -> bool:
    """Whether a part of a line says that an option is not on the list."""
    return bool(_NOT.match(part)) and not (part[0] not in "-!" and matching(question, part))


def _options(question: Question, parts: Sequence[str]) -> set[str]:
    chosen: set[str] = set()
    for part in parts:
        span = re.fullmatch(r"(\d+)-(\d+)", part)
        first, last = map(small_number, span.groups()) if span else (None, None)
        if first and last and first < last <= len(question.options):
            chosen.update(question.options[i - 1].id for i in range(first, last + 1))
        else:
            chosen.add(_option(question, part))
    return chosen


def _labels_as_numbers(question: Question, line: str) -> str:
    """The line with every whole label as its number, since labels may hold commas."""
    for label, number in sorted(((o.label, i) for i, o in enumerate(question.options, 1)), key=lambda p: -len(p[0])):
        line = re.sub(
            rf"((?<!\S)[-!] *|(?<!\w)not +)?(?<!\w){re.escape(label)}(?!\w)",
            lambda found: f" {'!' if found[1] else ''}{number} ",  # noqa: B023
            line,
            flags=re.IGNORECASE,
        )
    return line.strip()


def _number(question: Question, line: str) -> Given:
    band = band_meant(question, line)
    if band is not None:
        return _checked(question, {"from": _whole(band.low), "to": _whole(band.high)})
    words = re.sub(r"^(about|around|roughly|approximately|ca\.?|~|maybe|some) *", "", line.casefold())
    if words in _WORDS and not (words == "half" and question.unit != "percent"):
        return _checked(question, _WORDS[words])
    found = re.fullmatch(rf"{_AMOUNT}(?: *(?:-|\.\.|\u2013|to|or|and) *{_AMOUNT})? *(%|[a-z][a-z /-]*)?\.?", words)
    if found is None:
        negative = re.fullmatch(r"-\d.*", words)
        message = "The number can't be negative." if negative else f"`{line[:40]}` isn't a number."
        raise AnswerError("type", message, _way(question))
    low, high, unit = found.groups()
    factor = _factor(question, unit)
    numbers = [_plain(number) * factor for number in (low, high) if number is not None]
    if not all(map(math.isfinite, numbers)):
        raise AnswerError("out-of-range", f"A number of {len(line):,} characters is too large.", _way(question))
    if question.type is Kind.WHOLE and factor != 1:
        numbers = [float(round(n)) for n in numbers]
    plain = [_whole(round(n, 2)) for n in numbers]
    return _checked(question, {"from": plain[0], "to": plain[1]} if len(plain) == 2 else plain[0])


def _whole(number: float) -> float:
    return int(number) if number == int(number) else number


def _plain(number: str) -> float:
    if re.fullmatch(r"\d{1,3}([,' ]\d{3})+", number):
        return float(re.sub(r"[,' ]", "", number))
    return float(number.replace(",", "."))


def _factor(question: Question, unit: str | None) -> float:
    """What a number with a unit of its own is multiplied by; AnswerError where the two units do not go together."""
    if unit is None or question.unit is None:
        return 1.0
    theirs, ours = unit.strip().rstrip("."), question.unit
    share = theirs in ("%", "percent", "per cent")
    if share == (ours == "percent") and (share or ours.startswith(theirs) or theirs.startswith(ours)):
        return 1.0
    one, our_one = theirs.rstrip("s"), ours.rstrip("s")
    if one in _DAYS and our_one in _DAYS:
        return _DAYS[one] / _DAYS[our_one]
    if one in our_one.split() or our_one in one.split() or one in ("person", "people", "engineer", "man-week"):
        return 1.0
    raise AnswerError("type", f"We need the number in {ours}, not in {theirs[:20]}.", f"Type it in {ours}.")


def _checked(question: Question, raw: object) -> Given:
    said = read_answer(question, raw).said
    assert isinstance(said, (Exactly, Range, DontKnow))
    return said


def _way(question: Question) -> str:
    """How an answer to a question is typed."""
    if question.type is Kind.YES_NO:
        return "Type y or n."
    if question.type is Kind.CHOICE:
        return f"Type a number from 1 to {len(question.options)}; dk for don't know."
    if question.type is Kind.CHOICES:
        return "Type all that apply, as in 1,3 (1,3. for no others; -4: not that one); none, or dk for don't know."
    if question.type is Kind.DATE:
        return 'Type a date, as in "Jan 17", "in 8 weeks" or "end of March".'
    unit = f" ({question.unit})" if question.unit else ""
    if question.bands:
        return f"Type #1 to #{len(question.bands)}, a number{unit}, or a range such as {range_example(question)}."
    return f"Type a number{unit}, or a range such as {range_example(question)}."


def range_example(question: Question) -> str:
    """A range that the question would take, as it is typed."""
    low, high = question.range or (0, 100)
    if low > 4:
        return f"{plain_number(2 * low)}-{plain_number(3 * low)}"
    return "1-2" if high < 5 else "40-60" if question.unit == "percent" else "4-5"
