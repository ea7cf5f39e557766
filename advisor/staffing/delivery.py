"""When the work is done: people who come on uncertain days, working from the day they are productive.

A crew is people who arrive together. One crew delivers W person-weeks at its rate r after W / r weeks, so the day of
delivery D is the productive day, moved. Two crews that come independently, on days X and Y with rates c and s,
deliver on

    D = min(X + Wx / c,  Y + Wy / s,  (Wxy + c X + s Y) / (c + s))

because the work done by day t is the largest of c (t - X), s (t - Y) and their sum. Wx, Wy and Wxy are the work
left plus what guiding the newcomers of these crews takes. Time is in grid steps throughout, work in person-steps.

All sums run over fixed points and have no negative terms, so that whatever comes later or takes longer never
brings a delivery nearer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.staffing.distributions import Floats

# Where the first crew's day is looked at: evenly, and more closely towards the long tail.
_LEVELS: Floats = np.array([*range(39), 38.4, 38.8, 39.2, 39.6, 39.8, 40.0]) / 40

Whole = NDArray[np.intp]


def value_at(curves: Floats, steps: Floats) -> Floats:
    """Each row's curve at that row's steps, straight between grid points; before and after, its end values.

    `curves` has a column for step -1 first; `steps` has one or more dimensions behind the rows'.
    """
    last = curves.shape[1] - 1
    place = np.minimum(np.maximum(steps + 1.0, 0.0), float(last))
    below = np.minimum(place.astype(np.intp), last - 1)
    place -= below
    rows = np.arange(curves.shape[0]) * curves.shape[1]
    below += rows.reshape((-1,) + (1,) * (steps.ndim - 1))
    flat = curves.reshape(-1)
    start = flat.take(below)
    below += 1
    found: Floats = (flat.take(below) - start) * place + start
    return found


def quantile(curves: Floats, chance: float) -> Floats:
    """The step at which each row reaches the chance, straight between grid points; infinite if it never does."""
    above = (curves < chance).sum(axis=1)
    inside = np.minimum(above, curves.shape[1] - 1)
    rows = np.arange(curves.shape[0])
    low, high = curves[rows, np.maximum(inside - 1, 0)], curves[rows, inside]
    return _between(inside - 2, low, high, chance, above == curves.shape[1])


def _between(step: Whole, low: Floats, high: Floats, chance: float, never: NDArray[np.bool_]) -> Floats:
    """Where between `step` and the next one the chance is reached; today at the earliest."""
    rise = np.where(high > low, high - low, 1.0)
    found: Floats = np.maximum(step + (chance - low) / rise, 0.0)
    return np.where(never, np.inf, found)


@dataclass(frozen=True, slots=True)
class TwoCrews:
    """Two crews on the same work, a row for each pair: curves of their productive days, and columns of numbers.

    days            steps on which the first crew is productive with the chances of `_LEVELS`
    second          distribution function of the second crew's productive day, and `second_area` its integral
    first_rate, second_rate     person-steps a step
    work, first_guiding, second_guiding     person-steps
    """

    first: Floats
    days: Floats
    second: Floats
    second_area: Floats
    first_rate: Floats
    second_rate: Floats
    work: Floats
    first_guiding: Floats
    second_guiding: Floats

    @staticmethod
    def of(
        first: Floats, second: Floats, second_area: Floats,
        first_rate: Floats, second_rate: Floats, work: Floats, first_guiding: Floats, second_guiding: Floats,
    ) -> TwoCrews:
        """The pairs, with the first crews' days looked up."""
        steps = np.arange(-1.0, first.shape[1] - 1)
        days = np.array([np.interp(_LEVELS, row, steps) for row in first])
        return TwoCrews(first, days, second, second_area, first_rate, second_rate, work, first_guiding, second_guiding)

    def delivered(self, steps: Floats) -> Floats:
        """The chance that the work is done by each row's steps (rows x any number)."""
        ratio = self.first_rate / self.second_rate
        alone = value_at(self.first, steps - (self.work + self.first_guiding) / self.first_rate)
        slowest = steps - (self.work + self.second_guiding) / self.second_rate
        soonest = steps - self.second_guiding / self.second_rate
        both = (self.work + self.first_guiding + self.second_guiding) / self.second_rate
        # By when the second crew must be productive, for each day on which the first one may be.
        needed = (steps * (1.0 + ratio) - both)[:, :, None] - (ratio * self.days)[:, None, :]
        np.maximum(needed, slowest[:, :, None], out=needed)
        np.minimum(needed, soonest[:, :, None], out=needed)
        in_time = value_at(self.second, needed)
        levels = np.maximum(_LEVELS, alone[:, :, None])
        in_time[:, :, 1:] += in_time[:, :, :-1]
        terms = in_time[:, :, 1:] * (levels[:, :, 1:] - levels[:, :, :-1])
        found: Floats = np.minimum(alone + terms.sum(axis=-1) * 0.5, 1.0)
        return found
