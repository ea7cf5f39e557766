"""The output, put together from parts in their order while the run goes on, so that little is left for its end."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from advisor.batch.columns.block import Array
from advisor.batch.parquet.rowgroups import OtherColumns, RowGroups
from advisor.batch.runs.ledger import Ledger, Noted, told
from advisor.batch.runs.results import long_form
from advisor.batch.tables.parts import PARQUET, in_order, parquet_bytes, part_frame

_FEWEST_IN_GROUP = 8_192  # rows of a row group of Parquet; from there on a part is copied as it is
NAMES_SEED = 7  # of the hashes of names
_DANGEROUS = r"^[=+\-@\t\r]"
# What moves a cursor or turns a line around where a terminal shows the output, and how it is written out instead.
# Line ends and tabs are letters of notes; CSV puts them in quotes.
_CONTROLS = {
    chr(code): chr(code).encode("unicode_escape").decode()
    for code in (*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0x2028, 0x202F), *range(0x2066, 0x206A))
}
_CONTROL = f"[{re.escape(''.join(_CONTROLS))}]"


@dataclass(frozen=True)
class Look:
    """How the output looks: by its ending, with one row a case and diagnosis if `impacts` (of each diagnosis) are
    given, or with `full` assessments.
    """

    ending: str
    full: bool = False
    impacts: Mapping[str, int] | None = None


class JoinedOutput:
    """An output as it is written. Parts may lack some of its columns, but have no others."""

    def __init__(self, made: Path, look: Look, schema: pl.Schema):
        self._look = look
        self._schema = schema
        self._rows = 0
        self._small: list[pl.LazyFrame] = []  # parts of Parquet that wait until they make a row group
        self._small_rows = 0
        self._stream = open(os.open(made, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb")  # noqa: SIM115
        self._groups = None
        if look.ending == PARQUET:
            self._groups = RowGroups(self._stream, self._as_parquet(pl.LazyFrame(schema=schema)))

    def add(self, part: Path, size: int, without: Collection[int] = ()) -> None:
        """The results of a part with `size` rows, but for some of these."""
        if self._groups is None:
            self._write_text(self._frame(part, without).collect())
            return
        if size >= _FEWEST_IN_GROUP and not (without or self._small or self._look.impacts):
            with contextlib.suppress(OtherColumns):  # it lacks some, or a worker's polars describes them otherwise
                self._groups.add(part.read_bytes())
                return
        self._small.append(self._frame(part, without))
        self._small_rows += size
        if self._small_rows >= _FEWEST_IN_GROUP:
            self._write_group(self._groups)

    def close(self) -> int:
        """Write what is left; how many cases there are."""
        if self._groups is not None:
            if self._small:
                self._write_group(self._groups)
            self._groups.close()
            self._rows = self._groups.rows
        self._stream.close()
        return self._rows // len(self._look.impacts) if self._look.impacts else self._rows

    def stop(self) -> None:
        """Write no more."""
        with contextlib.suppress(OSError):  # of what could not be written before
            self._stream.close()

    def _frame(self, part: Path, without: Collection[int]) -> pl.LazyFrame:
        frame = part_frame(part)
        if without:
            frame = frame.with_row_index("_row").filter(~pl.col("_row").is_in(list(without))).drop("_row")
        have = frame.collect_schema()
        return frame.with_columns(
            pl.lit(None, dtype).alias(name) for name, dtype in self._schema.items() if name not in have
        ).select(self._schema.names())

    def _wanted(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        return frame if self._look.impacts is None else long_form(frame, self._look.impacts)

    def _as_parquet(self, frame: pl.LazyFrame) -> bytes:
        return parquet_bytes(self._wanted(frame).collect())

    def _write_group(self, groups: RowGroups) -> None:
        groups.add(self._as_parquet(pl.concat(self._small)))
        self._small, self._small_rows = [], 0

    def _write_text(self, part: pl.DataFrame) -> None:
        if self._look.full:
            table = part
            self._stream.write("".join(text + "\n" for text in table["json"]).encode())
        else:
            table = self._wanted(part.lazy()).collect()
            if self._look.ending == ".csv":
                self._stream.write(neutral(table).write_csv(include_header=self._stream.tell() == 0).encode())
            else:
                table.write_ndjson(self._stream)
        self._rows += table.height


class OutputJoiner:
    """Joins parts in their order as they come in, for as long as their columns are those of the first.

    If at the end there turn out to be more columns, or cases that stand twice, the output is written anew.
    """

    # Ten million names are eighty megabytes as hashes and several times that as texts. So only hashes are kept; those
    # that occur twice are few, and `advisor.batch.runs.finish` compares their names then. Another version of polars may
    # hash otherwise, which is one reason why it does not go on with a run (`fingerprint`).

    def __init__(self, ledger: Ledger, look: Look):
        self.path = ledger.folder / "results"
        self._ledger = ledger
        self._look = look
        self._early: dict[int, Noted] = {}
        self._next = 0
        self._with_rows: list[Noted] = []
        self._columns: dict[str, pl.DataType] = {}
        self._names: list[Array] = []  # by their hashes: eight bytes a case
        self._joined: JoinedOutput | None = None
        self._alike = True

    def take(self, note: Noted) -> None:
        """A part is done. FileError where the disk fails."""
        self._early[note.number] = note
        with told(self._ledger.out):
            while self._next in self._early:
                self._append(self._early.pop(self._next))
                self._next += 1

    def _append(self, note: Noted) -> None:
        if not note.rows:
            return
        part = self._ledger.table(note.number)
        names = part_frame(part).select(pl.col("case").hash(NAMES_SEED)).collect()
        self._with_rows.append(note)
        self._names.append(names["case"].to_numpy())
        schema = dict(part_frame(part).collect_schema())
        if self._joined is None:
            self._columns.update(schema)
            self._joined = JoinedOutput(self.path, self._look, self._schema())
        elif self._columns != schema:
            self._columns.update(schema)
            self._alike = False
        if self._alike:
            self._joined.add(part, names.height)

    def repeated(self) -> Array:
        """The hashes of names that occur more than once; the names may be others in spite of it."""
        hashes = np.sort(np.concatenate([np.zeros(0, np.uint64), *self._names]))
        return np.unique(hashes[1:][hashes[1:] == hashes[:-1]])

    def finished(self, twice: Mapping[int, Collection[int]]) -> int:
        """Complete the output at `path`, without some rows of some parts; how many cases are in it."""
        if self._joined is None or not self._alike or twice:
            self.stop()
            self._joined = JoinedOutput(self.path, self._look, self._schema())
            for note, names in zip(self._with_rows, self._names):
                self._joined.add(self._ledger.table(note.number), len(names), twice.get(note.number, ()))
        return self._joined.close()

    def stop(self) -> None:
        """Leave the output as it is, to be begun again."""
        if self._joined is not None:
            self._joined.stop()

    def _schema(self) -> pl.Schema:
        names = in_order(self._columns)
        return pl.Schema({name: self._columns[name] for name in names} if names else {"case": pl.String()})


def neutral(table: pl.DataFrame) -> pl.DataFrame:
    """The table as a spreadsheet and a terminal may safely show it: no cell is taken for a formula, none holds letters
    that control a screen, lists are joined.
    """
    changed = []
    for name, dtype in table.schema.items():
        if dtype == pl.List(pl.String):
            changed.append(pl.col(name).list.join("; ").alias(name))
        elif dtype == pl.String:
            cell = pl.col(name)
            if table[name].str.contains(_CONTROL).any():
                cell = cell.str.replace_many(list(_CONTROLS), list(_CONTROLS.values()))
            changed.append(pl.when(cell.str.contains(_DANGEROUS)).then("'" + cell).otherwise(cell).alias(name))
    return table.with_columns(changed).rename({n: neutral_text(n) for n in table.columns})


def neutral_text(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, and that no screen obeys."""
    # Python's writer puts a carriage return in no quotes where lines end otherwise, and it would end the row.
    text = re.sub(_CONTROL, lambda found: _CONTROLS[found[0]], text).replace("\r", "\\r")
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t") else text
