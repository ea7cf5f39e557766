"""Questions that belong on one line: after one of them come the others that are due, and any may stay empty."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.interview.choosing.interviewer import Ask, Interviewer
from advisor.interview.state import State

SKIPS = "Enter leaves it blank"


def due(interviewer: Interviewer, state: State, line: str) -> tuple[str, ...]:
    """The members of a line that can be asked now, in the order of the questionnaire."""
    stakes = interviewer.position(state).stakes
    return tuple(
        question
        for question in interviewer.program.knowledge.lines.get(line, ())
        if question not in state.answers
        and question not in state.passed
        and stakes.matters(question)
        and stakes.ready(question)
    )


def together(interviewer: Interviewer, state: State, ask: Ask) -> Sequence[str]:
    """What stands above a question of a line: the others that come with it; nothing where it comes alone."""
    others = [q for q in due(interviewer, state, ask.question.line or "") if q != ask.question.id]
    if ask.earlier is not None or not others:
        return []
    shorts = [interviewer.program.question(question).short for question in others]
    named = "; ".join(short[:1].lower() + short[1:] for short in shorts)
    return [f"Goes with: {named}. Leave any of them blank with Enter."]
