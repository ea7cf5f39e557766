"""Whether the date is at risk: no option likely delivers by it, or nobody can tell for want of the work left."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from advisor.inference.assessor import Inference
from advisor.staffing.break_even import OptionBreakEven
from advisor.staffing.company_timeline import CompanyTimeline, TimelineCalculator, number_of
from advisor.staffing.trials import chance_of
from advisor.timeline.options import OptionTimeline

Why = Literal["none", "as_far_as_known", "work_unknown"]
ADDS_NOBODY = "hold"


@dataclass(frozen=True)
class DateRisk:
    """Why the date is at risk, the option that is gone by, its chance, and the work left that pushes are ranked at."""

    why: Why
    option: str
    chance: float | None
    ranked_at: float | None
    options: tuple[str, ...]


def date_at_risk(
    calculator: TimelineCalculator,
    inferred: Inference,
    timeline: CompanyTimeline,
    model: str | None,
    break_evens: Mapping[str, OptionBreakEven],
) -> DateRisk | None:
    """How the date is at risk; None where it is not, or nobody can say."""
    if not timeline.need_by_weeks or timeline.need_by_weeks <= 0:
        return None
    assert calculator.model.break_even is not None
    possible = [option for option in timeline.options if option not in timeline.barred]
    chances = {
        option: chance_of(made)
        for option in possible
        if (made := timeline.options[option]) is not None
        and number_of(option, "chance_delivered") in inferred.facts.points.known
    }
    if any(chance >= calculator.model.break_even.likely for chance in chances.values()):
        return None
    if chances:
        why: Why = "none" if len(chances) == len(possible) else "as_far_as_known"
        option = _gone_by(
            calculator, model, {o: (chance, *_soonness(timeline.options[o])) for o, chance in chances.items()}
        )
        return DateRisk(why, option, chances[option], None, tuple(chances))
    told = {option: found.together for option, found in break_evens.items() if found.together is not None}
    every = [work for found in break_evens.values() for work in (found.together, found.each) if work is not None]
    if not told or any(work.meaning(work.likely) == "whatever" for work in every):
        return None
    option = _gone_by(calculator, model, {option: (work.safe, work.likely) for option, work in told.items()})
    step = calculator.model.break_even.step_weeks
    return DateRisk("work_unknown", option, None, max(told[option].likely, step), tuple(told))


def _gone_by(calculator: TimelineCalculator, model: str | None, worth: Mapping[str, tuple[float, ...]]) -> str:
    """The option of the recommended model, else the one that is worth most; nobody new where nobody is to be added.

    A chance alone does not tell: where none makes the day, the one that is late by least is gone by.
    """
    if model is not None and model in worth:
        return model
    best = list(worth)
    if model == ADDS_NOBODY:
        alone = [o for o in best if all(crew.comes == "present" for crew in calculator.options[o].crews)]
        best = alone or best
    return max(best, key=lambda option: worth[option])


def _soonness(made: OptionTimeline | None) -> tuple[float, float]:
    """The safe and the likely day of delivery as what is greater the sooner it is; beyond the horizon is never."""
    delivered = made.delivered if made is not None else None
    if delivered is None:
        return -math.inf, -math.inf
    safe, likely = delivered.safe, delivered.likely
    return -math.inf if safe is None else -safe, -math.inf if likely is None else -likely
