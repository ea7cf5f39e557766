"""What `advisor batch` was given: files, folders and patterns, cut into parts of work that can be done anywhere."""

from __future__ import annotations

import glob
import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from advisor.batch.tables.sheets import row_count, sheet_rows
from advisor.batch.tables.streams import (
    STANDARD_INPUT,
    Bad,
    Piece,
    SourceLine,
    csv_rows,
    csv_style,
    ending,
    headed,
    json_lines,
    opened,
)
from advisor.cases.names import as_seen
from advisor.problems import FileError, is_text, name_in_text

CASE_FILES = (".yaml", ".yml", ".json")
LINES = (".jsonl", ".ndjson")
TABLES = (".csv", ".tsv", ".txt")
_FILES_AT_ONCE = 200
Kind = Literal["files", "lines", "rows", "parquet"]


@dataclass(frozen=True)
class Part:
    """Some cases of one source. `pieces` are paths, lines or rows of cells (`headers` names their columns), or for
    Parquet nothing: the `count` rows from `start` on are read where the work is done.
    """

    number: int
    source: str
    kind: Kind
    count: int
    start: int = 0
    pieces: Sequence[Piece] = ()
    headers: Sequence[str] = ()
    semicolons: bool = False

    def digest(self) -> str:
        """What tells the part from another, for resuming."""
        made = hashlib.blake2b(digest_size=16)
        made.update(repr((self.source, self.kind, self.count, self.start, self.headers)).encode("utf-8", "replace"))
        for piece in self.pieces:
            made.update(repr(piece).encode("utf-8", "replace"))
        return made.hexdigest()


@dataclass
class Sources:
    """All sources of a run, in order; what is not there is known before anything is written."""

    paths: list[str]
    size: int
    _number: int = field(default=0, init=False)

    def parts(self) -> Iterator[Part]:
        """Every case of every source, in parts of `size` cases at most."""
        self._number = 0
        files: list[Piece] = []
        for path in self.paths:
            if not is_text(path):
                yield from self._of_files(files)
                files = []
                reason = "The name of this file, or of its folder, isn't UTF-8. Rename it, and run the batch again."
                yield self._part(name_in_text(path), "rows", [Bad("", reason)])
                continue
            if ending(path)[0] in CASE_FILES and path != STANDARD_INPUT:
                files.append(SourceLine(path, _stamp(path)))
                continue
            yield from self._of_files(files)
            files = []
            try:
                yield from self._of(path)
            except FileError as error:
                yield self._part(path, "rows", [Bad("", str(error).removeprefix(f"{path}: "))])
        yield from self._of_files(files)

    def total(self) -> int | None:
        """About how many cases there are, for telling the time left; None where that takes reading them all."""
        counts = [self._count(path) for path in self.paths]
        return sum(count for count in counts if count is not None) if None not in counts else None

    def _count(self, path: str) -> int | None:
        kind, packing = ending(path)
        if path == STANDARD_INPUT or not Path(path).is_file():
            return None
        if kind in CASE_FILES:
            return 1
        if kind == ".parquet":
            return sum(part.count for part in Sources([path], self.size).parts())
        if kind == ".xlsx":
            rows = row_count(path)
            return None if rows is None else max(rows - 1, 1)
        if packing or kind not in (*LINES, *TABLES):
            return None
        try:
            with opened(path) as stream:  # a hundredth of the time that the work takes
                lines = sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
        except (FileError, OSError):  # told when it is its turn to be read
            return None
        return max(lines - (kind in TABLES), 1)

    def _of_files(self, files: Sequence[Piece]) -> Iterator[Part]:
        at_once = min(_FILES_AT_ONCE, self.size)
        for start in range(0, len(files), at_once):
            yield self._part("", "files", files[start : start + at_once])

    def _of(self, path: str) -> Iterator[Part]:
        kind = ending(path)[0]
        if kind in (".parquet", ".xlsx") and Path(path).is_fifo():
            raise FileError("Only text can be piped in. Save it as a file, and name that.")
        if kind == ".parquet":
            yield from self._of_parquet(path)
        elif kind == ".xlsx":
            yield from self._of_table(path, sheet_rows(path), semicolons=False)
        elif kind in (*LINES, *TABLES) or path == STANDARD_INPUT:
            with opened(path) as raw:
                head, stream = headed(raw)
                if path == STANDARD_INPUT:
                    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()
                    kind = ".jsonl" if begins.startswith((b"{", b"[")) else ".csv"
                if kind in LINES:
                    yield from self._chunks(path, "lines", json_lines(stream))
                else:
                    style = csv_style(head)
                    yield from self._of_table(path, csv_rows(stream, style), semicolons=style.delimiter == ";")
        else:
            raise FileError(
                "Unknown file type. Use .yaml, .json, .jsonl, .csv, .xlsx or .parquet, also with .gz or .zst."
            )

    def _of_parquet(self, path: str) -> Iterator[Part]:
        import polars as pl

        try:
            table = pl.scan_parquet(path, glob=False)  # the file of this name, whatever letters are in it
            count = table.select(pl.len()).collect().item()
            names = table.collect_schema().names()
        except Exception as error:  # a broken file fails in many ways
            raise FileError(f"Can't read this Parquet file: {_first_line(error)}") from None
        stamp = [SourceLine("", _stamp(path))]
        for start in range(0, count, self.size):
            yield self._part(path, "parquet", stamp, count=min(self.size, count - start), start=start, headers=names)

    def _of_table(self, path: str, rows: Iterator[Piece], *, semicolons: bool) -> Iterator[Part]:
        headers = next(rows, None)
        if headers is None:
            raise FileError("The table is empty.")
        if isinstance(headers, Bad):
            yield self._part(path, "rows", [headers])
            return
        filled = sum(bool(str(cell or "").strip()) for cell in headers.content)
        if filled == 1 < len(headers.content):  # a title above the table
            rows, headers = _headers_below(rows, headers)
        names = ["" if cell is None else as_seen(str(cell)) for cell in headers.content]
        yield from self._chunks(path, "rows", rows, headers=names, semicolons=semicolons)

    def _chunks(
        self, path: str, kind: Kind, pieces: Iterable[Piece], headers: Sequence[str] = (), semicolons: bool = False
    ) -> Iterator[Part]:
        chunk: list[Piece] = []
        for piece in pieces:
            chunk.append(piece)
            if len(chunk) == self.size:
                yield self._part(path, kind, chunk, headers=headers, semicolons=semicolons)
                chunk = []
        if chunk:
            yield self._part(path, kind, chunk, headers=headers, semicolons=semicolons)

    def _part(self, path: str, kind: Kind, pieces: Sequence[Piece], *, count: int | None = None, **more: Any) -> Part:
        part = Part(self._number, path, kind, len(pieces) if count is None else count, pieces=pieces, **more)
        self._number += 1
        return part


