"""Every condition of a pack as its author wrote it: whose it is, where it stands, what it was compiled to.

Inference addresses conditions by slot. Whoever speaks of them to people (explanations, checks, tests of rules) needs
the way back from the slot to the text, and finds it here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from advisor.files.documents import Path
from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.program import CompiledDiagnosis, Program
from advisor.knowledge.diagnosismodels import Diagnosis, Evidence
from advisor.knowledge.late.texts import LateUse, late_conditions
from advisor.knowledge.pack import Entry

_LATE: Mapping[LateUse, str] = {
    "rows": "row",
    "keeps": "keeps",
    "offered": "action",
    "withheld": "not-action",
    "hows": "how",
    "profiles": "profile",
    "exercises": "exercise",
    "steps": "step",
    "links": "link",
    "headlines": "headline",
    "lines": "line",
    "ways": "ways-out",
}
Part = Literal["evidence", "unless", "contradiction", "gate", "late"]


@dataclass(frozen=True)
class Written:
    """One condition. `owner` is the id of the entry, `name` tells its conditions apart: `many-must-haves.1`,
    `unless.2`, or nothing where the entry has only one. `slot` is its number among those of its diagnosis, or of the
    last stratum.
    """

    part: Part
    owner: str
    name: str
    entry: Entry[Any]
    path: Path
    compiled: Compiled
    slot: int = 0

    @property
    def title(self) -> str:
        """Owner and name in one."""
        return f"{self.owner}: {self.name}" if self.name else self.owner


@dataclass(frozen=True)
class WrittenSign:
    """An evidence with its levels, strongest first, and their certainties in hundredths."""

    id: str
    index: int
    levels: tuple[Written, ...]
    certainties: tuple[int, ...]

    def name(self, level: int) -> str:
        """How `confirms_with` names a level: by the evidence alone, or by evidence and number."""
        return self.levels[level].name


def signs_of(program: Program, diagnosis: CompiledDiagnosis) -> tuple[WrittenSign, ...]:
    """The evidence of a diagnosis."""
    conditions = program.strata[diagnosis.stratum].conditions
    found = []
    for index, sign in enumerate(diagnosis.signs):
        places = [path for path, _, _ in levels_of(index, sign.model)]
        several = bool(sign.model.levels)
        levels = tuple(
            Written(
                "evidence",
                diagnosis.id,
                f"{sign.model.id}.{number}" if several else sign.model.id,
                diagnosis.entry,
                path,
                conditions[slot],
                slot - diagnosis.first_slot,
            )
            for number, (path, (slot, _)) in enumerate(zip(places, sign.levels), start=1)
        )
        found.append(WrittenSign(sign.model.id, index, levels, tuple(c for _, c in sign.levels)))
    return tuple(found)


def unless_of(program: Program, diagnosis: CompiledDiagnosis) -> tuple[Written, ...]:
    """What rules a diagnosis out."""
    conditions = program.strata[diagnosis.stratum].conditions
    return tuple(
        Written(
            "unless",
            diagnosis.id,
            f"unless.{i + 1}",
            diagnosis.entry,
            ("unless", i, "when"),
            conditions[slot],
            slot - diagnosis.first_slot,
        )
        for i, (slot, _) in enumerate(diagnosis.unless)
    )


def conditions_of_diagnosis(program: Program, diagnosis: CompiledDiagnosis) -> Iterator[Written]:
    """The conditions of a diagnosis in the order of their slots."""
    for sign in signs_of(program, diagnosis):
        yield from sign.levels
    yield from unless_of(program, diagnosis)


def every_condition(program: Program) -> Iterator[Written]:
    """All conditions: diagnoses, contradictions, gates, and those read after all diagnoses."""
    for diagnosis in program.diagnoses.values():
        yield from conditions_of_diagnosis(program, diagnosis)
    for contradiction in program.contradictions:
        yield Written("contradiction", contradiction.id, "", contradiction.entry, ("when",), contradiction.condition)
    for gate in program.gates:
        entry = program.knowledge.questions[gate.question]
        yield Written("gate", gate.question, "asked_when", entry, ("asked_when",), gate.condition)
    for text in late_conditions(program.knowledge):
        late = program.late.of(text.use)[text.owner]
        yield Written("late", text.owner, _LATE[text.use], text.entry, text.path, late.condition, late.slot)


# ---- before compiling ------------------------------------------------------------------------------------


def levels_of(index: int, evidence: Evidence) -> Iterable[tuple[Path, str, int]]:
    """The conditions of an evidence with their certainty in hundredths, strongest first."""
    if evidence.when is not None:
        yield ("evidence", index, "when"), evidence.when, evidence.certainty or 0
    for number, level in enumerate(evidence.levels):
        yield ("evidence", index, "levels", number, "when"), level.when, level.certainty


def conditions_of(diagnosis: Diagnosis) -> Iterable[tuple[Path, str]]:
    """Every condition of a diagnosis, with its place."""
    for index, evidence in enumerate(diagnosis.evidence):
        for path, text, _ in levels_of(index, evidence):
            yield path, text
    for index, unless in enumerate(diagnosis.unless):
        yield ("unless", index, "when"), unless.when
