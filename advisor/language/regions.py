"""Exact reasoning about one condition: which values it can still take, and which questions can still move it.

Thresholds and options cut each question's answers into regions; inside a region every test of the condition
has one value, so finitely many regions stand for all completions. "Don't know" is a region of its own.
Strong Kleene logic may leave a condition open although every region gives one value (a question that occurs
twice); `advisor.language.exactness` finds what must be added so that plain Kleene, which every engine evaluates,
is exact.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from advisor.language.intervals import Truth
from advisor.language.normal import Literal, Normal, literals_of
from advisor.language.threevalued import View, atom_value, join, negated
from advisor.language.tree import (
    Atom,
    questions_of_atom,
)
from advisor.language.variables import (
    MOST_COMPLETIONS,
    MOST_QUESTIONS,
    State,
    Variable,
    repeats_a_question,
    variables_of,
)
from advisor.language.vocabulary import Term


class ConditionSpace:
    """One normal form with the gates of its questions, over its variables.

    `gates` gives each gated question's `asked_when` in normal form, `terms` the declared types.
    """

    def __init__(self, normal: Normal, gates: Mapping[str, Normal], terms: Mapping[str, Term]):
        self.normal = normal
        self.gates = {q: gates[q] for q in _with_gates(normal, gates) if q in gates}
        self._literals = [*literals_of(normal), *(lit for gate in self.gates.values() for lit in literals_of(gate))]
        self._terms = terms
        self.repeats = repeats_a_question(self._literals)
        self.movers = lru_cache(maxsize=2_048)(self._movers)

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """What the condition tests, each with its regions."""
        return tuple(variables_of(self._literals, self._terms))

    @cached_property
    def places(self) -> Mapping[Atom, tuple[int, int]]:
        """The variable of each atom, and the atom's place in it."""
        return {atom: (i, j) for i, v in enumerate(self.variables) for j, atom in enumerate(v.atoms)}

    @cached_property
    def of_question(self) -> Mapping[str | None, int]:
        """The variable of each question that has one of its own."""
        return {v.question: i for i, v in enumerate(self.variables) if v.question}

    @cached_property
    def exact(self) -> bool:
        """Whether the condition is small enough to look at all its completions."""
        return (
            len(self.variables) <= MOST_QUESTIONS
            and all(len(v.regions) > 0 for v in self.variables)
            and math.prod(len(v.answers) for v in self.variables) <= MOST_COMPLETIONS
        )

    def states(self, view: View) -> tuple[State, ...]:
        """The state of each variable in a case."""
        result = []
        for variable in self.variables:
            vector = tuple(atom_value(atom, view) for atom in variable.atoms)
            if variable.question is not None:
                result.append(State(vector, view.seen(variable.question) is not None))
            else:
                result.append(State(vector, vector[0] != 0))
        return tuple(result)

    def kleene(self, states: tuple[State, ...]) -> Truth:
        """The plain Kleene value."""
        return self._value(self.normal, states, {})

    def completions(self, states: tuple[State, ...]) -> Iterator[tuple[State, ...]]:
        """Every way to answer what is not given that leaves each answered question applicable."""
        choices = [(s,) if s.answered else v.answers for s, v in zip(states, self.variables)]
        given = [v.question for s, v in zip(states, self.variables) if s.answered and v.question in self.gates]
        for completed in itertools.product(*choices):
            if all(self._asked(question, completed, {}) != -1 for question in given if question):
                yield completed

    def possible(self, states: tuple[State, ...]) -> frozenset[Truth]:
        """The values that completions give."""
        return frozenset(self.kleene(completed) for completed in self.completions(states))

    def _movers(self, states: tuple[State, ...]) -> frozenset[int]:
        """Which variables not given can change the value in some completion of the others."""
        missing = [i for i, s in enumerate(states) if not s.answered]
        if not missing or self.kleene(states) != 0:
            return frozenset()
        if not self.exact:
            return frozenset(missing)
        values = {completed: self.kleene(completed) for completed in self.completions(states)}
        found = set()
        for i in missing:
            seen: dict[tuple[State, ...], Truth] = {}
            for completed, value in values.items():
                rest = completed[:i] + completed[i + 1 :]
                if seen.setdefault(rest, value) != value:
                    found.add(i)
                    break
        return frozenset(found)

    def _value(self, normal: Normal, states: tuple[State, ...], asked: dict[str, Truth]) -> Truth:
        if not isinstance(normal, Literal):
            return join(normal, [self._value(part, states, asked) for part in normal.parts])
        variable, place = self.places[normal.atom]
        state = states[variable]
        gate: Truth = 1
        for question in questions_of_atom(normal.atom):
            if question in self.gates:
                gate = min(gate, self._asked(question, states, asked, state.answered))
        if gate != 1:
            return gate
        value = state.vector[place]
        return value if normal.positive else negated(value)

    def _asked(
        self, question: str, states: tuple[State, ...], asked: dict[str, Truth], answered: bool | None = None
    ) -> Truth:
        if question not in asked:
            asked[question] = self._value(self.gates[question], states, asked)
        value = asked[question]
        own = self.of_question.get(question)
        given = states[own].answered if own is not None else bool(answered)
        return 1 if value == 0 and given else value


def _with_gates(normal: Normal, gates: Mapping[str, Normal]) -> list[str]:
    """The questions of a normal form and of the gates above them."""
    found: dict[str, None] = {}
    waiting = [normal]
    while waiting:
        for literal in literals_of(waiting.pop()):
            for question in questions_of_atom(literal.atom):
                if question not in found:
                    found[question] = None
                    if question in gates:
                        waiting.append(gates[question])
    return list(found)
