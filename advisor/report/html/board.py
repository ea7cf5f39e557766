"""The page for a board: the decision asked for, what it costs, what happens without it, and when to look again.

What is left out is listed for the one who made the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from advisor.language.shown import counted, day_text
from advisor.planning.plan import PlanEntry
from advisor.report.html.cards import Move, card_of, measures_of, move_of
from advisor.report.html.paper import render
from advisor.report.html.picture import pictures
from advisor.report.kit.board import MISSING, SHOWN, UNCONFIRMED, board_facts, voice, wrong
from advisor.report.papers import groups, law_lines
from advisor.report.staffing import assumptions
from advisor.report.story import for_others
from advisor.report.told import Told


@dataclass(frozen=True)
class BoardPage:
    """The page, and what it leaves out, a line each."""

    html: str
    left_out: tuple[str, ...]


def board_page(told: Told) -> BoardPage:
    """The page for outsiders as one file of HTML."""
    facts, say, ways = board_facts(told), voice(told), told.assessment.ways_out
    html = render(
        "board.html",
        kind="board",
        title=f"{told.case.id}: board brief, {day_text(told.case.as_of)}",
        case=told.case.id,
        day=day_text(told.case.as_of),
        rules=told.rules,
        facts=facts,
        missing=MISSING,
        unconfirmed=UNCONFIRMED,
        ways_says="" if ways is None else say(ways.says),
        cards=[] if ways is None else [_said(card_of(told, way), say) for way in ways.ways],
        moves=[_said(_move(told, entry), say) for entry in facts.moves],
        gates=_said(list(groups(told)), say),
        pictures=_said(pictures(told), say),
        measures=_said(measures_of(told), say),
        assumptions=say(assumptions(told)),
        law=[say(line) for line in law_lines(told)],
    )
    return BoardPage(html, tuple(_left_out(told)))


def _said(part: Any, say: Callable[[str], str]) -> Any:
    """A part of the page with all of its texts in another voice."""
    if isinstance(part, str):
        return say(part)
    if isinstance(part, (list, tuple)):
        return type(part)(_said(each, say) for each in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{field.name: _said(getattr(part, field.name), say) for field in fields(part)})
    return part


def _move(told: Told, entry: PlanEntry) -> Move:
    """A move without its steps, with the role that owns it even where that is who answers."""
    move = move_of(told, entry, {})
    persons = [each.model.title for each in told.program.diagnoses.values() if each.model.person]
    does = "" if any(title in move.does for title in persons) else move.does
    return replace(move, owner=told.knowledge.person_short(entry.owner), does=does, steps=())


def _left_out(told: Told) -> Iterator[str]:
    """What is not on the page, a line each."""
    assessment, answers = told.assessment, told.case.answers
    about = [f.title for f in (*assessment.found, *assessment.likely) if f.person]
    if about:
        yield f"about one person's load: {'; '.join(about)}"
    if assessment.likely:
        yield f"{counted(len(assessment.likely), 'finding')} only likely"
    more = len(wrong(told)) - SHOWN
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
