"""What the engines match: positive tests on the fields of one flat fact, joined by all, any and a count.

Every condition becomes two patterns, one for "certainly true" and one for "certainly false". A test on a field
that the fact does not have is false, so a pattern that holds keeps holding when more becomes known. `fields` makes
them, and tells why there are two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Union

from advisor.language.tree import Operator

Value = Union[bool, int, float, str]
Facts = Mapping[str, Value]


@dataclass(frozen=True)
class Leaf:
    """One field compared with a constant; false where the field is absent."""

    field: str
    op: Operator
    value: Value


@dataclass(frozen=True)
class AllFields:
    """Every part holds; without parts: always."""

    parts: tuple[Pattern, ...]


@dataclass(frozen=True)
class AnyField:
    """Some part holds; without parts: never."""

    parts: tuple[Pattern, ...]


@dataclass(frozen=True)
class AtLeastFields:
    """At least `n` parts hold."""

    n: int
    parts: tuple[Pattern, ...]


Pattern = Union[Leaf, AllFields, AnyField, AtLeastFields]
ALWAYS = AllFields(())
NEVER = AnyField(())


def holds(pattern: Pattern, facts: Facts) -> bool:
    """The reference meaning of a pattern.

    >>> few = Leaf("team.seniors#high", "<=", 2)
    >>> holds(few, {"team.seniors#low": 0, "team.seniors#high": 2}), holds(few, {})
    (True, False)
    """
    if isinstance(pattern, Leaf):
        return leaf_holds(pattern, facts)
    if isinstance(pattern, AllFields):
        return all(holds(part, facts) for part in pattern.parts)
    if isinstance(pattern, AnyField):
        return any(holds(part, facts) for part in pattern.parts)
    return sum(holds(part, facts) for part in pattern.parts) >= pattern.n


def leaf_holds(leaf: Leaf, facts: Facts) -> bool:
    """One test on one field; texts and numbers are never equal to each other."""
    value = facts.get(leaf.field)
    if value is None:
        return False
    if isinstance(value, (str, bool)) or isinstance(leaf.value, (str, bool)):
        if type(value) is not type(leaf.value):
            return leaf.op == "!="
        return (value == leaf.value) is (leaf.op == "==")
    number, constant = value, leaf.value
    if leaf.op == "==":
        return number == constant
    if leaf.op == "!=":
        return number != constant
    if leaf.op == "<":
        return number < constant
    if leaf.op == "<=":
        return number <= constant
    return number > constant if leaf.op == ">" else number >= constant


def all_of(parts: list[Pattern]) -> Pattern:
    """The conjunction, laid flat, constants removed."""
    flat: dict[Pattern, None] = {}
    for part in parts:
        if part == NEVER:
            return NEVER
        flat.update(dict.fromkeys(part.parts if isinstance(part, AllFields) else (part,)))
    return next(iter(flat)) if len(flat) == 1 else AllFields(tuple(flat))


def any_of(parts: list[Pattern]) -> Pattern:
    """The disjunction, laid flat, constants removed."""
    flat: dict[Pattern, None] = {}
    for part in parts:
        if part == ALWAYS:
            return ALWAYS
        flat.update(dict.fromkeys(part.parts if isinstance(part, AnyField) else (part,)))
    return next(iter(flat)) if len(flat) == 1 else AnyField(tuple(flat))


def fields_of(pattern: Pattern) -> Iterator[str]:
    """The fields that a pattern tests, repeated where they repeat."""
    for leaf in leaves_of(pattern):
        yield leaf.field


def leaves_of(pattern: Pattern) -> Iterator[Leaf]:
    """The tests of a pattern, in reading order."""
    if isinstance(pattern, Leaf):
        yield pattern
    else:
        for part in pattern.parts:
            yield from leaves_of(part)
