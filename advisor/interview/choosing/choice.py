"""Which question comes next in one state of an interview, what is left, and whether it may stop here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

from advisor.cases.opening import complaints
from advisor.inference.evaluation.facts_view import FactsView
from advisor.inference.relevance.pointless import Points
from advisor.inference.relevance.stakes import MODEL
from advisor.interview.choosing.lines import Lines
from advisor.interview.choosing.position import Position
from advisor.interview.choosing.stopping import Completions, Stop, unknown_in_a_row
from advisor.interview.choosing.worth import Members, Worth
from advisor.interview.screening import checked, screened, screening
from advisor.interview.state import State
from advisor.language.kleene import value_of

if TYPE_CHECKING:
    from advisor.knowledge.opening.complaints import Complaint

_WORTH_A_LIST = 2  # a list that spares fewer takes longer than what it spares


class Choice:
    """One state; everything is worked out when it is asked for, once."""

    def __init__(self, state: State, position: Position, lines: Lines, worth: Callable[[Position], Worth]):
        self.state = state
        self.position = position
        self._lines = lines
        self._worth = worth
        self._policy = position.policy
        self._program = position.rulebase.program
        self._known = frozenset((*state.answers, *state.passed))

    # ---- what is left ------------------------------------------------------------------------------------

    @cached_property
    def left(self) -> tuple[str, ...]:
        """Every question that could still change something and can come to be asked, none passed over.

        Where there is none: the company's own numbers that could.
        """
        movers = [q for q in self._movers if self._points.pointless(q) != 1]
        kept = {q for q in movers if self.applies(q)}
        waiting = [q for q in movers if q not in kept]
        while more := [q for q in waiting if q not in kept and not kept.isdisjoint(self._hangs_on(q))]:
            kept.update(more)
        if kept:
            return tuple(q for q in movers if q in kept)
        own = (q for q in self.position.own_numbers if q not in self.state.passed)  # dear, so only where they are next
        return tuple(q for q in own if self._points.pointless(q) != 1)

    @cached_property
    def done(self) -> tuple[str, ...]:
        """The lines that were shown so far."""
        return self._lines.done(self.state)

    @cached_property
    def first_part(self) -> tuple[str, ...]:
        """A question of each line that the first result waits for, as far as can be told; none once it was shown."""
        due = 0 if self.state.shown else self._policy.first_result - len(self.done)
        return tuple(members[0] for members in self._lines.among(self.left).values())[: max(due, 0)]

    def applies(self, question: str) -> bool:
        """Whether a question can be asked now: it certainly applies, and nothing makes it pointless, or still could.

        Of a name, whether what it names is certainly there.
        """
        if not self._is_there(question):
            return False
        pointless = self._points.pointless(question)
        return pointless == -1 or (pointless == 0 and not any(map(self._can_come, self._points.reads(question))))

    def _is_there(self, question: str) -> bool:
        gate = self._program.name_gates.get(question)
        if gate is None:
            return self.position.stakes.ready(question)
        facts = [inferred.facts for inferred in self.position.assessed.inferences]
        return all(value_of(gate.condition.normal, FactsView(self._program, each, {})) == 1 for each in facts)

    def _can_come(self, question: str) -> bool:
        """Whether an answer that is not there can still be asked for."""
        if question in self._known or question not in self._movers:
            return False
        return self._is_there(question) and self._points.pointless(question) != 1

    def _hangs_on(self, question: str) -> Collection[str]:
        """The questions that decide whether one is asked."""
        return (*self._program.gate_reads.get(question, ()), *self._points.reads(question))

    @cached_property
    def _movers(self) -> Collection[str]:
        """Every question that could still change something, none passed over."""
        return dict.fromkeys(q for q in self.position.stakes.bears_on if q not in self.state.passed)

    @cached_property
    def _points(self) -> Points:
        return Points(self._program, self.position.assessed.inferences)

    @cached_property
    def settling(self) -> str | None:
        """The question that settles a contradiction not settled yet, if nobody was asked it."""
        for contradiction in self.position.assessed.standing.contradictions:
            if contradiction.settle in self.state.passed:
                continue
            if contradiction.people_differ or contradiction.settle not in self.state.answers:
                return contradiction.settle
        return None

    # ---- what comes next ---------------------------------------------------------------------------------

    @cached_property
    def next(self) -> str | None:
        """The question to ask; None where nothing can change any more."""
        # What is shown again comes first; then what settles a contradiction, since until then every answer counts in
        # several readings only; then who is here and why, what opens the talk, and what decides each complaint; then
        # the sections that these opened; then the line worth most. Own numbers come last: they replace figures, which
        # are a fair guess.
        if self.state.revisiting is not None:
            return self.state.revisiting
        if self.settling is not None:
            return self.settling
        if not self.left:
            return None
        first = next((q for q in self._policy.first if q not in self._known and self.applies(q)), None)
        if first is not None:
            return first
        ready = [q for q in self.left if self.applies(q)]
        if not self.position.stakes.bears_on.get(ready[0]):
            return ready[0]  # own numbers, in their order
        last = next((q for q in reversed(self._trail) if q in self._lines.of), None)
        begun = self.due(last, ready) if last is not None else ()
        asked = begun[0] if begun else next((q for q in self._in_order if q in ready or self._screens(q)), None)
        if asked is not None and self._screens(asked):
            return asked
        return self.due(asked or self._best(self._opened(ready) or ready), ready)[0]

    @cached_property
    def _in_order(self) -> tuple[str, ...]:
        """What is asked before all that is weighed: the opening, what decides each complaint, what happened, and
        what follows.
        """
        firsts = [complaint.first for complaint in self._ticked]
        in_turn = [q for some in zip_longest(*firsts) for q in some if q is not None]
        knowledge, answers = self._program.knowledge, self.state.answers
        happened = [
            q for name in screening(knowledge) if name in answers for q in checked(knowledge, name, answers[name].said)
        ]
        then = self._policy.then
        lists = (q for q in then if q in screening(knowledge))
        return tuple(dict.fromkeys((*self._policy.opening, *in_turn, *lists, *happened, *then)))

    @cached_property
    def _trail(self) -> tuple[str, ...]:
        """What was asked, in its order: not what a list left unchecked, which nobody was asked."""
        said = screened(self._program.knowledge, self.state)
        return tuple(q for q in self.state.trail if q not in said)

    def _screens(self, question: str) -> bool:
        """Whether it is a list, not answered yet, that could spare questions: two or more that are left."""
        screens = self._program.question(question).screens
        if not screens or question in self._known:
            return False
        return len({q for others in screens.values() for q in others} & set(self.left)) >= _WORTH_A_LIST

    @cached_property
    def _ticked(self) -> tuple[Complaint, ...]:
        return complaints(self._program.knowledge, self.state.answers)

    def due(self, question: str, ready: Collection[str]) -> tuple[str, ...]:
        """The questions of a line that are still to be asked: what can change something, and names with it."""
        return tuple(
            q
            for q in self._lines.members(question)
            if q in ready or (q not in self._known and self._is_name(q) and self.applies(q))
        )

    def _is_name(self, question: str) -> bool:
        """Whether it only gives a word, which no rule reads, to what its line is about."""
        return self._program.question(question).names is not None

    def _opened(self, ready: Iterable[str]) -> list[str]:
        """The questions that come first by what the person came for: of the first section with lines to go."""
        opening = {self._lines.of[q] for q in (*self._policy.first, *self._policy.opening)}
        done = [line for line in self.done if line not in opening]
        for area in dict.fromkeys(area for complaint in self._ticked for area in complaint.areas):
            asked = [line for line in done if self._lines.section(line) == area]
            here = [q for q in ready if self._lines.section_of[q] == area]
            if here and len(asked) < self._policy.complaints.lines:
                return here
        return []

    def _best(self, questions: Collection[str]) -> str:
        """A question of the line worth most, of the present section where that is nearly as good."""
        # Without staying the talk jumps between subjects from question to question, which tires people and gains
        # seconds at most.
        if self._policy.model_first and len(self.done) >= self._policy.model_first:
            moving = [q for q in questions if MODEL in self.position.stakes.bears_on[q]]
            if moving and not self._completions.model_is_firm:
                questions = moving
        scores = self._worth(self.position).scores(self._lines.among(questions).values())
        best = max(scores, key=lambda members: (scores[members], -self._lines.order[members[0]]))
        here = self._lines.section_of.get(self._trail[-1]) if self._trail else None
        # Who has just not known something may know more elsewhere.
        stays = not unknown_in_a_row(self.position, self._trail, self._lines.of)
        if stays and self._section(best) != here:
            near = {each: score for each, score in scores.items() if self._section(each) == here}
            stay = max(near, key=lambda members: (near[members], -self._lines.order[members[0]]), default=best)
            if scores[stay] >= self._policy.score.stay * scores[best]:
                best = stay
        return best[0]

    def _section(self, members: Members) -> str:
        return self._lines.section(self._lines.of[members[0]])

    @cached_property
    def _completions(self) -> Completions:
        return Completions(self.position, self._worth(self.position), self.left)

    # ---- whether it may stop -----------------------------------------------------------------------------

    @cached_property
    def stop(self) -> Stop | None:
        """An offer to stop here: what is shown would stay, or nothing more is known."""
        said, done, went_on = self._policy.stop, len(self.done), self.state.went_on
        if not said.completions or done < said.from_line or (went_on is not None and done < went_on + said.again):
            return None
        rest = len(self._lines.among(self.left)), len(self.left)
        if said.in_a_row and unknown_in_a_row(self.position, self._trail, self._lines.of) >= said.in_a_row:
            return Stop("unknown", 0, 0, *rest)
        if (done - said.from_line) % said.every:
            return None
        changed, tried = self._completions.changes()
        return Stop("stable", tried, changed, *rest) if changed <= said.may_change else None
