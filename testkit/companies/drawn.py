"""Whole companies drawn at random, for laws that hold for every company and for benchmarks; seeded."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from advisor import Advisor, Case
from advisor.inference.compiled.program import Program
from advisor.knowledge.pack import Knowledge
from advisor.language.patterns import leaves_of
from testkit.companies.answers import Answers, drawn_answer
from testkit.shipped import company

DENSITIES = (0.03, 0.1, 0.3, 0.6, 0.9)  # sparse companies and dense ones


def drawn_answers(
    knowledge: Knowledge,
    rng: random.Random,
    *,
    given: float = 0.5,
    core: float | None = None,
    settling: float = 0.0,
    differ: float = 0.0,
    near: Mapping[str, Sequence[float]] | None = None,
    **how: Any,
) -> Answers:
    """Each question answered with the chance `given`, one of the core with the chance `core`.

    Questions that settle a contradiction come `settling` times as often. With the chance `differ` two people answered,
    each for themselves. `near` names numbers for each question beside which its answers lie, 0 where it names none. How
    an answer is drawn besides is told by `unsure`, `ranges`, `earliest` and `power`, as in `drawn_answer`.
    """
    found: Answers = {}
    for name, entry in knowledge.questions.items():
        question = entry.model
        chance = core if question.core and core is not None else given
        chance *= settling if question.settles else 1
        if chance == 0 or (chance < 1 and rng.random() >= chance):
            continue
        beside = () if near is None else near.get(name, (0.0,))
        found[name] = drawn_answer(question, rng, near=beside, **how)
        if differ and rng.random() < differ:
            both = found[name], drawn_answer(question, rng, near=beside, **how)
            claims = [said if isinstance(said, Mapping) else {"value": said} for said in both]
            found[name] = {"differ": [{**claim, "by": who} for claim, who in zip(claims, ("cto", "recruiting"))]}
    return found


def thresholds_of(program: Program) -> dict[str, list[float]]:
    """The numbers that conditions compare each question with, in order; weeks for dates."""
    found: dict[str, set[float]] = {}
    for stratum in program.strata:
        for condition in stratum.conditions:
            for leaf in (*leaves_of(condition.true), *leaves_of(condition.false)):
                question, _, end = leaf.field.partition("#")
                if end in ("low", "high"):
                    found.setdefault(question, set()).add(float(leaf.value))
    return {question: sorted(numbers) for question, numbers in found.items()}


def some_company(advisor: Advisor, seed: int) -> Case:
    """A case with all that cases can have: sparse or dense, ranges, "don't know", people who differ."""
    rng = random.Random(seed)
    return company(
        advisor,
        drawn_answers(
            advisor.knowledge,
            rng,
            given=rng.choice(DENSITIES),
            settling=0.3,
            differ=0.02,
            unsure=0.1,
            ranges=0.15,
            near=thresholds_of(advisor.program) if rng.random() < 0.5 else None,
        ),
        f"c{seed}",
    )


def sampled_cases(
    advisor: Advisor, number: int, *, seed: int = 1, given: float = 0.5, unsure: float = 0.08
) -> list[Case]:
    """Cases with each question answered with the chance `given`, a share of them with "don't know"."""
    rng = random.Random(seed)
    return [
        company(advisor, drawn_answers(advisor.knowledge, rng, given=given, unsure=unsure), f"sample-{index}")
        for index in range(number)
    ]


def plausible_company(advisor: Advisor, seed: int) -> Case:
    """Most core questions answered, half of the others, and little that is not known."""
    answers = drawn_answers(advisor.knowledge, random.Random(seed), core=0.9, unsure=0.06, earliest=-40, power=4)
    return company(advisor, answers, f"sample-{seed}")
