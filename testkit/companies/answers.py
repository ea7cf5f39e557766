"""Answers to one question, as a case file has them: all that conditions can tell apart, or one drawn at random."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from advisor.knowledge.models import Question
from advisor.language.vocabulary import Kind, Term

AS_OF = date(2026, 11, 22)
Raw = Any  # an answer as a case file has it
Answers = dict[str, Raw]
DONT_KNOW: Mapping[str, bool] = {"unsure": True}
DAYS = (-4, 0, 3, 7, 10)  # from AS_OF: before, at, between, at and after the weeks that conditions name


# ---- all of them -----------------------------------------------------------------------------------------


def known_answers(question: Question | Term) -> list[Raw]:
    """Every known answer to a question that conditions can tell apart, ranges left out."""
    kind = question.type if isinstance(question, Question) else question.kind
    options = [getattr(option, "id", option) for option in question.options]
    if kind is Kind.YES_NO:
        return [True, False]
    if kind is Kind.CHOICE:
        return options
    if kind is Kind.CHOICES:
        lists = [[o for i, o in enumerate(options) if bits >> i & 1] for bits in range(1 << len(options))]
        most = question.most if isinstance(question, Question) else None
        return [named for named in lists if most is None or len(named) <= most]
    if kind is Kind.DATE:
        return [(AS_OF + timedelta(days=days)).isoformat() for days in DAYS]
    if kind is Kind.TEXT:
        return ["some text"]
    low, high = question.range or (0, 0) if isinstance(question, Question) else (question.low, question.high)
    steps = int(high - low) if kind is Kind.WHOLE else 4
    values = [low + (high - low) * step / steps for step in range(steps + 1)]
    return [int(value) if kind is Kind.WHOLE else value for value in values]


def ranges_of(question: Question) -> list[Raw]:
    """Every range that conditions can tell apart."""
    if not has_ranges(question):
        return []
    values = known_answers(question)
    return [{"from": a, "to": b} for i, a in enumerate(values) for b in values[i + 1 :]]


def partly_known(question: Question | Term) -> list[Raw]:
    """Every way to know a list in part: each option is on it, or not, or nobody knows."""
    kind = question.type if isinstance(question, Question) else question.kind
    if kind is not Kind.CHOICES:
        return []
    options = [getattr(option, "id", option) for option in question.options]
    found = []
    for ways in itertools.product("+-?", repeat=len(options)):
        has, lacks = ([o for o, way in zip(options, ways) if way == sign] for sign in "+-")
        if 0 < len(has) + len(lacks) < len(options):
            found.append({"has": has, "lacks": lacks})
    return found


def every_answer(question: Question) -> list[Raw]:
    """Every answer that a completion may give; lists known in part lie between "don't know" and whole lists."""
    return [*known_answers(question), *ranges_of(question), DONT_KNOW]


def has_ranges(question: Question) -> bool:
    """Whether an answer may be a range."""
    return question.type.numeric or question.type is Kind.DATE


# ---- one, drawn ------------------------------------------------------------------------------------------


def drawn_answer(
    question: Question,
    rng: random.Random,
    *,
    unsure: float = 0.12,
    ranges: float = 0.0,
    near: Sequence[float] = (),
    earliest: int = -60,
    power: int = 3,
) -> Raw:
    """An answer to a question: "don't know" with the chance `unsure`, a range or a list in part with the chance
    `ranges`, else known.

    Numbers lie beside one of `near`, where it names any (dates: weeks from `AS_OF`). Otherwise they are mostly small,
    the more so the higher `power`, and days are drawn from `earliest` to 300 days after `AS_OF`.
    """
    if rng.random() < unsure:
        return DONT_KNOW
    if ranges and has_ranges(question) and rng.random() < ranges:
        low, high = sorted(_drawn_value(question, rng, near, earliest, power) for _ in range(2))
        return {"from": low, "to": high}
    if ranges and question.type is Kind.CHOICES and rng.random() < ranges:
        return _drawn_part([option.id for option in question.options], question.most, rng)
    return _drawn_value(question, rng, near, earliest, power)


def _drawn_part(options: Sequence[str], most: int | None, rng: random.Random) -> Raw:
    """A list known in part; where nothing or all was drawn, it reads as "don't know" or as a plain list."""
    drawn = [(option, rng.random()) for option in options]
    return {"has": [o for o, by in drawn if by < 0.3][:most], "lacks": [o for o, by in drawn if by > 0.7]}


def _drawn_value(question: Question, rng: random.Random, near: Sequence[float], earliest: int, power: int) -> Raw:
    options = [option.id for option in question.options]
    if question.type is Kind.YES_NO:
        return rng.random() < 0.5
    if question.type is Kind.CHOICE:
        return rng.choice(options)
    if question.type is Kind.CHOICES:
        return [option for option in options if rng.random() < 0.4][: question.most]
    if question.type is Kind.TEXT:
        return "some words"
    beside = rng.choice(near) + rng.choice((-1, -0.5, 0, 0.5, 1)) if near else None
    if question.type is Kind.DATE:
        days = rng.randint(earliest, 300) if beside is None else round(7 * beside)
        return (AS_OF + timedelta(days=days)).isoformat()
    low, high = question.range or (0, 100)
    if beside is not None:
        value = min(max(beside, low), high)
        return round(value) if question.type is Kind.WHOLE else value
    value = low + (high - low) * rng.random() ** power
    return round(value) if question.type is Kind.WHOLE else round(value, 1)
