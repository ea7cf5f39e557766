"""From a table to a block: each column read by its question's type, each different cell once.

Nothing here decides what an answer is: every cell that is not plainly of the right type goes through the readers of
single answers, so that a table and a case file mean the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from advisor.batch.columns.block import (
    DONT_KNOW,
    KNOWN,
    NO,
    YES,
    Array,
    Block,
    Column,
    bits_type,
    block_of,
    code_type,
    empty_column,
)
from advisor.batch.tables.cells import CellStyle, answer_in, date_in, number_text, plain_cell
from advisor.batch.tables.distinct import codes, groups, plain_columns
from advisor.batch.tables.encoded import Encoded, Told
from advisor.batch.tables.headers import UNSURE, Headers
from advisor.batch.tables.readable import by_hand, readable, texts_of
from advisor.batch.tables.understanding import understood
from advisor.cases.answers import Answer
from advisor.cases.case import read_case
from advisor.cases.names import as_seen
from advisor.cases.values import AnswerError, read_date
from advisor.knowledge.pack import Knowledge
from advisor.language.vocabulary import Kind, Term
from advisor.problems import Problem

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

_EPOCH = date(1970, 1, 1).toordinal()


class TableReader:
    """Reads tables of one shape for one pack."""

    def __init__(
        self,
        knowledge: Knowledge,
        terms: Mapping[str, Term],
        style: CellStyle,
        as_of: date | None,
        *,
        strict: bool = True,
    ):
        """With `strict` a row with a cell that does not fit its question is an error; else that cell is left out, and
        cells in people's own words are read (`advisor.batch.tables.understanding`).
        """
        self.knowledge = knowledge
        self.strict = strict
        self.terms = terms
        self.style = style
        self.as_of = as_of

    def read(self, table: pl.DataFrame, headers: Headers, told_before: Told | None = None) -> Encoded:
        """The cases of a table; `told_before` is what is known of its rows already."""
        size = table.height
        tell = told_before or Told(self.strict)
        errors = tell.errors
        told = (headers.case, headers.as_of, *headers.questions.values(), *headers.unsure.values())
        told = (*told, *headers.points.values(), *headers.meta.values())
        table, unread = readable(table, [name for name in told if name is not None])
        days = self._days(table, headers, errors)
        ids = self._ids(table, headers, errors)
        block = Block(days)
        texts: dict[str, list[str | None]] = {}
        read = (*headers.questions.values(), *headers.unsure.values(), *headers.points.values())
        plain = plain_columns(table.select(read))
        for question, header in headers.questions.items():
            series = table[header]
            if series.dtype == pl.Null or series.null_count() == size:
                continue
            column = self._column(self.knowledge.questions[question].model, series, plain.get(header), days, tell)
            if column.code.any():
                block.columns[question] = column
            if self.terms[question].kind is Kind.TEXT and column.code.any():
                written = texts_of(series) if by_hand(series.dtype) else series.cast(pl.String).to_list()
                cells = zip(written, column.code)
                texts[question] = [text if code == KNOWN else None for text, code in cells]
        for question, header in headers.unsure.items():
            self._unsure(question, table[header], plain.get(header), block, tell)
        for name, header in headers.points.items():
            values = plain[header] if header in plain else table[header].cast(pl.Float64).fill_null(np.nan).to_numpy()
            block.points[name] = (values, values)
        meta = table.select(
            pl.Series(name, texts_of(table[header]), pl.String)
            if by_hand(table[header].dtype)
            else pl.col(header).cast(pl.String, strict=False).alias(name)
            for name, header in headers.meta.items()
        )
        errors |= unread  # what else is said of these rows, such as a missing day, only follows from it
        if not errors:
            return Encoded(block, ids, np.arange(size), meta, {}, texts=texts, told=tell)
        good = np.array([row for row in range(size) if row not in errors], np.int64)
        texts = {question: [values[row] for row in good] for question, values in texts.items()}
        ids = [ids[row] for row in good]
        meta = meta[good] if meta.width else meta
        return Encoded(block.take(good), ids, good, meta, errors, texts=texts, told=tell)

    # ---- names and days ------------------------------------------------------------------------------

    def _ids(self, table: pl.DataFrame, headers: Headers, errors: dict[int, list[Problem]]) -> list[str]:
        if headers.case is None:
            found: list[str | None] = [None] * table.height
        else:
            series = table[headers.case]
            series = series.cast(pl.Float64) if series.dtype == pl.Float32 else series
            found = (
                [None if v is None else _name(v) for v in series.to_list()]
                if series.dtype in (pl.Object, pl.Float64) or by_hand(series.dtype)
                else series.cast(pl.String).str.strip_chars().to_list()
            )
        found = [name and as_seen(name) for name in found]
        for row, name in enumerate(found):
            if not name or len(name) > 100 or not name.isprintable():
                raw = {"case": name or None, "as_of": "2026-01-01"}
                problems = [p for p in read_case(raw, self.knowledge)[1] if p.path == "case"]
                if problems:
                    errors.setdefault(row, []).extend(problems)
        return [name or "" for name in found]

    def _days(self, table: pl.DataFrame, headers: Headers, errors: dict[int, list[Problem]]) -> Array:
        default = self.as_of.toordinal() if self.as_of is not None else 0
        days = np.full(table.height, default, np.int64)
        given = np.zeros(table.height, bool)
        if headers.as_of is not None:
            series = table[headers.as_of]
            if series.dtype == pl.Date:
                given = series.is_not_null().to_numpy()
                days[given] = series.drop_nulls().to_physical().to_numpy() + _EPOCH
            else:
                for value, rows in groups(series):
                    try:
                        if plain_cell(value) is None:
                            continue
                        days[rows] = read_date(date_in(value, self.style)).toordinal()
                        given[rows] = True
                    except AnswerError as error:
                        given[rows] = True
                        for row in rows:
                            errors.setdefault(int(row), []).append(_problem("as_of", error))
        if self.as_of is None:
            for row in np.flatnonzero(~given):
                way = "Add the date of the answers, or use `--as-of`."
                errors.setdefault(int(row), []).append(Problem("as_of", "missing", "`as_of` is missing.", way))
        return days

    # ---- answers -------------------------------------------------------------------------------------

    def _column(self, question: Question, series: pl.Series, plain: Array | None, days: Array, tell: Told) -> Column:
        dtype, term = series.dtype, self.terms[question.id]
        column = None
        if plain is not None and dtype == pl.Boolean and question.type is Kind.YES_NO:
            column = Column(np.array([NO, YES, 0], np.uint8).take(plain))
        elif plain is not None and dtype.is_numeric() and question.type.numeric:
            column = _numbers(question, series, plain, tell)
        elif plain is not None and dtype == pl.Date and question.type is Kind.DATE:
            days = plain + _EPOCH
            column = Column(np.where(np.isnan(days), 0, KNOWN).astype(np.uint8), days, days)
        elif dtype == pl.List(pl.String) and question.type is Kind.CHOICES:
            column = _lists(term, series)
        return column if column is not None else self._cells(question, series, days, tell)

    def _cells(self, question: Question, series: pl.Series, days: Array, tell: Told) -> Column:
        """A column read cell by cell, each different cell once; days in words once for each day of a case."""
        term = self.terms[question.id]
        which, cells = codes(series)
        by_day = not self.strict and question.type is Kind.DATE and len(np.unique(days)) > 1
        if by_day and any(isinstance(cell, str) for cell in cells):
            both, which = np.unique(np.stack([which, days]), axis=1, return_inverse=True)
            which = which.reshape(-1)
            read = [(cells[code], int(day)) for code, day in both.T]
        else:
            read = [(cell, int(days[0]) if len(days) else 0) for cell in cells]
        given: list[dict[str, Answer]] = []
        for code, (cell, day) in enumerate(read):
            answer = None if cell is None else self._answer(question, series.name, cell, day, (which, code), tell)
            given.append({} if answer is None else {question.id: answer.said})  # type: ignore[dict-item]  # no Differ
        small = block_of([date(2026, 1, 1)] * len(given), given, self.terms)  # type: ignore[arg-type]  # a cell has no differ
        column = small.columns.get(question.id)
        return column.take(which) if column is not None else empty_column(term, series.len())

    def _answer(
        self, question: Question, header: str, cell: Any, day: int, where: tuple[Array, int], tell: Told
    ) -> Answer | None:
        """The answer in a cell, None where nothing is given or it is not understood; `where` has the number of each
        row's cell, and this one's.
        """
        try:
            if self.strict:
                return answer_in(cell, question, self.style)
            reading = understood(cell, question, self.style, date.fromordinal(max(day, _EPOCH)))
        except AnswerError as error:
            tell.cell(np.flatnonzero(where[0] == where[1]), header, cell, _problem(question.id, error))
            return None
        rows = np.flatnonzero(where[0] == where[1]) if reading.read_as or reading.left_out else ()
        if reading.read_as is not None:
            tell.read(rows, header, cell, reading.read_as)
        for part in reading.left_out:
            way = "Write it as one of the options, or say what it means in `words:` of the map of columns."
            tell.cell(rows, header, part, Problem(question.id, "unknown-option", "This part isn't an option.", way))
        return reading.answer

    def _unsure(self, question: str, series: pl.Series, plain: Array | None, block: Block, tell: Told) -> None:
        marks = np.zeros(series.len(), bool)
        if series.dtype == pl.Boolean and plain is not None:
            marks = plain == 1
        else:
            for value, rows in groups(series):
                text = str(plain_cell(value) or "false").casefold()
                if text in ("true", "yes", "y", "1", "x"):
                    marks[rows] = True
                elif text not in ("false", "no", "n", "0"):
                    message = 'Whether the answer is "don\'t know" is true, false or empty.'
                    tell.cell(rows, series.name, value, Problem(question + UNSURE, "type", message))
        if not marks.any():
            return
        column = block.column(self.terms[question])
        both = np.flatnonzero(marks & (column.code >= KNOWN))
        message = "There's an answer, and also `don't know`."
        tell.cell(both, series.name, True, Problem(question, "type", message, "Keep one of them."))
        column.code = np.where(marks & (column.code == 0), DONT_KNOW, column.code).astype(column.code.dtype)


def _name(value: Any) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else number_text(value)
    return str(value).strip()


def _problem(path: str, error: AnswerError) -> Problem:
    return Problem(".".join((path, *map(str, error.at))), error.code, error.message, error.suggestion)


def _numbers(question: Question, series: pl.Series, values: Array, tell: Told) -> Column:
    """Typed numbers, checked at once; what does not fit is told by the reader of single answers."""
    low, high = question.range or (-math.inf, math.inf)
    fits = (values >= low) & (values <= high) & np.isfinite(values)
    given = ~np.isnan(values) if series.dtype.is_integer() else series.is_not_null().to_numpy()
    values = values if values.flags.writeable else values.copy()
    if question.type is Kind.WHOLE:
        fits &= values == np.floor(values)
    for row in np.flatnonzero(given & ~fits):
        try:
            answer_in(series[int(row)], question, CellStyle())
            given[row] = values[row] == values[row]
        except AnswerError as error:
            tell.cell([row], series.name, series[int(row)], _problem(question.id, error))
            given[row] = False
    values[~given] = np.nan
    return Column(np.where(given, KNOWN, 0).astype(np.uint8), values, values)


def _lists(term: Term, series: pl.Series) -> Column | None:
    """Typed lists of options; None where some are not options, for the slower reader to tell."""
    # All lists are one long series with the places where each begins; "or" over the stretches (`reduceat`) makes the
    # bits of each. An empty stretch would get the element that follows it, so lists without options are left out.
    inner = series.explode(empty_as_null=False, keep_nulls=False)
    places = pl.Series(range(len(term.options)), dtype=pl.UInt8)
    named = inner.replace_strict(pl.Series(term.options), places, default=None, return_dtype=pl.UInt8)
    if named.null_count():
        return None
    counts = series.list.len().fill_null(0).to_numpy().astype(np.int64)
    bits = np.zeros(series.len(), bits_type(term))
    ends = np.cumsum(counts)
    filled = np.flatnonzero(counts)
    if len(filled):
        each = np.left_shift(bits.dtype.type(1), named.to_numpy().astype(bits.dtype))
        bits[filled] = np.bitwise_or.reduceat(each, (ends - counts)[filled])
    return Column(np.where(series.is_not_null().to_numpy(), KNOWN, 0).astype(code_type(term)), bits=bits)
