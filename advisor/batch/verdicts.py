"""Verdicts of a block of cases: facts, strata, certainties, and the readings of the few that contradict themselves."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.batch.block import Array, Block
from advisor.batch.circuit import Circuit, Mask
from advisor.batch.columnfacts import FactColumns, PointColumns, gate_steps
from advisor.batch.contested import Contest, Exceptional
from advisor.batch.judging import (
    CONFIRMED_CODE,
    NO_SIGN_CODE,
    OPEN_CODE,
    SUSPECTED_CODE,
    Scale,
    Truths,
    Verdicts,
    concluded,
    settled,
)
from advisor.inference.assessing import Assessor
from advisor.inference.program import CONFIRMED, SUSPECTED, Program
from advisor.language.fields import conclusion_field
from advisor.language.tree import atoms_of, points_of_atom

PointsOf = Callable[[Block, FactColumns], PointColumns]
AT_ONCE = 65_536  # cases: few enough for the processor's cache, enough to share the cost of each call


@dataclass(frozen=True)
class Judged:
    """A block's verdicts by diagnosis, the contradictions of each case that has any, and the truth of later conditions.

    `further` are the certainly true cases of each condition of the last stratum, in the shown and the certain reading.
    Where a case has several readings, they are those of the first; `rereads` says which cases those are.
    """

    verdicts: Mapping[str, Verdicts]
    conflicts: Mapping[int, tuple[str, ...]]
    winner: Array
    size: int


class BlockJudge:
    """Judges blocks for one program; the same verdicts as an Assessor gives. Safe to share between threads."""

    def __init__(self, assessor: Assessor, points: PointsOf | None = None, *, decides: bool = True):
        """With `decides` the decision table is read too, which needs the points that it reads."""
        program = assessor.program
        self.program: Program = program
        self.terms = program.vocabulary.terms
        self.steps = gate_steps(program, assessor.maker)
        self._on_points = assessor.maker._on_points
        self._points = points
        self._disputes = Circuit(d.condition.true for d in program.disputes)
        diagnosing = program.strata[:-1]
        self._strata = [Circuit(p for c in stratum.conditions for p in (c.true, c.false)) for stratum in diagnosing]
        self._concluding = [any(c.conclusions for c in stratum.conditions) for stratum in program.strata]
        self._scales = [[Scale(j) for j in stratum.judgements] for stratum in program.strata]
        read = {atom for stratum in program.strata for c in stratum.conditions for atom in c.conclusions}
        self._read_later = {
            id: [
                (conclusion_field(a), CONFIRMED if a.how == "diagnosed" else SUSPECTED)
                for a in read
                if a.diagnosis == id
            ]
            for id in program.judgements
        }
        rows = _rows_of_table(program) if decides else []
        self._rows = [place for place, _ in rows]
        self._table = Circuit(program.strata[-1].conditions[slot].true for _, slot in rows)
        self.contest = Contest(assessor.referee, self.terms)

    def judge(self, block: Block, exceptional: Mapping[int, Exceptional] | None = None) -> Judged:
        """The verdicts of a block; `exceptional` holds, by case, answers on which people differ."""
        parts = []
        for start in range(0, max(block.size, 1), AT_ONCE):
            stop = min(start + AT_ONCE, block.size)
            some = {row - start: e for row, e in (exceptional or {}).items() if start <= row < stop}
            parts.append(self._judge(block.slice(start, stop), some))
        return parts[0] if len(parts) == 1 else _joined(parts)

    def _judge(self, block: Block, exceptional: Mapping[int, Exceptional]) -> Judged:
        facts = self.facts(block)
        found = self._disputes.masks(facts.leaf)
        contested = self.contest.readings(block, found, exceptional)
        verdicts, winner = self._infer(facts)
        if not contested.rows:
            return Judged(verdicts, {}, winner, block.size)
        readings, of_row = contested.readings, contested.starts
        again, winners = self._infer(self.facts(readings))
        rows = np.array(contested.rows)
        for id, one in verdicts.items():
            _hold_back(one, rows, again[id], of_row, np.array(contested.overloaded))
        winner = winner.copy()
        if self._rows:
            given = {bytes(w): w for w in (winners[a:b] for a, b in itertools.pairwise(of_row))}
            most = {key: self._most_given(w) for key, w in given.items()}
            winner[rows] = [most[bytes(winners[a:b])] for a, b in itertools.pairwise(of_row)]
        return Judged(verdicts, dict(zip(contested.rows, contested.conflicts)), winner, block.size)

    def facts(self, block: Block) -> FactColumns:
        """The fields of a block, gates and comparisons decided."""
        facts = self.gated(block)
        if block.points or self._points is not None:
            facts.points = block.points or (self._points(block, facts) if self._points is not None else {})
            for comparison, name, questions in self._on_points:
                facts.compute(comparison, name, questions)
        return facts

    def gated(self, block: Block) -> FactColumns:
        """The fields of a block as far as answers go, without the timeline."""
        facts = FactColumns(block, self.terms)
        for step in self.steps:
            facts.decide(step)
        return facts

    def _infer(self, facts: FactColumns) -> tuple[dict[str, Verdicts], Array]:
        verdicts: dict[str, Verdicts] = {}
        sure: dict[str, tuple[Mask, Mask]] = {}
        for number, circuit in enumerate(self._strata):
            shown = Truths.of(circuit.masks(facts.leaf))
            certain = shown
            if self._concluding[number] and self._scales[number]:
                kept, facts.decided = facts.decided, {**facts.decided, **sure}
                certain = Truths.of(circuit.masks(facts.leaf))
                facts.decided = kept
            for scale in self._scales[number]:
                id = scale.judgement.id
                made = verdicts[id] = scale.judge(shown, certain, facts.size)
                for field, threshold in self._read_later[id]:
                    facts.decided[field] = concluded(made.low, made.high, threshold)
                    sure[field] = concluded(made.certain_low, made.certain_high, threshold)
        winner = np.full(facts.size, -1, np.int16)
        for place, mask in reversed(list(zip(self._rows, self._table.masks(facts.leaf)))):
            winner[np.broadcast_to(np.asarray(mask), (facts.size,))] = place
        return verdicts, winner

    def _most_given(self, winners: Array) -> int:
        """The row of the model that most readings give; ties by the order of the table."""
        table = self.program.knowledge.table
        if table is None:
            return -1
        rows = table.model.rows
        order = {row.model: number for number, row in reversed(list(enumerate(rows)))}
        models = [rows[w].model for w in winners if w >= 0]
        if not models:
            return -1
        best = min(set(models), key=lambda model: (-models.count(model), order[model]))
        return next(int(w) for w in winners if w >= 0 and rows[w].model == best)


def _rows_of_table(program: Program) -> list[tuple[int, int]]:
    """The rows of the decision table, each with the slot of its condition."""
    table = program.knowledge.table
    if table is None:
        return []
    return [(place, program.further[f"row:{row.id}"]) for place, row in enumerate(table.model.rows)]


def reads_points(program: Program, *, of_table: bool) -> bool:
    """Whether some condition of the diagnoses (or also of the decision table) reads the timeline."""
    conditions = [c for stratum in program.strata[:-1] for c in stratum.conditions]
    if of_table:
        conditions += [program.strata[-1].conditions[slot] for _, slot in _rows_of_table(program)]
    return any(points_of_atom(atom) for c in conditions for atom in atoms_of(c.tree))


def _hold_back(one: Verdicts, rows: Array, again: Verdicts, starts: Array, overloaded: Array) -> None:
    """Each case over all its readings: one status in all of them stands, else it is held back (design, section 5)."""
    at = starts[:-1]
    one.low[rows] = np.minimum.reduceat(again.low, at)
    one.high[rows] = np.maximum.reduceat(again.high, at)
    certain_low = np.minimum.reduceat(again.certain_low, at)
    one.certain_low[rows] = certain_low
    one.certain_high[rows] = np.maximum.reduceat(again.certain_high, at)
    one.settled[rows] = settled(certain_low, np.maximum.reduceat(again.certain_high, at))
    best, worst = np.minimum.reduceat(again.status, at), np.maximum.reduceat(again.status, at)
    some_open = np.logical_or.reduceat(again.status == OPEN_CODE, at)
    mixed = np.where(best <= SUSPECTED_CODE, SUSPECTED_CODE, np.where(some_open, OPEN_CODE, NO_SIGN_CODE))
    status = np.where(best == worst, best, mixed)
    unsure = overloaded & (status == CONFIRMED_CODE) & (certain_low < CONFIRMED)
    one.status[rows] = np.where(unsure, SUSPECTED_CODE, status)


def _joined(parts: Sequence[Judged]) -> Judged:
    verdicts = {}
    for id in parts[0].verdicts:
        of = [part.verdicts[id] for part in parts]
        verdicts[id] = Verdicts(*(np.concatenate([getattr(v, name) for v in of]) for name in Verdicts.__annotations__))
    conflicts: dict[int, tuple[str, ...]] = {}
    start = 0
    for part in parts:
        conflicts.update((start + row, ids) for row, ids in part.conflicts.items())
        start += part.size
    return Judged(verdicts, conflicts, np.concatenate([part.winner for part in parts]), start)
