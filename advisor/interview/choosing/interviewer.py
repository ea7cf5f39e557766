"""What to ask next: in one order from the first question, by the policy of the packs.

Only what can still change a status or the staffing model, and certainly applies; and before it a few questions that say
who is here and why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Union

from advisor.cases.answers import Answer, plain_answer
from advisor.cases.case import Case
from advisor.inference.assessor import Assessor
from advisor.inference.relevance.stakes import MODEL
from advisor.interview.choosing.lines import Lines
from advisor.interview.choosing.position import Position
from advisor.interview.choosing.stopping import Stop, changes, unknown_in_a_row
from advisor.interview.choosing.worth import Worth, complaints_of
from advisor.interview.state import State
from advisor.knowledge.policy import policy_of
from advisor.language.vocabulary import Kind
from advisor.result.assessment import Assessment
from advisor.result.making import assess_many
from advisor.rulebase.rulebase import Rulebase

if TYPE_CHECKING:
    from advisor.interview.pool.pool import Pool
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

    @property
    def why(self) -> tuple[str, ...]:
        """What the answer can change: diagnoses by id, and `model`."""
        return self.bears_on

    def to_dict(self) -> dict[str, Any]:
        """The step as JSON data."""
        return {
            "ask": self.question.id,
            "question": self.question.model_dump(mode="json", exclude_defaults=True, by_alias=True),
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

    def to_dict(self) -> dict[str, Any]:
        """The step as JSON data."""
        return {"done": self.assessment.to_dict()}


Step = Union[Ask, Done]


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

    def position(self, state: State) -> Position:
        """What follows from the answers of a state."""
        return self._position(state.case.as_of, frozenset(state.answers.items()))

    def _made(self, as_of: date, answers: frozenset[tuple[str, Answer]]) -> Position:
        case = Case("interview", as_of, dict(sorted(answers, key=lambda item: item[0])))
        return Position(self.rulebase, case, lambda: self.pool)

    # ---- what is asked -----------------------------------------------------------------------------------

    def next(self, state: State) -> Step:
        """The next question, or the result where nothing can change any more."""
        # What is shown again comes first; then what settles a contradiction, since until then every answer counts in
        # several readings only; then who is here and why, and what opens the talk; then the sections that this opened;
        # then the line worth most. Own numbers come last: they replace figures, which are a fair guess.
        if state.revisiting is not None:
            return self.ask(state, state.revisiting)
        settling = self._settling(state)
        if settling is not None:
            return self.ask(state, settling)
        left = self.left(state)
        if not left:
            return Done(self.assess(state.case))
        return self.ask(state, self._chosen(state, left))

    def _chosen(self, state: State, left: Collection[str]) -> str:
        known = (*state.answers, *state.passed)
        first = next((q for q in self.policy.first if q not in known and self._applies(state, q)), None)
        if first is not None:
            return first
        ready = [q for q in left if self._applies(state, q)]
        if ready and not self.position(state).stakes.bears_on.get(ready[0]):
            return ready[0]  # own numbers, in their order
        last = next((q for q in reversed(state.trail) if q in self.lines.of), None)
        begun = self._due(state, last, ready) if last is not None else ()
        opening = next((q for q in self.policy.opening if q in ready), None)
        asked = begun[0] if begun else opening
        if asked is not None:
            return self._due(state, asked, ready)[0]
        return self._due(state, self._best(state, self._opened(state, ready) or ready), ready)[0]

    def _applies(self, state: State, question: str) -> bool:
        return self.position(state).stakes.ready(question)

    def _due(self, state: State, question: str, ready: Collection[str]) -> tuple[str, ...]:
        """The questions of a line that are still to be asked: what can change something, and names with it."""
        known = (*state.answers, *state.passed)
        return tuple(
            q
            for q in self.lines.members(question)
            if q in ready or (q not in known and self._is_name(q) and self._applies(state, q))
        )

    def _is_name(self, question: str) -> bool:
        """Whether it only gives a word, which no rule reads, to what its line is about."""
        asked = self.program.question(question)
        return asked.type is Kind.TEXT and asked.line is not None

    def _opened(self, state: State, ready: Iterable[str]) -> list[str]:
        """The questions that come first by what the person came for: of the first section with lines to go."""
        done = [line for line in self.lines.done(state) if line not in self._opening_lines]
        knowledge = self.program.knowledge
        ticked = complaints_of(self.position(state))
        areas = dict.fromkeys(area for each in ticked for area in knowledge.complaints[each].model.areas)
        for area in areas:
            asked = [line for line in done if self._section_of_line(line) == area]
            here = [q for q in ready if self.section_of[q].id == area]
            if here and len(asked) < self.policy.complaints.lines:
                return here
        return []

    @cached_property
    def _opening_lines(self) -> frozenset[str]:
        return frozenset(self.lines.of[q] for q in (*self.policy.first, *self.policy.opening))

    def _section_of_line(self, line: str) -> str:
        members = self.program.knowledge.lines.get(line, (line,))
        return self.section_of[members[0]].id

    def _best(self, state: State, questions: Collection[str]) -> str:
        """A question of the line worth most, of the present section where that is nearly as good."""
        # Without staying the talk jumps between subjects from question to question, which tires people and gains
        # seconds at most.
        position = self.position(state)
        if self.policy.model_first and len(self.lines.done(state)) >= self.policy.model_first:
            moving = [q for q in questions if MODEL in position.stakes.bears_on[q]]
            questions = moving or questions
        scores = self._worth(position).scores(questions)
        lines = {line: sum(scores[q] for q in members) for line, members in self.lines.among(scores).items()}
        first = {line: members[0] for line, members in self.lines.among(scores).items()}
        best = min(lines, key=lambda line: (-lines[line], self.order[first[line]]))
        here = self.section_of.get(state.trail[-1]) if state.trail else None
        stay = self.policy.score.stay * lines[best]
        related = [line for line in lines if self.section_of[first[line]] is here and lines[line] >= stay]
        return first[min(related, key=lambda line: (-lines[line], self.order[first[line]])) if related else best]

    def ask(self, state: State, question_id: str) -> Ask:
        """One question as it is shown in a state, also one that was answered before."""
        position = self.position(state)
        stakes = position.stakes
        shares = stakes.bears_on.get(question_id, {})
        bears_on = tuple(sorted(shares, key=lambda target: -shares[target] * stakes.impact(target)))
        left = self.left(state)
        waits_for = self.first_part(state)
        contradiction = next((c for c in position.assessed.standing.contradictions if c.settle == question_id), None)
        new = question_id not in state.answers and contradiction is None
        line = [q for q in self._due(state, question_id, left) if q != question_id and self._applies(state, q)]
        question = self.program.question(question_id)
        return Ask(
            question,
            self.section_of[question_id].title,
            bears_on,
            contradiction is not None or bool(waits_for),
            len(waits_for),
            len(left),
            sum(self.program.question(q).seconds for q in left),
            state.answers.get(question_id),
            contradiction.answers if contradiction is not None else (),
            (question, *map(self.program.question, line)) if new else (question,),
            self.stop(state) if new else None,
        )

    # ---- what is left, and when it may end ---------------------------------------------------------------

    def left(self, state: State) -> tuple[str, ...]:
        """Every question that could still change something and can come to be asked, none passed over.

        Where there is none: the company's own numbers that could.
        """
        position = self.position(state)
        movers = [q for q in position.stakes.bears_on if q not in state.passed]
        kept = {q for q in movers if self._applies(state, q)}
        waiting = [q for q in movers if q not in kept]
        reads = self.program.gate_reads
        while more := [q for q in waiting if q not in kept and not kept.isdisjoint(reads.get(q, ()))]:
            kept.update(more)
        found = tuple(q for q in movers if q in kept)
        return found or tuple(q for q in position.own_numbers if q not in state.passed)

    def first_part(self, state: State) -> tuple[str, ...]:
        """A question of each line that the first result waits for, as far as can be told; none once it was shown."""
        due = 0 if state.shown else self.policy.first_result - len(self.lines.done(state))
        return tuple(members[0] for members in self.lines.among(self.left(state)).values())[: max(due, 0)]

    def stop(self, state: State) -> Stop | None:
        """An offer to stop here: what is shown would stay, or nothing more is known."""
        said, done = self.policy.stop, len(self.lines.done(state))
        if (
            not said.completions
            or done < said.from_line
            or (state.went_on is not None and done < state.went_on + said.again)
        ):
            return None
        position, left = self.position(state), self.left(state)
        rest = len({self.lines.of[q] for q in left}), len(left)
        if said.in_a_row and unknown_in_a_row(position, state.trail) >= said.in_a_row:
            return Stop("unknown", 0, 0, *rest)
        if (done - said.from_line) % said.every:
            return None
        changed, tried = self._changes(position, left)
        return Stop("stable", tried, changed, *rest) if changed <= said.may_change else None

    def _changes(self, position: Position, left: tuple[str, ...]) -> tuple[int, int]:
        return changes(position, self._worth(position), left)

    def _settling(self, state: State) -> str | None:
        """The question that settles a contradiction not settled yet, if nobody was asked it."""
        for contradiction in self.position(state).assessed.standing.contradictions:
            if contradiction.settle in state.passed:
                continue
            if contradiction.people_differ or contradiction.settle not in state.answers:
                return contradiction.settle
        return None
