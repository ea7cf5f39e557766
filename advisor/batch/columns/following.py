"""What follows from answers, for a block of cases: what `advisor.cases.following` adds to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from advisor.batch.columns.block import KNOWN, Array, Block, Column, code_of, empty_column, number_of
from advisor.batch.columns.contested import Exceptional
from advisor.cases.following import FollowsFrom, Needed
from advisor.language.vocabulary import Kind, Term


def followed(
    ways: Sequence[FollowsFrom], block: Block, exceptional: Mapping[int, Exceptional], terms: Mapping[str, Term]
) -> Block:
    """The block, and what follows from its answers beside them; the block given is left as it is."""
    more: dict[str, Column] = {}
    for way in ways:
        where = np.ones(block.size, np.bool_)
        for needed in way.needed:
            where &= _there(needed, block, terms)
        now = block.columns.get(way.question)
        where &= now is None or now.code < KNOWN
        if way.question in more:
            where &= more[way.question].code < KNOWN
        for row, differ in exceptional.items():
            if way.question in differ or any(question in differ for question, _ in way.needed):
                where[row] = False
        if where.any():
            _put(more, way, where, block, terms[way.question])
    return Block(block.as_of, {**block.columns, **more}, block.points) if more else block


def _there(needed: Needed, block: Block, terms: Mapping[str, Term]) -> Array:
    question, among = needed
    column = block.columns.get(question)
    if column is None:
        return np.zeros(block.size, np.bool_)
    if among is None:
        return np.asarray(column.code >= KNOWN)
    return np.isin(column.code, [code_of(value, terms[question]) for value in among])


def _put(more: dict[str, Column], way: FollowsFrom, where: Array, block: Block, term: Term) -> None:
    """Note an answer that follows, of a choice, a yes or no, or a number."""
    if way.question not in more:
        now = block.columns.get(way.question)
        more[way.question] = empty_column(term, block.size) if now is None else now.take(np.arange(block.size))
    column = more[way.question]
    column.code[where] = code_of(way.value.value, term)
    if column.low is not None and column.high is not None and term.kind is not Kind.DATE:
        column.low[where] = column.high[where] = number_of(way.value.value)
