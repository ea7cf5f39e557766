"""A second account of the model of `advisor.staffing`, by drawing lots in continuous time; it shares no arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.timeline.distributions import Triangle
from advisor.timeline.options import Crew
from advisor.timeline.paths import Hiring, Joining, RoleStanding, Stage
from testkit.effort import THOROUGH

Draws = NDArray[np.float64]


@dataclass
class Drawn:
    """A crew whose lots are drawn: first day, days of ramp, person-weeks a day, person-weeks that guiding takes."""

    start: Draws
    ramp: Draws
    rate: float
    guided: float

    @property
    def productive(self) -> Draws:
        """The last day of the ramp, today at the earliest."""
        return np.maximum(self.start + self.ramp, 0)

    def from_the_middle(self, days: Draws | float) -> Draws:
        """Person-weeks done from today on by these days, where nothing is done up to the middle of the ramp."""
        begin = self.start + self.ramp / 2
        return self.rate * np.maximum(days - np.maximum(begin, 0), 0)

    def rising(self, days: Draws | float) -> Draws:
        """Person-weeks done from today on by these days, where output rises in a straight line over the ramp."""
        return self.rate * (self._risen(days) - self._risen(0))

    def _risen(self, days: Draws | float) -> Draws:
        there = np.maximum(days - self.start, 0)
        inside = np.minimum(there, self.ramp)
        ramp = np.where(self.ramp > 0, self.ramp, 1)
        return np.where(self.ramp > 0, inside * inside / (2 * ramp), 0) + there - inside


@dataclass
class Lots:
    """One seeded source of draws."""

    seed: int
    count: int = 1_000_000 if THOROUGH else 250_000

    def __post_init__(self) -> None:
        self.random = np.random.default_rng(self.seed)

    def levels(self, count: int) -> Draws:
        """Draws between 0 and 1, one in each of `count` equal strata: less noise than from four times as many."""
        return (self.random.permutation(count) + self.random.random(count)) / count

    def stage(self, stage: Triangle, count: int) -> Draws:
        """Draws of one stage, by inverting its distribution function."""
        width = stage.high - stage.low
        if width == 0:
            return np.full(count, float(stage.low))
        level = self.levels(count)
        rising = stage.low + np.sqrt(level * width * (stage.mode - stage.low))
        falling = stage.high - np.sqrt((1 - level) * width * (stage.high - stage.mode))
        return np.where(level * width < stage.mode - stage.low, rising, falling)

    def crew(self, crew: Crew, horizon: float) -> Drawn:
        """When the people of a crew begin, and how long they ramp."""
        path = crew.path
        start = self._first_day(path, horizon) if isinstance(path, Hiring) else self._sum(path.before) - path.days_here
        return Drawn(start, self._sum(path.after), crew.rate / 7, _guided(crew))

    def _sum(self, stages: tuple[Triangle, ...]) -> Draws:
        return sum((self.stage(stage, self.count) for stage in stages), np.zeros(self.count))

    def _first_day(self, path: Hiring, horizon: float) -> Draws:
        """Offer after offer, and signature after signature, until somebody turns up or the horizon is passed."""
        signed = path.standing is RoleStanding.SIGNED
        days = np.full(self.count, float(path.starts_in_days or 0))
        if not signed:
            days += self._round(path, self.count, **_LEFT[path.standing])
            if path.standing is RoleStanding.OFFER_OUT:
                days *= path.close_left
        awaited = np.arange(self.count)
        while awaited.size:
            if not signed:
                refused = awaited
                while refused.size:
                    refused = refused[self.levels(refused.size) >= path.acceptance]
                    refused = refused[days[refused] <= horizon]
                    days[refused] += self._round(path, refused.size, path.search_again)
                days[awaited] += self.stage(path.notice, awaited.size)
            signed = False
            awaited = awaited[self.levels(awaited.size) >= path.joining]
            awaited = awaited[days[awaited] <= horizon]
            days[awaited] += self._round(path, awaited.size, 0)
        return days

    def _round(self, path: Hiring, count: int, source: float, loop: float = 1, close: float = 1) -> Draws:
        """Days of these parts of search, loop and close."""
        parts = {Stage.SOURCE: (path.source, source), Stage.LOOP: (path.loop, loop), Stage.CLOSE: (path.close, close)}
        days = np.zeros(count)
        for span in path.own:
            covered = [(sum((s.low, s.mode, s.high)), part) for s, part in map(parts.pop, span.stages)]
            share = sum(length * part for length, part in covered) / sum(length for length, _ in covered)
            days += self.stage(span.length, count) * share
        for stage, part in parts.values():
            if part:
                days += self.stage(stage, count) * part
        return days


_LEFT: dict[RoleStanding, dict[str, float]] = {
    RoleStanding.NOBODY: {"source": 1},
    RoleStanding.IN_CALLS: {"source": 0},
    RoleStanding.FINALIST: {"source": 0, "loop": 0},
    RoleStanding.OFFER_OUT: {"source": 0, "loop": 0},
}


def delivered(crews: list[Drawn], work_left: float, horizon: float, *, rising: bool = False) -> Draws:
    """Days until the crews have done the work, by halving the time in which it must be.

    A crew joins in where it does more than guiding its newcomers takes. Output rises in a straight line over the ramp
    (`rising`), or begins at its middle. What is not done soon after the horizon is told as infinite.
    """
    early, late = np.zeros_like(crews[0].start), np.full_like(crews[0].start, horizon + 60.0)
    never = _done(crews, late, rising=rising) < work_left
    for _ in range(18):
        middle = (early + late) / 2
        over = _done(crews, middle, rising=rising) >= work_left
        early, late = np.where(over, early, middle), np.where(over, middle, late)
    return np.where(never, np.inf, late)


def _done(crews: list[Drawn], days: Draws, *, rising: bool) -> Draws:
    return sum(
        (np.maximum((crew.rising(days) if rising else crew.from_the_middle(days)) - crew.guided, 0) for crew in crews),
        np.zeros_like(days),
    )


def _guided(crew: Crew) -> float:
    ramp_weeks = sum((stage.low + stage.mode + stage.high) / 21 for stage in crew.path.after)
    here = crew.path.days_here / 7 if isinstance(crew.path, Joining) else 0
    return crew.people * crew.guiding * max(ramp_weeks - here, 0)
