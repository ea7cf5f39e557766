"""Amounts as people write them: "3-4 wks", "~25", "$12k", "1,5 Mon.", "3 of 20", "more than 60", "half a year"."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from advisor.cases.answers import read_answer
from advisor.cases.values import AnswerError, shown
from advisor.cases.written.units import in_unit, length_of_time, not_a_number, unit_named
from advisor.cases.written.words import NUMBERS, plain
from advisor.language.vocabulary import Kind

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

_DIGITS = r"\d+(?:[.,' ]\d{3}(?!\d))*(?:[.,]\d+)?|[.,]\d+"
_ONE = re.compile(
    rf"(?P<sign>[-\u2212](?=\d))?(?P<money>us\$|usd|eur|gbp|chf|cad|[$\u20ac\u00a3])? ?(?P<number>{_DIGITS})"
    rf"(?: ?(?P<half>1/2|\u00bd))?(?: ?(?P<times>k|tsd\.?|m|mm|mio\.?|mn|million|thousand)(?![a-z]))?"
)
_EITHER_WAY = r"(?<![\d.,])([1-9]\d{0,2})\.(\d{3})(?![\d.,])"
_ABOUT = re.compile(
    r"^(?:about|around|roughly|approximately|approx\.?|circa|ca\.?|c\.|~+|\u2248|maybe|some|probably|est\.?|etwa|"
    r"ungefahr|ungefaehr|environ|env\.?|aprox\.?|cerca de|or so|say|like|nearly|almost|currently|now|"
    r"still|only|just|unos|rund) *"
)
_AT_LEAST = re.compile(r"^(?:>=?|\u2265|more than|over|at least|mehr als|uber|ueber|plus de|mas de|min\.?) *")
_AT_MOST = re.compile(
    r"^(?:<=?|\u2264|less than|fewer than|under|at most|up to|max\.?|weniger als|unter|bis zu|moins de|menos de) *"
)
_BETWEEN = re.compile(r" *(?:-|\u2013|\u2014|\.\.+|\bto\b|\bbis\b|\bor\b|\boder\b|\bou\b|\bund\b|\band\b|\u00e0| a ) *")


def amount_written(question: Question, text: str) -> Any:
    """A number in the question's unit, or `{from, to}`, as plain data; AnswerError where it is not one thing.

    Lengths of time are converted (a month is 30.4 days, a working day 1.4); money is not, and an amount in
    another unit is refused. A point before three digits is read in the one way that the question takes.
    """
    words = _without_remark(plain(text))
    if re.search(_EITHER_WAY, words) is None:
        return _read_amount(question, words, text)
    found = []
    whole = question.type is Kind.WHOLE and re.search("[a-z]", words) is None
    for form in (r"\1\2", r"\1,\g<2>0")[: 1 if whole else 2]:  # four digits behind a comma are plainly decimals
        tried = re.sub(_EITHER_WAY, form, words)
        with contextlib.suppress(AnswerError):
            raw = _read_amount(question, tried, text)
            read_answer(question, raw)
            found.append(raw)
    if len(found) != 1:
        raise AnswerError("ambiguous-number", f"{shown(text)} can mean two things.", "Write it without a point.")
    return found[0]


def _read_amount(question: Question, words: str, text: str) -> Any:
    side = ""
    for _ in range(3):
        words = _ABOUT.sub("", words).strip()
        for name, pattern in (("least", _AT_LEAST), ("most", _AT_MOST)):
            if pattern.match(words):
                side, words = name, pattern.sub("", words)
    if re.fullmatch(r"[^+]*\d[a-z ]*\+( *[a-z ]+)?", words):
        side, words = "least", words.replace("+", "")
    words = re.sub(r"^between\b *|^(since|for|seit|depuis|desde hace) (?=\d|an? )", "", words)
    words = re.sub(r"^(a couple of|a couple) ", "2 ", words)
    if (whole := _in_a_word(question, words)) is not None:
        return whole
    words = re.sub(r"\bhalf an? |\bein halbes ", "0.5 ", words)
    words = re.sub(r"^(an?|one|single) (?=[a-z])", "1 ", words)
    words = re.sub(r"[a-z]+", lambda found: _digits_of(found[0]), words)
    found = _amounts(question, words, text)
    if len(found) == 1 and side:
        low, high = question.range or (-math.inf, math.inf)
        ends = (found[0], high) if side == "least" else (low, found[0])
        if not all(map(math.isfinite, ends)) or ends[0] > ends[1]:
            raise not_a_number(text, question)
        return {"from": _tidy(question, ends[0]), "to": _tidy(question, ends[1])}
    if len(found) == 1:
        return _tidy(question, found[0])
    low, high = sorted(found)
    return {"from": _tidy(question, low), "to": _tidy(question, high)}


def _in_a_word(question: Question, words: str) -> int | None:
    """Shares and counts that need no number."""
    if question.unit == "percent":
        return {
            "all": 100,
            "full time": 100,
            "fulltime": 100,
            "full-time": 100,
            "everything": 100,
            "half": 50,
            "a half": 50,
            "a quarter": 25,
            "a third": 33,
        }.get(words)
    counted = not {unit_named(word) for word in re.split(r"[^a-z]+", (question.unit or "").casefold())} - {None}
    return 0 if counted and words in ("none", "no", "nobody", "keine", "aucun", "ninguno") else None


def _digits_of(word: str) -> str:
    return str(int(NUMBERS[word])) if word in NUMBERS else word


def _without_remark(words: str) -> str:
    """The words without what stands in parentheses behind them, and without a remark after a semicolon."""
    return re.sub(r"\s*(\([^)]*\)|;.*)$", "", words).strip(" .!")


def _amounts(question: Question, words: str, text: str) -> list[float]:
    """One amount, or the two ends of a range; an end without a unit has that of the other."""
    of = re.fullmatch(rf"({_DIGITS}) *(?:/|of|out of|von|sur|de) *(?:the )?(?:last )?(\d+)\b.*", words)
    whole = re.fullmatch(r"of (\d+)", question.unit or "")
    if of is not None:
        if question.unit == "percent":
            return [100 * float(of[1].replace(",", ".")) / float(of[2])] if float(of[2]) else []
        most = whole[1] if whole is not None else f"{question.range[1]:g}" if question.range else ""
        if of[2] != most:
            raise not_a_number(text, question)
        return [float(of[1])]
    ends = [part for part in _BETWEEN.split(words) if part]
    if len(ends) == 2 and all(re.search(r"\d", end) for end in ends) and not words.startswith("-"):
        units = [_trailing(end) for end in ends]
        if not units[0]:
            ends[0] = f"{ends[0]} {units[1]}"
            if (scale := re.search(r"\d ?(k|m)\b", ends[1])) and not re.search(r"\d ?[km]\b", ends[0]):
                ends[0] = ends[0].strip() + scale[1]
        return [_sum(question, end, text) for end in ends]
    return [_sum(question, words, text)]


def _trailing(end: str) -> str:
    found = re.search(r"\d[\d.,']*(?: ?[km]\b)? *(.*)$", end)
    return found[1].strip() if found else ""


def _sum(question: Question, words: str, text: str) -> float:
    """An amount of one or more parts that follow each other, as in "1 year 3 months"."""
    parts = list(_parts(words, priced=bool(re.search(r"\ba (day|month|year)$", question.unit or ""))))
    if not parts or len(parts) > 3 or (len(parts) > 1 and not all(length_of_time(unit) for _, _, unit in parts)):
        raise not_a_number(text, question)
    values = [in_unit(question, number, money, unit, text) for number, money, unit in parts]
    return sum(values)


def _parts(words: str, *, priced: bool) -> Iterator[tuple[float, str, str]]:
    """Number, currency and unit of every part; nothing where the words begin otherwise."""
    matches = list(_ONE.finditer(words))
    if not matches or words[: matches[0].start()].strip(" ="):
        return
    for place, found in enumerate(matches):
        end = matches[place + 1].start() if place + 1 < len(matches) else len(words)
        number = _number(found["number"])
        if number is None:
            return
        number += 0.5 if found["half"] else 0.0
        times = (found["times"] or "").rstrip(".")
        unit = words[found.end() : end].strip(" ,.")
        if times == "m" and not (found["money"] or priced):
            times, unit = "", f"m {unit}".strip()
        number *= 1e3 if times in ("k", "tsd", "thousand") else 1e6 if times else 1.0
        yield -number if found["sign"] else number, found["money"] or "", unit


def _number(written: str) -> float | None:
    """The number; None where the signs in it could be either, thousands or decimals."""
    bare = written.replace(" ", "").replace("'", "")
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?", bare) and not re.fullmatch(r"\d{1,3}\.\d{3}", bare):
        return float(bare.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(\.\d{3}){2,}|\d{1,3}(\.\d{3})+,\d+", bare):
        return float(bare.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d*[.,]\d+", bare) and not re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", bare):
        return float(bare.replace(",", "."))
    return None


def _tidy(question: Question, number: float) -> int | float:
    if question.type is Kind.WHOLE:
        return math.floor(number + 0.5)
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded
