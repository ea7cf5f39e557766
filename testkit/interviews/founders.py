"""Founders of drawn companies, who know each fact as likely as its question says, and say why they came."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from advisor import Advisor
from advisor.cases.answers import Answer, DontKnow, Exactly, Given, Partly, Range
from advisor.cases.case import Case
from advisor.inference.assessor import CaseInference
from advisor.inference.certainty import Status
from advisor.interview.pool.drawing import Drawing
from advisor.interview.pool.kept import drawing_of
from advisor.knowledge.models import Question
from testkit.companies.answers import AS_OF

KNOWN = {"often": 0.9, "sometimes": 0.6, "rarely": 0.25}
MOST_TICKED = 3


@dataclass(frozen=True)
class Founder:
    """One of them: the whole truth about a company, and what is known of it; `ticked` is what they came for."""

    truth: Mapping[str, Given]
    known: Mapping[str, Given]
    ticked: tuple[str, ...]

    def answer(self, question: str) -> Given:
        """What they say to a question."""
        return self.known.get(question, DontKnow())


@lru_cache(maxsize=2)
def drawing(advisor: Advisor, as_of: date = AS_OF) -> Drawing:
    """What draws the companies of an advisor."""
    return drawing_of(advisor.rulebase, as_of)


def founder(advisor: Advisor, seed: int) -> Founder:
    """The founder of a company drawn by a seed; it does not contradict itself."""
    rng = random.Random(seed)
    draws = drawing(advisor)
    for _ in range(20):
        truth = draws.answers(draws.draw(rng), rng)
        assessed = assessed_with(advisor, truth)
        if not assessed.standing.contradictions:
            break
    questions = advisor.knowledge.questions
    known = {q: given for q, given in truth.items() if rng.random() < KNOWN[questions[q].model.known]}
    ticked = _ticked(advisor, assessed, rng)
    for name, entry in questions.items():
        if entry.model.options_from == "people":
            known[name] = Exactly(advisor.knowledge.who_can_be_asked[0])
        elif entry.model.options_from == "complaints":
            known[name] = Exactly(ticked)
        elif entry.model.screens:
            known[name] = checked(entry.model, known, truth)
    return Founder(truth, known, ticked)


def checked(question: Question, known: Mapping[str, Given], truth: Mapping[str, Given] | None = None) -> Given:
    """What somebody checks in a list that answers other questions, from what they know of those; of what never applied
    to them, which only the whole truth tells, they check nothing.
    """
    has: list[str] = []
    lacks: list[str] = []
    for option, others in question.screens.items():
        said = [_happened(other, value, known, truth) for other, value in others.items()]
        if any(said):
            has.append(option)
        elif None not in said:
            lacks.append(option)
    if len(has) + len(lacks) < len(question.options):
        return Partly(tuple(has), tuple(lacks)) if has or lacks else DontKnow()
    return Exactly(tuple(has))


def _happened(
    question: str, otherwise: object, known: Mapping[str, Given], truth: Mapping[str, Given] | None
) -> bool | None:
    """Whether an answer is another one than that; None where it isn't known."""
    given = known.get(question)
    if given is None:
        return False if truth is not None and question not in truth else None
    if isinstance(given, Range):
        return True if given.low > 0 else None
    if isinstance(given, Partly):
        return True if given.has else None
    return given.value != otherwise if isinstance(given, Exactly) else None


def assessed_with(advisor: Advisor, given: Mapping[str, Given]) -> CaseInference:
    """What follows from some answers."""
    return advisor.what_ifs.assess(case_of(given))


def case_of(given: Mapping[str, Given]) -> Case:
    """The case of some answers."""
    return Case("company", AS_OF, {question: Answer(said) for question, said in given.items()})


def _ticked(advisor: Advisor, assessed: CaseInference, rng: random.Random) -> tuple[str, ...]:
    """What hurts most in truth, as a founder would name it: up to three complaints with something found behind them."""
    diagnoses = advisor.program.diagnoses
    found = {name for name, each in assessed.together.items() if each.status is Status.CONFIRMED}
    weight = {
        name: sum(diagnoses[each].model.impact for each in entry.model.diagnoses if each in found) * rng.uniform(0.5, 1)
        for name, entry in advisor.knowledge.complaints.items()
    }
    hurting = sorted((name for name in weight if weight[name] > 0), key=lambda name: -weight[name])
    chosen = set(hurting[: rng.randint(1, MOST_TICKED)])
    return tuple(name for name in weight if name in chosen)
