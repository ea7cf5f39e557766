"""Companies drawn at random from a questionnaire, for benchmarks; seeded, so that every run sees the same."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from advisor import Advisor, Case
from advisor.knowledge.models import Question
from advisor.language.vocabulary import Kind

AS_OF = date(2026, 11, 22)


def sampled_cases(
    advisor: Advisor, number: int, *, seed: int = 1, given: float = 0.5, unsure: float = 0.08
) -> list[Case]:
    """Cases with each question answered with the chance `given`, a share of them with "don't know"."""
    rng = random.Random(seed)
    questions = [e.model for e in advisor.knowledge.questions.values() if not e.model.settles]
    cases = []
    for index in range(number):
        answers = {q.id: _answer(q, rng, unsure) for q in questions if rng.random() < given}
        case, problems = advisor.read({"case": f"sample-{index}", "as_of": AS_OF.isoformat(), "answers": answers})
        assert case is not None, problems
        cases.append(case)
    return cases


def _answer(question: Question, rng: random.Random, unsure: float) -> Any:
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
        return (AS_OF + timedelta(days=rng.randint(-60, 300))).isoformat()
    if question.type.numeric:
        low, high = question.range or (0, 100)
        value = low + (high - low) * rng.random() ** 3
        return round(value) if question.type is Kind.WHOLE else round(value, 1)
    return "some words"
