"""Which questions can still change something: exactly per condition, by the regions of its questions.

An interview ends, and a page says "nothing you could add would change this", on the strength of what is not listed
here; so a question may be listed in vain, but none may be missing.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from advisor.cases.answers import Exactly, Given, Partly
from advisor.inference.assessor import Inference
from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.program import COMPUTED, Program
from advisor.inference.evaluation.facts_view import FactsView
from advisor.inference.relevance.asked_before import AskedBefore
from advisor.inference.relevance.counting import counting_slots
from advisor.language.exact.regions import state_of
from advisor.language.exact.variables import RegionState, Variable
from advisor.language.tree import Concluded

_MOST_REMEMBERED = 500  # answers to one question; numbers may take any value, and a variable outlives its cases


@dataclass
class ConditionMovers:
    """The questions not given that can still move the conditions of one resolution.

    `never` are disputed and withdrawn answers: they are asked again only through their settling question.
    """

    # From the top down: a diagnosis is moved by those of its open conditions whose truth still counts (`counting`), a
    # condition by the variables for which two completions of the rest differ (`ConditionSpace.movers`), a variable by
    # its question. What stands behind a variable is followed: another diagnosis to its own movers, a computed number to
    # what it waits for, a question that may not apply to the questions of its gate. Each step is exact for itself; over
    # conditions that share a question it errs on the side of asking. The certain reading is asked, since only what
    # moves that one moves what is settled.
    #
    # The memos live as long as this object, one resolution of one case, and hold at most one entry for each question,
    # diagnosis, variable and condition of the program.

    program: Program
    inferred: Inference
    never: frozenset[str] = frozenset()
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _unsure_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _slots: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _state_of: dict[int, tuple[RegionState, ...]] = field(default_factory=dict)
    _variables: dict[int, RegionState] = field(default_factory=dict)
    _asking: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _reachable: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._asked_before = AskedBefore.of(self.program)
        self._view = FactsView(self.program, self.inferred.facts, self.inferred.sure, certain=True)

    def of_condition(self, condition: Compiled) -> tuple[str, ...]:
        """The questions not given that can still change a condition's value."""
        space = condition.space
        states = self._states(condition)
        asked_plainly = space.moving_questions(states)
        if asked_plainly is not None and self._asked_alone.issuperset(asked_plainly):
            return asked_plainly
        found: dict[str, None] = {}
        for number in space.movers(states):
            variable = space.variables[number]
            if variable.question is not None:
                asked = self._asking.get(variable.question)
                for question in self._asks(variable.question) if asked is None else asked:
                    found[question] = None
                continue
            first = variable.atoms[0]
            if isinstance(first, Concluded):
                found.update(dict.fromkeys(self.of_diagnosis(first.diagnosis)))
                continue
            questions, points = variable.reads
            waits_for = self.inferred.facts.certain_points.waits_for
            for name in (*questions, *(q for point in points for q in waits_for.get(point, ()))):
                found.update(dict.fromkeys(self._asks(name)))
        return tuple(found)

    def _with_circumstances(self, variable: Variable, state: RegionState) -> RegionState:
        """The state of a variable; a computed number that is a range only for want of an answer can still move."""
        if variable.question is None and state.answered and 0 in state.vector:
            waits_for = self.inferred.facts.certain_points.waits_for
            if any(waits_for.get(point) for point in variable.reads[1]):
                return RegionState(state.vector, False)
        return state

    def of_diagnosis(self, diagnosis: str) -> tuple[str, ...]:
        """The questions not given that can still change a diagnosis; none once it is settled."""
        known = self._known.get(diagnosis)
        if known is None:
            self._known[diagnosis] = ()  # strata admit no circle; this only guards the recursion
            key = self._key(diagnosis)
            known = self._asked_before.get(key) if key is not None else None
            if known is None:
                known = self._of_diagnosis(diagnosis)
                if key is not None:
                    self._asked_before.put(key, known)
            self._known[diagnosis] = known
        return known

    def _of_diagnosis(self, diagnosis: str) -> tuple[str, ...]:
        slots = self.open_slots(diagnosis)
        conditions = self._conditions(diagnosis) if slots else ()
        found: dict[str, None] = {}
        for slot in slots:
            found.update(dict.fromkeys(self.of_condition(conditions[slot])))
        if self.inferred.facts.loose:
            found.update(dict.fromkeys(self.behind_loose(self.program.rests_on.get(diagnosis, frozenset()))))
        return tuple(found)

    def _key(self, diagnosis: str) -> Hashable | None:
        """By what the questions of a diagnosis are remembered; None where they are not."""
        facts = self.inferred.facts
        if facts.figures or self.inferred.cures:
            return None
        return self._asked_before.key(diagnosis, facts.answers, facts.as_of, facts.loose, self.never)

    def unsure(self, diagnosis: str) -> tuple[str, ...]:
        """The questions answered with "don't know" that a diagnosis' open conditions rest on."""
        found = self._unsure_of.get(diagnosis)
        if found is None:
            slots = self.open_slots(diagnosis) if self._unsure else ()
            conditions = self._conditions(diagnosis) if slots else ()
            found = tuple(dict.fromkeys([q for slot in slots for q in self.unsure_of_condition(conditions[slot])]))
            self._unsure_of[diagnosis] = found
        return found

    def unsure_of_condition(self, condition: Compiled) -> tuple[str, ...]:
        """The questions answered with "don't know" that a condition rests on, its numbers and diagnoses included."""
        unsure = self._unsure
        if not unsure:
            return ()
        found = [] if unsure.isdisjoint(condition.questions) else [q for q in condition.questions if q in unsure]
        if condition.points:
            waits_for = self.inferred.facts.certain_points.waits_for
            found += [q for point in condition.points for q in waits_for.get(point, ()) if q in unsure]
        if condition.conclusions:
            found += [q for conclusion in condition.conclusions for q in self.unsure(conclusion.diagnosis)]
        return tuple(dict.fromkeys(found)) if found else ()

    @cached_property
    def _unsure(self) -> frozenset[str]:
        """The questions answered with "don't know" that apply."""
        fact = self.inferred.facts.fact
        return frozenset(q for q in self.inferred.facts.answers if fact.get(f"{q}#unsure") is True)

    def open_slots(self, diagnosis: str) -> tuple[int, ...]:
        """The open conditions of a diagnosis that can still change its status, by slot; none once it is settled."""
        slots = self._slots.get(diagnosis)
        if slots is None:
            compiled, slots = self.program.diagnoses.get(diagnosis), ()
            if compiled is not None and not self.inferred.verdicts[diagnosis].settled:
                slots = counting_slots(compiled, self.inferred.certain[compiled.stratum])
            self._slots[diagnosis] = slots
        return slots

    def chances(self, condition: Compiled) -> Mapping[str, tuple[float, float]]:
        """For questions not given, how likely an answer alone makes a condition surely true, or surely false."""
        space = condition.space
        found = {}
        for number, shares in space.decisive(self._states(condition)).items():
            question = space.variables[number].question
            if question is not None:
                found[question] = shares
        return found

    def _states(self, condition: Compiled) -> tuple[RegionState, ...]:
        space = condition.space
        found = self._state_of.get(id(space))
        if found is None:
            nothing, known = space.nothing, self._variables.get
            if nothing is not None and self._given.isdisjoint(nothing[0]):
                return nothing[1]
            found = tuple([known(id(v)) or self._state_of_variable(v) for v in space.variables])
            self._state_of[id(space)] = found
        return found

    def _state_of_variable(self, variable: Variable) -> RegionState:
        if variable.question is None:
            found = self._with_circumstances(variable, state_of(variable, self._view))
        elif variable.question not in self._given:
            found = variable.nothing
        else:
            found = self._state_of_answer(variable, self.inferred.facts.answers[variable.question])
        self._variables[id(variable)] = found
        return found

    def _state_of_answer(self, variable: Variable, given: Given) -> RegionState:
        """The state of a variable whose question was answered. Days are read from `as_of`; every other answer has
        the same state in every case, so it is kept with the variable, for at most _MOST_REMEMBERED answers.
        """
        key = given.value if isinstance(given, Exactly) else given
        if not isinstance(given, (Exactly, Partly)) or isinstance(key, date):
            return state_of(variable, self._view)
        found = variable.remembered.get(key)
        if found is None:
            found = state_of(variable, self._view)
            if len(variable.remembered) < _MOST_REMEMBERED:
                variable.remembered[key] = found
        return found

    @cached_property
    def _given(self) -> frozenset[str]:
        """The questions answered that apply for sure, or by being known."""
        asked = self.inferred.facts.asked
        return frozenset(q for q in self.inferred.facts.answers if asked.get(q, 1) == 1)

    def _conditions(self, diagnosis: str) -> Sequence[Compiled]:
        """The conditions of a diagnosis' stratum, by slot."""
        return self.program.strata[self.program.diagnoses[diagnosis].stratum].conditions

    def _asks(self, question: str) -> tuple[str, ...]:
        """The question, and what its open gate asks; nothing where it was given, is left out or does not apply."""
        found = self._asking.get(question)
        if found is None:
            facts = self.inferred.facts
            found = self._asking[question] = ()
            if self.reachable(question):
                found = (question,)
                if question in self.program.gate_of and facts.asked.get(question) == 0:
                    above = [q for g in self.program.gate_of[question].condition.questions for q in self._asks(g)]
                    found = tuple(dict.fromkeys((question, *above)))
            self._asking[question] = found
        return found

    @cached_property
    def _asked_alone(self) -> frozenset[str]:
        """The questions that can be asked as they stand: not given, and their gates wait for nothing."""
        facts = self.inferred.facts
        out = self.never.union(facts.answers, [question for question, asked in facts.asked.items() if asked != 1])
        return frozenset(self.program.vocabulary.terms.keys() - out)

    def reachable(self, question: str) -> bool:
        """Whether a question was not given, and its gate is true or can become true by answering reachable ones."""
        found = self._reachable.get(question)
        if found is None:
            facts = self.inferred.facts
            asked = facts.asked.get(question, 1)
            found = question not in facts.answers and question not in self.never and asked != -1
            if found and asked == 0:
                # An open gate whose question was answered with "don't know" stays open for good: "don't know" is
                # final. So what cannot be reached counts as answered in that way.
                space = self.program.gate_of[question].condition.space
                found = space.can_be_true(tuple(self._once_asked(variable) for variable in space.variables))
            self._reachable[question] = found
        return found

    def _once_asked(self, variable: Variable) -> RegionState:
        """The state of a variable, what cannot be reached taken as "don't know"."""
        question = variable.question
        if question is None or question in self._given or self.reachable(question):
            return self._state_of_variable(variable)
        return RegionState(variable.unsure, True, True)

    def behind_loose(self, reads: frozenset[str]) -> tuple[str, ...]:
        """The questions that could take away a loose answer among `reads`: those that its gate reads."""
        loose = self.inferred.facts.loose
        if loose.isdisjoint(reads):
            return ()
        behind = [
            q for each in sorted(loose & self._with_points(reads)) for q in self._asked_before.could_take_away(each)
        ]
        return tuple(dict.fromkeys(asked for question in behind for asked in self._asks(question)))

    def _with_points(self, reads: frozenset[str]) -> frozenset[str]:
        """What is read, with all loose answers where computed numbers are among it."""
        return reads | self.inferred.facts.loose if COMPUTED in reads else reads
