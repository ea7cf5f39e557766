"""One table of cases in, one table of results out: the pure function that any engine calls."""

from __future__ import annotations

import importlib
from datetime import date
from typing import Any

import polars as pl

from advisor.batch.runs.work import Detail, Job, Worker
from advisor.batch.tables.headers import ColumnMap
from advisor.batch.tables.parts import unscaled
from advisor.rulebase.rulebase import Rulebase


class TableAssessor:
    """Assesses tables; it holds the compiled knowledge, and travels to other processes as its options only."""

    def __init__(
        self,
        packs: tuple[str, ...] = (),
        *,
        detail: Detail = "model",
        as_of: date | None = None,
        columns: ColumnMap | None = None,
        rulebase: Rulebase | None = None,
        strict: bool = True,
    ):
        """`packs` are folders of rules over the shipped ones; with `rulebase` they are ready for use already, in this
        process (others read them anew). With `strict`, a row with a cell that does not fit its question has no results;
        else the cell is left out, and cells in people's own words are read, as `advisor batch` does.
        """
        self._job = Job(packs, False, detail, "wide", as_of, columns or ColumnMap(), strict)
        self._worker = None if rulebase is None else Worker(self._job, rulebase)

    def __getstate__(self) -> dict[str, Any]:
        return {"_job": self._job, "_worker": None}

    def __call__(self, table: Any) -> Any:
        """The results, one row for each row of the table, in order, as the same kind of table.

        `table` is a polars DataFrame or a pyarrow Table or RecordBatch. The column `error` is null where a row could
        be read, else it says what is wrong, and the results of the row are null. CaseError where a header is nearly
        a question's name.
        """
        if not isinstance(table, pl.DataFrame):
            pyarrow: Any = importlib.import_module("pyarrow")

            frame = pl.from_arrow(table)
            assert isinstance(frame, pl.DataFrame)
            made = self._assessed(frame).to_arrow(compat_level=pl.CompatLevel.oldest())
            return (
                made
                if isinstance(table, pyarrow.Table)
                else made.combine_chunks().to_batches()[0]
                if len(table)
                else made
            )
        return self._assessed(table)

    def _assessed(self, table: pl.DataFrame) -> pl.DataFrame:
        worker = self._worker = self._worker or Worker(self._job)
        return assessed(table, worker)


def assessed(table: pl.DataFrame, worker: Worker) -> pl.DataFrame:
    """The results of every row, and what is wrong with those that have none."""
    from advisor.batch.tables.encode import TableReader

    job = worker.job
    headers = worker.headers(table.columns, "table")
    reader = TableReader(worker.rulebase.knowledge, worker.terms, job.map.style, job.as_of, strict=job.strict)
    encoded = reader.read(table, headers)
    found, faults = worker.advised(encoded)
    reasons = {row: "; ".join(f"{p.path}: {p.message}" for p in problems) for row, problems in encoded.errors.items()}
    reasons |= {int(encoded.rows[place]): problem.message for place, problem in faults}
    if faults:
        encoded = encoded.without({place for place, _ in faults})
    made = worker.table(encoded, [("", "")] * len(encoded.ids), found).drop("source", "place")
    made = unscaled(made.lazy()).collect().with_columns(pl.Series("_row", encoded.rows, pl.Int64))
    errors = pl.DataFrame(
        {"_row": pl.Series(list(reasons), dtype=pl.Int64), "error": pl.Series(list(reasons.values()), dtype=pl.String)}
    )
    rows = pl.DataFrame({"_row": pl.Series(range(table.height), dtype=pl.Int64)})
    joined = rows.join(made, on="_row", how="left", maintain_order="left").join(
        errors, on="_row", how="left", maintain_order="left"
    )
    return joined.drop("_row")
