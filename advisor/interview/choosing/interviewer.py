"""What to ask next: only what can still change a status or the staffing model, the core first, then best first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Union

from advisor.cases.answers import Answer, plain_answer
from advisor.cases.case import Case
from advisor.inference.assessor import Assessor, CaseInference
from advisor.inference.compiled.program import Program
from advisor.inference.evaluation.facts_view import FactsView
from advisor.inference.relevance.stakes import Relevance
from advisor.interview.choosing.own_numbers import own_numbers
from advisor.interview.state import State
from advisor.language.kleene import value_of
from advisor.result.assessment import Assessment
from advisor.result.making import assess_many
from advisor.rulebase.rulebase import Rulebase

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

STAY = 0.4  # the section goes on while its best question is worth this share of the best of all
_FIRST_PART = "first-part"  # the figure: questions before the first result; the best others fill up the core
_MOST_REMEMBERED = 64


@dataclass(frozen=True)
class Ask:
    """The next question.

    `bears_on` are the diagnoses (and `model`) that it can change, the weightiest first; `core` tells that the first
    result is not due yet, `core_left` how many questions it waits for; `earlier` is the answer that stands where the
    question is shown again; `settles` are the answers that contradict each other; `at_most_left` counts this question
    too.
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

    @property
    def why(self) -> tuple[str, ...]:
        """What the answer can change: diagnoses by id, and `model`."""
        return self.bears_on

    def to_dict(self) -> dict[str, Any]:
        """The step as JSON data."""
        return {
            "ask": self.question.id,
            "question": self.question.model_dump(mode="json", exclude_defaults=True, by_alias=True),
            "section": self.section,
            "why": list(self.bears_on),
            "core": self.core,
            "at_most_left": self.at_most_left,
            "seconds_left": self.seconds_left,
            "earlier": plain_answer(self.earlier) if self.earlier else None,
            "settles": list(self.settles),
        }


@dataclass(frozen=True)
class Done:
    """Nothing that can still be asked would change a status or the model."""

    assessment: Assessment

    def to_dict(self) -> dict[str, Any]:
        """The step as JSON data."""
        return {"done": self.assessment.to_dict()}


Step = Union[Ask, Done]


class Position:
    """One set of answers: what follows from it, and what is still at stake."""

    def __init__(self, rulebase: Rulebase, case: Case):
        self.rulebase = rulebase
        self.case = case

    @cached_property
    def assessed(self) -> CaseInference:
        """Everything inferred."""
        return self.rulebase.what_ifs.assess(self.case)

    @cached_property
    def assessment(self) -> Assessment:
        """The whole result."""
        return assess_many(self.rulebase, [self.case])[0]

    @cached_property
    def stakes(self) -> Relevance:
        """What is at stake."""
        return Relevance(self.rulebase.program, self.assessed)

    @cached_property
    def own_numbers(self) -> tuple[str, ...]:
        """The company's own numbers that could change something in place of the figures used."""
        return own_numbers(self.rulebase, self.assessed)


def is_opening(question: Question) -> bool:
    """Whether a question weighs or words what is asked, and can change no result."""
    return question.options_from is not None or question.names is not None


