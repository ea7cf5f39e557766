"""The published schema of the staffing model, its options and what is presumed, a part of that of an assessment."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from advisor.knowledge.planmodels import StaffingModel
from advisor.staffing.break_even import Meaning


class ShownPart(BaseModel):
    """What all published parts have in common: they say all that they hold."""

    model_config = ConfigDict(extra="forbid")


class Quantiles(ShownPart):
    """Weeks by which it is likely (50 in 100) and safe (80 in 100); null beyond the horizon or where not known."""

    p50: float | None
    p80: float | None


class Money(ShownPart):
    """An amount in a currency, never converted."""

    amount: int
    currency: str


class BreakEvenShown(ShownPart):
    """Person-weeks of work that may be left for it to be done by the need-by day: likely, and safe.

    The words say how to read each number: `at-most` so many; `not-by-then` (the number is 0), however little is left;
    `whatever` (the number is the end of the question's declared range), whatever is left.
    """

    likely: float = Field(ge=0)
    likely_means: Meaning
    safe: float = Field(ge=0)
    safe_means: Meaning


class OptionShown(ShownPart):
    """One way of staffing; chances are by the need-by date, `waits_for` names what is not known.

    `break_even` is there where only the work left is not known; `break_even_each` where the present team would do it
    and nobody said how many they are or how much of their week is free: for one of them who does nothing else.
    `team_weeks_a_week` is what the present team does beside the others in person-weeks a week; null where it does
    nothing or is not known.
    """

    id: str
    possible: bool
    waits_for: list[str]
    productive_weeks: Quantiles
    delivered_weeks: Quantiles
    ownership_weeks: float | None
    chance_productive: float | None = Field(ge=0, le=1)
    chance_delivered: float | None = Field(ge=0, le=1)
    team_weeks_a_week: float | None
    cost: Money | None
    cost_per_month: Money | None
    break_even: BreakEvenShown | None
    break_even_each: BreakEvenShown | None
    presumed: list[str]


class RivalShown(ShownPart):
    """A model that could still win."""

    model: str
    if_: str = Field(alias="if")
    decided_by: list[str]
    figure: str | None


class StaffingShown(ShownPart):
    """The staffing model; null fields where the packs have no decision table. Its break-evens are those of the option
    that it goes by.
    """

    model: StaffingModel | None
    label: str | None
    change: Literal["keep", "move"] | None
    sure: Literal["firm", "leaning"] | None
    because: str | None
    rivals: list[RivalShown]
    without_sellers_figures: str | None
    presumed: list[str]
    break_even: BreakEvenShown | None
    break_even_each: BreakEvenShown | None
    need_by_weeks: float | None
    options: list[OptionShown]


class OppositeShown(ShownPart):
    """What would be so with another value: the model, and what is found or likely then, and what no longer is."""

    value: bool | int | float | str
    model: str | None
    new: list[str]
    gone: list[str]


class PresumptionShown(ShownPart):
    """What the timeline takes an answer to be while nobody has given it; `says` is a clause. Of the other values in
    `if_not` those that change the model stand first.
    """

    id: str
    value: bool | int | float | str
    says: str
    if_not: list[OppositeShown]
