"""Interval arithmetic on arrays, number for number what `advisor.language.intervals` does on single cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Union

import numpy as np

from advisor.batch.block import Array
from advisor.batch.circuit import Mask
from advisor.language.tree import Amount, Arithmetic, Constant, Count, Extreme, Number, Operator, Point, WeeksUntil

Ends = Union[float, Array]


class Span(NamedTuple):
    """Lower and upper ends; NaN where a computed number is not known. `finite`: no end can be infinite."""

    low: Ends
    high: Ends
    finite: bool = False


def span_of(number: Number, leaf: Callable[[Amount | Count | WeeksUntil | Point], Span]) -> Span:
    """The spans of a number, where `leaf` tells those of what it is made of."""
    if isinstance(number, Constant):
        return Span(number.value, number.value, bool(np.isfinite(number.value)))
    if isinstance(number, Arithmetic):
        with np.errstate(all="ignore"):
            return _combine(number.op, span_of(number.left, leaf), span_of(number.right, leaf))
    if isinstance(number, Extreme):
        spans = [span_of(part, leaf) for part in number.parts]
        choose = np.minimum if number.which == "min" else np.maximum
        low, high, finite = spans[0]
        for other in spans[1:]:
            low, high, finite = choose(low, other.low), choose(high, other.high), finite and other.finite
        return Span(low, high, finite)
    return leaf(number)


def compared(left: Span, op: Operator, right: Span) -> tuple[Mask, Mask]:
    """Where `left op right` is certainly true, and where it is certainly false."""
    (a, b, _), (c, d, _) = left, right
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
    (a, b, _), (c, d, _) = left, right
    finite = left.finite and right.finite
    if op in ("+", "-"):
        first, second = (c, d) if op == "+" else (np.negative(d), np.negative(c))
        if finite:
            return Span(np.add(a, first), np.add(b, second))
        return Span(_sum(a, first), _sum(b, second))
    if finite and np.ndim(c) == 0 and c == d and c > 0:  # a positive constant keeps the order of the ends
        how = np.multiply if op == "*" else np.divide
        return Span(how(a, c), how(b, c))
    if op == "*":
        product = np.multiply if finite else _product
        return Span(*_hull(product(a, c), product(a, d), product(b, c), product(b, d)))
    low, high = _hull(_quotient(a, c), _quotient(a, d), _quotient(b, c), _quotient(b, d))
    holds_zero = np.less_equal(c, 0) & np.greater_equal(d, 0)
    return Span(np.where(holds_zero, -np.inf, low), np.where(holds_zero, np.inf, high))


def _hull(p: Ends, q: Ends, r: Ends, s: Ends) -> tuple[Ends, Ends]:
    return np.minimum(np.minimum(p, q), np.minimum(r, s)), np.maximum(np.maximum(p, q), np.maximum(r, s))


def _sum(x: Ends, y: Ends) -> Ends:
    total = np.add(x, y)
    return np.where(np.isnan(total), 0.0, total)


def _product(x: Ends, y: Ends) -> Ends:
    return np.where(np.equal(x, 0) | np.equal(y, 0), 0.0, np.multiply(x, y))


def _quotient(x: Ends, y: Ends) -> Ends:
    return np.where(np.equal(x, 0) | np.isinf(y), 0.0, np.divide(x, y))
