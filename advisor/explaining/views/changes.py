"""Differences in words: what if, sensitivity, comparing over time, replay, two versions of the rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from advisor.explaining.differences.comparing import Comparison
from advisor.explaining.differences.difference import DiagnosisChange, Difference, OptionChange
from advisor.explaining.differences.replaying import Replay
from advisor.explaining.differences.versions import VersionsDiffer
from advisor.explaining.differences.what_if import WhatIf
from advisor.explaining.search.sensitivity import Sensitivity
from advisor.explaining.views.lines import Line, Names, either, quoted, status_words
from advisor.language.shown import counted, day_text

WAYS = (("resolved", "No longer"), ("new", "New"), ("worse", "Worse"), ("better", "Better"), ("changed", "Changed"))
NUMBERS = {
    "productive_weeks.p50": "weeks until productive, likely",
    "productive_weeks.p80": "weeks until productive, safely",
    "delivered_weeks.p50": "weeks until it ships, likely",
    "delivered_weeks.p80": "weeks until it ships, safely",
    "ownership_weeks": "weeks until an owner takes over",
    "chance_productive": "chance of being productive by the deadline",
    "chance_delivered": "chance of shipping by the deadline",
    "possible": "possible at all",
    "cost": "cost",
    "cost_per_month": "cost per month",
}
_STEPS = {"value": "if it were {}", "more": "with {} as well", "less": "without {}"}
SHOWN = 8


def what_if(explanation: WhatIf, names: Names) -> Iterator[Line]:
    """What would differ, and nothing else."""
    told = "; ".join(f"{s.short}: {s.after if s.after is not None else 'not answered'}" for s in explanation.supposed)
    yield Line(0, f"WHAT IF {told}")
    for supposed in explanation.supposed:
        yield Line(
            1, f"{supposed.question}, now {supposed.before if supposed.before is not None else 'not answered'}", True
        )
    for says in explanation.contradictions:
        yield Line(1, f"That contradicts another answer: {says}")
    yield from difference_lines(explanation.difference, names)


def difference_lines(found: Difference, names: Names, empty: str = "Nothing would change.") -> Iterator[Line]:
    """Everything that differs; `empty` is what is said where nothing does."""
    if not found:
        yield Line(1, empty)
        return
    if found.model is not None:
        model = found.model
        if model.before != model.after:
            yield Line(1, f"Staffing: {names(model.before)} -> {names(model.after)} ({model.sure[1]})")
        else:
            yield Line(1, f"Staffing stays {names(model.after)}: {model.sure[0]} -> {model.sure[1]}")
        if model.labels[0] != model.labels[1]:
            yield Line(2, f"{model.labels[0] or 'no label'} -> {model.labels[1] or 'no label'}", True)
    for presumed in found.presumptions:
        word = "Now assumed" if presumed.way == "made" else "No longer assumed"
        yield Line(1, f"{word}: {presumed.says}.")
    for way, word in WAYS:
        of_way = [c for c in found.diagnoses if c.way == way]
        for change in of_way:
            yield from _diagnosis(change, word)
    yield from _options(found.options, names)
    if found.plan is not None:
        plan = found.plan
        if plan.first is not None:
            yield Line(1, f"First action: {plan.first[0] or 'none'} -> {plan.first[1] or 'none'}")
        yield from (Line(1, f"Plan, new: {title}") for _, title in plan.added)
        yield from (Line(1, f"Plan, gone: {title}") for _, title in plan.removed)
        if plan.reordered and plan.first is None:
            yield Line(1, "Plan: same entries, new order.")


def _diagnosis(change: DiagnosisChange, word: str) -> Iterator[Line]:
    old, new = map(status_words, change.status)
    if change.flipped:
        yield Line(1, f"{word}: {change.title} ({old} -> {new})")
    else:
        sure = "more sure than before" if change.certainty[1] > change.certainty[0] else "less sure than before"
        yield Line(1, f"{word}: {change.title} ({new}, {sure})", change.way == "changed")
    (a, b), (c, d) = change.certainty
    yield Line(2, f"{change.id}: {a:.4f}-{b:.4f} -> {c:.4f}-{d:.4f}", True)


def _options(options: tuple[OptionChange, ...], names: Names) -> Iterator[Line]:
    for change in options:
        words = NUMBERS.get(change.number, change.number)
        detail = change.number.startswith("cost") or change.number.endswith("p80")
        yield Line(
            1,
            f"{names(change.option)}, {words}: {number_text(change.number, change.before)} -> "
            f"{number_text(change.number, change.after)}",
            detail,
        )


def number_text(name: str, value: Any) -> str:
    """A number of an option in words; `name` is its path in the JSON."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (
        f"{value * 100:.0f}%"
        if name.startswith("chance")
        else f"{value:g}"
        if isinstance(value, (int, float))
        else str(value)
    )


