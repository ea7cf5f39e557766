"""How long something takes: triangular durations in days, and their weights on a grid.

Nothing here knows stages, options or companies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST = 1e6
"""No number of days, people or weeks of work is larger; one that is has the wrong unit."""


class TimelineError(ValueError):
    """An input from which no timeline can be computed. `field` names the input that is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


@dataclass(frozen=True, slots=True)
class Triangle:
    """A duration in days with a triangular distribution: never below `low`, never above `high`,
    most often near `mode`. All three alike mean that it is known exactly.

    Raises TimelineError unless 0 <= low <= mode <= high <= MOST.

    >>> Triangle(10, 14, 30).mean, str(Triangle(10, 14, 30).times(0.5))
    (18.0, '5/7/15 days')
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.mode <= self.high <= MOST:
            raise TimelineError("duration", f"{self} must have 0 <= low <= mode <= high, and at most {MOST:,.0f}")

    def __str__(self) -> str:
        return f"{self.low:g}/{self.mode:g}/{self.high:g} days"

    @property
    def mean(self) -> float:
        """The mean in days."""
        return (self.low + self.mode + self.high) / 3

    def times(self, share: float) -> Triangle:
        """All of this duration `share` times as long; `share` from 0 up."""
        return Triangle(self.low * share, self.mode * share, self.high * share)


def own_number(days: float, spread: Triangle) -> Triangle:
    """What a company's own number of days means: `spread` is the figure that says how far the next time may
    lie from it, as factors (0.75/1/1.5: seldom much shorter, more often longer).

    Raises TimelineError unless the number is above 0; what takes no time is left out of the path instead.
    """
    if not days > 0:
        raise TimelineError("duration", f"a stage of {days:g} days must take more than 0 days")
    return spread.times(days)


def own_range(low: float, high: float) -> Triangle:
    """What a company's own range of days means: from end to end, most often its middle.

    Raises TimelineError unless 0 <= low <= high and high is above 0.
    """
    if not high > 0:
        raise TimelineError("duration", f"a stage of {low:g} to {high:g} days must take more than 0 days")
    return Triangle(low, (low + high) / 2, high)


def rounded_weights(stages: Sequence[Triangle], width: int) -> Floats:
    """The probability of each whole number of days 0..width-1, one row for each stage (stages x width).

    A length belongs to the nearest day, a length in the middle between two to the lower one. So a stage that is
    longer in the sense of stochastic dominance stays so on the grid, the mean is kept but for a small part of a
    day, and the variance grows by a twelfth of a square day (Sheppard 1898). What lies beyond is left out.

    >>> rounded_weights([Triangle(0, 1, 2), Triangle(1, 1, 1)], 4)
    array([[0.125, 0.75 , 0.125, 0.   ],
           [0.   , 1.   , 0.   , 0.   ]])
    """
    # The weight of a day is the rise of the distribution function from half a day before it to half a day after. That
    # function is a parabola up to the mode, (t - low)^2 / ((high - low) (mode - low)), and the mirror image of one
    # after it. Clipping t makes both right outside of the triangle too, and `_nonzero` where the triangle has no
    # width: there the numerator is 0, and the choice by the mode makes the step.
    low, mode, high = _ends(stages)
    borders = np.arange(-0.5, width)
    since_low, until_high = np.clip(borders, low, mode) - low, high - np.clip(borders, mode, high)
    shares = np.where(
        borders < mode,
        since_low * since_low / _nonzero((high - low) * (mode - low)),
        1.0 - until_high * until_high / _nonzero((high - low) * (high - mode)),
    )
    found: Floats = np.maximum(shares[:, 1:] - shares[:, :-1], 0.0)
    return found


def last_weights(stages: Sequence[Triangle], width: int) -> Floats:
    """The weights of the stage that comes last in a sum of stages (stages x width), where all others have
    `rounded_weights`: summed up to a day they give the chance that the sum is over by that very time, and not by half
    a day later.

    The chance at a time is the mean of the chances within half a day around it, because the stages before were
    moved by up to that much. A mean over a day is a difference of the integral of the distribution function, and a
    weight is a difference of two such means: hence the second difference of that integral.
    """
    low, mode, high = _ends(stages)
    borders = np.arange(-1.5, width)
    since_low, until_high = np.clip(borders, low, mode) - low, high - np.clip(borders, mode, high)
    # The integral of the distribution function, which grows by a whole day each day after `high`.
    areas = np.where(
        borders < mode,
        since_low**2 * since_low / _nonzero(3.0 * (high - low) * (mode - low)),
        borders - (low + mode + high) / 3.0 + until_high**2 * until_high / _nonzero(3.0 * (high - low) * (high - mode)),
    )
    found: Floats = np.maximum(np.diff(areas, n=2), 0.0)
    return found


def _ends(stages: Sequence[Triangle]) -> tuple[Floats, Floats, Floats]:
    """Low, mode and high, as columns."""
    ends: Floats = np.array([(stage.low, stage.mode, stage.high) for stage in stages], dtype=np.float64)
    return ends[:, 0:1], ends[:, 1:2], ends[:, 2:3]


def _nonzero(divisors: Floats) -> Floats:
    """The divisors, with 1 for 0, where nothing is to be divided."""
    divisors[divisors == 0.0] = 1.0
    return divisors
