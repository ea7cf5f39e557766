"""The kit: what a team needs to act on the result, as Markdown files. All of its text comes from the packs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from advisor.cases.answers import Exactly, Partly, Range
from advisor.inference.compiled.program import LateCondition
from advisor.inference.compiled.sentences import read_sentence
from advisor.planning.plan import steps_of
from advisor.report.chart import chance_words
from advisor.report.layout import escaped
from advisor.report.staffing import assumptions
from advisor.report.story import for_others, steps
from advisor.report.told import Told
from advisor.report.ways_out import ways_out_markdown
from advisor.report.work_left import chosen_ships_if, delivery_waits_for, need_by_day, not_known, ships, start_waits_for
from advisor.result.wording import Wording, day_text
from advisor.staffing.company_timeline import CompanyTimeline

if TYPE_CHECKING:
    from advisor.knowledge.planmodels import Exercise, KitFile, Profile


def kit_files(told: Told) -> dict[str, str]:
    """The files of the kit by name; empty where the packs have none."""
    entry = told.knowledge.kit
    if entry is None:
        return {}
    kit, wording = entry.model, told.wording
    profiles = [p for p in kit.profiles if _holds(told, told.program.late.profiles[p.id])]
    exercises = [e for e in kit.exercises if _holds(told, told.program.late.exercises[e.id])] or list(kit.exercises)
    hiring = {
        "role-card.md": _role_card(profiles, wording),
        "interview-plan.md": _interview(kit, exercises[0], wording),
    }
    files = {
        **(hiring if _hires(told, kit) else {}),
        "day-one.md": _day_one(told, kit),
        "board-brief.md": _board(told, kit, wording),
        "plan.md": _plan(told, wording),
    }
    return {name: "\n".join(lines).rstrip() + "\n" for name, lines in files.items()}


def _hires(told: Told, kit: KitFile) -> bool:
    """Whether somebody is hired, or will be under what is recommended."""
    model, late = told.assessment.model, told.program.late.lines.get("hiring")
    under = not kit.hiring_under or model is None or model.model in kit.hiring_under
    return under or (late is not None and _holds(told, late))


def _holds(told: Told, late: LateCondition) -> bool:
    return late.truth(told.assessment.decided_in.shown) == 1


def _role_card(profiles: Sequence[Profile], wording: Wording) -> Iterator[str]:
    yield "# Role card"
    if not profiles:
        yield from (
            "",
            "What the work needs is not known yet. Name the next thing that users must be able to use.",
        )
        return
    first = profiles[0]
    yield from (
        "",
        f"**{escaped(first.title)}**",
        "",
        f"First deliverable: {escaped(wording.plain(first.deliverable))}",
        "",
    )
    yield from ("## Must have", "", *(f"- {escaped(line)}" for line in first.must_haves))
    yield from ("", "## Leave out", "", *(f"- {escaped(line)}" for line in first.leave_out))
    if profiles[1:]:
        others = ", ".join(escaped(p.title) for p in profiles[1:])
        yield from (
            "",
            f"The work also needs: {others}. That is another post or another person's week, not a longer list.",
        )


def _interview(kit: KitFile, exercise: Exercise, wording: Wording) -> Iterator[str]:
    yield from ("# Interview plan", "", "| step | minutes | what it is for |", "| --- | ---: | --- |")
    for step in kit.interview:
        yield f"| {escaped(step.step)} | {step.minutes} | {escaped(step.purpose)} |"
    for text in (kit.decider, kit.deadline):
        if text is not None:
            yield from ("", escaped(text))
    yield from (
        "",
        f"## The exercise: {escaped(exercise.title)} ({exercise.minutes} minutes)",
        "",
        escaped(wording.plain(exercise.brief)),
    )
    yield from ("", "Good signs:", "", *(f"- {escaped(sign)}" for sign in exercise.good_signs))
    yield from ("", "## Scorecard", "", "| look for | poor | good | seen |", "| --- | --- | --- | --- |")
    for line in kit.scorecard:
        yield f"| {escaped(line.look_for)} | {escaped(line.poor)} | {escaped(line.good)} | |"


def _day_one(told: Told, kit: KitFile) -> Iterator[str]:
    """The checklist, with what the company said is there ticked off."""
    given = told.assessment.assessed.standing.answers.get(kit.day_one_question or "")
    there = set(given.has) if isinstance(given, Partly) else set[str]()
    if isinstance(given, Exactly) and isinstance(given.value, tuple):
        there = set(given.value)
    yield from ("# The first day", "")
    for line in kit.day_one:
        yield f"- [{'x' if line.option in there else ' '}] {escaped(line.line)}"


def _board(told: Told, kit: KitFile, wording: Wording) -> Iterator[str]:
    """One page: the date, the model, the options, the decision asked; nothing about a single person."""
    case, model, company_timeline = told.case, told.assessment.model, told.timeline
    yield from (f"# {escaped(case.id)}: staffing for the AI work, {day_text(case.as_of)}", "")
    given = told.assessment.assessed.standing.answers
    for i, line in enumerate(kit.board.lines):
        claims = told.program.late.lines.get(str(i))
        says = line if isinstance(line, str) else line.says
        asked = read_sentence(says, told.program.vocabulary).questions
        known = all(isinstance(given.get(question), (Exactly, Range, Partly)) for question in asked)
        if known and (claims is None or claims.truth(told.assessment.decided_in.shown) == 1):
            yield from (escaped(wording.plain(says)), "")
    if told.assessment.ways_out is not None:
        yield from ("## The date", *ways_out_markdown(told))
    shown = [f for f in told.assessment.found if not f.person and not f.compound][:3]
    if shown:
        yield from ("", "## What is in the way", "", *(f"- {escaped(f.title)}" for f in shown))
    if for_others(told):
        yield from ("", "One leads to the next:", "")
        yield from (f"{number}. {escaped(step)}" for number, step in enumerate(steps(told), start=1))
    if model is not None:
        sure = "firm" if model.firm else "leaning, some answers are missing"
        title = escaped(told.knowledge.model_title(model.model))
        yield from (
            "",
            "## What we propose",
            "",
            f"{title} ({sure}). {escaped(model.because)}",
        )
        hangs_on = chosen_ships_if(told)
        if hangs_on is not None:
            yield from ("", escaped(hangs_on))
    if company_timeline is not None:
        yield from _options(told, company_timeline)


def _options(told: Told, company_timeline: CompanyTimeline) -> Iterator[str]:
    """The ways of staffing as a table; a cell says what it waits for where a number is not known."""
    day = need_by_day(told)
    by = "" if day is None else f" by {day_text(day)}"
    yield from (
        "",
        f"| way | productive, likely to safe | delivered{by} | cost a month |",
        "| --- | --- | --- | --- |",
    )
    for option, timeline in company_timeline.options.items():
        title = escaped(told.knowledge.options[option].model.title)
        missing = start_waits_for(told, option)
        if option in company_timeline.barred:
            yield f"| {title} | not possible | | |"
        elif timeline is None or missing:
            unknown = not_known(told, missing or company_timeline.waits_for[option])
            yield f"| {title} | {escaped(unknown)} | | |"
        else:
            start = f"{_weeks(timeline.productive.likely)} to {_weeks(timeline.productive.safe)}"
            ship = ships(told, option)
            if ship is None and timeline.delivered is not None and timeline.delivered.by_need is not None:
                ship = chance_words(timeline.delivered.by_need)
            elif ship is None:
                ship = not_known(told, delivery_waits_for(told, option))
            cost = (
                "not known"
                if timeline.cost_per_month is None or company_timeline.currency is None
                else f"{timeline.cost_per_month:,.0f} {company_timeline.currency.upper()}"
            )
            yield f"| {title} | {start} | {escaped(ship)} | {cost} |"
    yield from ("", "Weeks from today; figures that stand in for our own numbers are marked in the full report.")
    if assumptions(told):
        yield from ("", escaped(assumptions(told)))


def _weeks(weeks: float | None) -> str:
    return "later" if weeks is None else f"{weeks:.0f}"


def _plan(told: Told, wording: Wording) -> Iterator[str]:
    """The plan by 30, 60 and 90 days."""
    plan = told.assessment.plan
    yield "# Plan"
    if plan is None:
        return
    as_of = told.case.as_of
    for low, high in ((0, 30), (30, 60), (60, 3_650)):
        entries = [e for e in plan.entries if low <= (e.due - as_of).days < high]
        if not entries:
            continue
        yield from ("", f"## {'After 60 days' if low == 60 else f'By day {high}'}")
        for entry in entries:
            owner = told.knowledge.person_short(entry.owner)
            yield from (
                "",
                f"### {escaped(entry.title)}",
                "",
                f"{owner}, {day_text(entry.start)} to {day_text(entry.due)}",
                "",
            )
            if entry.because is not None:
                yield from (f"Why this day: {escaped(wording.plain(entry.because))}.", "")
            for number, step in enumerate(steps_of(entry, told.knowledge), start=1):
                yield f"{number}. {escaped(wording.plain(step))}"
