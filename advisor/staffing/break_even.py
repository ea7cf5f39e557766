"""How much work may be left for an option to be ready by the day, where nobody knows how much is left.

The answer is a number of person-weeks, in steps, for each of two chances. It is found by trying numbers on the timeline
itself, so that a break-even and the chance shown for an answer never disagree: with that much left the rounded chance
by the day is high enough, with one step more it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from advisor.cases.answers import Exactly, Given
from advisor.staffing.company_timeline import TimelineCalculator, rounded
from advisor.staffing.crews import situation
from advisor.staffing.figures import Override
from advisor.staffing.inputs import Inputs
from advisor.timeline.options import DAYS_PER_WEEK, OptionInputs, Situation

if TYPE_CHECKING:
    from advisor.knowledge.timemodels import StaffingOption

Meaning = Literal["not-by-then", "at-most", "whatever"]
_WAYS = 5  # numbers tried at once: each round cuts what is left to search to a sixth


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Person-weeks that may be left for the work to be done by the day, `likely` and `safe`.

    0 means that it fails however little is left, `most` (the end of the declared range of the question) that it is
    done whatever is left.
    """

    likely: float
    safe: float
    most: float

    def meaning(self, weeks: float) -> Meaning:
        """What one of the two numbers says."""
        return "not-by-then" if weeks <= 0 else "whatever" if weeks >= self.most else "at-most"


@dataclass(frozen=True, slots=True)
class OptionBreakEven:
    """What is known of one option by the need-by day, where its chance of delivering is not known.

    together    where only the work left is missing
    each        for one person of the present team who does nothing else, where nobody said how many there are, or how
                much of their week is free
    """

    together: BreakEven | None = None
    each: BreakEven | None = None


def break_evens(
    calculator: TimelineCalculator, answers: Mapping[str, Given], as_of: date, figures: Mapping[str, Override]
) -> dict[str, OptionBreakEven]:
    """The break-even of each option that has one, by its id, at the likely circumstances of a company.

    `answers` are those that apply. Empty where the need-by day is not known, or the packs ask for no break-even.
    """
    model, knowledge = calculator.model, calculator.knowledge
    if model.break_even is None:
        return {}
    inputs = Inputs(knowledge, answers, as_of, figures)
    if inputs.need_by is None:
        return {}
    together, each = [], []
    for option in knowledge.options.values():
        waits_for = frozenset(inputs.missing(option.id, "chance_delivered"))
        if option.id not in inputs.barred and waits_for:
            if waits_for == {model.work_left}:
                together.append(option.id)
            elif waits_for <= _of_present_team(calculator, option):
                each.append(option.id)
    if not together and not each:
        return {}
    likely = situation(inputs, "likely")
    made = {option.id: option for option in likely.options}
    if each:
        full_time = Inputs(knowledge, {**answers, model.share_percent: Exactly(100)}, as_of, figures)
        made.update((o.id, _one_person(o)) for o in situation(full_time, "likely").options if o.id in each)
    wanted = [option for option in (*together, *each) if option in made]
    found = zip(wanted, _searched(calculator, likely, [made[option] for option in wanted]))
    return {
        option: OptionBreakEven(each=work) if option in each else OptionBreakEven(together=work)
        for option, work in found
    }


def _of_present_team(calculator: TimelineCalculator, option: StaffingOption) -> frozenset[str]:
    """The questions whose answers one person at full time can stand in for: only where the present team is alone."""
    if any(crew.comes != "present" for crew in option.crews):
        return frozenset()
    people = {q for crew in option.crews for q in calculator.knowledge.people_by[option.id, crew.id]}
    return frozenset({*people, calculator.model.share_percent, calculator.model.work_left})


def _one_person(option: OptionInputs) -> OptionInputs:
    return replace(option, crews=tuple(replace(crew, people=1.0) for crew in option.crews[:1]), owner=None)


def _searched(calculator: TimelineCalculator, at: Situation, options: Sequence[OptionInputs]) -> list[BreakEven]:
    """The break-even of each of some options of a situation."""
    model = calculator.model
    assert model.break_even is not None
    step, most = model.break_even.step_weeks, calculator.program.vocabulary.terms[model.work_left].high
    steps = int(most / step)

    def chances(asked: Sequence[tuple[int, int]]) -> list[float]:
        situations = [replace(at, options=(options[n],), work_left=work * step) for n, work in asked]
        delivered = [timeline.delivered for (timeline,) in calculator.timeline.of_many(situations)]
        return [0.0 if when is None or when.by_need is None else rounded(when.by_need, 3) for when in delivered]

    thresholds = model.break_even.likely, model.break_even.safe
    # Nobody does more than everybody working from today on would: most often that settles all numbers above.
    weeks_left = (at.need_by_days or 0) / DAYS_PER_WEEK
    first = [int(sum(crew.rate for crew in option.crews) * weeks_left / step) + 1 for option in options]
    wanted = [(n, least) for n in range(len(options)) for least in thresholds]
    found = greatest_steps(wanted, chances, steps, first)
    weeks = [most if number == steps else number * step for number in found]
    return [BreakEven(likely, safe, float(most)) for likely, safe in zip(weeks[::2], weeks[1::2])]


def greatest_steps(
    wanted: Sequence[tuple[int, float]],
    chances: Callable[[Sequence[tuple[int, int]]], Sequence[float]],
    most: int,
    first: Sequence[int],
) -> list[int]:
    """For each (row, least chance) a number from 0 to `most` that reaches it and whose successor, up to `most`, does
    not; 0 counts as reaching it. Where chances only fall with the number it is the greatest that reaches it.

    `chances` tells the chance of each (row, number); `first` is a number for each row that is tried first, with 1.
    """
    # Bisection, but with several numbers tried in each round: the timeline takes many at once for little more than one.
    known: dict[tuple[int, int], float] = {}
    low, high = [0] * len(wanted), [most + 1] * len(wanted)
    tried = [sorted({1, min(first[row], most)}) for row, _ in wanted]
    while any(tried):
        asked = {(row, n): None for (row, _), numbers in zip(wanted, tried) for n in numbers if (row, n) not in known}
        if asked:
            known.update(zip(asked, chances(list(asked))))
        for i, (row, least) in enumerate(wanted):
            for number in tried[i]:
                if known[row, number] < least:
                    high[i] = number
                    break
                low[i] = number
        tried = [_between(before, after) for before, after in zip(low, high)]
    return low


def _between(low: int, high: int) -> list[int]:
    """Up to _WAYS whole numbers spread between two, both left out."""
    count = min(_WAYS, high - low - 1)
    return sorted({low + (high - low) * i // (count + 1) for i in range(1, count + 1)} - {low})
