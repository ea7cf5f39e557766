"""The brief for the board: one page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.language.shown import day_text, money
from advisor.report.chart import chance_words
from advisor.report.kit.guarded import true_ones
from advisor.report.layout import escaped
from advisor.report.papers import gates_markdown, law_lines
from advisor.report.staffing import assumptions
from advisor.report.story import for_others, steps
from advisor.report.told import Told
from advisor.report.ways_out import ways_out_markdown
from advisor.report.work_left import chosen_ships_if, delivery_waits_for, need_by_day, not_known, ships, start_waits_for
from advisor.staffing.company_timeline import CompanyTimeline

if TYPE_CHECKING:
    from advisor.knowledge.kit.file import KitFile


def board_brief(told: Told, kit: KitFile) -> Iterator[str]:
    """One page: the date, the model, the options, the decision asked; nothing about a single person."""
    case, model, company_timeline = told.case, told.assessment.model, told.timeline
    yield from (f"# {escaped(case.id)}: staffing for the AI work, {day_text(case.as_of)}", "")
    for line in true_ones(told, kit.board.lines, ("board", "lines")):
        yield from (escaped(line), "")
    if told.assessment.ways_out is not None:
        yield from ("## The deadline", *ways_out_markdown(told))
    if told.assessment.gates:
        yield from ("", "## What has to be signed", *gates_markdown(told))
    shown = [f for f in told.assessment.found if not f.person and not f.compound][:3]
    if shown:
        yield from ("", "## What's in the way", "", *(f"- {escaped(f.title)}" for f in shown))
    if for_others(told):
        yield from ("", "One leads to the next:", "")
        yield from (f"{number}. {escaped(step)}" for number, step in enumerate(steps(told), start=1))
    if model is not None:
        sure = "firm" if model.firm else "leaning: some answers are missing"
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
    for law in law_lines(told):
        yield from ("", escaped(law))


def _options(told: Told, company_timeline: CompanyTimeline) -> Iterator[str]:
    """The ways of staffing as a table; a cell says what it waits for where a number is not known."""
    day = need_by_day(told)
    by = "" if day is None else f" by {day_text(day)}"
    yield from (
        "",
        f"| option | productive, likely to safe | ships{by} | cost per month |",
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
                else money(timeline.cost_per_month, company_timeline.currency)
            )
            yield f"| {title} | {start} | {escaped(ship)} | {cost} |"
    yield from ("", "Weeks from today. The full report marks the figures that fill in for our own numbers.")
    if assumptions(told):
        yield from ("", escaped(assumptions(told)))


def _weeks(weeks: float | None) -> str:
    return "later" if weeks is None else f"{weeks:.0f}"
