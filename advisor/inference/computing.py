"""Comparisons of computed numbers, made ready to be decided for one fact after the other.

They follow `language.intervals` step by step, so that every evaluator gets the same floating-point numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from advisor.language.fields import number_field
from advisor.language.intervals import EVERYTHING, Interval, Truth, combine, compare
from advisor.language.patterns import Facts, Value
from advisor.language.tree import (
    Amount,
    Arithmetic,
    Compare,
    Constant,
    Count,
    Extreme,
    Number,
    Point,
    WeeksUntil,
    numbers_in,
    points_of_atom,
    questions_of_atom,
)
from advisor.language.vocabulary import Term

Range = Callable[[Facts], Interval]


class ComputedComparison:
    """One comparison: the field that holds its truth, what it reads, and how it is decided.

    `reads` are the fields whose change can change it; whether its questions apply counts too.
    """

    def __init__(self, comparison: Compare, field: str, terms: Mapping[str, Term]):
        self.field = field
        self.off = f"{field}#off"
        self.questions = questions_of_atom(comparison)
        leaves = [
            number_field(number)
            for side in (comparison.left, comparison.right)
            for number in numbers_in(side)
            if isinstance(number, (Amount, Count, WeeksUntil, Point))
        ]
        self.reads = frozenset(f"{stem}#{end}" for stem in leaves for end in ("low", "high"))
        self._op = comparison.op
        self._points = tuple(f"{name}#low" for name in points_of_atom(comparison))
        self._left, self._right = _range(comparison.left, terms), _range(comparison.right, terms)

    def decided(self, fact: Facts) -> bool | None:
        """Its truth in a fact where all its questions apply; None while it is open."""
        for point in self._points:
            if point not in fact:
                return None
        value = compare(self._left(fact), self._op, self._right(fact))
        return None if value == 0 else value == 1

    def decide_in(self, fact: dict[str, Value], asked: Mapping[str, Truth]) -> None:
        """Write its truth into a fact, as far as the answers allow; `asked` tells which gated questions apply."""
        for question in self.questions:
            if asked.get(question, 1) != 1:
                if any(asked.get(q, 1) == -1 for q in self.questions):
                    fact[self.off] = True
                return
        value = self.decided(fact)
        if value is not None:
            fact[self.field] = value


def _range(number: Number, terms: Mapping[str, Term]) -> Range:
    """What tells the range of a number: as answered, else as declared."""
    if isinstance(number, Constant):
        value = (number.value, number.value)
        return lambda fact: value
    if isinstance(number, Arithmetic):
        op, left, right = number.op, _range(number.left, terms), _range(number.right, terms)
        return lambda fact: combine(op, left(fact), right(fact))
    if isinstance(number, Extreme):
        choose, parts = min if number.which == "min" else max, [_range(part, terms) for part in number.parts]

        def extreme(fact: Facts) -> Interval:
            ranges = [part(fact) for part in parts]
            return (choose([low for low, _ in ranges]), choose([high for _, high in ranges]))

        return extreme
    stem = number_field(number)
    low, high, declared = f"{stem}#low", f"{stem}#high", _declared(number, terms)

    def answered(fact: Facts) -> Interval:
        least = fact.get(low)
        return declared if least is None else (least, fact[high])  # type: ignore[return-value]  # these fields are numbers

    return answered


def _declared(number: Amount | Count | WeeksUntil | Point, terms: Mapping[str, Term]) -> Interval:
    if isinstance(number, Count):
        return (0.0, float(number.most))
    if isinstance(number, Amount):
        return (float(terms[number.question].low), float(terms[number.question].high))
    return EVERYTHING
