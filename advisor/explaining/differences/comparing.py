"""One company over time: what is resolved, new, worse or better, which answers changed or are stale, what was done."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from advisor.cases.answers import Answer, Differ
from advisor.explaining.context import Context
from advisor.explaining.differences.difference import Difference, difference
from advisor.explaining.tree import INTERNAL
from advisor.inference.compiled.sentences import listed
from advisor.inference.hypothetical import changed
from advisor.result.assessment import Assessment
from advisor.result.wording import given_text


@dataclass(frozen=True)
class AnswerDiffers:
    """One answer then and now; None where there is none."""

    question: str
    short: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Comparison:
    """What happened between two assessments of one company.

    `stale` are answers that stand unchanged for longer than the figure `stale-after`; `done` and `not_done` entries
    of the first plan by whether what they should change is so now.
    """

    case: str
    before: str
    after: str
    difference: Difference
    answers: tuple[AnswerDiffers, ...]
    stale: tuple[tuple[str, str], ...]
    done: tuple[tuple[str, str], ...]
    not_done: tuple[tuple[str, str], ...]
    other_case: str | None
    days: int = field(default=0)
    second: Assessment | None = field(default=None, metadata=INTERNAL)

    def __bool__(self) -> bool:
        return bool(self.difference or self.answers or self.stale or self.other_case)


def compare(before: Context, after: Context) -> Comparison:
    """What happened between two assessments, both by the rules of today."""
    old, new = before.case, after.case
    days = (new.as_of - old.as_of).days
    answers = tuple(
        AnswerDiffers(
            q,
            after.program.question(q).short,
            _told(before, q, old.answers.get(q)),
            _told(after, q, new.answers.get(q)),
        )
        for q in after.program.knowledge.questions
        if _said(old.answers.get(q)) != _said(new.answers.get(q))
    )
    same = [q for q in new.answers if q in old.answers and _said(old.answers[q]) == _said(new.answers[q])]
    stale = tuple((q, after.program.question(q).short) for q in same if days > _stale_after(after))
    done, not_done = _plan_done(before, after) if days > 0 or answers else ((), ())
    other = new.id if new.id != old.id else None
    return Comparison(
        old.id,
        before.assessment.as_of,
        after.assessment.as_of,
        difference(before.assessment, after.assessment),
        answers,
        stale,
        done,
        not_done,
        other,
        days,
        after.assessment,
    )


def _stale_after(context: Context) -> float:
    """Days; endless where the packs have no timeline and so need no such figure."""
    return context.figure("stale-after")[1] if context.recommender is not None else math.inf


def _plan_done(before: Context, after: Context) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """The first plan's fixes, by whether everything that they set out to change is now so."""
    plan = before.assessment.plan
    if plan is None or before.recommender is None:
        return (), ()
    now = after.planner().answers
    done: list[tuple[str, str]] = []
    not_done: list[tuple[str, str]] = []
    for entry in plan.entries:
        if entry.worth is None or not entry.worth.measured.imagined.answers:
            continue
        action = before.program.knowledge.actions[entry.id].model
        wanted = entry.worth.measured.imagined.answers
        left = [
            c
            for c in action.changes
            if c.question is not None
            and c.question in wanted
            and c.later_days is None
            and c.sooner_days is None
            and changed(now.get(c.question), c, before.program.question(c.question)) is not now.get(c.question)
        ]
        moved = [
            c
            for c in action.changes
            if c.question is not None
            and (c.later_days or c.sooner_days)
            and now.get(c.question) == before.planner().answers.get(c.question)
        ]
        (not_done if left or moved else done).append((entry.id, entry.short))
    return tuple(done), tuple(not_done)


def _said(answer: Answer | None) -> object:
    return None if answer is None else answer.said


def _told(context: Context, question: str, answer: Answer | None) -> str | None:
    if answer is None:
        return None
    labels = context.program.knowledge.labels(question)
    if isinstance(answer.said, Differ):
        return listed([f"{claim.by} says {given_text(claim.given, labels)}" for claim in answer.said.claims])
    return given_text(answer.said, labels)
