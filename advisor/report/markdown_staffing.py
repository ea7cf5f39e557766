"""The staffing option, the plan and what to ask first as Markdown: what the text says with a picture, as tables."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.language.shown import short_day
from advisor.report.kit.measures import in_words
from advisor.report.layout import escaped
from advisor.report.staffing import SHOWN, assumptions, what_it_does
from advisor.report.told import Told
from advisor.report.words import changes_text, flips_if, seller_note, value_text
from advisor.report.work_left import chosen_ships_if, need_by_day
from advisor.result.sources import source_text


def first_moves(told: Told) -> Iterator[str]:
    """The first three entries of the plan, none of which is owed to others, with who, how long and by when."""
    plan = told.assessment.plan
    first = [entry for entry in plan.entries[:SHOWN] if entry.kind != "duty"] if plan is not None else []
    if not first:
        return
    yield from ("", "## First", "")
    for number, entry in enumerate(first, start=1):
        effort, by = told.knowledge.effort_of(entry.effort_days), short_day(told.case.as_of, entry.due)
        does = what_it_does(told, entry, {}, told.wording)
        yield f"{number}. **{escaped(entry.short)}** ({told.who(entry.owner)}, {effort}, by {by})"
        if entry.how:
            yield f"   {escaped(' '.join(entry.how))}"
        if does:
            yield f"   {escaped(does)}."


def ask_first(told: Told) -> Iterator[str]:
    """What to ask before anything else."""
    if told.assessment.ask_first:
        yield from ("", "## Ask first", "")
    for asked in told.assessment.ask_first:
        question = told.program.question(asked.question)
        yield f"- {told.who(question.who)}: {escaped(question.ask)} ({changes_text(asked)})"


def staffing(told: Told) -> Iterator[str]:
    """The option with its reason, all of them as a table, what would change it, and what the numbers rest on."""
    model = told.assessment.model
    if model is not None:
        label = f" ({model.label})" if model.label else ""
        now = ", as now" if model.keep else ""
        title = escaped(f"{told.knowledge.model_title(model.model)}{label}{now}")
        hangs_on = chosen_ships_if(told)
        yield from (
            "",
            "## Staffing",
            "",
            f"**{title}** ({'firm' if model.firm else 'leaning'}). {escaped(model.because)}",
        )
        yield from ("", escaped(hangs_on)) if hangs_on is not None else ()
    if told.timeline is not None and told.timeline.options:
        yield from _options(told)
    if model is not None and model.rivals:
        yield from ("", "What would change it:", "")
        for rival in model.rivals:
            title = told.knowledge.model_title(rival.model, short=True)
            yield f"- {escaped(f'{title}, {flips_if(told, rival)}.')}"
    if model is not None and told.timeline is not None:
        yield from ("", escaped(seller_note(told, model)))
        yield from _figures(told)


def _options(told: Told) -> Iterator[str]:
    timeline, day = told.timeline, need_by_day(told)
    assert timeline is not None
    by = "" if day is None else f" by {short_day(told.case.as_of, day)}"
    yield from ("", f"| option | productive | ships | chance{by} | cost per month |", "| --- | --- | --- | --- | --- |")
    for option in timeline.options:
        cells = [in_words(told, option, measure) for measure in ("productive", "ships", "chance", "cost")]
        title = told.knowledge.options[option].model.title
        yield f"| {' | '.join(map(escaped, (title, *cells)))} |"
    if assumptions(told):
        yield from ("", escaped(assumptions(told)))


def _figures(told: Told) -> Iterator[str]:
    """Figures of ours that fill in for the company's own."""
    timeline = told.timeline
    guesses = [leaned for leaned in timeline.leaned_on if not leaned.own] if timeline is not None else []
    if guesses:
        yield from ("", "| figure of ours | low, likely, high | grade | source |", "| --- | --- | --- | --- |")
    for leaned in guesses:
        figure = told.knowledge.figures[leaned.id].model
        cells = (figure.title, f"{value_text(leaned)} {figure.unit}", figure.grade, source_text(figure.source))
        yield f"| {' | '.join(map(escaped, cells))} |"
