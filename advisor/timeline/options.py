"""Ways of staffing and what comes of them: what goes into a timeline and what comes out.

The model, in words:
- People come by a path (`paths`); each crew comes together, and crews come independently of each other. So outside
  people of one firm are one crew, and several permanent posts are two: the post in focus, and the further ones,
  which one search fills.
- Output rises from nothing on the first day of work to all on the productive day. Counted is no output up to the
  middle of the ramp and all from there on, people x output person-weeks a week: over a ramp that rises in a straight
  line this is the same work by its end, and less before, so that no delivery is told too early.
- The present team may work beside those who come; what it does is not left for them to do.
- Each newcomer takes a share of a senior's time while ramping (Brooks 1975). These hours come out of the same stock
  as the work, so they are added to the work left: share x mean ramp x people of the crew. A crew that comes too late
  to help is not waited for, and its guiding does not count.
- What lies beyond the horizon is `later`: a quantile there is None, a mean takes the horizon for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from advisor.timeline.distributions import MOST, TimelineError
from advisor.timeline.paths import Joining, Path

DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class Price:
    """What one person costs: every month from the first day of work on, and once on that day."""

    per_month: float
    once: float

    def __post_init__(self) -> None:
        for name in ("per_month", "once"):
            amount: float = getattr(self, name)
            if not 0 <= amount < inf:
                raise TimelineError(name, f"{amount:g} isn't an amount of money from 0 up")


@dataclass(frozen=True, slots=True)
class Crew:
    """People who come together.

    people      how many, above 0
    output      person-weeks of this work that one of them does a week once productive: share of the week that is
                theirs for it, less what switching costs; 0 delivers nothing
    guiding     share of a senior's week that one of them takes while ramping (0..1)
    price       None where costs are not known
    """

    path: Path
    people: float
    output: float
    guiding: float
    price: Price | None

    def __post_init__(self) -> None:
        if not 0 < self.people <= MOST:
            raise TimelineError("people", f"{self.people:g} must be above 0, or the option be left out")
        for name in ("output", "guiding"):
            share: float = getattr(self, name)
            if not 0 <= share <= 1:
                raise TimelineError(name, f"{share:g} must lie in 0..1")

    @property
    def rate(self) -> float:
        """Person-weeks a week once productive."""
        return self.people * self.output

    def working_mean_days(self) -> float:
        """The mean day on which people who come without repeats are in the middle of their ramp."""
        assert isinstance(self.path, Joining)
        return sum(stage.mean for stage in self.path.before) + sum(stage.mean for stage in self.path.after) / 2

    def guiding_weeks(self) -> float:
        """Person-weeks of seniors that the whole crew takes, on average."""
        here = self.path.days_here if isinstance(self.path, Joining) else 0
        days = max(sum(stage.mean for stage in self.path.after) - here, 0.0)
        return self.guiding * self.people * days / DAYS_PER_WEEK


@dataclass(frozen=True, slots=True)
class OptionInputs:
    """One way of staffing: one or two crews, the first of which makes it productive.

    beside          the present team that goes on with the work beside them, None where it does not; its price does
                    not count, for it is paid whatever is chosen
    owner           the crew that owns the result for good (its place in `crews`), None if nobody does
    handover_days   days from that crew's productive day until it owns the result
    """

    id: str
    crews: tuple[Crew, ...]
    owner: int | None
    handover_days: float
    beside: Crew | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.crews) <= 2:
            raise TimelineError("crews", f"option {self.id} has {len(self.crews)} crews; it needs one or two")
        if self.owner is not None and not 0 <= self.owner < len(self.crews):
            raise TimelineError("owner", f"option {self.id} has no crew {self.owner}")
        if self.beside is not None and not isinstance(self.beside.path, Joining):
            raise TimelineError("beside", f"option {self.id}: no one searches for the people who are here")
        if not 0 <= self.handover_days <= MOST:
            raise TimelineError("handover_days", f"{self.handover_days:g} days must lie between 0 and {MOST:,.0f}")


@dataclass(frozen=True, slots=True)
class Situation:
    """What a company wants by when, and its options.

    work_left       person-weeks until users have it, by people who know the work; None if not known
    need_by_days    days from today; None if there is no date or it is not known
    """

    options: tuple[OptionInputs, ...]
    work_left: float | None
    need_by_days: int | None

    def __post_init__(self) -> None:
        if self.work_left is not None and not 0 <= self.work_left <= MOST:
            raise TimelineError("work_left", f"{self.work_left:g} engineer-weeks must lie between 0 and {MOST:,.0f}")
        if self.need_by_days is not None and not 0 <= self.need_by_days <= MOST:
            raise TimelineError("need_by_days", f"a need-by date in {self.need_by_days} days is in the past or too far")


class When(NamedTuple):
    """A day that is not certain, in weeks from today, not rounded.

    likely, safe    weeks by which it has come with 50 and 80 chances in 100; None if beyond the horizon
    by_need         chance that it has come by the need-by date; None without a date
    later           chance that it comes after the horizon
    """

    likely: float | None
    safe: float | None
    by_need: float | None
    later: float


class OptionTimeline(NamedTuple):
    """What one option comes to. Money is in the currency of the prices, times in weeks, nothing is rounded.

    productive      the first crew is productive (the post in focus; for a split the people from outside)
    all_productive  every crew is
    delivered       the work left is done; None where work left is not known
    owned           somebody who stays owns the result; None if nobody ever does
    lateness_weeks  mean weeks of delivery after the need-by date; None without date or work left
    guiding_weeks   person-weeks that the newcomers take from seniors
    team_weeks      person-weeks a week that the present team does beside the others, once it works at full rate
    cost_by_need    mean cost until the need-by date; None without date or prices
    cost_to_deliver mean cost until the likely day of delivery; None without work left or prices, or if it is beyond
                    the horizon
    cost_per_month  with everybody there; None without prices
    """

    id: str
    productive: When
    all_productive: When
    delivered: When | None
    owned: When | None
    lateness_weeks: float | None
    guiding_weeks: float
    team_weeks: float
    cost_by_need: float | None
    cost_to_deliver: float | None
    cost_per_month: float | None
