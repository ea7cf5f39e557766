"""Short parts of a report that several of its views say in the same words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.cases.answers import Differ, DontKnow
from advisor.inference.certainty import Status
from advisor.inference.compiled.sentences import listed
from advisor.language.shown import counted, small
from advisor.planning.asking import AskFirst
from advisor.report.told import Told
from advisor.result.findings import Finding
from advisor.result.staffing import ShownRival, StaffingModel
from advisor.result.wording import STATUS_WORDS, given_text
from advisor.staffing.figures import LeanedOn

_PARTS = {"headline": "the headline", "model": "the staffing option", "first": "the first step"}


def answered_text(told: Told) -> str:
    """`21 answered, 5 don't know`: how many answers of the case count."""
    dropped = {each.id for each in told.assessment.not_applied}
    counted_answers = [answer.said for question, answer in told.case.answers.items() if question not in dropped]
    unsure = sum(isinstance(said, DontKnow) for said in counted_answers)
    differ = sum(isinstance(said, Differ) for said in counted_answers)
    parts = [f"{len(counted_answers) - unsure} answered"]
    parts += [f"{unsure} don't know"] if unsure else []
    parts += [f"{differ} disputed"] if differ else []
    return ", ".join(parts)


def signs_text(finding: Finding) -> str:
    """`2 of 3 signs`, or how many are there and how many could still come."""
    true = sum(sign.value == "true" for sign in finding.signs)
    unanswered = sum(sign.value == "open" for sign in finding.signs)
    if unanswered and not finding.settled:
        return f"{counted(true, 'sign')}, {unanswered} not known yet"
    return f"{true} of {counted(len(finding.signs), 'sign')}"


def only_if_text(told: Told, resolution: Mapping[str, Any]) -> str:
    """In which resolution of disputed answers a finding holds, as a sentence."""
    shorts = [told.program.question(q).short for q in resolution["left_out"]]
    shorts += [f"{told.program.question(q).short} (as {by} says)" for q, by in resolution["taken"].items()]
    word = STATUS_WORDS[Status(resolution["status"])].capitalize()
    return f"{word} only if this answer is the wrong one: {'; '.join(shorts)}."


def changes_text(asked: AskFirst) -> str:
    """What an answer to a question that is asked first could change."""
    if asked.settles:
        return "settles a conflict"
    return f"could change {listed([_PARTS[part] for part in asked.could_change])}"


def flips_if(told: Told, rival: ShownRival) -> str:
    """In which case another staffing option wins, as a clause that begins with `if`."""
    if rival.figure is not None:
        return f"if our guess is off: {small(told.knowledge.figures[rival.figure].model.title)}"
    text = rival.wins_if.rstrip(".")
    return f"if {text}" if not text.lower().startswith("if ") else text


def seller_note(told: Told, model: StaffingModel) -> str:
    """What the advice owes to sellers, and what it would be without their figures."""
    table = told.knowledge.table
    assert table is not None
    note = table.model.seller_note
    if model.without_sellers is None:
        return note
    if model.without_sellers == model.model:
        return f"{note} Without the vendors' figures it's the same."
    return f"{note} Without the vendors' figures it would be: {told.knowledge.model_title(model.without_sellers)}."


def value_text(leaned: LeanedOn) -> str:
    """A figure as it was used: one number, or low / mode / high."""
    low, mode, high = leaned.ends
    return f"{mode:g}" if low == high else f"{low:g} / {mode:g} / {high:g}"


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
