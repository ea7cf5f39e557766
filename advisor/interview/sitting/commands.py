"""What may be typed in place of an answer and takes more than a line: changing, noting, naming who knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.cases.answers import LONGEST_NOTE, Answer, DontKnow, read_answer
from advisor.cases.oneline import with_other
from advisor.cases.opening import others
from advisor.cases.values import AnswerError
from advisor.files.digits import small_number
from advisor.interview import moves
from advisor.interview.faces.pages import answers_page
from advisor.interview.words.prompts import Face
from advisor.problems import CaseError
from advisor.report.layout import wrapped

if TYPE_CHECKING:
    from advisor.interview.choosing.interviewer import Interviewer
    from advisor.interview.state import State
    from advisor.knowledge.models import Question


def line(face: Face, label: str) -> str:
    """A line of free text; empty where nobody is there any more."""
    try:
        return face.line(label)
    except EOFError:
        return ""


def back(face: Face, state: State) -> State:
    """The state in which the question before is shown again."""
    if not state.trail or state.revisiting == state.trail[0]:
        face.say(["This is the first question."])
        return state
    return moves.back(state)


def change(interviewer: Interviewer, face: Face, state: State, rest: str) -> State:
    """The state in which an answer is shown again, by its number or the question's id."""
    if not rest:
        face.read(list(answers_page(interviewer, state)))
        if not state.trail:
            return state
        rest = line(face, "Which number? (Enter: never mind)")
    wanted = rest.strip()
    number = small_number(wanted) or 0
    if 1 <= number <= len(state.trail):
        return moves.revisit(state, state.trail[number - 1])
    if wanted in state.answers:
        return moves.revisit(state, wanted)
    if wanted:
        face.say(wrapped(f"There's no answer {wanted[:40]}; `change` lists them."))
    return state


def someone_else(interviewer: Interviewer, face: Face, state: State, question: Question, rest: str) -> DontKnow | None:
    """That someone else knows, and who; None where that was not understood."""
    knowledge = interviewer.program.knowledge
    people, likely = others(knowledge, state.answers, question)
    way = f" (Enter: {likely})" if likely else ""
    wanted = (rest or line(face, f"Who knows: {', '.join(people)}?{way}")).strip().casefold()
    found = [person for person in people if wanted and person.startswith(wanted)]
    if wanted and not found:
        face.say(wrapped(f"`{wanted[:40]}` isn't one of {', '.join(people)}; a note can name a person."))
        return None
    who = found[0] if found else likely
    if who is not None:
        title = knowledge.person_title(who)
        face.say(wrapped(f"Noted: to ask {title}. `advisor questions` makes a sheet for them when you're done."))
    return DontKnow(who)


def noted(interviewer: Interviewer, face: Face, state: State, question: Question, rest: str) -> State:
    """The state with a note on a question."""
    words = rest or line(face, "Note on this question (Enter: none)")
    if not words.strip():
        return state
    try:
        state = moves.note(interviewer.assessor, state, question.id, words)
    except CaseError as error:
        face.say([told for problem in error.problems for told in wrapped(problem.message)])
        return state
    face.say(["Noted."])
    return state


def disputed(face: Face) -> Answer:
    """That people in the company say opposite things: nobody knows, and why is noted."""
    face.say(wrapped("Noted as disputed. It counts as don't know until you settle it."))
    return Answer(DontKnow(), note="Disputed: people here say opposite things.")


def something_else(face: Face, question: Question, rest: str) -> Answer | None:
    """What somebody says beside the options; None where nothing was said, or not in a way that can be kept."""
    words = " ".join((rest or line(face, "In your words (Enter: none)")).split())
    if not words:
        return None
    try:
        return read_answer(question, with_other(None, words))
    except AnswerError as error:
        face.say(wrapped(f"{error} At most {LONGEST_NOTE:,} characters are kept."))
        return None
