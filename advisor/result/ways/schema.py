"""The published schema of ways out, a part of that of an assessment."""

from __future__ import annotations

from pydantic import Field

from advisor.planning.ways.at_risk import Why
from advisor.planning.ways.ways_out import WayKind
from advisor.result.staffing_schema import Money, ShownPart


class WayOutShown(ShownPart):
    """One way out on one option: what is done (`actions`, after those in `first`), how much may be left then, the later
    day; from when the actions count; the chance of shipping by the day, and the one that still `holds` when it is
    decided on the last day. `cost` is the mean cost until the day, null where rates are not known.
    """

    kind: WayKind
    says: str
    details: list[str]
    option: str
    actions: list[str]
    first: list[str]
    work_left: float | None
    need_by: str | None
    starts: str
    chance: float = Field(ge=0, le=1)
    holds: float = Field(ge=0, le=1)
    cost: Money | None
    owners: list[str]
    decide_by: str


class WaysOutShown(ShownPart):
    """What can be done where no option likely makes the need-by day: `none`; `as_far_as_known`, where the chance of
    some is not known; `work_unknown`, where nobody can tell since the work left is not known. `option` is the one that
    is gone by, `chance` its chance as things stand, `wanted` the chance that a smaller scope or a later day must have.
    """

    says: str
    why: Why
    need_by: str
    wanted: float = Field(ge=0, le=1)
    option: str
    chance: float | None = Field(ge=0, le=1)
    ways: list[WayOutShown]
