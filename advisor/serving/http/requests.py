"""What each request takes. The published schemas are made from these."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

CaseData = Annotated[
    dict[str, Any],
    Field(description='A case as a file holds it: {"case": NAME, "as_of": DAY, "answers": {QUESTION: ANSWER}}.'),
]
Lenient = Annotated[
    bool,
    Field(
        description="Read labels, amounts in words and days in words, too; what isn't understood is left out and told."
    ),
]
StateData = Annotated[dict[str, Any], Field(description="The state that the last answer held.")]
WithData = Annotated[bool, Field(description="Add the whole structure as `data`.")]
Detail = Annotated[bool, Field(description="Add ids, decimals and sources.")]


class Body(BaseModel):
    """Nothing unknown is let through."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class OnCase(Body):
    """What is about one case."""

    case: CaseData
    lenient: Lenient = False


class Assess(OnCase):
    """A case to assess."""

    form: Annotated[
        Literal["brief", "full", "text"], Field(description="The short result, the published JSON, or the text page.")
    ] = "brief"


class Page(OnCase):
    """A case whose result is wanted as a page."""


class Ahead(OnCase):
    """A case to which more answers are wanted."""

    most: Annotated[int, Field(ge=1, le=40, description="How many questions.")] = 12


class Explain(OnCase):
    """What to explain."""

    way: Annotated[Literal["how", "why_not", "above", "sensitivity"], Field(description="What is asked.")] = "how"
    subject: Annotated[
        str | None, Field(max_length=200, description="A finding's number or id, `model`, or an action's id.")
    ] = None
    other: Annotated[str | None, Field(max_length=200, description="For `above`: the second step.")] = None
    detail: Detail = False
    data: WithData = False


class Levers(OnCase):
    """A goal to reach."""

    goal: Annotated[
        str | None,
        Field(max_length=200, description="A problem, a staffing option, another-model, or a chance such as 80%."),
    ] = None
    detail: Detail = False
    data: WithData = False


class WhatIf(OnCase):
    """Other answers."""

    changes: Annotated[dict[str, Any], Field(description="Question id to the other answer; null leaves one out.")]
    detail: Detail = False
    data: WithData = False


class Compare(Body):
    """Two days of one company."""

    before: CaseData
    after: CaseData
    lenient: Lenient = False
    detail: Detail = False
    data: WithData = False


class Portfolio(Body):
    """Several companies."""

    cases: Annotated[list[Any], Field(min_length=1, max_length=100, description="Cases, each with its own name.")]
    lenient: Lenient = False
    most: Annotated[int, Field(ge=1, le=25, description="How many companies to tell about.")] = 5


class Start(Body):
    """A new interview."""

    case: Annotated[str, Field(max_length=200, description="The company's name.")] = "company"
    as_of: Annotated[str | None, Field(max_length=20, description="The day of the answers; today if left out.")] = None


class OnState(Body):
    """An interview as it stands."""

    state: StateData


class Answer(OnState):
    """An answer to record."""

    question: Annotated[str, Field(max_length=100, description="The question's id.")]
    value: Annotated[Any, Field(description="The answer, as in a case or in words; null takes it back.")]
