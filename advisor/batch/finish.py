"""From parts to OUT and OUT.errors: cases that stand twice become errors, everything else is joined in order."""

from __future__ import annotations

import contextlib
import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import polars as pl

from advisor.batch.ledger import Ledger, Noted, told, whole_file
from advisor.batch.parts import PARQUET, in_order, parquet_bytes, part_frame
from advisor.batch.results import ERROR_COLUMNS, error_row, long_form
from advisor.batch.rowgroups import OtherColumns, RowGroups
from advisor.problems import FileError, Problem

ENDINGS = (".jsonl", ".csv", PARQUET)
_SLICES = 16  # of the names of all cases, looked at one after the other so that few are in memory at once
_FEWEST_IN_GROUP = 8_192  # rows of a row group of Parquet; from there on a part is copied as it is
_DANGEROUS = r"^[=+\-@\t\r]"


@dataclass(frozen=True)
class Finished:
    """How a run came out, in cases: those read, those with results, those with errors."""

    count: int
    written: int
    failed: int
    problems: int


def finish(out: Path, ledger: Ledger, *, full: bool, impacts: Mapping[str, int] | None) -> Finished:
    """Write OUT and OUT.errors, each whole or not at all, and check that no case was lost.

    With `impacts` (of each diagnosis) there is one row a case and diagnosis.
    """
    noted = [note for _, note in sorted(ledger.noted().items())]
    twice = _twice(ledger, noted)
    count, failed = (
        sum(n.count for n in noted),
        sum(n.failed for n in noted) + sum(len(rows) for rows in twice.values()),
    )
    with told(out), whole_file(out) as made, whole_file(errors_path(out)) as made_errors:
        problems = _write_errors(made_errors, ledger, noted, twice)
        results = _Results(ledger, noted, twice)
        written = _write(made, out.suffix.lower(), results, full=full, impacts=impacts)
        if written + failed != count:
            raise FileError(
                f"{out}: {count} cases went in, {written} came out and {failed} failed: this is a fault of "
                f"this program. Nothing was written; the parts are in {ledger.folder}."
            )
    return Finished(count, written, failed, problems)


def errors_path(out: Path) -> Path:
    """Where the errors of a run stand."""
    return out.with_name(out.name + ".errors")


# ---- cases that stand twice ------------------------------------------------------------------------------


def _twice(ledger: Ledger, noted: list[Noted]) -> dict[int, dict[int, tuple[str, str]]]:
    """By part and row: the cases whose name stood in an earlier row, and where."""
    found: dict[int, dict[int, tuple[str, str]]] = {}
    parts = [note for note in noted if note.rows]
    total = sum(note.count for note in parts)
    slices = _SLICES if total > 1_000_000 else 1
    for which in range(slices):
        frames = []
        for note in parts:
            names = _names(ledger, note).with_row_index("row")
            if slices > 1:
                names = names.filter(pl.col("case").hash(7) % slices == which)
            frames.append(names.select("case", pl.lit(note.number, pl.UInt32).alias("part"), "row"))
        if not frames:
            continue
        all_names = pl.concat(frames)
        again = all_names.filter(~pl.col("case").is_first_distinct())
        if again.height:
            firsts = all_names.filter(
                pl.col("case").is_in(again["case"].unique().implode()) & pl.col("case").is_first_distinct()
            )
            joined = again.join(firsts, on="case", suffix="_first")
            for case, part, row, first_part, first_row in joined.iter_rows():
                found.setdefault(part, {})[row] = (case, f"{first_part}:{first_row}")
    return found


def _names(ledger: Ledger, note: Noted) -> pl.DataFrame:
    return part_frame(ledger.table(note.number)).select("case").collect()


# ---- results ---------------------------------------------------------------------------------------------


class _Results:
    """The results of all parts, with the columns of all."""

    def __init__(self, ledger: Ledger, noted: list[Noted], twice: Mapping[int, Mapping[int, object]]):
        self.parts = [note for note in noted if note.rows]
        self._ledger = ledger
        self._twice = twice
        columns: dict[str, pl.DataType] = {}
        self._names_of: dict[int, list[str]] = {}
        for note in self.parts:
            schema = part_frame(ledger.table(note.number)).collect_schema()
            self._names_of[note.number] = schema.names()
            columns.update(schema)
        self.schema = pl.Schema({name: columns[name] for name in in_order(columns)} or {"case": pl.String()})

    def whole(self, note: Noted) -> bool:
        """Whether the part is written as it stands."""
        return note.number not in self._twice and self._names_of[note.number] == self.schema.names()

    def path(self, note: Noted) -> Path:
        """Where the part is."""
        return self._ledger.table(note.number)

    def frame(self, note: Noted) -> pl.LazyFrame:
        """A part without the cases that stood before."""
        frame = part_frame(self.path(note))
        again = self._twice.get(note.number)
        if again:
            keep = np.ones(note.count - note.failed, bool)
            keep[list(again)] = False
            frame = frame.collect().filter(pl.Series(keep)).lazy()
        have = self._names_of[note.number]
        return frame.with_columns(
            pl.lit(None, dtype).alias(name) for name, dtype in self.schema.items() if name not in have
        ).select(self.schema.names())


