"""The parsed form of a condition: frozen, hashable nodes. Reading them is the business of other modules."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Union

Operator = Literal["==", "!=", "<", "<=", ">", ">="]
OPPOSITE: dict[Operator, Operator] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
MIRRORED: dict[Operator, Operator] = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


# ---- numbers ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Constant:
    """A number written in the condition."""

    value: float


@dataclass(frozen=True)
class Amount:
    """The answer to a numeric question, in the question's own unit."""

    question: str


@dataclass(frozen=True)
class Count:
    """How many options of a multiple choice were named."""

    question: str
    most: int


@dataclass(frozen=True)
class WeeksUntil:
    """Weeks from the as-of day to the date answered; negative in the past."""

    question: str


@dataclass(frozen=True)
class Point:
    """A number that the engine computed before the rules run, such as a quantile of the timeline."""

    name: str


DAY = "case.day"
"""The name of the day of the case among numbers."""


@dataclass(frozen=True)
class Day(Point):
    """The day of the case, counted as `date.toordinal` does; `law` says which law asks for it. It is always known."""

    name: str = DAY
    law: str = ""


@dataclass(frozen=True)
class Arithmetic:
    """`left op right`, in interval arithmetic where operands are not exactly known."""

    op: Literal["+", "-", "*", "/"]
    left: Number
    right: Number


@dataclass(frozen=True)
class Extreme:
    """The least or the greatest of several numbers."""

    which: Literal["min", "max"]
    parts: tuple[Number, ...]


Number = Union[Constant, Amount, Count, WeeksUntil, Point, Arithmetic, Extreme]


# ---- atoms -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class IsYes:
    """A yes-no question was answered with yes."""

    question: str


@dataclass(frozen=True)
class OneOf:
    """A choice is one of some options."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Has:
    """A multiple choice contains an option."""

    question: str
    option: str


@dataclass(frozen=True)
class Compare:
    """Two numbers compared."""

    left: Number
    op: Operator
    right: Number


@dataclass(frozen=True)
class Unsure:
    """The question was answered with "don't know"."""

    question: str


@dataclass(frozen=True)
class Concluded:
    """A diagnosis was found (`diagnosed`) or at least likely (`suspected`)."""

    diagnosis: str
    how: Literal["diagnosed", "suspected"]


Atom = Union[IsYes, OneOf, Has, Compare, Unsure, Concluded]


# ---- conditions ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fixed:
    """A condition that is always true or always false."""

    value: bool


@dataclass(frozen=True)
class Not:
    """The negation, as written; the normal form pushes it down to the atoms."""

    part: Condition


@dataclass(frozen=True)
class And:
    """All parts hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Or:
    """Some part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AtLeast:
    """At least `n` of the parts hold."""

    n: int
    parts: tuple[Condition, ...]


Condition = Union[Fixed, Not, And, Or, AtLeast, IsYes, OneOf, Has, Compare, Unsure, Concluded]


def numbers_in(number: Number) -> Iterator[Number]:
    """The number and all numbers it is made of."""
    yield number
    if isinstance(number, Arithmetic):
        yield from numbers_in(number.left)
        yield from numbers_in(number.right)
    elif isinstance(number, Extreme):
        for part in number.parts:
            yield from numbers_in(part)


def questions_of_number(number: Number) -> tuple[str, ...]:
    """The questions that a number rests on, in reading order, each once."""
    found = (n.question for n in numbers_in(number) if isinstance(n, (Amount, Count, WeeksUntil)))
    return tuple(dict.fromkeys(found))


def questions_of_atom(atom: Atom) -> tuple[str, ...]:
    """The questions that an atom tests, in reading order, each once; none for a conclusion."""
    if isinstance(atom, Compare):
        return tuple(dict.fromkeys((*questions_of_number(atom.left), *questions_of_number(atom.right))))
    if isinstance(atom, Concluded):
        return ()
    return (atom.question,)


def points_of_atom(atom: Atom) -> tuple[str, ...]:
    """The computed numbers that an atom reads; the day is none of them, for it waits for nothing."""
    if not isinstance(atom, Compare):
        return ()
    both = (*numbers_in(atom.left), *numbers_in(atom.right))
    return tuple(dict.fromkeys(n.name for n in both if isinstance(n, Point) and not isinstance(n, Day)))


def atoms_of(condition: Condition) -> Iterator[Atom]:
    """Every atom of a condition, in reading order, repeated where it repeats."""
    if isinstance(condition, Fixed):
        return
    if isinstance(condition, Not):
        yield from atoms_of(condition.part)
    elif isinstance(condition, (And, Or, AtLeast)):
        for part in condition.parts:
            yield from atoms_of(part)
    else:
        yield condition


def questions_of(condition: Condition) -> tuple[str, ...]:
    """Every question that a condition tests (not those of its gates), each once."""
    return tuple(dict.fromkeys(q for atom in atoms_of(condition) for q in questions_of_atom(atom)))


def laws_of(condition: Condition) -> tuple[str, ...]:
    """The ids of the laws that a condition asks about, each once."""
    compared = [atom.left for atom in atoms_of(condition) if isinstance(atom, Compare)]
    return tuple(dict.fromkeys(number.law for number in compared if isinstance(number, Day)))


def conclusions_of(condition: Condition) -> tuple[Concluded, ...]:
    """Every `diagnosed` and `suspected` of a condition, each once."""
    return tuple(dict.fromkeys(atom for atom in atoms_of(condition) if isinstance(atom, Concluded)))


def plain_number(value: float) -> str:
    """A number as a person writes it: no trailing zeros, no exponent."""
    if math.isinf(value):
        return "later" if value > 0 else "-later"
    return str(int(value)) if float(value).is_integer() else f"{value:.4f}".rstrip("0").rstrip(".")
