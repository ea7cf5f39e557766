"""Patterns, and their reduction to regions, in which an engine that compares small integers can match them.

The tree (`Leaf`, `AllFields`, `AnyField`) and its meaning (`holds`) are those of `advisor.language.patterns`: positive
tests on the fields of one flat fact, false where the field is absent, also `!=`.

A field's *regions* are what the constants of all patterns cut its values into: below, at, between and above
the thresholds of a number; each named text, and all other texts; no and yes. They are numbered from 0,
numbers ascending. A `Form` is a pattern that says only in which regions the fields' values lie.

Python finds the region of a value exactly, by comparing numbers as numbers; the engine then compares small
integers. So nothing depends on how the engine compares fractions, texts or large numbers. And tests of one field
join into one set of regions (`>= 3` and `< 7` is a run of them), which is a range with holes: it holds in one way only,
where the engine would fire once for each alternative of an `$or`.
"""

from __future__ import annotations

import math
import operator
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from reprlib import repr as brief
from typing import Final

from advisor.language.patterns import AllFields, AnyField, Leaf, Pattern, Value, holds
from advisor.language.tree import Operator
from advisor.problems import AdvisorError, EngineError

__all__ = [
    "AllFields",
    "AnyField",
    "FactError",
    "Form",
    "Leaf",
    "Operator",
    "Pattern",
    "RegionScale",
    "SubsetError",
    "Value",
    "holds",
]

DEPTH: Final = 60  # nesting of a pattern, far below what Python's own stack allows
TEXT_BYTES: Final = 60_000
LEAST: Final = -(2**63)
MOST: Final = 2**63 - 1
TYPES: Final = {bool: "yes or no", int: "a number", float: "a number", str: "text"}
RELATIONS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class SubsetError(EngineError, ValueError):
    """A rule that the engine cannot be trusted with; the message names the rule and what to do."""

    def __init__(self, rule: object, problem: str, remedy: str):
        super().__init__(f"rule {rule!r}: {problem}; {remedy}")
        self.rule, self.problem, self.remedy = rule, problem, remedy


class FactError(AdvisorError, ValueError):
    """A value of another type than the patterns compare its field with, or out of bounds."""

    def __init__(self, field: str, value: object, expected: str):
        way_out = "; leave out what isn't known" if value is None else ""
        super().__init__(f"fact {field!r} must be {expected}, not {brief(value)}{way_out}")


@dataclass(frozen=True)
class RegionScale:
    """How many regions a field has, and which one a value lies in (FactError for a value that has none)."""

    size: int
    region: Callable[[object], int]

    def regions(self, leaf: Leaf) -> frozenset[int]:
        """The regions in which a test on this field is true: their numbers compare as the values do."""
        related, constant = RELATIONS[leaf.op], self.region(leaf.value)
        return frozenset(region for region in range(self.size) if related(region, constant))


def scales(rules: Iterable[tuple[str, Pattern]]) -> dict[str, RegionScale]:
    """The regions of each field that the rules test, in order of first mention.

    SubsetError for what is no pattern, for a constant out of bounds, and where two rules (both are named)
    compare a field with constants of different types.
    """
    constants: dict[str, dict[Value, None]] = {}
    first: dict[str, tuple[str, str]] = {}
    for rule, pattern in rules:
        for leaf in _leaves(rule, pattern, DEPTH):
            constants.setdefault(leaf.field, {})[leaf.value] = None
            given = TYPES[type(leaf.value)]
            expected, earlier = first.setdefault(leaf.field, (given, rule))
            if given != expected:
                raise SubsetError(
                    rule,
                    f"it compares field {leaf.field!r} with {given}, rule {earlier!r} with {expected}",
                    "a field has one type: correct one of the two",
                )
    return {field: _scale(field, list(values)) for field, values in constants.items()}


def _leaves(rule: str, pattern: Pattern, depth: int) -> Iterator[Leaf]:
    """Every test in the pattern, from left to right, once it has been found sound."""
    if isinstance(pattern, Leaf):
        _check(rule, pattern)
        yield pattern
    elif not isinstance(pattern, (AllFields, AnyField)) or not isinstance(pattern.parts, tuple):
        raise SubsetError(
            rule,
            f"{brief(pattern)} is no pattern for an engine",
            "use Leaf, and AllFields or AnyField of a tuple; make anything else a derived fact",
        )
    elif not depth:
        raise SubsetError(rule, f"it's nested more than {DEPTH} deep", "write it flatter")
    else:
        for part in pattern.parts:
            yield from _leaves(rule, part, depth - 1)


def _check(rule: str, leaf: Leaf) -> None:
    if not isinstance(leaf.field, str):
        raise SubsetError(rule, f"the field {brief(leaf.field)} isn't text", "fields are known by name")
    where = f"field {leaf.field!r} is compared "
    if leaf.op not in RELATIONS:
        raise SubsetError(rule, f"{where}by {brief(leaf.op)}", f"use one of {' '.join(RELATIONS)}")
    if type(leaf.value) not in TYPES:
        raise SubsetError(
            rule, f"{where}with {brief(leaf.value)}", "a constant is plain text, True, False, or an int or float"
        )
    if fault := _fault(leaf.value):
        raise SubsetError(rule, f"{where}with {brief(leaf.value)}", f"the constant must be {fault}")
    if isinstance(leaf.value, (str, bool)) and leaf.op not in ("==", "!="):
        raise SubsetError(
            rule, f"{where}by {leaf.op} with {TYPES[type(leaf.value)]}", "only numbers are less or more; use == or !="
        )


