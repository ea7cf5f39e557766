"""Cases that contradict themselves, spread out: each way to resolve their disputed answers is a row of its own.

Until somebody settles a contradiction, a case is judged once for each resolution (`advisor.inference.contradictions`),
and its verdicts are those of all of them together. What resolutions a case has depends on few things: which of its
contradictions show, which of the answers concerned are given, and what settling replies say. So cases are put into
kinds that are alike in these, each kind is sorted out once by the row engine's own `sort_out`, and the rows of all its
cases are made together. Wrong verdicts would come of a `ContradictionFinder` that looked at more of an answer than
`_looked_at` tells apart, and `_given` shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from advisor.batch.columns.block import DONT_KNOW, KNOWN, Array, Block
from advisor.batch.columns.coded import RECORD, ContestedVerdicts
from advisor.batch.columns.judging import (
    CONFIRMED_CODE,
    NO_SIGN_CODE,
    OPEN_CODE,
    SUSPECTED_CODE,
    settled,
)
from advisor.batch.columns.masks import Mask, unpacked
from advisor.cases.answers import Answer, Differ, DontKnow, Exactly, Given
from advisor.inference.compiled.program import CONFIRMED, CompiledContradiction
from advisor.inference.contradictions import ContradictionFinder, FoundContradiction, Resolution
from advisor.language.vocabulary import Kind, Term

Exceptional = Mapping[str, Differ]
"""The questions that people answered differently, in one case."""


@dataclass(frozen=True)
class Conflicts:
    """The contradictions of the cases `rows` that have any (or had, before they were settled): case `rows[i]` has
    those that `lists[which[i]]` names.
    """

    rows: Array
    which: Array
    lists: tuple[tuple[str, ...], ...]


def joined(parts: Sequence[Conflicts]) -> Conflicts:
    """The contradictions of several lots of cases."""
    starts = np.cumsum([0, *(len(part.lists) for part in parts)])
    return Conflicts(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.which + start for part, start in zip(parts, starts)]),
        tuple(ids for part in parts for ids in part.lists),
    )


@dataclass(frozen=True)
class Group:
    """Cases with equally many resolutions: number j of case `rows[i]` is case `start + j * len(rows) + i` of all."""

    rows: Array
    count: int
    start: int

    def by_resolution(self, values: Array) -> Array:
        """The values of this group's part of all cases, by resolution and case in the last two axes."""
        size = len(self.rows)
        part = values[..., self.start : self.start + self.count * size]
        return part.reshape(*part.shape[:-1], self.count, size)


@dataclass(frozen=True)
class Contested:
    """The cases with contradictions, and all of them resolved in all ways as one block; `overloaded` is by case of the
    groups, `disputed` tells by question in which cases of `resolved` its answers are disputed or withdrawn.
    """

    contradictions: Conflicts
    groups: tuple[Group, ...]
    overloaded: Array
    resolved: Block
    disputed: Mapping[str, Array]


@dataclass(frozen=True)
class _SortedOut:
    """What the cases of one kind have in common: their contradictions, and the ways to resolve these."""

    contradictions: tuple[FoundContradiction, ...]
    withdrawn: tuple[str, ...]
    resolutions: tuple[Resolution, ...]
    overloaded: bool


