"""The shape of a diagnosis, as pydantic models: its signs, what mends them, and what it brings about."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from advisor.knowledge.models import Certainty, ConditionText, Kebab, Lifecycle, Model, Override, Source, Status, Text
from advisor.knowledge.planmodels import Due, Fix


class Level(Model):
    """One strength of a sign."""

    when: ConditionText
    certainty: Certainty
    due: Due | None = Field(None, description="Where this is so, in place of the diagnosis' own.")


class Evidence(Model):
    """One sign: a condition (or several levels, strongest first) and the certainty that it lends."""

    id: Kebab
    when: ConditionText | None = None
    certainty: Certainty | None = None
    levels: tuple[Level, ...] = ()
    due: Due | None = Field(None, description="Where this sign is there, in place of the diagnosis' own.")
    says: Text
    otherwise: Text | None = None
    source: tuple[Source, ...] = ()
    why: Text | None = Field(None, description="Why the sign has this certainty.")
    fix: Fix | None = Field(None, description="What fixes this sign.")
    treated_by: tuple[Kebab, ...] = Field((), description="The actions and fixes that treat it, where it has none.")


class Unless(Model):
    """What rules a diagnosis out whatever its signs."""

    when: ConditionText
    says: Text


class Link(Model):
    """What a diagnosis brings about: another diagnosis, in words that complete `because ...`."""

    id: Kebab
    says: Text
    when: ConditionText | None = Field(None, description="The link holds only where this is true.")


class StepWhen(Model):
    """Another step of the work where something is so."""

    when: ConditionText
    step: Annotated[int, Field(ge=0, le=7)]


class Example(Model):
    """A small case and the status that it must have."""

    name: Text
    given: dict[str, object]
    expect: Status
    near_miss: bool = False


class Diagnosis(Override):
    """rules/diagnoses/<id>.yaml: one thing that can be wrong."""

    id: Kebab
    title: Text
    headline: Text | None = Field(None, description="One line for the top of the report, placeholders allowed.")
    headline_claims: ConditionText | None = Field(
        None, description="What the headline asserts; where it isn't true, the title stands in."
    )
    as_root: Text | None = Field(
        None, description="As the cause of another finding, after a colon: `the job description asks for six skills`."
    )
    impact: Annotated[int, Field(ge=1, le=5)]
    step: Annotated[int, Field(ge=0, le=7)] = Field(
        7, description="The step of the work that it breaks, the earliest 0; the plan fixes the earliest first."
    )
    step_when: StepWhen | None = None
    due: Due | None = Field(None, description="Until when it has to be right.")
    lifecycle: Lifecycle = "stable"
    why: Text
    source: tuple[Source, ...] = ()
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    confirms_with: tuple[tuple[str, ...], ...] = ()
    unless: tuple[Unless, ...] = ()
    leads_to: tuple[Link, ...] = ()
    examples: tuple[Example, ...] = ()
    person: bool = Field(False, description="About a person's load: never in a brief for others.")
    was: tuple[Kebab, ...] = ()
