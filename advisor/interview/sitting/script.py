"""The face that reads its answers from a file: for demonstrations, tests and other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from advisor.cases.answers import Answer, Exactly, read_answer
from advisor.cases.following import following
from advisor.cases.values import AnswerError
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Done, Interviewer, is_opening
from advisor.interview.sitting.session import Session
from advisor.interview.state import State
from advisor.interview.words.typed import answer_typed
from advisor.problems import CaseError, Problem

if TYPE_CHECKING:
    from advisor.knowledge.models import Question


def run_script(
    interviewer: Interviewer, session: Session, state: State, answers: Mapping[str, Any], *, file: str
) -> tuple[State, Sequence[str], Sequence[str]]:
    """The state once every question was asked that `answers` can answer, those it could not, and those not asked.

    An answer is as in a case file, or words as a person would type them. Each is saved before the next is asked;
    CaseError where one does not fit.
    """
    missing: list[str] = []
    asked: set[str] = set()
    session.save(state)
    while True:
        step = interviewer.next(state)
        if isinstance(step, Done):
            return state, missing, [question_id for question_id in answers if question_id not in asked]
        question_id = step.question.id
        if step.earlier is not None and (question_id in asked or question_id not in answers):
            state = moves.keep(state) if state.revisiting else moves.pass_over(state, question_id)
            continue
        if question_id in answers:
            asked.add(question_id)
            value = _understood(interviewer, state, step.question, answers[question_id], file)
            state = moves.answer(interviewer.assessor, state, question_id, value)
            session.save(state)
        elif follows := _following(interviewer, state, answers, question_id, file):
            asked.update(follows[1])
            state = moves.answer(interviewer.assessor, state, question_id, follows[0])
            session.save(state)
        else:
            if not is_opening(step.question):
                missing.append(question_id)
            state = moves.pass_over(state, question_id)


def _following(
    interviewer: Interviewer, state: State, answers: Mapping[str, Any], question_id: str, file: str
) -> tuple[Exactly, frozenset[str]] | None:
    """What the file says to a question by answering others, and which: an old file has no answer to a new question."""
    program = interviewer.program
    for way in program.follows:
        if way.question != question_id or not all(question in answers for question, _ in way.needed):
            continue
        read = {q: _understood(interviewer, state, program.question(q), answers[q], file) for q, _ in way.needed}
        said = {q: value.said if isinstance(value, Answer) else value for q, value in read.items()}
        for _, value in following([way], said):
            return value, frozenset(said)
    return None


def _understood(interviewer: Interviewer, state: State, question: Question, raw: Any, file: str) -> Any:
    """An answer as a case file has it, or as a person types it."""
    try:
        return read_answer(question, raw, interviewer.program.knowledge.people_called)
    except AnswerError as error:
        problem = error
    if isinstance(raw, (str, int, float)) and not isinstance(raw, bool):
        try:
            return answer_typed(question, str(raw), state.case.as_of)
        except AnswerError as error:
            problem = error
    raise CaseError([Problem(question.id, problem.code, problem.message, problem.suggestion, file=file)])
