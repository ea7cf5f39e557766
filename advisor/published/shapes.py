"""The shapes of published data, for type checkers and for the JSON Schemas, which are made of them.

Days are ISO texts (`2026-11-30`), chances and certainties lie between 0 and 1, `owner` and `who` are ids of people.
`schema` is the version of a shape: it rises when a field goes or changes its meaning, not when one is added.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from advisor.interview.shapes import QuestionData

Share = Annotated[float, Field(ge=0, le=1)]
Sure = Literal["firm", "leaning", "none"]
Status = Literal["confirmed", "suspected", "open", "no-sign", "ruled-out"]
Pair = Annotated[list[Share], Field(min_length=2, max_length=2)]
Asked = Literal["how", "why-not", "what-if", "levers", "above", "sensitivity", "comparison"]


# ---- the brief -------------------------------------------------------------------------------------------


class BriefRival(TypedDict):
    """Another staffing model that could still win, and in which case."""

    id: str
    title: str
    says: str


class BriefModel(TypedDict):
    """The staffing model. `change` is null where the rules don't say what the company does now, `chance` that of
    delivering by the day, null where it isn't known or no day was named.
    """

    id: str
    title: str
    sure: Literal["firm", "leaning"]
    change: Literal["keep", "move"] | None
    chance: Share | None
    flips_to: list[BriefRival]


class BriefWay(TypedDict):
    """One way out of a date at risk: its chance of shipping by the day, who decides, and by when."""

    says: str
    chance: Share
    owners: list[str]
    decide_by: str


class BriefDate(TypedDict):
    """The day by which something must ship, where it is at risk, and the ways out."""

    need_by: str
    says: str
    ways: list[BriefWay]


class BriefStep(TypedDict):
    """One entry of the plan. `settled`: it stands there whatever isn't known yet."""

    id: str
    title: str
    owner: str
    start: str
    due: str
    effort_days: float
    settled: bool


class BriefGate(TypedDict):
    """Access to take away now or to keep closed, until something is done."""

    id: str
    title: str
    owner: str
    take_away: list[str]
    keep_closed: list[str]
    until: str


class BriefQuestion(TypedDict):
    """A question to ask before anything else, who knows, and what an answer could change."""

    id: str
    ask: str
    who: str
    could_change: list[Literal["headline", "model", "first"]]
    settles: bool


class KeyDay(TypedDict):
    """A day to keep in mind: the first decision, the first step done, the day to ship by."""

    day: str
    what: Literal["decide_by", "first_due", "need_by"]


class BriefData(TypedDict):
    """A result in under 4 kB: what's wrong, the staffing model, the first moves, what to ask.

    `verdict` is `wrong` or `likely` by the headline, `good` where enough was looked at and nothing is wrong, `so_far`
    where too little is known. `confirmed` and `likely` are ids of findings, worst first; `conflicts` the questions
    that settle answers that can't all be true. `left_out` names the parts that were cut to keep it short.
    """

    schema: Literal[1]
    case: str
    as_of: str
    verdict: Literal["wrong", "likely", "good", "so_far"]
    headline: str
    model: BriefModel | None
    date: BriefDate | None
    first: list[BriefStep]
    gates: list[BriefGate]
    ask_first: list[BriefQuestion]
    key_days: list[KeyDay]
    confirmed: list[str]
    likely: list[str]
    conflicts: list[str]
    open_questions: int
    left_out: list[str]


# ---- explanations ----------------------------------------------------------------------------------------


class LineData(TypedDict):
    """One line of an explanation; deeper lines say what the line above them rests on."""

    depth: int
    says: str


class ExplanationData(TypedDict):
    """An explanation in words, in under 20 kB.

    `subject` is what was asked about, as it was asked. `otherwise`: it was asked the wrong way round (how, of
    something that isn't so). `left_out` counts the lines that were cut, the deepest first.
    """

    schema: Literal[1]
    case: str
    as_of: str
    asked: Asked
    subject: str | None
    otherwise: bool
    lines: list[LineData]
    left_out: int


class SupposedData(TypedDict):
    """One answer imagined, in words: as it is (null: none was given) and as it would be (null: left out)."""

    question: str
    short: str
    before: str | None
    after: str | None


class FindingChange(TypedDict):
    """A finding whose status or certainty differs; certainties are [low, high]."""

    id: str
    title: str
    way: Literal["resolved", "new", "worse", "better", "changed"]
    before: Status
    after: Status
    certainty_before: Pair
    certainty_after: Pair


class ModelChanged(TypedDict):
    """The staffing model, where it or how sure it is differs; null where the rules have none."""

    before: str | None
    after: str | None
    sure_before: Sure
    sure_after: Sure


class Titled(TypedDict):
    """Something with an id and its title."""

    id: str
    title: str


class FirstChanged(TypedDict):
    """The title of the plan's first entry, before and after; null for an empty plan."""

    before: str | None
    after: str | None


class PlanChanged(TypedDict):
    """Entries that came and went, the first entry where that differs, and whether what stayed changed its order."""

    added: list[Titled]
    removed: list[Titled]
    first: FirstChanged | None
    reordered: bool


class NumberChange(TypedDict):
    """A number of a staffing option that differs, by its place in the assessment; null where it isn't known."""

    option: str
    number: str
    before: Any
    after: Any


class ChangesData(TypedDict):
    """Everything that differs between two results; lists are empty and parts null where nothing does."""

    diagnoses: list[FindingChange]
    model: ModelChanged | None
    plan: PlanChanged | None
    options: list[NumberChange]


class WhatIfData(ExplanationData):
    """What other answers would change; `contradicts` says which answers these would contradict."""

    supposed: list[SupposedData]
    changes: ChangesData
    contradicts: list[str]


class ComparisonData(ExplanationData):
    """What happened between two assessments of one company. `case` and `as_of` are those of the later one.

    `answers` changed; `stale` are ids of questions whose answer is old enough to ask again; `done` and `not_done`
    entries of the first plan by whether what they should change is so now; `other_case` is the second case's name
    where it is another company's.
    """

    since: str
    answers: list[SupposedData]
    changes: ChangesData
    stale: list[str]
    done: list[Titled]
    not_done: list[Titled]
    other_case: bool


# ---- questions and problems ------------------------------------------------------------------------------


class SectionData(TypedDict):
    """A section of the questionnaire."""

    id: str
    title: str
    questions: list[QuestionData]


class QuestionnaireData(TypedDict):
    """Every question by section, in the order in which they are asked; `packs` are the rules that ask them."""

    schema: Literal[1]
    packs: list[str]
    sections: list[SectionData]


class ProblemData(TypedDict):
    """One fault: where it stands (`answers.role.stage`), a code that is stable, what is wrong, and the way out."""

    path: str
    code: str
    message: str
    suggestion: str | None
    line: int | None
    column: int | None
    file: str | None


class ProblemsData(TypedDict):
    """Every fault found in what was given; `code` is that of the first."""

    schema: Literal[1]
    code: str
    problems: list[ProblemData]
