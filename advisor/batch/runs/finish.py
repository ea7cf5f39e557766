"""From parts to OUT and OUT.errors: cases that stand twice become errors, everything else is joined in order."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from advisor.batch.columns.block import Array
from advisor.batch.runs.joining import NAMES_SEED, OutputJoiner, neutral_text
from advisor.batch.runs.ledger import Ledger, Noted, put_in_place, told, whole_file
from advisor.batch.runs.results import CELL, ERROR_COLUMNS, HEADERS, error_row
from advisor.batch.tables.parts import PARQUET, part_frame
from advisor.problems import FileError, Problem

ENDINGS = (".jsonl", ".csv", PARQUET)
MOST_FREQUENT = 10
_MOST_KINDS = 20_000  # different problems that are counted; what comes later than that is not frequent
_AT_ONCE = 500_000  # names that stand twice that are looked at together, so that few are in memory at once


@dataclass(frozen=True)
class Frequent:
    """A problem that many rows have: the header above it, the value, how often, why, and the way out."""

    header: str
    value: str
    count: int
    reason: str
    way_out: str


@dataclass(frozen=True)
class Finished:
    """How a run came out, in cases: those read, those with results, those with errors. `cells` are those that were not
    understood in cases with results, `frequent` the problems that most rows have, `seconds` the time it took.
    """

    count: int
    written: int
    failed: int
    problems: int
    cells: int = 0
    frequent: tuple[Frequent, ...] = field(default=(), compare=False)
    seconds: float = field(default=0.0, compare=False)


def finish(out: Path, ledger: Ledger, joining: OutputJoiner) -> Finished:
    """Write OUT and OUT.errors, each whole or not at all, and check that no case was lost."""
    noted = [note for _, note in sorted(ledger.noted().items())]
    with told(out):
        twice = _twice(ledger, noted, joining.repeated())
        written = joining.finished(twice)
        count, failed = sum(n.count for n in noted), sum(n.failed for n in noted) + sum(map(len, twice.values()))
        if written + failed != count:
            raise FileError(
                f"{out}: {count} cases went in, {written} came out and {failed} failed. That's a bug in "
                f"this program. Nothing was written; the parts are in {ledger.folder}."
            )
        with whole_file(errors_path(out)) as made_errors:
            tally = _write_errors(made_errors, ledger, noted, twice)
        put_in_place(joining.path, out)
    return Finished(count, written, failed, tally.problems, tally.cells, tally.most_frequent())


def errors_path(out: Path) -> Path:
    """Where the errors of a run stand."""
    return out.with_name(out.name + ".errors")


# ---- cases that stand twice ------------------------------------------------------------------------------


def _twice(ledger: Ledger, noted: list[Noted], repeated: Array) -> dict[int, dict[int, str]]:
    """By part and row: the cases whose name stood in an earlier row, among those whose name's hash is repeated."""
    found: dict[int, dict[int, str]] = {}
    slices = -(-len(repeated) // _AT_ONCE)
    for which in range(slices):
        hashes = pl.Series(repeated[which::slices], dtype=pl.UInt64).implode()
        frames = [
            part_frame(ledger.table(note.number))
            .select("case", pl.lit(note.number, pl.UInt32).alias("part"))
            .with_row_index("row")
            .filter(pl.col("case").hash(NAMES_SEED).is_in(hashes))
            for note in noted
            if note.rows
        ]
        again = pl.concat([frame.collect() for frame in frames]).filter(~pl.col("case").is_first_distinct())
        for row, case, part in again.iter_rows():
            found.setdefault(part, {})[row] = case
    return found


# ---- errors ----------------------------------------------------------------------------------------------


class _Tally:
    """Counts problems by header, value and reason, and remembers the way out of each."""

    def __init__(self) -> None:
        self.problems = self.cells = 0
        self._ways: dict[tuple[str, str, str], str] = {}
        self._counts: Counter[tuple[str, str, str]] = Counter()

    def add(self, row: Mapping[str, str]) -> None:
        """One problem more."""
        self.problems += 1
        self.cells += row["left_out"] == CELL
        key = (row["header"] or row["field"], row["value"], row["reason"])
        if key in self._ways or len(self._ways) < _MOST_KINDS:
            self._ways.setdefault(key, row["way_out"])
            self._counts[key] += 1

    def most_frequent(self) -> tuple[Frequent, ...]:
        """The problems that most rows have, those first."""
        ranked = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_FREQUENT]
        return tuple(Frequent(*key[:2], count, key[2], self._ways[key]) for key, count in ranked)


def _write_errors(made: Path, ledger: Ledger, noted: list[Noted], twice: Mapping[int, Mapping[int, str]]) -> _Tally:
    tally = _Tally()
    with open(made, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ERROR_COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in _errors(ledger, noted, twice):
            writer.writerow({name: neutral_text(text) for name, text in row.items()})
            tally.add(row)
    return tally


def _errors(ledger: Ledger, noted: list[Noted], twice: Mapping[int, Mapping[int, str]]) -> Iterator[dict[str, str]]:
    of_headers: set[tuple[str, ...]] = set()
    for note in noted:
        if note.problems:
            with open(ledger.errors(note.number), encoding="utf-8") as stream:
                for row in map(json.loads, stream):
                    if row["place"] == HEADERS:  # every part of a table has the same
                        if tuple(row.values()) in of_headers:
                            continue
                        of_headers.add(tuple(row.values()))
                    yield row
        if note.number in twice:
            table = part_frame(ledger.table(note.number)).select("source", "place").collect()
            for row, case in sorted(twice[note.number].items()):
                there = table.row(row, named=True)
                problem = Problem(
                    "case", "duplicate-case", "This case is in here twice.", "Give each case its own name."
                )
                place = there["place"] or ""
                place = f"row {place}" if place.isdigit() else place  # of Parquet, where results have the number
                yield error_row(there["source"] or "", place, case, problem)
