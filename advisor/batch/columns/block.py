"""The answers of many cases as arrays, one column a question; a block has no text and no opinion.

A column's `code` is 0 not given, 1 "don't know", 2 and more known: 2 yes and 3 no, or 2 + the option's place, or
just 2. Numbers and days lie in `low` and `high` (NaN where not known; days as ordinals), several options in `bits`.
Where a list is known in part, `maybe` has the options of which nobody knows whether they are on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Union

import numpy as np
import numpy.typing as npt

from advisor.cases.answers import DontKnow, Exactly, Given, Partly, Range
from advisor.cases.values import Scalar
from advisor.language.vocabulary import Kind, Term

Array = npt.NDArray[Any]
NOT_GIVEN, DONT_KNOW, KNOWN = 0, 1, 2
YES, NO = 2, 3
MOST_OPTIONS = 62  # of one multiple choice: they are kept in one machine word


@dataclass
class Column:
    """The answers of many cases to one question; `low` and `high` are one array where no answer is a range, and
    `maybe` is None where every list is known whole. `tentative` is where the answer only follows, and not for good.
    """

    code: Array
    low: Array | None = None
    high: Array | None = None
    bits: Array | None = None
    maybe: Array | None = None
    tentative: Array | None = None

    def take(self, rows: Array) -> Column:
        """The column of some of the cases, in the order given; a copy."""
        low, high = _both_ends(self.low, self.high, lambda part: part.take(rows))
        others = (None if part is None else part.take(rows) for part in (self.bits, self.maybe, self.tentative))
        return Column(self.code.take(rows), low, high, *others)

    def slice(self, start: int, stop: int) -> Column:
        """The column of cases that follow each other; shares memory."""
        low, high = _both_ends(self.low, self.high, lambda part: part[start:stop])
        others = (None if part is None else part[start:stop] for part in (self.bits, self.maybe, self.tentative))
        return Column(self.code[start:stop], low, high, *others)

    def clear(self, rows: Array) -> None:
        """Take the answers of some cases away."""
        self.code[rows] = NOT_GIVEN
        if self.bits is not None:
            self.bits[rows] = 0
        if self.maybe is not None:
            self.maybe[rows] = 0
        if self.tentative is not None:
            self.tentative[rows] = False
        if self.low is not None and self.high is not None:
            self.low[rows] = self.high[rows] = np.nan

    def put(self, row: int, given: Given, term: Term) -> None:
        """Set one answer."""
        self.clear(np.array([row]))
        if isinstance(given, DontKnow):
            self.code[row] = DONT_KNOW
            return
        value = given.value if isinstance(given, Exactly) else None
        self.code[row] = code_of(value, term) if isinstance(given, Exactly) else KNOWN
        if self.bits is not None and isinstance(value, tuple):
            self.bits[row] = bits_of(value, term)
        if self.bits is not None and isinstance(given, Partly):
            if self.maybe is None:
                self.maybe = np.zeros_like(self.bits)
            self.bits[row], self.maybe[row] = bits_of(given.has, term), _maybe(given, term)
        if self.low is not None and self.high is not None:
            low, high = (given.low, given.high) if isinstance(given, Range) else (value, value)
            if self.low is self.high and low != high:
                self.high = self.high.copy()
            self.low[row], self.high[row] = number_of(low), number_of(high)

    @property
    def size(self) -> int:
        """How many cases."""
        return len(self.code)


def code_of(value: Scalar | None, term: Term) -> int:
    """The code of a known value."""
    if term.kind is Kind.YES_NO:
        return YES if value else NO
    return KNOWN + term.options.index(str(value)) if term.kind is Kind.CHOICE else KNOWN


def bits_of(value: Iterable[str], term: Term) -> int:
    """The options of a multiple choice as bits."""
    return sum(1 << term.options.index(option) for option in value)


def _maybe(given: Partly, term: Term) -> int:
    """The options that a list known in part leaves open, as bits."""
    return (1 << len(term.options)) - 1 - bits_of((*given.has, *given.lacks), term)


def number_of(value: Any) -> float:
    """A number as it is, a day as its ordinal."""
    return float(value.toordinal() if isinstance(value, date) else value)


def code_type(term: Term) -> Any:
    """The array type that holds a question's codes."""
    return np.uint16 if len(term.options) > 200 else np.uint8


def bits_type(term: Term) -> Any:
    """The smallest array type that has a bit for each option."""
    return next(kind for kind in (np.uint8, np.uint16, np.uint32, np.uint64) if len(term.options) <= 8 * kind().nbytes)


def _both_ends(
    low: Array | None, high: Array | None, change: Callable[[Array], Array]
) -> tuple[Array | None, Array | None]:
    """Both ends changed alike, and still one array where they were."""
    changed = None if low is None else change(low)
    return changed, changed if low is high or high is None else change(high)


