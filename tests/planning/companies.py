"""Companies drawn at random with plausible answers, for laws that hold for every company."""

from __future__ import annotations

import random
from typing import Any

from advisor import Advisor
from tests.drawn import drawn_answer


def company(advisor: Advisor, rng: random.Random, given: float = 0.5) -> dict[str, Any]:
    """Answers to about a share `given` of the questions, core questions more often."""
    questions = [entry.model for entry in advisor.knowledge.questions.values() if not entry.model.settles]
    return {
        q.id: drawn_answer(q, rng, unsure=0.06, earliest=-40, power=4)
        for q in questions
        if rng.random() < (0.9 if q.core else given)
    }
