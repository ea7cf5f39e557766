"""What an answer that comes may not take back, checked on one company; for the tests and for counting many."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from advisor.result.assessment import Assessment
from testkit.companies.answers import DONT_KNOW, Answers
from testkit.world import World


class Came(Enum):
    """What an answer did that came in addition."""

    COMPLETED = "completes what was said"
    CONTRADICTS = "adds a contradiction"
    AGAINST = "is against what follows from others"


@dataclass(frozen=True)
class Tried:
    """One answer tried in addition: what it did, how much stood that it could have taken back, and what it took."""

    question: str
    came: Came
    settled: int = 0
    firm: int = 0
    broken: tuple[str, ...] = ()


def parents_of(world: World, answers: Answers) -> list[str]:
    """The questions not given that decide whether some answered question applies, own numbers aside."""
    reads = world.program.gate_reads
    above = {parent for question in answers for parent in reads.get(question, ())}
    return sorted(above - answers.keys() - world.own_numbers)


def tried_parents(world: World, before: Answers, rng: random.Random, most: int) -> Iterator[Tried]:
    """Some of the parents not given, each answered by itself; nothing settled and nothing firm may change."""
    parents = parents_of(world, before)
    old = world.assess(before)
    settled = {name: was.status.band for name, was in old.assessed.together.items() if was.settled}
    firm = old.decision.model if old.decision is not None and old.decision.firm else None
    for parent in rng.sample(parents, min(len(parents), most)):
        after = {**before, parent: world.drawn(rng, 1)[parent]}
        if world.goes_against(before, after):
            yield Tried(parent, Came.AGAINST, broken=tuple(_untold(world, after)))
        elif world.contradicts(before, after):
            yield Tried(parent, Came.CONTRADICTS)
        else:
            new = world.assess(after)
            broken = [name for name, band in settled.items() if new.status(name).band != band]
            if firm is not None and (new.decision is None or new.decision.model != firm):
                broken.append(f"{firm}, firm")
            yield Tried(parent, Came.COMPLETED, len(settled), int(firm is not None), tuple(broken))


def _untold(world: World, after: Answers) -> Iterator[str]:
    """A result that neither shows a contradiction nor says that answers do not apply, where one goes against others."""
    new = world.assess(after)
    if not new.contradictions and not new.not_applied:
        yield "nobody is told"


def raised_by_not_knowing(world: World, before: Answers, rng: random.Random) -> list[str] | None:
    """The diagnoses that "don't know" in place of nothing makes more certain; None where it adds a contradiction."""
    missing = [question for question in world.knowledge.questions if question not in before]
    unsure = rng.sample(missing, min(len(missing), rng.choice((1, 3, 30))))
    after = {**before, **dict.fromkeys(unsure, DONT_KNOW)}
    if world.contradicts(before, after):
        return None
    old, new = (world.assess(answers).assessed.together for answers in (before, after))
    return [
        name
        for name, was in old.items()
        if new[name].shown.low > was.shown.low or new[name].certain.low > was.certain.low
    ]


def not_asked(result: Assessment) -> list[str]:
    """What is said to decide the model, but does not stand among the open questions."""
    open_questions = {question.id for question in result.open_questions}
    decision = result.model
    named = [question for rival in decision.rivals for question in rival.decided_by] if decision is not None else []
    return sorted(set(named) - open_questions)
