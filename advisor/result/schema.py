"""The published schemas: of an assessment, of a case file, and of every kind of file in a pack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, Field

from advisor.knowledge.kinds import KINDS
from advisor.knowledge.models import PERSON, PackFile, Question, Source
from advisor.knowledge.pack import Knowledge
from advisor.knowledge.planmodels import ActionKind
from advisor.language.vocabulary import Kind
from advisor.result.papers.schema import DueShown, GateShown, LawReadShown
from advisor.result.staffing_schema import PresumptionShown, ShownPart, StaffingShown
from advisor.result.story.schema import CauseShown, LookedAtShown, StoryShown
from advisor.result.ways.schema import WaysOutShown

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Share = Field(ge=0, le=1)


class PackUsed(ShownPart):
    """A pack that was applied."""

    name: str
    version: str
    sha256: str
    overrides: int


class EvidenceShown(ShownPart):
    """One sign; `certainty` is what it lends, `says` is null where it is open."""

    id: str
    value: Literal["true", "false", "open"]
    certainty: float = Share
    says: str | None
    answers: dict[str, Any]
    presumed: list[str]
    source: list[Source]


class ReadingShown(ShownPart):
    """A reading of contradictory answers in which a diagnosis is found or likely."""

    left_out: list[str]
    taken: dict[str, str]
    status: str


class DiagnosisShown(ShownPart):
    """One diagnosis; `certainty` is the interval from what is known to what could still come, `certain` the same
    without presumptions, and with what could still rule it out.
    """

    id: str
    title: str
    status: Literal["confirmed", "suspected", "open", "no-sign", "ruled-out"]
    certainty: tuple[float, float]
    certain: tuple[float, float]
    settled: bool
    as_far_as_you_know: bool
    impact: int
    due: DueShown | None
    assuming: list[str]
    ruled_out_by: list[str]
    if_: list[ReadingShown] = Field(alias="if")
    evidence: list[EvidenceShown]
    could_tell: list[str]
    pack: str


class ContradictionShown(ShownPart):
    """Answers that cannot all be true."""

    id: str
    says: str
    answers: list[str]
    settle: str
    settle_question: str


class QuestionShown(ShownPart):
    """A question that could still change a status or the model; it bears on diagnoses and on `model`."""

    id: str
    ask: str
    who: str
    unsure: bool
    bears_on: list[str]


class NotAppliedShown(ShownPart):
    """An answer that was not taken into account, because of the answers to the questions named."""

    id: str
    because: list[str]


class OtherShown(ShownPart):
    """What was said beside a question's options, which is not taken into account."""

    id: str
    says: str


class PlaceShown(ShownPart):
    """Why a fix stands where it does: it mends the earliest broken step, begins the model, treats what the headline
    tells or another cause than those before it, or gains most.
    """

    why: Literal["earliest", "begins", "headline", "cause", "gain"]
    diagnosis: str | None
    step: int | None
    share: float | None


class PlanEntryShown(ShownPart):
    """One entry of the plan: `title` says what to do and how, `short` is the title alone, `how` what stands behind it.
    `priority` is null for what is not ranked, `because` says why a check is on its day.
    """

    id: str
    title: str
    short: str
    how: list[str]
    kind: ActionKind
    owner: str
    start: str
    due: str
    effort_days: float
    priority: float | None
    risk_removed: float
    weeks_gained: float
    settled: bool
    because: str | None
    for_: list[str] = Field(alias="for")
    after: list[str]
    steps: list[str]
    place: PlaceShown | None


class AskFirstShown(ShownPart):
    """A question to ask before anything else, and what an answer could change."""

    id: str
    could_change: list[Literal["headline", "model", "first"]]
    settles: bool


class AssumptionShown(ShownPart):
    """A figure that stands in for a number of the company: low, mode, high."""

    figure: str
    value: tuple[float, float, float]
    unit: str
    grade: Literal["A", "B", "C", "D"]
    source: str


class RunShown(ShownPart):
    """What may differ from machine to machine."""

    advisor: str
    engine: str
    python: str


class AssessmentShown(ShownPart):
    """The whole result for one case."""

    schema_: Literal[1] = Field(alias="schema")
    case: str
    as_of: str
    answers: dict[str, Any]
    not_applied: list[NotAppliedShown]
    other: list[OtherShown]
    packs: list[PackUsed]
    headline: str
    causes: list[CauseShown]
    story: StoryShown | None
    looked_at: LookedAtShown
    diagnoses: list[DiagnosisShown]
    contradictions: list[ContradictionShown]
    open_questions: list[QuestionShown]
    staffing: StaffingShown | None
    ways_out: WaysOutShown | None
    gates: list[GateShown]
    plan: list[PlanEntryShown] | None
    ask_first: list[AskFirstShown]
    law: LawReadShown | None
    assumptions: list[AssumptionShown]
    presumptions: list[PresumptionShown]
    run: RunShown


