"""Columns of a table before anybody knows what they mean: plain ones as arrays, others as their different cells."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from advisor.batch.columns.block import Array


def plain_columns(table: pl.DataFrame) -> dict[str, Array]:
    """The columns of plain types as arrays, all at once: booleans as 0, 1 and 2 for an empty cell, numbers and days as
    floats with NaN.
    """
    wanted = []
    for name, dtype in table.schema.items():
        if dtype == pl.Boolean:
            wanted.append(pl.col(name).cast(pl.UInt8).fill_null(2))
        elif dtype.is_numeric():
            wanted.append(pl.col(name).cast(pl.Float64).fill_null(np.nan))
        elif dtype == pl.Date:
            wanted.append(pl.col(name).to_physical().cast(pl.Float64).fill_null(np.nan))
    return {series.name: series.to_numpy() for series in table.select(wanted).get_columns()}


def groups(series: pl.Series) -> list[tuple[Any, Array]]:
    """Each different cell, and the rows in which it stands; empty cells left out."""
    which, values = codes(series)
    order = np.argsort(which, kind="stable")
    starts = np.searchsorted(which[order], np.arange(len(values) + 1))
    return [(value, order[starts[i] : starts[i + 1]]) for i, value in enumerate(values) if value is not None]


def codes(series: pl.Series) -> tuple[Array, list[Any]]:
    """The different cells, None for an empty one among them, and which of them each row has."""
    if series.dtype in (pl.Object, pl.Null) or series.dtype.is_nested():
        return _codes_of_objects([v.to_list() if isinstance(v, pl.Series) else v for v in series.to_list()])
    if not (series.dtype.is_numeric() or series.dtype == pl.Boolean or series.dtype.is_temporal()):
        if not isinstance(series.dtype, pl.Enum):
            series = series.cast(pl.String)
            series = series.cast(pl.Enum(series.drop_nulls().unique(maintain_order=True)))
        words = series.dtype.categories.to_list()  # type: ignore[attr-defined]  # an Enum by now
        return series.to_physical().cast(pl.Int64).fill_null(len(words)).to_numpy(), [*words, None]
    unique = series.unique(maintain_order=True)
    numbers = pl.DataFrame({"value": unique, "number": np.arange(unique.len(), dtype=np.int64)})
    joined = pl.DataFrame({"value": series}).join(
        numbers, on="value", how="left", nulls_equal=True, maintain_order="left"
    )
    return joined["number"].to_numpy(), unique.to_list()


def _codes_of_objects(cells: list[Any]) -> tuple[Array, list[Any]]:
    """The same for cells of any types, among which 1, 1.0 and True are three; lists are all different."""
    places: dict[Any, int] = {}
    different: list[Any] = []
    which = np.zeros(len(cells), np.int64)
    for row, cell in enumerate(cells):
        key = (type(cell), cell if isinstance(cell, (str, int, float, date)) or cell is None else row)
        place = places.setdefault(key, len(different))
        if place == len(different):
            different.append(cell)
        which[row] = place
    return which, different
