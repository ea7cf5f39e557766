"""Tables of companies with odd cells, odd headers and damaged bytes: rows in = rows out + rows with errors."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from testkit.campaign.damage import a_word, damaged
from testkit.campaign.trials import ended, is_safe, must
from testkit.companies.tables import sampled_table
from testkit.shipped import shipped_advisor

ROWS = {"csv": 2000, "jsonl": 200, "xlsx": 60, "parquet": 2000}  # of one table at most, by what a row costs
SMALLEST_PART = 150  # rows; each part takes some time, however small
SUMS = re.compile(r"([\d,]+) rows in = ([\d,]+) out \+ ([\d,]+) with errors\.")
_NO_XML = re.compile(f"{ILLEGAL_CHARACTERS_RE.pattern}|[\ufffe\uffff]")
_DAMAGED = 0.15  # of the tables have damaged bytes; how many rows these hold nobody can say


@dataclass(frozen=True)
class Run:
    """What a batch said of itself, and what stands in its results and its errors."""

    code: int
    said: str
    rows: int | None
    written: int
    failed: int
    cases: tuple[str, ...]
    faulty: tuple[str, ...]


def try_tables(seed: int, folder: Path) -> int:
    """A table, all of whose rows must be accounted for; a text table by a pipe is the same."""
    dice = random.Random(f"tables {seed}")
    ending = dice.choice(("csv", "csv", "jsonl", "xlsx", "parquet", "parquet"))
    frame = odd_table(dice, ROWS[ending])
    source = Path(f"t.{ending}")
    write_table(frame, source, dice)
    whole = dice.random() >= _DAMAGED
    if not whole:
        source.write_bytes(damaged(source.read_bytes(), dice))
    first = run_batch([str(source)], f"o.{dice.choice(('csv', 'jsonl', 'parquet'))}", dice)
    if whole and first.rows is not None:
        must(first.rows == len(frame), f"{len(frame)} rows were written, {first.rows} were read: {first.said!r}")
    # What is damaged beyond being JSON is taken for CSV where no name of a file says otherwise.
    if (whole or ending == "csv") and ending in ("csv", "jsonl") and dice.random() < 0.25:
        piped = run_batch(["-"], "p.csv", dice, stdin=source.read_bytes())
        must(
            (piped.code, piped.rows, piped.cases) == (first.code, first.rows, first.cases),
            f"by a pipe {piped.rows} rows and {piped.said!r}, from the file {first.rows} and {first.said!r}",
        )
    return len(frame)


def run_batch(sources: list[str], out: str, dice: random.Random, stdin: bytes = b"") -> Run:
    """A batch in this process; nothing is lost, said twice, or left over."""
    size = str(dice.choice((SMALLEST_PART, 1000, 5000)))
    options = ["--detail", "verdicts", "--processes", "1", "--part-rows", size, "--as-of", "2026-11-22"]
    done = ended(["batch", *sources, "-o", out, *options], stdin=stdin)
    left = [path.name for path in Path().iterdir() if path.name.endswith(".parts") or path.name.startswith(".")]
    must(not left, f"left over: {left}")
    sums = SUMS.search(done.err)
    if sums is None:
        must(done.code == 3 and done.err, f"{done.code} without a sum: {done.err!r}")
        must(not Path(out).exists(), "results without a sum")
        return Run(done.code, done.err, None, 0, 0, (), ())
    rows, written, failed = (int(number.replace(",", "")) for number in sums.groups())
    must(rows == written + failed, done.err)
    must((done.code == 3) == (failed > 0), f"{failed} failed, and it ended with {done.code}")
    cases = cases_of(Path(out))
    must(len(cases) == written, f"{written} are said to be written, {len(cases)} are")
    with open(f"{out}.errors", encoding="utf-8", newline="") as stream:
        errors = list(csv.DictReader(stream))
    must(all(row["reason"] and row["source"] for row in errors), f"an error without reason or source: {errors[:3]}")
    must(len({row["place"] for row in errors}) >= min(failed, 1), "failures without a place")
    for row in errors:
        # Ends of lines and tabs stand in quotes, as they do in notes.
        safe = all(is_safe(re.sub("[\n\t]", "", text)) and text[:1] not in ("=", "@") for text in row.values())
        must(safe, f"unsafe: {row}")
    return Run(done.code, done.err, rows, written, failed, cases, tuple(row["place"] for row in errors))


def cases_of(out: Path) -> tuple[str, ...]:
    """The names of the cases in results of any format; none of them is a formula."""
    if out.suffix == ".parquet":
        return tuple(pl.read_parquet(out)["case"].to_list())
    if out.suffix == ".jsonl":
        return tuple(json.loads(line)["case"] for line in out.read_text(encoding="utf-8").split("\n") if line)
    with open(out, encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    must(all(cell[:1] not in ("=", "@") for row in rows for cell in row), "a cell that is taken for a formula")
    return tuple(row[rows[0].index("case")] for row in rows[1:])


def odd_table(dice: random.Random, most: int) -> pl.DataFrame:
    """A part of a drawn table, some of whose columns hold texts with odd ones among them."""
    whole = _companies(dice.randrange(4))
    start, rows = dice.randrange(len(whole) - most), dice.choice((0, 1, most // 8, most, most, most))
    questions = [name for name in whole.columns if name not in ("case", "as_of") and not name.endswith("__unsure")]
    columns = ["case", *(["as_of"] if dice.random() < 0.8 else []), *dice.sample(questions, dice.randrange(0, 9))]
    frame = whole.slice(start, rows).select(columns)
    for name in columns:
        if dice.random() < 0.4:
            frame = frame.with_columns(_with_odd_cells(frame[name], dice))
    if dice.random() < 0.15:
        frame = frame.rename({dice.choice(columns[1:] or columns): a_word(dice) or "x"}, strict=False)
    if dice.random() < 0.15:
        frame = frame.with_columns(pl.Series(f"Note {dice.randrange(9)}", [a_word(dice) for _ in range(rows)]))
    return frame


def _with_odd_cells(column: pl.Series, dice: random.Random) -> pl.Series:
    share = dice.choice((0.01, 0.1, 0.5))
    cells = [_as_text(value) for value in column.to_list()]
    return pl.Series(column.name, [a_word(dice) if dice.random() < share else cell for cell in cells], pl.String)


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return "; ".join(value) or "none" if isinstance(value, list) else str(value)


@lru_cache(maxsize=4)
def _companies(seed: int) -> pl.DataFrame:
    return sampled_table(shipped_advisor(), 4_000, seed=seed + 1)


# ---- files -----------------------------------------------------------------------------------------------


def write_table(frame: pl.DataFrame, path: Path, dice: random.Random) -> None:
    """A table as a file, in one of the forms in which programs write it."""
    if path.suffix == ".parquet":
        frame.write_parquet(path, row_group_size=dice.choice((5, 1000)))
    elif path.suffix == ".jsonl":
        path.write_text("".join(_case_line(row) for row in frame.iter_rows(named=True)), encoding="utf-8")
    elif path.suffix == ".xlsx":
        _write_book(frame, path)
    else:
        path.write_bytes(_csv_text(frame, dice).encode(dice.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16"))))


def _case_line(row: dict[str, Any]) -> str:
    head = {name: row[name] for name in ("case", "as_of") if row.get(name) is not None}
    answers = {name: value for name, value in row.items() if name not in ("case", "as_of") and value is not None}
    return json.dumps({"as_of": "2026-11-22", **head, "answers": answers}, default=str) + "\n"


def _csv_text(frame: pl.DataFrame, dice: random.Random) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=dice.choice(",,;\t"),
        lineterminator=dice.choice(("\n", "\r\n")),
        quoting=dice.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    )
    for row in [frame.columns, *frame.iter_rows()]:
        # Python's writer puts a carriage return alone in no quotes, and what it then writes are two rows.
        writer.writerow([(_as_text(cell) or "").replace("\0", "").replace("\r", "\r\n") for cell in row])
    return out.getvalue()


def _write_book(frame: pl.DataFrame, path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [frame.columns, *frame.iter_rows()]:
        cells = ["; ".join(cell) if isinstance(cell, list) else cell for cell in row]
        # openpyxl refuses controls, and writes two more letters as they are, which is no XML.
        book.worksheets[0].append([_NO_XML.sub("", cell) if isinstance(cell, str) else cell for cell in cells])
    book.save(path)
