"""The fields of many facts as columns: what `advisor.inference.facts` makes for one case, for a block of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from advisor.batch.block import KNOWN, Array, Block
from advisor.batch.circuit import Circuit, Mask, all_true, any_true, negated, packed
from advisor.batch.fieldtests import FieldTests
from advisor.batch.spans import Span, compared, span_of
from advisor.inference.facts import FactMaker
from advisor.inference.program import Program
from advisor.language.tree import Amount, Compare, Count, Point, WeeksUntil, points_of_atom
from advisor.language.vocabulary import Kind, Term

PointColumns = Mapping[str, tuple[Array, Array]]
"""Computed numbers by name: lower and upper ends, NaN where not known."""


@dataclass(frozen=True)
class GateStep:
    """Gates read together, and comparisons decided then."""

    questions: tuple[str, ...]
    circuit: Circuit[FactColumns]
    computed: tuple[tuple[Compare, str, tuple[str, ...]], ...]


class FactColumns:
    """One block's fields; `off`, `on` and `asked` are known for gated questions once `decide` ran.

    `off` says where a question does not apply (`on` is the rest), `asked` where it surely does.
    """

    def __init__(self, block: Block, terms: Mapping[str, Term]):
        self.terms = terms
        self.size = block.size
        self.columns = block.columns
        self.off: dict[str, Mask] = {}
        self.on: dict[str, Mask] = {}
        self.asked: dict[str, Mask] = {}
        self.decided: dict[str, tuple[Mask, Mask]] = {}
        self.points: PointColumns = {}
        self.as_of = block.as_of
        self.scratch = np.empty(block.size, np.bool_)
        self._known: dict[str, Mask] = {}
        self._ends: dict[str, tuple[Array, Array] | None] = {}
        self._spans: dict[str, Span] = {}

    # ---- fields --------------------------------------------------------------------------------------

    def pack(self, truths: Array) -> Mask:
        """A mask of booleans."""
        return packed(truths)

    def coded(self, question: str, compare: Callable[..., Array], code: int) -> Mask:
        """Where the code of an answer compares so, and the question applies."""
        column = self.columns.get(question)
        if column is None:
            return False
        mask = packed(compare(column.code, code, out=self.scratch))
        return all_true([mask, self.on[question]]) if question in self.on else mask

    def known(self, question: str) -> Mask:
        """Where a question that applies has an answer that is known."""
        found = self._known.get(question)
        if found is None:
            found = self._known[question] = self.coded(question, np.greater_equal, KNOWN)
        return found

    def named(self, question: str, place: int) -> Mask:
        """Where a multiple choice names the option at this place."""
        column = self.columns.get(question)
        if column is None or column.bits is None:
            return False
        mask = packed(np.not_equal(column.bits & column.bits.dtype.type(1 << place), 0, out=self.scratch))
        return all_true([mask, self.on[question]]) if question in self.on else mask

    def ends(self, question: str) -> tuple[Array, Array] | None:
        """The ends of a number, a count, or the weeks until a day, also where the question does not apply.

        NaN where not known, but a count is 0 there. None where nobody said anything.
        """
        if question not in self._ends:
            self._ends[question] = self._made_ends(question)
        return self._ends[question]

    def _made_ends(self, question: str) -> tuple[Array, Array] | None:
        column = self.columns.get(question)
        if column is None:
            return None
        if column.bits is not None:
            count = np.bitwise_count(column.bits)
            return count, count
        low, high = column.low, column.high
        if low is None or high is None:
            return None
        if self.terms[question].kind is Kind.DATE:
            start = (low - self.as_of) / 7
            return start, start if low is high else (high - self.as_of) / 7
        return low, high

    # ---- gates and comparisons -----------------------------------------------------------------------

    def decide(self, step: GateStep) -> None:
        """Read the gates of a step, and decide what can be decided then."""
        masks = step.circuit.masks(self)
        for number, question in enumerate(step.questions):
            true, false = masks[2 * number], masks[2 * number + 1]
            off = all_true([false, negated(true)])
            column = self.columns.get(question)
            given: Mask = False if column is None else packed(np.greater(column.code, 0, out=self.scratch))
            self.off[question], self.on[question] = off, negated(off)
            self.asked[question] = any_true([true, all_true([given, self.on[question]])])
        for comparison, name, questions in step.computed:
            self.compute(comparison, name, questions)

    def compute(self, comparison: Compare, name: str, questions: tuple[str, ...]) -> None:
        """Decide a comparison of computed numbers where every question applies."""
        gated = [q for q in questions if q in self.asked]
        self.off[name] = any_true([self.off[q] for q in gated])
        applies = all_true([negated(self.off[name]), *(self.asked[q] for q in gated)])
        for point in points_of_atom(comparison):
            ends = self.points.get(point)
            applies = all_true([applies, False if ends is None else packed(~np.isnan(ends[0]))])
        if applies is False:
            return
        left, right = span_of(comparison.left, self._span), span_of(comparison.right, self._span)
        true, false = compared(left, comparison.op, right)
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
        missing = self.columns[number.question].code < KNOWN
        finite = bool(np.isfinite([low, high]).all())
        return Span(np.where(missing, low, found[0]), np.where(missing, high, found[1]), finite)


def _mask(value: bool | Array) -> Mask:
    return bool(value) if np.ndim(value) == 0 else packed(np.asarray(value))


def tests_for(program: Program, maker: FactMaker) -> FieldTests:
    """The tests on the fields that `maker` makes."""
    return FieldTests(program.vocabulary.terms, {term.id: term for step in maker._steps for term in step.ranged})


def gate_steps(program: Program, maker: FactMaker, tests: FieldTests) -> tuple[GateStep, ...]:
    """The steps in which `maker` reads gates, as circuits."""
    gates = program.gate_of
    return tuple(
        GateStep(
            step.questions,
            Circuit((p for q in step.questions for p in (gates[q].condition.true, gates[q].condition.false)), tests),
            step.computed,
        )
        for step in maker._steps
    )
