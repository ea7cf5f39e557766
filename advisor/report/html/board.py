"""The page for a board: the decision asked for, what it costs, what happens without it, and when to look again.

It says nothing about a single person's load, holds no note and nothing in somebody's own words. What is left out is
listed for the one who made the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from advisor.inference.compiled.sentences import read_sentence
from advisor.language.shown import counted, day_text, money, short_day
from advisor.report.chart import chance_words
from advisor.report.html.cards import Card, Move, card_of, measures_of, move_of
from advisor.report.html.paper import render
from advisor.report.html.picture import pictures
from advisor.report.kit.guarded import true_ones
from advisor.report.kit.measures import in_words
from advisor.report.papers import groups, law_lines
from advisor.report.staffing import assumptions
from advisor.report.story import for_others, steps
from advisor.report.told import Told
from advisor.report.work_left import chosen_ships_if, need_by_day
from advisor.result.findings import Finding

SHOWN = 3


@dataclass(frozen=True)
class BoardPage:
    """The page, and what it leaves out, a line each."""

    html: str
    left_out: tuple[str, ...]


def board_page(told: Told) -> BoardPage:
    """The page for outsiders as one file of HTML."""
    assessment, model = told.assessment, told.assessment.model
    kit = told.knowledge.kit
    html = render(
        "board.html",
        kind="board",
        title=f"{told.case.id}: board brief, {day_text(told.case.as_of)}",
        case=told.case.id,
        day=day_text(told.case.as_of),
        rules=told.rules,
        model=None if model is None else told.knowledge.model_title(model.model),
        firm=model is not None and model.firm,
        because=model.because if model is not None and _may_be_told(told) else "",
        lead=[] if kit is None else list(true_ones(told, kit.model.board.lines, ("board", "lines"))),
        hangs_on=chosen_ships_if(told),
        cost=_cost(told),
        chance=_chance(told),
        wrong=[(finding.title, told.wording.plain(finding.why)) for finding in _wrong(told)[:SHOWN]],
        chain=steps(told) if for_others(told) else [],
        ways_says="" if assessment.ways_out is None else assessment.ways_out.says,
        cards=_cards(told),
        moves=list(_moves(told)),
        gates=list(groups(told)),
        pictures=pictures(told),
        measures=measures_of(told),
        assumptions=assumptions(told),
        review=_review(told),
        law=list(law_lines(told)),
    )
    return BoardPage(html, tuple(_left_out(told)))


def _wrong(told: Told) -> list[Finding]:
    """What is confirmed and is about no single person."""
    return [finding for finding in told.assessment.found if not finding.person and not finding.compound]


def _may_be_told(told: Told) -> bool:
    """Whether the reason for the staffing option prints no answer that never leaves the case's own report."""
    decision = told.assessment.decision
    if decision is None:
        return False
    sentence = read_sentence(told.knowledge.row(decision.row).because, told.program.vocabulary)
    return not any(told.program.question(question).confidential for question in sentence.questions)


def _cards(told: Told) -> list[Card]:
    found = told.assessment.ways_out
    return [] if found is None else [card_of(told, way) for way in found.ways]


def _moves(told: Told) -> Iterator[Move]:
    """The first moves, but for those that are about a person's load."""
    plan = told.assessment.plan
    for entry in plan.entries[:SHOWN] if plan is not None else ():
        if entry.kind != "duty" and not _about_a_person(told, entry.for_diagnoses):
            move = move_of(told, entry, {})
            yield replace(move, steps=(), does=move.does if not _names_a_person(told, move.does) else "")


def _names_a_person(told: Told, text: str) -> bool:
    return any(diagnosis.model.title in text for diagnosis in told.program.diagnoses.values() if diagnosis.model.person)


def _about_a_person(told: Told, diagnoses: tuple[str, ...]) -> bool:
    return any(told.program.diagnoses[each].model.person for each in diagnoses if each in told.program.diagnoses)


def _cost(told: Told) -> str:
    """What the staffing option costs as far as prices are known, else what is missing; empty where it has no option."""
    model, timeline = told.assessment.model, told.timeline
    if model is None or timeline is None or model.model not in timeline.options:
        return ""
    monthly = in_words(told, model.model, "cost")
    option, day = timeline.options[model.model], need_by_day(told)
    if option is None or option.cost_per_month is None or timeline.currency is None:
        return monthly[:1].upper() + monthly[1:]
    until = ""
    if option.cost_by_need is not None and day is not None:
        amount = money(float(f"{option.cost_by_need:.2g}"), timeline.currency)
        until = f"; about {amount} until {short_day(told.case.as_of, day)}"
    return f"{monthly} a month with everyone there{until}"


def _chance(told: Told) -> str:
    """How likely the date is as things stand, where that is known."""
    found = told.assessment.ways_out
    if found is None or found.found.chance is None:
        return ""
    option = told.knowledge.options[found.found.option].model.short
    day = short_day(told.case.as_of, found.found.need_by)
    return f"As things stand, the chance to ship by {day} ({option}): {chance_words(found.found.chance)}."


def _review(told: Told) -> tuple[str, str] | None:
    """On which day to look again, and what is looked at then: the plan's own check, else the first moves' last day."""
    plan = told.assessment.plan
    entries = plan.entries if plan is not None else ()
    check = next((entry for entry in entries if entry.kind == "check"), None)
    if check is not None:
        return day_text(check.due), check.title
    days: list[date] = [entry.due for entry in entries[:SHOWN]]
    return (day_text(max(days)), "the first moves are due by then") if days else None


def _left_out(told: Told) -> Iterator[str]:
    """What is not on the page, a line each."""
    assessment, answers = told.assessment, told.case.answers
    about = [f.title for f in (*assessment.found, *assessment.likely) if f.person]
    if about:
        yield f"about one person's load: {'; '.join(about)}"
    if assessment.likely:
        yield f"{counted(len(assessment.likely), 'finding')} only likely"
    more = len(_wrong(told)) - SHOWN
    if more > 0:
        yield f"{counted(more, 'finding')} beyond the first {SHOWN}"
    if assessment.story is not None and not for_others(told):
        yield "what leads to what (only likely, confidential, or about one person)"
    notes = sum(answer.note is not None for answer in answers.values())
    if notes:
        yield counted(notes, "note")
    beside = sum(answer.other is not None for answer in answers.values())
    if beside:
        yield counted(beside, "answer") + " in someone's own words"
    private = [q for q in answers if told.program.question(q).confidential]
    if private:
        yield f"confidential: {'; '.join(told.program.question(q).short for q in private)}"
    if assessment.contradictions:
        yield counted(len(assessment.contradictions), "conflict") + " between answers"
    yield "each single answer, and who gave it"
