"""Verdicts of a block of cases: facts, strata, certainties, all resolutions of the few that contradict themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from advisor.batch.columns.block import Array, Block
from advisor.batch.columns.coded import ContestedVerdicts, Verdicts, VerdictTable
from advisor.batch.columns.columnfacts import ColumnComparisons, FactColumns, PointColumns
from advisor.batch.columns.contested import Conflicts, Contested, Exceptional, Resolutions, held_back, joined
from advisor.batch.columns.fieldtests import gate_steps, tests_for
from advisor.batch.columns.judging import (
    empty_verdicts,
)
from advisor.batch.columns.layers import StratumColumns
from advisor.batch.columns.masks import Memory, any_true, unpacked
from advisor.batch.columns.points import BlockPresumer, PresumedIn, with_following
from advisor.inference.assessor import Assessor
from advisor.inference.compiled.program import COMPUTED, CONFIRMED, SUSPECTED, Program
from advisor.language.fields import conclusion_field
from advisor.language.tree import atoms_of, points_of_atom
from advisor.staffing.decision import most_given

PointsOf = Callable[[Block, FactColumns, PresumedIn], "tuple[PointColumns, PointColumns]"]
AT_ONCE = 65_536  # cases: few enough for the processor's cache, enough to share the cost of each call


@dataclass(frozen=True)
class Judged:
    """A block's verdicts by diagnosis, its contradictions, and the row of the decision table that each case gives.

    `winner` is -1 where no row is true or the table was not read.
    """

    verdicts: Mapping[str, Verdicts]
    contradictions: Conflicts
    winner: Array

    @property
    def size(self) -> int:
        """How many cases."""
        return len(self.winner)


class BlockJudge:
    """Judges blocks for one program; the same verdicts as an Assessor gives. Safe to share between threads."""

    def __init__(self, assessor: Assessor, points: PointsOf | None = None, *, decides: bool = True):
        """With `decides` the decision table is read too, which needs the points that it reads."""
        program = assessor.program
        self.program: Program = program
        self.terms = program.vocabulary.terms
        tests = tests_for(program, assessor.maker)
        self.steps = gate_steps(program, assessor.maker, tests)
        self._on_points = ColumnComparisons(assessor.maker._on_points, program.gate_of)
        self._points = points
        self._presumer = BlockPresumer(assessor, tests, self.gated)
        self._disputes = tests.circuit(d.condition.true for d in program.contradictions)
        read = {atom for stratum in program.strata for c in stratum.conditions for atom in c.conclusions}
        read_later = {
            diagnosis: [
                (conclusion_field(a), CONFIRMED if a.how == "diagnosed" else SUSPECTED)
                for a in read
                if a.diagnosis == diagnosis
            ]
            for diagnosis in program.diagnoses
        }
        self.layers = [StratumColumns(stratum, read_later, tests) for stratum in program.strata[:-1]]
        rows = _rows_of_table(program) if decides else []
        self._rows = [place for place, _ in rows]
        self._table = tests.circuit(program.strata[-1].conditions[slot].true for _, slot in rows)
        self._code_tables = [code_table for layer in self.layers for code_table in layer.code_tables]
        self._ids = [code_table.diagnosis.id for code_table in self._code_tables]
        self._behind_numbers = assessor.maker.behind_points
        self.resolutions = Resolutions(assessor.contradiction_finder, self.terms)

    def judge(self, block: Block, exceptional: Mapping[int, Exceptional] | None = None) -> Judged:
        """The verdicts of a block; `exceptional` holds, by case, answers on which people differ."""
        verdicts, winner = self._room(block.size)
        contradictions, held, memory = [], [], Memory()
        loose: dict[int, Array] = {}
        for start in range(0, max(block.size, 1), AT_ONCE):
            stop = min(start + AT_ONCE, block.size)
            some = {row - start: e for row, e in (exceptional or {}).items() if start <= row < stop}
            part = self.followed(block.slice(start, stop), some)
            found, part_held, part_loose = self._judge(
                part, some, verdicts.slice(start, stop), winner[start:stop], memory
            )
            for number, where in part_loose.items():
                loose.setdefault(number, np.zeros(block.size, np.bool_))[start:stop] = where
            contradictions.append(Conflicts(found.rows + start, found.which, found.lists))
            held += [ContestedVerdicts(one.rows + start, one.records, one.certain_high) for one in part_held]
        over_all = ContestedVerdicts.joined(held, len(self._ids))
        both = enumerate(zip(self._ids, verdicts.shown, verdicts.certain))
        made = {
            diagnosis: Verdicts(shown, certain, over_all, number, loose.get(number))
            for number, (diagnosis, shown, certain) in both
        }
        return Judged(made, joined(contradictions), winner)

    def _judge(
        self,
        block: Block,
        exceptional: Mapping[int, Exceptional],
        verdicts: VerdictTable,
        winner: Array,
        memory: Memory,
    ) -> tuple[Conflicts, list[ContestedVerdicts], dict[int, Array]]:
        facts, certain = self._facts(block, {}, memory)
        found = self._disputes.masks(facts)
        contested = self.resolutions.spread_out(block, found, exceptional)
        self._infer(facts, verdicts, winner)
        loose = self._loose(facts)
        spread = np.concatenate([np.empty(0, np.intp), *(g.rows for g in contested.groups)])
        held = self._surely(block, facts, certain, verdicts, loose, spread)
        if not contested.groups:
            return contested.contradictions, held, loose
        again, winners = self._room(contested.resolved.size)
        facts, certain = self._facts(contested.resolved, contested.disputed, memory)
        self._infer(facts, again, winners)
        if self._rows:
            self._choose(winner, winners, contested)
        records, greatest = again.records()
        loose_again = self._loose(facts)
        for one in self._surely(contested.resolved, facts, certain, again, loose_again, np.empty(0, np.intp)):
            records[:, one.rows], greatest[:, one.rows] = one.records, one.certain_high
        return contested.contradictions, held + held_back(records, greatest, contested, loose_again), loose

    def _loose(self, facts: FactColumns) -> dict[int, Array]:
        """Where a verdict rests on an answer that could still cease to count, by the number of the diagnosis."""
        loose = facts.loose(self.program.gate_reads)
        if not loose:
            return {}
        numbers = [q for q in loose if q in self._behind_numbers]
        found = {}
        for number, diagnosis in enumerate(self._ids):
            reads = self.program.rests_on[diagnosis]
            masks = [mask for question, mask in loose.items() if question in reads]
            masks += [loose[question] for question in numbers] if COMPUTED in reads else []
            if masks:
                found[number] = unpacked(any_true(masks), facts.size).astype(np.bool_)
        return found

    def _room(self, size: int) -> tuple[VerdictTable, Array]:
        plain = sum(
            len(layer.code_tables) for layer in self.layers[:1]
        )  # the first stratum rests on no other diagnosis
        return empty_verdicts(self._code_tables, plain, size), np.full(size, -1, np.int16)

    def facts(self, block: Block, memory: Memory | None = None) -> FactColumns:
        """The fields of a block in the shown reading, gates and comparisons decided."""
        return self._facts(block, {}, memory)[0]

    def _facts(
        self, block: Block, disputed: PresumedIn, memory: Memory | None = None
    ) -> tuple[FactColumns, PointColumns]:
        """The fields of a block in the shown reading, and the computed numbers of the certain one."""
        facts = self.gated(block, memory)
        certain: PointColumns = block.points
        if block.points:
            facts.points = block.points
        elif self._points is not None:
            facts.points, certain = self._points(block, facts, self._presumer(block, facts, disputed))
        if block.points or self._points is not None:
            facts.compute(self._on_points)
        return facts, certain

    def _surely(
        self,
        block: Block,
        facts: FactColumns,
        certain: PointColumns,
        verdicts: VerdictTable,
        loose: Mapping[int, Array],
        leaving: Array,
    ) -> list[ContestedVerdicts]:
        """The verdicts of the cases of which something presumed changes a number, but for those of `leaving`: the
        certain reading is that of the numbers without.
        """
        # Few conditions read the timeline, and only some cases have anything presumed. So these few are inferred a
        # second time as if nothing were, and the certain half of that is put beside the shown half of the first time.
        if certain is facts.points:
            return []
        differ = np.zeros(block.size, bool)
        nothing = np.full(block.size, np.nan)
        for name in facts.points.keys() | certain.keys():
            both = zip(facts.points.get(name, (nothing, nothing)), certain.get(name, (nothing, nothing)))
            for one, other in both:
                differ |= ~((one == other) | (np.isnan(one) & np.isnan(other)))
        differ[leaving] = False
        rows = np.flatnonzero(differ)
        if not len(rows):
            return []
        some = self.gated(block.take(rows))
        some.points = {name: (low.take(rows), high.take(rows)) for name, (low, high) in certain.items()}
        some.compute(self._on_points)
        again, winner = self._room(len(rows))
        self._infer(some, again, winner)
        records, _ = verdicts.take(rows).records()
        sure, greatest = again.records()
        records["certain_low"], records["settled"] = sure["certain_low"], sure["settled"]
        for number, where in loose.items():
            records["settled"][number] &= ~where[rows]
        return [ContestedVerdicts(rows, records, greatest)]

    def followed(self, block: Block, exceptional: Mapping[int, Exceptional] | None = None) -> Block:
        """The block, and what follows from its answers."""
        return with_following(self.program.follows, block, exceptional or {}, self.terms)

    def gated(self, block: Block, memory: Memory | None = None) -> FactColumns:
        """The fields of a block as far as answers go, without the timeline."""
        facts = FactColumns(block, self.terms, memory)
        for step in self.steps:
            step.decide(facts)
        return facts

    def _infer(self, facts: FactColumns, verdicts: VerdictTable, winner: Array) -> None:
        """Fill in the verdicts and the rows of the decision table, one resolution a case."""
        start = 0
        for layer in self.layers:
            stop = start + len(layer.code_tables)
            layer.judge(facts, verdicts.shown[start:stop], verdicts.certain[start:stop])
            start = stop
        for place, mask in reversed(list(zip(self._rows, self._table.masks(facts)))):
            winner[unpacked(mask, facts.size)] = place

    def _choose(self, winner: Array, winners: Array, contested: Contested) -> None:
        """The row of the model that most resolutions give, each different set of rows looked at once."""
        for group in contested.groups:
            different, which = np.unique(group.by_resolution(winners), axis=1, return_inverse=True)
            most = np.array([self._most_given(rows) for rows in different.T], np.int16)
            winner[group.rows] = most[which.reshape(-1)]

    def _most_given(self, winners: Array) -> int:
        """The row of the model that most resolutions give."""
        table = self.program.knowledge.table
        if table is None:
            return -1
        rows = table.model.rows
        best = most_given([rows[w].model for w in winners if w >= 0], rows)
        return next((int(w) for w in winners if w >= 0 and rows[w].model == best), -1)


def _rows_of_table(program: Program) -> list[tuple[int, int]]:
    """The rows of the decision table, each with the slot of its condition."""
    table = program.knowledge.table
    if table is None:
        return []
    return [(place, program.late.rows[row.id].slot) for place, row in enumerate(table.model.rows)]


def reads_points(program: Program, *, of_table: bool) -> bool:
    """Whether some condition of the diagnoses (or also of the decision table) reads the timeline."""
    conditions = [c for stratum in program.strata[:-1] for c in stratum.conditions]
    if of_table:
        conditions += [program.strata[-1].conditions[slot] for _, slot in _rows_of_table(program)]
    return any(points_of_atom(atom) for c in conditions for atom in atoms_of(c.tree))
