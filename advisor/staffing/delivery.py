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

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.staffing.distributions import Floats

# The chances at which the first crew's day is looked up: the closer, the nearer to none and to all.
_LEVELS: Floats = (1 - np.cos(np.linspace(0, np.pi, 29))) / 2
_ALMOST_ALL = 1 - 2.0**-32
_APART = 1e-4  # steps between days that would be the same
_SLACK = 2.0**-30  # no distribution function is known better

Whole = NDArray[np.intp]


def value_at(curves: Floats, rows: Whole, steps: Floats) -> Floats:
    """The value of the chosen row of `curves` at each of its steps (rows x one or more dimensions), straight between
    grid points, end values before and after them. `curves` has a column for step -1 first.
    """
    last = curves.shape[1] - 1
    place = np.minimum(np.maximum(steps + 1.0, 0.0), float(last))
    below = np.minimum(place.astype(np.intp), last - 1)
    place -= below
    below += (rows * curves.shape[1]).reshape((-1,) + (1,) * (steps.ndim - 1))
    flat = curves.reshape(-1)
    start = flat.take(below)
    below += 1
    found: Floats = (flat.take(below) - start) * place + start
    return found


def _quantiles(curves: Floats, chances: tuple[float, float]) -> Floats:
    """The steps at which each row reaches the chances, straight between grid points; infinite if it never does."""
    rows = np.arange(len(curves))
    columns = []
    for chance in chances:
        above = (curves < chance - _SLACK).sum(axis=1)
        inside = np.minimum(above, curves.shape[1] - 1)
        found = _between(inside - 2, curves[rows, inside - 1], curves[rows, inside], chance - _SLACK)
        columns.append(np.where(above == curves.shape[1], np.inf, found))
    return np.stack(columns, axis=1)


def _between(step: Whole, low: Floats, high: Floats, chance: Floats | float) -> Floats:
    """Where between `step` and the next one the chance is reached; today at the earliest."""
    rise = np.where(high > low, high - low, 1.0)
    found: Floats = np.maximum(step + (chance - low) / rise, 0.0)
    return found


@dataclass(frozen=True, slots=True)
class Delivery:
    """When something is done, in steps; an entry for each row.

    quantiles   steps by which it is done with each chance asked for, infinite if beyond the horizon (rows x chances)
    later       chance that it is done after the horizon
    by_need     chance that it is done by the need-by step
    lateness    mean steps after the need-by step, where beyond the horizon counts as the horizon
    """

    quantiles: Floats
    later: Floats
    by_need: Floats
    lateness: Floats


def one_crew(
    curves: Floats, areas: Floats, rows: Whole, duration: Floats, need_by: Floats, chances: tuple[float, float]
) -> Delivery:
    """What follows `duration` steps after the productive days in the chosen rows of `curves` (integrals: `areas`)."""
    last = float(curves.shape[1] - 2)
    ends = np.stack((np.full_like(need_by, last), np.minimum(need_by, last)), axis=1)
    before = ends - duration[:, None]
    done_by = value_at(curves, rows, before)
    spent = value_at(areas, rows, before)
    done = _quantiles(curves, chances)[rows] + duration[:, None]
    late = (last - ends[:, 1]) - (spent[:, 0] - spent[:, 1])
    return Delivery(np.where(done > last, np.inf, done), 1.0 - done_by[:, 0], done_by[:, 1], np.maximum(late, 0.0))


def both_crews(first: Floats, second: Floats, need_by: Floats, chances: tuple[float, float]) -> Delivery:
    """When the later of two independent crews is productive, from their distribution functions; lateness is not
    asked for and 0.
    """
    curves = first * second
    rows = np.arange(len(curves))
    ends = np.stack((np.full_like(need_by, np.inf), need_by), axis=1)
    done_by = value_at(curves, rows, ends)
    return Delivery(_quantiles(curves, chances), 1.0 - done_by[:, 0], done_by[:, 1], np.zeros(len(curves)))


