"""What an action speaks of must be there: by its words, by its changes, and by the conditions it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.inference.compiled.program import Program
from advisor.knowledge.planmodels import Action
from advisor.language.normal import AllOf, Normal, SignedAtom, SomeOf
from advisor.language.tree import Concluded, questions_of_atom
from testkit.coherence.looked_at import LookedAt


@dataclass(frozen=True)
class Subject:
    """Something that need not be there: the words for it, when it is, and what the questions about it begin with."""

    name: str
    words: str
    there: str
    about: tuple[str, ...]


SUBJECTS = (
    Subject(
        "contractors",
        r"\b(your|the) contractors?\b|\bthe (agency|vendor)\b",
        "contractors.state in [planned, now]",
        ("contractors.", "vendor."),
    ),
    Subject(
        "a role",
        r"\b(the|this) (role|search(?! over)|job description|interview loop)\b|\bcandidates?\b|\bthe must-haves\b"
        r"|\bfinalists?\b|\bnext final round\b|\bunder a role\b",
        "role.exists == open or role.open_days >= 0",
        ("role.", "jd.", "loop.", "sourcing.", "offers.", "research.", "cto.candidates_waiting"),
    ),
    Subject("a date", r"\bthe (deadline|date)\b(?! that)", "milestone.date_exists", ("milestone.", "delivery.")),
    Subject(
        "somebody who signed",
        r"\byour new hire\b|\bperson who signed\b",
        "role.exists == filled",
        ("role.", "offers."),
    ),
    Subject("seniors pulled off", r"\byour senior engineers\b", "team_load.seniors_pulled >= 1", ("team_load.",)),
    Subject("finalists passed on", r"\bfinalists you passed on\b", "loop.finalists_refused >= 1", ("loop.",)),
    Subject("people who left", r"\b(those who|one who) left\b", "team.left >= 1", ("team.",)),
)


def absent_subjects(result: LookedAt) -> Iterator[str]:
    """Actions about what certainly isn't there, or of which nothing was said."""
    for entry in result.plan.entries:
        if entry.kind == "check":
            continue
        inferred = result.before(entry)
        for subject in SUBJECTS:
            if _brings(result.advisor.knowledge.actions[entry.id].model, subject):
                continue
            spoken = [text for text in result.says(entry) if re.search(subject.words, text, re.IGNORECASE)]
            if not spoken:
                continue
            there = result.truth(subject.there, inferred)
            if there == -1 or (there == 0 and not any(map(result.is_said, subject.about))):
                yield f"{entry.id}: no {subject.name}: {spoken[0]}"


def unasked_subjects(program: Program) -> Iterator[str]:
    """Actions that speak of a subject, and that may be worth something where nothing was said about it.

    What an action is worth follows from the answers that it changes; only where it changes others, or cures, must its
    condition ask.
    """
    for name, entry in program.knowledge.actions.items():
        action, offered = entry.model, program.late.offered.get(name)
        for subject in SUBJECTS:
            texts = (action.title, action.shows or "")
            if _brings(action, subject) or not any(re.search(subject.words, text, re.IGNORECASE) for text in texts):
                continue
            changed = [change.question or "" for change in action.changes]
            earned = bool(changed) and not action.cures and all(each.startswith(subject.about) for each in changed)
            if not earned and (offered is None or not _asks(program, offered.condition.normal, subject)):
                yield f"{name}: nothing asks for {subject.name}"


def _brings(action: Action, subject: Subject) -> bool:
    """Whether it is by the action that the subject comes to be there."""
    question = subject.there.split(" ")[0]
    return any(change.question == question and change.set is not None for change in action.changes)


def _asks(program: Program, normal: Normal, subject: Subject) -> bool:
    """Whether a condition can hold only where something was said about the subject."""
    if isinstance(normal, SignedAtom):
        if isinstance(normal.atom, Concluded):
            return normal.positive and _needs(program, normal.atom.diagnosis, subject)
        questions = questions_of_atom(normal.atom)
        read = {*questions, *(gate for q in questions for gate in program.gate_reads.get(q, ()))}
        return any(question.startswith(subject.about) for question in read)
    asking = sum(_asks(program, part, subject) for part in normal.parts)
    if isinstance(normal, AllOf):
        return asking > 0
    return len(normal.parts) - asking < (normal.n if isinstance(normal, SomeOf) else 1)


def _needs(program: Program, diagnosis: str, subject: Subject) -> bool:
    """Whether no sign of a diagnosis holds where nothing was said about the subject."""
    compiled = program.diagnoses[diagnosis]
    conditions = program.strata[compiled.stratum].conditions
    return all(_asks(program, conditions[slot].normal, subject) for sign in compiled.signs for slot, _ in sign.levels)
