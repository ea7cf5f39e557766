"""Negation normal form: negation stands at the atoms only, everything above is monotone.

`not` is pushed down by De Morgan's laws; not (at least n of k) is at least k - n + 1 of the negations. Joins of the
same kind are laid flat. From this form `fields` makes the two positive patterns of a condition.

Gates (a question's `asked_when`) are not written into the form; every evaluator multiplies them in at the atom: a test
on a question is `asked and test`, its negation `asked and not test`. So a test and its negation are both false where
the question does not apply: "not (three seniors or more)" says nothing of a company that was never asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Union

from advisor.language.tree import (
    MIRRORED,
    OPPOSITE,
    And,
    Arithmetic,
    AtLeast,
    Atom,
    Compare,
    Condition,
    Constant,
    Fixed,
    Not,
    Or,
    WeeksUntil,
)


@dataclass(frozen=True)
class SignedAtom:
    """An atom, or its negation."""

    atom: Atom
    positive: bool


@dataclass(frozen=True)
class AllOf:
    """Every part holds; without parts: true."""

    parts: tuple[Normal, ...]


@dataclass(frozen=True)
class AnyOf:
    """Some part holds; without parts: false."""

    parts: tuple[Normal, ...]


@dataclass(frozen=True)
class SomeOf:
    """At least `n` parts hold."""

    n: int
    parts: tuple[Normal, ...]


Normal = Union[SignedAtom, AllOf, AnyOf, SomeOf]


def normal_form(condition: Condition, positive: bool = True) -> Normal:
    """The normal form of a condition, or of its negation.

    >>> from advisor.language.tree import IsYes, Or
    >>> normal_form(Or((IsYes("plan.frozen"), IsYes("plan.public"))), positive=False)  # doctest: +NORMALIZE_WHITESPACE
    AllOf(parts=(SignedAtom(atom=IsYes(question='plan.frozen'), positive=False),
                 SignedAtom(atom=IsYes(question='plan.public'), positive=False)))
    """
    if isinstance(condition, Fixed):
        return AllOf(()) if condition.value is positive else AnyOf(())
    if isinstance(condition, Not):
        return normal_form(condition.part, not positive)
    if isinstance(condition, AtLeast):
        parts = tuple(normal_form(part, positive) for part in condition.parts)
        n = condition.n if positive else len(parts) - condition.n + 1
        return _counted(n, parts)
    if isinstance(condition, (And, Or)):
        parts = tuple(normal_form(part, positive) for part in condition.parts)
        return _joined(isinstance(condition, And) is positive, parts)
    return _literal(condition, positive)


def literals_of(normal: Normal) -> Iterator[SignedAtom]:
    """Every literal, in reading order, repeated where it repeats."""
    if isinstance(normal, SignedAtom):
        yield normal
    else:
        for part in normal.parts:
            yield from literals_of(part)


def _counted(n: int, parts: tuple[Normal, ...]) -> Normal:
    """At least `n` of the parts, as a plain join where it is one."""
    if n <= 1:
        return _joined(False, parts)
    return _joined(True, parts) if n == len(parts) else SomeOf(n, parts)


def _joined(all_of: bool, parts: tuple[Normal, ...]) -> Normal:
    """Parts joined, with nested joins of the same kind laid flat."""
    flat: list[Normal] = []
    for part in parts:
        if isinstance(part, AllOf if all_of else AnyOf):
            flat.extend(part.parts)
        else:
            flat.append(part)
    if len(flat) == 1:
        return flat[0]
    return AllOf(tuple(flat)) if all_of else AnyOf(tuple(flat))


def _literal(atom: Atom, positive: bool) -> SignedAtom:
    """An atom with its sign; not (a < b) becomes a >= b, so that equal tests look equal."""
    if not isinstance(atom, Compare):
        return SignedAtom(atom, positive)
    atom = _weeks_to_the_left(atom)
    if positive or atom.op == "==":
        return SignedAtom(atom, positive)
    if atom.op == "!=":
        return SignedAtom(Compare(atom.left, "==", atom.right), True)
    return SignedAtom(Compare(atom.left, OPPOSITE[atom.op], atom.right), True)


def _weeks_to_the_left(atom: Compare) -> Compare:
    """`0 - weeks_until(d) >= 6` says the same as `weeks_until(d) <= -6`, which is a plain test on one answer."""
    left, right = atom.left, atom.right
    if (
        isinstance(left, Arithmetic)
        and left.op == "-"
        and left.left == Constant(0.0)
        and isinstance(left.right, WeeksUntil)
        and isinstance(right, Constant)
    ):
        return Compare(left.right, MIRRORED[atom.op], Constant(-right.value))
    return atom
