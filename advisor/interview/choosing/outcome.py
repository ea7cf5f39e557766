"""What a set of answers comes to, and how two sets differ: statuses, signs, the staffing model, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.inference.assessor import CaseInference
from advisor.inference.certainty import Status
from advisor.inference.compiled.program import Program
from advisor.staffing.decision import first_true

Kind = str
KINDS: Mapping[Kind, str] = {
    "model": "staffing",
    "found": "found",
    "likely": "likely",
    "weaker": "only likely",
    "cleared": "no longer",
    "absent": "no sign",
    "sign": "speaks for",
    "against": "speaks against",
    "reopened": "open again",
}


@dataclass(frozen=True)
class DiagnosisOutcome:
    """One diagnosis: its status and the ends of its certainty."""

    status: Status
    low: int
    high: int


@dataclass(frozen=True)
class Outcome:
    """What a set of answers comes to; the model is None where there is no table."""

    diagnoses: Mapping[str, DiagnosisOutcome]
    model: str | None


@dataclass(frozen=True)
class OutcomeDifference:
    """One thing that differs: its kind (a key of KINDS) and the diagnosis or model that it is about."""

    kind: Kind
    about: str


def outcome_of(program: Program, assessed: CaseInference) -> Outcome:
    """The outcome of an assessed case; the model is that of the first reading."""
    found = {
        diagnosis_id: DiagnosisOutcome(t.status, t.shown.low, t.shown.high)
        for diagnosis_id, t in assessed.together.items()
    }
    table = program.knowledge.table
    row = first_true(program, table.model.rows, assessed.inferences[0].shown) if table is not None else None
    return Outcome(found, row.model if row is not None else None)


def differences(program: Program, before: Outcome, after: Outcome) -> tuple[OutcomeDifference, ...]:
    """What the second outcome has otherwise, the weightiest first."""
    found = []
    if before.model != after.model and after.model is not None:
        found.append(OutcomeDifference("model", after.model))
    for diagnosis_id, now in after.diagnoses.items():
        kind = _kind(before.diagnoses[diagnosis_id], now)
        if kind is not None:
            found.append(OutcomeDifference(kind, diagnosis_id))
    order = list(KINDS)
    impact = {diagnosis_id: diagnosis.model.impact for diagnosis_id, diagnosis in program.diagnoses.items()}
    return tuple(sorted(found, key=lambda d: (order.index(d.kind), -impact.get(d.about, 9))))


def _kind(before: DiagnosisOutcome, now: DiagnosisOutcome) -> Kind | None:
    if before.status.band != now.status.band:
        if now.status is Status.CONFIRMED:
            return "found"
        if now.status is Status.SUSPECTED:
            return "weaker" if before.status is Status.CONFIRMED else "likely"
        if before.status in (Status.CONFIRMED, Status.SUSPECTED):
            return "cleared"
        return "absent" if now.status.band == "absent" else "reopened"
    if now.status.band == "absent":
        return None
    if now.low > before.low:
        return "sign"
    return "against" if now.high < before.high or now.low < before.low else None


def in_words(program: Program, found: Sequence[OutcomeDifference], most: int = 3) -> str:
    """Differences as a line: `likely: The present team ...; staffing: Split`; empty where there are none."""
    parts: list[str] = []
    last = ""
    for difference in found[:most]:
        word = KINDS[difference.kind]
        name = model_name(program, difference.about) if difference.kind == "model" else title(program, difference.about)
        parts.append(name if word == last else f"{word}: {name}")
        last = word
    more = len(found) - most
    return "; ".join(parts) + (f" (+{more})" if more > 0 else "")


def title(program: Program, diagnosis: str) -> str:
    """The title of a diagnosis."""
    return program.diagnoses[diagnosis].model.title


def model_name(program: Program, model: str) -> str:
    """The name of a staffing model, short."""
    return program.knowledge.model_title(model, short=True)
