"""Where plain Kleene logic leaves a condition open although every completion gives it one value.

All partial states of a condition are looked at once, as an array with one axis per variable: index 0 is "not
given", the others are the variable's states. What completions can give is a set of values, kept as bits; for
"not given" it is the union over the variable's answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from advisor.language.normal import AllOf, AnyOf, Literal, Normal
from advisor.language.tree import questions_of_atom

if TYPE_CHECKING:
    from advisor.language.regions import ConditionSpace
    from advisor.language.variables import State

Truths = NDArray[np.int8]
D = TypeVar("D", bound=np.generic)
MOST_STATES = 3_000_000
_BIT = {1: 1, 0: 2, -1: 4}


def missing_terms(space: ConditionSpace) -> tuple[list[dict[int, State]], list[dict[int, State]]]:
    """Partial states in which every completion is true (first list) or false, but Kleene says open.

    Only the smallest; each maps a variable's number to its state.
    """
    if not space.repeats or not space.exact:
        return [], []
    sizes = [len(v.states) for v in space.variables]
    if np.prod([s + len(v.answers) for s, v in zip(sizes, space.variables)], dtype=float) > MOST_STATES:
        return [], []
    plain = _Reading(space, [list(v.states) for v in space.variables]).value(space.normal)
    possible = _possible(space)
    return (
        _smallest(space, np.argwhere((plain == 0) & (possible == _BIT[1]))),
        _smallest(space, np.argwhere((plain == 0) & (possible == _BIT[-1]))),
    )


def _possible(space: ConditionSpace) -> NDArray[np.uint8]:
    """The set of values that completions give, for every partial state, as bits.

    Each axis first holds the answers that a completion may add, then the states that were given; a completion in
    which a question that was given does not apply counts as a contradiction and gives nothing.
    """
    slots = [[*v.answers, *v.states[1:]] for v in space.variables]
    reading = _Reading(space, slots)
    values = reading.value(space.normal)
    bits = np.where(values == 1, _BIT[1], np.where(values == -1, _BIT[-1], _BIT[0])).astype(np.uint8)
    for axis, variable in enumerate(space.variables):
        if variable.question in space.gates:
            off = np.broadcast_to(reading.gate(variable.question), bits.shape) == -1
            given = _along(np.arange(len(slots[axis])) >= len(variable.answers), axis, bits.ndim)
            bits[off & given] = 0
    for axis, variable in enumerate(space.variables):
        added, given = np.split(bits, [len(variable.answers)], axis=axis)
        bits = np.concatenate([np.bitwise_or.reduce(added, axis=axis, keepdims=True), given], axis=axis)
    return bits


class _Reading:
    """Kleene values of normal forms over all combinations of the given states."""

    def __init__(self, space: ConditionSpace, states: list[list[State]]):
        self.space = space
        self.states = states
        self.shape = tuple(len(s) for s in states)
        self._asked: dict[str, Truths] = {}

    def value(self, normal: Normal) -> Truths:
        """The value in every combination, as an array that broadcasts to `shape`."""
        return np.broadcast_to(self._value(normal), self.shape)

    def _value(self, normal: Normal) -> Truths:
        if isinstance(normal, Literal):
            return self._literal(normal)
        parts = [self._value(part) for part in normal.parts]
        if isinstance(normal, (AllOf, AnyOf)):
            joined = np.full((1,) * len(self.shape), 1 if isinstance(normal, AllOf) else -1, np.int8)
            for part in parts:
                joined = np.minimum(joined, part) if isinstance(normal, AllOf) else np.maximum(joined, part)
            return joined
        true = sum((part == 1).astype(np.int8) for part in parts)
        not_false = sum((part != -1).astype(np.int8) for part in parts)
        return np.where(true >= normal.n, 1, np.where(not_false < normal.n, -1, 0)).astype(np.int8)

    def _literal(self, literal: Literal) -> Truths:
        axis, place = self.space.places[literal.atom]
        truths = np.array([state.vector[place] for state in self.states[axis]], np.int8)
        value = _along(truths if literal.positive else -truths, axis, len(self.shape))
        answered = _along(np.array([state.answered for state in self.states[axis]]), axis, len(self.shape))
        gate = np.ones((1,) * len(self.shape), np.int8)
        for question in questions_of_atom(literal.atom):
            if question in self.space.gates:
                gate = np.minimum(gate, self._applies(question, answered))
        return np.where(gate == 1, value, gate).astype(np.int8)

    def _applies(self, question: str, answered: NDArray[np.bool_]) -> Truths:
        """The gate, where an answered question applies unless the gate is certainly false."""
        own = self.space.of_question.get(question)
        if own is not None:
            answered = _along(np.array([state.answered for state in self.states[own]]), own, len(self.shape))
        gate = self.gate(question)
        return np.where((gate == 0) & answered, 1, gate).astype(np.int8)

    def gate(self, question: str) -> Truths:
        """The bare value of a question's gate."""
        if question not in self._asked:
            self._asked[question] = self._value(self.space.gates[question])
        return self._asked[question]


def _along(values: NDArray[D], axis: int, dimensions: int) -> NDArray[D]:
    return values.reshape(tuple(-1 if i == axis else 1 for i in range(dimensions)))


def _smallest(space: ConditionSpace, places: NDArray[np.intp]) -> list[dict[int, State]]:
    """The states at these places as terms, without those that a smaller one contains."""
    terms: list[Mapping[int, State]] = []
    for place in sorted(places.tolist(), key=lambda indices: sum(i > 0 for i in indices)):
        term = {axis: space.variables[axis].states[index] for axis, index in enumerate(place) if index > 0}
        if not any(found.items() <= term.items() for found in terms):
            terms.append(term)
    return [dict(term) for term in terms]