def schemas(knowledge: Knowledge) -> dict[str, dict[str, Any]]:
    """Every published schema by name; that of a case lists the questions of `knowledge`."""
    models: dict[str, type[BaseModel]] = {"assessment": AssessmentShown, "pack": PackFile}
    models.update({kind.schema: kind.file_model or kind.model for kind in KINDS.values()})
    made = {name: _with_people(_overriding(_schema(model, name)), knowledge) for name, model in models.items()}
    return {**made, "case": case_schema(knowledge)}


def _with_people(part: Any, knowledge: Knowledge) -> Any:
    """A schema in which those stand who may be named, wherever somebody is named."""
    if isinstance(part, list):
        return [_with_people(item, knowledge) for item in part]
    if not isinstance(part, dict):
        return part
    if part.get("format") == PERSON:
        rest = {key: value for key, value in part.items() if key != "format"}
        return {"enum": list(knowledge.people), **rest} if knowledge.people else rest
    return {key: _with_people(value, knowledge) for key, value in part.items()}


def _overriding(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema in which an entry that extends or removes another one names only what it changes."""
    parts = [schema, *schema.get("$defs", {}).values()]
    for part in parts:
        if {"extends", "off"} <= part.get("properties", {}).keys() and "required" in part:
            changes = {"anyOf": [{"required": ["extends"]}, {"required": ["off"]}]}
            # An entry in a file of its own is called like the file.
            named = {"required": ["id"]} if part is not schema and "id" in part["required"] else {}
            part.update({"if": changes, "then": named, "else": {"required": part.pop("required")}})
    return schema


def _schema(model: type[BaseModel], name: str) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True, mode="validation")
    return {"$schema": DRAFT, "$id": f"staffing-advisor:{name}", **schema}


def case_schema(knowledge: Knowledge) -> dict[str, Any]:
    """The schema of a case file for these questions."""
    answers = {
        question: {"description": entry.model.ask, "anyOf": [{"$ref": f"#/$defs/{question}"}, {"$ref": "#/$defs/said"}]}
        for question, entry in knowledge.questions.items()
    }
    former = {old: answers[question] for question, entry in knowledge.questions.items() for old in entry.model.was}
    return {
        "$schema": DRAFT,
        "$id": "staffing-advisor:case",
        "title": "Case",
        "type": "object",
        "required": ["case", "as_of"],
        "additionalProperties": False,
        "properties": {
            "case": {"type": ["string", "integer"], "description": "The company's name."},
            "as_of": {"type": "string", "format": "date", "description": "The day of the answers."},
            "pack": {"type": "string"},
            "answers": {"type": "object", "properties": {**former, **answers}, "additionalProperties": False},
            "set_aside": {"type": "object"},
            "expect": {"type": "object"},
            "meta": {"type": "object"},
        },
        "$defs": {
            "said": _said(knowledge),
            **{question: _value(entry.model) for question, entry in knowledge.questions.items()},
        },
    }


def _said(knowledge: Knowledge) -> dict[str, Any]:
    """An answer with more to it than a plain value."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **{key: {} for key in ("value", "from", "to")},
            "unsure": {"type": "boolean"},
            "ask": {"enum": list(knowledge.people)} if knowledge.people else {"type": "string"},
            **{key: {"type": "string"} for key in ("note", "other")},
            **{key: {"type": "array", "items": {"type": "string"}} for key in ("has", "lacks")},
            "differ": {"type": "array", "minItems": 2, "items": {"type": "object"}},
        },
    }


def _value(question: Question) -> dict[str, Any]:
    options = [option.id for option in question.options]
    if question.type.numeric:
        low, high = question.range or (None, None)
        bounds: Mapping[str, Any] = {"minimum": low, "maximum": high} if low is not None else {}
        return {"type": "integer" if question.type is Kind.WHOLE else "number", **bounds}
    shapes: dict[Kind, dict[str, Any]] = {
        Kind.YES_NO: {"enum": [True, False, "yes", "no"]},
        Kind.CHOICE: {"enum": options},
        Kind.CHOICES: {"type": "array", "items": {"enum": options}, "uniqueItems": True},
        Kind.DATE: {"type": "string", "format": "date"},
        Kind.TEXT: {"type": "string"},
    }
    return shapes[question.type]
