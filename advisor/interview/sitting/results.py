"""The result in the middle of an interview: when it is due, how it is shown, and whether to go on."""

from __future__ import annotations

from enum import Enum

from advisor.interview.choosing.interviewer import Ask, Interviewer
from advisor.interview.faces.pages import left, minutes
from advisor.interview.state import State
from advisor.interview.words.prompts import Face
from advisor.report.layout import counted, wrapped
from advisor.report.story import headline
from advisor.report.text import text
from advisor.report.told import Told

_YES = ("y", "yes", "1", "go on", "ok")


class GoOn(Enum):
    """What somebody wants after a result."""

    YES = "go on"
    STOP = "stop here"
    QUIT = "leave"


def result_due(state: State, ask: Ask, next_result: float) -> bool:
    """Whether a result comes before this question; `next_result` is the second at which it is due at the latest."""
    if state.revisiting is not None or ask.settles:
        return False
    if state.shown:
        return state.seconds >= next_result > 0
    return not ask.core or state.seconds >= next_result


def show_result(interviewer: Interviewer, face: Face, state: State) -> None:
    """The result so far, what is left, and last of all the verdict in a line."""
    told = Told(interviewer.assess(state.case), interviewer.rulebase)
    face.read(["", *text(told).splitlines(), ""])
    questions = interviewer.left(state)
    seconds = sum(interviewer.program.question(question).seconds for question in questions)
    count = counted(len(questions), "question")
    face.say(
        wrapped(
            f"{count} not asked yet could still change this, {minutes(seconds)}, the best first. "
            "You can stop at any of them."
        )
    )
    face.say(verdict(told))


def verdict(told: Told) -> list[str]:
    """The verdict once more, so that it stands last on the screen."""
    word, says = headline(told)
    return wrapped(says, 8, word.ljust(8))


def wants_to_go_on(interviewer: Interviewer, face: Face, state: State) -> GoOn:
    """Whether to go on after a result; Enter goes on, since nothing is answered by it."""
    while True:
        try:
            said = face.line("Go on? (Enter: yes; no: stop here)").strip().casefold()
        except EOFError:
            return GoOn.QUIT
        if said in ("", *_YES):
            return GoOn.YES
        if said in ("n", "no", "stop"):
            return GoOn.STOP
        if said in ("q", "quit", "exit"):
            return GoOn.QUIT
        face.say(list(left(interviewer, state)))
