"""Uncertain days that follow from the days on which crews are productive: asked for one by one, computed together.

Times that go in are in days, work in person-days of seven a week.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

import numpy as np

from advisor.timeline.arrivals import Curves
from advisor.timeline.delivery import Beside, Delivery, OneCrew, after, both_crews, quantiles, value_at
from advisor.timeline.distributions import Floats
from advisor.timeline.options import DAYS_PER_WEEK, When
from advisor.timeline.twocrews import TwoCrews

LIKELY, SAFE = 0.5, 0.8
_CHANCES = (LIKELY, SAFE)


class Working(NamedTuple):
    """A crew at work: the row of its path, its person-days a day (above 0), the person-days of guiding it takes."""

    row: int
    rate: float
    guiding: float


class Team(NamedTuple):
    """The present team beside others: the row of its path, its person-days a day, its mean working day."""

    row: int
    rate: float
    from_day: float


NOBODY = Team(0, 0.0, inf)
"""No current team beside others."""

Moment = tuple[int, int]
"""What was asked for: which kind of moment, and its number among these."""


class Answers(NamedTuple):
    """When the moments of one kind come, by their numbers.

    likely_days     infinite beyond the horizon
    late_weeks      mean weeks after the need-by date; meaningless without one
    """

    whens: list[When]
    likely_days: list[float]
    late_weeks: list[float]


class Moments:
    """Collects what is asked about the moments of some options, then answers all at once.

    Paths are named by their rows in the curves; `need` is the need-by day, None if there is none.
    """

    def __init__(self) -> None:
        self._entries: tuple[list[tuple[float, ...]], ...] = ([], [], [], [])
        self._needs: tuple[list[float | None], ...] = ([], [], [], [])

    def after_one(self, row: int, duration: float, need: float | None) -> Moment:
        """The day `duration` after a crew is productive; lateness is not computed for it."""
        return self._ask(0, (row, duration), need)

    def after_both(self, first: int, second: int, need: float | None) -> Moment:
        """The day on which two crews are both productive; lateness is not computed for it."""
        return self._ask(1, (first, second), need)

    def done_by(self, crews: Sequence[Working], team: Team, work: float, need: float | None) -> Moment:
        """The day on which one crew or two have done the work (in person-days), the present team beside them."""
        return self._ask(1 + len(crews), (work, *team, *(number for crew in crews for number in crew)), need)

    def _ask(self, kind: int, entry: tuple[float, ...], need: float | None) -> Moment:
        self._entries[kind].append(entry)
        self._needs[kind].append(need)
        return kind, len(self._needs[kind]) - 1

    def answers(self, curves: Curves) -> list[Answers]:
        """When each moment comes, by kind."""
        days = quantiles(curves.productive, _CHANCES), quantiles(curves.working, _CHANCES)
        return [self._answered(kind, curves, *days) if self._needs[kind] else Answers([], [], []) for kind in range(4)]

    def _answered(self, kind: int, curves: Curves, productive: Floats, working: Floats) -> Answers:
        numbers = np.array(self._entries[kind], dtype=np.float64).T
        needs = self._needs[kind]
        need_by = np.array([need or 0.0 for need in needs])
        if kind == 0:
            delivery = after(curves.productive, productive, numbers[0].astype(np.intp), numbers[1], need_by)
        elif kind == 1:
            first, second = curves.productive[numbers[0].astype(np.intp)], curves.productive[numbers[1].astype(np.intp)]
            delivery = both_crews(first, second, need_by, _CHANCES)
        else:
            delivery = _done(numbers, curves, working, need_by)
        likely, safe = (delivery.quantiles / DAYS_PER_WEEK).T.tolist()
        chances = zip(needs, delivery.by_need.tolist(), strict=True)
        whens = map(
            When,
            [None if weeks == inf else weeks for weeks in likely],
            [None if weeks == inf else weeks for weeks in safe],
            [None if need is None else chance for need, chance in chances],
            delivery.later.tolist(),
        )
        return Answers(list(whens), delivery.quantiles[:, 0].tolist(), (delivery.lateness / DAYS_PER_WEEK).tolist())


def _done(numbers: Floats, curves: Curves, working: Floats, need_by: Floats) -> Delivery:
    """When the work is done that `Moments.done_by` was asked about; a row of `numbers` for each part of an entry."""

    def of(row: Floats) -> tuple[Floats, Floats, Floats]:
        chosen = row.astype(np.intp)
        return curves.working[chosen], curves.working_area[chosen], working[chosen]

    work, row, *team = numbers[:4]
    beside = Beside(*of(row), *(number[:, None] for number in (*team, work)))
    crews = [OneCrew(*of(crew[0]), *crew[1:, :, None]) for crew in (numbers[4:7], numbers[7:10]) if len(crew)]
    if len(crews) == 1:
        return crews[0].delivery(beside, need_by)
    return TwoCrews(crews[0], crews[1], beside).delivery(need_by, _CHANCES)


def time_worked(rows: Sequence[int], days: Floats, curves: Curves) -> tuple[Floats, Floats]:
    """For each row of `curves`, and on each of its days, the mean days since the first day of work, and the chance
    that it has come.
    """
    last = curves.start_area.shape[1] - 2.0
    ends = np.minimum(days, last)
    before = np.maximum(np.minimum(ends, last - 1.0), 0.0)
    areas = value_at(curves.start_area, np.array(rows, dtype=np.intp), np.stack((ends, before, before + 1.0), axis=2))
    return np.maximum(areas[:, :, 0], 0.0), np.clip(areas[:, :, 2] - areas[:, :, 1], 0.0, 1.0)
