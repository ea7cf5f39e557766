"""Units beside amounts: lengths of time, shares, money; what is converted, and what is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.cases.values import AnswerError, shown
from advisor.cases.written.words import words_in

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

_MONEY = {
    "$": "USD",
    "us$": "USD",
    "usd": "USD",
    "\u20ac": "EUR",
    "eur": "EUR",
    "\u00a3": "GBP",
    "gbp": "GBP",
    "chf": "CHF",
    "cad": "CAD",
}
_SPANS = {
    "day": "d day tag jour dia t j",
    "working day": "working-day workday business-day arbeitstag at bd wd",
    "week": "w wk week woche semaine semana sem kw",
    "month": "mo mon month monat mois mes mth mese",
    "quarter": "q quarter quartal trimestre",
    "year": "y yr year jahr an ano annum a",
    "hour": "h hr hour stunde std heure hora",
}
_UNIT_OF = {word: unit for unit, words in _SPANS.items() for word in words.split()}
_LENGTH = {"day": 1.0, "working day": 1.4, "week": 7.0, "month": 30.4, "quarter": 91.0, "year": 365.0}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_NOISE = words_in(
    "calendar "
    "of the so far since open about already old full time ago left now in total per candidate them it and currently "
    "people person engineer candidate round role hire contractor project offer decision dev developer head ppl pax fte "
    "interview stage step experience exp runway work effort equivalent each spent needed on all applicant our team "
    "sprint position vacancy seat employee staff headcount hc roughly approx approximately ish or dollar usd eur euro"
)


def length_of_time(unit: str) -> str | None:
    """The length of time that a unit's words begin with."""
    unit = re.sub(r"\b(working|business|work) days?\b", "working-day", unit)
    first = re.match(r"[a-z-]+", unit)
    if first is None:
        return None
    return unit_named(first[0])


def unit_named(word: str) -> str | None:
    """The length of time that a word names, in the languages that partners write in."""
    for form in (word, word.removesuffix("s"), word.removesuffix("n"), word.removesuffix("en"), word.removesuffix("e")):
        if form in _UNIT_OF:
            return _UNIT_OF[form]
    return None


def in_unit(question: Question, number: float, money: str, unit: str, text: str) -> float:
    """The number in the question's unit; AnswerError (which quotes `text`) where the two don't go together."""
    ours = (question.unit or "").casefold()
    priced = re.fullmatch(r"(?:([a-z]{3}) )?an? (day|month|year)", ours)
    currency = _MONEY.get(money) or next((code for sign, code in _MONEY.items() if sign in unit), None)
    if currency and (priced is None or (priced[1] and currency != priced[1].upper())):
        raise _other_unit(text, question)
    if priced is not None:
        return _price(question, number, unit, priced[2], text)
    share = bool(re.match(r"%|percent|per cent|prozent|pct|pour cent|por ciento", unit))
    if share or ours == "percent":
        return _share(question, number, unit, share, text)
    words = re.sub(r"\b(working|business|work) days?\b", "working-day", unit)
    words = re.sub(
        r"\b(engineer|person|people|man|dev|eng|ing|personen|homme)[- /]?"
        r"(?=days?|weeks?|wk|months?|mo\b|tage|wochen|monate)",
        "",
        words,
    )
    words = re.sub(r"\b(pw|ew|mw)\b", "week", re.sub(r"\b(pm|em|mm)\b", "month", re.sub(r"\b(pd|md)\b", "day", words)))
    found = [word for word in re.split(r"[^a-z-]+", words) if word]
    spans = [unit_named(word) for word in found]
    own = [unit_named(word) for word in re.split(r"[^a-z]+", ours.replace("engineer-", ""))]
    rest = [
        w for w, span in zip(found, spans) if span is None and w not in _NOISE and w.removesuffix("s") not in _NOISE
    ]
    rest = [
        w for w in rest if w not in ours and w.removesuffix("s") not in ours and w not in ("per", "pro", "par", "pw")
    ]
    theirs = [span for span in spans if span]
    asked = [span for span in own if span]
    if rest:
        raise _other_unit(text, question)
    if not theirs or theirs == asked or (asked and theirs == asked[:1]):
        return number
    if len(theirs) == len(asked) == 1 and theirs[0] in _LENGTH and asked[0] in _LENGTH:
        if theirs[0] in _MONTHS and asked[0] in _MONTHS:
            return number * _MONTHS[theirs[0]] / _MONTHS[asked[0]]
        return number * _LENGTH[theirs[0]] / _LENGTH[asked[0]]
    if len(theirs) == len(asked) == 2 and theirs[0] == asked[0] == "hour":
        week = {"day": 5.0, "working day": 5.0, "week": 1.0}
        if theirs[1] in week and asked[1] in week:
            return number * week[theirs[1]] / week[asked[1]]
    raise _other_unit(text, question)


def _share(question: Question, number: float, unit: str, share: bool, text: str) -> float:
    if share and question.unit == "percent":
        return number
    if not share and (rest := re.findall(r"[a-z]+", unit)) and not length_of_time(unit) and set(rest) - _NOISE:
        raise _other_unit(text, question)
    whole = re.fullmatch(r"of (\d+)", question.unit or "")
    if share and whole is not None:
        return number * float(whole[1]) / 100
    if share or length_of_time(unit):
        days = {"day": 20.0, "working day": 20.0}.get(length_of_time(unit) or "")
        if days is not None and not share and re.search(r"week|woche|wk|semaine|/w", unit):
            return number * days  # so many days of a week of five
        raise _other_unit(text, question)
    if 0 < number < 1:
        way = f"Write it with its sign, such as {100 * number:g}%."
        raise AnswerError("ambiguous-number", f"{shown(text)} could be a share or a percentage.", way)
    return number


def _price(question: Question, number: float, unit: str, per: str, text: str) -> float:
    """Money, for the length of time that the question asks about; only years and months are converted."""
    spans = [span for span in map(unit_named, re.split(r"[^a-z]+", re.sub(r"\bp\.?\s?a\b", "year", unit))) if span]
    if not spans or spans == [per]:
        return number
    if spans == ["year"] and per == "month":
        return number / 12
    if spans == ["month"] and per == "year":
        return number * 12
    raise _other_unit(text, question)


def _way(question: Question) -> str:
    return f"Write a number ({question.unit})." if question.unit else "Write a number."


def not_a_number(text: str, question: Question) -> AnswerError:
    """What is said of a text that is no number."""
    return AnswerError("type", f"{shown(text)} isn't one number.", _way(question))


def _other_unit(text: str, question: Question) -> AnswerError:
    what = f" in {question.unit}" if question.unit else ""
    return AnswerError("type", f"{shown(text)} isn't a number{what}.", _way(question))
