"""Hypothesis strategies for the language: vocabularies, conditions, and the printer of conditions.

Everything is small on purpose (few options, short ranges), so that every completion can be tried and so that
questions are tested twice in one condition, which is where a reader goes wrong. Packs: `pack_strategies`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

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

# ---- vocabularies ----------------------------------------------------------------------------------------


def a_term(name: str, kinds: Sequence[Kind] = tuple(Kind)) -> st.SearchStrategy[Term]:
    """A question as conditions see it."""
    shapes = {
        Kind.YES_NO: st.just(Term(name, Kind.YES_NO)),
        Kind.CHOICE: st.sampled_from([2, 3]).map(lambda n: Term(name, Kind.CHOICE, OPTIONS[:n])),
        Kind.CHOICES: st.sampled_from([2, 3]).map(lambda n: Term(name, Kind.CHOICES, OPTIONS[:n])),
        Kind.WHOLE: st.sampled_from([(0.0, 3.0), (1.0, 3.0)]).map(lambda r: Term(name, Kind.WHOLE, (), *r)),
        Kind.NUMBER: st.just(Term(name, Kind.NUMBER, (), -1.0, 1.0)),
        Kind.DATE: st.just(Term(name, Kind.DATE)),
        Kind.TEXT: st.just(Term(name, Kind.TEXT)),
    }
    return st.sampled_from(kinds).flatmap(shapes.__getitem__)


@st.composite
def some_terms(draw: st.DrawFn, least: int = 1, most: int = 5, kinds: Sequence[Kind] = tuple(Kind)) -> list[Term]:
    """Questions of all types; the types that can go wrong in more ways come more often."""
    count = draw(st.integers(least, most))
    return [draw(a_term(f"q.{name}", kinds)) for name in "abcdefgh"[:count]]


def a_vocabulary(points: Iterable[str] = ("t.x",), diagnoses: Iterable[str] = ("d-0", "d-1")) -> Any:
    """Terms, points and diagnoses, without derived facts."""
    return some_terms().map(
        lambda terms: Vocabulary({t.id: t for t in terms}, {}, frozenset(diagnoses), frozenset(points))
    )


# ---- conditions ------------------------------------------------------------------------------------------


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


def _atoms_of_term(term: Term) -> list[st.SearchStrategy[Atom]]:
    found: list[st.SearchStrategy[Atom]] = [st.just(Unsure(term.id))]
    leaf = _leaf(term)
    if leaf is not None:
        found += 2 * [st.builds(Compare, st.just(leaf), _operators, st.sampled_from(cuts_of(term)).map(Constant))]
    if term.kind is Kind.YES_NO:
        found += 2 * [st.just(IsYes(term.id))]
    if term.kind is Kind.CHOICE:
        sets = st.sets(st.sampled_from(term.options), min_size=1)
        found += 2 * [sets.map(lambda s: OneOf(term.id, tuple(o for o in term.options if o in s)))]
    if term.kind is Kind.CHOICES:
        found += 2 * [st.sampled_from(term.options).map(lambda o: Has(term.id, o))]
    return found


_operators = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
_constants = st.sampled_from([-2.0, -0.5, 0.0, 0.5, 1.0, 2.0, 7.25]).map(Constant)


def some_numbers(terms: Sequence[Term], points: Sequence[str] = ()) -> st.SearchStrategy[Number]:
    """Numbers, computed ones too; no divisor can be 0."""
    leaves = [leaf for leaf in map(_leaf, terms) if leaf is not None] + [Point(name) for name in points]
    divisors: list[Number] = [Constant(2.0), Constant(-0.5)]
    divisors += [Amount(t.id) for t in terms if t.kind.numeric and t.low > 0]
    base: st.SearchStrategy[Number] = st.sampled_from(leaves) | _constants if leaves else _constants

    def larger(inner: st.SearchStrategy[Number]) -> st.SearchStrategy[Number]:
        sums = st.builds(Arithmetic, st.sampled_from("+-*"), inner, inner)
        quotients = st.builds(Arithmetic, st.just("/"), inner, st.sampled_from(divisors))
        extremes = st.builds(
            Extreme, st.sampled_from(["min", "max"]), st.lists(inner, min_size=2, max_size=3).map(tuple)
        )
        return sums | quotients | extremes

    return st.recursive(base, larger, max_leaves=4)


def some_atoms(
    terms: Sequence[Term], diagnoses: Sequence[str] = (), points: Sequence[str] = (), *, computed: bool = True
) -> st.SearchStrategy[Atom]:
    """Every kind of test on these questions, conclusions and computed numbers."""
    found = [atom for term in terms for atom in _atoms_of_term(term)]
    how = st.sampled_from(["diagnosed", "suspected"])
    found += [st.builds(Concluded, st.just(name), how) for name in diagnoses]
    found += [st.builds(Compare, st.just(Point(p)), _operators, _constants) for p in points]
    if computed and any(_leaf(term) for term in terms):
        numbers = some_numbers(terms, points)
        by_itself = numbers.filter(lambda n: not isinstance(n, (Constant, Amount, Count)))
        found.append(st.builds(Compare, by_itself, _operators, numbers))
    return st.one_of(found)


def some_conditions(atoms: st.SearchStrategy[Atom], leaves: int = 6) -> st.SearchStrategy[Condition]:
    """Trees of conditions as the parser gives them."""

    def larger(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
        counted = st.lists(inner, min_size=2, max_size=4).map(tuple)
        return (
            parts.map(And)
            | parts.map(Or)
            | inner.map(Not)
            | counted.flatmap(lambda p: st.integers(1, len(p)).map(lambda n: AtLeast(n, p)))
        )

    base: st.SearchStrategy[Condition] = st.one_of(*(7 * [atoms]), st.booleans().map(Fixed))
    return st.recursive(base, larger, max_leaves=leaves)


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
