"""A filled-in sheet taken into a case: nothing is overwritten, different values stand beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from advisor.cases.answers import Answer, Claim, Differ, DontKnow, Given, joined
from advisor.cases.case import Case
from advisor.knowledge.pack import Knowledge

ANSWERED = "answered"  # under `meta`: who gave which answers of a sheet, and when
ALREADY = "interview"  # who gave the answers that stand in the case


@dataclass(frozen=True)
class MergedSheet:
    """The joined case; which answers are new, which differ, which were there already."""

    case: Case
    new: tuple[str, ...]
    differ: tuple[str, ...]
    same: tuple[str, ...]


def merge(case: Case, answers: Mapping[str, Answer], by: str, knowledge: Knowledge) -> MergedSheet:
    """The case with the answers of `by`; where the case says something else, both stand.

    What two people know of one list is put together; they differ only where one has what the other lacks.
    """
    merged = dict(case.answers)
    new: list[str] = []
    differ: list[str] = []
    same: list[str] = []
    for question_id, answer in answers.items():
        before = merged.get(question_id)
        together = _together(knowledge, question_id, before, answer)
        if before is None or (isinstance(before.said, DontKnow) and not isinstance(answer.said, DontKnow)):
            merged[question_id] = _made(answer.said, before, answer)
            new.append(question_id)
        elif together is not None:
            (same if together == before.said else new).append(question_id)
            merged[question_id] = _made(together, before, answer)
        elif isinstance(answer.said, DontKnow) or _says(before, answer, by):
            merged[question_id] = _made(before.said, before, answer)
            same.append(question_id)
        else:
            merged[question_id] = _made(_both(before, answer, by), before, answer)
            differ.append(question_id)
    return MergedSheet(replace(case, answers=merged), tuple(new), tuple(differ), tuple(same))


def with_who_and_when(merged: MergedSheet, by: str, on: date) -> Case:
    """The joined case, which says under `meta` who gave each answer of the sheet, and on which day.

    Of one person's answers to one question the newest counts.
    """
    before = merged.case.meta.get(ANSWERED)
    told = dict(before) if isinstance(before, Mapping) else {}
    for question in (*merged.new, *merged.differ, *merged.same):
        said = [each for each in _listed(told.get(question)) if each.get("by") != by]
        told[question] = [*said, {"by": by, "on": on.isoformat()}]
    return replace(merged.case, meta={**merged.case.meta, ANSWERED: told})


def _listed(raw: Any) -> list[Mapping[str, Any]]:
    return [each for each in raw if isinstance(each, Mapping)] if isinstance(raw, list) else []


def _together(knowledge: Knowledge, question_id: str, before: Answer | None, answer: Answer) -> Given | None:
    """Both answers as one, where they are to a list and do not exclude each other."""
    if before is None or isinstance(before.said, Differ) or isinstance(answer.said, Differ):
        return None
    return joined(knowledge.questions[question_id].model, [before.said, answer.said])


def _says(before: Answer, answer: Answer, by: str) -> bool:
    """Whether the case has this answer already."""
    if isinstance(before.said, Differ):
        return any(claim.given == answer.said and claim.by == by for claim in before.said.claims)
    return before.said == answer.said


def _both(before: Answer, answer: Answer, by: str) -> Differ:
    """All claims; a newer one of the same person counts in place of the older."""
    claims = list(before.said.claims) if isinstance(before.said, Differ) else [Claim(before.said, ALREADY)]
    assert not isinstance(answer.said, Differ)
    return Differ((*(claim for claim in claims if claim.by != by), Claim(answer.said, by)))


def _made(said: Given | Differ, before: Answer | None, answer: Answer) -> Answer:
    """What was said, with the notes of both and what both said beside the options."""
    notes = [note for note in (before.note if before else None, answer.note) if note]
    others = [other for other in (before.other if before else None, answer.other) if other]
    return Answer(said, "\n".join(dict.fromkeys(notes)) or None, "\n".join(dict.fromkeys(others)) or None)
