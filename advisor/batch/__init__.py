"""Thousands to millions of cases: read from tables, assessed in columns, written in parts so that nothing is lost.

`assess_table` is the pure function for other engines; it needs the extra `[batch]`. The rooms, each of which imports
only those before it: `columns` (verdicts of many cases at once), `parquet` (joining files), `tables` (from cells to
answers), `runs` (a whole batch, part by part), `suggesting` (what the columns of a table may mean), `portfolio` (what a
batch says as a whole).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from datetime import date

    from advisor.batch.runs.work import Detail
    from advisor.rulebase.rulebase import Rulebase

__all__ = ["assess_table"]


class HasRulebase(Protocol):
    """What holds packs that are ready for use, as an Advisor does."""

    @property
    def rulebase(self) -> Rulebase:
        """The packs made ready for use."""


def assess_table(
    table: Any, advisor: HasRulebase | None = None, *, detail: Detail = "model", as_of: date | None = None
) -> Any:
    """The results of a table of cases, one row for each of its rows, in order, as the same kind of table.

    `table` is a polars DataFrame or a pyarrow Table or RecordBatch. `detail` is "verdicts", "model" or "plan", `as_of`
    the day of cases that name none. The column `error` is null where a row could be read, else it says what is wrong.
    CaseError where a header is nearly a question's name. Without `advisor` the shipped pack is read at each call; for
    many calls make a TableAssessor (`advisor.batch.table`).

    >>> import polars
    >>> assess_table(polars.DataFrame({"case": ["acme"], "as_of": ["2026-11-22"]}), detail="verdicts")["case"].to_list()
    ['acme']
    """
    from advisor.batch.table import TableAssessor

    rulebase = None if advisor is None else advisor.rulebase
    return TableAssessor(detail=detail, as_of=as_of, rulebase=rulebase)(table)
