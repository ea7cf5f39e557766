"""Typed tables hold more than questions ask for; whatever stands in a column, each row comes out or is told."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from advisor.batch.runs.sources import Sources
from advisor.batch.runs.work import Job, Worker
from testkit.batches import batch, errors_of
from testkit.shipped import shipped_advisor

DAY = dt.datetime(2026, 11, 22, 3, 4, 5)
COLUMNS = {
    "binary": pl.Series([b"a", b"\xff", None]),
    "lists of binary": pl.Series([[b"a"], [b"\xff"], None]),
    "time": pl.Series([dt.time(1, 2), dt.time(2, 3), None]),
    "duration": pl.Series([dt.timedelta(1), dt.timedelta(2), None]),
    "moment": pl.Series([DAY, DAY, None]),
    "nanoseconds": pl.Series([DAY, DAY, None]).cast(pl.Datetime("ns")),
    "zone": pl.Series([DAY, DAY, None]).dt.replace_time_zone("UTC"),
    "first day": pl.Series([DAY.date(), dt.date(1, 1, 1), None]),
    "day beyond": pl.Series([4_000_000, -4_000_000, None]).cast(pl.Int32).cast(pl.Date),
    "moment beyond": pl.Series([2**62, -(2**62), None]).cast(pl.Datetime("us")),
    "moment beyond, zone": pl.Series([2**62, -(2**62), None]).cast(pl.Datetime("ms", "Asia/Tokyo")),
    "fields": pl.Series([{"a": 1}, {"a": 2}, None]),
    "categories": pl.Series(["a", "b", None], dtype=pl.Categorical),
    "words": pl.Series(["a", "b", None], dtype=pl.Enum(["a", "b"])),
    "decimal": pl.Series([Decimal("1.5"), Decimal("1"), None]),
    "nothing": pl.Series([None, None, None]),
    "large": pl.Series([2**63, 1, None], dtype=pl.UInt64),
    "no number": pl.Series([1.5, float("nan"), None], dtype=pl.Float32),
    "without end": pl.Series([float("inf"), float("-inf"), None]),
    "yes or no": pl.Series([True, False, None]),
    "lists of numbers": pl.Series([[1], [2, None], None]),
    "lists of texts": pl.Series([["llm"], ["x", None], None]),
    "pairs": pl.Series([[1, 2], [3, 4], None], dtype=pl.Array(pl.Int64, 2)),
    "lists of lists": pl.Series([[[1]], [[2]], None]),
    "digits": pl.Series(["9" * 5000, "-" + "9" * 5000, None]),
}
HEADERS = [
    "case",
    "as_of",
    "role.open_days",
    "role.stage",
    "jd.must_haves_separated",
    "jd.must_have_areas",
    "milestone.need_by",
    "role.open_days__unsure",
    "something.else",
]


def a_table(folder: Path, column: pl.Series, *headers: str) -> Path:
    """A Parquet file of three cases with a column exchanged or added, below each of the headers."""
    table = pl.DataFrame({"case": ["a", "b", "c"], "as_of": ["2026-11-22"] * 3})
    table.with_columns(column.alias(header) for header in headers).write_parquet(folder / "t.parquet")
    return folder / "t.parquet"


@pytest.mark.parametrize("headers", [HEADERS[:1], HEADERS[1:2], HEADERS[2:]], ids=["case", "day", "answers"])
def test_every_row_comes_out_or_is_told_whatever_type_a_column_has(tmp_path: Path, headers: list[str]) -> None:
    worker = Worker(Job(detail="verdicts"), shipped_advisor().rulebase)
    for column in COLUMNS.values():
        (part,) = Sources([str(a_table(tmp_path, column, *headers))], 10).parts()
        done = worker.do(part)
        told = {row["place"] for row in done.errors if row["left_out"] == "row"}
        assert len(told) == done.failed
        assert done.failed == 3 if not done.table else done.failed < 3
        assert all(row["reason"].endswith(".") for row in done.errors)


@pytest.mark.parametrize("header", HEADERS)
def test_bytes_that_are_no_text_are_told_with_column_and_row(tmp_path: Path, header: str) -> None:
    table = a_table(tmp_path, COLUMNS["binary"], header)
    batch([table], tmp_path / "o.csv")
    said = [(row["place"], row["field"], row["code"]) for row in errors_of(tmp_path / "o.csv")]
    assert [found for found in said if found[2] == "encoding"] == [("row 2", header, "encoding")]
    assert len([found for found in said if found[0] == "row 2"]) == 1


@pytest.mark.parametrize("name", ["day beyond", "moment beyond"])
def test_a_day_that_no_calendar_has_is_told_with_column_and_row(tmp_path: Path, name: str) -> None:
    batch([a_table(tmp_path, COLUMNS[name], "milestone.need_by")], tmp_path / "o.csv")
    said = [(row["place"], row["field"], row["code"]) for row in errors_of(tmp_path / "o.csv")]
    assert said == [("row 1", "milestone.need_by", "out-of-range"), ("row 2", "milestone.need_by", "out-of-range")]


def test_a_readable_binary_column_is_read_as_its_text(tmp_path: Path) -> None:
    finished = batch([a_table(tmp_path, pl.Series([b"x", b"y", b"z"]), "case")], tmp_path / "o.csv")
    assert finished.failed == 0
    assert pl.read_csv(tmp_path / "o.csv")["case"].to_list() == ["x", "y", "z"]
