"""The questions that matter most from here on, for whoever answers several at once, with a story at hand."""

from __future__ import annotations

from advisor.interview.choosing.interviewer import Interviewer
from advisor.interview.moves import pass_over
from advisor.interview.state import State


def questions_ahead(interviewer: Interviewer, state: State, most: int) -> tuple[str, ...]:
    """At most so many questions, in the order in which an interview would ask them if none was answered.

    Each applies by what is known now, and can still change something. Names, which change nothing, are left out.
    """
    found: list[str] = []
    while len(found) < most:
        choice = interviewer.choice(state)
        if choice.next is None:
            break
        line = choice.due(choice.next, choice.left)
        for question in dict.fromkeys((choice.next, *line)):
            if interviewer.program.question(question).names is None and choice.applies(question):
                found.append(question)
            state = pass_over(state, question)
    return tuple(dict.fromkeys(found))[:most]
