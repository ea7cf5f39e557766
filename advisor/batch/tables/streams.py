"""Files of many cases read piece by piece: packed or not, JSON lines, CSV; what cannot be read is told."""

from __future__ import annotations

import csv
import gzip
import io
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Union, cast

from advisor.problems import FileError

STANDARD_INPUT = "-"
_SNIFFED = 1 << 20
_LONGEST_CELL = 1 << 20
_BROKEN = (OSError, EOFError, zlib.error)


@dataclass(frozen=True)
class Bad:
    """A piece of a source that could not be read: where it stands, and why."""

    place: str
    reason: str


@dataclass(frozen=True)
class SourceLine:
    """One case as it stands in a source: its place (a line, or the row of a sheet), and its text or cells."""

    place: str
    content: Any


Piece = Union[SourceLine, Bad]


@dataclass(frozen=True)
class Style:
    """How a file of comma-separated values is written."""

    encoding: str
    delimiter: str


def ending(path: str) -> tuple[str, str]:
    """A file's ending without the packing, and the packing: (".csv", ".gz")."""
    name = path.lower()
    packing = next((p for p in (".gz", ".zst") if name.endswith(p)), "")
    return Path(name.removesuffix(packing)).suffix, packing


def head_of(path: str) -> bytes:
    """The first bytes of a source, which will be read again."""
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.peek(_SNIFFED) if hasattr(sys.stdin.buffer, "peek") else b""
    with opened(path) as stream:
        try:
            return stream.read(_SNIFFED)
        except Exception:  # what is broken at the very beginning is told by whoever reads the lines
            return b""


@contextmanager
def opened(path: str) -> Iterator[IO[bytes]]:
    """The unpacked bytes of a file, or of standard input; FileError where there is none."""
    if path == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    packing = ending(path)[1]
    try:
        file: Any = open(path, "rb")  # noqa: SIM115  # closed below
    except OSError as error:
        raise FileError(f"{path}: Cannot be read: {error.strerror}.") from None
    with file:
        if packing == ".gz":
            with gzip.open(file) as unpacked:
                yield cast(IO[bytes], unpacked)
        elif packing == ".zst":
            import zstandard

            with zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True) as unpacked:
                yield io.BufferedReader(unpacked, 1 << 20)
        else:
            yield file


def safe_lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes] | Bad]:
    """Numbered lines; a file that breaks off ends with what is wrong."""
    number = 0
    try:
        for number, line in enumerate(stream, start=1):
            yield number, line
    except Exception as error:
        if not isinstance(error, _BROKEN) and not type(error).__module__.startswith("zst"):
            raise
        yield Bad(f"line {number + 1}", f"The file breaks off here: {error or type(error).__name__}")


def json_lines(stream: IO[bytes]) -> Iterator[Piece]:
    """Each line that is not empty."""
    for item in safe_lines(stream):
        if isinstance(item, Bad):
            yield item
        elif item[1].strip():
            yield SourceLine(f"line {item[0]}", item[1])


def csv_style(head: bytes) -> Style:
    """How a table is written, from its first megabyte."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Style("utf-16", _delimiter(head.decode("utf-16", "replace")))
    whole = head[: head.rfind(b"\n") + 1] or head
    try:
        text, encoding = whole.decode("utf-8-sig"), "utf-8-sig"
    except UnicodeDecodeError:
        text, encoding = whole.decode("cp1252", "replace"), "cp1252"
    return Style(encoding, _delimiter(text))


def _delimiter(text: str) -> str:
    first = text.splitlines()[0] if text.splitlines() else ""
    outside = "".join(part for i, part in enumerate(first.split('"')) if i % 2 == 0)
    return max(",;\t|", key=lambda mark: (outside.count(mark), mark == ","))


def csv_rows(stream: IO[bytes], style: Style) -> Iterator[Piece]:
    """The rows of a table, the headers first; rows that are no rows are told with their line."""
    csv.field_size_limit(_LONGEST_CELL)
    broken: list[Bad] = []
    encoding = "utf-8" if style.encoding == "utf-8-sig" else style.encoding

    def text() -> Iterator[str]:
        if encoding == "utf-16":
            yield from io.TextIOWrapper(stream, encoding, "replace", newline="")
            return
        for item in safe_lines(stream):
            if isinstance(item, Bad):
                broken.append(item)
                return
            line = item[1].removeprefix(b"\xef\xbb\xbf") if item[0] == 1 else item[1]
            yield line.decode(encoding, "surrogateescape")

    rows = csv.reader(text(), delimiter=style.delimiter, strict=True)
    width, start = 0, 1
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            reason = f"This is no row of a table: {error}."
            if rows.line_num > start:
                reason = f"A quote is opened here that nothing closes; the lines up to {rows.line_num} belong to it."
            yield Bad(f"line {start}", reason)
            start = rows.line_num + 1
            continue
        if any(cell.strip() for cell in row):
            width = width or len(row)
            yield _checked(row, width, start)
        start = rows.line_num + 1
    yield from broken


def _checked(row: Sequence[str], width: int, line: int) -> Piece:
    place = f"line {line}"
    if len(row) != width:
        return Bad(place, f"The row has {len(row)} cells, the headers are {width}.")
    if any("\ud800" <= c <= "\udfff" for cell in row for c in cell):
        return Bad(place, "The row holds bytes that are no text in the file's encoding.")
    return SourceLine(place, list(row))
