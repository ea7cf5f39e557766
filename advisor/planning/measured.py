"""What planning works with: the case with things imagined, what a fix is worth on it, and what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.cases.answers import Given
from advisor.inference.assessor import Inference
from advisor.inference.compiled.program import Program
from advisor.inference.hypothetical import Hypothetical
from advisor.planning.risk import BoundedNumber, Risk


@dataclass(frozen=True)
class Rates:
    """The exchange rates of planning, from figures: days of effort by band, impact points that a week of delay
    costs, the least priority worth an entry, how many fixes a plan may hold, and the least effort that is counted.
    """

    effort_days: Mapping[str, float]
    delay_per_week: float
    floor: float
    most: int
    least_effort: float


@dataclass(frozen=True)
class Measured:
    """What an action (with its unmet prerequisites) is worth on a case.

    `priority` is works x (risk removed + cost of delay x weeks gained) / effort days; `bounds` are its bounds over
    what is not known yet. Risk is in points of impact, `works` the chance (0..1) that it takes, `imagined` what will
    be so once it is done.
    """

    action: str
    prerequisites: tuple[str, ...]
    risk_removed: float
    weeks_gained: float
    works: float
    effort_days: float
    priority: float
    bounds: BoundedNumber
    for_diagnoses: tuple[str, ...]
    imagined: Hypothetical


@dataclass(frozen=True)
class Chosen:
    """A fix in the plan, as measured when it was chosen, and what it was measured against.

    `settled`: it stands first of what was left whatever is not known yet; None where nobody asked.
    """

    measured: Measured
    before: Hypothetical
    settled: bool | None


def offered(program: Program, action: str, inferred: Inference) -> bool:
    """Whether an action may be offered: its `when` is true and its `unless` is not."""
    when, unless = program.late.offered.get(action), program.late.withheld.get(action)
    truths = inferred.shown[-1]
    return (when is None or truths[when.slot] == 1) and (unless is None or truths[unless.slot] != 1)


@dataclass(frozen=True)
class ImaginedCase:
    """The case with some things imagined: what follows, what it risks, and how many weeks late it will be.

    `weeks_late` is None where that is not known.
    """

    imagined: Hypothetical
    answers: Mapping[str, Given]
    inferred: Inference
    risk: Risk
    weeks_late: float | None
