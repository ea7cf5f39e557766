"""The fields of many facts as columns: what `advisor.inference.facts` makes for one case, for a block of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from advisor.batch.block import DONT_KNOW, KNOWN, NO, YES, Array, Block, Column
from advisor.batch.circuit import Circuit, Mask, all_true, any_true, negated
from advisor.batch.spans import Span, compared, span_of
from advisor.inference.facts import FactMaker
from advisor.inference.program import Program
from advisor.language.patterns import Leaf
from advisor.language.tree import Amount, Compare, Count, Point, WeeksUntil, points_of_atom
from advisor.language.vocabulary import Kind, Term

PointColumns = Mapping[str, tuple[Array, Array]]
"""Computed numbers by name: lower and upper ends, NaN where not known."""


@dataclass(frozen=True)
class GateStep:
    """Gates read together, declared ranges filled in after them, and comparisons decided then."""

    questions: tuple[str, ...]
    circuit: Circuit
    ranged: tuple[Term, ...]
    computed: tuple[tuple[Compare, str, tuple[str, ...]], ...]


class FactColumns:
    """One block's fields; `off` and `asked` are known for gated questions once `decide` ran."""

    def __init__(self, block: Block, terms: Mapping[str, Term]):
        self.terms = terms
        self.size = block.size
        self.columns = dict(block.columns)
        self.off: dict[str, Mask] = {}
        self.asked: dict[str, Mask] = {}
        self.decided: dict[str, tuple[Mask, Mask]] = {}
        self.points: PointColumns = {}
        self.as_of = block.as_of
        self._ends: dict[str, tuple[Array, Array] | None] = {}
        self._spans: dict[str, Span] = {}

    # ---- fields --------------------------------------------------------------------------------------

    def leaf(self, leaf: Leaf) -> Mask:
        """One test on one field, for every case."""
        field, value = leaf.field, leaf.value
        if field in self.terms:
            return self._coded(field, leaf)
        if field.startswith("=") or field.endswith(")"):
            if field.endswith("#off"):
                return self.off.get(field[:-4], False)
            true, false = self.decided.get(field, (False, False))
            return true if value is True else false
        stem, mark, end = field.rpartition("#")
        if mark:
            if end == "off":
                return self.off.get(stem, False)
            if end == "unsure":
                column = self.columns.get(stem)
                if column is None:
                    return False
                return np.asarray(column.code == DONT_KNOW if value is True else column.code >= KNOWN)
            ends = self.ends(stem) or self.points.get(stem)
            return False if ends is None else _numeric(leaf, ends[0] if end == "low" else ends[1])
        question, _, option = field.partition(":")
        return self._has(question, option, value is True)

    def _coded(self, question: str, leaf: Leaf) -> Mask:
        column, term = self.columns.get(question), self.terms[question]
        if column is None:
            return False
        if isinstance(leaf.value, bool):
            return np.asarray(column.code == (YES if leaf.value is (leaf.op == "==") else NO))
        code = KNOWN + term.options.index(str(leaf.value)) if leaf.value in term.options else -1
        if leaf.op == "==":
            return np.asarray(column.code == code)
        return np.asarray((column.code >= KNOWN) & (column.code != code))

    def _has(self, question: str, option: str, positive: bool) -> Mask:
        column = self.columns.get(question)
        if column is None or column.bits is None:
            return False
        bit = np.uint64(1 << self.terms[question].options.index(option))
        named = (column.bits & bit) != 0
        if not positive:
            return np.asarray((column.code == KNOWN) & ~named)
        return np.asarray(named & (column.code == KNOWN) if question in self.asked else named)

    # ---- gates, ranges, comparisons ------------------------------------------------------------------

    def decide(self, step: GateStep) -> None:
        """Read the gates of a step, and decide what can be decided then."""
        masks = step.circuit.masks(self.leaf)
        for number, question in enumerate(step.questions):
            true, false = masks[2 * number], masks[2 * number + 1]
            column = self.columns.get(question)
            off = all_true([false, negated(true)])
            given: Mask = False if column is None else np.asarray(column.code > 0)
            self.off[question] = off
            self.asked[question] = any_true([true, all_true([given, negated(off)])])
            if column is not None and off is not False:
                self._take_off(question, column, np.broadcast_to(np.asarray(off), (self.size,)))
        for term in step.ranged:
            self._declare(term)
        for comparison, name, questions in step.computed:
            self.compute(comparison, name, questions)

    def ends(self, question: str) -> tuple[Array, Array] | None:
        """The ends of a number, a count, or the weeks until a day; NaN where not known, None where nobody said."""
        if question not in self._ends:
            self._ends[question] = self._made_ends(question)
        return self._ends[question]

    def _made_ends(self, question: str) -> tuple[Array, Array] | None:
        column = self.columns.get(question)
        if column is None:
            return None
        if column.bits is not None:
            count = np.where(column.code == KNOWN, np.bitwise_count(column.bits).astype(np.float64), np.nan)
            return count, count
        low, high = column.low, column.high
        if low is None or high is None:
            return None
        if question in self.asked:  # an answer to a question that does not apply is no answer
            low = np.where(column.code == KNOWN, low, np.nan)
            high = low if column.low is column.high else np.where(column.code == KNOWN, high, np.nan)
        if self.terms[question].kind is Kind.DATE:
            start = (low - self.as_of) / 7
            return start, start if low is high else (high - self.as_of) / 7
        return low, high

    def _take_off(self, question: str, column: Column, off: Array) -> None:
        code = np.where(off, column.code.dtype.type(0), column.code)
        self.columns[question] = Column(code, column.low, column.high, column.bits)

    def _declare(self, term: Term) -> None:
        asked = self.asked.get(term.id, True)
        if asked is False:
            return
        low, high = self.ends(term.id) or (np.full(self.size, np.nan),) * 2
        missing = np.isnan(low) & asked
        self._ends[term.id] = (np.where(missing, term.low, low), np.where(missing, term.high, high))

    def compute(self, comparison: Compare, name: str, questions: tuple[str, ...]) -> None:
        """Decide a comparison of computed numbers where every question applies."""
        gated = [q for q in questions if q in self.asked]
        self.off[name] = any_true([self.off[q] for q in gated])
        applies = all_true([negated(self.off[name]), *(self.asked[q] for q in gated)])
        if applies is False:
            return
        left, right = span_of(comparison.left, self._span), span_of(comparison.right, self._span)
        true, false = compared(left, comparison.op, right)
        for point in points_of_atom(comparison):
            ends = self.points.get(point)
            applies = all_true([applies, False if ends is None else ~np.isnan(ends[0])])
        self.decided[name] = (all_true([_mask(true), applies]), all_true([_mask(false), applies]))

    def _span(self, number: Amount | Count | WeeksUntil | Point) -> Span:
        if isinstance(number, Point):
            low, high = self.points.get(number.name, (np.nan, np.nan))
            return Span(low, high)
        if number.question not in self._spans:
            self._spans[number.question] = self._made_span(number)
        return self._spans[number.question]

    def _made_span(self, number: Amount | Count | WeeksUntil) -> Span:
        low, high = -np.inf, np.inf
        if isinstance(number, Count):
            low, high = 0.0, float(number.most)
        elif isinstance(number, Amount):
            low, high = float(self.terms[number.question].low), float(self.terms[number.question].high)
        found = self.ends(number.question)
        if found is None:
            return Span(low, high)
        missing = np.isnan(found[0])
        finite = bool(np.isfinite([low, high]).all())
        return Span(np.where(missing, low, found[0]), np.where(missing, high, found[1]), finite)


def _mask(value: Mask) -> Mask:
    return bool(value) if np.ndim(value) == 0 else value


_TESTS: Mapping[str, Callable[[Array, float], Array]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
}


def _numeric(leaf: Leaf, ends: Array) -> Mask:
    constant = leaf.value
    assert not isinstance(constant, str)
    if leaf.op == "!=":
        return np.asarray((ends != constant) & ~np.isnan(ends))
    return np.asarray(_TESTS[leaf.op](ends, constant))


def gate_steps(program: Program, maker: FactMaker) -> tuple[GateStep, ...]:
    """The steps in which `maker` reads gates, as circuits."""
    gates = program.gate_of
    return tuple(
        GateStep(
            step.questions,
            Circuit(p for q in step.questions for p in (gates[q].condition.true, gates[q].condition.false)),
            step.ranged,
            step.computed,
        )
        for step in maker._steps
    )
