"""The fields of many facts as columns: what `advisor.inference.facts` makes for one case, for a block of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from advisor.batch.columns.block import KNOWN, Array, Block
from advisor.batch.columns.masks import Mask, Memory, all_true, any_true, negated, packed, unpacked
from advisor.batch.columns.spans import ColumnSpan, Comparisons
from advisor.language.tree import DAY, Amount, Compare, Count, Point, WeeksUntil, points_of_atom
from advisor.language.vocabulary import Kind, Term

PointColumns = Mapping[str, tuple[Array, Array]]
"""Computed numbers by name: lower and upper ends, NaN where not known."""
_AT_ONCE = 8_192  # cases whose numbers are worked out together: a few arrays of them lie in the fastest cache


class ColumnComparisons:
    """Comparisons of computed numbers, by the gated questions that they read; each with its name and its points."""

    def __init__(self, comparisons: Sequence[tuple[Compare, str, tuple[str, ...]]], gated: Collection[str]):
        groups: dict[tuple[str, ...], list[tuple[Compare, str]]] = {}
        for comparison, name, questions in comparisons:
            groups.setdefault(tuple(q for q in questions if q in gated), []).append((comparison, name))
        self.groups = {
            key: (
                Comparisons([c for c, _ in several]),
                [(name, tuple(points_of_atom(c))) for c, name in several],
            )
            for key, several in groups.items()
        }


class FactColumns:
    """One block's fields; `off`, `on` and `asked` are known for gated questions once `decide` ran.

    `off` says where a question does not apply (`on` is the rest), `asked` where it surely does.
    """

    def __init__(self, block: Block, terms: Mapping[str, Term], memory: Memory | None = None):
        """Blocks judged one after the other may use the same memory."""
        self.terms = terms
        self.memory = memory or Memory()
        self.size = block.size
        self.columns = block.columns
        self.off: dict[str, Mask] = {}
        self.on: dict[str, Mask] = {}
        self.asked: dict[str, Mask] = {}
        self.unconfirmed: dict[str, Mask] = {}  # known answers under an open gate
        self.decided: dict[str, tuple[Mask, Mask]] = {}
        self.sure: dict[str, tuple[Mask, Mask]] = {}  # what rests on diagnoses, in the certain reading
        self.points: PointColumns = {}
        self.as_of = block.as_of
        self.scratch = np.empty(block.size, np.bool_)
        self._known: dict[str, Mask] = {}
        self._ends: dict[str, tuple[Array, Array] | None] = {}

    # ---- fields --------------------------------------------------------------------------------------

    def truths(self, number: int) -> Array:
        """Room for so many arrays of booleans, which the next to ask gets too."""
        return self.memory.bytes_for("truths", number, self.size).view(np.bool_)

    def known(self, question: str) -> Mask:
        """Where a question that applies has an answer that is known."""
        found = self._known.get(question)
        if found is None:
            column = self.columns.get(question)
            found = False if column is None else packed(np.greater_equal(column.code, KNOWN, out=self.scratch))
            found = self._known[question] = all_true([found, self.on.get(question, True)])
        return found

    def ends(self, question: str) -> tuple[Array, Array] | None:
        """The ends of a number, a count, or the weeks until a day, also where the question does not apply.

        NaN where not known, but a count is 0 there. None where nobody said anything.
        """
        if question not in self._ends:
            self._ends[question] = self._made_ends(question)
        return self._ends[question]

    def _made_ends(self, question: str) -> tuple[Array, Array] | None:
        column = self.columns.get(question)
        if question == DAY:
            return self.as_of, self.as_of
        if column is None:
            return None
        if column.bits is not None:
            count = np.bitwise_count(column.bits)
            if column.maybe is None:
                return count, count
            return count, count + np.bitwise_count(column.maybe)
        low, high = column.low, column.high
        if low is None or high is None:
            return None
        if self.terms[question].kind is Kind.DATE:
            start = (low - self.as_of) / 7
            return start, start if low is high else (high - self.as_of) / 7
        return low, high

    # ---- gates and comparisons -----------------------------------------------------------------------

    def decide(self, question: str, true: Mask, false: Mask) -> None:
        """Note of a question where its gate is true, and where it is false."""
        off = all_true([false, negated(true)])
        self.off[question], self.on[question] = off, negated(off)
        self.asked[question] = any_true([true, self.known(question)])
        self.unconfirmed[question] = all_true([self.known(question), negated(true)])

    def given(self, question: str) -> Mask:
        """Where somebody said something to a question, be it "don't know"."""
        column = self.columns.get(question)
        return False if column is None else packed(np.greater(column.code, 0, out=self.scratch))

    def loose(self, gate_reads: Mapping[str, Sequence[str]]) -> dict[str, Mask]:
        """Where a known answer has an open gate that reads something not given, by question; only where there are any.

        `gate_reads` are all questions that each gate reads, through all gates.
        """
        found: dict[str, Mask] = {}
        for question, unconfirmed in self.unconfirmed.items():
            if unconfirmed is not False and (unconfirmed is True or unconfirmed.any()):
                missing = any_true([negated(self.given(above)) for above in gate_reads[question]])
                mask = all_true([unconfirmed, missing])
                if mask is not False and (mask is True or mask.any()):
                    found[question] = mask
        for question, column in self.columns.items():
            if column.tentative is not None and column.tentative.any():
                found[question] = any_true([found.get(question, False), packed(column.tentative)])
        return found

    def compute(self, computed: ColumnComparisons) -> None:
        """Decide comparisons of computed numbers where every question that they read applies."""
        # Comparing computed numbers costs far more than joining masks, and many cases never come to it. So comparisons
        # are grouped by the gated questions that they read, decided together for the cases where all of these apply,
        # and spread over all cases again.
        for gated, (comparisons, names) in computed.groups.items():
            off = any_true([self.off[q] for q in gated])
            self.off.update((name, off) for name, _ in names)
            applies = all_true([negated(off), *(self.asked[q] for q in gated)])
            if applies is False:
                continue
            rows = np.flatnonzero(unpacked(applies, self.size))
            if not len(rows):
                continue
            found = np.empty((2, len(names), len(rows)), np.bool_)  # true, false
            for start in range(0, len(rows), _AT_ONCE):
                some = rows[start : start + _AT_ONCE]
                into = found[:, :, start : start + _AT_ONCE]
                comparisons.decide(lambda number: self._span(number, some), into)  # noqa: B023
            for (name, points), true, false in zip(names, *found):
                known = [self._point_known(point) for point in points]
                true_mask, false_mask = (all_true([self._spread(part, rows), *known]) for part in (true, false))
                self.decided[name] = (true_mask, false_mask)

    def _spread(self, truths: Array, rows: Array) -> Mask:
        """The mask of truths that are those of some cases; the others are false."""
        self.scratch.fill(False)
        self.scratch[rows] = truths
        return packed(self.scratch)

    def _point_known(self, name: str) -> Mask:
        ends = self.points.get(name)
        return False if ends is None else packed(~np.isnan(ends[0]))

    def _span(self, number: Amount | Count | WeeksUntil | Point, rows: Array) -> ColumnSpan:
        """The ends of a number for some of the cases: as answered, else as declared."""
        if isinstance(number, Point):
            if number.name not in self.points:
                return ColumnSpan(np.nan, np.nan)
            low, high = self.points[number.name]
            return ColumnSpan(low.take(rows), high.take(rows))
        least, most = -np.inf, np.inf
        if isinstance(number, Count):
            least, most = 0.0, float(number.most)
        elif isinstance(number, Amount):
            least, most = float(self.terms[number.question].low), float(self.terms[number.question].high)
        furthest, positive = max(abs(least), abs(most)), least >= 0
        found = self.ends(number.question)
        if found is None:
            return ColumnSpan(least, most, furthest, positive)
        missing = self.columns[number.question].code.take(rows) < KNOWN
        low = found[0].take(rows)
        high = low if found[0] is found[1] else found[1].take(rows)
        return ColumnSpan(np.where(missing, least, low), np.where(missing, most, high), furthest, positive)
