"""The result in the middle of an interview: when it is due, how it is shown, and whether to go on."""

from __future__ import annotations

from enum import Enum

from advisor.interview.choosing.interviewer import Ask, Interviewer
from advisor.interview.choosing.stopping import Stop
from advisor.interview.faces.pages import left
from advisor.interview.state import State
from advisor.interview.words.prompts import Face
from advisor.language.shown import counted
from advisor.report.layout import wrapped
from advisor.report.story import headline
from advisor.report.text import text
from advisor.report.told import Told

GO_ON = "There's more to ask, most important first. You can stop at any question."
_YES = ("y", "yes", "go on", "ok")


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


def show_result(interviewer: Interviewer, face: Face, state: State, stop: Stop | None) -> None:
    """The result so far, why one could stop here, and last of all the verdict in a line.

    Where it was shown before, an offer to stop comes with the verdict alone.
    """
    told = Told(interviewer.assess(state.case), interviewer.rulebase)
    if stop is None or not state.shown:
        face.read(["", *text(told).splitlines()])
    face.say(["", *wrapped(_why_stop(stop) if stop is not None else GO_ON), *verdict(told)])


def _why_stop(stop: Stop) -> str:
    """Why one could stop here, and what the rest would be for."""
    rest = f"{counted(stop.questions_left, 'question')} on {counted(stop.lines_left, 'screen')}"
    if stop.because == "unknown":
        return f"You didn't know the last few. Someone else may: stop here for a sheet to send them ({rest} left)."
    how = "This looks settled" if stop.changed <= 1 else "This looks mostly settled"
    return (
        f"{how}. We tried {counted(stop.tried, 'way')} you could answer the rest. In "
        f"{stop.tried - stop.changed} of them the problems and the staffing stayed the same. Left: {rest}."
    )


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
        told = f"`{said[:40]}` wasn't taken: this is no question about your company. Enter shows the next one."
        face.say([*wrapped(told), *left(interviewer, state)])
