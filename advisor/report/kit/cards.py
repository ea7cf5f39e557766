"""The pages about candidates and about the first day: role card, interview plan, checklist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.cases.answers import Exactly, Partly
from advisor.report.kit.guarded import true_ones
from advisor.report.layout import escaped
from advisor.report.told import Told

if TYPE_CHECKING:
    from advisor.knowledge.kit.cards import Criterion, Exercise
    from advisor.knowledge.kit.file import KitFile


def role_card(told: Told, kit: KitFile) -> Iterator[str]:
    """What to ask of a candidate, and what not."""
    profiles = [p for p in kit.profiles if _holds(told, "profiles", p.id)]
    yield "# Role card"
    if not profiles:
        yield from (
            "",
            "We don't know yet what the work needs. Name the next milestone.",
        )
        return
    first = profiles[0]
    yield from (
        "",
        f"**{escaped(first.title)}**",
        "",
        f"First deliverable: {escaped(told.wording.plain(first.deliverable))}",
        "",
    )
    yield from ("## Must have", "", *(f"- {escaped(line)}" for line in first.must_haves))
    yield from ("", "## Leave out", "", *(f"- {escaped(line)}" for line in first.leave_out))
    if profiles[1:]:
        others = ", ".join(escaped(p.title) for p in profiles[1:])
        yield from (
            "",
            f"The work also needs: {others}. Give that to another role or person; don't make this list longer.",
        )


def interview_plan(told: Told, kit: KitFile) -> Iterator[str]:
    """The steps, every exercise that fits the work with its rubric, and the scorecard."""
    yield from ("# Interview plan", "", "| step | minutes | what it's for |", "| --- | ---: | --- |")
    for step in kit.interview:
        yield f"| {escaped(step.step)} | {step.minutes} | {escaped(step.purpose)} |"
    for text in (kit.decider, kit.deadline, *true_ones(told, kit.pace, ("pace",))):
        if text is not None:
            yield from ("", escaped(text))
    yield from ("", "## Exercises")
    fitting = _fitting(told, kit)
    for text in (kit.fitting_note if fitting else kit.default_note, kit.exercises_note):
        if text is not None:
            yield from ("", escaped(text))
    for exercise in fitting or [e for e in kit.exercises if e.by_default]:
        yield from _exercise(exercise)
    yield from _scorecard(kit)


def _fitting(told: Told, kit: KitFile) -> list[Exercise]:
    """Those that are known to fit the work."""
    fitting = [e for e in kit.exercises if _holds(told, "exercises", e.id)]
    replaced = {other for e in fitting for other in e.instead_of}
    return [e for e in fitting if e.id not in replaced]


def _exercise(exercise: Exercise) -> Iterator[str]:
    yield from ("", f"### {escaped(exercise.title)} ({exercise.minutes} minutes)", "", escaped(exercise.brief), "")
    for level in ("poor", "fair", "good"):
        yield f"- **{level}**"
        yield from (f"  - {escaped(sign)}" for sign in getattr(exercise.rubric, level))


def _scorecard(kit: KitFile) -> Iterator[str]:
    yield from ("", "## Scorecard", "")
    if kit.scorecard_note is not None:
        yield from (escaped(kit.scorecard_note), "")
    yield from ("| look for | poor | fair | good | seen |", "| --- | --- | --- | --- | --- |")
    for line in kit.scorecard:
        yield f"| {_levels(line)} | |"


def _levels(line: Criterion) -> str:
    return " | ".join(escaped(text) for text in (line.look_for, line.poor, line.fair, line.good))


def day_one(told: Told, kit: KitFile) -> Iterator[str]:
    """The checklist, with what the company said is there ticked off."""
    given = told.assessment.assessed.standing.answers.get(kit.day_one_question or "")
    there = set(given.has) if isinstance(given, Partly) else set[str]()
    if isinstance(given, Exactly) and isinstance(given.value, tuple):
        there = set(given.value)
    yield from ("# The first day", "")
    for line in kit.day_one:
        yield f"- [{'x' if line.option in there else ' '}] {escaped(line.line)}"


def _holds(told: Told, use: str, name: str) -> bool:
    late = told.program.late.profiles[name] if use == "profiles" else told.program.late.exercises[name]
    return late.truth(told.assessment.decided_in.shown) == 1
