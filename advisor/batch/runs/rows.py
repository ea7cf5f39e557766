"""The rows of a part of a table as a frame of columns, with what is known of single cells before anybody reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from advisor.batch.runs.sources import Part
from advisor.batch.tables.encoded import Told, as_written
from advisor.batch.tables.headers import Headers
from advisor.batch.tables.sheets import readable_whole
from advisor.batch.tables.shown_cells import Unreadable
from advisor.batch.tables.streams import Bad, Piece, SourceLine
from advisor.problems import Problem

_LONGEST_NAME = 100  # letters of a name in the list of errors


@dataclass(frozen=True)
class Rows:
    """The rows of a part that can be read, what is told of them, and where each stands."""

    table: pl.DataFrame
    told: Told
    places: list[str]
    names: list[Any] | None

    def place(self, row: int) -> tuple[str, str]:
        """Where a row stands, and the name in it as far as it can be told."""
        name = None if self.names is None else self.names[row]
        return self.places[row], "" if name is None else str(name)[:_LONGEST_NAME]


def sorted_pieces(part: Part, *, strict: bool) -> tuple[list[SourceLine], list[Bad]]:
    """The pieces of a part that are rows or lines, and those that are not; `strict` wants every cell readable."""
    good: list[SourceLine] = []
    bad: list[Bad] = []
    for piece in part.pieces:
        checked: Piece = readable_whole(piece, part.headers) if strict and _is_row(part, piece) else piece  # type: ignore[arg-type]  # a row is a line
        if isinstance(checked, Bad):
            bad.append(checked)
        else:
            good.append(checked)
    return good, bad


def _is_row(part: Part, piece: Piece) -> bool:
    return part.kind == "rows" and isinstance(piece, SourceLine)


def rows_of(part: Part, pieces: list[SourceLine], headers: Headers, *, strict: bool) -> Rows:
    """The columns of a part by their headers; cells that cannot be read are told, and are empty where nobody asks."""
    told = Told(strict)
    asked = {*headers.questions.values(), *headers.unsure.values()}
    columns: dict[str, pl.Series] = {}
    for number, name in enumerate(part.headers):
        values = [piece.content[number] for piece in pieces]
        for row, value in enumerate(values):
            if isinstance(value, Unreadable):
                values[row] = _unreadable(told, row, name, value, headers, asked)
        texts = all(value is None or isinstance(value, str) for value in values)
        columns[name] = pl.Series(name, values, dtype=pl.String if texts else pl.Object)
    for row, piece in enumerate(pieces):
        for value in piece.beyond:
            message = "This cell stands to the right of the last header."
            told.cell([row], "(no header)", value, Problem("", "no-header", message, "Give its column a header."))
    names = columns[headers.case].to_list() if headers.case is not None else None
    return Rows(pl.DataFrame(list(columns.values())), told, [piece.place for piece in pieces], names)


def _unreadable(told: Told, row: int, name: str, value: Unreadable, headers: Headers, asked: set[str]) -> Any:
    """What stands for a cell that cannot be read: itself, where a question's reader will tell of it."""
    if name in asked:
        return value
    problem = Problem(name, "unreadable", f"The cell {value.reason}")
    if name in (headers.case, headers.as_of):
        told.errors.setdefault(row, []).append(problem)
    elif name:
        told.cell([row], name, as_written(value), problem)
    return None
