"""What each tool does: from its input, as read, to plain data. Nothing here knows of the protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from advisor.cases.answers import plain_answer
from advisor.cases.case import Case
from advisor.interview.choosing.interviewer import Ask
from advisor.interview.state import State
from advisor.serving import lookup
from advisor.serving.assistants.inputs import (
    AnswerOne,
    Assess,
    Compare,
    Explain,
    NextQuestion,
    OnCase,
    Portfolio,
    Questions,
    WhatIf,
)
from advisor.serving.assistants.sessions import Sessions
from advisor.serving.brief import MOST_BYTES, size
from advisor.serving.desk import Desk
from advisor.serving.reading import NotUnderstood, Read
from advisor.serving.refused import RefusedError, problem_data, refuse

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

_MOST_TOLD = 6  # answers that weren't understood, and how others were taken
_MOST_ASKED = 5
_MARGIN = 40  # bytes around the parts of a result
_LEAST_BRIEF = 2_400  # bytes, however much wasn't understood
_HOW_TO_START = "Call `assess` with `answers` first, or hand over `case`."


class Tools:
    """The tools over one desk."""

    def __init__(self, desk: Desk, sessions: Sessions):
        self.desk = desk
        self.sessions = sessions

    # ---- results -----------------------------------------------------------------------------------------

    def assess(self, given: Assess) -> dict[str, Any]:
        """Read answers on top of those that are known, then give the result."""
        read = self._read(given, given.answers, given.as_of, given.company)
        state = State.of_case(read.case)
        answer: dict[str, Any] = {"session": self.sessions.keep(state, given.session), **_told_of(read)}
        if given.form == "full":
            return {**answer, "full": self.desk.full(state.case)}
        if given.form == "text":
            return {**answer, "text": self.desk.text(state.case)}
        ahead = self._ask_next(state)
        room = max(MOST_BYTES - size(answer) - size(ahead) - _MARGIN, _LEAST_BRIEF)
        brief = self.desk.brief(state.case, most_bytes=room)
        asked = [*brief.pop("ask_next", ()), *ahead]
        brief["ask_next"] = list({each["id"]: each for each in reversed(asked)}.values())[::-1][:_MOST_ASKED]
        return {**answer, "brief": brief}

    def _ask_next(self, state: State) -> list[dict[str, Any]]:
        """The first questions that the interview would ask now, for a result that names few itself."""
        result, known = self.desk.assess(state.case), self.desk.advisor.knowledge
        missing = 3 - len(result.ask_first)
        return [
            {"id": each["id"], "ask": each["ask"], "who": known.person_short(each["who"]), "could": "matters most now"}
            for each in (self.desk.ahead(state.case, missing) if missing > 0 else ())
        ]

    def explain(self, given: Explain) -> dict[str, Any]:
        """Why something came out, or didn't."""
        case = self._state(given).case
        found = self.desk.explain(case, given.way, given.subject, given.other, detail=given.detail)
        return {name: part for name, part in found.items() if part is not None}

    def what_if(self, given: WhatIf) -> dict[str, Any]:
        """What other answers would change."""
        return self.desk.what_if(self._state(given).case, given.changes)

    def compare(self, given: Compare) -> dict[str, Any]:
        """What happened between two days."""
        return self.desk.compare(self._one(given.before, "before"), self._one(given.after, "after"))

    def portfolio(self, given: Portfolio) -> dict[str, Any]:
        """Whom to call first."""
        cases = [self._one(each, f"cases.{number}") for number, each in enumerate(given.cases)]
        return self.desk.portfolio(cases, given.most)

    # ---- questions ---------------------------------------------------------------------------------------

    def questions(self, given: Questions) -> dict[str, Any]:
        """Questions that matter most now, of a section, or about some words."""
        knowledge = self.desk.advisor.knowledge
        if given.catalogue is not None:
            pages = lookup.catalogue(knowledge)
            if given.catalogue > len(pages):
                raise refuse("catalogue", "out-of-range", f"The catalogue has {len(pages)} pages.")
            others = [each for number, page in enumerate(pages, start=1) if number != given.catalogue for each in page]
            elsewhere = [each.removeprefix("# ") for each in others if each.startswith("# ")]
            return {"catalogue": pages[given.catalogue - 1], "pages": len(pages), "elsewhere": elsewhere}
        if given.ids is not None:
            asked = [lookup.question_of(knowledge, each, "ids").id for each in given.ids]
            return {"questions": lookup.compactly(knowledge.questions, asked)}
        if given.section is not None:
            ids = lookup.of_section(knowledge, given.section)
            return {"questions": lookup.compactly(knowledge.questions, ids)}
        if given.find is not None:
            ids = lookup.by_words(knowledge, given.find, given.most)
            if not ids:
                raise refuse("find", "nothing-found", "No question is about these words.", "Try plainer ones.")
            return {"questions": lookup.compactly(knowledge.questions, ids)}
        started = given.session is not None or given.case is not None
        case = self._state(given).case if started else self.desk.read({}).case
        found: dict[str, Any] = {"questions": self.desk.ahead(case, given.most)}
        return found if started else {**found, "sections": lookup.sections(knowledge)}

    def next_question(self, given: NextQuestion) -> dict[str, Any]:
        """The next question of the interview."""
        state = self._started(given)
        return {**self._holding(given, state), **self.desk.next(state)}

    def answer(self, given: AnswerOne) -> dict[str, Any]:
        """Record one answer, and give the next question."""
        value = given.value
        if given.quote is not None and value is not None:
            value = {**(value if isinstance(value, dict) else {"value": value}), "quote": given.quote}
        state, read_as = self.desk.answer(self.desk.state(self._state(given)), given.question, value)
        answer = {**self._holding(given, state), **self.desk.next(state)}
        return answer if read_as is None else {**answer, "read_as": read_as}

    def asked(self, given: NextQuestion) -> tuple[State, tuple[Question, ...]]:
        """The state, and the questions that a form would show; none where the interview is done."""
        state = self._started(given)
        self.desk.warm_up()
        step = self.desk.advisor.next(state)
        return state, tuple(step.line or (step.question,)) if isinstance(step, Ask) else ()

    def filled_in(
        self, given: NextQuestion, state: State, asked: Sequence[Question], answers: dict[str, Any], form: str
    ) -> dict[str, Any]:
        """What a person filled in, recorded; and the next question."""
        wrong: list[NotUnderstood] = []
        for question, value in answers.items():
            try:
                state, _ = self.desk.answer(state, question, value)
            except RefusedError as error:
                wrong.append(NotUnderstood(question, error.problems[0]))
        told = {each.question for each in wrong}
        kept = {each.id: plain_answer(state.answers[each.id]) for each in asked if each.id in state.answers}
        answered = {question: kept[question] for question in answers if question not in told and question in kept}
        if form == "accept":  # what was left empty isn't asked again
            skipped = [each.id for each in asked if each.id not in answers]
            state = replace(state, passed=tuple(dict.fromkeys((*state.passed, *skipped))))
        answer = {**self._holding(given, state), "form": form, "answered": answered, **self.desk.next(state)}
        return {**answer, "not_understood": [_not_understood(each) for each in wrong]} if wrong else answer

    # ---- whose case it is --------------------------------------------------------------------------------

    def _read(self, given: OnCase, answers: dict[str, Any], as_of: str | None, name: str | None) -> Read:
        """The case with more answers on top."""
        before: dict[str, Any] = {}
        if given.case is not None:
            if given.session is not None:
                raise refuse("session", "two-cases", "`session` and `case` both name a case.", "Give one of them.")
            before = given.case
        elif given.session is not None:
            before = dict(self.sessions.get(given.session).to_dict())
        kept = before.get("answers", {})
        if not isinstance(kept, dict):
            raise refuse("case.answers", "shape", "`answers` is an object: a question's id, then its answer.")
        whole = {**before, "answers": {**kept, **answers}}
        whole.update({key: value for key, value in (("as_of", as_of), ("case", name)) if value is not None})
        return self.desk.read(whole)

    def _state(self, given: OnCase) -> State:
        """The state of a case that must be there."""
        if given.session is None and given.case is None:
            raise refuse("session", "missing", "This needs a case.", _HOW_TO_START)
        if given.session is not None and given.case is None:
            return self.sessions.get(given.session)
        read = self._read(given, {}, None, None)
        if read.not_understood:
            raise RefusedError([_as_problem(each) for each in read.not_understood])
        return State.of_case(read.case)

    def _started(self, given: OnCase) -> State:
        """The state of an interview; a new one where none is given."""
        if given.session is None and given.case is None:
            return self.desk.state(self.desk.read({}).case)
        return self.desk.state(self._state(given))

    def _holding(self, given: OnCase, state: State) -> dict[str, Any]:
        """Who holds the case from now on: the assistant where it did so far, else the server, under a handle."""
        if given.case is not None:
            return {"case": state.to_dict()}
        return {"session": self.sessions.keep(state, given.session)}

    def _one(self, raw: dict[str, Any] | str, where: str) -> Case:
        """A case by a session's handle, or as given."""
        if isinstance(raw, str):
            if len(raw) > 100 or "/" in raw or "\\" in raw or "." in raw:
                way = 'Hand over what the file holds: {"case": NAME, "as_of": DAY, "answers": {...}}.'
                raise refuse(where, "not-a-case", "Files aren't read here; a text is a session's handle.", way)
            return self.sessions.get(raw).case
        read = self.desk.read(raw)
        if read.not_understood:
            problems = [_as_problem(each) for each in read.not_understood]
            raise RefusedError([replace(each, path=f"{where}.{each.path}") for each in problems])
        return read.case


def _as_problem(each: NotUnderstood) -> Any:
    way = each.problem.suggestion or (f"It takes {each.would_be}." if each.would_be else None)
    return replace(each.problem, suggestion=way)


def _told_of(read: Read) -> dict[str, Any]:
    """What wasn't understood, how answers in words were taken, and doubts; the first few of each."""
    told: dict[str, Any] = {}
    if read.not_understood:
        told["not_understood"] = [_not_understood(each) for each in read.not_understood[:_MOST_TOLD]]
        if len(read.not_understood) > _MOST_TOLD:
            told["more_not_understood"] = len(read.not_understood) - _MOST_TOLD
    if read.read_as:
        told["read_as"] = {question: said[:120] for question, said in list(read.read_as.items())[: 2 * _MOST_TOLD]}
    if read.doubts:
        told["doubts"] = [problem_data(doubt) for doubt in read.doubts[:_MOST_TOLD]]
    return told


def _not_understood(each: NotUnderstood) -> dict[str, Any]:
    data = problem_data(each.problem)
    found = {"question": each.question, "what": data["what"], "way_out": data["way_out"]}
    return found if each.would_be is None else {**found, "takes": each.would_be}
