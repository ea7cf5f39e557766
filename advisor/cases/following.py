"""What follows from answers without being asked: "a finalist" says that a role is open.

Answers that follow enter where a case does, before gates and contradictions are read, so that all engines see the same
answers. They are added only where nothing is known, in place of "don't know" too: what is known is never replaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.cases.answers import Answer, Differ, DontKnow, Exactly, Given
from advisor.cases.values import Scalar

if TYPE_CHECKING:
    from advisor.knowledge.models import Follows, Question

Needed = tuple[str, frozenset[Scalar] | None]
"""A question, and the answers of which one is needed; None for any known one."""


@dataclass(frozen=True)
class FollowsFrom:
    """One way in which an answer follows from others: all of `needed` must be there."""

    question: str
    value: Exactly
    needed: tuple[Needed, ...]

    def goes_before(self, other: FollowsFrom) -> bool:
        """Whether this one, which stands before the other, has the same question answered otherwise."""
        return self.question == other.question and self.value != other.value

    def could_fit(self, said: Mapping[str, Given | None]) -> bool:
        """Whether it follows from what was said, or could once more is."""
        return all(said.get(question) is None or _meets(said.get(question), among) for question, among in self.needed)

    def fits(self, said: Mapping[str, Given | None]) -> bool:
        """Whether it follows from what was said."""
        return all(_meets(said.get(question), among) for question, among in self.needed)


def follows_of(questions: Sequence[Question]) -> tuple[FollowsFrom, ...]:
    """Every way in which an answer follows, those of one question in their order."""
    return tuple(_made(question, way) for question in questions for way in question.follows)


def _made(question: Question, way: Follows) -> FollowsFrom:
    needed = tuple((asked, None if said == "known" else frozenset(said)) for asked, said in way.given.items())
    return FollowsFrom(question.id, Exactly(way.value), needed)


def followed(ways: Sequence[FollowsFrom], answers: Mapping[str, Answer]) -> Mapping[str, Answer]:
    """The answers, and what follows from them; the same object where nothing does."""
    more = dict(following(ways, {question: a.said for question, a in answers.items()}))
    return {**answers, **{question: Answer(value) for question, value in more.items()}} if more else answers


def following(ways: Sequence[FollowsFrom], said: Mapping[str, Given | Differ]) -> Iterator[tuple[str, Exactly]]:
    """What follows from what was said, where it is not known; nothing from answers that people gave differently.

    It is tentative where another answer goes before it that could still follow instead.
    """
    given = {question: each for question, each in said.items() if not isinstance(each, Differ)}
    found: set[str] = set()
    before: list[FollowsFrom] = []
    for way in ways:
        if way.question not in found and not _known(said.get(way.question)) and way.fits(given):
            found.add(way.question)
            tentative = any(other.goes_before(way) and other.could_fit(given) for other in before)
            yield way.question, Exactly(way.value.value, True) if tentative else way.value
        before.append(way)


def _known(said: Given | Differ | None) -> bool:
    return said is not None and not isinstance(said, DontKnow)


def _meets(given: Given | None, among: frozenset[Scalar] | None) -> bool:
    if among is None:
        return _known(given)
    return isinstance(given, Exactly) and given.value in among
