"""Cases that contradict themselves, spread out into their readings (design, section 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.batch.block import DONT_KNOW, KNOWN, Array, Block
from advisor.batch.circuit import Mask
from advisor.inference.answers import Answer, Differ, DontKnow, Exactly, Given
from advisor.inference.program import Dispute
from advisor.inference.readings import Conflict, Reading, Referee
from advisor.language.vocabulary import Kind, Term

Exceptional = Mapping[str, Differ]
"""The questions that people answered differently, in one case."""


@dataclass(frozen=True)
class Contested:
    """The cases with contradictions: the ids of these, and all their readings as one block.

    The readings of `rows[i]` are the cases `starts[i]` to `starts[i + 1]` of `readings`.
    """

    rows: list[int]
    conflicts: list[tuple[str, ...]]
    overloaded: list[bool]
    readings: Block
    starts: Array


@dataclass(frozen=True)
class _SortedOut:
    conflicts: tuple[Conflict, ...]
    withdrawn: tuple[str, ...]
    readings: tuple[Reading, ...]
    overloaded: bool


class Contest:
    """Finds the readings of many cases."""

    def __init__(self, referee: Referee, terms: Mapping[str, Term]):
        self._referee = referee
        self._terms = terms
        disputes = referee.program.disputes
        self._concerned = {d.id: (*d.model.answers, d.model.settle.question) for d in disputes}
        self._settling = {d.model.settle.question for d in disputes}
        self._concerning: dict[str, list[int]] = {}
        for number, dispute in enumerate(disputes):
            for question in self._concerned[dispute.id]:
                self._concerning.setdefault(question, []).append(number)

    def readings(self, block: Block, found: Sequence[Mask], exceptional: Mapping[int, Exceptional]) -> Contested:
        """The readings of all cases in which some contradiction of `found` shows or people differ."""
        disputes = self._referee.program.disputes
        shows = np.zeros((len(disputes), block.size), bool)
        for number, mask in enumerate(found):
            shows[number] = mask
        flagged = np.asarray(shows.any(axis=0))
        flagged[list(exceptional)] = True
        rows = np.flatnonzero(flagged)
        sorted_out = self._all_sorted_out(block, rows, shows[:, rows], exceptional)
        counts = [len(one.readings) for one in sorted_out]
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        spread = block.take(np.repeat(rows, counts))
        cleared: dict[str, list[int]] = {}
        for one, start in zip(sorted_out, starts):
            for place, reading in enumerate(one.readings, start=int(start)):
                for question in (*one.withdrawn, *reading.left_out):
                    cleared.setdefault(question, []).append(place)
                for question, claim in reading.taken:
                    spread.column(self._terms[question]).put(place, claim.given, self._terms[question])
        for question, places in cleared.items():
            if question in spread.columns:
                spread.columns[question].clear(np.array(places))
        return Contested(
            [int(row) for row in rows],
            [tuple(c.id for c in one.conflicts) for one in sorted_out],
            [one.overloaded for one in sorted_out],
            spread,
            starts,
        )

    def _all_sorted_out(
        self, block: Block, rows: Array, shows: Array, exceptional: Mapping[int, Exceptional]
    ) -> list[_SortedOut]:
        """Each case sorted out; those alike in all that contradictions look at, once."""
        disputes = self._referee.program.disputes
        codes = [
            self._looked_at(question, block, rows, shows) for question in self._concerning if question in block.columns
        ]
        alike: Array = np.ascontiguousarray(np.array([np.zeros(len(rows), np.uint16), *shows, *codes], np.uint16).T)
        alike = alike.view(np.dtype((np.void, alike.shape[1] * 2))).reshape(-1)
        _, first, kind = np.unique(alike, return_index=True, return_inverse=True)
        found = [[d for d, yes in zip(disputes, shows[:, place]) if yes] for place in first]
        kinds = [self._sort_out(block, int(rows[place]), f, {}) for place, f in zip(first, found)]
        made = [kinds[k] for k in kind.reshape(-1)]
        for place, row in enumerate(rows):
            if int(row) in exceptional:
                number = int(kind.reshape(-1)[place])
                made[place] = self._sort_out(block, int(row), found[number], exceptional[int(row)])
        return made

    def _looked_at(self, question: str, block: Block, rows: Array, shows: Array) -> Array:
        """What contradictions that show look at in an answer: a settling reply itself, else if there is one."""
        code = block.columns[question].code[rows]
        seen = code if question in self._settling else np.minimum(code, 1)
        return np.asarray(seen * shows[self._concerning[question]].any(axis=0))

    def _sort_out(self, block: Block, row: int, found: Sequence[Dispute], differ: Exceptional) -> _SortedOut:
        answers: dict[str, Answer] = {id: Answer(said) for id, said in differ.items()}
        for dispute in found:
            for question in self._concerned[dispute.id]:
                given = None if question in answers else self._given(block, row, question)
                if given is not None:
                    answers[question] = Answer(given)
        standing = self._referee.sort_out(answers, found)
        return _SortedOut(standing.conflicts, standing.withdrawn, standing.readings, standing.overloaded)

    def _given(self, block: Block, row: int, question: str) -> Given | None:
        """The answer as far as contradictions look at it: whether there is one, and which option it names."""
        column, term = block.columns.get(question), self._terms[question]
        code = int(column.code[row]) if column is not None else 0
        if code == 0:
            return None
        if code == DONT_KNOW:
            return DontKnow()
        return Exactly(term.options[code - KNOWN] if term.kind is Kind.CHOICE else True)
