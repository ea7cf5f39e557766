"""Questions that belong on one line: after one of them come the others that are due, and any may stay empty."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.interview.choosing.interviewer import Ask, Interviewer
from advisor.interview.state import State
from advisor.language.shown import small

SKIPS = "Enter leaves it blank"


def due(interviewer: Interviewer, state: State, question: str) -> tuple[str, ...]:
    """What is still to be asked of the line in which a question stands."""
    choice = interviewer.choice(state)
    return choice.due(question, [each for each in choice.left if choice.applies(each)])


def together(ask: Ask) -> Sequence[str]:
    """What stands above a question of a line: the others that come with it; nothing where it comes alone."""
    shorts = [question.short for question in ask.line[1:]]
    if ask.earlier is not None or not shorts:
        return []
    named = "; ".join(small(short) for short in shorts)
    return [f"Goes with: {named}. Leave any of them blank with Enter."]


def place(interviewer: Interviewer, state: State, question: str) -> int:
    """Which line this is, counted from 1 over those that were shown."""
    done = interviewer.choice(state).done
    line = interviewer.lines.of[question]
    return done.index(line) + 1 if line in done else len(done) + 1
