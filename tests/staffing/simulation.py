"""A second account of the model of `advisor.staffing`, by drawing lots in continuous time; it shares no arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.staffing.distributions import Triangle
from advisor.staffing.options import Crew, Option
from advisor.staffing.paths import Hiring, Path, Standing

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
            return np.full(count, stage.low)
        level = self.random.random(count)
        rising = stage.low + np.sqrt(level * width * (stage.mode - stage.low))
        falling = stage.high - np.sqrt((1 - level) * width * (stage.high - stage.mode))
        return np.where(level * width < stage.mode - stage.low, rising, falling)

    def productive(self, path: Path, horizon: float) -> Draws:
        """Days until people who come by this path are productive."""
        days = self._first_day(path, horizon) if isinstance(path, Hiring) else self._sum(path.before, self.count)
        return days + self._sum(path.after, self.count)

    def delivered(self, option: Option, arrivals: list[Draws], work_left: float) -> Draws:
        """Days until the crews have done the work, told from who has to wait for whom."""
        if len(arrivals) == 1:
            return arrivals[0] + _days_alone(option.crews[0], work_left)
        one, two = option.crews
        first, second = arrivals
        rates = one.people * one.output / 7, two.people * two.output / 7
        both = work_left + _guided(one) + _guided(two)
        # From the day on which both work; the one who came earlier has done something by then.
        later = np.maximum(first, second)
        done = np.where(first < second, rates[0], rates[1]) * np.abs(first - second)
        together = later + (both - done) / sum(rates)
        alone = np.minimum(first + _days_alone(one, work_left), second + _days_alone(two, work_left))
        return np.where(together < later, alone, np.minimum(alone, together))

    def _sum(self, stages: tuple[Triangle, ...], count: int) -> Draws:
        return sum((self.stage(stage, count) for stage in stages), np.zeros(count))

    def _first_day(self, path: Hiring, horizon: float) -> Draws:
        """Offer after offer, and signature after signature, until somebody turns up or the horizon is passed."""
        days = self._first_decision(path)
        signed = path.standing is Standing.SIGNED
        open_cases = np.arange(self.count)
        while open_cases.size:
            if not signed:
                waiting = open_cases
                while waiting.size:
                    waiting = waiting[self.random.random(waiting.size) >= path.acceptance]
                    waiting = waiting[days[waiting] <= horizon]
                    days[waiting] += self.stage(path.source, waiting.size) * path.search_again
                    days[waiting] += self._sum((path.loop, path.close), waiting.size)
                days[open_cases] += self.stage(path.notice, open_cases.size)
            signed = False
            open_cases = open_cases[self.random.random(open_cases.size) >= path.joining]
            open_cases = open_cases[days[open_cases] <= horizon]
            days[open_cases] += self._sum((path.loop, path.close), open_cases.size)
        return days

    def _first_decision(self, path: Hiring) -> Draws:
        if path.starts_in_days is not None:
            return np.full(self.count, float(path.starts_in_days))
        if path.standing is Standing.OFFER_OUT:
            return self.stage(path.close, self.count) * path.close_left
        stages = {
            Standing.NOBODY: (path.source, path.loop, path.close),
            Standing.IN_CALLS: (path.loop, path.close),
            Standing.FINALIST: (path.close,),
        }
        return self._sum(stages[path.standing], self.count)


def _guided(crew: Crew) -> float:
    ramp_weeks = sum((stage.low + stage.mode + stage.high) / 21 for stage in crew.path.after)
    return crew.people * crew.guiding * ramp_weeks


def _days_alone(crew: Crew, work_left: float) -> float:
    return (work_left + _guided(crew)) / (crew.people * crew.output) * 7
