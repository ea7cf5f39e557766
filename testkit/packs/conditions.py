"""Hypothesis strategies for the language: vocabularies, conditions, and the printer of conditions.

Everything is small on purpose (few options, short ranges), so that every completion can be tried and so that
questions are tested twice in one condition, which is where a reader goes wrong. Packs: `strategies`.

What is drawn inside is drawn by plain functions that take `draw`: to make a strategy anew for each condition, and to
have it checked, takes far longer than to draw from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from advisor.language.tree import (
    Amount,
    And,
    Arithmetic,
    AtLeast,
    Atom,
    Compare,
    Concluded,
    Condition,
    Constant,
    Count,
    Extreme,
    Fixed,
    Has,
    IsYes,
    Not,
    Number,
    OneOf,
    Or,
    Point,
    Unsure,
    WeeksUntil,
)
from advisor.language.vocabulary import Kind, Term, Vocabulary

OPTIONS = ("red", "green", "blue")
WEEKS = (0.0, 1.0)  # the thresholds of dates
_OPERATORS = ("==", "!=", "<", "<=", ">", ">=")
_CONSTANTS = tuple(map(Constant, (-2.0, -0.5, 0.0, 0.5, 1.0, 2.0, 7.25)))
_MOST_IN_NUMBER = 4

T = TypeVar("T")


@cache
def _up_to(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most)


def one_of(draw: st.DrawFn, options: Sequence[T]) -> T:
    """One of these."""
    return options[draw(_up_to(len(options) - 1))]


def between(draw: st.DrawFn, least: int, most: int) -> int:
    """A number, both ends included."""
    return least + draw(_up_to(most - least))


# ---- vocabularies ----------------------------------------------------------------------------------------

_SHAPES: dict[Kind, tuple[tuple[Any, ...], ...]] = {
    Kind.YES_NO: ((),),
    Kind.CHOICE: ((OPTIONS[:2],), (OPTIONS[:3],)),
    Kind.CHOICES: ((OPTIONS[:2],), (OPTIONS[:3],)),
    Kind.WHOLE: (((), 0.0, 3.0), ((), 1.0, 3.0)),
    Kind.NUMBER: (((), -1.0, 1.0),),
    Kind.DATE: ((),),
    Kind.TEXT: ((),),
}


def a_term(draw: st.DrawFn, name: str, kinds: Sequence[Kind] = tuple(Kind)) -> Term:
    """A question as conditions see it."""
    kind = one_of(draw, kinds)
    return Term(name, kind, *one_of(draw, _SHAPES[kind]))


@st.composite
def some_terms(draw: st.DrawFn, least: int = 1, most: int = 5, kinds: Sequence[Kind] = tuple(Kind)) -> list[Term]:
    """Questions of all types."""
    return [a_term(draw, f"q.{name}", kinds) for name in "abcdefgh"[: between(draw, least, most)]]


def a_vocabulary(points: Iterable[str] = ("t.x",), diagnoses: Iterable[str] = ("d-0", "d-1")) -> Any:
    """Terms, points and diagnoses, without derived facts."""
    return some_terms().map(
        lambda terms: Vocabulary({t.id: t for t in terms}, {}, frozenset(diagnoses), frozenset(points))
    )


# ---- numbers and tests -----------------------------------------------------------------------------------


def cuts_of(term: Term) -> tuple[float, ...]:
    """The thresholds that conditions name for a number or a day."""
    if term.kind is Kind.DATE:
        return WEEKS
    if term.kind is Kind.CHOICES:
        return tuple(map(float, range(len(term.options) + 1)))
    return (term.low, (term.low + term.high) / 2, term.high)


def _leaf(term: Term) -> Number | None:
    if term.kind.numeric:
        return Amount(term.id)
    if term.kind is Kind.CHOICES:
        return Count(term.id, len(term.options))
    return WeeksUntil(term.id) if term.kind is Kind.DATE else None


@st.composite
def some_numbers(draw: st.DrawFn, terms: Sequence[Term], points: Sequence[str] = ()) -> Number:
    """Numbers, computed ones too; no divisor can be 0."""
    return _number(draw, terms, points, between(draw, 1, _MOST_IN_NUMBER))


def _number(draw: st.DrawFn, terms: Sequence[Term], points: Sequence[str], leaves: int) -> Number:
    if leaves == 1:
        found = _leaves(terms, points)
        return one_of(draw, found) if found and draw(st.booleans()) else one_of(draw, _CONSTANTS)
    kind = one_of(draw, ("sum", "quotient", "extreme"))
    if kind == "quotient":
        divisors = [Constant(2.0), Constant(-0.5), *(Amount(t.id) for t in terms if t.kind.numeric and t.low > 0)]
        return Arithmetic("/", _number(draw, terms, points, leaves - 1), one_of(draw, divisors))
    parts = [_number(draw, terms, points, share) for share in _shares(draw, leaves, 2 if kind == "sum" else 3)]
    if kind == "sum":
        return Arithmetic(one_of(draw, "+-*"), *parts)
    return Extreme(one_of(draw, ("min", "max")), tuple(parts))


def _leaves(terms: Sequence[Term], points: Sequence[str]) -> list[Number]:
    return [*(leaf for leaf in map(_leaf, terms) if leaf is not None), *map(Point, points)]


def _shares(draw: st.DrawFn, leaves: int, most: int) -> list[int]:
    """So many leaves divided among two parts or more, at most `most` of them."""
    left, shares = leaves, []
    for behind in range(between(draw, 2, min(most, leaves)) - 1, 0, -1):
        shares.append(between(draw, 1, left - behind))
        left -= shares[-1]
    return [*shares, left]


def an_atom(
    draw: st.DrawFn,
    terms: Sequence[Term],
    diagnoses: Sequence[str] = (),
    points: Sequence[str] = (),
    *,
    computed: bool = True,
) -> Atom:
    """Any kind of test on these questions, conclusions and computed numbers."""
    kinds: list[Any] = [*(3 * [*terms]), *diagnoses, *map(Point, points)]
    chosen = one_of(draw, [*kinds, None] if computed and any(map(_leaf, terms)) else kinds)
    if chosen is None:
        return Compare(_computed(draw, terms, points), one_of(draw, _OPERATORS), draw(some_numbers(terms, points)))
    if isinstance(chosen, Term):
        return atom_of_term(draw, chosen)
    if isinstance(chosen, Point):
        return Compare(chosen, one_of(draw, _OPERATORS), one_of(draw, _CONSTANTS))
    return Concluded(chosen, one_of(draw, ("diagnosed", "suspected")))


def atom_of_term(draw: st.DrawFn, term: Term) -> Atom:
    """A test on the answer to one question, or on whether nobody knows it."""
    leaf = _leaf(term)
    if term.kind is Kind.TEXT or between(draw, 0, 2) == 0:
        return Unsure(term.id)
    if term.kind is Kind.YES_NO:
        return IsYes(term.id)
    if term.kind is Kind.CHOICE:
        bits = between(draw, 1, (1 << len(term.options)) - 1)
        return OneOf(term.id, tuple(option for i, option in enumerate(term.options) if bits >> i & 1))
    if term.kind is Kind.CHOICES and draw(st.booleans()):
        return Has(term.id, one_of(draw, term.options))
    assert leaf is not None
    return Compare(leaf, one_of(draw, _OPERATORS), Constant(one_of(draw, cuts_of(term))))


def _computed(draw: st.DrawFn, terms: Sequence[Term], points: Sequence[str]) -> Number:
    """A number that is more than a constant or an answer."""
    by_itself = [n for n in _leaves(terms, points) if isinstance(n, (WeeksUntil, Point))]
    leaves = between(draw, 1 if by_itself else 2, _MOST_IN_NUMBER)
    return one_of(draw, by_itself) if leaves == 1 else _number(draw, terms, points, leaves)


@st.composite
def some_atoms(
    draw: st.DrawFn,
    terms: Sequence[Term],
    diagnoses: Sequence[str] = (),
    points: Sequence[str] = (),
    *,
    computed: bool = True,
) -> Atom:
    """Every kind of test on these questions, conclusions and computed numbers."""
    return an_atom(draw, terms, diagnoses, points, computed=computed)


# ---- conditions ------------------------------------------------------------------------------------------


@st.composite
def some_conditions(draw: st.DrawFn, atoms: st.SearchStrategy[Atom], leaves: int = 6) -> Condition:
    """Trees of conditions as the parser gives them."""
    return a_condition(draw, lambda: draw(atoms), leaves)


def a_condition(draw: st.DrawFn, atom: Callable[[], Atom], most: int) -> Condition:
    """A tree of at most so many atoms."""
    return _tree(draw, atom, between(draw, 1, most))


def _tree(draw: st.DrawFn, atom: Callable[[], Atom], leaves: int) -> Condition:
    if between(draw, 0, 5) == 5:
        return Not(_tree(draw, atom, leaves))
    if leaves == 1:
        return atom() if between(draw, 0, 7) < 7 else Fixed(draw(st.booleans()))
    kind = one_of(draw, (And, Or, AtLeast))
    parts = tuple(_tree(draw, atom, share) for share in _shares(draw, leaves, 4 if kind is AtLeast else 3))
    return AtLeast(between(draw, 1, len(parts)), parts) if kind is AtLeast else kind(parts)


def condition_text(condition: Condition) -> str:
    """The condition as an author writes it; parsed again it is the same tree."""
    if isinstance(condition, Fixed):
        return "true" if condition.value else "false"
    if isinstance(condition, Not):
        return f"not {_inside(condition.part)}"
    if isinstance(condition, (And, Or)):
        return (" and " if isinstance(condition, And) else " or ").join(map(_inside, condition.parts))
    if isinstance(condition, AtLeast):
        return f"at_least({condition.n}, {', '.join(map(condition_text, condition.parts))})"
    if isinstance(condition, IsYes):
        return condition.question
    if isinstance(condition, OneOf):
        options = ", ".join(condition.options)
        return f"{condition.question} " + (f"== {options}" if len(condition.options) == 1 else f"in [{options}]")
    if isinstance(condition, Has):
        return f"{condition.option} in {condition.question}"
    if isinstance(condition, Unsure):
        return f"unsure({condition.question})"
    if isinstance(condition, Concluded):
        return f"{condition.how}({condition.diagnosis.replace('-', '_')})"
    return f"{number_text(condition.left)} {condition.op} {number_text(condition.right)}"


def _inside(condition: Condition) -> str:
    text = condition_text(condition)
    return f"({text})" if isinstance(condition, (And, Or, Not, Compare, OneOf, Has)) else text


def number_text(number: Number) -> str:
    """The number as an author writes it."""
    if isinstance(number, Constant):
        return f"{number.value:g}"
    if isinstance(number, Amount):
        return number.question
    if isinstance(number, Count):
        return f"count({number.question})"
    if isinstance(number, WeeksUntil):
        return f"weeks_until({number.question})"
    if isinstance(number, Point):
        return number.name
    if isinstance(number, Extreme):
        return f"{number.which}({', '.join(map(number_text, number.parts))})"
    return f"({number_text(number.left)} {number.op} {number_text(number.right)})"
