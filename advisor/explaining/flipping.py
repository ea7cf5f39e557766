"""Changes that flip a status, found among candidates and verified by assessing the changed case again."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from advisor.explaining.ground import Ground
from advisor.explaining.repairing import Answers
from advisor.explaining.tree import INTERNAL
from advisor.inference.answers import Exactly, Given
from advisor.inference.assessment import Assessment
from advisor.inference.wording import given_text


@dataclass(frozen=True)
class AnswerChange:
    """One answer as it is and as it would have to be; `before` is None where nothing was answered."""

    question: str
    short: str
    before: str | None
    after: str
    given: Given = field(metadata=INTERNAL)


@dataclass(frozen=True)
class Flip:
    """Changes that, assessed again, give another status."""

    changes: tuple[AnswerChange, ...]
    before: str
    after: str


def settled(ground: Ground) -> list[Answers]:
    """The answers to start from: as given, and with each contradiction settled in one of its ways."""
    standing = ground.assessment.assessed.standing
    base: dict[str, Given] = dict(standing.answers)
    if not standing.conflicts:
        return [base]
    ways: list[list[tuple[str, Given]]] = []
    for conflict in standing.conflicts:
        if conflict.dispute is not None:
            ways.append([(conflict.settle, Exactly(reply)) for reply in conflict.dispute.model.settle.withdraws])
        else:
            taken = [entry for reading in standing.readings for entry in reading.taken]
            claims = [claim.given for question, claim in taken if question == conflict.settle]
            ways.append([(conflict.settle, given) for given in dict.fromkeys(claims)])
    return [{**base, **dict(chosen)} for chosen in itertools.islice(itertools.product(*ways), 8)]


def find_flip(
    ground: Ground, before: str, candidates: Iterable[Answers], flips: Callable[[Assessment], str | None], most: int
) -> Flip | None:
    """The smallest verified set of changes among the first candidates, nothing in it superfluous."""
    given = ground.assessment.assessed.standing.answers
    seen: set[tuple[str, ...]] = set()
    best: dict[str, Given] | None = None
    for made in itertools.islice(candidates, most * 4):
        changes = {q: g for q, g in made.items() if given.get(q) != g}
        key = tuple(f"{q}={g}" for q, g in sorted(changes.items(), key=lambda c: c[0]))
        if not changes or key in seen or (best is not None and len(changes) >= len(best)):
            continue
        seen.add(key)
        if len(seen) > most:
            break
        if flips(ground.again(ground.with_answers(changes))) is not None:
            best = changes
    if best is None:
        return None
    best = _needed(best, lambda some: flips(ground.again(ground.with_answers(some))) is not None)
    after = flips(ground.again(ground.with_answers(best))) or before
    return Flip(tuple(_change(ground, q, g, given.get(q)) for q, g in best.items()), before, after)


def _needed(changes: Mapping[str, Given], works: Callable[[Mapping[str, Given]], bool]) -> dict[str, Given]:
    """The changes without those that can be left out."""
    kept = dict(changes)
    for question in list(kept):
        without = {q: g for q, g in kept.items() if q != question}
        if without and works(without):
            kept = without
    return kept


def _change(ground: Ground, question: str, given: Given, before: Given | None) -> AnswerChange:
    labels = ground.program.knowledge.labels(question)
    return AnswerChange(
        question,
        ground.program.question(question).short,
        given_text(before, labels) if before is not None else None,
        given_text(given, labels),
        given,
    )


def changes_as_answers(changes: Sequence[AnswerChange]) -> dict[str, Given]:
    """The answers that changes come to, for assessing with them."""
    return {change.question: change.given for change in changes}
