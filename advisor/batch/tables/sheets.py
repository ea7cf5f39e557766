"""The first sheet of a workbook that is seen, row by row. What it says of itself (its size) is not believed."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, NoReturn
from xml.parsers import expat

from advisor.batch.tables.shown_cells import Unreadable, as_shown, percent_styles
from advisor.batch.tables.streams import Bad, Piece, SourceLine
from advisor.problems import FileError

_FIRST_SHEET = "xl/worksheets/sheet1.xml"
_LARGE = 100_000_000  # unpacked bytes; what is smaller need not be looked at
_MOST_TIMES = 200  # how much larger a large workbook may be when it is unpacked; honest ones come near 50
_MOST_FILES = 10_000  # inside a workbook
_BIT = 512  # bytes of a file looked at, at a time, until its first element


def sheet_rows(path: str) -> Iterator[Piece]:
    """The rows of the first sheet that is seen, the headers first; a row or cell that cannot be read is told."""
    import openpyxl

    warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")  # of styles, which nobody reads here
    _refuse_bombs(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # a broken workbook fails in many ways
        raise FileError(f"{path}: Can't read this workbook: {error}") from None
    with closing(book):
        if not book.worksheets:
            raise FileError(f"{path}: The workbook has no sheet with cells.")
        yield from _pieces(_below_title(_rows_of(book, _first_seen(book.worksheets))))


def _below_title(rows: Iterator[tuple[int, dict[int, Any]]]) -> Iterator[tuple[int, dict[int, Any]]]:
    """The rows without those above the headers that hold a single cell: a title, or the day of the export."""
    held = []
    for number, cells in rows:
        if len(cells) > 1:
            yield number, cells
            yield from rows
            return
        if cells:
            held.append((number, cells))
    yield from held


def _first_seen(sheets: Sequence[Any]) -> Any:
    """The first sheet that somebody sees who opens the workbook; sheets that are hidden are nobody's table."""
    return next((sheet for sheet in sheets if sheet.sheet_state == "visible"), sheets[0])


def _pieces(rows: Iterator[tuple[int, dict[int, Any]]]) -> Iterator[Piece]:
    """The rows, each as wide as the headers; those that are not are told, and where the sheet breaks off."""
    headers: list[Any] = []
    number = 0
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            return
        except Exception as error:  # as above
            reason = f"The sheet can't be read from here on: {error or type(error).__name__}. Save the workbook again."
            yield Bad(f"row {number + 1}", reason)
            return
        if not cells:
            continue
        width = len(headers) or max(cells)
        place = f"row {number}"
        if min(cells) > width:
            yield Bad(place, f"The row has {max(cells)} cells, the headers are {width}.")
            continue
        row = [cells.get(column) for column in range(1, width + 1)]
        headers = headers or row
        yield SourceLine(place, row, tuple(cells[column] for column in sorted(cells) if column > width))


def readable_whole(line: SourceLine, headers: Sequence[Any]) -> Piece:
    """The row of a sheet where all of it can be read; else what is wrong with it."""
    if line.beyond:
        return Bad(line.place, f"The row has {len(headers) + len(line.beyond)} cells, the headers are {len(headers)}.")
    wrong = [(column, cell) for column, cell in enumerate(line.content) if isinstance(cell, Unreadable)]
    if not wrong:
        return line
    column, cell = wrong[0]
    return Bad(line.place, f"{_called(headers[column], column)} {cell.reason}")


def _called(header: Any, place: int) -> str:
    """A cell by its column's header, or by the column's place where there is none."""
    named = isinstance(header, str) and header.strip() and len(header) <= 60
    return f"The cell below `{header.strip()}`" if named else f"The cell in column {place + 1}"


def row_count(path: str) -> int | None:
    """About how many rows the first sheet has, headers included; None where that cannot be told at a glance."""
    try:
        with zipfile.ZipFile(path) as packed, packed.open(_FIRST_SHEET) as stream:
            return sum(block.count(b"<row ") for block in iter(lambda: stream.read(1 << 20), b""))
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, zlib.error):  # told when it is read
        return None


_nothing: Any = staticmethod(lambda *_: None)


def _rows_of(book: Any, sheet: Any) -> Iterator[tuple[int, dict[int, Any]]]:
    """Number and filled cells (by column, from 1) of every row that the sheet holds, wherever it stands.

    openpyxl's own rows are as many and as wide as the sheet says that it has: a sheet that says too little would lose
    rows, and one with a cell in the last corner would be filled up for minutes. So its parser is asked itself.
    """
    from openpyxl.worksheet._reader import WorkSheetParser

    percents = percent_styles(book)

    class Parser(WorkSheetParser):
        """Tells a cell that cannot be read instead of failing; what is no cell is left alone."""

        def parse_cell(self, element: Any) -> Any:
            """The cell."""
            try:
                return as_shown(super().parse_cell(element), element, percents)
            except (ValueError, IndexError, OverflowError) as error:
                digits = "integer string" in str(error)
                reason = "holds a number with too many digits." if digits else "is damaged and can't be read."
                found = {"row": self.row_counter, "column": self.col_counter, "value": Unreadable(reason)}
                return found | {"data_type": "e", "style_id": 0}

        parse_formatting = parse_extensions = parse_sheet_protection = parse_column_dimensions = _nothing
        parse_legacy = parse_row_breaks = parse_col_breaks = parse_custom_views = _nothing

    with sheet._get_source() as source:
        parser = Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            yield number, {cell["column"]: cell["value"] for cell in cells if _filled(cell["value"])}


def _filled(value: Any) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


# ---- workbooks made to do harm ---------------------------------------------------------------------------


def _refuse_bombs(path: str) -> None:
    """FileError where a workbook would unpack to far more than it holds, or defines words that stand for more."""
    try:
        with zipfile.ZipFile(path) as packed:
            files = packed.infolist()
            size = sum(file.file_size for file in files)
            there = sum(file.compress_size for file in files)
            if len(files) > _MOST_FILES or (size > _LARGE and size > _MOST_TIMES * there):
                raise FileError(f"{path}: The workbook unpacks to {size:,} bytes, far more than a table does.")
            for file in files:
                with packed.open(file) as stream:
                    if _has_doctype(stream):
                        raise FileError(f"{path}: The workbook defines entities ({file.filename}), which none needs.")
    except FileError:
        raise
    except OSError as error:
        raise FileError(f"{path}: Can't be read: {error.strerror or error}.") from None
    except Exception as error:  # as above
        raise FileError(f"{path}: Can't read this workbook: {error}") from None


class _SeenEnough(Exception):
    """The first element, or a definition before it."""

    def __init__(self, doctype: bool):
        super().__init__()
        self.doctype = doctype


def _has_doctype(stream: Any) -> bool:
    """Whether an XML file has definitions before its first element; False for what is no XML."""

    def seen(doctype: bool) -> NoReturn:
        raise _SeenEnough(doctype)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: seen(True)
    parser.StartElementHandler = lambda *_: seen(False)
    try:
        while bit := stream.read(_BIT):
            parser.Parse(bit)
    except _SeenEnough as enough:
        return enough.doctype
    except expat.ExpatError:
        return False
    return False
