"""What was not taken into account, as one sentence: answers whose questions don't apply, words beside the options."""

from __future__ import annotations

from advisor.cases.answers import Differ
from advisor.language.shown import small
from advisor.report.told import Told
from advisor.result.wording import given_text


def not_taken(told: Told) -> str:
    """`Not counted: ... (doesn't apply because ...)`; empty where every answer counted."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for each in told.assessment.not_applied:
        groups.setdefault(each.because, []).append(_short(told, each.id))
    parts = []
    for because, shorts in groups.items():
        how = "doesn't apply" if len(shorts) == 1 else "don't apply"
        why = "; ".join(f"{_short(told, question)}: {_answer(told, question)}" for question in because)
        parts.append(f"{', '.join(shorts)} ({how} because of {why})")
    parts += [
        f'{_short(told, question)}: "{answer.other}" (in your words)'
        for question, answer in told.case.answers.items()
        if answer.other is not None
    ]
    return f"Not counted: {'; '.join(parts)}." if parts else ""


def _short(told: Told, question: str) -> str:
    short = told.program.question(question).short
    return small(short)


def _answer(told: Told, question: str) -> str:
    answer = told.case.answers.get(question)
    if answer is None:
        return "not answered"
    if isinstance(answer.said, Differ):
        return "disputed"
    return given_text(answer.said, told.knowledge.labels(question))
