"""A second account of the model of `advisor.staffing`, by drawing lots in continuous time; it shares no arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.timeline.distributions import Triangle
from advisor.timeline.options import Crew, OptionInputs
from advisor.timeline.paths import Hiring, Path, RoleStanding, Stage

Draws = NDArray[np.float64]


@dataclass
class Lots:
    """One seeded source of draws."""

    seed: int
    count: int = 1_000_000

    def __post_init__(self) -> None:
        self.random = np.random.default_rng(self.seed)

    def stage(self, stage: Triangle, count: int) -> Draws:
        """Draws of one stage, by inverting its distribution function."""
        width = stage.high - stage.low
        if width == 0:
            return np.full(count, float(stage.low))
        level = self.random.random(count)
        rising = stage.low + np.sqrt(level * width * (stage.mode - stage.low))
        falling = stage.high - np.sqrt((1 - level) * width * (stage.high - stage.mode))
        return np.where(level * width < stage.mode - stage.low, rising, falling)

    def productive(self, path: Path, horizon: float) -> Draws:
        """Days until people who come by this path are productive."""
        days = self._first_day(path, horizon) if isinstance(path, Hiring) else self._sum(path.before)
        return days + self._sum(path.after)

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
                    refused = refused[self.random.random(refused.size) >= path.acceptance]
                    refused = refused[days[refused] <= horizon]
                    days[refused] += self._round(path, refused.size, path.search_again)
                days[awaited] += self.stage(path.notice, awaited.size)
            signed = False
            awaited = awaited[self.random.random(awaited.size) >= path.joining]
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


def delivered(option: OptionInputs, arrivals: list[Draws], work_left: float) -> Draws:
    """Days until the crews have done the work, told from who has to wait for whom."""
    alone = [days + _days_alone(crew, work_left) for crew, days in zip(option.crews, arrivals)]
    if len(arrivals) == 1:
        return alone[0]
    early, late = np.minimum(*arrivals), np.maximum(*arrivals)
    rates = [crew.people * crew.output / 7 for crew in option.crews]
    done_by_early = np.where(arrivals[0] < arrivals[1], *rates) * (late - early)
    left = work_left + sum(map(_guided, option.crews)) - done_by_early
    return np.minimum(np.minimum(*alone), np.where(left > 0, late + left / sum(rates), np.inf))


def _guided(crew: Crew) -> float:
    ramp_weeks = sum((stage.low + stage.mode + stage.high) / 21 for stage in crew.path.after)
    return crew.people * crew.guiding * ramp_weeks


def _days_alone(crew: Crew, work_left: float) -> float:
    return (work_left + _guided(crew)) / (crew.people * crew.output) * 7