class Interviewer:
    """Chooses questions by one rulebase. Safe to share between threads; positions are remembered."""

    def __init__(self, rulebase: Rulebase):
        self.rulebase = rulebase
        self.program = rulebase.program
        self.order = {question_id: number for number, question_id in enumerate(self.program.knowledge.questions)}
        self.section_of = {q: section for section in self.program.knowledge.sections for q in section.questions}
        self._position = lru_cache(maxsize=_MOST_REMEMBERED)(self._made)

    @property
    def assessor(self) -> Assessor:
        """What the moves are judged with."""
        return self.rulebase.what_ifs

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
        return Position(self.rulebase, Case("interview", as_of, dict(sorted(answers, key=lambda item: item[0]))))

    def next(self, state: State) -> Step:
        """The next question, or the result where nothing can change any more."""
        # What is shown again comes first; then what settles a contradiction, since until then every answer counts in
        # several readings only; then who answers, why they came, and what things are called; then the
        # core in the order of the questionnaire, which reads like a talk; then the
        # question worth most. Own numbers come last: they replace figures, which are a fair guess.
        if state.revisiting is not None:
            return self.ask(state, state.revisiting)
        settling = self._settling(state)
        if settling is not None:
            return self.ask(state, settling)
        opening = next(self._opening(state), None)
        if opening is not None:
            return self.ask(state, opening)
        core = next(self._core(state), None)
        if core is not None:
            return self.ask(state, core)
        best = self._best(state)
        if best is None:
            best = next((q for q in self.position(state).own_numbers if q not in state.passed), None)
        return self.ask(state, best) if best is not None else Done(self.assess(state.case))

    def ask(self, state: State, question_id: str) -> Ask:
        """One question as it is shown in a state, also one that was answered before."""
        position = self.position(state)
        question = self.words(state).question(question_id)
        stakes = position.stakes
        shares = stakes.bears_on.get(question_id, {})
        bears_on = tuple(sorted(shares, key=lambda target: -shares[target] * stakes.impact(target)))
        left = self.left(state)
        first_part = self.first_part(state)
        contradiction = next((c for c in position.assessed.standing.contradictions if c.settle == question_id), None)
        return Ask(
            question,
            self.section_of[question_id].title,
            bears_on,
            question.core or contradiction is not None or bool(first_part) or is_opening(question),
            len(first_part),
            len(left),
            sum(self.program.question(q).seconds for q in left),
            state.answers.get(question_id),
            contradiction.answers if contradiction is not None else (),
        )

    def left(self, state: State) -> tuple[str, ...]:
        """Every question that could still change something, those passed over left out."""
        settling = self._settling(state)
        found = dict.fromkeys(self.position(state).stakes.bears_on)
        if settling is not None:
            found[settling] = None
        return tuple(q for q in found if q not in state.passed)

    def first_part(self, state: State) -> tuple[str, ...]:
        """The questions still to come before the first result: the core's, and the best others where it is short."""
        left = self.left(state)
        first = [q for q in self.program.knowledge.opening if q not in state.answers and q not in state.passed]
        core = [*first, *(q for q in left if self.program.question(q).core)]
        figure = self.program.knowledge.figures.get(_FIRST_PART)
        most = 0 if figure is None else int(figure.model.values[0].ends[1])
        asked = sum(not is_opening(self.program.question(q)) for q in state.trail)
        room = 0 if state.shown else most + len(first) - asked - len(core)
        if room <= 0:
            return tuple(core)
        stakes = self.position(state).stakes
        others = [q for q in stakes.bears_on if q in left and q not in core]
        return (*core, *sorted(others, key=lambda q: (-self._worth(stakes, q), self.order[q]))[:room])

    def _settling(self, state: State) -> str | None:
        """The question that settles a contradiction not settled yet, if nobody was asked it."""
        for contradiction in self.position(state).assessed.standing.contradictions:
            if contradiction.settle in state.passed:
                continue
            if contradiction.people_differ or contradiction.settle not in state.answers:
                return contradiction.settle
        return None

    def _opening(self, state: State) -> Iterator[str]:
        """Who answers and why they came; and a name for what the answer before was about, on the same line."""
        lines = self.program.knowledge.lines
        last = self.program.question(state.trail[-1]).line if state.trail else None
        for question_id in (*self.program.knowledge.opening, *(lines.get(last, ()) if last is not None else ())):
            if question_id in state.answers or question_id in state.passed:
                continue
            question = self.program.question(question_id)
            if question.options_from is not None or (question.names is not None and self.named(state, question_id)):
                yield question_id

    def named(self, state: State, question_id: str) -> bool:
        """Whether what a question gives a name to is certainly there."""
        gate = self.program.name_gates.get(question_id)
        facts = [inferred.facts for inferred in self.position(state).assessed.inferences]
        return gate is None or all(
            value_of(gate.condition.normal, FactsView(self.program, each, {})) == 1 for each in facts
        )

    def _core(self, state: State) -> Iterator[str]:
        """The core questions that can still change something, in the order of the questionnaire."""
        stakes = self.position(state).stakes
        for question_id, entry in self.program.knowledge.questions.items():
            waiting = entry.model.core and question_id not in state.answers and question_id not in state.passed
            if waiting and stakes.matters(question_id) and stakes.ready(question_id):
                yield question_id

    def _best(self, state: State) -> str | None:
        """The question worth most, of the present section where that is nearly as good."""
        # Greedy, one question ahead, as Gorry and Barnett (1968) chose tests in a sequential diagnosis: looking
        # further costs more than it gains where each answer may be "don't know". Without the bonus for the section
        # the talk jumps between subjects from question to question, which tires people and gains seconds at most.
        stakes = self.position(state).stakes
        worth = {q: self._worth(stakes, q) for q in stakes.bears_on if q not in state.passed and stakes.ready(q)}
        if not worth:
            return None
        best = min(worth, key=lambda q: (-worth[q], self.order[q]))
        here = self.section_of.get(state.trail[-1]) if state.trail else None
        related = [q for q in worth if self.section_of[q] is here and worth[q] >= STAY * worth[best]]
        return min(related, key=lambda q: (-worth[q], self.order[q])) if related else best

    def _worth(self, stakes: Relevance, question_id: str) -> float:
        """Impact of what may be settled, per second."""
        # The share is the part of the ways in which the open answers may fall that this one answer decides
        # (`relevance/stakes.py`). Divided by the seconds of answering it: a quick yes or no before a hard number.
        shares = stakes.bears_on[question_id]
        worth = sum(share * stakes.impact(target) for target, share in shares.items())
        return worth / self.program.question(question_id).seconds
