"""Which questions can still change something: exactly per condition, by the regions of its questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from advisor.inference.assessing import Inferred
from advisor.inference.conditions import Compiled
from advisor.inference.counting import counting_slots
from advisor.inference.facts import FactsView
from advisor.inference.program import Judgement, Program
from advisor.language.regions import state_of
from advisor.language.tree import Compare, Concluded, points_of_atom, questions_of_atom
from advisor.language.variables import State, Variable


@dataclass
class Movers:
    """The questions not given that can still move the conditions of one reading.

    `never` are answers that this reading leaves out: they are asked again only through their settling question.
    """

    program: Program
    inferred: Inferred
    never: frozenset[str] = frozenset()
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _state_of: dict[int, tuple[State, ...]] = field(default_factory=dict)
    _variables: dict[int, State] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._view = FactsView(self.program, self.inferred.facts, self.inferred.sure)

    def of_condition(self, condition: Compiled) -> tuple[str, ...]:
        """The questions not given that can still change a condition's value."""
        space = condition.space
        found: dict[str, None] = {}
        for number in sorted(space.movers(self._states(condition))):
            variable = space.variables[number]
            if variable.question is not None:
                found.update(dict.fromkeys(self._askable((variable.question,))))
                continue
            for atom in variable.atoms:
                if isinstance(atom, Concluded):
                    found.update(dict.fromkeys(self.of_diagnosis(atom.diagnosis)))
                elif isinstance(atom, Compare):
                    found.update(dict.fromkeys(self._askable(questions_of_atom(atom))))
                    for point in points_of_atom(atom):
                        found.update(dict.fromkeys(self._askable(self.inferred.facts.points.waits_for.get(point, ()))))
        return tuple(found)

    def _with_circumstances(self, variable: Variable, state: State) -> State:
        """A computed number that is known as a range only, because of questions not answered, can still move."""
        if variable.question is None and state.answered and 0 in state.vector:
            waits_for = self.inferred.facts.points.waits_for
            if any(waits_for.get(point) for atom in variable.atoms for point in points_of_atom(atom)):
                return State(state.vector, False)
        return state

    def of_diagnosis(self, id: str) -> tuple[str, ...]:
        """The questions not given that can still change a diagnosis; none once it is settled."""
        judgement = self.program.judgements.get(id)
        if judgement is None or self.inferred.verdicts[id].settled:
            return ()
        if id not in self._known:
            self._known[id] = ()  # strata admit no circle; this only guards the recursion
            self._known[id] = tuple(
                dict.fromkeys(
                    q
                    for slot in self._open_slots(judgement)
                    for q in self.of_condition(self._condition(judgement, slot))
                )
            )
        return self._known[id]

    def unsure(self, id: str) -> tuple[str, ...]:
        """The questions answered with "don't know" that a diagnosis' open conditions rest on."""
        judgement = self.program.judgements.get(id)
        if judgement is None or self.inferred.verdicts[id].settled:
            return ()
        answers = self.inferred.facts.answers
        found: dict[str, None] = {}
        for slot in self._open_slots(judgement):
            condition = self._condition(judgement, slot)
            for question in condition.questions:
                if (
                    question in answers
                    and f"{question}#unsure" in self.inferred.facts.fact
                    and self.inferred.facts.fact[f"{question}#unsure"] is True
                ):
                    found[question] = None
            for conclusion in condition.conclusions:
                found.update(dict.fromkeys(self.unsure(conclusion.diagnosis)))
        return tuple(found)

    def open_slots(self, id: str) -> tuple[int, ...]:
        """The open conditions of a diagnosis that can still change its status, by slot; none once it is settled."""
        judgement = self.program.judgements.get(id)
        if judgement is None or self.inferred.verdicts[id].settled:
            return ()
        return tuple(self._open_slots(judgement))

    def chances(self, condition: Compiled) -> Mapping[str, tuple[float, float]]:
        """For questions not given, how likely an answer alone makes a condition surely true, or surely false."""
        space = condition.space
        found = {}
        for number, shares in space.decisive(self._states(condition)).items():
            question = space.variables[number].question
            if question is not None:
                found[question] = shares
        return found

    def _states(self, condition: Compiled) -> tuple[State, ...]:
        space = condition.space
        found = self._state_of.get(id(space))
        if found is None:
            found = tuple([self._state_of_variable(variable) for variable in space.variables])
            self._state_of[id(space)] = found
        return found

    def _state_of_variable(self, variable: Variable) -> State:
        found = self._variables.get(id(variable))
        if found is None:
            found = self._with_circumstances(variable, state_of(variable, self._view))
            self._variables[id(variable)] = found
        return found

    def _open_slots(self, judgement: Judgement) -> Iterable[int]:
        """The conditions that are open in the certain reading and can still change the status."""
        return counting_slots(judgement, self.inferred.certain[judgement.stratum])

    def _condition(self, judgement: Judgement, slot: int) -> Compiled:
        return self.program.strata[judgement.stratum].conditions[slot]

    def _askable(self, questions: Iterable[str]) -> Iterable[str]:
        facts = self.inferred.facts
        for question in questions:
            if question not in facts.answers and question not in self.never and facts.asked.get(question, 1) != -1:
                yield question
                gate = self.program.gate_of.get(question)
                if gate is not None and facts.asked.get(question) == 0:
                    yield from self._askable(gate.condition.questions)
