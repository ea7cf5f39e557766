"""From parts to OUT and OUT.errors: cases that stand twice become errors, everything else is joined in order."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from advisor.batch.ledger import Ledger, Noted, told, whole_file
from advisor.batch.results import ERROR_COLUMNS, SCALED, error_row, long_form
from advisor.inference.certainty import ONE
from advisor.problems import FileError, Problem

ENDINGS = (".jsonl", ".csv", ".parquet")
_SLICES = 16  # of the names of all cases, looked at one after the other so that few are in memory at once
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
        written = _write(made, out.suffix.lower(), ledger, noted, twice, full=full, impacts=impacts)
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
    return pl.scan_ipc(ledger.table(note.number)).select("case").collect()


def _kept(ledger: Ledger, note: Noted, twice: Mapping[int, Mapping[int, object]]) -> pl.DataFrame:
    table = pl.read_ipc(ledger.table(note.number))
    out = twice.get(note.number)
    if not out:
        return table
    keep = np.ones(table.height, bool)
    keep[list(out)] = False
    return table.filter(pl.Series(keep))


# ---- results ---------------------------------------------------------------------------------------------


def _write(
    made: Path,
    ending: str,
    ledger: Ledger,
    noted: list[Noted],
    twice: Mapping[int, Mapping[int, object]],
    *,
    full: bool,
    impacts: Mapping[str, int] | None,
) -> int:
    """Write the results; how many cases there were."""
    parts = [note for note in noted if note.rows]
    columns: dict[str, pl.DataType] = {}
    for note in parts:
        columns.update(pl.read_ipc_schema(ledger.table(note.number)))
    names = _in_order(columns)

    def frame(note: Noted) -> pl.LazyFrame:
        whole = note.number not in twice
        table = pl.scan_ipc(ledger.table(note.number)) if whole else _kept(ledger, note, twice).lazy()
        padded = _unscaled(_padded(table, columns, names))
        return long_form(padded, impacts) if impacts is not None else padded

    if ending == ".parquet":
        empty = pl.DataFrame({"case": pl.Series([], dtype=pl.String)}).lazy()
        frames = pl.concat([frame(note) for note in parts]) if parts else empty
        frames.sink_parquet(made, compression="zstd", compression_level=1, row_group_size=131_072)
        rows = int(pl.scan_parquet(made).select(pl.len()).collect().item())
        return rows // len(impacts) if impacts else rows
    rows = 0
    with open(made, "wb") as stream:
        for number, note in enumerate(parts):
            if full:
                table = _kept(ledger, note, twice)
                stream.write("".join(text + "\n" for text in table["json"]).encode())
            elif ending == ".csv":
                table = neutral(frame(note).collect())
                stream.write(table.write_csv(include_header=number == 0).encode())
            else:
                table = frame(note).collect()
                table.write_ndjson(stream)
            rows += table.height
    return rows // len(impacts) if impacts else rows


def _in_order(columns: Mapping[str, pl.DataType]) -> list[str]:
    """The case and where it stands, the user's own columns, the results."""
    first = [name for name in ("case", "as_of", "source", "place") if name in columns]
    meta = sorted(name for name in columns if name.startswith("meta."))
    return [*first, *meta, *(name for name in columns if name not in first and name not in meta)]


def _padded(frame: pl.LazyFrame, columns: Mapping[str, pl.DataType], names: list[str]) -> pl.LazyFrame:
    have = frame.collect_schema().names()
    return frame.with_columns(pl.lit(None, columns[n]).alias(n) for n in names if n not in have).select(names)


def _unscaled(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Certainties from ten-thousandths to 0..1."""
    scaled = [name for name in frame.collect_schema().names() if name.endswith(SCALED)]
    return frame.with_columns((pl.col(name).cast(pl.Float64) / ONE).round(4) for name in scaled)


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
            table = pl.read_ipc(ledger.table(note.number))
            for row, (case, _) in sorted(twice[note.number].items()):
                there = table.row(row, named=True)
                problem = Problem("case", "duplicate-case", "This case stood before.", "Give each case its own name.")
                yield error_row(there.get("source") or "", there.get("place") or "", case, problem)


def neutral_text(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
