"""The shape of figures, of staffing options, and of what the timeline reads, as pydantic models."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from advisor.knowledge.ends import Ends
from advisor.knowledge.models import ConditionText, Dotted, Kebab, Model, Override, Snake, Source, Text, Who

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


class Premise(Model):
    """What must be true for a way to work, and when it is: neither true nor false where the answers leave it open."""

    says: Text
    when: ConditionText


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
    must_be_true: tuple[Premise, ...] = ()

    @model_validator(mode="after")
    def _two_and_those_who_are_here(self) -> StaffingOption:
        present = [crew.id for crew in self.crews if crew.comes == "present"]
        if len(self.crews) > 2 and not present:
            raise ValueError("besides the current team an option has at most two crews")
        if present and len(self.crews) > 1 and (present != [self.crews[-1].id] or self.owner == present[0]):
            raise ValueError("beside others the current team comes last and owns nothing")
        return self


class OwnCounts(Model):
    """How often something happened to the company itself, out of how many times."""

    happened: Dotted
    out_of: Dotted
    missed: bool = Field(False, description="`happened` counts how often it didn't happen.")


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


class WayOutTexts(Model):
    """One kind of way out in words, and who decides about it; for actions their own owners do too."""

    says: Text
    owner: Who | None = None


class WaysOutTexts(Model):
    """What is said where no option likely delivers by the need-by day.

    `FILLED` has the names in braces that each sentence may have.
    """

    FILLED: ClassVar[dict[str, frozenset[str]]] = {
        "none": frozenset({"day", "ways"}),
        "as_far_as_known": frozenset({"day", "ways"}),
        "work_unknown": frozenset({"day", "ways"}),
        "scope": frozenset({"day", "work"}),
        "date": frozenset({"later"}),
        "hands": frozenset({"day", "actions"}),
        "hands_likely": frozenset({"day", "actions"}),
        "hands_and_scope": frozenset({"day", "actions", "work"}),
        "scope_unknown": frozenset({"day", "work"}),
        "hands_and_scope_unknown": frozenset({"day", "actions", "work"}),
        "hands_and_date": frozenset({"later", "actions"}),
        "chance": frozenset({"option", "chance"}),
        "cost": frozenset({"cost"}),
        "starts": frozenset({"starts"}),
        "first": frozenset({"actions"}),
        "decide": frozenset({"who", "decide"}),
        "decide_today": frozenset({"who"}),
    }

    none: Text = Field(description="No option likely delivers by the day.")
    as_far_as_known: Text = Field(description="None whose chance is known does; others aren't known.")
    work_unknown: Text = Field(description="No one can tell, since the work left isn't known.")
    work_unknown_when: ConditionText | None = Field(None, description="Where that's told; always, if left out.")
    work_unknown_unless: ConditionText | None = Field(None, description="Where that's not told, if this surely holds.")
    scope: WayOutTexts
    date: WayOutTexts
    hands: WayOutTexts
    hands_likely: WayOutTexts = Field(description="As `hands`, where that makes it likely and no more.")
    hands_and_scope: WayOutTexts
    hands_and_date: WayOutTexts
    scope_unknown: WayOutTexts = Field(description="As `scope`, where no one knows how much is left.")
    hands_and_scope_unknown: WayOutTexts = Field(description="As `hands_and_scope`, where no one knows that.")
    chance: Text
    cost: Text
    starts: Text = Field(description="From when actions count.")
    first: Text = Field(description="What must come before them.")
    decide: Text
    decide_today: Text

    @model_validator(mode="after")
    def _fillable(self) -> WaysOutTexts:
        for name, filled in self.FILLED.items():
            part = getattr(self, name)
            text = part.says if isinstance(part, WayOutTexts) else part
            named = set(re.findall(r"{([^{}]*)}", text))
            if not named <= filled:
                raise ValueError(f"`{name}` may name {', '.join(f'{{{n}}}' for n in sorted(filled))}, nothing else")
        return self


class Instead(Model):
    """A figure that stands in for another one in a circumstance."""

    id: Kebab | None = Field(None, description="By which a later pack changes it, or adds others beside it.")
    of: Kebab
    take: Kebab
    when: ConditionText
    longer: bool = Field(False, description="It takes longer, so it counts only where the circumstance is known.")


class WaitModel(Model):
    """Where what is left waits for somebody else, no amount of work tells the day on which it is delivered."""

    when: ConditionText
    on: Dotted = Field(description="The question that names what it waits for.")
    says: Text = Field(description="Said in place of a day or a chance, as a clause.")


class TimelineFile(Override):
    """rules/timeline.yaml: which answers the timeline reads, by their role."""

    id: Literal["timeline"] = "timeline"
    stands: Dotted
    signed_when: ConditionText | None = Field(None, description="Someone has signed, no matter what `stands` says.")
    unopened_when: ConditionText | None = Field(None, description="There's no role yet, so its clock starts now.")
    starts_on: Dotted
    need_by: Dotted
    milestone: Dotted | None = Field(None, description="The question that gives a name to what must ship.")
    no_need_by: ConditionText
    runway: tuple[Dotted, ...] = Field(
        (), description="Questions on how many months the money lasts; a portfolio ranks by the least of them."
    )
    work_left: Dotted
    waits: WaitModel | None = Field(None, description="Where what's left waits for someone else; never, if left out.")
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
        (), description="Days for which contractors are here; the first that's known counts."
    )
    instead: tuple[Instead, ...] = Field(
        (), description="Figures that stand in for others in circumstances; the first that holds counts."
    )
    own: dict[Kebab, Dotted] = {}
    own_counts: dict[Kebab, OwnCounts] = {}
    break_even: BreakEvenFigures | None = Field(None, description="How much work may be left; left out, it isn't told.")
    ways_out: WaysOutTexts | None = Field(
        None, description="What is said where no option likely makes the day; left out, no ways out are looked for."
    )
