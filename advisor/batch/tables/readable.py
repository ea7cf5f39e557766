"""Columns of typed tables made such that every cell can be read: bytes as text, days as days of the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from advisor.problems import Problem

_EPOCH = date(1970, 1, 1)
_A_DAY = {"ms": 86_400_000, "us": 86_400_000_000}  # nanoseconds never leave the calendar
_BOUNDS = (date.min - _EPOCH).days + 2, (date.max - _EPOCH).days - 2  # two days for time zones

Unread = dict[int, list[Problem]]


def readable(table: pl.DataFrame, names: Iterable[str]) -> tuple[pl.DataFrame, Unread]:
    """The table with columns of types that Python can hold; cells that cannot be held are empty, and told by row."""
    unread: Unread = {}
    made: list[pl.Series] = []
    for name in names:
        series = table[name]
        kept = series
        if series.dtype == pl.Binary:
            kept = _decoded(series)
            said = ("encoding", "holds bytes that aren't UTF-8 text", "Store the column as text.")
        elif series.dtype == pl.Date or (isinstance(series.dtype, pl.Datetime) and series.dtype.time_unit in _A_DAY):
            kept = _of_the_calendar(series)
            said = ("out-of-range", "holds a day that no calendar has", "Write it as 2026-11-22.")
        if kept is series:
            continue
        made.append(kept)
        code, what, way = said
        for row in np.flatnonzero((series.is_not_null() & kept.is_null()).to_numpy()):
            unread.setdefault(int(row), []).append(Problem(name, code, f"The cell {what}.", way))
    return (table.with_columns(made) if made else table), unread


def by_hand(dtype: pl.DataType) -> bool:
    """Whether only Python can make texts of such a column."""
    return dtype == pl.Object or dtype.is_nested() or dtype == pl.Duration


def texts_of(series: pl.Series) -> list[str | None]:
    """Each cell of such a column as text."""
    cells: list[Any] = [cell.to_list() if isinstance(cell, pl.Series) else cell for cell in series.to_list()]
    return [None if cell is None else str(cell) for cell in cells]


def _decoded(series: pl.Series) -> pl.Series:
    try:
        return series.cast(pl.String)
    except pl.exceptions.ComputeError:  # some are no text; polars does not say which
        return pl.Series(series.name, [None if cell is None else _text(cell) for cell in series.to_list()], pl.String)


def _text(cell: bytes) -> str | None:
    try:
        return cell.decode()
    except UnicodeDecodeError:
        return None


def _of_the_calendar(series: pl.Series) -> pl.Series:
    unit = _A_DAY[series.dtype.time_unit] if isinstance(series.dtype, pl.Datetime) else 1
    low, high = (bound * unit for bound in _BOUNDS)
    fits = series.to_physical().is_between(low, high)
    return series if fits.all() else series.set(~fits, None)
