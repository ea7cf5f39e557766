"""What came out of one part: rows of results and rows of errors, as tables that need no knowledge to be joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from advisor.batch.columns.block import Array
from advisor.batch.columns.columnfacts import FactColumns
from advisor.batch.columns.contested import Conflicts
from advisor.batch.columns.judging import STATUSES
from advisor.batch.columns.masks import unpacked
from advisor.batch.columns.verdicts import Judged
from advisor.batch.tables.encoded import CellProblem, Encoded
from advisor.inference.compiled.program import Program
from advisor.problems import Problem

STATUS = pl.Enum([status.value for status in STATUSES])
_STATUSES = pl.Series([status.value for status in STATUSES], dtype=STATUS)
HEADERS = "headers"  # the place of what is wrong with a table's first row
ERROR_COLUMNS = ("source", "place", "case", "field", "code", "reason", "way_out", "header", "value", "left_out")
ROW, CELL = "row", "cell"  # what a problem leaves out of the results
NOT_UNDERSTOOD, READ_AS = "not_understood", "read_as"
FIRST_ACTIONS = 3
LISTS = ("open_questions", "gates")
_AMOUNTS = ("runway_months", "gates_now")


@dataclass(frozen=True)
class PartDone:
    """The results of a part: the table as bytes, and the count of cases that went in.

    `stored` says that the table was put in the folder of the run where the work was done. `failed` counts
    the cases that became errors (an error may have several rows, one for each reason).
    """

    number: int
    table: bytes
    errors: list[dict[str, str]]
    failed: int
    count: int
    stored: bool = False

    @property
    def written(self) -> int:
        """The cases that have a row of results."""
        return self.count - self.failed


def cell_row(place: tuple[str, str, str], cell: CellProblem) -> dict[str, str]:
    """A cell that is not understood as a row; the case itself has results."""
    return error_row(*place, cell.problem) | {
        "header": cell.header,
        "value": cell.value,
        "left_out": CELL,
    }


def told_columns(encoded: Encoded) -> dict[str, pl.Series]:
    """What is told of each case's cells beside its results: those not understood, and those read in an unplain way."""
    unknown, read_as = encoded.told.unknown, encoded.told.read_as
    columns: dict[str, list[str | None]] = {NOT_UNDERSTOOD: [], READ_AS: []}
    if not unknown and not read_as:
        return {name: pl.repeat(None, len(encoded.ids), dtype=pl.String, eager=True) for name in columns}
    for row in map(int, encoded.rows):
        cells = [_cell_told(cell) for cell in unknown.get(row, ())]
        columns[NOT_UNDERSTOOD].append("\n".join(cells) or None)
        columns[READ_AS].append("\n".join(read_as.get(row, ())) or None)
    return {name: pl.Series(name, values, dtype=pl.String) for name, values in columns.items()}


def _cell_told(cell: CellProblem) -> str:
    message = cell.problem.message
    return f"{cell.header}: {message}" if repr(cell.value) in message else f"{cell.header}: {cell.value!r}. {message}"


def error_row(source: str, place: str, case: str, problem: Problem) -> dict[str, str]:
    """A problem as a row."""
    place = f"line {problem.line}" if problem.line is not None and not place else place
    texts = (source, place, case, problem.path, problem.code, problem.message, problem.suggestion or "")
    return dict(zip(ERROR_COLUMNS, (*texts, "", "", ROW)))


def verdict_columns(program: Program, judged: Judged) -> dict[str, pl.Series]:
    """The diagnoses of each case; certainties in ten-thousandths."""
    columns: dict[str, pl.Series] = {}
    verdicts = judged.verdicts
    statuses = {diagnosis: one.status for diagnosis, one in verdicts.items()}
    for name, code in (("found", 0), ("likely", 1)):
        total = np.zeros(judged.size, np.uint16)
        for status in statuses.values():
            total += status == code
        columns[name] = pl.Series(name, total)
    for diagnosis in sorted(verdicts, key=lambda d: (-program.diagnoses[d].model.impact, d)):
        one = verdicts[diagnosis]
        columns[diagnosis] = _STATUSES.gather(statuses[diagnosis])
        columns[f"{diagnosis}.low"] = pl.Series(one.low)
        columns[f"{diagnosis}.high"] = pl.Series(one.high)
        columns[f"{diagnosis}.settled"] = pl.Series(one.settled)
    columns["contradictions"] = _lists(judged.contradictions, judged.size)
    return columns


def _lists(found: Conflicts, size: int) -> pl.Series:
    """The contradictions of every case, each different list made once."""
    kinds = np.zeros(size, np.uint32)
    kinds[found.rows] = found.which + 1
    return pl.Series([[], *map(list, found.lists)], dtype=pl.List(pl.String)).gather(kinds)


def model_column(program: Program, winner: Array) -> dict[str, pl.Series]:
    """The staffing model of each case, where the packs have a decision table."""
    table = program.knowledge.table
    if table is None:
        return {}
    names = pl.Series([row.model for row in table.model.rows] + [None], dtype=pl.String)
    labels = pl.Series([row.label for row in table.model.rows] + [None], dtype=pl.String)
    return {"model": names.gather(winner % len(names)), "model_label": labels.gather(winner % len(labels))}


def share_known(program: Program, facts: FactColumns, size: int) -> Array:
    """The share of the questions that apply to which a case has a known answer."""
    known, applying = np.zeros(size, np.int32), np.zeros(size, np.int32)
    for question, entry in program.knowledge.questions.items():
        if entry.model.settles or question.startswith("settle."):
            continue
        applying += unpacked(facts.on.get(question, True), size)
        known += unpacked(facts.known(question), size)
    return np.round(known / np.maximum(applying, 1), 4)


def long_form(frame: pl.LazyFrame, impacts: Mapping[str, int]) -> pl.LazyFrame:
    """One row a case and diagnosis instead of one row a case; `impacts` are by diagnosis, in the order wanted."""
    names = frame.collect_schema().names()
    base = [name for name in names if name in ("case", "as_of", "source", "place") or name.startswith("meta.")]
    frame = frame.with_row_index("_row")
    made = []
    for number, (diagnosis, impact) in enumerate(impacts.items()):
        made.append(
            frame.select(
                "_row",
                *base,
                pl.lit(diagnosis).alias("diagnosis"),
                pl.lit(number).alias("_number"),
                pl.lit(impact).alias("impact"),
                pl.col(diagnosis).alias("status"),
                pl.col(f"{diagnosis}.low").alias("certainty.low"),
                pl.col(f"{diagnosis}.high").alias("certainty.high"),
                pl.col(f"{diagnosis}.settled").alias("settled"),
            )
        )
    return pl.concat(made).sort("_row", "_number").drop("_row", "_number")


def advice_columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, pl.Series]:
    """The columns that the row engine adds, from one mapping a case with the same names in all."""
    if not rows:
        return {}
    return {name: pl.Series(name, [row[name] for row in rows], dtype=_type(name)) for name in rows[0]}


def _type(name: str) -> Any:
    if name in LISTS:
        return pl.List(pl.String)
    return pl.Float64 if name.startswith("option.") or name in _AMOUNTS else pl.String
