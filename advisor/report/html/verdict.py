"""The page of one assessment: what the text says, for people who look before they read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.inference.certainty import Status
from advisor.language.shown import day_text, small
from advisor.report.html.cards import Move, card_of, measures_of, move_of
from advisor.report.html.findings import numbers_of, shown_findings
from advisor.report.html.glance import glances, open_head
from advisor.report.html.paper import render
from advisor.report.html.picture import pictures
from advisor.report.papers import groups, law_lines
from advisor.report.staffing import SHOWN, assumptions
from advisor.report.story import big_and_small, title
from advisor.report.told import Told
from advisor.report.words import answered_text, changes_text, flips_if, not_taken, seller_note, value_text
from advisor.result.sources import source_text

OPENED = 1  # findings that are unfolded when the page is opened
ASKED = 3


@dataclass(frozen=True)
class Link:
    """A finding in the chain, and how the one before leads to it."""

    title: str
    likely: bool
    says: str


@dataclass(frozen=True)
class Assumed:
    """What is taken for granted, and the staffing option if it is not so."""

    says: str
    if_not: str


def verdict_page(told: Told) -> str:
    """The page as one file of HTML."""
    assessment, model = told.assessment, told.assessment.model
    return render(
        "verdict.html",
        title=f"{told.case.id}: staffing verdict, {day_text(told.case.as_of)}",
        told=told,
        day=day_text(told.case.as_of),
        answered=answered_text(told),
        headline=big_and_small(told),
        model=None if model is None else told.knowledge.model_title(model.model),
        model_now="" if model is None or model.keep is None else ", as now" if model.keep else "",
        glances=list(glances(told)),
        ways_says="" if assessment.ways_out is None else assessment.ways_out.says,
        cards=[] if assessment.ways_out is None else [card_of(told, way) for way in assessment.ways_out.ways],
        pictures=pictures(told),
        measures=measures_of(told),
        assumptions=assumptions(told),
        first=list(_first(told)),
        rest=list(_rest(told)),
        links=list(_links(told)),
        findings=list(shown_findings(told, OPENED)),
        gates=list(groups(told)),
        asked=[
            (told.who(question.who), question.ask, changes_text(asked))
            for asked in assessment.ask_first
            for question in (told.program.question(asked.question),)
        ],
        flips=[] if model is None else [_flip(told, number) for number in range(len(model.rivals))],
        assumed=list(_assumed(told)),
        figures=list(_figures(told)),
        seller_note="" if model is None or told.timeline is None else seller_note(told, model),
        conflicts=[(each.says, each.settle) for each in assessment.contradictions],
        not_taken=not_taken(told),
        unknown=[f.title for f in assessment.findings if f.status is Status.OPEN and not f.compound],
        open_head=open_head(told),
        open_questions=[(told.who(each.who), each.ask) for each in assessment.open_questions],
        absent=[f.title for f in assessment.findings if f.status is Status.NO_SIGN and not f.compound],
        ruled_out=[
            f"{f.title}: {small(f.ruled_out_by[0])}" for f in assessment.findings if f.status is Status.RULED_OUT
        ],
        law=list(law_lines(told, verbose=True)),
    )


def _first(told: Told) -> Iterator[Move]:
    """The first three entries, none of which is a duty, as in the text."""
    plan = told.assessment.plan
    for entry in plan.entries[:SHOWN] if plan is not None else ():
        if entry.kind != "duty":
            yield move_of(told, entry, numbers_of(told))


def _rest(told: Told) -> Iterator[Move]:
    plan = told.assessment.plan
    for number, entry in enumerate(plan.entries if plan is not None else ()):
        if number >= SHOWN or entry.kind == "duty":
            yield move_of(told, entry, numbers_of(told))


def _links(told: Told) -> Iterator[Link]:
    """The chain from its root on."""
    story = told.assessment.story
    if story is None:
        return
    likely = {f.id for f in told.assessment.likely}
    yield Link(title(told, story.root), story.root in likely, "")
    for link in story.links:
        yield Link(title(told, link.to), link.to in likely, link.says)


def _flip(told: Told, number: int) -> tuple[str, str]:
    """Another option that could win, and in which case."""
    model = told.assessment.model
    assert model is not None
    rival = model.rivals[number]
    return told.knowledge.model_title(rival.model, short=True), flips_if(told, rival)


def _assumed(told: Told) -> Iterator[Assumed]:
    now = told.assessment.model.model if told.assessment.model is not None else None
    for presumed in told.assessment.presumptions:
        others = dict.fromkeys(each.model for each in presumed.if_not if each.model not in (None, now))
        titles = [told.knowledge.model_title(model, short=True) for model in others if model is not None]
        yield Assumed(presumed.says, " or ".join(titles))


def _figures(told: Told) -> Iterator[tuple[str, str, str, str]]:
    """Figures that fill in for the company's own: what, value with unit, grade, source."""
    timeline = told.timeline
    for leaned in timeline.leaned_on if timeline is not None else ():
        if not leaned.own:
            figure = told.knowledge.figures[leaned.id].model
            yield figure.title, f"{value_text(leaned)} {figure.unit}", figure.grade, source_text(figure.source)
