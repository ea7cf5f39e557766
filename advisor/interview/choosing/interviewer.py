"""What to ask next: in one order from the first question, by the policy of the packs.

Only what can still change a status or the staffing model, and certainly applies; and before it a few questions that say
who is here and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Union

from advisor.cases.answers import Answer, plain_answer
from advisor.cases.case import Case
from advisor.inference.assessor import Assessor
from advisor.inference.compiled.program import Program
from advisor.interview.choosing.choice import Choice
from advisor.interview.choosing.lines import Lines
from advisor.interview.choosing.position import Position
from advisor.interview.choosing.stopping import Stop
from advisor.interview.choosing.worth import Worth
from advisor.interview.questions import question_as_data
from advisor.interview.state import State
from advisor.knowledge.order.policy import policy_of
from advisor.result.assessment import Assessment
from advisor.result.making import assess_many
from advisor.rulebase.rulebase import Rulebase

if TYPE_CHECKING:
    from advisor.interview.pool.pool import Pool
    from advisor.interview.shapes import AskData, DoneData
    from advisor.knowledge.models import Question

_MOST_REMEMBERED = 64


@dataclass(frozen=True)
class Ask:
    """The next question.

    `line` are the questions that are shown together with it, itself the first of them. `bears_on` are the diagnoses
    (and `model`) that it can change, the weightiest first; `core` tells that the first result is not due yet,
    `core_left` how many lines it waits for; `earlier` is the answer that stands where the question is shown again;
    `settles` are the answers that contradict each other; `at_most_left` counts every question that could still change
    something, this one too. `stop` is an offer to stop here.
    """

    question: Question
    section: str
    bears_on: tuple[str, ...]
    core: bool
    core_left: int
    at_most_left: int
    seconds_left: int
    earlier: Answer | None = None
    settles: tuple[str, ...] = ()
    line: tuple[Question, ...] = ()
    stop: Stop | None = None
    section_id: str = ""

    @property
    def why(self) -> tuple[str, ...]:
        """What the answer can change: diagnoses by id, and `model`."""
        return self.bears_on

    def to_dict(self) -> AskData:
        """The step as JSON data, by the schema `ask`."""
        return {
            "schema": 1,
            "ask": self.question.id,
            "question": question_as_data(self.question, self.section_id),
            "line": [question.id for question in self.line],
            "section": self.section,
            "why": list(self.bears_on),
            "core": self.core,
            "at_most_left": self.at_most_left,
            "seconds_left": self.seconds_left,
            "earlier": plain_answer(self.earlier) if self.earlier else None,
            "settles": list(self.settles),
            "stop": self.stop.to_dict() if self.stop is not None else None,
        }


@dataclass(frozen=True)
class Done:
    """Nothing that can still be asked would change a status or the model."""

    assessment: Assessment

    def to_dict(self) -> DoneData:
        """The step as JSON data: `done` is the assessment."""
        return {"schema": 1, "done": self.assessment.to_dict()}


Step = Union[Ask, Done]


def is_opening(question: Question) -> bool:
    """Whether a question weighs or words what is asked, and can change no result."""
    return question.opens


class Interviewer:
    """Chooses questions by one rulebase. Safe to share between threads; positions are remembered."""

    def __init__(self, rulebase: Rulebase):
        self.rulebase = rulebase
        self.program = rulebase.program
        self.policy = policy_of(rulebase.knowledge)
        self.lines = Lines(rulebase.knowledge)
        self.order = {question_id: number for number, question_id in enumerate(self.program.knowledge.questions)}
        self.section_of = {q: section for section in self.program.knowledge.sections for q in section.questions}
        self._position = lru_cache(maxsize=_MOST_REMEMBERED)(self._made)
        self._worth = lru_cache(maxsize=_MOST_REMEMBERED)(Worth)

    @property
    def assessor(self) -> Assessor:
        """What the moves are judged with."""
        return self.rulebase.what_ifs

    @cached_property
    def pool(self) -> Pool:
        """Drawn companies, by which it is judged what is typical; made when the first question needs them."""
        from advisor.interview.pool.kept import pool_of  # loads numpy, for which the first question need not wait

        return pool_of(self.rulebase)

    def assess(self, case: Case) -> Assessment:
        """The whole result for a case, as at the end of an interview."""
        return assess_many(self.rulebase, [case])[0]

    def words(self, state: State) -> Program:
        """The program with its texts in the words of a state's answers."""
        return self.rulebase.program_for(state.answers)

    def position(self, state: State) -> Position:
        """What follows from the answers of a state."""
        return self._position(state.case.as_of, frozenset(state.answers.items()))

    def _made(self, as_of: date, answers: frozenset[tuple[str, Answer]]) -> Position:
        case = Case("interview", as_of, dict(sorted(answers, key=lambda item: item[0])))
        return Position(self.rulebase, case, lambda: self.pool)

    # ---- what is asked -----------------------------------------------------------------------------------

    def choice(self, state: State) -> Choice:
        """What comes next in a state, and what is left."""
        return Choice(state, self.position(state), self.lines, self._worth)

    def next(self, state: State) -> Step:
        """The next question, or the result where nothing can change any more."""
        choice = self.choice(state)
        return Done(self.assess(state.case)) if choice.next is None else self._ask(choice, choice.next)

    def ask(self, state: State, question_id: str) -> Ask:
        """One question as it is shown in a state, also one that was answered before."""
        return self._ask(self.choice(state), question_id)

    def _ask(self, choice: Choice, question_id: str) -> Ask:
        state, position, stakes = choice.state, choice.position, choice.position.stakes
        shares = stakes.bears_on.get(question_id, {})
        bears_on = tuple(sorted(shares, key=lambda target: -shares[target] * stakes.impact(target)))
        contradiction = next((c for c in position.assessed.standing.contradictions if c.settle == question_id), None)
        new = question_id not in state.answers and contradiction is None
        line = (
            [q for q in choice.due(question_id, choice.left) if q != question_id and choice.applies(q)] if new else []
        )
        words = self.words(state)
        question = words.question(question_id)
        return Ask(
            question,
            self.section_of[question_id].title,
            bears_on,
            contradiction is not None or bool(choice.first_part),
            len(choice.first_part),
            len(choice.left),
            sum(self.program.question(q).seconds for q in choice.left),
            state.answers.get(question_id),
            contradiction.answers if contradiction is not None else (),
            (question, *map(words.question, line)),
            choice.stop if new else None,
            self.section_of[question_id].id,
        )

    def left(self, state: State) -> tuple[str, ...]:
        """Every question that could still change something: what every screen counts."""
        return self.choice(state).left

    def first_part(self, state: State) -> tuple[str, ...]:
        """A question of each line that the first result waits for, as far as can be told; none once it was shown."""
        return self.choice(state).first_part

    def stop(self, state: State) -> Stop | None:
        """An offer to stop here: what is shown would stay, or nothing more is known."""
        return self.choice(state).stop
