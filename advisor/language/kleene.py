"""The reference evaluator: strong Kleene logic on the normal form, with gates, written to be checked by eye.

The values are those of Kleene's strong three-valued logic (1952, "Introduction to Metamathematics", section 64):
certainly true, certainly false, open. A value that is decided stays what it is when more becomes known, which is what
lets a verdict be called settled. The faster evaluators (generated Python, durable-rules, columns) are tested against
this one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol, Union

from advisor.language.intervals import EVERYTHING, Interval, Truth, compare, interval_of
from advisor.language.normal import AllOf, AnyOf, Normal, SignedAtom, SomeOf
from advisor.language.tree import (
    Amount,
    Atom,
    Compare,
    Concluded,
    Constant,
    Count,
    Has,
    IsYes,
    OneOf,
    Point,
    Unsure,
    WeeksUntil,
    questions_of_atom,
)
from advisor.language.vocabulary import Term


class Final(Enum):
    """An answer that says that the fact cannot be had from this person."""

    UNSURE = "unsure"

    def __repr__(self) -> str:
        return "UNSURE"


UNSURE = Final.UNSURE


@dataclass(frozen=True, slots=True)
class Between:
    """A number (or the weeks until a date) known to lie in a range, both ends included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Members:
    """A list known in part: options that are on it, and options that are not."""

    has: frozenset[str]
    lacks: frozenset[str]


Seen = Union[bool, str, frozenset[str], Members, Between, Final, None]
"""An answer as conditions see it: yes-no, option, options, a list in part, range, "don't know", not given."""


class View(Protocol):
    """What a condition is read against."""

    @property
    def terms(self) -> Mapping[str, Term]:
        """The questions, with their declared ranges."""

    def seen(self, question: str) -> Seen:
        """The answer to a question."""

    def asked(self, question: str) -> Truth:
        """Whether the question applies: its gate, but a known answer counts unless the gate is certainly false."""

    def concluded(self, conclusion: Concluded) -> Truth:
        """Whether a diagnosis was concluded."""

    def point(self, name: str) -> Interval | None:
        """A computed number, None where its inputs are unknown; the day of the case."""


def value_of(normal: Normal, view: View) -> Truth:
    """The value of a condition in a case: 1 certainly true, -1 certainly false, 0 open."""
    if isinstance(normal, SignedAtom):
        return literal_value(normal, view)
    values = [value_of(part, view) for part in normal.parts]
    return join(normal, values)


def join(normal: AllOf | AnyOf | SomeOf, values: list[Truth]) -> Truth:
    """The strong Kleene conjunction, disjunction, or count of values."""
    if isinstance(normal, AllOf):
        return -1 if -1 in values else 0 if 0 in values else 1
    if isinstance(normal, AnyOf):
        return 1 if 1 in values else 0 if 0 in values else -1
    if sum(value == 1 for value in values) >= normal.n:
        return 1
    return -1 if sum(value != -1 for value in values) < normal.n else 0


def literal_value(literal: SignedAtom, view: View) -> Truth:
    """A test or its negation, each only where every question it reads applies.

    Where a question does not apply, both are false: the gate decides before the sign does.
    """
    gate: Truth = 1
    for question in questions_of_atom(literal.atom):
        gate = min(gate, view.asked(question))
    if gate != 1:
        return gate
    value = atom_value(literal.atom, view)
    return value if literal.positive else negated(value)


def negated(value: Truth) -> Truth:
    """The Kleene negation."""
    return -1 if value == 1 else 1 if value == -1 else 0


def atom_value(atom: Atom, view: View) -> Truth:
    """An atom by itself, whether its question applies or not."""
    if isinstance(atom, Concluded):
        return view.concluded(atom)
    if isinstance(atom, Compare):
        return _comparison(atom, view)
    answer = view.seen(atom.question)
    if isinstance(atom, Unsure):
        return 0 if answer is None else truth(answer is UNSURE)
    if answer is None or answer is UNSURE:
        return 0
    if isinstance(atom, IsYes):
        return truth(answer is True)
    if isinstance(atom, OneOf):
        return truth(answer in atom.options)
    assert isinstance(atom, Has)
    if isinstance(answer, Members):
        return 1 if atom.option in answer.has else -1 if atom.option in answer.lacks else 0
    assert isinstance(answer, frozenset)
    return truth(atom.option in answer)


def truth(value: bool) -> Truth:
    """A decided value."""
    return 1 if value else -1


def _comparison(atom: Compare, view: View) -> Truth:
    if isinstance(atom.right, Constant) and isinstance(atom.left, (Amount, Count, WeeksUntil)):
        return compare(number_range(atom.left, view), atom.op, (atom.right.value, atom.right.value))
    unknown = False

    def leaf(number: Amount | Count | WeeksUntil | Point) -> Interval:
        nonlocal unknown
        if isinstance(number, Point):
            found = view.point(number.name)
            unknown = unknown or found is None
            return found or EVERYTHING
        return number_range(number, view)

    left, right = interval_of(atom.left, leaf), interval_of(atom.right, leaf)
    return 0 if unknown else compare(left, atom.op, right)


def number_range(number: Amount | Count | WeeksUntil, view: View) -> Interval:
    """The range in which the number lies: the answer's own, or the declared one."""
    answer = view.seen(number.question)
    if isinstance(number, Count):
        if isinstance(answer, Members):
            return (float(len(answer.has)), float(number.most - len(answer.lacks)))
        return (float(len(answer)),) * 2 if isinstance(answer, frozenset) else (0.0, float(number.most))
    if isinstance(answer, Between):
        return (answer.low, answer.high)
    if isinstance(number, WeeksUntil):
        return EVERYTHING
    term = view.terms[number.question]
    return (term.low, term.high)


def weeks_between(start: date, end: date) -> float:
    """Weeks from `start` to `end`, negative where the end lies before the start."""
    return (end - start).days / 7
