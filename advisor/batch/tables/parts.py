"""How the results of a part stand on disk: as Arrow, to be written as text at the end, or as Parquet just as the
output will have it, so that joining need only copy it.
"""

from __future__ import annotations

import glob
import io
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from advisor.batch.tables.headers import META
from advisor.inference.certainty import ONE

ARROW, PARQUET = ".arrow", ".parquet"
_SCALED = ".low", ".high"  # in ten-thousandths until they are written


def part_bytes(table: pl.DataFrame, ending: str) -> bytes:
    """The results of a part as a file with this ending."""
    if ending == PARQUET:
        return parquet_bytes(unscaled(table.lazy().select(in_order(table.columns))).collect())
    data = io.BytesIO()
    table.write_ipc(data, compression="lz4")
    return data.getvalue()


def parquet_bytes(table: pl.DataFrame) -> bytes:
    """A Parquet file; all that are made here can be joined if their columns are the same."""
    data = io.BytesIO()
    table.write_parquet(data, compression="zstd", compression_level=1)
    return data.getvalue()


def part_frame(path: Path) -> pl.LazyFrame:
    """The results of a part as they are written, their columns in the order of the part."""
    if path.suffix == PARQUET:
        return pl.scan_parquet(path, glob=False)
    return unscaled(pl.scan_ipc(glob.escape(str(path))))  # its own switch is younger than the oldest polars we take


def in_order(names: Iterable[str]) -> list[str]:
    """The case and where it stands, the user's own columns, the results."""
    names = list(names)
    first = [name for name in ("case", "as_of", "source", "place") if name in names]
    meta = sorted(name for name in names if name.startswith(META))
    known = {*first, *meta}
    return [*first, *meta, *(name for name in names if name not in known)]


def unscaled(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Certainties from ten-thousandths to 0..1."""
    names = frame.collect_schema().names()
    scaled = [name for name in names if name.endswith(_SCALED) and not name.startswith(META)]
    return frame.with_columns((pl.col(name).cast(pl.Float64) / ONE).round(4) for name in scaled)