def empty_column(term: Term, size: int) -> Column:
    """A column without answers."""
    column = Column(np.zeros(size, code_type(term)))
    if term.kind.numeric or term.kind is Kind.DATE:
        column.low, column.high = np.full(size, np.nan), np.full(size, np.nan)
    if term.kind is Kind.CHOICES:
        column.bits = np.zeros(size, bits_type(term))
    return column


@dataclass
class Block:
    """Many cases: their days as ordinals, and the columns of the questions that somebody answered.

    `points` are computed numbers that came with the cases, by name: both ends, NaN where not known.
    """

    as_of: Array
    columns: dict[str, Column] = field(default_factory=dict)
    points: dict[str, tuple[Array, Array]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many cases."""
        return len(self.as_of)

    def take(self, rows: Array) -> Block:
        """Some of the cases, in the order given; a copy."""
        columns = {question: column.take(rows) for question, column in self.columns.items()}
        return Block(self.as_of.take(rows), columns, self._points(lambda part: part.take(rows)))

    def slice(self, start: int, stop: int) -> Block:
        """Cases that follow each other; shares memory."""
        columns = {question: column.slice(start, stop) for question, column in self.columns.items()}
        return Block(self.as_of[start:stop], columns, self._points(lambda part: part[start:stop]))

    def _points(self, change: Callable[[Array], Array]) -> dict[str, tuple[Array, Array]]:
        made = {name: _both_ends(low, high, change) for name, (low, high) in self.points.items()}
        return {name: (low, high) for name, (low, high) in made.items() if low is not None and high is not None}

    def column(self, term: Term) -> Column:
        """A question's column, made where nobody answered so far."""
        if term.id not in self.columns:
            self.columns[term.id] = empty_column(term, self.size)
        return self.columns[term.id]


def block_of(days: Sequence[date], answers: Sequence[Mapping[str, Given]], terms: Mapping[str, Term]) -> Block:
    """The block of some cases' answers."""
    block = Block(np.array([day.toordinal() for day in days], np.int64))
    by_question: dict[str, tuple[list[int], list[Given]]] = {}
    for row, given in enumerate(answers):
        for question, answer in given.items():
            rows, values = by_question.setdefault(question, ([], []))
            rows.append(row)
            values.append(answer)
    for question, (rows, values) in by_question.items():
        term, column = terms[question], block.column(terms[question])
        column.code[rows] = [_code(given, term) for given in values]
        if column.bits is not None:
            column.bits[rows] = [bits_of(_named(given), term) for given in values]
            if any(isinstance(given, Partly) for given in values):
                column.maybe = np.zeros_like(column.bits)
                column.maybe[rows] = [_maybe(given, term) if isinstance(given, Partly) else 0 for given in values]
        if column.low is not None and column.high is not None:
            column.low[rows] = [_end(given, "low") for given in values]
            column.high[rows] = [_end(given, "high") for given in values]
    return block


def _named(given: Given) -> tuple[str, ...]:
    """The options that are surely on a list."""
    if isinstance(given, Partly):
        return given.has
    return given.value if isinstance(given, Exactly) and isinstance(given.value, tuple) else ()


def _code(given: Given, term: Term) -> int:
    if isinstance(given, DontKnow):
        return DONT_KNOW
    return code_of(given.value, term) if isinstance(given, Exactly) else KNOWN


def _end(given: Given, end: str) -> float:
    if isinstance(given, DontKnow):
        return np.nan
    return number_of(given.value if isinstance(given, Exactly) else getattr(given, end))


def answers_of(block: Block, row: int, terms: Mapping[str, Term]) -> dict[str, Given]:
    """The answers of one case; texts are not in a block."""
    found: dict[str, Given] = {}
    for question, column in block.columns.items():
        code = int(column.code[row])
        if code == DONT_KNOW:
            found[question] = DontKnow()
        elif code >= KNOWN and terms[question].kind is not Kind.TEXT:
            found[question] = _known(column, row, code, terms[question])
    return found


def _known(column: Column, row: int, code: int, term: Term) -> Given:
    if term.kind is Kind.YES_NO:
        return Exactly(code == YES)
    if term.kind is Kind.CHOICE:
        return Exactly(term.options[code - KNOWN])
    if column.bits is not None:
        bits, maybe = int(column.bits[row]), 0 if column.maybe is None else int(column.maybe[row])
        has = tuple(option for i, option in enumerate(term.options) if bits >> i & 1)
        if not maybe:
            return Exactly(has)
        return Partly(has, tuple(option for i, option in enumerate(term.options) if not (bits | maybe) >> i & 1))
    assert column.low is not None and column.high is not None
    low, high = (_value(float(end), term) for end in (column.low[row], column.high[row]))
    return Exactly(low) if low == high else Range(low, high)


def _value(number: float, term: Term) -> Union[int, float, date]:
    if term.kind is Kind.DATE:
        return date.fromordinal(int(number))
    return int(number) if number.is_integer() else number
