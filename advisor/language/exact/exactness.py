"""All completions of a condition at once, as arrays with one axis per variable.

They tell which questions can still move a condition, and where plain Kleene logic leaves a condition open
although every completion gives it one value. There, index 0 of an axis is "not given", the others are the
variable's states; what completions can give is a set of values, kept as bits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from advisor.language.normal import AllOf, AnyOf, Normal, SignedAtom
from advisor.language.tree import questions_of_atom

if TYPE_CHECKING:
    from advisor.language.exact.regions import ConditionSpace
    from advisor.language.exact.variables import RegionState

Truths = NDArray[np.int8]
D = TypeVar("D", bound=np.generic)
_BIT = {1: 1, 0: 2, -1: 4}


class Completions:
    """Every way to answer all that a condition reads, with the value that each way gives."""

    def __init__(self, space: ConditionSpace):
        self._space = space
        self._numbers = [{state.vector: i for i, state in enumerate(v.answers)} for v in space.variables]
        reading = _BoxEvaluator(space, [v.answers for v in space.variables])
        self._values = reading.value(space.normal)
        self._off = {
            axis: reading.broadcast(reading.gate(v.question)) == -1
            for axis, v in enumerate(space.variables)
            if v.question in space.gates
        }

    def movers(self, states: tuple[RegionState, ...]) -> tuple[int, ...]:
        """The variables not given that change the value in some completion of the others.

        A completion in which a question that was given does not apply adds a contradiction and does not count.
        """
        chosen = np.ix_(*(self._open_to(axis, state) for axis, state in enumerate(states)))
        values = self._values[chosen]
        out = np.zeros(values.shape, bool)
        for axis, off in self._off.items():
            if states[axis].answered:
                out |= off[chosen]
        low, high = np.where(out, np.int8(2), values), np.where(out, np.int8(-2), values)
        missing = tuple(i for i, s in enumerate(states) if not s.answered)
        moving = tuple(i for i in missing if (low.min(axis=i) < high.max(axis=i)).any())
        return missing if not moving and self._waits(states, values[~out]) else moving

    def _waits(self, states: tuple[RegionState, ...], values: Truths) -> bool:
        """Whether all completions agree on a value that the engines see only once a computed number is there."""
        computed = any(variable.computed for variable in self._space.variables)
        if not computed or not values.size or values.min() != values.max() or not values.min():
            return False
        return not _BoxEvaluator(self._space, [(state,) for state in states]).value(self._space.normal).any()

    def decisive(self, states: tuple[RegionState, ...]) -> Mapping[int, tuple[float, float]]:
        """For each variable not given: the shares of its answers after which the value is surely true, surely false.

        Shares of the regions, not of companies; ranges and "don't know" are not counted.
        """
        opened = [self._open_to(axis, state) for axis, state in enumerate(states)]
        values = self._values[np.ix_(*opened)]
        found = {}
        for axis, state in enumerate(states):
            if state.answered:
                continue
            answers = self._space.variables[axis].answers
            plain = [place for place, i in enumerate(opened[axis]) if 0 not in answers[i].vector]
            if plain:
                others = tuple(i for i in range(values.ndim) if i != axis)
                low, high = values.min(axis=others)[plain], values.max(axis=others)[plain]
                found[axis] = (float((low == 1).mean()), float((high == -1).mean()))
        return found

    def _open_to(self, axis: int, state: RegionState) -> list[int]:
        """The answers that a state can still become."""
        numbers = self._numbers[axis]
        if state.answered:
            return [numbers[state.vector]]
        return [i for vector, i in numbers.items() if all(a in (0, b) for a, b in zip(state.vector, vector))]


def missing_terms(space: ConditionSpace) -> tuple[list[dict[int, RegionState]], list[dict[int, RegionState]]]:
    """Partial states in which every completion is true (first list) or false, but Kleene says open.

    Only the smallest; each maps a variable's number to its state.
    """
    if not space.lossy or not space.exact:
        return [], []
    plain = _BoxEvaluator(space, [v.states for v in space.variables]).value(space.normal)
    possible = _possible(space)
    return (
        _smallest(space, np.argwhere((plain == 0) & (possible == _BIT[1]))),
        _smallest(space, np.argwhere((plain == 0) & (possible == _BIT[-1]))),
    )


def _possible(space: ConditionSpace) -> NDArray[np.uint8]:
    """The set of values that completions give, for every partial state, as bits.

    The axis of a question with a gate holds its answers twice, as a completion adds them and as they were given;
    a completion in which a question that was given does not apply gives nothing.
    """
    gated = [v.question in space.gates for v in space.variables]
    reading = _BoxEvaluator(space, [v.answers * (2 if twice else 1) for v, twice in zip(space.variables, gated)])
    values = reading.value(space.normal)
    bits = np.where(values == 1, _BIT[1], np.where(values == -1, _BIT[-1], _BIT[0])).astype(np.uint8)
    for axis, variable in enumerate(space.variables):
        if gated[axis]:
            off = reading.broadcast(reading.gate(variable.question)) == -1
            given = _along(np.arange(bits.shape[axis]) >= len(variable.answers), axis, bits.ndim)
            bits[off & given] = 0
    for axis, variable in enumerate(space.variables):
        added, given_bits = np.split(bits, [len(variable.answers)], axis=axis) if gated[axis] else (bits, bits)
        bits = np.concatenate([np.bitwise_or.reduce(added, axis=axis, keepdims=True), given_bits], axis=axis)
    return bits


class _BoxEvaluator:
    """Kleene values of normal forms over all combinations of the given states."""

    def __init__(self, space: ConditionSpace, states: Sequence[tuple[RegionState, ...]]):
        self.space = space
        self.states = states
        self.shape = tuple(len(s) for s in states)
        self._asked: dict[str, Truths] = {}

    def value(self, normal: Normal) -> Truths:
        """The value in every combination, as an array that broadcasts to `shape`."""
        return self.broadcast(self._value(normal))

    def broadcast(self, truths: Truths) -> Truths:
        """The same truths for every combination."""
        return np.broadcast_to(truths, self.shape)

    def _value(self, normal: Normal) -> Truths:
        if isinstance(normal, SignedAtom):
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

    def _literal(self, literal: SignedAtom) -> Truths:
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

    def gate(self, question: str | None) -> Truths:
        """The bare value of a question's gate."""
        assert question is not None
        if question not in self._asked:
            self._asked[question] = self._value(self.space.gates[question])
        return self._asked[question]


def _along(values: NDArray[D], axis: int, dimensions: int) -> NDArray[D]:
    return values.reshape(tuple(-1 if i == axis else 1 for i in range(dimensions)))


def _smallest(space: ConditionSpace, places: NDArray[np.intp]) -> list[dict[int, RegionState]]:
    """The states at these places as terms, without those that a smaller one contains."""
    terms: list[Mapping[int, RegionState]] = []
    for place in sorted(places.tolist(), key=lambda indices: sum(i > 0 for i in indices)):
        term = {axis: space.variables[axis].states[index] for axis, index in enumerate(place) if index > 0}
        if not any(found.items() <= term.items() for found in terms):
            terms.append(term)
    return [dict(term) for term in terms]
