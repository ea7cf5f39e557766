"""Uncertain days that follow from the days on which crews are productive: asked for one by one, computed together.

All times are in grid steps, work in person-steps; `need` is the need-by step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from advisor.staffing.arrivals import Curves
from advisor.staffing.delivery import Delivery, Whole, TwoCrews, both_crews, one_crew, value_at
from advisor.staffing.distributions import Floats

LIKELY, SAFE = 0.5, 0.8


class Outcome(NamedTuple):
    """When a moment comes: steps (infinite beyond the horizon), chances, mean steps after the need-by step."""

    likely: float
    safe: float
    later: float
    by_need: float
    lateness: float


class Moment(NamedTuple):
    """What was asked for: which kind of moment, and its number among these."""

    kind: int
    number: int


class Moments:
    """Collects what is asked about the moments of some options, then answers all at once.

    Paths are named by their rows in the curves.
    """

    def __init__(self) -> None:
        self._after_one: list[tuple[int, float, float]] = []
        self._after_both: list[tuple[int, int, float]] = []
        self._done_by_two: list[tuple[float, ...]] = []

    def after_one(self, row: int, duration: float, need: float) -> Moment:
        """The day `duration` after a crew is productive."""
        self._after_one.append((row, duration, need))
        return Moment(0, len(self._after_one) - 1)

    def after_both(self, first: int, second: int, need: float) -> Moment:
        """The day on which two crews are both productive."""
        self._after_both.append((first, second, need))
        return Moment(1, len(self._after_both) - 1)

    def done_by_two(
        self, rows: tuple[int, int], rates: tuple[float, float], guiding: tuple[float, float], work: float, need: float
    ) -> Moment:
        """The day on which two crews have done the work; rates above 0, guiding in person-steps."""
        self._done_by_two.append((*rows, *rates, work, *guiding, need))
        return Moment(2, len(self._done_by_two) - 1)

    def outcomes(self, curves: Curves) -> list[list[Outcome]]:
        """When each moment comes: by kind, then by number."""
        days, areas = curves.productive, curves.productive_area
        found: list[list[Outcome]] = [[], [], []]
        if self._after_one:
            rows, (durations, needs) = _columns(self._after_one, 1)
            found[0] = _listed(one_crew(days, areas, rows[0], durations, needs, (LIKELY, SAFE)))
        if self._after_both:
            rows, (needs,) = _columns(self._after_both, 2)
            found[1] = _listed(both_crews(days[rows[0]], days[rows[1]], needs, (LIKELY, SAFE)))
        if self._done_by_two:
            rows, numbers = _columns(self._done_by_two, 2)
            crews = TwoCrews(days[rows[0]], days[rows[1]], areas[rows[1]], *numbers[:5, :, None])
            found[2] = _listed(crews.delivery(numbers[5], (LIKELY, SAFE)))
        return found


def time_worked(rows: Sequence[int], steps: Floats, curves: Curves) -> tuple[Floats, Floats]:
    """For each row of `curves`, and at each of its steps, the mean time since the first day of work, and the chance
    that it has come.
    """
    last = curves.start_area.shape[1] - 2.0
    ends = np.minimum(steps, last)
    before = np.maximum(np.minimum(ends, last - 1.0), 0.0)
    areas = value_at(curves.start_area, np.array(rows, dtype=np.intp), np.stack((ends, before, before + 1.0), axis=2))
    return np.maximum(areas[:, :, 0], 0.0), np.clip(areas[:, :, 2] - areas[:, :, 1], 0.0, 1.0)


def _columns(entries: Sequence[tuple[float, ...]], rows: int) -> tuple[Whole, Floats]:
    """The columns of a list of entries: `rows` of row numbers first, then numbers."""
    table = np.array(entries, dtype=np.float64).T
    return table[:rows].astype(np.intp), table[rows:]


def _listed(delivery: Delivery) -> list[Outcome]:
    columns = (*delivery.quantiles.T, delivery.later, delivery.by_need, delivery.lateness)
    return [Outcome(*row) for row in np.stack(columns, axis=1).tolist()]
