"""The brief for the board as Markdown: one page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.language.shown import day_text, money, short_day
from advisor.report.chart import chance_words
from advisor.report.kit.board import MISSING, UNCONFIRMED, board_facts, voice
from advisor.report.layout import escaped
from advisor.report.papers import gates_markdown, law_lines
from advisor.report.staffing import assumptions
from advisor.report.told import Told
from advisor.report.ways_out import ways_out_markdown
from advisor.report.work_left import delivery_waits_for, need_by_day, not_known, ships, start_waits_for
from advisor.staffing.company_timeline import CompanyTimeline

if TYPE_CHECKING:
    from advisor.knowledge.kit.file import KitFile
    from advisor.report.kit.board import Board


def board_brief(told: Told, kit: KitFile) -> Iterator[str]:
    """One page: the decision asked for, its cost, what happens without it, the review, the options."""
    facts, say = board_facts(told), voice(told)
    yield from (f"# {escaped(told.case.id)}: staffing for the AI work, {day_text(told.case.as_of)}", "")
    yield from _decision(facts)
    yield from ("", "## What it costs", "", escaped(facts.cost))
    yield from _unchanged(facts)
    if told.assessment.ways_out is not None:
        yield from ("", "## The deadline", *map(say, ways_out_markdown(told)))
    if facts.moves:
        yield from ("", "## What we do first", "")
        for number, entry in enumerate(facts.moves, start=1):
            by = f"{told.knowledge.person_short(entry.owner)}, by {short_day(told.case.as_of, entry.due)}"
            yield f"{number}. {escaped(say(entry.short))} ({by})"
    if told.assessment.gates:
        yield from ("", "## What has to be signed", *map(say, gates_markdown(told)))
    yield from ("", "## Next review", "", escaped(facts.review))
    if told.timeline is not None:
        yield from ("", "## The options", "")
        for text in facts.numbers:
            yield from (escaped(text), "")
        yield from map(say, _options(told, told.timeline))
    for law in law_lines(told):
        yield from ("", escaped(say(law)))


def _decision(facts: Board) -> Iterator[str]:
    yield from ("## The decision we ask for", "")
    if facts.decision:
        yield from (f"**{escaped(facts.decision)}.**", "")
    if facts.model:
        yield f"{escaped(facts.model)} ({'firm' if facts.firm else 'leaning'}). {escaped(facts.because)}".rstrip()
        yield from ("", escaped(facts.hangs_on)) if facts.hangs_on else ()
        yield from () if facts.firm else ("", MISSING)
    for text in facts.lines:
        yield from ("", escaped(text))


def _unchanged(facts: Board) -> Iterator[str]:
    """What happens without a decision."""
    yield from ("", "## If nothing changes", "")
    if facts.chance:
        yield from (escaped(facts.chance), "")
    yield from (f"- **{escaped(title)}.** {escaped(why)}" for title, why in facts.wrong)
    if not facts.wrong and not facts.chance:
        yield UNCONFIRMED
    if facts.chain:
        yield from ("", "One leads to the next:", "")
        yield from (f"{number}. {escaped(step)}" for number, step in enumerate(facts.chain, start=1))


def _options(told: Told, company_timeline: CompanyTimeline) -> Iterator[str]:
    """The ways of staffing as a table; a cell says what it waits for where a number is not known."""
    day = need_by_day(told)
    by = "" if day is None else f" by {day_text(day)}"
    yield from (
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
