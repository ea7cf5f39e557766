"""A Parquet file made of others: their row groups are copied as they are, and only the footer is written anew.

So joining costs next to nothing, however many workers wrote the pieces. Encrypted files are not for this.
The format: https://github.com/apache/parquet-format (`parquet.thrift` names the fields by the numbers used here).
"""

from __future__ import annotations

from typing import IO, Any

from advisor.batch.parquet.compact import STRUCT, Field, ThriftReader, written

_MAGIC = b"PAR1"
_SCHEMA, _NUM_ROWS, _ROW_GROUPS, _KEY_VALUES = 2, 3, 4, 5  # of the footer
_COLUMNS, _GROUP_OFFSET, _ORDINAL = 1, 5, 7  # of a row group; the ordinal is for encryption only
_META = 3  # of a column of a row group
_COLUMN_OFFSET = 2  # of such a column
_PAGE_INDEX = (4, 5, 6, 7)  # where its pages are told once more, counted from the file's beginning: left out
_OFFSETS_OF_META = (9, 10, 11, 14)  # of its data, index and dictionary pages, its bloom filter


class OtherColumns(ValueError):
    """A file has other columns than the one it should be joined to, or describes them otherwise."""


class RowGroups:
    """Writes one Parquet file, with columns like those of the file `like`, from the row groups of others."""

    # A Parquet file is pages of data, then a footer that says where they lie, counted from the file's beginning. So the
    # pages of another file are copied behind those that are here, all its offsets grow by the same number, and the row
    # groups are told in a common footer. That needs the same schema, and the same metadata (there polars names the
    # options of an Enum). Page indexes are left out: readers do without them. What would break this is a writer that
    # uses an offset of a newer format; the tests read joined files with three readers.

    def __init__(self, stream: IO[bytes], like: bytes):
        self._stream = stream
        self._at = stream.write(_MAGIC)
        self._footer, _ = _footer(like)
        self._groups: list[bytes] = []
        self.rows = 0

    def add(self, file: bytes) -> None:
        """Copy the row groups of a file. OtherColumns, and nothing is done, where its columns differ."""
        footer, end = _footer(file)
        if any(_of(footer, what) != _of(self._footer, what) for what in (_SCHEMA, _KEY_VALUES)):
            raise OtherColumns
        _, groups = _of(footer, _ROW_GROUPS)
        self._groups += [written(_moved_group(group, self._at - len(_MAGIC))) for group in groups]
        self.rows += _of(footer, _NUM_ROWS)
        self._at += self._stream.write(memoryview(file)[len(_MAGIC) : end])

    def close(self) -> None:
        """Write the footer."""
        changed = {_NUM_ROWS: self.rows, _ROW_GROUPS: (STRUCT, self._groups)}
        footer = written([(number, kind, changed.get(number, value)) for number, kind, value in self._footer])
        self._stream.write(footer + len(footer).to_bytes(4, "little") + _MAGIC)


def _footer(file: bytes) -> tuple[list[Field], int]:
    """The footer of a Parquet file, and where it begins."""
    size = int.from_bytes(file[-8:-4], "little")
    if file[:4] != _MAGIC or file[-4:] != _MAGIC or size > len(file) - 12:
        raise ValueError("this is no whole Parquet file")
    return ThriftReader(file[-8 - size : -8]).struct(), len(file) - 8 - size


def _of(fields: list[Field], number: int) -> Any:
    return next((value for found, _, value in fields if found == number), None)


def _moved_group(fields: list[Field], by: int) -> list[Field]:
    moved = []
    for number, kind, value in _moved(fields, by, (_GROUP_OFFSET,)):
        if number == _COLUMNS:
            value = value[0], [_moved_column(column, by) for column in value[1]]
        if number != _ORDINAL:
            moved.append((number, kind, value))
    return moved


def _moved_column(fields: list[Field], by: int) -> list[Field]:
    return [
        (number, kind, _moved(value, by, _OFFSETS_OF_META) if number == _META else value)
        for number, kind, value in _moved(fields, by, (_COLUMN_OFFSET,))
        if number not in _PAGE_INDEX
    ]


def _moved(fields: list[Field], by: int, offsets: tuple[int, ...]) -> list[Field]:
    """Offsets in a file, where there are any, counted from another beginning."""
    return [(number, kind, value + by if number in offsets and value else value) for number, kind, value in fields]
