"""What planning works with: the case with things imagined, what a fix is worth on it, and what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from advisor.cases.answers import Given
from advisor.inference.assessor import Inference
from advisor.inference.compiled.program import Program
from advisor.inference.hypothetical import Hypothetical
from advisor.planning.risk import BoundedNumber, Risk

READ = 3
"""How many entries of a plan everybody reads; the rest is for who asks."""


@dataclass(frozen=True)
class Rates:
    """The exchange rates of planning, from figures: days of effort by band, impact points that a week of delay
    costs, the least priority worth an entry, how many fixes a plan may hold, the least effort that is counted, how
    light a finding may be beside the heaviest to be mended first, and the share of a finding that what begins the
    recommended way must treat to come before its other fixes.
    """

    effort_days: Mapping[str, float]
    delay_per_week: float
    floor: float
    most: int
    least_effort: float
    lightest: float
    begins_share: float


@dataclass(frozen=True)
class Recommended:
    """The way of staffing that is recommended, as far as a plan must know: its model (None without a decision table),
    whether the company has to move to it, whether what begins it may come first, and whether it is firm.
    """

    model: str | None = None
    must_move: bool = False
    begins_first: tuple[str, ...] | None = None
    firm: bool = False


@dataclass(frozen=True)
class Measured:
    """What an action (with its unmet prerequisites) is worth on a case.

    `priority` is works x (risk removed + cost of delay x weeks gained) / effort days; `bounds` are its bounds over
    what is not known yet. Risk is in points of impact, `removed_by` has it by diagnosis (signed), `works` is the
    chance (0..1) that it takes, `imagined` what will be so once it is done.
    """

    action: str
    prerequisites: tuple[str, ...]
    risk_removed: float
    weeks_gained: float
    works: float
    effort_days: float
    priority: float
    bounds: BoundedNumber
    removed_by: Mapping[str, float]
    imagined: Hypothetical

    @property
    def for_diagnoses(self) -> tuple[str, ...]:
        """What it works on, most first."""
        helped = [(-drop, diagnosis) for diagnosis, drop in self.removed_by.items() if drop > 1e-9]
        return tuple(diagnosis for _, diagnosis in sorted(helped))


@dataclass(frozen=True)
class Place:
    """Why a fix stands where it does.

    earliest    it mends most, for its effort, of the earliest broken step of the work: `step`, broken by `diagnosis`,
                of which it takes away `share`
    begins      the recommended way of staffing cannot start without it
    headline    neither of the two before it treats the finding that the headline tells (`diagnosis`); of what does,
                this gains most for its effort, and takes away `share` of it
    cause       one of the two before it treats that finding; of what mainly treats another (`diagnosis`) that neither
                does, this gains most for its effort, and takes away `share` of it
    gain        of what is left it gains most for its effort
    """

    why: Literal["earliest", "begins", "headline", "cause", "gain"]
    diagnosis: str | None = None
    step: int | None = None
    share: float | None = None


@dataclass(frozen=True)
class Chosen:
    """A fix in the plan, as measured when it was chosen, what it was measured against, and why it stands there.

    `settled`: it stands first of what was left whatever is not known yet; None where nobody asked.
    """

    measured: Measured
    before: Hypothetical
    place: Place
    settled: bool | None


def offered(
    program: Program, action: str, inferred: Inference, model: str | None, today: Inference | None = None
) -> bool:
    """Whether an action may be offered: it makes sense under the recommended model, its `when` is true (with what it
    claims, and the sign that it mends) and its `unless` is not. Without a `model` (no decision table) any makes sense.

    Where `inferred` is the case with things imagined, `today` is the case as it is: a `when` that was true then is
    enough, since what is imagined may fail; an `unless` is asked of what is imagined.
    """
    under = program.knowledge.actions[action].model.under
    if under and model is not None and model not in under:
        return False
    when, unless = program.late.offered.get(action), program.late.withheld.get(action)
    readings = [inferred.shown[-1]] if today is None else [inferred.shown[-1], today.shown[-1]]
    sensible = when is None or any(truths[when.slot] == 1 for truths in readings)
    return sensible and (unless is None or readings[0][unless.slot] != 1)


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
