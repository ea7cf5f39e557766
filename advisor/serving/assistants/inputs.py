"""What each tool takes. The published input schemas are made from these."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Answers = Annotated[
    dict[str, Any],
    Field(
        description="Question id to answer. An answer is an option's id or label, yes/no, a number or a text with a "
        'unit ("9 weeks"), a range {"from": 4, "to": 6}, a day ("2027-01-17", "in 8 weeks"), a list of options ending '
        'in "..." if there may be more, or "unsure". With its evidence: {"value": 6, "quote": "six rounds"}. null '
        "takes an answer back."
    ),
]
CaseGiven = Annotated[
    dict[str, Any] | None,
    Field(description='The whole case, if you keep it yourself: {"case": NAME, "as_of": DAY, "answers": {...}}.'),
]
Session = Annotated[str | None, Field(max_length=100, description="The handle that an earlier result gave you.")]


class Input(BaseModel):
    """Nothing unknown is let through."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class OnCase(Input):
    """What is about one case: a session, or the case itself."""

    session: Session = None
    case: CaseGiven = None


class Assess(OnCase):
    """Read answers, then give the result."""

    answers: Answers = {}
    as_of: Annotated[
        str | None, Field(max_length=60, description="The day of the answers, as 2026-11-22. Today if left out.")
    ] = None
    company: Annotated[str | None, Field(max_length=200, description="A name for the case.")] = None
    form: Annotated[
        Literal["brief", "text", "full"],
        Field(description="brief: under 4 kB, for most uses. text: the report as a person reads it. full: all data."),
    ] = "brief"


class Questions(OnCase):
    """Look up questions."""

    most: Annotated[int, Field(ge=1, le=40, description="How many questions.")] = 12
    catalogue: Annotated[
        int | None,
        Field(ge=1, le=20, description="A page of all questions, one line each: id, what it's about, what it takes."),
    ] = None
    ids: Annotated[list[str] | None, Field(max_length=40, description="These questions, with options and help.")] = None
    section: Annotated[str | None, Field(max_length=100, description="All questions of one section.")] = None
    find: Annotated[
        str | None, Field(max_length=500, description="Questions that these words are about, such as runway deadline.")
    ] = None


class NextQuestion(OnCase):
    """The next question of the interview."""

    ask_person: Annotated[
        bool,
        Field(description="Show the person a form with this question, if your client can; their answer is recorded."),
    ] = False


class AnswerOne(OnCase):
    """One answer."""

    question: Annotated[str, Field(max_length=100, description="The question's id.")]
    value: Annotated[Any, Field(description='The answer, as in `assess`; "unsure" is fair, null takes it back.')]
    quote: Annotated[
        str | None, Field(max_length=1500, description="The person's own words that this answer rests on.")
    ] = None


class Explain(OnCase):
    """Why."""

    way: Annotated[
        Literal["how", "why_not", "above", "levers", "sensitivity"],
        Field(
            description="how/why_not: why `subject` came out, or didn't. above: why plan step `subject` ranks above "
            "`other`. levers: the smallest changes that clear `subject`, or reach a chance such as 80%. sensitivity: "
            "which answers and figures to double-check."
        ),
    ] = "how"
    subject: Annotated[
        str | None,
        Field(max_length=200, description="A finding's number or id, `model` for the staffing option, an action's id."),
    ] = None
    other: Annotated[str | None, Field(max_length=200, description="The second step, for `above`.")] = None
    detail: Annotated[bool, Field(description="Add ids, decimals and sources.")] = False


class WhatIf(OnCase):
    """Other answers."""

    changes: Answers


class Compare(Input):
    """Two days of one company."""

    before: Annotated[dict[str, Any] | str, Field(description="The earlier case, or a session's handle.")]
    after: Annotated[dict[str, Any] | str, Field(description="The later case, or a session's handle.")]


class Portfolio(Input):
    """Several companies."""

    cases: Annotated[
        list[dict[str, Any] | str],
        Field(min_length=1, max_length=100, description="Cases, each with its own name, or sessions' handles."),
    ]
    most: Annotated[int, Field(ge=1, le=25, description="How many companies to tell about.")] = 5