def _write(made: Path, ending: str, results: _Results, *, full: bool, impacts: Mapping[str, int] | None) -> int:
    """Write the results; how many cases there were."""

    def frame(note: Noted) -> pl.LazyFrame:
        return long_form(results.frame(note), impacts) if impacts is not None else results.frame(note)

    rows = 0
    with open(made, "wb") as stream:
        if ending == PARQUET:
            rows = _write_parquet(stream, results, impacts)
        for number, note in enumerate(results.parts if ending != PARQUET else ()):
            table = frame(note).collect()
            if full:
                stream.write("".join(text + "\n" for text in table["json"]).encode())
            elif ending == ".csv":
                stream.write(neutral(table).write_csv(include_header=number == 0).encode())
            else:
                table.write_ndjson(stream)
            rows += table.height
    return rows // len(impacts) if impacts else rows


def _write_parquet(stream: IO[bytes], results: _Results, impacts: Mapping[str, int] | None) -> int:
    """Copy the parts; small ones, those that lack columns, and those with cases that stood before are written anew."""

    def as_wanted(frame: pl.LazyFrame) -> bytes:
        return parquet_bytes((long_form(frame, impacts) if impacts is not None else frame).collect())

    groups = RowGroups(stream, as_wanted(pl.LazyFrame(schema=results.schema)))
    for some in _together(results.parts):
        if impacts is None and len(some) == 1 and results.whole(some[0]):
            with contextlib.suppress(OtherColumns):  # from a worker that writes them otherwise
                groups.add(results.path(some[0]).read_bytes())
                continue
        groups.add(as_wanted(pl.concat(map(results.frame, some))))
    groups.close()
    return groups.rows


def _together(parts: Iterable[Noted]) -> Iterator[list[Noted]]:
    """Parts in order, as many at a time as make row groups that are worth it."""
    some: list[Noted] = []
    for note in parts:
        some.append(note)
        if sum(one.count - one.failed for one in some) >= _FEWEST_IN_GROUP:
            yield some
            some = []
    if some:
        yield some


def neutral(table: pl.DataFrame) -> pl.DataFrame:
    """The table as a spreadsheet may safely open it: no cell is taken for a formula, lists are joined."""
    changed = []
    for name, dtype in table.schema.items():
        if dtype == pl.List(pl.String):
            changed.append(pl.col(name).list.join("; ").alias(name))
        elif dtype == pl.String:
            changed.append(
                pl.when(pl.col(name).str.contains(_DANGEROUS))
                .then("'" + pl.col(name))
                .otherwise(pl.col(name))
                .alias(name)
            )
    return table.with_columns(changed).rename({n: neutral_text(n) for n in table.columns})


# ---- errors ----------------------------------------------------------------------------------------------


def _write_errors(
    made: Path, ledger: Ledger, noted: list[Noted], twice: Mapping[int, Mapping[int, tuple[str, str]]]
) -> int:
    problems = 0
    with open(made, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ERROR_COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in _errors(ledger, noted, twice):
            writer.writerow({name: neutral_text(text) for name, text in row.items()})
            problems += 1
    return problems


def _errors(
    ledger: Ledger, noted: list[Noted], twice: Mapping[int, Mapping[int, tuple[str, str]]]
) -> Iterator[dict[str, str]]:
    for note in noted:
        if note.problems:
            with open(ledger.errors(note.number), encoding="utf-8") as stream:
                yield from map(json.loads, stream)
        if note.number in twice:
            table = part_frame(ledger.table(note.number)).select("source", "place").collect()
            for row, (case, _) in sorted(twice[note.number].items()):
                there = table.row(row, named=True)
                problem = Problem("case", "duplicate-case", "This case stood before.", "Give each case its own name.")
                place = there["place"] or ""
                place = f"row {place}" if place.isdigit() else place  # of Parquet, where results have the number
                yield error_row(there["source"] or "", place, case, problem)


def neutral_text(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
