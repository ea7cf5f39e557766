"""Thousands to millions of cases: read from tables, assessed in columns, written in parts so that nothing is lost.

`assess_table` is the pure function for other engines; it needs the extra `[batch]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.batch.table import assess_table

__all__ = ["assess_table"]


def __getattr__(name: str) -> Any:
    if name == "assess_table":
        from advisor.batch.table import assess_table

        return assess_table
    raise AttributeError(f"module 'advisor.batch' has no attribute {name!r}")
