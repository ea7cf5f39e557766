"""What changed in a portfolio since last time: what got better, what got worse, what nobody knows any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from advisor.inference.certainty import Status

Direction = Literal["worse", "better", "unknown"]
_HOW_BAD = {
    Status.CONFIRMED.value: 2,
    Status.SUSPECTED.value: 1,
    Status.OPEN.value: 0,
    Status.NO_SIGN.value: 0,
    Status.RULED_OUT.value: 0,
}


@dataclass(frozen=True)
class CompanyChange:
    """A diagnosis of a company that stands otherwise than before; `model` is the name for the staffing model."""

    case: str
    diagnosis: str
    before: str
    now: str
    direction: Direction = "unknown"


def changes_between(
    table: pl.DataFrame, earlier: pl.DataFrame, ids: Sequence[str]
) -> tuple[list[CompanyChange], list[str], list[str]]:
    """What stands otherwise in companies of both tables, those that are new, and those that are gone."""
    before = {str(row["case"]): row for row in earlier.iter_rows(named=True)}
    now = {str(row["case"]): row for row in table.iter_rows(named=True)}
    changes = [
        CompanyChange(case, diagnosis, was, is_now, direction(was, is_now))
        for case, row in now.items()
        if case in before
        for diagnosis in ids
        if diagnosis in before[case]
        for was, is_now in ((str(before[case][diagnosis]), str(row[diagnosis])),)
        if was != is_now
    ]
    return changes, [case for case in now if case not in before], [case for case in before if case not in now]


def direction(before: str, now: str) -> Direction:
    """Whether a finding got worse or better; unknown where nobody can tell any more, or where it was not told before
    and is nothing to worry about now.
    """
    was, is_now = _HOW_BAD.get(before, 0), _HOW_BAD.get(now, 0)
    if now == Status.OPEN.value or was == is_now:
        return "unknown"
    return "worse" if is_now > was else "better"


def matters(change: CompanyChange) -> bool:
    """Whether a finding was or is confirmed or likely; what else changes is what was learned, not what happened."""
    return max(_HOW_BAD.get(change.before, 0), _HOW_BAD.get(change.now, 0)) > 0
