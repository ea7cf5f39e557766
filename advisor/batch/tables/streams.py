"""Files of many cases read piece by piece: packed or not, JSON lines, CSV; what cannot be read is told."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
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
_SEPARATOR = re.compile(r'"?sep=([,;:|\t^~])"?', re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKED = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BROKEN = (OSError, EOFError, zlib.error)


@dataclass(frozen=True)
class Bad:
    """A piece of a source that could not be read: where it stands, and why."""

    place: str
    reason: str


@dataclass(frozen=True)
class SourceLine:
    """One case as it stands in a source: its place (a line, or the row of a sheet), its text or cells, and the cells of
    a sheet that stand beyond its last header.
    """

    place: str
    content: Any
    beyond: tuple[Any, ...] = ()


Piece = Union[SourceLine, Bad]


@dataclass(frozen=True)
class Style:
    """How a file of comma-separated values is written."""

    encoding: str
    delimiter: str
    said: bool = False  # the first line names the delimiter, and is no row

    @property
    def wide(self) -> bool:
        """Whether a letter takes two bytes or four."""
        return self.encoding.startswith(("utf-16", "utf-32"))


def ending(path: str) -> tuple[str, str]:
    """A file's ending without the packing, and the packing: (".csv", ".gz")."""
    name = path.lower()
    packing = next((p for p in (".gz", ".zst") if name.endswith(p)), "")
    return Path(name.removesuffix(packing)).suffix, packing


def headed(stream: IO[bytes]) -> tuple[bytes, IO[bytes]]:
    """The first megabyte of a stream, or all where it has less, and a stream that begins with it again.

    A pipe can be opened once only, and what it holds at a moment is chance; so the same is waited for as in a file.
    """
    head = bytearray()
    try:
        while len(head) < _SNIFFED and (more := stream.read1(_SNIFFED - len(head))):  # type: ignore[attr-defined]  # all have it
            head += more
    except Exception:  # what is broken is told by whoever reads the lines: it is raised there again
        pass
    return bytes(head), io.BufferedReader(_BeginningAgain(bytes(head), stream), _SNIFFED)


class _BeginningAgain(io.RawIOBase):
    """A stream with what was read from its beginning put back."""

    def __init__(self, head: bytes, rest: IO[bytes]):
        super().__init__()
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer as far as there is something at once; 0 at the end."""
        found = self._head[: len(buffer)] or self._rest.read1(len(buffer))  # type: ignore[attr-defined]  # all have it
        self._head = self._head[len(found) :]
        buffer[: len(found)] = found
        return len(found)


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
        raise FileError(f"{path}: Can't be read: {error.strerror}.") from None
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
        if not _is_break(error):
            raise
        yield Bad(f"line {number + 1}", _breaks_off(error))


def json_lines(stream: IO[bytes]) -> Iterator[Piece]:
    """Each line that is not empty."""
    for item in safe_lines(stream):
        if isinstance(item, Bad):
            yield item
        elif item[1].strip():
            yield SourceLine(f"line {item[0]}", item[1])


def csv_style(head: bytes) -> Style:
    """How a table is written, from its first megabyte."""
    encoding = _wide(head)
    if encoding is not None:
        return _styled(head.decode(encoding, "replace"), encoding)
    whole = head if len(head) < _SNIFFED else head[: head.rfind(b"\n") + 1] or head
    try:
        return _styled(whole.decode("utf-8-sig"), "utf-8-sig")
    except UnicodeDecodeError:
        return _styled(whole.decode("cp1252", "replace"), "cp1252")


def _wide(head: bytes) -> str | None:
    """The encoding with two or four bytes a letter that a text begins in, marked or not; None for all others."""
    marked = next((name for mark, name in _MARKED if head.startswith(mark)), None)
    if marked is not None:
        return marked
    # Without a mark the headers give it away: nearly all of them are ASCII, which is a letter and a zero.
    odd, even = head[1:400:2], head[0:400:2]
    if len(odd) > 3 and odd.count(0) * 2 > len(odd) > even.count(0) * 8:
        return "utf-16-le"
    if len(even) > 3 and even.count(0) * 2 > len(even) > odd.count(0) * 8:
        return "utf-16-be"
    return None


def _styled(text: str, encoding: str) -> Style:
    """The style by the first line, which spreadsheets take for a word about the delimiter where it is `sep=;`."""
    first = re.split(r"[\r\n]", text, maxsplit=1)[0]
    said = _SEPARATOR.fullmatch(first)
    if said is not None:
        return Style(encoding, said.group(1), said=True)
    outside = "".join(part for i, part in enumerate(first.split('"')) if i % 2 == 0)
    return Style(encoding, max(",;\t|", key=lambda mark: (outside.count(mark), mark == ",")))


def csv_rows(stream: IO[bytes], style: Style) -> Iterator[Piece]:
    """The rows of a table, the headers first; rows that are no rows are told with their line."""
    csv.field_size_limit(_LONGEST_CELL)
    broken: list[Bad] = []
    rows = csv.reader(_csv_lines(stream, style, broken), delimiter=style.delimiter, strict=True)
    width, start = 0, 1
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            reason = f"This isn't a row of a table: {error}."
            if rows.line_num > start:
                reason = f"A quote opens here and never closes; the lines up to {rows.line_num} belong to it."
            yield Bad(f"line {start}", reason)
            start = rows.line_num + 1
            continue
        if any(cell.strip() for cell in row):
            width = width or len(row)
            yield _checked(row, width, start, style)
        start = rows.line_num + 1
    yield from broken


def _csv_lines(stream: IO[bytes], style: Style, broken: list[Bad]) -> Iterator[str]:
    """The lines of a table as text, whichever way they end; where the file breaks off, that is noted in `broken`."""
    whole = _Unbroken(stream)
    errors = "replace" if style.wide else "surrogateescape"
    number = 0
    for number, line in enumerate(io.TextIOWrapper(io.BufferedReader(whole), style.encoding, errors, newline=""), 1):
        if whole.error is not None and not line.endswith(("\n", "\r")):
            number -= 1  # nobody knows how much of the line is there
            break
        yield "\n" if number == 1 and style.said else line
    if whole.error is not None:
        broken.append(Bad(f"line {number + 1}", _breaks_off(whole.error)))


class _Unbroken(io.RawIOBase):
    """A stream that ends where another breaks off, and keeps why."""

    def __init__(self, stream: IO[bytes]):
        super().__init__()
        self._stream = stream
        self.error: Exception | None = None

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, space: Any) -> int:
        """Fill the space as far as the stream goes; how many bytes came."""
        try:
            # A larger read would lose what comes before the break.
            found = getattr(self._stream, "read1", self._stream.read)(len(space))
        except Exception as error:
            if not _is_break(error):
                raise
            self.error, found = error, b""
        space[: len(found)] = found
        return len(found)


def _is_break(error: Exception) -> bool:
    return isinstance(error, _BROKEN) or type(error).__module__.startswith("zst")


def _breaks_off(error: Exception) -> str:
    return f"The file ends early here: {error or type(error).__name__}"


def _checked(row: Sequence[str], width: int, line: int, style: Style) -> Piece:
    place = f"line {line}"
    if len(row) != width:
        return Bad(place, f"The row has {len(row)} cells, the headers are {width}.")
    text = "".join(row)
    if not text.isascii() and (_SURROGATE.search(text) or (style.wide and "\ufffd" in text)):
        return Bad(place, "The row has bytes that aren't text in the file's encoding.")
    return SourceLine(place, list(row))
