"""Parts joined to one output: Parquet copied as it is, columns that only later parts have, cases that stand twice."""

from __future__ import annotations

import io
import random
import resource
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from advisor.batch.parquet.compact import ThriftReader, written
from advisor.batch.parquet.rowgroups import OtherColumns, RowGroups
from advisor.batch.runs.finish import Finished
from advisor.batch.runs.pool import Alone
from advisor.batch.runs.work import Job, Worker
from advisor.batch.tables.parts import parquet_bytes
from advisor.problems import FileError
from testkit.batches import batch, errors_of
from testkit.shipped import shipped_advisor

COLORS = pl.Enum(["red", "green"])


def some_rows(size: int, start: int = 0) -> pl.DataFrame:
    """Rows with all types of columns that results have."""
    numbers = range(start, start + size)
    return pl.DataFrame(
        {
            "case": pl.Series([f"c{n}" if n % 7 else None for n in numbers], dtype=pl.String),
            "color": pl.Series(["red" if n % 3 else "green" for n in numbers], dtype=COLORS),
            "lists": pl.Series([["a"] * (n % 4) for n in numbers], dtype=pl.List(pl.String)),
            "sure": pl.Series([n / 10_000 for n in numbers], dtype=pl.Float64),
            "settled": pl.Series([n % 2 == 0 for n in numbers], dtype=pl.Boolean),
        }
    )


def joined(pieces: list[pl.DataFrame]) -> bytes:
    """One Parquet file of several."""
    stream = io.BytesIO()
    groups = RowGroups(stream, parquet_bytes(pieces[0].clear()))
    for piece in pieces:
        groups.add(parquet_bytes(piece))
    groups.close()
    assert groups.rows == sum(piece.height for piece in pieces)
    return stream.getvalue()


@pytest.mark.slow
def test_joined_row_groups_read_as_their_rows_one_after_the_other(tmp_path: Path) -> None:
    """Whole, filtered by statistics, and by other readers too."""
    pieces = [some_rows(size, start) for start, size in ((0, 3), (3, 5_000), (5_003, 1), (5_004, 300_000))]
    path = tmp_path / "joined.parquet"
    path.write_bytes(joined(pieces))
    wanted = pl.concat(pieces)
    assert pl.read_parquet(path).equals(wanted, null_equal=True)
    found = pl.scan_parquet(path).filter(pl.col("sure") == 0.5003).collect()
    assert found.equals(wanted.filter(pl.col("sure") == 0.5003), null_equal=True) and found.height == 1
    duckdb = pytest.importorskip("duckdb")
    query = f"select count(*), sum(sure), min(color) from '{path}'"
    ((count, total, least),) = duckdb.sql(query).fetchall()
    assert (count, least) == (wanted.height, "green")
    assert total == pytest.approx(wanted["sure"].sum())
    arrow: Any = pytest.importorskip("pyarrow.parquet")
    assert arrow.read_table(path).column("case").to_pylist() == wanted["case"].to_list()


def test_a_footer_is_written_back_as_it_was_read() -> None:
    """Whatever stands in it, understood or not."""
    file = parquet_bytes(some_rows(1_000))
    size = int.from_bytes(file[-8:-4], "little")
    assert written(ThriftReader(file[-8 - size : -8]).struct()) == file[-8 - size : -8]


def test_files_with_other_columns_are_not_joined() -> None:
    """Neither with one fewer, nor with the same name for something else, nor what is no Parquet at all."""
    rows = some_rows(3)
    groups = RowGroups(io.BytesIO(), parquet_bytes(rows))
    for other in (rows.drop("sure"), rows.with_columns(pl.col("color").cast(pl.String))):
        with pytest.raises(OtherColumns):
            groups.add(parquet_bytes(other))
    with pytest.raises(ValueError, match="no whole Parquet"):
        groups.add(parquet_bytes(rows)[:-1])
    assert groups.rows == 0


def two_tables(folder: Path) -> list[Path]:
    """The second has a case of the first, and a column of its own."""
    first, second = folder / "a.csv", folder / "b.csv"
    lines = [f"a{i},2026-11-22,{i % 200}" for i in range(300)]
    first.write_text("\n".join(["case,as_of,role.open_days", *lines]))
    lines = [f"{'a7' if i == 150 else f'b{i}'},2026-11-22,{i % 200},1{i}" for i in range(300)]
    second.write_text("\n".join(["case,as_of,role.open_days,Bid.low", *lines]))
    return [first, second]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("size", [50, 10_000])