def _headers_below(rows: Iterator[Piece], title: SourceLine) -> tuple[Iterator[Piece], SourceLine]:
    """The headers of a table with a title above it, and the rows that follow; the title itself where no row does."""
    below = next(rows, None)
    if isinstance(below, SourceLine) and sum(bool(str(cell or "").strip()) for cell in below.content) > 1:
        return rows, below
    return chain([] if below is None else [below], rows), title


def find_sources(names: Sequence[str]) -> list[str]:
    """The files that names mean: paths, folders (their case files, at any depth) and patterns. FileError otherwise."""
    found: dict[str, None] = {}
    for name in names:
        path = Path(name)
        if name == STANDARD_INPUT and sys.stdin is None:
            raise FileError("Standard input is closed.")
        if name == STANDARD_INPUT or path.is_file() or path.is_fifo():
            found[name] = None
        elif path.is_dir():
            inside = sorted(
                str(p) for p in path.rglob("*") if p.is_file() and ending(p.name)[0] in (*CASE_FILES, *LINES)
            )
            if not inside:
                raise FileError(f"{name}: No case files in this folder.")
            found.update(dict.fromkeys(inside))
        else:
            matched = sorted(m for m in glob.glob(name, recursive=True) if Path(m).is_file())
            if not matched:
                raise FileError(f"{name}: Can't find this file, or any file that matches.")
            found.update(dict.fromkeys(matched))
    return list(found)


def _stamp(path: str) -> tuple[int, int]:
    """Size and time of change of a file, for noticing that it changed between a run and its resumption."""
    try:
        status = Path(path).stat()
    except OSError:
        return (0, 0)
    return (status.st_size, status.st_mtime_ns)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
