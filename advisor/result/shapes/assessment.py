"""A published assessment as plain data; written by `python -m tools.shapes`."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict

from advisor.result.shapes.parts import (
    CauseData,
    DueData,
    GateData,
    LawReadData,
    LookedAtData,
    PresumptionData,
    SourceData,
    StaffingData,
    StoryData,
    WaysOutData,
)


class NotAppliedData(TypedDict):
    """An answer that was not taken into account, because of the answers to the questions named."""

    id: str
    because: list[str]


class OtherData(TypedDict):
    """What was said beside a question's options, which is not taken into account."""

    id: str
    says: str


class PackUsedData(TypedDict):
    """A pack that was applied."""

    name: str
    version: str
    sha256: str
    overrides: int


class ReadingData(TypedDict):
    """A reading of contradictory answers in which a diagnosis is found or likely."""

    left_out: list[str]
    taken: dict[str, str]
    status: str


class EvidenceData(TypedDict):
    """One sign; `certainty` is what it lends, `says` is null where it is open."""

    id: str
    value: Literal["true", "false", "open"]
    certainty: float
    says: str | None
    answers: dict[str, Any]
    presumed: list[str]
    source: list[SourceData]


# One diagnosis; `certainty` is the interval from what is known to what could still come, `certain` the same
# without presumptions, and with what could still rule it out.
DiagnosisData = TypedDict(
    "DiagnosisData",
    {
        "id": str,
        "title": str,
        "status": Literal["confirmed", "suspected", "open", "no-sign", "ruled-out"],
        "certainty": list[float],
        "certain": list[float],
        "settled": bool,
        "as_far_as_you_know": bool,
        "impact": int,
        "due": "DueData | None",
        "assuming": list[str],
        "ruled_out_by": list[str],
        "if": list[ReadingData],
        "evidence": list[EvidenceData],
        "could_tell": list[str],
        "pack": str,
    },
)


class ContradictionData(TypedDict):
    """Answers that cannot all be true."""

    id: str
    says: str
    answers: list[str]
    settle: str
    settle_question: str


class OpenQuestionData(TypedDict):
    """A question that could still change a status or the model; it bears on diagnoses and on `model`."""

    id: str
    ask: str
    who: str
    unsure: bool
    bears_on: list[str]


class PlaceData(TypedDict):
    """Why a fix stands where it does: it mends the earliest broken step, begins the model, treats what the
    headline tells or another cause than those before it, or gains most.
    """

    why: Literal["earliest", "begins", "headline", "cause", "gain"]
    diagnosis: str | None
    step: int | None
    share: float | None


# One entry of the plan: `title` says what to do and how, `short` is the title alone, `how` what stands behind
# it. `priority` is null for what is not ranked, `because` says why a check is on its day.
PlanEntryData = TypedDict(
    "PlanEntryData",
    {
        "id": str,
        "title": str,
        "short": str,
        "how": list[str],
        "kind": Literal["fix", "gate", "dated", "look-up", "duty", "check", "upkeep"],
        "owner": str,
        "start": str,
        "due": str,
        "effort_days": float,
        "priority": "float | None",
        "risk_removed": float,
        "weeks_gained": float,
        "settled": bool,
        "because": "str | None",
        "for": list[str],
        "after": list[str],
        "steps": list[str],
        "place": "PlaceData | None",
    },
)


class AskFirstData(TypedDict):
    """A question to ask before anything else, and what an answer could change."""

    id: str
    could_change: list[Literal["headline", "model", "first"]]
    settles: bool


class AssumptionData(TypedDict):
    """A figure that stands in for a number of the company: low, mode, high."""

    figure: str
    value: list[float]
    unit: str
    grade: Literal["A", "B", "C", "D"]
    source: str


class RunData(TypedDict):
    """What may differ from machine to machine."""

    advisor: str
    engine: str
    python: str


class AssessmentData(TypedDict):
    """The whole result for one case."""

    schema: Literal[1]
    case: str
    as_of: str
    answers: dict[str, Any]
    not_applied: list[NotAppliedData]
    other: list[OtherData]
    packs: list[PackUsedData]
    headline: str
    causes: list[CauseData]
    story: StoryData | None
    looked_at: LookedAtData
    diagnoses: list[DiagnosisData]
    contradictions: list[ContradictionData]
    open_questions: list[OpenQuestionData]
    staffing: StaffingData | None
    ways_out: WaysOutData | None
    gates: list[GateData]
    plan: list[PlanEntryData] | None
    ask_first: list[AskFirstData]
    law: LawReadData | None
    assumptions: list[AssumptionData]
    presumptions: list[PresumptionData]
    run: RunData
