"""Interval arithmetic on arrays, number for number what `advisor.language.intervals` does on single cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Union

import numpy as np

from advisor.batch.block import Array
from advisor.batch.circuit import Mask
from advisor.language.tree import Amount, Arithmetic, Constant, Count, Extreme, Number, Operator, Point, WeeksUntil

Ends = Union[float, Array]
Span = tuple[Ends, Ends]
"""Lower and upper ends; NaN where a computed number is not known."""


def span_of(number: Number, leaf: Callable[[Amount | Count | WeeksUntil | Point], Span]) -> Span:
    """The spans of a number, where `leaf` tells those of what it is made of."""
    if isinstance(number, Constant):
        return (number.value, number.value)
    if isinstance(number, Arithmetic):
        with np.errstate(all="ignore"):
            return _combine(number.op, span_of(number.left, leaf), span_of(number.right, leaf))
    if isinstance(number, Extreme):
        spans = [span_of(part, leaf) for part in number.parts]
        choose = np.minimum if number.which == "min" else np.maximum
        low, high = spans[0]
        for other_low, other_high in spans[1:]:
            low, high = choose(low, other_low), choose(high, other_high)
        return low, high
    return leaf(number)


def compared(left: Span, op: Operator, right: Span) -> tuple[Mask, Mask]:
    """Where `left op right` is certainly true, and where it is certainly false."""
    (a, b), (c, d) = left, right
    if op == "<":
        return np.less(b, c), np.greater_equal(a, d)
    if op == "<=":
        return np.less_equal(b, c), np.greater(a, d)
    if op == ">":
        return np.greater(a, d), np.less_equal(b, c)
    if op == ">=":
        return np.greater_equal(a, d), np.less(b, c)
    same = np.equal(a, b) & np.equal(b, c) & np.equal(c, d)
    apart = np.less(b, c) | np.less(d, a)
    return (same, apart) if op == "==" else (apart, same)


def _combine(op: str, left: Span, right: Span) -> Span:
    (a, b), (c, d) = left, right
    if op == "+":
        return _sum(a, c), _sum(b, d)
    if op == "-":
        return _sum(a, np.negative(d)), _sum(b, np.negative(c))
    how = _product if op == "*" else _quotient
    corners = [how(a, c), how(a, d), how(b, c), how(b, d)]
    low = np.minimum(np.minimum(corners[0], corners[1]), np.minimum(corners[2], corners[3]))
    high = np.maximum(np.maximum(corners[0], corners[1]), np.maximum(corners[2], corners[3]))
    if op == "*":
        return low, high
    holds_zero = np.less_equal(c, 0) & np.greater_equal(d, 0)
    return np.where(holds_zero, -np.inf, low), np.where(holds_zero, np.inf, high)


def _sum(x: Ends, y: Ends) -> Ends:
    total = np.add(x, y)
    return np.where(np.isnan(total), 0.0, total)


def _product(x: Ends, y: Ends) -> Ends:
    return np.where(np.equal(x, 0) | np.equal(y, 0), 0.0, np.multiply(x, y))


def _quotient(x: Ends, y: Ends) -> Ends:
    return np.where(np.equal(x, 0) | np.isinf(y), 0.0, np.divide(x, y))
