"""When the work is done: people who come on uncertain days, working at full rate from the middle of their ramp.

A crew is people who arrive together. One crew delivers W person-weeks at its rate r after W / r weeks, so the day of
delivery D is its working day, moved; `twocrews` has two that come independently. Time is in days, work in person-days,
seven a week.

The present team may work beside them (`Beside`). Its day spreads over little, so it enters on its mean day: by day t
the others have only the rest of the work to do, `Beside.rest(t)`, and the formulas stay as they are. Where the others
come too late to matter, the present team alone counts, with its whole distribution.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.timeline.distributions import Floats

SLACK = 2.0**-30  # no distribution function is known better

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
        above = (curves < chance - SLACK).sum(axis=1)
        inside = np.minimum(above, curves.shape[1] - 1)
        found = between(inside - 2, curves[rows, inside - 1], curves[rows, inside], chance - SLACK)
        columns.append(np.where(above == curves.shape[1], np.inf, found))
    return np.stack(columns, axis=1)


def between(day: Whole, low: Floats, high: Floats, chance: Floats | float) -> Floats:
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


@dataclass(frozen=True, slots=True)
class Beside:
    """The present team beside the crews that come, a row for each delivery; numbers are columns (rows x 1).

    curves, areas   distribution functions of its working days and their integrals
    days            their quantiles
    rate            person-days a day; 0 where nobody is beside them
    from_day        its mean working day
    work            person-days, without guiding
    """

    curves: Floats
    areas: Floats
    days: Floats
    rate: Floats
    from_day: Floats
    work: Floats

    @property
    def alone(self) -> Floats:
        """Days that the present team takes alone, from its working day; infinite where nobody is there."""
        some = self.rate > 0
        found: Floats = np.where(some, self.work / np.where(some, self.rate, 1.0), np.inf)
        return found

    def rest(self, days: Floats) -> Floats:
        """The person-days that the others have to do by each row's days."""
        found: Floats = np.maximum(self.work - self.rate * np.maximum(days - self.from_day, 0.0), 0.0)
        return found

    def done(self, days: Floats) -> Floats:
        """The chance that the present team has done all of it alone by each row's days."""
        return value_at(self.curves, np.arange(len(days)), days - self.alone)

    def least_late(self, late: Floats, need_by: Floats) -> Floats:
        """The mean lateness, or that of the present team alone where it is less."""
        return np.minimum(late, _late(self.areas, self.alone[:, 0], need_by))


@dataclass(frozen=True, slots=True)
class OneCrew:
    """A crew on the work, a row for each; numbers are columns (rows x 1).

    curves, areas   distribution functions of its working days and their integrals
    days            their quantiles
    rate            person-days a day, above 0
    guiding         person-days that its newcomers take
    """

    curves: Floats
    areas: Floats
    days: Floats
    rate: Floats
    guiding: Floats

    def mixed(self, beside: Beside) -> Floats:
        """The days on which this crew and those beside it have done the work where it comes on `days`."""
        early = self.days + (beside.work + self.guiding) / self.rate
        share = beside.rate / self.rate
        joined = np.where(beside.rate > 0, beside.from_day, 0.0) * share
        both = (early + joined) / (1.0 + share)
        late = self.days + self.guiding / self.rate
        # Each holds from where it is the later one: before the present team begins, with it, after it has done all.
        found: Floats = np.where(early <= beside.from_day, early, np.maximum(both, late))
        return found

    def quantiles(self, beside: Beside) -> Floats:
        """The days at which the work is done with the chances of `days`, by these people and those beside them."""
        return np.minimum(self.mixed(beside), beside.days + beside.alone)

    def late(self, beside: Beside, need_by: Floats) -> Floats:
        """Mean days from the need-by day (within the horizon) until the work is done."""
        last = self.curves.shape[1] - 2.0
        start = np.minimum(need_by, last)[:, None]
        ended = np.where(beside.rate > 0, beside.from_day + beside.alone, np.inf)
        middle, end = np.clip(beside.from_day, start, last), np.clip(ended, start, last)
        # The latest day for this crew rises with the day looked at, steeper where the present team works as well.
        looks = np.concatenate((start, middle, end, np.full_like(start, last)), axis=1)
        spent = value_at(self.areas, np.arange(len(looks)), looks - (beside.rest(looks) + self.guiding) / self.rate)
        slopes = np.concatenate((np.ones_like(start), 1.0 + beside.rate / self.rate, np.ones_like(start)), axis=1)
        found: Floats = (last - start[:, 0]) - (np.diff(spent, axis=1) / slopes).sum(axis=1)
        return beside.least_late(np.maximum(found, 0.0), start[:, 0])

    def delivery(self, beside: Beside, need_by: Floats) -> Delivery:
        """When the work is done; need_by in days, one for each row."""
        last = self.curves.shape[1] - 2.0
        need_by = np.minimum(need_by, last)
        ends = np.stack((np.full_like(need_by, last), need_by), axis=1)
        latest = ends - (beside.rest(ends) + self.guiding) / self.rate
        done_by = np.maximum(value_at(self.curves, np.arange(len(ends)), latest), beside.done(ends))
        done = self.quantiles(beside)
        late = self.late(beside, need_by)
        return Delivery(np.where(done > last, np.inf, done), 1.0 - done_by[:, 0], done_by[:, 1], late)


def after(curves: Floats, productive: Floats, rows: Whole, duration: Floats, need_by: Floats) -> Delivery:
    """What comes `duration` days after the days in the chosen rows of `curves` (quantiles: productive); lateness is
    not asked for and 0.
    """
    last = curves.shape[1] - 2.0
    ends = np.stack((np.full_like(need_by, last), np.minimum(need_by, last)), axis=1)
    done_by = value_at(curves, rows, ends - duration[:, None])
    done = productive[rows] + duration[:, None]
    nothing = np.zeros(len(rows))
    return Delivery(np.where(done > last, np.inf, done), 1.0 - done_by[:, 0], done_by[:, 1], nothing)


def _late(areas: Floats, duration: Floats, need_by: Floats) -> Floats:
    """Mean days from the need-by day (within the horizon) to `duration` days after the working day.

    The mean of max(0, D - need) up to the horizon is the chance of D > t, summed over t from the need-by day on: the
    days between, less the integral of the distribution function over them. `areas` has that integral already.
    """
    last = areas.shape[1] - 2.0
    ends = np.stack((np.full_like(need_by, last), need_by), axis=1) - duration[:, None]
    spent = value_at(areas, np.arange(len(areas)), ends)
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
