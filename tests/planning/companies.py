"""Companies drawn at random with plausible answers, for laws that hold for every company."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from advisor import Advisor
from advisor.knowledge.models import Question
from advisor.language.vocabulary import Kind

AS_OF = date(2026, 11, 22)


def company(advisor: Advisor, rng: random.Random, given: float = 0.5) -> dict[str, Any]:
    """Answers to about a share `given` of the questions, core questions more often."""
    questions = [entry.model for entry in advisor.knowledge.questions.values() if not entry.model.settles]
    return {q.id: _answer(q, rng) for q in questions if rng.random() < (0.9 if q.core else given)}


def _answer(question: Question, rng: random.Random) -> Any:
    if rng.random() < 0.06:
        return {"unsure": True}
    options = [option.id for option in question.options]
    if question.type is Kind.YES_NO:
        return rng.random() < 0.5
    if question.type is Kind.CHOICE:
        return rng.choice(options)
    if question.type is Kind.CHOICES:
        return [option for option in options if rng.random() < 0.4]
    if question.type is Kind.DATE:
        return (AS_OF + timedelta(days=rng.randint(-40, 300))).isoformat()
    if question.type.numeric:
        low, high = question.range or (0, 100)
        value = low + (high - low) * rng.random() ** 4
        return round(value) if question.type is Kind.WHOLE else round(value, 1)
    return "some words"
