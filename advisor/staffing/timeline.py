"""When each way of staffing is productive and delivers, and what it costs until then; the model is told in `options`."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, isnan, nan
from typing import NamedTuple

import numpy as np

from advisor.staffing.arrivals import Arrivals, Curves
from advisor.staffing.distributions import STEPS_PER_DAY
from advisor.staffing.moments import Moment, Moments, Outcome, time_worked
from advisor.staffing.options import DAYS_PER_WEEK, Option, OptionTimeline, Situation, When
from advisor.staffing.paths import Path

DAYS_PER_MONTH = 365.25 / 12

_STEPS_PER_WEEK = DAYS_PER_WEEK * STEPS_PER_DAY
_STEPS_PER_MONTH = DAYS_PER_MONTH * STEPS_PER_DAY
_AT_A_TIME = 4  # situations: arrays so small that their memory is reused at once

_DONE_TODAY = Outcome(0.0, 0.0, 0.0, 1.0, 0.0)


class Timeline:
    """Computes the timelines of options up to a horizon in days, and remembers how people arrive by about
    `cache_size` paths. One object serves many threads.

    Raises TimelineError for a horizon below 0.
    """

    def __init__(self, horizon_days: int, cache_size: int = 256) -> None:
        self._arrivals = Arrivals(horizon_days, cache_size)

    def of(self, situation: Situation) -> tuple[OptionTimeline, ...]:
        """The timeline of each option, in the order given."""
        return self.of_many((situation,))[0]

    def of_many(self, situations: Sequence[Situation]) -> list[tuple[OptionTimeline, ...]]:
        """The same for many situations, faster than one by one and with the same results to the last bit."""
        found = []
        for start in range(0, len(situations), _AT_A_TIME):
            found += _timelines(situations[start : start + _AT_A_TIME], self._arrivals)
        return found


class _Asked(NamedTuple):
    """What was asked about one option. No `all_productive` where the first crew is all; no `owned` where nobody
    owns; no `delivered` where nothing is left to do or that is not known.
    """

    situation: Situation
    option: Option
    rows: list[int]
    guiding: list[float]
    need: float
    productive: Moment
    all_productive: Moment | None
    owned: Moment | None
    delivered: Moment | None


def _timelines(situations: Sequence[Situation], arrivals: Arrivals) -> list[tuple[OptionTimeline, ...]]:
    """The timelines of a few situations."""
    moments = Moments()
    paths: dict[Path, int] = {}
    asked = []
    for situation in situations:
        for option in situation.options:
            rows = [paths.setdefault(crew.path, len(paths)) for crew in option.crews]
            asked.append(_asked(situation, option, rows, moments))
    if not asked:
        return [() for _ in situations]
    curves = arrivals.curves(list(paths))
    found = iter(_results(asked, moments.outcomes(curves), curves))
    return [tuple(next(found) for _ in situation.options) for situation in situations]


def _asked(situation: Situation, option: Option, rows: list[int], moments: Moments) -> _Asked:
    need = float((situation.need_by_days or 0) * STEPS_PER_DAY)
    guiding = [crew.guiding_weeks() for crew in option.crews]
    all_productive = owned = delivered = None
    if len(rows) > 1:
        all_productive = moments.after_both(rows[0], rows[1], need)
    if option.owner is not None:
        owned = moments.after_one(rows[option.owner], option.handover_days * STEPS_PER_DAY, need)
    if situation.work_left:
        delivered = _delivered(option, rows, guiding, situation.work_left, need, moments)
    productive = moments.after_one(rows[0], 0.0, need)
    return _Asked(situation, option, rows, guiding, need, productive, all_productive, owned, delivered)


def _delivered(
    option: Option, rows: list[int], guiding: list[float], work_left: float, need: float, moments: Moments
) -> Moment:
    """The day on which the crews that can do any work have done it; never, if none can."""
    able = [(row, crew.rate, weeks) for row, crew, weeks in zip(rows, option.crews, guiding, strict=True) if crew.rate]
    if len(able) == 2:
        (row_1, rate_1, weeks_1), (row_2, rate_2, weeks_2) = able
        work, guiding_1, guiding_2 = work_left * _STEPS_PER_WEEK, weeks_1 * _STEPS_PER_WEEK, weeks_2 * _STEPS_PER_WEEK
        return moments.done_by_two((row_1, row_2), (rate_1, rate_2), (guiding_1, guiding_2), work, need)
    if able:
        row, rate, weeks = able[0]
        return moments.after_one(row, (work_left + weeks) / rate * _STEPS_PER_WEEK, need)
    return moments.after_one(rows[0], inf, need)


def _results(asked: Sequence[_Asked], answers: Sequence[Sequence[Outcome]], curves: Curves) -> list[OptionTimeline]:
    def answer(moment: Moment) -> Outcome:
        return answers[moment.kind][moment.number]

    done = []
    for entry in asked:
        today = _DONE_TODAY if entry.situation.work_left == 0 else None
        done.append(answer(entry.delivered) if entry.delivered else today)
    found = []
    for entry, delivered, (by_need, to_deliver, per_month) in zip(asked, done, _costs(asked, done, curves), strict=True):
        dated = entry.situation.need_by_days is not None
        productive = _when(answer(entry.productive), dated)
        found.append(OptionTimeline(
            id=entry.option.id,
            productive=productive,
            all_productive=_when(answer(entry.all_productive), dated) if entry.all_productive else productive,
            delivered=_when(delivered, dated) if delivered else None,
            owned=_when(answer(entry.owned), dated) if entry.owned else None,
            lateness_weeks=delivered.lateness / _STEPS_PER_WEEK if delivered and dated else None,
            guiding_weeks=sum(entry.guiding),
            cost_by_need=by_need if dated else None,
            cost_to_deliver=to_deliver if delivered and delivered.likely < inf else None,
            cost_per_month=per_month,
        ))
    return found


def _costs(
    asked: Sequence[_Asked], done: Sequence[Outcome | None], curves: Curves
) -> list[tuple[float | None, float | None, float | None]]:
    """The mean costs of each option until the need-by step and until the likely step of delivery, and in a month;
    those until a step that does not exist are meaningless.
    """
    crews = [crew for entry in asked for crew in entry.option.crews]
    rows = [row for entry in asked for row in entry.rows]
    ends = [
        (entry.need, delivered.likely if delivered else 0.0)
        for entry, delivered in zip(asked, done, strict=True)
        for _ in entry.rows
    ]
    times, begun = time_worked(rows, np.array(ends), curves)
    prices = np.array([(crew.price.per_month, crew.price.once) if crew.price else (nan, nan) for crew in crews])
    prices *= np.array([crew.people for crew in crews])[:, None]
    costs = np.empty((len(crews), 3))
    costs[:, :2] = prices[:, :1] * (times / _STEPS_PER_MONTH) + prices[:, 1:] * begun
    costs[:, 2] = prices[:, 0]
    firsts = np.cumsum([0, *(len(entry.rows) for entry in asked[:-1])])
    sums = np.add.reduceat(costs, firsts).tolist()
    return [(None, None, None) if isnan(row[2]) else tuple(row) for row in sums]


def _when(outcome: Outcome, dated: bool) -> When:
    return When(_weeks(outcome.likely), _weeks(outcome.safe), outcome.by_need if dated else None, outcome.later)


def _weeks(steps: float) -> float | None:
    return None if steps == inf else steps / _STEPS_PER_WEEK
