"""Interval arithmetic in the solver's terms, as in `advisor.language.intervals`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from advisor.authoring.solver.smt import Term
from advisor.language.intervals import compare
from advisor.language.tree import Amount, Arithmetic, Constant, Count, Extreme, Number, Operator, Point, WeeksUntil

ENDLESS = 10**30  # stands for infinity; no answer comes near it


@dataclass(frozen=True)
class RangeTerms:
    """The range of a number; one term twice where it is exactly known."""

    low: Term
    high: Term

    @property
    def exact(self) -> bool:
        """Whether both ends are one."""
        return self.low is self.high


def real(value: float | None, z3: Any, end: int) -> Term:
    """A number as a term; None is without end, below for end 0 and above for end 1."""
    if value is None:
        return z3.RealVal(ENDLESS if end else -ENDLESS)
    return z3.RealVal(repr(value))


def compared(left: float, op: Operator, right: float) -> bool:
    """Whether two plain numbers compare so."""
    return compare((left, left), op, (right, right)) == 1


def tested(term: Term, op: str, value: float) -> Term:
    """`term op value`."""
    if op == "<":
        return term < value
    if op == "<=":
        return term <= value
    if op == ">":
        return term > value
    if op == ">=":
        return term >= value
    return term == value if op == "==" else term != value


def surely(left: RangeTerms, op: str, right: RangeTerms, z3: Any) -> Term:
    """`left op right` for every pair of numbers within the bounds."""
    if op in ("<", "<="):
        return tested(left.high, op, right.low)
    if op in (">", ">="):
        return tested(left.low, op, right.high)
    if op == "==":
        return z3.And(left.low == left.high, right.low == right.high, left.low == right.low)
    return z3.Or(left.high < right.low, right.high < left.low)


def bounds_of(number: Number, leaf: Callable[[Amount | Count | WeeksUntil | Point], RangeTerms], z3: Any) -> RangeTerms:
    """The range of a number, where `leaf` tells the ranges of what it is made of."""
    if isinstance(number, Constant):
        value = real(number.value, z3, 0)
        return RangeTerms(value, value)
    if isinstance(number, Arithmetic):
        return _combined(number.op, bounds_of(number.left, leaf, z3), bounds_of(number.right, leaf, z3), z3)
    if isinstance(number, Extreme):
        parts = [bounds_of(part, leaf, z3) for part in number.parts]
        choose = _least if number.which == "min" else _greatest
        low = choose([p.low for p in parts], z3)
        return RangeTerms(low, low if all(p.exact for p in parts) else choose([p.high for p in parts], z3))
    return leaf(number)


def _combined(op: str, left: RangeTerms, right: RangeTerms, z3: Any) -> RangeTerms:
    # Interval arithmetic (R. E. Moore, 1966): a sum is least where both parts are; of a product or a quotient the
    # ends are among the four corners, whatever the signs (the parser refuses a divisor that can be 0). A number that
    # is exactly known is one term, not two equal ones, which spares the solver the corners.
    exact = left.exact and right.exact
    if op == "+":
        low = left.low + right.low
        return RangeTerms(low, low if exact else left.high + right.high)
    if op == "-":
        low = left.low - right.high
        return RangeTerms(low, low if exact else left.high - right.low)
    if exact:
        value = left.low * right.low if op == "*" else left.low / right.low
        return RangeTerms(value, value)
    lows = [left.low] if left.exact else [left.low, left.high]
    highs = [right.low] if right.exact else [right.low, right.high]
    corners = [a * b if op == "*" else a / b for a in lows for b in highs]
    return RangeTerms(_least(corners, z3), _greatest(corners, z3))


def _least(terms: list[Term], z3: Any) -> Term:
    found = terms[0]
    for term in terms[1:]:
        found = z3.If(term < found, term, found)
    return found


def _greatest(terms: list[Term], z3: Any) -> Term:
    found = terms[0]
    for term in terms[1:]:
        found = z3.If(term > found, term, found)
    return found
