"""One option of a company tried: begun some days later, with less left to do, with another day to be done by.

A start some days later is reckoned as if nothing moved until then: nobody who is on the way comes any nearer, nothing
of the work gets done; only a start date that was agreed stands. So what is said to work from a later day on works at
least as well in truth, and never better than from an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from advisor.cases.answers import Given
from advisor.staffing.company_timeline import TimelineCalculator, rounded
from advisor.staffing.crews import situation
from advisor.staffing.figures import Override
from advisor.staffing.inputs import Inputs
from advisor.timeline.options import Crew, OptionTimeline, Situation
from advisor.timeline.paths import Hiring, RoleStanding


@dataclass(frozen=True, slots=True)
class Trial:
    """An option, tried.

    at          the company: its options at their likely circumstances
    days        days from today until it begins
    work_left   person-weeks, None for what the company says
    need_by     days from today by which to be done, None for what the company says
    """

    at: Situation
    option: str
    days: int = 0
    work_left: float | None = None
    need_by: int | None = None


class Trials:
    """Tries options of one company on a day."""

    def __init__(self, calculator: TimelineCalculator, as_of: date):
        self.calculator = calculator
        self.as_of = as_of
        self.horizon = int(calculator.figures["horizon"].values[0].ends[1])

    def at(self, answers: Mapping[str, Given], figures: Mapping[str, Override]) -> Situation:
        """The company at its likely circumstances; `answers` are those that apply and those that are presumed."""
        return situation(Inputs(self.calculator.knowledge, answers, self.as_of, figures), "likely")

    def timelines(self, trials: Iterable[Trial]) -> list[OptionTimeline]:
        """What comes of each; times are in weeks from the day on which it begins."""
        return [made for (made,) in self.calculator.timeline.of_many([_situation(trial) for trial in trials])]

    def chances(self, trials: Sequence[Trial]) -> list[float]:
        """The chance of each of being done by its day, rounded as results are; 0 where that is not known."""
        return [chance_of(timeline) for timeline in self.timelines(trials)]


def chance_of(timeline: OptionTimeline) -> float:
    """The rounded chance of being done by the day; 0 where it is not known."""
    when = timeline.delivered
    return 0.0 if when is None or when.by_need is None else rounded(when.by_need, 3)


def _situation(trial: Trial) -> Situation:
    at = trial.at
    (option,) = (option for option in at.options if option.id == trial.option)
    if trial.days:
        option = replace(option, crews=tuple(_later(crew, trial.days) for crew in option.crews))
    need = at.need_by_days if trial.need_by is None else trial.need_by
    left = at.work_left if trial.work_left is None else trial.work_left
    return Situation((option,), left, None if need is None else max(need - trial.days, 0))


def _later(crew: Crew, days: int) -> Crew:
    """A crew some days on: an agreed start date is nearer by them."""
    path = crew.path
    if not isinstance(path, Hiring) or path.standing is not RoleStanding.SIGNED or path.starts_in_days is None:
        return crew
    return replace(crew, path=replace(path, starts_in_days=max(path.starts_in_days - days, 0)))
