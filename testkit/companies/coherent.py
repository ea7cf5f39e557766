"""Companies that hang together, drawn at random for the benchmarks of the interview; seeded.

Each has a health of its own, and one for each section of the questionnaire near to it. How bad an answer is, the rules
say themselves: what it alone adds to the certainty of diagnoses. An ill section gives bad answers more often.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from advisor import Advisor
from advisor.cases.answers import Answer, DontKnow, read_answer
from advisor.cases.case import Case
from advisor.interview.choosing.outcome import outcome_of
from advisor.knowledge.models import Question
from advisor.language.vocabulary import Kind
from testkit.companies.answers import AS_OF
from testkit.companies.drawn import thresholds_of

UNSURE = 0.08


class Companies:
    """Draws companies for one advisor."""

    def __init__(self, advisor: Advisor):
        self.advisor = advisor
        self.section = {q: s.id for s in advisor.knowledge.sections for q in s.questions}
        self._nothing = self._weight({})
        self._cuts = thresholds_of(advisor.program)
        self._badness = {name: self._of_question(e.model) for name, e in advisor.knowledge.questions.items()}

    def draw(self, seed: int) -> dict[str, Any]:
        """What a company would answer to every question."""
        rng = random.Random(seed)
        health = rng.gauss(0.6, 0.8)
        sections = {s.id: rng.gauss(health, 0.5) for s in self.advisor.knowledge.sections}
        answers: dict[str, Any] = {}
        for name, entry in self.advisor.knowledge.questions.items():
            if rng.random() < UNSURE:
                answers[name] = {"unsure": True}
            else:
                answers[name] = self._answer(entry.model, sections[self.section[name]], rng)
        return answers

    def _answer(self, question: Question, health: float, rng: random.Random) -> Any:
        badness = self._badness[question.id]
        if question.type is Kind.CHOICES:
            return [o for o, bad in badness.items() if rng.random() < 1 / (1 + math.exp(0.5 + 1.5 * health * bad))][
                : question.most
            ]
        if badness:
            values = list(badness)
            chosen = rng.choices(values, [math.exp(-1.5 * health * badness[v]) for v in values])[0]
            if question.type in (Kind.YES_NO, Kind.CHOICE):
                return chosen
            return self._near(question, chosen, rng)
        return "some words"

    def _near(self, question: Question, point: float, rng: random.Random) -> Any:
        """A number or day on the chosen side of a threshold."""
        if question.type is Kind.DATE:
            return (AS_OF + timedelta(days=round(7 * point + rng.uniform(-10, 10)))).isoformat()
        low, high = question.range or (0, 100)
        value = min(max(point * rng.uniform(0.8, 1.2), low), high)
        return round(value) if question.type is Kind.WHOLE else round(value, 1)

    def _of_question(self, question: Question) -> dict[Any, float]:
        values: Sequence[Any]
        if question.type is Kind.YES_NO:
            values = (True, False)
        elif question.options:
            values = [option.id for option in question.options]
        elif question.type is Kind.TEXT:
            return {}
        else:
            values = self._points(question)
        return {value: self._bad(question, value) for value in values}

    def _points(self, question: Question) -> list[float]:
        """A point in each stretch between the thresholds of a number."""
        cuts = self._cuts.get(question.id, [])
        if question.type is Kind.DATE:
            return [4.0, 8.0, 12.0, 20.0, 30.0] if not cuts or max(cuts) > 0 else [-4.0, -10.0, -30.0]
        low, high = question.range or (0, 100)
        edges = [low, *(c for c in cuts if low < c < high)]
        top = min(high, max(edges) * 1.6 + 2)
        return [(a + b) / 2 for a, b in zip(edges, [*edges[1:], top])]

    def _bad(self, question: Question, value: Any) -> float:
        raw = value
        if question.type is Kind.CHOICES:
            raw = [value]
        elif question.type is Kind.DATE:
            raw = (AS_OF + timedelta(weeks=value)).isoformat()
        elif question.type.numeric:
            raw = round(value) if question.type is Kind.WHOLE else value
        answer = read_answer(question, raw)
        known = {question.id: answer}
        return self._weight(known) - self._nothing

    def _weight(self, answers: dict[str, Answer]) -> float:
        """Certainty times impact, over all diagnoses."""
        program = self.advisor.program
        outcome = outcome_of(program, self.advisor.what_ifs.assess(Case("x", AS_OF, answers)))
        return sum(
            program.diagnoses[name].model.impact * (standing.low + standing.high) / 20_000
            for name, standing in outcome.diagnoses.items()
        )


def case_answers(case: Case, advisor: Advisor) -> dict[str, Any]:
    """What a built-in case answers; what it does not tell is "don't know"."""
    return {name: case.answers.get(name) or Answer(DontKnow()) for name in advisor.knowledge.questions}
