"""Parsed conditions written out again in the condition language, so that parsing them gives the same tree.

Only a test of the day of the case has no words of its own there: authors name a law instead.
"""

from __future__ import annotations

from datetime import date

from advisor.language.normal import SignedAtom
from advisor.language.tree import (
    OPPOSITE,
    Amount,
    Arithmetic,
    Atom,
    Compare,
    Concluded,
    Constant,
    Count,
    Day,
    Extreme,
    Has,
    IsYes,
    Number,
    OneOf,
    Point,
    Unsure,
    WeeksUntil,
    plain_number,
)


def literal_text(literal: SignedAtom) -> str:
    """An atom, or its negation."""
    atom = literal.atom
    if literal.positive:
        return atom_text(atom)
    if isinstance(atom, Compare):
        return atom_text(Compare(atom.left, OPPOSITE[atom.op], atom.right))
    if isinstance(atom, Has):
        return f"{atom.option} not in {atom.question}"
    if isinstance(atom, OneOf):
        if len(atom.options) == 1:
            return f"{atom.question} != {atom.options[0]}"
        return f"{atom.question} not in [{', '.join(atom.options)}]"
    return f"not {atom_text(atom)}"


def atom_text(atom: Atom) -> str:
    """A single test."""
    if isinstance(atom, IsYes):
        return atom.question
    if isinstance(atom, OneOf):
        if len(atom.options) == 1:
            return f"{atom.question} == {atom.options[0]}"
        return f"{atom.question} in [{', '.join(atom.options)}]"
    if isinstance(atom, Has):
        return f"{atom.option} in {atom.question}"
    if isinstance(atom, Unsure):
        return f"unsure({atom.question})"
    if isinstance(atom, Concluded):
        return f"{atom.how}({atom.diagnosis.replace('-', '_')})"
    if isinstance(atom.left, Day) and isinstance(atom.right, Constant):
        return f"{atom.left.name} {atom.op} {date.fromordinal(int(atom.right.value))}"
    return f"{number_text(atom.left)} {atom.op} {number_text(atom.right)}"


def number_text(number: Number) -> str:
    """A number, with parentheses where they are needed."""
    if isinstance(number, Constant):
        return plain_number(number.value)
    if isinstance(number, Amount):
        return number.question
    if isinstance(number, Point):
        return number.name
    if isinstance(number, Count):
        return f"count({number.question})"
    if isinstance(number, WeeksUntil):
        return f"weeks_until({number.question})"
    if isinstance(number, Extreme):
        return f"{number.which}({', '.join(number_text(part) for part in number.parts)})"
    left, right = number_text(number.left), number_text(number.right)
    if number.op in "*/" and isinstance(number.left, Arithmetic) and number.left.op in "+-":
        left = f"({left})"
    if number.op in "-*/" and isinstance(number.right, Arithmetic):
        right = f"({right})"
    return f"{left} {number.op} {right}"
