"""The desk behind every door: plain data in, plain data out, nothing kept of a case but results that may be dropped.

Every request carries its case. What is remembered is bounded, in memory, and never part of an answer to another case.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from advisor.cases.answers import Answer, Differ, Given, plain_answer, read_answer
from advisor.cases.case import Case
from advisor.cases.values import AnswerError
from advisor.explaining.explainer import Explainer
from advisor.explaining.subjects import UnknownSubjectError
from advisor.explaining.views import Structure
from advisor.interview.choosing.ahead import questions_ahead
from advisor.interview.choosing.interviewer import Ask, Done
from advisor.interview.moves import tidied
from advisor.interview.state import State
from advisor.library import Advisor
from advisor.problems import CaseError, Problem
from advisor.report.told import Told
from advisor.result.assessment import Assessment
from advisor.serving import lookup
from advisor.serving.brief import brief
from advisor.serving.portfolio import portfolio
from advisor.serving.reading import Read, answer_leniently, read_leniently
from advisor.serving.refused import RefusedError, refuse
from advisor.serving.takes import compact, takes
from advisor.serving.telling import told

MOST_AHEAD = 40
MOST_CASES = 100
_MOST_REMEMBERED = 32
WAYS = ("how", "why_not", "above", "levers", "sensitivity")


class Desk:
    """What both doors call. Safe to share between threads; requests don't know of each other.

    `today` is asked for the day where a case names none.
    """

    def __init__(self, advisor: Advisor, today: Callable[[], date] = date.today):
        self.advisor = advisor
        self.today = today
        self._warming = threading.Lock()
        self._remembered = lru_cache(_MOST_REMEMBERED)(self._assessed)

    def warm_up(self) -> None:
        """Make what the first question of an interview needs; it takes seconds where it isn't kept on this machine.

        Whoever needs it meanwhile waits for it; it isn't made twice.
        """
        with self._warming:
            _ = self.advisor.interviewer.pool

    # ---- cases -------------------------------------------------------------------------------------------

    def read(self, raw: Any) -> Read:
        """A case as an assistant hands it over; RefusedError where it can't be read at all."""
        return read_leniently(raw, self.advisor.knowledge, self.today())

    def case(self, raw: Any) -> tuple[Case, list[Problem]]:
        """A case exactly as a file holds it, and doubts about it; RefusedError with every problem found."""
        case, problems = self.advisor.read(raw)
        if case is None:
            raise RefusedError(problems)
        return case, problems

    def assess(self, case: Case) -> Assessment:
        """The result; the same case asked about again costs nothing."""
        return self._remembered(case.id, case.as_of, frozenset(case.answers.items()), case.pack)

    def _assessed(self, name: str, as_of: date, answers: frozenset[tuple[str, Answer]], pack: str | None) -> Assessment:
        return self.advisor.assess(Case(name, as_of, dict(sorted(answers, key=lambda item: item[0])), pack=pack))

    def told(self, case: Case) -> Told:
        """The result with the words that it's told in."""
        return Told(self.assess(case), self.advisor.rulebase)

    def brief(self, case: Case, *, most_bytes: int | None = None) -> dict[str, Any]:
        """The short result."""
        return brief(self.told(case)) if most_bytes is None else brief(self.told(case), most_bytes=most_bytes)

    def full(self, case: Case) -> dict[str, Any]:
        """The published JSON of a result."""
        return dict(self.assess(case).to_dict())

    def text(self, case: Case) -> str:
        """The result as a page of text."""
        from advisor.report.text import text

        return text(self.told(case))

    def page(self, case: Case) -> str:
        """The result as one page of HTML, which asks no one for anything."""
        from advisor.report.html.verdict import verdict_page

        return verdict_page(self.told(case))

    # ---- questions and the interview ---------------------------------------------------------------------

    def state(self, state: State | Case) -> State:
        """Where an interview stands, with what follows from its answers written down; what was passed over stays so."""
        return tidied(self.advisor.what_ifs, State.of_case(state) if isinstance(state, Case) else state)

    def ahead(self, case: Case, most: int) -> list[dict[str, Any]]:
        """The questions that matter most now, short, in the interview's own order."""
        self.warm_up()
        ids = questions_ahead(self.advisor.interviewer, State.of_case(case), max(1, min(most, MOST_AHEAD)))
        program = self.advisor.interviewer.words(State.of_case(case))
        return [compact(program.question(each)) for each in ids]

    def next(self, state: State) -> dict[str, Any]:
        """The next question of an interview, with those shown beside it; or that nothing can change any more."""
        self.warm_up()
        step = self.advisor.next(state)
        if isinstance(step, Done):
            return {"done": True}
        return {"done": False, **self.asked(step)}

    def asked(self, step: Ask) -> dict[str, Any]:
        """A question as it's asked, short."""
        found: dict[str, Any] = {
            "question": compact(step.question),
            "section": step.section,
            "beside": [compact(each) for each in step.line[1:]],
            "left": {"questions": step.at_most_left, "minutes": max(1, round(step.seconds_left / 60))},
        }
        if step.earlier is not None:
            found["earlier"] = plain_answer(step.earlier)
        if step.settles:
            found["settles"] = list(step.settles)
        if step.stop is not None:
            found["may_stop"] = True
        return found

    def answer(self, state: State, question: str, value: Any, *, exactly: bool = False) -> tuple[State, str | None]:
        """The state once a question is answered, and how the answer was taken; None takes an answer back.

        `exactly` takes what is written as in a case at its word; else what could mean two things is asked about, such
        as 0.2 where percent are wanted. RefusedError says what would be understood.
        """
        asked = lookup.question_of(self.advisor.knowledge, question)
        if value is None:
            return self.advisor.withdraw(state, asked.id), None
        if exactly:
            with contextlib.suppress(AnswerError, CaseError):
                said = read_answer(asked, value, self.advisor.knowledge.people_called)
                return self.advisor.answer(state, asked.id, said), None
        try:
            answer, read_as, left_out = answer_leniently(asked, value, state.case.as_of)
        except AnswerError as error:
            place = ".".join(map(str, (asked.id, *error.at)))
            way = error.suggestion or f"It takes {takes(asked)}."
            raise RefusedError([Problem(place, error.code, error.message, way)]) from None
        if left_out:
            way = f"It takes {takes(asked)}."
            raise refuse(asked.id, "unknown-option", f"Not understood: {', '.join(left_out)[:200]}.", way)
        return self.advisor.answer(state, asked.id, answer), read_as

    def back(self, state: State) -> State:
        """The question before is asked again."""
        return self.advisor.back(state)

    # ---- explanations ------------------------------------------------------------------------------------

    def explain(
        self,
        case: Case,
        way: str,
        subject: str | None = None,
        other: str | None = None,
        **form: bool,
    ) -> dict[str, Any]:
        """Why something came out, or didn't; what would change it; what to double-check. See `WAYS`."""
        explainer = self._explainer(case)
        lookup.one_of("way", way, WAYS)
        if way in ("how", "why_not", "above") and not subject:
            raise refuse(
                "subject", "missing", f"`{way}` needs a subject.", "Name a finding's number or id, or `model`."
            )
        if way == "above" and not other:
            raise refuse("other", "missing", "`above` needs two steps of the plan.", "Name the second as `other`.")
        with _named("subject"):
            found: Sequence[Structure]
            if way == "how":
                found = [explainer.how(subject or "")]
            elif way == "why_not":
                found = [explainer.why_not(subject or "")]
            elif way == "above":
                found = [explainer.above(subject or "", other or "")]
            elif way == "levers":
                found = explainer.levers(explainer.goal(subject) if subject else self._main_goal(explainer))
            else:
                found = [explainer.sensitivity()]
        return {"way": way, "subject": subject, **told(found, self.advisor.knowledge, **form)}

    def what_if(self, case: Case, changes: Any, **form: bool) -> dict[str, Any]:
        """What other answers would change; None leaves an answer out."""
        if not isinstance(changes, Mapping) or not changes:
            raise refuse("changes", "shape", "`changes` is an object: a question's id, then the other answer.")
        given: dict[str, Given | None] = {}
        problems: list[Problem] = []
        for key, value in changes.items():
            try:
                given.update([self._supposed(str(key), value, case.as_of)])
            except RefusedError as error:
                problems += error.problems
        if problems:
            raise RefusedError(problems)
        return told([self._explainer(case).what_if(given)], self.advisor.knowledge, **form)

    def compare(self, before: Case, after: Case, **form: bool) -> dict[str, Any]:
        """What happened between two days of one company."""
        found = self._explainer(before).compare(self._explainer(after))
        return told([found], self.advisor.knowledge, **form)

    def portfolio(self, cases: Sequence[Case], most: int) -> dict[str, Any]:
        """Whom to call first among several companies, and what they have in common."""
        return portfolio([self.assess(case) for case in cases], self.advisor.knowledge, most)

    def _explainer(self, case: Case) -> Explainer:
        return self.advisor.explain(self.assess(case))

    def _main_goal(self, explainer: Explainer) -> Any:
        """To be rid of the gravest finding; where there's none, another staffing option."""
        result = explainer.context.assessment
        shown = [*result.found, *result.likely]
        return explainer.goal(shown[0].id if shown else "another-model")

    def _supposed(self, key: str, value: Any, as_of: date) -> tuple[str, Given | None]:
        asked = lookup.question_of(self.advisor.knowledge, key, f"changes.{key[:80]}")
        if value is None:
            return asked.id, None
        try:
            answer, _, left_out = answer_leniently(asked, value, as_of)
        except AnswerError as error:
            way = error.suggestion or f"It takes {takes(asked)}."
            raise RefusedError([Problem(f"changes.{asked.id}", error.code, error.message, way)]) from None
        if left_out or isinstance(answer.said, Differ):
            raise refuse(f"changes.{asked.id}", "type", "This isn't one plain answer.", f"It takes {takes(asked)}.")
        return asked.id, answer.said


class _named:  # a context manager reads as a word
    """Turns an unknown subject into a located problem."""

    def __init__(self, where: str):
        self._where = where

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, UnknownSubjectError):
            raise RefusedError([Problem(self._where, "unknown-subject", str(error)[:400])]) from None