def test_a_later_part_may_have_columns_of_its_own_and_cases_that_stood_before(
    tmp_path: Path, ending: str, size: int
) -> None:
    """Earlier rows have nothing there; what stood before is an error; and every other row stands once, in order."""
    out = tmp_path / f"out.{ending}"
    assert batch(two_tables(tmp_path), out, size=size) == Finished(600, 599, 1, 1)
    readers: dict[str, Any] = {"csv": pl.read_csv, "jsonl": pl.read_ndjson, "parquet": pl.read_parquet}
    found = readers[ending](out, **({} if ending == "parquet" else {"infer_schema_length": None}))
    assert found["case"].to_list() == [f"a{i}" for i in range(300)] + [f"b{i}" for i in range(300) if i != 150]
    texts = found["meta.Bid.low"].cast(pl.String).to_list()
    assert texts == [None] * 300 + [f"1{i}" for i in range(300) if i != 150]
    (error,) = errors_of(out)
    assert (error["source"], error["place"]) == (str(tmp_path / "b.csv"), "line 152")
    assert (error["case"], error["code"]) == ("a7", "duplicate-case")


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_a_run_that_stops_again_and_again_ends_as_one_that_does_not(tmp_path: Path, ending: str) -> None:
    """At random moments, with parts done out of their order, a column that comes late and a case that stands twice."""
    tables, wanted, out = two_tables(tmp_path), tmp_path / f"wanted.{ending}", tmp_path / f"out.{ending}"
    batch(tables, wanted, size=25)
    chance, worker, stops = random.Random(ending), Worker(Job(detail="verdicts"), shipped_advisor().rulebase), 0

    class Stops(Alone):
        def do(self, parts: Any, place: Any = None) -> Any:
            several = list(parts)
            chance.shuffle(several)
            last = chance.randint(1, 8)
            for number, done in enumerate(super().do(several, place)):
                if number == last:
                    raise KeyboardInterrupt
                yield done

    while not out.exists():
        try:
            finished = batch(tables, out, size=25, resume=True, crew=Stops(worker))
        except KeyboardInterrupt:
            stops += 1
    assert stops and finished == Finished(600, 599, 1, 1)
    assert out.read_bytes() == wanted.read_bytes()
    assert errors_of(out) == errors_of(wanted)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_disk_that_is_full_for_the_output_but_not_for_its_parts_is_told(tmp_path: Path, ending: str) -> None:
    """In words, and the run can go on afterwards."""
    source, wanted, out = tmp_path / "t.parquet", tmp_path / f"wanted.{ending}", tmp_path / f"out.{ending}"
    days = pl.Series([n % 300 for n in range(40_000)])
    pl.DataFrame({"case": range(40_000), "as_of": "2026-11-22", "role.open_days": days}).cast(
        {"case": pl.String}
    ).write_parquet(source)
    batch([source], wanted, size=10_000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (wanted.stat().st_size * 3 // 4, before[1]))
        with pytest.raises(FileError, match=r"File too large.*--resume"):
            batch([source], out, size=10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not out.exists() and len(list(tmp_path.glob("*.parts/*.note"))) >= 2
    assert batch([source], out, size=10_000, resume=True).written == 40_000
    assert out.read_bytes() == wanted.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("form", ["wide", "long"])
def test_large_parts_are_copied_and_give_what_small_ones_give(tmp_path: Path, form: str) -> None:
    """Parts of 9,000 rows are copied, those of 1,000 are put together first; one has an error, one stands twice."""
    source, outs = tmp_path / "t.parquet", [tmp_path / "small.parquet", tmp_path / "large.parquet"]
    rows = 20_000
    names = [f"c{n if n != 19_000 else 3}" for n in range(rows)]
    days = ["never" if n == 5 else "2026-11-22" for n in range(rows)]
    pl.DataFrame({"case": names, "as_of": days, "role.open_days": [n % 300 for n in range(rows)]}).write_parquet(source)
    for out, size in zip(outs, (1_000, 9_000)):
        assert batch([source], out, size=size, form=form) == Finished(rows, rows - 2, 2, 2)
    small, large = map(pl.read_parquet, outs)
    assert large.equals(small, null_equal=True) and large.schema == small.schema
    assert (
        [e["place"] for e in errors_of(outs[0])] == [e["place"] for e in errors_of(outs[1])] == ["row 6", "row 19001"]
    )


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("other", [{"folder": "/nowhere"}, {"word": "another"}])
def test_parts_come_back_from_workers_that_do_not_see_the_folder_of_the_run(
    tmp_path: Path, ending: str, other: dict[str, str]
) -> None:
    """Whether there is no such folder where they are, or another one of the same name."""
    source, wanted, out = two_tables(tmp_path)[0], tmp_path / f"wanted.{ending}", tmp_path / f"out.{ending}"
    batch([source], wanted)

    class Elsewhere(Alone):
        def do(self, parts: Any, place: Any = None) -> Any:
            for part, done in super().do(parts, place._replace(**other)):
                assert done.table and not done.stored
                yield part, done

    crew = Elsewhere(Worker(Job(detail="verdicts"), shipped_advisor().rulebase))
    assert batch([source], out, crew=crew).written == 300
    assert out.read_bytes() == wanted.read_bytes()