def sensitivity(explanation: Sensitivity, names: Names) -> Iterator[Line]:
    """What to double-check."""
    yield Line(0, "DOUBLE-CHECK these: one step off, and they change the staffing option or the first action.")
    if not explanation.found:
        yield Line(
            1,
            f"Nothing to double-check: we tried {counted(explanation.tried, 'single step')}, and none changes either.",
        )
        return
    ids = list(dict.fromkeys((s.kind, s.id) for s in explanation.found))
    for place, (kind, subject) in enumerate(ids):
        of_id = [s for s in explanation.found if (s.kind, s.id) == (kind, subject)]
        late = place >= SHOWN
        said = f"we assume {of_id[0].now}" if kind == "figure" else f"you said: {of_id[0].now}"
        yield Line(1, f"{of_id[0].short} ({said})", late)
        yield Line(2, subject, True)
        for how, model, first in dict.fromkeys((s.how, s.model, s.first) for s in of_id):
            steps = [quoted(s.step) for s in of_id if (s.how, s.model, s.first) == (how, model, first)]
            yield Line(2, f"{_STEPS[how].format(either(steps))}: {_came(model, first, names)}", late)
    if len(ids) > SHOWN:
        yield Line(1, f"{len(ids) - SHOWN} more (-v).")
    yield Line(1, f"{counted(explanation.tried, 'single step')} tried.", True)


def _came(model: tuple[str, str] | None, first: tuple[str | None, str | None] | None, names: Names) -> str:
    told = [f"the staffing option would be: {names(model[1])}"] if model is not None else []
    if first is not None:
        told.append(
            f'the plan would start with "{first[1]}"' if first[1] else "the plan would have nothing to start with"
        )
    return "; ".join(told)


def comparison(explanation: Comparison, names: Names) -> Iterator[Line]:
    """What happened between two days."""
    yield Line(0, f"{explanation.case.upper()}: {explanation.before} and {explanation.after}")
    if explanation.other_case is not None:
        yield Line(1, f"The second file is another case: {explanation.other_case}.")
    yield from difference_lines(explanation.difference, names, "The result is the same.")
    for number, answer in enumerate(explanation.answers):
        was = answer.before if answer.before is not None else "not answered"
        now = answer.after if answer.after is not None else "not answered"
        yield Line(1, f"Answer changed: {answer.short}: {was} -> {now}", number >= SHOWN)
        yield Line(2, answer.question, True)
    if len(explanation.answers) > SHOWN:
        yield Line(1, f"{len(explanation.answers) - SHOWN} more answers changed (-v).")
    yield from (Line(1, f"Done: {title}") for _, title in explanation.done)
    yield from (Line(1, f"Not done yet: {title}") for _, title in explanation.not_done)
    if explanation.stale:
        yield Line(
            1,
            f"{counted(len(explanation.stale), 'answer')} unchanged for {counted(explanation.days, 'day')}; ask again:",
        )
        for number, (question, short) in enumerate(explanation.stale):
            yield Line(2, short, number >= SHOWN)
            yield Line(3, question, True)


def replay(explanation: Replay) -> Iterator[Line]:
    """Whether the same came out."""
    day = day_text(date.fromisoformat(explanation.as_of))
    same = "same result, same rules." if explanation.clean else "this differs from what was saved."
    yield Line(0, f"{explanation.case.upper()}, {day}: {same}")
    for pack in explanation.packs:
        if pack.saved is None or pack.now is None:
            yield Line(1, f"Rules {pack.name}: {'not used then' if pack.saved is None else 'not used now'}")
        elif pack.same_version:
            yield Line(1, f"Rules {pack.name}: edited since, though both call themselves {pack.now}")
        else:
            yield Line(1, f"Rules {pack.name}: {pack.saved} -> {pack.now}")
    if explanation.versions is not None:
        yield Line(1, f"This program: {explanation.versions[0]} -> {explanation.versions[1]}")
    for number, found in enumerate(explanation.differs):
        yield Line(1, f"{found.path}: {_short(found.saved)} -> {_short(found.now)}", number >= SHOWN)
    if len(explanation.differs) > SHOWN:
        yield Line(1, f"{len(explanation.differs) - SHOWN} more places (-v).")
    if explanation.packs and not explanation.differs:
        yield Line(1, "The result itself is the same.")


def versions(explanation: VersionsDiffer, names: Names) -> Iterator[Line]:
    """Which cases differ between two versions of the rules."""
    flips = sum(c.flips for c in explanation.differing)
    yield Line(
        0,
        f"{explanation.old} -> {explanation.new}: of {counted(explanation.cases, 'case')} {flips} "
        f"{'changes' if flips == 1 else 'change'} a verdict, {len(explanation.differing) - flips} only the rest.",
    )
    for found in explanation.differing:
        yield Line(1, f"{found.case}:" if found.problem is None else f"{found.case}: {found.problem}")
        if found.difference is not None:
            yield from (
                Line(line.depth + 1, line.text, line.detail) for line in difference_lines(found.difference, names)
            )


def _short(value: Any) -> str:
    told = "nothing" if value is None else str(value)
    return told if len(told) <= 60 else told[:57] + "..."
