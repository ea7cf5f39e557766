"""When two crews that come on uncertain days have done the work together, the present team beside them or not.

Two crews that come independently, on days X and Y with rates c and s, deliver on

    D = min(X + Wx / c,  Y + Wy / s,  (Wxy + c X + s Y) / (c + s))

because the work done by day t is the largest of c (t - X), s (t - Y) and their sum. Wx, Wy and Wxy are the work
left plus what guiding the newcomers of these crews takes. Time is in days, work in person-days, seven a week.

The chance that two crews are done by a day is an expectation over both working days. It is not summed over the
grid of days, which would be slow for each day that is looked at, but over parts of the work: for each part that the
first crew may do, the second has until a certain day for the rest (`_done`). Mean lateness is summed the other way
round, over levels of the first crew's chance (`_lateness`): for a given day of the first crew, what is not yet done
on each day is an integral of the second crew's curve, which is at hand.

The sums run over points that do not depend on the distributions, and every distribution function counts in them with
weights of one sign, so that whatever comes later or takes longer never brings a delivery nearer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from advisor.timeline.delivery import SLACK, Beside, Delivery, OneCrew, between, value_at
from advisor.timeline.distributions import Floats

# In how many parts the work is cut that one crew does while the other is awaited.
_PARTS: Floats = np.linspace(0.0, 1.0, 33)
_LEAST_SPAN = 1e-3  # days
_LOOK = 2.0  # days from one look at the two crews to the next
# The chances at which the first crew's day is looked up for the mean: the closer, the nearer to none and to all.
_LEVELS: Floats = (1 - np.cos(np.linspace(0, np.pi, 25))) / 2
_ALMOST_ALL = 1 - 2.0**-32


@dataclass(frozen=True, slots=True)
class TwoCrews:
    """Two crews on the same work, a row for each pair; the second may be the one whose days spread over less."""

    first: OneCrew
    second: OneCrew
    beside: Beside

    def delivery(self, need_by: Floats, chances: tuple[float, float]) -> Delivery:
        """When the work is done; need_by in days, one for each row."""
        last = self.first.curves.shape[1] - 2
        need_by = np.minimum(need_by, last)[:, None]
        asked: Floats = np.array(chances) - SLACK

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
        found = np.minimum(between((start + place)[:, :, 0] - 1, low, high, asked) * _LOOK, last)
        found[block == size] = np.inf

        # Two are never slower than one; here that is only nearly so, because days are looked at one by one.
        found = np.minimum(found, self.first.quantiles(self.beside))
        found = np.minimum(found, self.second.quantiles(self.beside))
        late = self._lateness(need_by, float(last))
        for crew in (self.first, self.second):
            late = np.minimum(late, crew.late(self.beside, need_by[:, 0]))
        return Delivery(np.where(found > last, np.inf, found), 1.0 - coarse[:, size - 1], coarse[:, size], late)

    def _done_each(self, looks: Floats) -> Floats:
        """The chance that the work is done at each look up to the horizon (rows x chances x looks)."""
        days = np.minimum(looks * _LOOK, self.first.curves.shape[1] - 2.0)
        return self._done(days.reshape(len(days), -1)).reshape(days.shape)

    def _done(self, days: Floats) -> Floats:
        """The chance that the work is done by each row's days.

        If the first crew is productive by `latest_1 - span_1` it does all of the work, if after `latest_1` none. In
        between, each part that it does lets the second crew come later, from `latest_2 - span_2` to `latest_2`. Over
        a part the chance that the second crew is early enough counts with its mean, which its integral gives exactly.
        """
        rows = np.arange(len(days))
        work = self.beside.rest(days)
        span_1 = (work / self.first.rate)[:, :, None]
        span_2 = np.maximum(work / self.second.rate, _LEAST_SPAN)[:, :, None]
        latest_1 = (days - self.first.guiding / self.first.rate)[:, :, None]
        latest_2 = (days - self.second.guiding / self.second.rate)[:, :, None]
        first = value_at(self.first.curves, rows, latest_1 - span_1 + span_1 * _PARTS)
        area = value_at(self.second.areas, rows, latest_2 - span_2 * _PARTS)
        second = (area[:, :, :-1] - area[:, :, 1:]) * ((len(_PARTS) - 1) / span_2)
        all_by_second = value_at(self.second.curves, rows, latest_2 - span_2)[:, :, 0]
        shared = ((first[:, :, 1:] - first[:, :, :-1]) * second).sum(axis=-1)
        found: Floats = first[:, :, 0] + shared + (1.0 - first[:, :, -1]) * all_by_second
        least = np.maximum(np.maximum(first[:, :, 0], all_by_second), self.beside.done(days))
        return np.clip(found, least, 1.0)

    def _lateness(self, need_by: Floats, last: float) -> Floats:
        """Mean days from the need-by day to delivery: the chance that it is not done yet, summed over days, and
        averaged over the days of the first crew.

        Let the first crew come on day x. From need-by on, up to `turn`, it has done nothing, and the second must have
        done all that the present team has not; from there to `end` both work, and the second may come the later the
        longer the first has worked; at `end` the first and the present team have done all. The slope is 1, more where
        the first works, and more where the present team does. Each stretch is a difference of the integral of the
        second crew's distribution function, so it is exact; only x is sampled, at levels of its chance that lie
        closer near none and all, where days lie far apart, and joined by the trapezoidal rule.
        """
        one, two, beside = self.first, self.second, self.beside
        grid = np.arange(-1.0, last + 1)
        levels = np.minimum(_LEVELS, _ALMOST_ALL)
        arrivals = np.array([np.interp(levels, row, grid) for row in one.curves])
        end = np.clip(replace(one, days=arrivals).mixed(beside), need_by, last)
        turn = np.clip(arrivals + one.guiding / one.rate, need_by, end)
        begun = np.clip(np.broadcast_to(beside.from_day, end.shape), need_by, end)
        ended = np.clip(np.broadcast_to(beside.from_day + beside.alone, end.shape), need_by, end)
        borders = np.sort(np.stack((turn, begun, ended)), axis=0)
        late, start = end - need_by, np.broadcast_to(need_by, end.shape)
        for stop in (*borders, end):
            by_first = start >= turn
            helped = (start >= begun) & (stop <= ended)
            slope = 1.0 + np.where(by_first, one.rate, 0.0) / two.rate + np.where(helped, beside.rate, 0.0) / two.rate
            spent = [self._second_by(day, arrivals, by_first) for day in (start, stop)]
            late = late - (spent[1] - spent[0]) / slope
            start = stop
        found: Floats = ((late[:, 1:] + late[:, :-1]) * (_LEVELS[1:] - _LEVELS[:-1])).sum(axis=-1) * 0.5
        return np.maximum(found, 0.0)

    def _second_by(self, days: Floats, arrivals: Floats, by_first: NDArray[np.bool_]) -> Floats:
        """The integral of the second crew's distribution function up to the latest day on which it may come for the
        work to be done by `days`, where the first comes on `arrivals` and has done something or (`by_first`) not.
        """
        one, two = self.first, self.second
        by_one = np.where(by_first, one.rate * (days - arrivals) - one.guiding, 0.0)
        latest = days - (self.beside.rest(days) + two.guiding - by_one) / two.rate
        return value_at(two.areas, np.arange(len(days)), latest)
