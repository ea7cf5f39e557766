"""The timeline's numbers for a block of cases: each different set of parameters is worked out once.

With them what is presumed of the cases, as `advisor.inference.presumptions.presuming` does for one, and what follows
from their answers, as `advisor.cases.following` adds it to one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np

from advisor.batch.columns.block import (
    KNOWN,
    NOT_GIVEN,
    Array,
    Block,
    Column,
    answers_of,
    code_of,
    empty_column,
    number_of,
)
from advisor.batch.columns.columnfacts import FactColumns, PointColumns
from advisor.batch.columns.fieldtests import FieldTests
from advisor.batch.columns.masks import unpacked
from advisor.cases.answers import Given
from advisor.cases.following import FollowsFrom, Needed
from advisor.inference.assessor import Assessor
from advisor.inference.compiled.program import CompiledPresumption
from advisor.inference.computed_numbers import ComputedNumbers, PointMaker, certain_beside
from advisor.language.vocabulary import Kind, Term

PresumedIn = Mapping[str, Array]
"""By question that is presumed, in which cases it is."""


class BlockPoints:
    """Computes the numbers that rules read; two cases whose answers and days lie alike share them."""

    def __init__(self, assessor: Assessor, points: PointMaker):
        self._points = points
        self._presumptions = assessor.program.presumptions
        self._terms = assessor.program.vocabulary.terms
        self._questions = tuple(sorted(points.questions))

    def __call__(self, block: Block, facts: FactColumns, presumed: PresumedIn) -> tuple[PointColumns, PointColumns]:
        """The numbers of every case by name, with what is presumed and without; NaN where an input is not known.

        Both are one and the same where no case has anything presumed that changes a number.
        """
        of_kind, kind = self.different(block, facts, presumed)
        shown = _columns([shown for shown, _ in of_kind], kind)
        if all(shown.known == certain.known for shown, certain in of_kind):
            return shown, shown
        return shown, _columns([certain for _, certain in of_kind], kind)

    def different(
        self, block: Block, facts: FactColumns, presumed: PresumedIn
    ) -> tuple[list[tuple[ComputedNumbers, ComputedNumbers]], Array]:
        """The different results, with what is presumed and without, and which of them each case has."""
        # A timeline takes far longer than all else that is done for a case, and cases of a sparse table often have the
        # same few answers to the questions that it reads. All that it reads of a case is laid side by side as bytes, so
        # that `unique` finds the different ones. What does not apply and what is not known get numbers that no answer
        # has: NaN would be different from itself.
        read = [q for q in self._questions if q in block.columns]
        applies = {q: unpacked(facts.asked.get(q, True), block.size) for q in read}
        held = {q: where for q, where in presumed.items() if q in self._questions and where.any()}
        parts: list[Array] = [np.zeros(block.size), *(where.astype(np.float64) for where in held.values())]
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
        columns = {q: block.columns[q] for q in read}
        for row in first:
            given = answers_of(Block(block.as_of, columns), int(row), self._terms)
            answers = {q: answer for q, answer in given.items() if applies[q][row]}
            more: dict[str, Given] = {q: self._presumptions[q].value for q, where in held.items() if where[row]}
            day = date.fromordinal(int(block.as_of[row]))
            both = self._points.of_many([(answers, day, {}), ({**answers, **more}, day, {})][: 2 if more else 1])
            made.append((both[-1], certain_beside(both[-1], both[0])))
        return made, kind.reshape(-1)


def _columns(of_kind: list[ComputedNumbers], kind: Array) -> PointColumns:
    names = sorted({name for points in of_kind for name in points.known})
    columns = {}
    for name in names:
        known = [points.known.get(name, (np.nan, np.nan)) for points in of_kind]
        low, high = (np.array([ends[i] for ends in known]) for i in (0, 1))
        columns[name] = (low[kind], high[kind])
    return columns


class BlockPresumer:
    """Tells what is presumed of each case of a block, as `Presumer` does for one; `gated` reads gates anew."""

    def __init__(self, assessor: Assessor, tests: FieldTests, gated: Callable[[Block], FactColumns]):
        presumer = assessor.maker.presumer
        self._terms = assessor.program.vocabulary.terms
        self._touches, self._gated = presumer.touches, gated
        read = assessor.maker.point_questions
        self._presumptions = [p for q, p in presumer.presumptions.items() if q in read]
        self._when = {p.question: tests.circuit([p.when.true]) for p in self._presumptions if p.when is not None}
        self._contradicting = {
            p.question: tests.circuit(c.condition.true for c in presumer.touches[p.question].contradictions)
            for p in self._presumptions
        }

    def __call__(self, block: Block, facts: FactColumns, disputed: PresumedIn) -> PresumedIn:
        """Where each question is presumed; `disputed` says where its answers are, of those where some are."""
        found = {}
        for presumption in self._presumptions:
            question = presumption.question
            where = ~unpacked(facts.known(question), block.size) & ~unpacked(facts.off.get(question, False), block.size)
            if question in disputed:
                where &= ~disputed[question]
            if question in self._when:
                where &= unpacked(self._when[question].masks(facts)[0], block.size)
            rows = np.flatnonzero(where)
            if len(rows):
                where[rows] = self._fits(presumption, block, facts, rows)
            found[question] = where
        return found

    def _fits(self, presumption: CompiledPresumption, block: Block, facts: FactColumns, rows: Array) -> Array:
        """In which of some cases the value, were it given, would leave known answers in force and contradict none."""
        question = presumption.question
        touch = self._touches[question]
        fits = np.ones(len(rows), bool)
        known = [q for q in touch.gated if q in block.columns]
        if not known and not touch.contradictions:
            return fits
        before = [unpacked(mask, block.size)[rows] for mask in self._contradicting[question].masks(facts)]
        off = {q: unpacked(facts.off[q], block.size)[rows] for q in known}
        some = block.take(rows)
        column, term = empty_column(self._terms[question], 1), self._terms[question]
        column.put(0, presumption.value, term)
        some.columns[question] = column.take(np.zeros(len(rows), np.intp))
        would = self._gated(some)
        for q in known:
            fits &= off[q] | ~unpacked(would.off[q], len(rows)) | (some.columns[q].code < KNOWN)
        for mask, was in zip(self._contradicting[question].masks(would), before):
            fits &= was | ~unpacked(mask, len(rows))
        return fits


# ---- what follows ----------------------------------------------------------------------------------------


def with_following(
    ways: Sequence[FollowsFrom], block: Block, differ: Mapping[int, Mapping[str, object]], terms: Mapping[str, Term]
) -> Block:
    """A block, and what follows from its answers, as `advisor.cases.following` adds it to one case.

    `differ` are, by case, the questions that people answered differently. The block given is left as it is.
    """
    more: dict[str, Column] = {}
    for way in ways:
        where = np.ones(block.size, np.bool_)
        for needed in way.needed:
            where &= _there(needed, block, terms)
        now = block.columns.get(way.question)
        where &= now is None or now.code < KNOWN
        if way.question in more:
            where &= more[way.question].code < KNOWN
        for row, questions in differ.items():
            if way.question in questions or any(question in questions for question, _ in way.needed):
                where[row] = False
        if where.any():
            _put(more, way, where, block, terms[way.question])
            for other in ways[: ways.index(way)]:
                if other.goes_before(way):
                    _doubt(more[way.question], where & _could_fit(other, block, terms))
    return Block(block.as_of, {**block.columns, **more}, block.points) if more else block


def _there(needed: Needed, block: Block, terms: Mapping[str, Term]) -> Array:
    question, among = needed
    column = block.columns.get(question)
    if column is None:
        return np.zeros(block.size, np.bool_)
    if among is None:
        return np.asarray(column.code >= KNOWN)
    return np.isin(column.code, [code_of(value, terms[question]) for value in among])


def _could_fit(way: FollowsFrom, block: Block, terms: Mapping[str, Term]) -> Array:
    """Where it follows, or could once more is known."""
    where = np.ones(block.size, np.bool_)
    for needed in way.needed:
        column = block.columns.get(needed[0])
        if column is not None:
            where &= _there(needed, block, terms) | (column.code == NOT_GIVEN)
    return where


def _doubt(column: Column, where: Array) -> None:
    """Note where an answer that follows may not do so for good."""
    if where.any():
        column.tentative = where if column.tentative is None else column.tentative | where


def _put(more: dict[str, Column], way: FollowsFrom, where: Array, block: Block, term: Term) -> None:
    """Note an answer that follows, of a choice, a yes or no, or a number."""
    if way.question not in more:
        now = block.columns.get(way.question)
        more[way.question] = empty_column(term, block.size) if now is None else now.take(np.arange(block.size))
    column = more[way.question]
    column.code[where] = code_of(way.value.value, term)
    if column.low is not None and column.high is not None and term.kind is not Kind.DATE:
        column.low[where] = column.high[where] = number_of(way.value.value)
