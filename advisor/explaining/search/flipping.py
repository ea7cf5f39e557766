"""Changes of answers that bring something about, each set verified by assessing the changed case again.

All sets of one change are tried, and all of two where these are few; beyond, the search climbs: of the sets tried it
goes on from those that come nearest. So "none" is proved up to `proved` changes, and beyond only not found.

The smallest set is what a person can use, but to try all sets is out of the question: a question has some five answers
worth trying (`alternatives`), a case some fifty questions, and each try is an assessment. Climbing is a beam search: it
keeps the GOING_ON sets that are nearest by `nearness`, and adds to each only changes of answers that a failing test
reads. What it finds is then made smaller: changes that can be left out are, numbers go back towards what was answered
as far as the target stays reached. Truths, not distances, decide what is reached, so a bad distance costs a find, never
a wrong claim.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from advisor.cases.answers import Exactly, Given
from advisor.explaining.context import Context
from advisor.explaining.search.alternatives import Alternatives
from advisor.explaining.telling import TestWording
from advisor.explaining.tree import INTERNAL
from advisor.inference.assessor import CaseInference
from advisor.language.normal import Normal
from advisor.result.wording import given_text

MOST_TOGETHER = 8
MOST_PAIRS = 2_000  # where there are more, the search climbs
MOST_TRIED = 1_500  # in climbing, so that an answer comes at once
GOING_ON = 5  # the sets from which climbing goes on
MOST_STEPS = 40  # the steps from each of them
MOST_SINGLES = 400  # up to which pairs are looked at that bring little singly


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
    """Changes that, assessed again, give another status; none of them can be left out."""

    changes: tuple[AnswerChange, ...]
    before: str
    after: str


@dataclass(frozen=True)
class Searched:
    """What a search came to: the smallest set found, or None; how many sets were tried.

    Of up to `proved` changes every set was tried before a larger one.
    """

    flip: Flip | None
    tried: int
    proved: int


@dataclass(frozen=True)
class Target:
    """What shall come about: how it stands now, and what a changed case comes to where it is reached (else None).

    `normals` are the conditions that it hangs on, `further` questions that matter beside them; `distance` tells how
    far one resolution is from it, `movers` which questions' answers bring it nearer.
    """

    before: str
    normals: tuple[Normal, ...]
    reached: Callable[[CaseInference], str | None]
    distance: Callable[[TestWording], float]
    movers: Callable[[TestWording], set[str]]
    further: tuple[str, ...] = ()
    most: int = MOST_TRIED


@dataclass(frozen=True)
class _Tried:
    """A set of changes, what it comes to, and how far it goes from the answers given."""

    changes: Mapping[str, Given]
    assessed: CaseInference
    cost: float


def find_flip(context: Context, target: Target) -> Searched:
    """The smallest set of changed answers that reaches a target, the nearest to what was answered first."""
    return _Search(context, target).found()


class _Search:
    def __init__(self, context: Context, target: Target):
        self.context = context
        self.target = target
        self.given: dict[str, Given] = dict(context.assessment.assessed.standing.answers)
        contradictions = context.assessment.assessed.standing.contradictions
        self.disputed = {q for c in contradictions for q in (c.settle, *c.answers)}
        further = dict.fromkeys((*target.further, *sorted(self.disputed)))
        self.alternatives = Alternatives(context, target.normals, further)
        self.tried = 0

    def found(self) -> Searched:
        """Single changes, then pairs, then climbing."""
        singles = [
            {question: given}
            for question in self.alternatives.questions
            for given in self.alternatives.of(question, self.given.get(question))
        ]
        ones = [self._try(changes) for changes in singles]
        best = self._best(ones)
        if best is None and (pairs := list(_pairs(singles))) and len(pairs) <= min(MOST_PAIRS, 2 * self.target.most):
            best = next((made for made in map(self._try, sorted(pairs, key=self._cost)) if self._reaches(made)), None)
            proved = 2
        else:
            proved = 1
        best = best or self._climbed(ones)
        if best is None:
            return Searched(None, self.tried, proved)
        changes = self._needed(self._nearer(self._needed(best.changes)))
        after = self.target.reached(self.context.assessor.assess(self.context.with_answers(changes)))
        assert after is not None, changes
        flip = Flip(tuple(self._change(q, g) for q, g in changes.items()), self.target.before, after)
        return Searched(flip, self.tried, min(proved, len(changes)))

    def _climbed(self, ones: list[_Tried]) -> _Tried | None:
        """Climbing from the answers as they are: each step changes an answer of a test that fails."""
        known = {_key(made.changes): made for made in ones}
        ones = self._nearest(ones, len(ones))
        frontier, begun = [self._try({})], self.tried
        seen: set[frozenset[str]] = set()
        for size in range(1, MOST_TOGETHER + 1):
            made: list[_Tried] = []
            for base, one in self._steps(frontier, ones):
                changes = {**base.changes, **one.changes}
                key = _key(changes)
                if key in seen:
                    continue
                if self.tried - begun >= self.target.most:
                    return self._best(made) if size > 1 else None
                seen.add(key)
                made.append(known.get(key) or self._try(changes))
            best = self._best(made)
            if best is not None or not made:
                return best
            frontier = self._nearest(made)
        return None

    def _steps(self, frontier: Iterable[_Tried], ones: Iterable[_Tried]) -> Iterator[tuple[_Tried, _Tried]]:
        """From each set the single changes that can help there, of many those that brought most by themselves."""
        ones = list(ones)
        for base in frontier:
            moving = {q for r in base.assessed.inferences for q in self.target.movers(TestWording(self.context, r))}
            moving = (moving | self.disputed) - base.changes.keys()
            helping = (one for one in ones if moving.issuperset(one.changes))
            most = (
                4 * MOST_STEPS if len(base.changes) < 2 and len(ones) <= MOST_SINGLES else MOST_STEPS
            )  # pairs need not bring much singly
            yield from ((base, one) for one in itertools.islice(helping, most))

    def _nearest(self, tried: Iterable[_Tried], most: int = GOING_ON) -> list[_Tried]:
        ranked = sorted(((self._distance(t.assessed), t.cost, n, t) for n, t in enumerate(tried)), key=lambda r: r[:3])
        return [made for _, _, _, made in ranked[:most]]

    def _distance(self, assessed: CaseInference) -> float:
        return min((self.target.distance(TestWording(self.context, r)) for r in assessed.inferences), default=math.inf)

    def _try(self, changes: Mapping[str, Given]) -> _Tried:
        assessed = self._assessed(changes)
        return _Tried(changes, assessed, self._cost(changes) + 0.3 * self._no_longer_asked(assessed))

    def _assessed(self, changes: Mapping[str, Given]) -> CaseInference:
        self.tried += 1
        return self.context.assessed_with(changes)

    def _reaches(self, made: _Tried) -> bool:
        return self.target.reached(made.assessed) is not None

    def _best(self, made: Iterable[_Tried]) -> _Tried | None:
        return next((one for one in sorted(made, key=lambda one: one.cost) if self._reaches(one)), None)

    def _cost(self, changes: Mapping[str, Given]) -> float:
        return sum(self.alternatives.cost(q, self.given.get(q), g) for q, g in changes.items())

    def _no_longer_asked(self, assessed: CaseInference) -> int:
        asked = assessed.inferences[0].facts.asked
        return sum(asked.get(question, 1) == -1 for question in self.given)

    def _needed(self, changes: Mapping[str, Given]) -> dict[str, Given]:
        """The changes without those that can be left out."""
        kept = dict(changes)
        for question in list(kept):
            without = {q: g for q, g in kept.items() if q != question}
            if without and self.target.reached(self._assessed(without)) is not None:
                kept = without
        return kept

    def _nearer(self, changes: dict[str, Given]) -> dict[str, Given]:
        """Numbers and days as near to those given as still does, by halving."""
        for question in list(changes):
            for _ in range(10):
                between = _between(self.given.get(question), changes[question])
                if between is None:
                    break
                if self.target.reached(self._assessed({**changes, question: between})) is None:
                    changes = self._halved(changes, question, between)
                    break
                changes[question] = between
        return changes

    def _halved(self, changes: dict[str, Given], question: str, fails: Given) -> dict[str, Given]:
        """The nearest answer that does, between one that fails and one that does."""
        for _ in range(10):
            between = _between(fails, changes[question])
            if between is None:
                break
            if self.target.reached(self._assessed({**changes, question: between})) is None:
                fails = between
            else:
                changes = {**changes, question: between}
        return changes

    def _change(self, question: str, given: Given) -> AnswerChange:
        labels, before = self.context.program.knowledge.labels(question), self.given.get(question)
        return AnswerChange(
            question,
            self.context.program.question(question).short,
            given_text(before, labels) if before is not None else None,
            given_text(given, labels),
            given,
        )


def _key(changes: Mapping[str, Given]) -> frozenset[str]:
    return frozenset(f"{question}={given}" for question, given in changes.items())


def _pairs(singles: list[dict[str, Given]]) -> Iterable[Mapping[str, Given]]:
    """Two changes of different questions."""
    for one, other in itertools.combinations(singles, 2):
        if not one.keys() & other.keys():
            yield {**one, **other}


def _between(one: Given | None, other: Given) -> Given | None:
    """The number or day half way, whole where both are; None where there is nothing between."""
    if not isinstance(one, Exactly) or not isinstance(other, Exactly):
        return None
    a, b = one.value, other.value
    if isinstance(a, date) and isinstance(b, date):
        half: date | int | float = a + timedelta(days=(b - a).days // 2)
    elif (
        isinstance(a, bool) or isinstance(b, bool) or not isinstance(a, (int, float)) or not isinstance(b, (int, float))
    ):
        return None
    elif isinstance(a, int) and isinstance(b, int):
        half = (a + b) // 2
    else:
        half = round((a + b) / 2, 1)
    return Exactly(half) if half not in (a, b) else None


def changes_as_answers(changes: Iterable[AnswerChange]) -> dict[str, Given]:
    """The answers that changes come to, for assessing with them."""
    return {change.question: change.given for change in changes}
