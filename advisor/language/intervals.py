"""Interval arithmetic for numbers that are only known to lie in a range (R. E. Moore, 1966).

An interval is a pair (low, high), both ends included. Every evaluator computes with these functions, in the order in
which the tree is written, so that all of them get the same floating-point numbers.

What holds of the ends holds of every number between them, so a comparison that is decided stays decided when an answer
becomes more exact. The converse fails where a question occurs twice: `x - x` of a range is not 0, because the two
sides are taken for independent. Such a comparison may stay open although every answer would decide it; it never
becomes wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Literal

from advisor.language.tree import (
    Amount,
    Arithmetic,
    Constant,
    Count,
    Extreme,
    Number,
    Operator,
    Point,
    WeeksUntil,
)
from advisor.language.vocabulary import Term

Interval = tuple[float, float]
EVERYTHING: Interval = (-math.inf, math.inf)
Truth = Literal[1, 0, -1]  # certainly true, open, certainly false


def interval_of(number: Number, leaf: Callable[[Amount | Count | WeeksUntil | Point], Interval]) -> Interval:
    """The range of a number, where `leaf` tells the ranges of what it is made of."""
    if isinstance(number, Constant):
        return (number.value, number.value)
    if isinstance(number, Arithmetic):
        return combine(number.op, interval_of(number.left, leaf), interval_of(number.right, leaf))
    if isinstance(number, Extreme):
        ranges = [interval_of(part, leaf) for part in number.parts]
        choose = min if number.which == "min" else max
        return (choose(low for low, _ in ranges), choose(high for _, high in ranges))
    return leaf(number)


def declared_interval(number: Number, terms: Mapping[str, Term]) -> Interval:
    """The range of a number when nothing is answered: the declared ranges of its questions."""

    def leaf(part: Amount | Count | WeeksUntil | Point) -> Interval:
        if isinstance(part, Count):
            return (0.0, float(part.most))
        if isinstance(part, Amount):
            term = terms[part.question]
            return (term.low, term.high)
        return EVERYTHING

    return interval_of(number, leaf)


def combine(op: str, left: Interval, right: Interval) -> Interval:
    """`left op right` for one of + - * /; a divisor that holds 0 gives the whole line.

    Sums and differences are monotone in each operand, so two of the four pairs of ends are enough. A product or a
    quotient has its least and its greatest value at some pair of ends, but which pair depends on the signs.

    >>> combine("-", (4.0, 6.0), (1.0, 2.0))
    (2.0, 5.0)
    >>> combine("*", (-1.0, 2.0), (3.0, 5.0))
    (-5.0, 10.0)
    """
    (a, b), (c, d) = left, right
    if op == "+":
        return (_sum(a, c), _sum(b, d))
    if op == "-":
        return (_sum(a, -d), _sum(b, -c))
    if op == "*":
        corners = (_product(a, c), _product(a, d), _product(b, c), _product(b, d))
        return (min(corners), max(corners))
    if c <= 0 <= d:
        return EVERYTHING
    corners = (_quotient(a, c), _quotient(a, d), _quotient(b, c), _quotient(b, d))
    return (min(corners), max(corners))


def compare(left: Interval, op: Operator, right: Interval) -> Truth:
    """`left op right` in three values: decided only where every pair of numbers agrees.

    >>> [compare((3.0, 5.0), op, (3.0, 3.0)) for op in (">=", ">", "<")]
    [1, 0, -1]
    """
    (a, b), (c, d) = left, right
    if op == "<":
        return 1 if b < c else -1 if a >= d else 0
    if op == "<=":
        return 1 if b <= c else -1 if a > d else 0
    if op == ">":
        return 1 if a > d else -1 if b <= c else 0
    if op == ">=":
        return 1 if a >= d else -1 if b < c else 0
    same: Truth = 1 if a == b == c == d else -1 if b < c or d < a else 0
    return same if op == "==" else (-1 if same == 1 else 1 if same == -1 else 0)


# Ends may be infinite, where nothing bounds a number. IEEE arithmetic then gives "not a number" for inf - inf, 0 * inf
# and inf / inf, which no comparison would ever decide. Such pairs of ends give 0, which is what they are worth here: a
# factor of exactly 0 makes every product 0, a finite number divided without bound goes to 0, and two days that both
# lie beyond the horizon are not told apart.


def _sum(x: float, y: float) -> float:
    total = x + y
    return 0.0 if math.isnan(total) else total


def _product(x: float, y: float) -> float:
    return 0.0 if x == 0 or y == 0 else x * y


def _quotient(x: float, y: float) -> float:
    return 0.0 if x == 0 or math.isinf(y) else x / y
