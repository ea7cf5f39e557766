"""Answers drawn at random, as a case file has them, for laws that hold for every company."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from advisor.knowledge.models import Question
from advisor.language.vocabulary import Kind

AS_OF = date(2026, 11, 22)


def drawn_answer(
    question: Question, rng: random.Random, *, unsure: float = 0.12, earliest: int = -60, power: int = 3
) -> Any:
    """An answer to a question: "don't know" with the chance `unsure`, days from `earliest` on, numbers mostly small."""
    if rng.random() < unsure:
        return {"unsure": True}
    options = [option.id for option in question.options]
    if question.type is Kind.YES_NO:
        return rng.random() < 0.5
    if question.type is Kind.CHOICE:
        return rng.choice(options)
    if question.type is Kind.CHOICES:
        return [option for option in options if rng.random() < 0.4]
    if question.type is Kind.DATE:
        return (AS_OF + timedelta(days=rng.randint(earliest, 300))).isoformat()
    if not question.type.numeric:
        return "some words"
    low, high = question.range or (0, 100)
    value = low + (high - low) * rng.random() ** power
    return round(value) if question.type is Kind.WHOLE else round(value, 1)
