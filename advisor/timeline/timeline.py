"""When each way of staffing is productive and delivers, and what it costs until then. `options` tells the model."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, isnan, nan
from typing import NamedTuple

import numpy as np

from advisor.memory import Cache
from advisor.timeline.arrivals import Arrivals, Curves
from advisor.timeline.moments import NOBODY, Answers, Moment, Moments, Team, Working, time_worked
from advisor.timeline.options import DAYS_PER_WEEK, Crew, OptionInputs, OptionTimeline, Situation, When
from advisor.timeline.paths import Joining, Path, RoleStanding

DAYS_PER_MONTH = 365.25 / 12

_LEAST_RATE = 1e-6  # person-weeks a week: less does nothing within any horizon
_STANDINGS = tuple(RoleStanding)
_STEEPEST = _STANDINGS.index(RoleStanding.SIGNED)
_AT_A_TIME = 96  # ways: enough to share the cost of each call, few enough for the processor's cache
_WAYS_A_PATH = 4  # remembered for each path that is


class Timeline:
    """Computes the timelines of options up to a horizon in days, and remembers how people arrive by about
    `cache_size` paths, and some times as many options: most what-ifs leave most options as they were. One object
    serves many threads.

    Raises TimelineError for a horizon below 0 or above ten years.
    """

    def __init__(self, horizon_days: int, cache_size: int = 256) -> None:
        self._arrivals = Arrivals(horizon_days, cache_size)
        self._remembered: Cache[_Way, OptionTimeline] = Cache(_WAYS_A_PATH * cache_size)

    def of(self, situation: Situation) -> tuple[OptionTimeline, ...]:
        """The timeline of each option, in the order given."""
        return self.of_many((situation,))[0]

    def of_many(self, situations: Sequence[Situation]) -> list[tuple[OptionTimeline, ...]]:
        """The timelines of each situation; faster than `of` one by one, with the same results to the last bit."""
        wanted = [[_Way(option, each.work_left, each.need_by_days) for option in each.options] for each in situations]
        known = {way: self._remembered.get(way) for ways in wanted for way in ways}
        missing = [way for way, timeline in known.items() if timeline is None]
        for start in range(0, len(missing), _AT_A_TIME):
            part = missing[start : start + _AT_A_TIME]
            for way, made in zip(part, _timelines(part, self._arrivals), strict=True):
                known[way] = made
                self._remembered.put(way, made)
        return [tuple(timeline for way in ways if (timeline := known[way]) is not None) for ways in wanted]


class _Way(NamedTuple):
    """An option, and what is asked of it (`Situation`)."""

    option: OptionInputs
    work_left: float | None
    need_by_days: int | None


class _Asked(NamedTuple):
    """What was asked about one option. No `all_productive` where the first crew is all; no `owned` where nobody
    owns; no `delivered` where nothing is left to do or that is not known.
    """

    way: _Way
    rows: list[int]
    guiding: list[float]
    productive: Moment
    all_productive: Moment | None
    owned: Moment | None
    delivered: Moment | None


def _timelines(ways: Sequence[_Way], arrivals: Arrivals) -> list[OptionTimeline]:
    """The timelines of a few options."""
    moments = Moments()
    paths: dict[Path, int] = {}
    asked = []
    for way in ways:
        option = way.option
        crews = (*option.crews, option.beside) if option.beside else option.crews
        rows = [paths.setdefault(crew.path, len(paths)) for crew in crews]
        asked.append(_asked(way, rows, moments))
    curves = arrivals.curves(list(paths))
    return _results(asked, moments.answers(curves), curves)


def _asked(way: _Way, rows: list[int], moments: Moments) -> _Asked:
    option, need = way.option, _need(way)
    guiding = [crew.guiding_weeks() for crew in option.crews]
    productive = moments.after_one(rows[0], 0.0, need)
    all_productive = owned = delivered = None
    if len(option.crews) > 1:
        all_productive = moments.after_both(rows[0], rows[1], need)
    if option.owner is not None:
        owned = productive
        if option.owner > 0 or option.handover_days > 0:
            owned = moments.after_one(rows[option.owner], option.handover_days, need)
    if way.work_left:
        delivered = _delivered(option, rows, guiding, way.work_left, need, moments)
    return _Asked(way, rows, guiding, productive, all_productive, owned, delivered)


def _need(way: _Way) -> float | None:
    """The need-by day."""
    return None if way.need_by_days is None else float(way.need_by_days)


def _delivered(
    option: OptionInputs, rows: list[int], guiding: list[float], work_left: float, need: float | None, moments: Moments
) -> Moment:
    """The day on which the crews that can do any work have done it; never, if none can."""
    able = [
        (_steepness(crew.path), Working(row, crew.rate, weeks * DAYS_PER_WEEK))
        for row, crew, weeks in zip(rows, option.crews, guiding, strict=False)
        if crew.rate > _LEAST_RATE
    ]
    able.sort(key=lambda one: one[0])
    team = NOBODY
    if option.beside is not None and option.beside.rate > _LEAST_RATE:
        team = Team(rows[-1], option.beside.rate, option.beside.working_mean_days())
    crews = [crew for _, crew in able] or [Working(rows[0], _LEAST_RATE, inf)]
    return moments.done_by(crews, team, work_left * DAYS_PER_WEEK, need)


def _steepness(path: Path) -> float:
    """An order of paths by how few days they spread over: nobody found yet, ..., no search at all, a start date."""
    if isinstance(path, Joining):
        return _STEEPEST - 0.5
    return _STANDINGS.index(path.standing)


def _results(asked: Sequence[_Asked], answers: Sequence[Answers], curves: Curves) -> list[OptionTimeline]:
    def when(moment: Moment) -> When:
        return answers[moment[0]].whens[moment[1]]

    found = []
    for entry, costs in zip(asked, _costs(asked, answers, curves), strict=True):
        way, dated = entry.way, entry.way.need_by_days is not None
        delivered = lateness = None
        if entry.delivered:
            kind, number = entry.delivered
            delivered, lateness = answers[kind].whens[number], answers[kind].late_weeks[number]
        elif way.work_left == 0:
            delivered, lateness = When(0.0, 0.0, 1.0 if dated else None, 0.0), 0.0
        found.append(
            OptionTimeline(
                id=way.option.id,
                productive=when(entry.productive),
                all_productive=when(entry.all_productive or entry.productive),
                delivered=delivered,
                owned=when(entry.owned) if entry.owned else None,
                lateness_weeks=lateness if dated else None,
                guiding_weeks=sum(entry.guiding),
                team_weeks=_team_weeks(way.option),
                cost_by_need=costs[0] if dated else None,
                cost_to_deliver=costs[1] if delivered and delivered.likely is not None else None,
                cost_per_month=costs[2],
            )
        )
    return found


def _team_weeks(option: OptionInputs) -> float:
    """Person-weeks a week of the present team beside the others."""
    return option.beside.rate if option.beside is not None else 0.0


def _costs(
    asked: Sequence[_Asked], answers: Sequence[Answers], curves: Curves
) -> list[tuple[float | None, float | None, float | None]]:
    """The mean costs of each option until the need-by day and until the likely day of delivery, and in a month;
    those until a day that does not exist are meaningless.
    """
    rows: list[int] = []
    crews: list[Crew] = []
    ends, firsts = [], []
    for entry in asked:
        firsts.append(len(rows))
        rows += entry.rows[: len(entry.way.option.crews)]
        crews += entry.way.option.crews
        done = answers[entry.delivered[0]].likely_days[entry.delivered[1]] if entry.delivered else 0.0
        ends += [(_need(entry.way) or 0.0, done)] * len(entry.way.option.crews)
    times, begun = time_worked(rows, np.array(ends), curves)
    prices = np.array([(crew.price.per_month, crew.price.once) if crew.price else (nan, nan) for crew in crews])
    prices *= np.array([crew.people for crew in crews])[:, None]
    costs = np.empty((len(crews), 3))
    costs[:, :2] = prices[:, :1] * (times / DAYS_PER_MONTH) + prices[:, 1:] * begun
    costs[:, 2] = prices[:, 0]
    sums = np.add.reduceat(costs, firsts).tolist()
    return [(None, None, None) if isnan(month) else (by_need, to_deliver, month) for by_need, to_deliver, month in sums]
