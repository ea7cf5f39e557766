"""A justification as a tree. Its leaves are answers and figures; everything above follows from what is below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, Union

from advisor.cases.answers import Given
from advisor.language.intervals import Interval, Truth
from advisor.language.normal import SignedAtom as Tested

INTERNAL = {"internal": True}  # for the program itself; views leave it out


@dataclass(frozen=True)
class AnswerLeaf:
    """An answer, as asked and in the user's words; where nobody gave one and the timeline presumes it, in ours, as a
    clause.
    """

    question: str
    short: str
    ask: str
    said: str
    given: Given | None = field(metadata=INTERNAL)
    presumed: bool = False


@dataclass(frozen=True)
class FigureLeaf:
    """A figure: low, most likely, high; `own` where the company's own number made it."""

    figure: str
    title: str
    ends: tuple[float, float, float]
    unit: str
    grade: str
    own: bool
    source: str


@dataclass(frozen=True)
class NumberNode:
    """A number worked out, and what from. `range` has both ends alike where it is known exactly."""

    words: str
    range: Interval
    parts: tuple[Node, ...]
    point: str | None = None


@dataclass(frozen=True)
class TestNode:
    """One test: what was needed, what was said, and whether it holds."""

    __test__ = False
    subject: str
    needed: str
    said: str
    truth: Truth
    parts: tuple[Node, ...]
    literal: Tested | None = field(default=None, metadata=INTERNAL)


@dataclass(frozen=True)
class JoinNode:
    """Tests joined; `parts` are those that decide, `n` how many must hold for `some`.

    `every_answer` marks a value that no single answer gives, but that every possible answer agrees on.
    """

    how: Literal["all", "any", "some"]
    n: int
    truth: Truth
    parts: tuple[Node, ...]
    every_answer: bool = False


@dataclass(frozen=True)
class SignNode:
    """A sign that fired: what it lends (0..1), and the certainty with it and all signs before it."""

    id: str
    says: str
    level: int
    certainty: float
    certainty_so_far: float
    sources: str
    because: Node


@dataclass(frozen=True)
class LinkLeaf:
    """Another finding of the case that leads to this one, or that this one leads to, and how."""

    diagnosis: str
    title: str
    says: str


@dataclass(frozen=True)
class DiagnosisNode:
    """A diagnosis in one resolution: signs that fired, those not known, what rules it out, what is taken for granted.

    `not_fired` says why the other signs did not fire; it is laid out only where the diagnosis is not concluded.
    `comes_from` and `leads_to` are other findings of the case.
    """

    id: str
    title: str
    status: str
    certainty: tuple[float, float]
    signs: tuple[SignNode, ...]
    not_known: tuple[str, ...]
    not_fired: tuple[TestedBy, ...]
    ruled_out: tuple[TestedBy, ...]
    assuming: tuple[str, ...]
    left_out: tuple[str, ...]
    why: str
    sources: str
    comes_from: tuple[LinkLeaf, ...] = ()
    leads_to: tuple[LinkLeaf, ...] = ()


@dataclass(frozen=True)
class TestedBy:
    """A sentence and the tests that make it true."""

    __test__ = False
    says: str
    because: Node


Node = Union[AnswerLeaf, FigureLeaf, NumberNode, TestNode, JoinNode, SignNode, DiagnosisNode, TestedBy]


def parts_of(node: Node) -> tuple[Node, ...]:
    """What a node follows from."""
    if isinstance(node, (AnswerLeaf, FigureLeaf)):
        return ()
    if isinstance(node, DiagnosisNode):
        return (*node.signs, *node.not_fired, *node.ruled_out)
    return (node.because,) if isinstance(node, (SignNode, TestedBy)) else node.parts


def leaves_of(node: Node) -> Iterator[Node]:
    """What the tree rests on in the end."""
    parts = parts_of(node)
    if not parts:
        yield node
    for part in parts:
        yield from leaves_of(part)
