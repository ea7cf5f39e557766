"""The moves of an interview: answer, back, withdraw, note, pass over; each takes a state and gives a new one.

Answers that stop applying are set aside and come back when they apply again, unless that would make a
contradiction; a reply that settled a contradiction is asked anew once one of the disputed answers changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from advisor.cases.answers import LONGEST_NOTE, Answer, Differ, DontKnow, Exactly, Given, Partly, Range, read_answer
from advisor.cases.case import Case
from advisor.cases.following import followed, following
from advisor.cases.values import AnswerError, read_text
from advisor.inference.assessor import Assessor
from advisor.interview.screening import rewritten
from advisor.interview.state import State
from advisor.language.kleene import UNSURE
from advisor.problems import CaseError, Problem, did_you_mean

if TYPE_CHECKING:
    from advisor.knowledge.models import Question


def begin(case: str, as_of: date, pack: str | None = None) -> State:
    """An interview in which nothing was answered yet."""
    return State(Case(case, as_of, pack=pack))


def answer(assessor: Assessor, state: State, question_id: str, value: Any) -> State:
    """The state once a question is answered: plain data as in a case file, an answer as read, or UNSURE.

    CaseError where there is no such question or the value does not fit it.
    """
    question = _question(assessor, question_id)
    before = state.answers.get(question_id)
    read = _read(question, value, assessor.program.knowledge.people_called)
    said = read.said
    made = replace(read, note=read.note or state.notes.get(question_id) or (before.note if before else None))
    notes = {q: text for q, text in state.notes.items() if q != question_id}
    state = replace(state, notes=notes, revisiting=None, passed=tuple(q for q in state.passed if q != question_id))
    if before is not None and before.said == said:
        return state if before == made else state.with_answers({**state.answers, question_id: made})
    if before is not None and isinstance(before.said, Differ) and isinstance(said, DontKnow):
        kept = state.with_answers({**state.answers, question_id: replace(before, note=made.note, other=made.other)})
        return pass_over(kept, question_id)  # what the others said stands
    answers = {**state.answers, question_id: made, **_follows_anew(assessor, question_id, said)}
    state = state.with_answers(answers, _without(state.set_aside, question_id))
    if question.screens:
        state = state.with_answers(
            *rewritten(assessor.program.knowledge, state, question_id, before.said if before is not None else None)
        )
    if before is not None:
        state = _unsettled(assessor, state, question_id)
    state = tidied(assessor, state)
    return _asked_again(assessor, state, question_id, said)


def back(state: State) -> State:
    """The question before is shown again; its answer stands until it is changed."""
    trail = state.trail
    if state.revisiting in trail:
        trail = trail[: trail.index(state.revisiting)]
    return replace(state, revisiting=trail[-1]) if trail else state


def revisit(state: State, question_id: str) -> State:
    """An answered question is shown again."""
    return replace(state, revisiting=question_id) if question_id in state.answers else state


def keep(state: State) -> State:
    """The answer that is shown again stays."""
    return replace(state, revisiting=None)


def withdraw(assessor: Assessor, state: State, question_id: str) -> State:
    """The state without an answer; the question may be asked again."""
    _question(assessor, question_id)
    if question_id not in state.answers:
        return replace(state, revisiting=None if state.revisiting == question_id else state.revisiting)
    before = state.answers[question_id].said
    state = replace(state, revisiting=None).with_answers(
        _without(state.answers, question_id), _without(state.set_aside, question_id)
    )
    if assessor.program.question(question_id).screens:
        state = state.with_answers(*rewritten(assessor.program.knowledge, state, question_id, before))
    return tidied(assessor, _unsettled(assessor, state, question_id))


def note(assessor: Assessor, state: State, question_id: str, text: str) -> State:
    """The state with a note on an answer, or on the question that is asked now; an empty text removes it."""
    _question(assessor, question_id)
    text = text.strip()
    try:
        text = read_text(text, LONGEST_NOTE)
    except AnswerError as error:
        raise CaseError([Problem(question_id, error.code, error.message, error.suggestion)]) from None
    if question_id in state.answers:
        noted = replace(state.answers[question_id], note=text or None)
        return state.with_answers({**state.answers, question_id: noted})
    notes = {q: kept for q, kept in state.notes.items() if q != question_id}
    return replace(state, notes={**notes, question_id: text} if text else notes)


def pass_over(state: State, question_id: str) -> State:
    """The question is not asked again in this sitting, and stays not given."""
    return replace(state, passed=tuple(dict.fromkeys((*state.passed, question_id))), revisiting=None)


def go_on(state: State, lines: int) -> State:
    """An offer to stop is turned down, after so many lines; it comes again some lines later."""
    return replace(state, went_on=lines)


def resumed(assessor: Assessor, state: State) -> State:
    """A state as read from a file, its bookkeeping brought up to date; what was passed over is open again, but for
    names: whoever gave none wants none.
    """
    questions = assessor.program.knowledge.questions
    passed = tuple(q for q in state.passed if q in questions and questions[q].model.names is not None)
    return tidied(assessor, replace(state, passed=passed))


# ---- bookkeeping -----------------------------------------------------------------------------------------


def tidied(assessor: Assessor, state: State) -> State:
    """The answers that do not apply set aside; those that apply again, back."""
    # An answer goes only where its question applies in no reading, and comes back where it applies in some; what is
    # in between stays where it is, so that nothing swings to and fro. One at a time comes back, because an answer
    # that is back may let another apply, or contradict it: bookkeeping must never make a contradiction that nobody
    # said. Replies that settle a contradiction do not come back by themselves, they are asked anew.
    # What follows from answers is written down first: the answers that it follows from may be set aside by it.
    as_of = state.case.as_of
    answers, aside = dict(followed(assessor.program.follows, state.answers)), dict(state.set_aside)
    applying = _Applying(assessor, answers, as_of)
    for question_id in [question_id for question_id in answers if applying.nowhere(question_id)]:
        aside[question_id] = answers.pop(question_id)
    aside = {question_id: answer for question_id, answer in aside.items() if question_id not in answers}
    contradictions = _Applying(assessor, answers, as_of).contradictions
    moved = bool(aside)
    while moved:
        moved = False
        applying = _Applying(assessor, answers, as_of)
        for question_id in aside:
            if assessor.program.question(question_id).settles or not applying.somewhere(question_id):
                continue
            tried = {**answers, question_id: aside[question_id]}
            if _Applying(assessor, tried, as_of).contradictions <= contradictions:
                answers, moved = tried, True
                del aside[question_id]
                break
    if answers == dict(state.answers) and aside == dict(state.set_aside):
        return state
    return state.with_answers(answers, aside)


class _Applying:
    """Which questions apply, over all readings of the answers, and which contradictions show."""

    def __init__(self, assessor: Assessor, answers: Mapping[str, Answer], as_of: date):
        answers = followed(assessor.program.follows, answers)
        given = {question_id: a.said for question_id, a in answers.items() if not isinstance(a.said, Differ)}
        facts = assessor.maker.facts(given, as_of)
        found = assessor.contradiction_finder.found(facts.fact)
        self.contradictions = {contradiction.id for contradiction in found}
        self._asked: list[Mapping[str, int]] = [facts.asked]
        if found or len(given) < len(answers):
            standing = assessor.contradiction_finder.sort_out(answers, found)
            readings = [standing.answers_in(reading) for reading in standing.resolutions]
            self._asked = [assessor.maker.facts(kept, as_of).asked for kept in readings]

    def nowhere(self, question_id: str) -> bool:
        """Whether a question certainly does not apply in any reading."""
        return all(asked.get(question_id, 1) == -1 for asked in self._asked)

    def somewhere(self, question_id: str) -> bool:
        """Whether a question certainly applies in some reading."""
        return any(asked.get(question_id, 1) == 1 for asked in self._asked)


def _unsettled(assessor: Assessor, state: State, question_id: str) -> State:
    """The replies that settled a contradiction about an answer are set aside once that answer changes."""
    answers, aside = dict(state.answers), dict(state.set_aside)
    for contradiction in assessor.program.contradictions:
        settle = contradiction.model.settle.question
        if question_id in contradiction.model.answers and settle in answers:
            aside[settle] = answers.pop(settle)
    return state.with_answers(answers, aside)


def _follows_anew(assessor: Assessor, question_id: str, said: Given | Differ) -> dict[str, Answer]:
    """What follows from an answer alone, which is newer than what was said to the same questions before."""
    ways = [way for way in assessor.program.follows if all(among is not None for _, among in way.needed)]
    return {question: Answer(value) for question, value in following(ways, {question_id: said})}


def _asked_again(assessor: Assessor, state: State, question_id: str, said: Given | Differ) -> State:
    """After a reply that withdraws an answer, that answer is shown again, so that it can be put right."""
    if not isinstance(said, Exactly):
        return state
    for contradiction in assessor.program.contradictions:
        settle = contradiction.model.settle
        if settle.question == question_id and str(said.value) in settle.withdraws:
            return revisit(state, settle.withdraws[str(said.value)])
    return state


def _without(answers: Mapping[str, Answer], question_id: str) -> dict[str, Answer]:
    return {q: kept for q, kept in answers.items() if q != question_id}


def _question(assessor: Assessor, question_id: str) -> Question:
    questions = assessor.program.knowledge.questions
    if question_id not in questions:
        problem = Problem(
            question_id,
            "unknown-question",
            f"There's no question `{question_id}`.",
            did_you_mean(question_id, questions),
        )
        raise CaseError([problem])
    return questions[question_id].model


def _read(question: Question, value: Any, people: Mapping[str, str]) -> Answer:
    if value is UNSURE:
        return Answer(DontKnow())
    if isinstance(value, Answer):
        return value
    if isinstance(value, (Exactly, Range, Partly, DontKnow, Differ)):
        return Answer(value)
    try:
        return read_answer(question, value, people)
    except AnswerError as error:
        place = ".".join(map(str, (question.id, *error.at)))
        raise CaseError([Problem(place, error.code, error.message, error.suggestion)]) from None
