"""Ways out where no option likely delivers by the date: less to do, a later day, more or freed hands, or two of these.

Each is found by trying it on the timeline, and holds when the case is assessed again with it. What is greatest or last
(the scope, the day to decide by) is greatest or last in its steps: one step more, and the chance is too low.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from advisor.cases.answers import Exactly, Given
from advisor.inference.computed_numbers import read_by_numbers
from advisor.inference.hypothetical import Hypothetical
from advisor.planning.measurer import Measurer
from advisor.planning.ways.at_risk import DateRisk, Why, date_at_risk
from advisor.planning.ways.pushes import Push, Pushed, Pushes
from advisor.staffing.break_even import OptionBreakEven, greatest_steps
from advisor.staffing.company_timeline import CompanyTimeline, TimelineCalculator
from advisor.staffing.trials import Trial, Trials, chance_of
from advisor.timeline.options import DAYS_PER_WEEK, OptionTimeline

WayKind = Literal["scope", "date", "hands", "hands_and_scope", "hands_and_date"]


@dataclass(frozen=True)
class WayOut:
    """One way out, on one option.

    actions     what is done, in the order of what it brings; `first` must come before
    work_left   person-weeks that may be left, None where that stays as it is
    need_by     the later day, None where the day stays
    starts      the day from which the actions count, and the work of the option with them
    chance      of being done by the day
    holds       of being done by the day if it is decided on the last day, `decide_by`
    cost        mean cost from the start until the day; None where rates are not known
    imagined    what is so then, to be assessed again
    """

    kind: WayKind
    option: str
    actions: tuple[str, ...]
    first: tuple[str, ...]
    work_left: float | None
    need_by: date | None
    starts: date
    chance: float
    holds: float
    cost: float | None
    decide_by: date
    imagined: Hypothetical


@dataclass(frozen=True)
class WaysOut:
    """The ways out of a case whose date is at risk. `chance` is that of the chosen option as things stand, None where
    the work left is not known; `currency` is that of all costs.
    """

    why: Why
    need_by: date
    wanted: float
    option: str
    chance: float | None
    currency: str | None
    ways: tuple[WayOut, ...]


def ways_out(
    calculator: TimelineCalculator,
    measurer: Measurer,
    model: str | None,
    break_evens: Mapping[str, OptionBreakEven],
    wanted: float,
) -> WaysOut | None:
    """The ways out at a wanted chance (0..1); None where no date lies ahead, an option likely makes it, or none is
    found. `model` is the recommended staffing model; `break_evens` are those of the case.
    """
    inferred = measurer.as_it_is.inferred
    timeline = inferred.facts.points.detail
    if calculator.model.break_even is None or not isinstance(timeline, CompanyTimeline):
        return None
    risk = date_at_risk(calculator, inferred, timeline, model, break_evens)
    if risk is None:
        return None
    ways = tuple(_Search(calculator, measurer, model, risk, wanted).found())
    if not ways:
        return None
    need_by = measurer.as_of + timedelta(days=int((timeline.need_by_weeks or 0) * DAYS_PER_WEEK + 1e-6))
    return WaysOut(risk.why, need_by, wanted, risk.option, risk.chance, timeline.currency, ways)


@dataclass(frozen=True)
class _Draft:
    """A way out of which the last day is not known yet: until then it has at least the chance that `holds`."""

    kind: WayKind
    trial: Trial
    push: Push | None
    holds: float


class _Search:
    """Finds the ways out of one case."""

    def __init__(
        self, calculator: TimelineCalculator, measurer: Measurer, model: str | None, risk: DateRisk, wanted: float
    ):
        assert calculator.model.break_even is not None
        self._model, self._likely = calculator.model, calculator.model.break_even.likely
        self._step = calculator.model.break_even.step_weeks
        self._most = calculator.program.vocabulary.terms[self._model.work_left].high
        self._measurer, self._risk, self._wanted = measurer, risk, wanted
        self._trials = Trials(calculator, measurer.as_of)
        facts = measurer.as_it_is.inferred.facts
        at = self._trials.at(read_by_numbers(facts.answers, facts.asked, facts.presumed), facts.figures)
        self._now = Trial(at, risk.option)
        self._need = at.need_by_days or 0
        # The date and the scope are other ways out. That people are here who are not is no push: to bring them in is
        # what the option does itself, and the timeline knows how long that takes.
        never = frozenset({self._model.need_by, self._model.work_left, *calculator.knowledge.here_by})
        self._pushes = Pushes(measurer, self._trials, never, model)

    def found(self) -> list[WayOut]:
        """The ways out: scope, date, hands, two together."""
        now = self._as_it_is()
        pushed = self._pushes.best(self._risk.options, self._risk.ranked_at, max(map(chance_of, now.values())))
        hands = self._enough(pushed)
        best = pushed[-1] if pushed and (hands is None or hands.chance < self._wanted) else None
        trials, timelines = [self._now], [now[self._now.option]]
        if best is not None:
            trials.append(best.trial)
            timelines.append(best.timeline)
        scopes, dates = self._scopes_and_dates([replace(trial, work_left=None) for trial in trials], timelines)
        drafts = []
        if scopes[0] > 0:
            drafts.append(_Draft("scope", replace(self._now, work_left=scopes[0]), None, self._wanted))
        if dates[0] is not None:
            drafts.append(_Draft("date", replace(self._now, need_by=dates[0]), None, self._wanted))
        if hands is not None:
            drafts.append(
                _Draft("hands", hands.trial, hands.push, self._wanted if hands.chance >= self._wanted else self._likely)
            )
        if best is not None and scopes[1] > scopes[0]:
            drafts.append(_Draft("hands_and_scope", replace(best.trial, work_left=scopes[1]), best.push, self._wanted))
        elif best is not None and dates[1] is not None and (dates[0] is None or dates[1] < dates[0]):
            drafts.append(_Draft("hands_and_date", replace(best.trial, need_by=dates[1]), best.push, self._wanted))
        return self._whole(drafts)

    def _as_it_is(self) -> dict[str, OptionTimeline]:
        """Each option that counts as things stand; where the work left is not known, with what pushes are ranked at."""
        company, options = self._measurer.as_it_is.inferred.facts.points.detail, self._risk.options
        if self._risk.ranked_at is None and isinstance(company, CompanyTimeline):
            return {option: made for option in options if (made := company.options[option]) is not None}
        trials = [replace(self._now, option=option, work_left=self._risk.ranked_at) for option in options]
        return dict(zip(options, self._trials.timelines(trials)))

    def _enough(self, pushed: Sequence[Pushed]) -> Pushed | None:
        """The fewest actions that reach what is wanted, else the most that make it likely; None where none do."""
        if self._risk.chance is None:
            return None
        sure = [one for one in pushed if one.chance >= self._wanted]
        likely = [one for one in reversed(pushed) if one.chance >= self._likely]
        return next(iter([*sure, *likely]), None)

    def _scopes_and_dates(
        self, trials: Sequence[Trial], timelines: Sequence[OptionTimeline]
    ) -> tuple[list[float], list[int | None]]:
        """For each the most that may be left by the day (0 for nothing), and the first day, in days from today, by
        which all is done; both at the wanted chance. No day beyond the horizon, nor where nobody knows what is left.
        """
        # Both are searched for together: the timeline takes many situations at once for little more than one.
        count, horizon = len(trials), self._trials.horizon
        less, later = self._most_steps(), max(horizon - self._need - 1, 0) if self._risk.chance is not None else 0

        def tried(row: int, number: int) -> Trial:
            if row < count:
                return replace(trials[row], work_left=number * self._step)
            return replace(trials[row - count], need_by=horizon - number)

        def chances(asked: Sequence[tuple[int, int]]) -> list[float]:
            some = [(row, number) for row, number in asked if number <= (less if row < count else later)]
            found = dict(zip(some, self._trials.chances([tried(*each) for each in some])))
            return [found.get(each, 0.0) for each in asked]

        # A day counts as so many days before the horizon, for the chance falls with these, as the search wants it.
        first = [max(less // 2, 1)] * count
        for trial, timeline in zip(trials, timelines):
            safe = timeline.delivered.safe if timeline.delivered is not None else None
            first.append(1 if safe is None else max(horizon - trial.days - int(safe * DAYS_PER_WEEK) - 1, 1))
        wanted = [(row, self._wanted) for row in range(2 * count)]
        found = greatest_steps(wanted, chances, max(less, later), first) if less or later else [0] * len(wanted)
        days = [horizon - number if number > 0 else None for number in found[count:]]
        return [number * self._step for number in found[:count]], days

    def _most_steps(self) -> int:
        """The most steps of work that are less than what is left now."""
        left = self._now.at.work_left
        most = self._most if left is None else min(left, self._most)
        steps = int(most / self._step)
        return steps - 1 if steps * self._step >= most else steps

    # ---- the last day ----------------------------------------------------------------------------------

    def _whole(self, drafts: Sequence[_Draft]) -> list[WayOut]:
        """The drafts with chance, cost and the day to decide by."""
        if not drafts:
            return []
        today: list[OptionTimeline] = []

        def chances(asked: Sequence[tuple[int, int]]) -> list[float]:
            # The drafts as they are ride along with the first round: the timeline takes many at once for little more.
            with_them = [] if today else [draft.trial for draft in drafts]
            later = [replace(drafts[n].trial, days=drafts[n].trial.days + days) for n, days in asked]
            found = self._trials.timelines([*with_them, *later])
            today.extend(found[: len(with_them)])
            return [chance_of(timeline) for timeline in found[len(with_them) :]]

        ahead = max((draft.trial.need_by or self._need) - draft.trial.days for draft in drafts)
        holds = [draft.holds for draft in drafts]
        waits = greatest_steps(list(enumerate(holds)), chances, max(ahead, 1), [2] * len(drafts))
        return [self._way(*each) for each in zip(drafts, today, holds, waits)]

    def _way(self, draft: _Draft, timeline: OptionTimeline, holds: float, wait: int) -> WayOut:
        trial, push, today = draft.trial, draft.push, self._measurer.as_of
        work = trial.work_left if draft.kind in ("scope", "hands_and_scope") else None
        day = None if trial.need_by is None else today + timedelta(days=trial.need_by)
        answers: dict[str, Given] = {}
        if work is not None:
            answers[self._model.work_left] = Exactly(work)
        if day is not None:
            answers[self._model.need_by] = Exactly(day)
        imagined = Hypothetical(answers) if push is None else push.imagined.together(Hypothetical(answers))
        return WayOut(
            draft.kind,
            trial.option,
            push.actions if push is not None else (),
            push.first if push is not None else (),
            work,
            day,
            today + timedelta(days=trial.days),
            chance_of(timeline),
            holds,
            timeline.cost_by_need,
            today + timedelta(days=wait),
            imagined,
        )
