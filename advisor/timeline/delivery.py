"""When the work is done: people who come on uncertain days, working from the day they are productive.

A crew is people who arrive together. One crew delivers W person-weeks at its rate r after W / r weeks, so the day of
delivery D is the productive day, moved. Two crews that come independently, on days X and Y with rates c and s,
deliver on

    D = min(X + Wx / c,  Y + Wy / s,  (Wxy + c X + s Y) / (c + s))

because the work done by day t is the largest of c (t - X), s (t - Y) and their sum. Wx, Wy and Wxy are the work
left plus what guiding the newcomers of these crews takes. Time is in days, work in person-days, seven a week.

The chance that two crews are done by a day is an expectation over both productive days. It is not summed over the
grid of days, which would be slow for each day that is looked at, but over parts of the work: for each part that the
first crew may do, the second has until a certain day for the rest (`_done`). Mean lateness is summed the other way
round, over levels of the first crew's chance (`_lateness`): for a given day of the first crew, what is not yet done
on each day is an integral of the second crew's curve, which is at hand.

The sums run over points that do not depend on the distributions, and every distribution function counts in them with
weights of one sign, so that whatever comes later or takes longer never brings a delivery nearer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.timeline.distributions import Floats

# In how many parts the work is cut that one crew does while the other is awaited.
_PARTS: Floats = np.linspace(0.0, 1.0, 25)
_LEAST_SPAN = 1e-3  # days
_LOOK = 2.0  # days from one look at the two crews to the next
# The chances at which the first crew's day is looked up for the mean: the closer, the nearer to none and to all.
_LEVELS: Floats = (1 - np.cos(np.linspace(0, np.pi, 25))) / 2
_ALMOST_ALL = 1 - 2.0**-32
_SLACK = 2.0**-30  # no distribution function is known better

Whole = NDArray[np.intp]


def value_at(curves: Floats, rows: Whole, days: Floats) -> Floats:
    """The value of the chosen row of `curves` at each of its days (rows x one or more dimensions), straight between
    grid points, end values before and after them. `curves` has a column for day -1 first.
    """
    place = days + 1.0
    np.maximum(place, 0.0, out=place)
    np.minimum(place, np.nextafter(curves.shape[1] - 1.0, 0.0), out=place)
    below = place.astype(np.intp)
    place -= below
    below += (rows * curves.shape[1]).reshape((-1,) + (1,) * (days.ndim - 1))
    flat = curves.reshape(-1)
    start = flat.take(below)
    below += 1
    found: Floats = flat.take(below)
    found -= start
    found *= place
    found += start
    return found


def quantiles(curves: Floats, chances: tuple[float, float]) -> Floats:
    """The days at which each row reaches the chances, straight between grid points; infinite if it never does."""
    rows = np.arange(len(curves))
    columns = []
    for chance in chances:
        above = (curves < chance - _SLACK).sum(axis=1)
        inside = np.minimum(above, curves.shape[1] - 1)
        found = _between(inside - 2, curves[rows, inside - 1], curves[rows, inside], chance - _SLACK)
        columns.append(np.where(above == curves.shape[1], np.inf, found))
    return np.stack(columns, axis=1)


def _between(day: Whole, low: Floats, high: Floats, chance: Floats | float) -> Floats:
    """Where between `day` and the next one the chance is reached; today at the earliest."""
    rise = np.where(high > low, high - low, 1.0)
    found: Floats = np.maximum(day + (chance - low) / rise, 0.0)
    return found


@dataclass(frozen=True, slots=True)
class Delivery:
    """When something is done, in days; an entry for each row.

    quantiles   days by which it is done with each chance asked for, infinite if beyond the horizon (rows x chances)
    later       chance that it is done after the horizon
    by_need     chance that it is done by the need-by day
    lateness    mean days after the need-by day, where beyond the horizon counts as the horizon
    """

    quantiles: Floats
    later: Floats
    by_need: Floats
    lateness: Floats


def one_crew(
    curves: Floats, areas: Floats, productive: Floats, rows: Whole, duration: Floats, need_by: Floats
) -> Delivery:
    """What follows `duration` days after the productive days in the chosen rows of `curves` (integrals: `areas`,
    `quantiles`: productive).
    """
    last = curves.shape[1] - 2.0
    need_by = np.minimum(need_by, last)
    ends = np.stack((np.full_like(need_by, last), need_by), axis=1)
    done_by = value_at(curves, rows, ends - duration[:, None])
    done = productive[rows] + duration[:, None]
    late = _late(areas, duration, need_by, rows)
    return Delivery(np.where(done > last, np.inf, done), 1.0 - done_by[:, 0], done_by[:, 1], late)


def _late(areas: Floats, duration: Floats, need_by: Floats, rows: Whole | None = None) -> Floats:
    """Mean days from the need-by day (within the horizon) to `duration` days after the productive day.

    The mean of max(0, D - need) up to the horizon is the chance of D > t, summed over t from the need-by day on: the
    days between, less the integral of the distribution function over them. `areas` has that integral already.
    """
    last = areas.shape[1] - 2.0
    ends = np.stack((np.full_like(need_by, last), need_by), axis=1) - duration[:, None]
    spent = value_at(areas, np.arange(len(areas)) if rows is None else rows, ends)
    found: Floats = np.maximum((last - need_by) - (spent[:, 0] - spent[:, 1]), 0.0)
    return found


def both_crews(first: Floats, second: Floats, need_by: Floats, chances: tuple[float, float]) -> Delivery:
    """When the later of two independent crews is productive, from their distribution functions; lateness is not
    asked for and 0.
    """
    curves = first * second
    rows = np.arange(len(curves))
    ends = np.stack((np.full_like(need_by, np.inf), need_by), axis=1)
    done_by = value_at(curves, rows, ends)
    return Delivery(quantiles(curves, chances), 1.0 - done_by[:, 0], done_by[:, 1], np.zeros(len(curves)))


@dataclass(frozen=True, slots=True)
class TwoCrews:
    """Two crews on the same work, a row for each pair; numbers are columns (rows x 1).

    first, second       distribution functions of their productive days; the second may be the steeper one
    first_area, second_area     their integrals
    first_days, second_days     their quantiles
    rate_1, rate_2      person-days a day, above 0
    work                person-days, without guiding
    guiding_1, guiding_2    person-days that their newcomers take
    """

    first: Floats
    second: Floats
    first_area: Floats
    second_area: Floats
    first_days: Floats
    second_days: Floats
    rate_1: Floats
    rate_2: Floats
    work: Floats
    guiding_1: Floats
    guiding_2: Floats

    def delivery(self, need_by: Floats, chances: tuple[float, float]) -> Delivery:
        """When the work is done; need_by in days, one for each row."""
        last = self.first.shape[1] - 2
        need_by = np.minimum(need_by, last)[:, None]
        asked: Floats = np.array(chances) - _SLACK

        # The first look with the chance: among blocks of blocks of looks, then among blocks, then among looks.
        size = max(2, round((last / _LOOK + 1) ** (1 / 3) + 0.5))
        ends = np.minimum((np.arange(1.0, size + 1) * (size * size) - 1.0) * _LOOK, last)
        coarse = self._done(np.concatenate((np.broadcast_to(ends, (len(need_by), size)), need_by), axis=1))
        block = (coarse[:, None, :size] < asked[:, None]).sum(axis=-1)
        start = np.minimum(block, size - 1)[:, :, None] * (size * size)
        middle = self._done_each(start + (np.arange(1.0, size) * size - 1.0))
        start = start + (middle < asked[:, None]).sum(axis=-1)[:, :, None] * size
        fine = self._done_each(start + np.arange(-1.0, size))
        place = (fine[:, :, 1:-1] < asked[:, None]).sum(axis=-1)[:, :, None]
        low, high = np.take_along_axis(fine, place, -1)[:, :, 0], np.take_along_axis(fine, place + 1, -1)[:, :, 0]
        found = np.minimum(_between((start + place)[:, :, 0] - 1, low, high, asked) * _LOOK, last)
        found[block == size] = np.inf

        # Two are never slower than one; here that is only nearly so, because days are looked at one by one.
        alone_1, alone_2 = (self.work + self.guiding_1) / self.rate_1, (self.work + self.guiding_2) / self.rate_2
        found = np.minimum(found, self.first_days + alone_1)
        found = np.minimum(found, self.second_days + alone_2)
        late = self._lateness(need_by, float(last))
        late = np.minimum(late, _late(self.first_area, alone_1[:, 0], need_by[:, 0]))
        late = np.minimum(late, _late(self.second_area, alone_2[:, 0], need_by[:, 0]))
        return Delivery(np.where(found > last, np.inf, found), 1.0 - coarse[:, size - 1], coarse[:, size], late)

    def _done_each(self, looks: Floats) -> Floats:
        """The chance that the work is done at each look up to the horizon (rows x chances x looks)."""
        days = np.minimum(looks * _LOOK, self.first.shape[1] - 2.0)
        return self._done(days.reshape(len(days), -1)).reshape(days.shape)

    def _done(self, days: Floats) -> Floats:
        """The chance that the work is done by each row's days.

        If the first crew is productive by `latest_1 - span_1` it does all of the work, if after `latest_1` none. In
        between, each part that it does lets the second crew come later, from `latest_2 - span_2` to `latest_2`. Over
        a part the chance that the second crew is early enough counts with its mean, which its integral gives exactly.
        """
        rows = np.arange(len(days))
        span_1 = (self.work / self.rate_1)[:, :, None]
        span_2 = np.maximum(self.work / self.rate_2, _LEAST_SPAN)[:, :, None]
        latest_1 = (days - self.guiding_1 / self.rate_1)[:, :, None]
        latest_2 = (days - self.guiding_2 / self.rate_2)[:, :, None]
        first = value_at(self.first, rows, latest_1 - span_1 + span_1 * _PARTS)
        area = value_at(self.second_area, rows, latest_2 - span_2 * _PARTS)
        second = (area[:, :, :-1] - area[:, :, 1:]) * ((len(_PARTS) - 1) / span_2)
        all_by_second = value_at(self.second, rows, latest_2 - span_2)[:, :, 0]
        shared = ((first[:, :, 1:] - first[:, :, :-1]) * second).sum(axis=-1)
        found: Floats = first[:, :, 0] + shared + (1.0 - first[:, :, -1]) * all_by_second
        return np.clip(found, np.maximum(first[:, :, 0], all_by_second), 1.0)

    def _lateness(self, need_by: Floats, last: float) -> Floats:
        """Mean days from the need-by day to delivery: the chance that it is not done yet, summed over days, and
        averaged over the days of the first crew.

        Let the first crew come on day x. From need-by on, up to `turn`, it has done nothing, and the second must have
        done all alone; from there to `end` both work, and the second may come the later the longer the first has worked
        (the slope 1 + `ratio`); at `end` the first has done all alone. Each stretch is a difference of the integral of
        the second crew's distribution function, so it is exact; only x is sampled, at levels of its chance that lie
        closer near none and all, where days lie far apart, and joined by the trapezoidal rule.
        """
        rows = np.arange(len(need_by))
        grid = np.arange(-1.0, last + 1)
        levels = np.minimum(_LEVELS, _ALMOST_ALL)
        arrivals = np.array([np.interp(levels, row, grid) for row in self.first])
        ratio = self.rate_1 / self.rate_2
        wait = (self.work + self.guiding_2) / self.rate_2
        end = np.clip(arrivals + (self.work + self.guiding_1) / self.rate_1, need_by, last)
        turn = np.clip(arrivals + self.guiding_1 / self.rate_1, need_by, end)
        together = (self.work + self.guiding_1 + self.guiding_2) / self.rate_2 + ratio * arrivals
        ends = turn - wait, end * (1.0 + ratio) - together, turn * (1.0 + ratio) - together, need_by - wait
        by_second, by_both, until_both, until_second = np.split(
            value_at(self.second_area, rows, np.concatenate(ends, axis=1)), np.arange(1, 4) * len(_LEVELS), axis=1
        )
        late = (end - need_by) - (by_second - until_second) - (by_both - until_both) / (1.0 + ratio)
        found: Floats = ((late[:, 1:] + late[:, :-1]) * (_LEVELS[1:] - _LEVELS[:-1])).sum(axis=-1) * 0.5
        return np.maximum(found, 0.0)
