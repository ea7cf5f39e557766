"""Interval arithmetic on arrays, number for number what `advisor.language.intervals` does on single cases.

The ends of a result are the least and the greatest of what the operands' ends give (Moore 1966). The conventions of the
single cases hold here too: 0 stands for inf - inf, 0 * inf and anything / inf.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, Union

import numpy as np

from advisor.batch.columns.block import Array
from advisor.language.tree import (
    Amount,
    Arithmetic,
    Compare,
    Constant,
    Count,
    Extreme,
    Number,
    Operator,
    Point,
    WeeksUntil,
)

Ends = Union[float, Array]
Asked = Union[Amount, Count, WeeksUntil, Point]


class ColumnSpan(NamedTuple):
    """Lower and upper ends; NaN where a computed number is not known.

    No end is further from 0 than `most`; `positive`: none is below 0.
    """

    # Both are known before any case is looked at, from declared ranges, and choose the cheaper way in `_combine`: with
    # finite ends inf - inf and 0 * inf cannot arise, and of positive numbers the ends of a product are known without
    # trying all four. Too small a `most` would let a NaN through, which reads as "not known".

    low: Ends
    high: Ends
    most: float = math.inf
    positive: bool = False


class Comparisons:
    """Comparisons of computed numbers; a part that several of them have in common is worked out once."""

    def __init__(self, comparisons: Sequence[Compare]):
        self._numbers: dict[Number, int] = {}
        self._made: list[Callable[[Callable[[Asked], ColumnSpan], list[ColumnSpan | None]], ColumnSpan]] = []
        self._sides = [(self._number(c.left), c.op, self._number(c.right)) for c in comparisons]

    def decide(self, leaf: Callable[[Asked], ColumnSpan], into: Array) -> None:
        """Where each comparison is certainly true and where certainly false (in this order the first axis of `into`);
        `leaf` tells the spans of answers.
        """
        known: list[ColumnSpan | None] = [None] * len(self._made)
        with np.errstate(all="ignore"):
            for (left, op, right), true, false in zip(self._sides, *into):
                _compare(self._span(left, leaf, known), op, self._span(right, leaf, known), true, false)

    def _span(self, number: int, leaf: Callable[[Asked], ColumnSpan], known: list[ColumnSpan | None]) -> ColumnSpan:
        found = known[number]
        if found is None:
            found = known[number] = self._made[number](leaf, known)
        return found

    def _number(self, number: Number) -> int:
        if number not in self._numbers:
            made = self._maker(number)
            self._numbers[number] = len(self._made)
            self._made.append(made)
        return self._numbers[number]

    def _maker(self, number: Number) -> Callable[[Callable[[Asked], ColumnSpan], list[ColumnSpan | None]], ColumnSpan]:
        if isinstance(number, Constant):
            value = number.value
            constant = ColumnSpan(value, value, abs(value), value >= 0)
            return lambda leaf, known: constant
        if isinstance(number, Arithmetic):
            op, left, right = number.op, self._number(number.left), self._number(number.right)
            return lambda leaf, known: _combine(op, self._span(left, leaf, known), self._span(right, leaf, known))
        if isinstance(number, Extreme):
            which, parts = number.which, [self._number(part) for part in number.parts]
            return lambda leaf, known: _extreme(which, [self._span(part, leaf, known) for part in parts])
        return lambda leaf, known: leaf(number)


def _compare(left: ColumnSpan, op: Operator, right: ColumnSpan, true: Array, false: Array) -> None:
    a, b, c, d = left.low, left.high, right.low, right.high
    if op == "<":
        np.less(b, c, out=true)
        np.greater_equal(a, d, out=false)
    elif op == "<=":
        np.less_equal(b, c, out=true)
        np.greater(a, d, out=false)
    elif op == ">":
        np.greater(a, d, out=true)
        np.less_equal(b, c, out=false)
    elif op == ">=":
        np.greater_equal(a, d, out=true)
        np.less(b, c, out=false)
    else:
        same, apart = (true, false) if op == "==" else (false, true)
        np.logical_and(np.equal(a, b) & np.equal(b, c), np.equal(c, d), out=same)
        np.logical_or(np.less(b, c), np.less(d, a), out=apart)


def _extreme(which: str, spans: Sequence[ColumnSpan]) -> ColumnSpan:
    choose = np.minimum if which == "min" else np.maximum
    low, high, most, positive = spans[0]
    for other in spans[1:]:
        low, high, most = choose(low, other.low), choose(high, other.high), max(most, other.most)
        positive = positive and other.positive if which == "min" else positive or other.positive
    return ColumnSpan(low, high, most, positive)


def _combine(op: str, left: ColumnSpan, right: ColumnSpan) -> ColumnSpan:
    (a, b, *_), (c, d, *_) = left, right
    positive = left.positive and right.positive
    if op in ("+", "-"):
        most = left.most + right.most
        first, second = (c, d) if op == "+" else (np.negative(d), np.negative(c))
        total = np.add if most < math.inf else _sum
        return ColumnSpan(total(a, first), total(b, second), most, positive and op == "+")
    if np.ndim(c) == 0 and c == d and 0 < c < math.inf and left.most < math.inf:
        how, most = (np.multiply, left.most * float(c)) if op == "*" else (np.divide, left.most / float(c))
        return ColumnSpan(how(a, c), how(b, c), most, positive)  # a positive constant keeps the order of the ends
    if op == "*":
        most = left.most * right.most if left.most and right.most else 0.0
        product = np.multiply if most < math.inf else _product
        if positive:
            return ColumnSpan(product(a, c), product(b, d), most, True)
        if left.positive:
            return ColumnSpan(np.minimum(product(a, c), product(b, c)), np.maximum(product(a, d), product(b, d)), most)
        if right.positive:
            return ColumnSpan(np.minimum(product(a, c), product(a, d)), np.maximum(product(b, c), product(b, d)), most)
        return ColumnSpan(*_hull(product(a, c), product(a, d), product(b, c), product(b, d)), most)
    low, high = _hull(_quotient(a, c), _quotient(a, d), _quotient(b, c), _quotient(b, d))
    holds_zero = np.less_equal(c, 0) & np.greater_equal(d, 0)
    return ColumnSpan(np.where(holds_zero, -np.inf, low), np.where(holds_zero, np.inf, high))


def _hull(p: Ends, q: Ends, r: Ends, s: Ends) -> tuple[Ends, Ends]:
    return np.minimum(np.minimum(p, q), np.minimum(r, s)), np.maximum(np.maximum(p, q), np.maximum(r, s))


def _sum(x: Ends, y: Ends) -> Ends:
    total = np.add(x, y)
    return np.where(np.isnan(total), 0.0, total)


def _product(x: Ends, y: Ends) -> Ends:
    return np.where(np.equal(x, 0) | np.equal(y, 0), 0.0, np.multiply(x, y))


def _quotient(x: Ends, y: Ends) -> Ends:
    return np.where(np.equal(x, 0) | np.isinf(y), 0.0, np.divide(x, y))