def _fault(value: Value) -> str | None:
    """What a value of its type must be, where it is not."""
    if isinstance(value, str):
        try:
            return None if len(value.encode()) < TEXT_BYTES else f"shorter than {TEXT_BYTES} bytes of UTF-8"
        except UnicodeEncodeError:
            return "text without lone surrogates"
    if isinstance(value, float):
        return None if math.isfinite(value) else "a finite number"
    return None if LEAST <= value <= MOST else "a whole number within 64 bits"


def _scale(field: str, constants: Sequence[Value]) -> RegionScale:
    if isinstance(constants[0], bool):
        return RegionScale(2, partial(_yes_no, field))
    if isinstance(constants[0], str):
        return _texts(field, constants)
    return _numbers(field, [constant for constant in constants if not isinstance(constant, str)])


def _yes_no(field: str, value: object) -> int:
    if value is True:
        return 1
    if value is False:
        return 0
    raise FactError(field, value, "True or False")


def _texts(field: str, constants: Sequence[Value]) -> RegionScale:
    """Texts in order of first mention, so that those of one choice tend to be neighbours; then all others."""
    known: dict[Value, int] = {text: number for number, text in enumerate(constants)}
    return RegionScale(len(known) + 1, partial(_among_texts, field, known))


def _among_texts(field: str, known: Mapping[Value, int], value: object) -> int:
    if not isinstance(value, str):
        raise FactError(field, value, "text")
    number = known.get(value)
    if number is None:
        if fault := _fault(value):
            raise FactError(field, value, fault)
        return len(known)
    return number


def _numbers(field: str, constants: Iterable[int | float]) -> RegionScale:
    """Threshold i is region 2i + 1; what lies below it, and above the one before, is region 2i."""
    cuts = sorted(constants)
    return RegionScale(2 * len(cuts) + 1, partial(_among_cuts, field, cuts))


def _among_cuts(field: str, cuts: Sequence[int | float], value: object) -> int:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise FactError(field, value, "a number")
    number = float(value) if isinstance(value, float) else int(value)
    if not LEAST <= number <= MOST and (fault := _fault(number)):
        raise FactError(field, value, fault)
    cut = bisect_left(cuts, number)
    return 2 * cut + (cut < len(cuts) and cuts[cut] == number)


@dataclass(frozen=True)
class Within:
    """The fact has `field`, and its value lies in one of `regions`."""

    field: str
    regions: frozenset[int]


@dataclass(frozen=True)
class Every:
    """All parts hold: tests, each of another field, then the `Some`s. Without parts: always true."""

    parts: tuple[Form, ...]


@dataclass(frozen=True)
class Some:
    """A part holds: tests, each of another field, then the `Every`s. Without parts: never true."""

    parts: tuple[Form, ...]


Form = Within | Every | Some
ALWAYS: Final = Every(())
NEVER: Final = Some(())


def form(pattern: Pattern, known: Mapping[str, RegionScale]) -> Form:
    """The pattern as a form: flat, one test a field in each node, without what always or never holds."""
    if isinstance(pattern, Leaf):
        return join(Some, [Within(pattern.field, known[pattern.field].regions(pattern))])
    return join(Every if isinstance(pattern, AllFields) else Some, (form(part, known) for part in pattern.parts))


def join(kind: type[Every | Some], parts: Iterable[Form]) -> Form:
    """All parts, or some part, as one form. The parts are forms that this function made."""
    tests: dict[str, frozenset[int]] = {}
    others: dict[Form, None] = {}
    for part in parts:
        for piece in part.parts if isinstance(part, kind) else (part,):
            if not isinstance(piece, Within):
                others[piece] = None
            elif piece.field not in tests:
                tests[piece.field] = piece.regions
            elif kind is Every:
                tests[piece.field] &= piece.regions
            else:
                tests[piece.field] |= piece.regions
    if kind is Every and (NEVER in others or not all(tests.values())):
        return NEVER
    if kind is Some and ALWAYS in others:
        return ALWAYS
    flat = (*(Within(field, regions) for field, regions in tests.items() if regions), *others)
    return flat[0] if len(flat) == 1 else kind(flat)


def fields(whole: Form) -> Iterator[str]:
    """The field of every test in the form."""
    if isinstance(whole, Within):
        yield whole.field
    else:
        for part in whole.parts:
            yield from fields(part)


def ways(whole: Form) -> int:
    """In how many ways the form can hold: alternatives add up, and multiply where several stand together."""
    if isinstance(whole, Within):
        return 1
    return (math.prod if isinstance(whole, Every) else sum)(ways(part) for part in whole.parts)


def halves(whole: Form) -> list[Form]:
    """Forms of which one holds where the whole does: its largest alternatives halved; [] if it has none."""
    if isinstance(whole, Some):
        middle = len(whole.parts) // 2
        return [join(Some, whole.parts[:middle]), join(Some, whole.parts[middle:])]
    if isinstance(whole, Within):
        return []
    choices = [part for part in whole.parts if isinstance(part, Some)]
    if not choices:
        return []
    largest = max(choices, key=lambda choice: len(list(fields(choice))))
    rest = [part for part in whole.parts if part is not largest]
    return [join(Every, [*rest, half]) for half in halves(largest)]


REGION_FUNCTIONS = {each.__name__: each for each in (_yes_no, _among_texts, _among_cuts)}
"""What scales hold on to, by name; for anyone who keeps scales as data."""
