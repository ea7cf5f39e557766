"""Cases ready to be judged together, wherever they were read from, and what is wrong with those that are not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from advisor.batch.columns.block import Array, Block, block_of
from advisor.batch.columns.contested import Exceptional
from advisor.cases.answers import Differ
from advisor.cases.case import Case
from advisor.language.vocabulary import Term
from advisor.problems import Problem

_LONGEST_TOLD = 60  # letters of a cell or header beside the results


@dataclass(frozen=True)
class CellProblem:
    """A cell that was not understood: the header above it, what stands in it, and why."""

    header: str
    value: str
    problem: Problem


@dataclass
class Told:
    """What is to be told of a table's rows, by row: what keeps a row from being read, cells that are left out because
    nobody understands them, and how cells in somebody's own words were read.

    With `strict` a cell that is not understood keeps its row from being read.
    """

    strict: bool = True
    errors: dict[int, list[Problem]] = field(default_factory=dict)
    unknown: dict[int, list[CellProblem]] = field(default_factory=dict)
    read_as: dict[int, list[str]] = field(default_factory=dict)

    def cell(self, rows: Iterable[Any], header: str, value: Any, problem: Problem) -> None:
        """The same cell in some rows is not understood."""
        for row in rows:
            if self.strict:
                self.errors.setdefault(int(row), []).append(problem)
            else:
                found = CellProblem(header, as_written(value), problem)
                self.unknown.setdefault(int(row), []).append(found)

    def read(self, rows: Iterable[Any], header: str, value: Any, read_as: str) -> None:
        """The same cell in some rows was read in a way that not everybody would expect."""
        for row in rows:
            self.read_as.setdefault(int(row), []).append(f"{_brief(header)}: {as_written(value)} = {read_as}")


def as_written(value: Any) -> str:
    """A cell as it is told, never long."""
    return _brief(" ".join(str(value).split()))


def _brief(text: str) -> str:
    return text if len(text) <= _LONGEST_TOLD else text[: _LONGEST_TOLD - 3] + "..."


@dataclass
class Encoded:
    """Cases of a table or of case files, and the rows that could not be read.

    `rows` are the places of the cases in the table; `exceptional` and `cases` are by place among the cases: answers
    on which people differ, and cases that hold more than a block does (notes, texts). `told` is by row of the table.
    """

    block: Block
    ids: list[str]
    rows: Array
    meta: pl.DataFrame
    errors: dict[int, list[Problem]]
    exceptional: dict[int, Exceptional] = field(default_factory=dict)
    cases: dict[int, Case] = field(default_factory=dict)
    texts: dict[str, list[str | None]] = field(default_factory=dict)
    told: Told = field(default_factory=Told)

    def without(self, places: set[int]) -> Encoded:
        """What is left without the cases at some places; the errors are those of before."""
        kept = [i for i in range(len(self.ids)) if i not in places]
        now = {old: new for new, old in enumerate(kept)}
        return Encoded(
            self.block.take(np.array(kept, np.int64)),
            [self.ids[i] for i in kept],
            self.rows[kept],
            self.meta[kept] if self.meta.width else self.meta,
            self.errors,
            {now[i]: e for i, e in self.exceptional.items() if i in now},
            {now[i]: c for i, c in self.cases.items() if i in now},
            {question: [values[i] for i in kept] for question, values in self.texts.items()},
            self.told,
        )


def encoded_cases(
    cases: list[Case], rows: Array, errors: dict[int, list[Problem]], terms: Mapping[str, Term]
) -> Encoded:
    """Cases that were read one by one, with the row that each stood in, and what is wrong with other rows."""
    given = [{q: a.said for q, a in c.answers.items() if not isinstance(a.said, Differ)} for c in cases]
    differ = {i: {q: a.said for q, a in c.answers.items() if isinstance(a.said, Differ)} for i, c in enumerate(cases)}
    names = sorted({str(name) for case in cases for name in case.meta})
    meta = pl.DataFrame(
        {name: pl.Series([_text(case.meta.get(name)) for case in cases], dtype=pl.String) for name in names}
    )
    return Encoded(
        block_of([c.as_of for c in cases], given, terms),
        [c.id for c in cases],
        rows,
        meta,
        errors,
        {i: claims for i, claims in differ.items() if claims},
        dict(enumerate(cases)),
    )


def _text(value: Any) -> str | None:
    return (
        None
        if value is None
        else value
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False, default=str)
    )