@dataclass(frozen=True, slots=True)
class TwoCrews:
    """Two crews on the same work, a row for each pair; numbers are columns (rows x 1).

    first, second       distribution functions of their productive days
    second_area         the integral of the latter
    rate_1, rate_2      person-steps a step, above 0
    work                person-steps, without guiding
    guiding_1, guiding_2    person-steps that their newcomers take
    """

    first: Floats
    second: Floats
    second_area: Floats
    rate_1: Floats
    rate_2: Floats
    work: Floats
    guiding_1: Floats
    guiding_2: Floats

    def delivery(self, need_by: Floats, chances: tuple[float, float]) -> Delivery:
        """When the work is done; need_by in steps, one for each row."""
        last = self.first.shape[1] - 2
        steps = np.arange(-1.0, last + 1)
        levels = np.minimum(_LEVELS, _ALMOST_ALL)
        days = np.array([np.interp(levels, row, steps) for row in self.first]) + _APART * np.arange(len(_LEVELS))
        need_by = np.minimum(need_by, last)[:, None]
        asked: Floats = np.array(chances) - _SLACK

        # The first step with the chance: among blocks of blocks, then among blocks, then among steps.
        size = max(2, round((last + 1) ** (1 / 3) + 0.5))
        ends = np.minimum(np.arange(1.0, size + 1) * (size * size) - 1.0, last)
        coarse = self._done(days, np.concatenate((np.broadcast_to(ends, (len(days), size)), need_by), axis=1))
        block = (coarse[:, None, :size] < asked[:, None]).sum(axis=-1)
        never = block == size
        start = np.minimum(block, size - 1)[:, :, None] * (size * size)
        middle = self._done_each(days, start + (np.arange(1.0, size) * size - 1.0))
        start = start + (middle < asked[:, None]).sum(axis=-1)[:, :, None] * size
        fine = self._done_each(days, start + np.arange(-1.0, size))
        place = (fine[:, :, 1:-1] < asked[:, None]).sum(axis=-1)[:, :, None]
        low, high = np.take_along_axis(fine, place, -1)[:, :, 0], np.take_along_axis(fine, place + 1, -1)[:, :, 0]
        found = _between((start + place)[:, :, 0] - 1, low, high, asked)
        found[never] = np.inf
        alone = np.minimum(
            _quantiles(self.first, chances) + (self.work + self.guiding_1) / self.rate_1,
            _quantiles(self.second, chances) + (self.work + self.guiding_2) / self.rate_2,
        )
        found = np.minimum(found, alone)
        return Delivery(
            np.where(found > last, np.inf, found),
            1.0 - coarse[:, size - 1],
            coarse[:, size],
            self._lateness(days, need_by, float(last)),
        )

    def _done_each(self, days: Floats, steps: Floats) -> Floats:
        """The same as `_done` for steps of three dimensions."""
        return self._done(days, steps.reshape(len(days), -1)).reshape(steps.shape)

    def _done(self, days: Floats, steps: Floats) -> Floats:
        """The chance that the work is done by each row's steps.

        A first crew that comes by `steps` less its time alone needs nobody. One that comes later needs the second
        one the earlier, the later it comes, until the second one must do all. So over each stretch of the first
        crew's days the chance is a difference of the integral of the second one's distribution function.
        """
        rows = np.arange(len(days))
        ratio = self.rate_1 / self.rate_2
        alone = steps - (self.work + self.guiding_1) / self.rate_1
        soonest = steps - self.guiding_2 / self.rate_2
        slowest = soonest - self.work / self.rate_2
        in_time = value_at(self.second, rows, slowest)
        together = steps * (1.0 + ratio) - (self.work + self.guiding_1 + self.guiding_2) / self.rate_2
        # The integral, looked up as in `value_at`, but with the ends seen to beforehand.
        end = np.nextafter(self.second.shape[1] - 1.0, 0.0)
        place = (together + 1.0)[:, :, None] - (ratio * days)[:, None, :]
        np.maximum(place, np.clip(slowest + 1.0, 0.0, end)[:, :, None], out=place)
        np.minimum(place, np.clip(soonest + 1.0, 0.0, end)[:, :, None], out=place)
        below = place.astype(np.intp)
        place -= below
        below += (rows * self.second.shape[1])[:, None, None]
        rises = np.zeros_like(self.second_area)
        np.subtract(self.second_area[:, 1:], self.second_area[:, :-1], out=rises[:, :-1])
        place *= rises.reshape(-1).take(below)
        place += self.second_area.reshape(-1).take(below)
        place /= -ratio[:, :, None]
        place += np.minimum(days[:, None, :], alone[:, :, None])
        after = days[:, None, :] - (alone + self.work / self.rate_1)[:, :, None]
        np.maximum(after, 0.0, out=after)
        after *= in_time[:, :, None]
        place += after
        densities = (_LEVELS[1:] - _LEVELS[:-1]) / (days[:, 1:] - days[:, :-1])
        turns = np.zeros_like(days)
        turns[:, 1:] = densities
        turns[:, :-1] -= densities
        place *= turns[:, None, :]
        least = np.maximum(value_at(self.first, rows, alone), in_time)
        found: Floats = np.clip(place.sum(axis=-1), least, 1.0)
        return found

    def _lateness(self, days: Floats, need_by: Floats, last: float) -> Floats:
        """Mean steps from the need-by step to delivery: the chance that it is not done yet, summed over steps."""
        rows = np.arange(len(days))
        ratio = self.rate_1 / self.rate_2
        wait = (self.work + self.guiding_2) / self.rate_2
        end = np.clip(days + (self.work + self.guiding_1) / self.rate_1, need_by, last)
        turn = np.clip(days + self.guiding_1 / self.rate_1, need_by, end)
        before = value_at(self.second_area, rows, turn - wait) - value_at(self.second_area, rows, need_by - wait)
        together = (self.work + self.guiding_1 + self.guiding_2) / self.rate_2 + ratio * days
        after = value_at(self.second_area, rows, end * (1.0 + ratio) - together)
        after -= value_at(self.second_area, rows, turn * (1.0 + ratio) - together)
        late = (end - need_by) - before - after / (1.0 + ratio)
        found: Floats = ((late[:, 1:] + late[:, :-1]) * (_LEVELS[1:] - _LEVELS[:-1])).sum(axis=-1) * 0.5
        return np.maximum(found, 0.0)
