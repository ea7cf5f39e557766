"""The timeline's numbers for a block of cases: each different set of parameters is worked out once."""

from __future__ import annotations

from datetime import date

import numpy as np

from advisor.batch.columns.block import Array, Block, answers_of
from advisor.batch.columns.columnfacts import FactColumns, PointColumns
from advisor.batch.columns.masks import unpacked
from advisor.inference.computed_numbers import ComputedNumbers
from advisor.staffing.company_timeline import TimelineCalculator


class BlockPoints:
    """Computes the numbers that rules read; two cases whose answers and days lie alike share them."""

    def __init__(self, timeline_calculator: TimelineCalculator):
        self._timeline_calculator = timeline_calculator
        self._questions = tuple(sorted(timeline_calculator.questions))

    def __call__(self, block: Block, facts: FactColumns) -> PointColumns:
        """The numbers of every case by name; NaN where an input is not known."""
        of_kind, kind = self.different(block, facts)
        names = sorted({name for points in of_kind for name in points.known})
        columns = {}
        for name in names:
            known = [points.known.get(name, (np.nan, np.nan)) for points in of_kind]
            low, high = (np.array([ends[i] for ends in known]) for i in (0, 1))
            columns[name] = (low[kind], high[kind])
        return columns

    def different(self, block: Block, facts: FactColumns) -> tuple[list[ComputedNumbers], Array]:
        """The different results, and which of them each case has."""
        # A timeline takes far longer than all else that is done for a case, and cases of a sparse table often have the
        # same few answers to the questions that it reads. All that it reads of a case is laid side by side as bytes, so
        # that `unique` finds the different ones. What does not apply and what is not known get numbers that no answer
        # has: NaN would be different from itself.
        read = [q for q in self._questions if q in block.columns]
        applies = {q: unpacked(facts.asked.get(q, True), block.size) for q in read}
        parts: list[Array] = [np.zeros(block.size)]
        for question in read:
            column = block.columns[question]
            ends = facts.ends(question) or (None, None)
            for values in (column.code.astype(np.float64), column.bits, column.maybe, *ends):
                if values is not None:
                    parts.append(np.where(applies[question], np.nan_to_num(values.astype(np.float64), nan=-1.5), -2.0))
        # bits beyond 2^53 are never met: a multiple choice that the timeline reads has few options
        rows = np.ascontiguousarray(np.array(parts).T).view(np.dtype((np.void, 8 * len(parts)))).reshape(-1)
        _, first, kind = np.unique(rows, return_index=True, return_inverse=True)
        made = []
        for row in first:
            given = answers_of(
                Block(block.as_of, {q: block.columns[q] for q in read}),
                int(row),
                self._timeline_calculator.program.vocabulary.terms,
            )
            answers = {q: answer for q, answer in given.items() if applies[q][row]}
            made.append(self._timeline_calculator(answers, date.fromordinal(int(block.as_of[row])), {}))
        return made, kind.reshape(-1)
