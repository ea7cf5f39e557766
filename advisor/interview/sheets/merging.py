"""A filled-in sheet taken into a case: nothing is overwritten, different values stand beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from advisor.cases.answers import Answer, Claim, Differ, DontKnow
from advisor.cases.case import Case

ALREADY = "interview"  # who gave the answers that stand in the case


@dataclass(frozen=True)
class MergedSheet:
    """The joined case; which answers are new, which differ, which were there already."""

    case: Case
    new: tuple[str, ...]
    differ: tuple[str, ...]
    same: tuple[str, ...]


def merge(case: Case, answers: Mapping[str, Answer], by: str) -> MergedSheet:
    """The case with the answers of `by`; where the case says something else, both stand."""
    joined = dict(case.answers)
    new, differ, same = [], [], []
    for question_id, answer in answers.items():
        before = joined.get(question_id)
        if before is None or (isinstance(before.said, DontKnow) and not isinstance(answer.said, DontKnow)):
            joined[question_id] = Answer(answer.said, _notes(before, answer))
            new.append(question_id)
        elif isinstance(answer.said, DontKnow) or _says(before, answer, by):
            joined[question_id] = replace(before, note=_notes(before, answer))
            same.append(question_id)
        else:
            joined[question_id] = Answer(_both(before, answer, by), _notes(before, answer))
            differ.append(question_id)
    return MergedSheet(replace(case, answers=joined), tuple(new), tuple(differ), tuple(same))


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


def _notes(before: Answer | None, answer: Answer) -> str | None:
    notes = [note for note in (before.note if before else None, answer.note) if note]
    return "\n".join(dict.fromkeys(notes)) or None