class Resolutions:
    """Finds the resolutions of many cases."""

    def __init__(self, contradiction_finder: ContradictionFinder, terms: Mapping[str, Term]):
        self._finder = contradiction_finder
        self._terms = terms
        contradictions = contradiction_finder.program.contradictions
        self._concerned = {d.id: (*d.model.answers, d.model.settle.question) for d in contradictions}
        self._settling = {d.model.settle.question for d in contradictions}
        self._concerning: dict[str, list[int]] = {}
        for number, contradiction in enumerate(contradictions):
            for question in self._concerned[contradiction.id]:
                self._concerning.setdefault(question, []).append(number)

    def spread_out(self, block: Block, found: Sequence[Mask], exceptional: Mapping[int, Exceptional]) -> Contested:
        """The resolutions of all cases in which people differ or a contradiction shows (`found`: a mask for each)."""
        shows = np.zeros((len(self._finder.program.contradictions), block.size), bool)
        for number, mask in enumerate(found):
            shows[number] = unpacked(mask, block.size)
        flagged = np.asarray(shows.any(axis=0))
        flagged[list(exceptional)] = True
        rows = np.flatnonzero(flagged)
        kind, kinds = self._kinds(block, rows, shows[:, rows], exceptional)
        counts = np.array([len(one.resolutions) for one in kinds], np.int64)[kind]
        groups = []
        start = 0
        cleared: dict[str, list[Array]] = {}
        disputed: dict[str, list[Array]] = {}
        taken: list[tuple[int, Resolution]] = []
        for count in np.unique(counts):
            members = np.flatnonzero(counts == count)
            groups.append(Group(rows[members], int(count), start))
            for number in np.unique(kind[members]):
                one = kinds[number]
                places = start + np.flatnonzero(kind[members] == number)
                for question in {*one.withdrawn, *(answer for c in one.contradictions for answer in c.answers)}:
                    every = [places + number * len(members) for number in range(int(count))]
                    disputed.setdefault(question, []).extend(every)
                for resolution in one.resolutions:
                    for question in (*one.withdrawn, *resolution.left_out):
                        cleared.setdefault(question, []).append(places)
                    if resolution.taken:  # only of a case of its own kind
                        taken.append((int(places[0]), resolution))
                    places = places + len(members)
            start += int(count) * len(members)
        spread = block.take(np.concatenate([np.tile(g.rows, g.count) for g in groups] or [rows]))
        for place, resolution in taken:
            for question, claim in resolution.taken:
                spread.column(self._terms[question]).put(place, claim.given, self._terms[question])
        for question, several in cleared.items():
            if question in spread.columns:
                spread.columns[question].clear(np.concatenate(several))
        lists = tuple(tuple(c.id for c in one.contradictions) for one in kinds)
        of_group = np.concatenate([np.flatnonzero(counts == g.count) for g in groups] or [rows])
        overloaded = np.array([one.overloaded for one in kinds], bool)[kind[of_group]]
        where = {question: np.zeros(spread.size, bool) for question in disputed}
        for question, several in disputed.items():
            where[question][np.concatenate(several)] = True
        return Contested(Conflicts(rows, kind, lists), tuple(groups), overloaded, spread, where)

    def _kinds(
        self, block: Block, rows: Array, shows: Array, exceptional: Mapping[int, Exceptional]
    ) -> tuple[Array, list[_SortedOut]]:
        """The kind of each case, and each kind sorted out: cases alike in all that contradictions look at are of one
        kind, those in which people differ each of their own.
        """
        # What is looked at is written as one number a case, digit by digit (each question a digit with its own radix),
        # so that a single `unique` finds the kinds. Before it would overflow, the kinds so far are numbered anew.
        alike = np.zeros(len(rows), np.int64)
        most = 1
        looked_at = [self._looked_at(q, block, rows, shows) for q in self._concerning if q in block.columns]
        for values in (*shows, *looked_at):
            radix = int(values.max(initial=0)) + 1
            if most > np.iinfo(np.int64).max // radix:
                alike = np.unique(alike, return_inverse=True)[1].reshape(-1)
                most = len(rows)
            alike = alike * radix + values
            most *= radix
        _, first, kind = np.unique(alike, return_index=True, return_inverse=True)
        kind = kind.reshape(-1)
        contradictions = self._finder.program.contradictions
        found = [[d for d, yes in zip(contradictions, shows[:, place]) if yes] for place in first]
        kinds = [self._sort_out(block, int(rows[place]), f, {}) for place, f in zip(first, found)]
        for place in np.flatnonzero(np.isin(rows, list(exceptional))):
            row = int(rows[place])
            kinds.append(self._sort_out(block, row, found[int(kind[place])], exceptional[row]))
            kind[place] = len(kinds) - 1
        return kind, kinds

    def _looked_at(self, question: str, block: Block, rows: Array, shows: Array) -> Array:
        """What contradictions that show look at in an answer: a settling reply itself, else if there is one."""
        code = block.columns[question].code[rows]
        seen = code if question in self._settling else np.minimum(code, 1)
        return np.asarray(seen * shows[self._concerning[question]].any(axis=0))

    def _sort_out(
        self, block: Block, row: int, found: Sequence[CompiledContradiction], differ: Exceptional
    ) -> _SortedOut:
        answers: dict[str, Answer] = {question: Answer(said) for question, said in differ.items()}
        for contradiction in found:
            for question in self._concerned[contradiction.id]:
                given = None if question in answers else self._given(block, row, question)
                if given is not None:
                    answers[question] = Answer(given)
        made = self._finder.sort_out(answers, found)
        return _SortedOut(made.contradictions, made.withdrawn, made.resolutions, made.overloaded)

    def _given(self, block: Block, row: int, question: str) -> Given | None:
        """The answer as far as contradictions look at it: whether there is one, and which option it names."""
        column, term = block.columns.get(question), self._terms[question]
        code = int(column.code[row]) if column is not None else 0
        if code == 0:
            return None
        if code == DONT_KNOW:
            return DontKnow()
        return Exactly(term.options[code - KNOWN] if term.kind is Kind.CHOICE else True)


def held_back(
    records: Array, greatest: Array, contested: Contested, loose: Mapping[int, Array]
) -> list[ContestedVerdicts]:
    """Each case over all its resolutions: one status in all of them stands, else the case is held back.

    Held back means: likely where some resolution finds the diagnosis or has it likely, else open where some has it
    open, else no sign. Bounds are the least and the greatest of all resolutions. Where all disputed answers had to be
    left out at once, only what the certain reading confirms too is found.
    """
    unsettled = np.zeros(records.shape, np.bool_)
    for number, where in loose.items():
        unsettled[number] = where
    held = []
    start = 0
    for group in contested.groups:
        read = group.by_resolution(records)
        made = np.empty((len(read), len(group.rows)), RECORD)
        low, high = _over(np.minimum, read["low"]), _over(np.maximum, read["high"])
        certain_low = _over(np.minimum, read["certain_low"])
        certain_high = _over(np.maximum, group.by_resolution(greatest))
        best, worst = _over(np.minimum, read["status"]), _over(np.maximum, read["status"])
        some_open = _over(np.logical_or, read["status"] == OPEN_CODE)
        mixed = np.where(best <= SUSPECTED_CODE, SUSPECTED_CODE, np.where(some_open, OPEN_CODE, NO_SIGN_CODE))
        status = np.where(best == worst, best, mixed)
        overloaded = contested.overloaded[start : start + len(group.rows)]
        unsure = overloaded & (status == CONFIRMED_CODE) & (certain_low < CONFIRMED)
        made["low"], made["high"], made["certain_low"] = low, high, certain_low
        made["status"] = np.where(unsure, SUSPECTED_CODE, status)
        made["settled"] = settled(certain_low, certain_high) & ~_over(np.logical_or, group.by_resolution(unsettled))
        held.append(ContestedVerdicts(group.rows, made, certain_high))
        start += len(group.rows)
    return held


def _over(join: Callable[[Array, Array], Array], values: Array) -> Array:
    """The values of all resolutions (the second axis) joined; far faster than numpy's own way along a short axis."""
    return reduce(join, (values[:, number] for number in range(values.shape[1])))
