"""The shape of figures, of staffing options, and of what the timeline reads, as pydantic models."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from advisor.knowledge.ends import Ends
from advisor.knowledge.models import ConditionText, Dotted, Kebab, Model, Override, Snake, Source, Text

Grade = Literal["A", "B", "C", "D"]


class FigureValue(Model, Ends):
    """A figure's value for a region and a kind of post; what is left out means any."""

    region: Snake | None = None
    post: Snake | None = None
    currency: Snake | None = None
    low: float | None = Field(None, ge=0)
    mode: float | None = Field(None, ge=0)
    high: float | None = Field(None, ge=0)
    value: float | None = Field(None, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> FigureValue:
        if self.value is not None:
            if (self.low, self.mode, self.high) != (None, None, None):
                raise ValueError("write either `value` or `low`, `mode` and `high`")
        elif self.low is None or self.mode is None or self.high is None:
            raise ValueError("write `low`, `mode` and `high`, or one `value`")
        elif not self.low <= self.mode <= self.high:
            raise ValueError("`low`, `mode` and `high` must not fall")
        return self


class Figure(Override):
    """A number with source and grade that stands in where a company has none of its own."""

    id: Kebab
    title: Text
    short: Annotated[str, Field(min_length=1, max_length=8)] | None = Field(
        None, description="Of a band of effort: as in narrow columns."
    )
    of: Text
    unit: Text
    covers: tuple[Snake, ...] = ()
    grade: Grade
    sellers: bool = False
    instead: Kebab | None = None
    source: Annotated[tuple[Source, ...], Field(min_length=1)]
    why: Text | None = None
    values: Annotated[tuple[FigureValue, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _shares(self) -> Figure:
        if self.unit == "share" and any(end > 1 for value in self.values for end in value.ends):
            raise ValueError("a share lies between 0 and 1")
        return self


class FiguresFile(Model):
    """rules/figures.yaml"""

    figures: tuple[Figure, ...]


class CrewModel(Model):
    """People of an option who come together: by which way, from when on the clock runs, and how many."""

    id: Snake
    comes: Literal["permanent", "external", "present"]
    clock: Literal["post", "nobody", "now"]
    people: ConditionText


class TradeOffs(Model):
    """The trade-offs of one option in words."""

    ownership: Text
    closing_risk: Text
    load: Text
    guidance: Text
    need: Text


class StaffingOption(Override):
    """rules/options/<id>.yaml: one way of staffing."""

    id: Kebab
    order: int
    title: Text
    short: Annotated[str, Field(min_length=1, max_length=14)]
    why: Text
    source: tuple[Source, ...] = ()
    crews: Annotated[tuple[CrewModel, ...], Field(min_length=1, max_length=3)]
    owner: Snake | None = None
    handover: Kebab | None = None
    trade_offs: TradeOffs
    must_be_true: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _two_and_those_who_are_here(self) -> StaffingOption:
        present = [crew.id for crew in self.crews if crew.comes == "present"]
        if len(self.crews) > 2 and not present:
            raise ValueError("besides the present team an option has at most two crews")
        if present and len(self.crews) > 1 and (present != [self.crews[-1].id] or self.owner == present[0]):
            raise ValueError("beside others the present team stands last and owns nothing")
        return self


class OwnCounts(Model):
    """How often something happened to the company itself, out of how many times."""

    happened: Dotted
    out_of: Dotted
    missed: bool = Field(False, description="`happened` counts how often it did not happen.")


class BreakEvenFigures(Model):
    """How the work that may be left by the need-by day is told: for which chances, and in which steps."""

    likely: float = Field(gt=0, lt=1, description="The chance that counts as likely.")
    safe: float = Field(gt=0, lt=1, description="The chance that counts as safe.")
    step_weeks: float = Field(gt=0, description="In which steps the work left is told, in its question's unit.")

    @model_validator(mode="after")
    def _ordered(self) -> BreakEvenFigures:
        if self.safe < self.likely:
            raise ValueError("`safe` is at least `likely`")
        return self


class Instead(Model):
    """A figure that stands in for another one in a circumstance."""

    of: Kebab
    take: Kebab
    when: ConditionText


class TimelineFile(Override):
    """rules/timeline.yaml: which answers the timeline reads, by their role."""

    id: Literal["timeline"] = "timeline"
    stands: Dotted
    signed_when: ConditionText | None = Field(None, description="Somebody has signed, whatever `stands` says.")
    unopened_when: ConditionText | None = Field(None, description="There is no role yet, so its clock starts now.")
    starts_on: Dotted
    need_by: Dotted
    no_need_by: ConditionText
    work_left: Dotted
    region: Dotted
    post: Dotted
    currency: Dotted
    delay_cost: Dotted
    share_percent: Dotted
    data_access: Dotted
    forbidden_when: ConditionText
    regulated_when: ConditionText
    ready_when: ConditionText
    familiar_when: ConditionText
    here_when: ConditionText
    here_people: ConditionText
    here_days: tuple[ConditionText, ...] = Field(
        (), description="Days for which people from outside are here; the first that is known counts."
    )
    instead: tuple[Instead, ...] = Field((), description="Shorter ramps in circumstances; the first that holds counts.")
    own: dict[Kebab, Dotted] = {}
    own_counts: dict[Kebab, OwnCounts] = {}
    break_even: BreakEvenFigures | None = Field(
        None, description="How much work may be left; left out, it is not told."
    )
