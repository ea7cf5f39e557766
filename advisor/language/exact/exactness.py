"""All completions of a condition at once, as arrays with one axis per variable.

They tell which questions can still move a condition, and where plain Kleene logic leaves a condition open
although every completion gives it one value. There, index 0 of an axis is "not given", the others are the
variable's states; what completions can give is a set of values, kept as bits.

The arrays are as large as the product of all regions (`MOST_COMPLETIONS` bounds it), but every atom varies along one
axis only, so it is a vector there and broadcasting does the rest. A completion is an element, "some completion of the
others" a maximum along axes, "every completion" a minimum. What must be added to a condition is read off the same way:
the states in which plain Kleene says open while all completions agree become terms of its patterns, the smallest only,
because a positive pattern that holds in a state holds in all that know more.

What would break it: a test that is not constant on the regions, or two variables that depend on each other beyond what
the gates say. The second errs on the careful side: a completion that cannot occur may keep a condition open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from advisor.language.exact.variables import RegionState, Variable
from advisor.language.normal import AllOf, AnyOf, Normal, SignedAtom
from advisor.language.tree import Atom, questions_of_atom

Truths = NDArray[np.int8]
D = TypeVar("D", bound=np.generic)
_BIT = {1: 1, 0: 2, -1: 4}


@dataclass(frozen=True)
class Axes:
    """A condition and the gates of its questions, with the variables that their atoms test: one axis each."""

    normal: Normal
    gates: Mapping[str, Normal]
    variables: tuple[Variable, ...]

    @cached_property
    def places(self) -> Mapping[Atom, tuple[int, int]]:
        """The variable of each atom, and the atom's place in it."""
        return {atom: (i, j) for i, v in enumerate(self.variables) for j, atom in enumerate(v.atoms)}

    @cached_property
    def of_question(self) -> Mapping[str, int]:
        """The variable of each question that has one of its own."""
        return {v.question: i for i, v in enumerate(self.variables) if v.question}


class Completions:
    """Every way to answer all that a condition reads, with the value that each way gives.

    `fixed` are states that no completion gives, as those of lists known in part: the only ones on their axes.
    """

    def __init__(self, axes: Axes, fixed: Mapping[int, RegionState] = MappingProxyType({})):
        self._axes = axes
        self._answers = [(fixed[i],) if i in fixed else v.answers for i, v in enumerate(axes.variables)]
        self._numbers = [{state: i for i, state in enumerate(answers)} for answers in self._answers]
        self._found: list[dict[RegionState, slice | list[int]]] = [{} for _ in axes.variables]
        box = _BoxEvaluator(axes, self._answers)
        self._values = box.value(axes.normal)
        self._off = {
            axis: box.broadcast(box.gate(v.question)) == -1
            for axis, v in enumerate(axes.variables)
            if v.question in axes.gates
        }

    def around(self, states: tuple[RegionState, ...]) -> Completions:
        """The completions of some states: these, or those around answers that no completion gives."""
        fixed = {i: s for i, s in enumerate(states) if s.answered and s not in self._numbers[i]}
        return Completions(self._axes, fixed) if fixed else self

    def movers(self, states: tuple[RegionState, ...]) -> tuple[int, ...]:
        """The variables not given that change the value in some completion of the others.

        A completion in which a question that was given does not apply adds a contradiction and does not count.
        """
        values = self._chosen(self._values, states)
        gates = [self._chosen(off, states) for axis, off in self._off.items() if states[axis].answered]
        out = np.logical_or.reduce(gates) if gates else np.zeros((1,) * values.ndim, bool)
        missing = tuple([i for i, s in enumerate(states) if not s.answered])
        if out.any():
            low, high = np.where(out, np.int8(2), values), np.where(out, np.int8(-2), values)
            moving = tuple([i for i in missing if (low.min(axis=i) < high.max(axis=i)).any()])
            values = values[~out]
        else:
            first = (slice(None),) * values.ndim
            moving = tuple([i for i in missing if (values != values[(*first[:i], slice(1))]).any()])
        return missing if not moving and self._waits(states, values) else moving

    def can_be_true(self, states: tuple[RegionState, ...]) -> bool:
        """Whether some completion makes the value certainly true."""
        return bool((self._chosen(self._values, states) == 1).any())

    def _waits(self, states: tuple[RegionState, ...], values: Truths) -> bool:
        """Whether all completions agree on a value that the engines see only once a computed number is there."""
        computed = any(variable.computed for variable in self._axes.variables)
        if not computed or not values.size or values.min() != values.max() or not values.min():
            return False
        return not _BoxEvaluator(self._axes, [(state,) for state in states]).value(self._axes.normal).any()

    def decisive(self, states: tuple[RegionState, ...]) -> Mapping[int, tuple[float, float]]:
        """For each variable not given: the shares of its answers after which the value is surely true, surely false.

        Shares of the regions, not of companies; ranges and "don't know" are not counted.
        """
        opened = [self._open_to(axis, state) for axis, state in enumerate(states)]
        values = self._chosen(self._values, states)
        found = {}
        for axis, state in enumerate(states):
            if state.answered:
                continue
            answers = self._answers[axis]
            plain = [place for place, i in enumerate(opened[axis]) if 0 not in answers[i].vector]
            if plain:
                others = tuple(i for i in range(values.ndim) if i != axis)
                low, high = values.min(axis=others)[plain], values.max(axis=others)[plain]
                found[axis] = (float((low == 1).mean()), float((high == -1).mean()))
        return found

    def _chosen(self, values: NDArray[D], states: tuple[RegionState, ...]) -> NDArray[D]:
        """The part of all completions that some states can still become."""
        places = [self._places(axis, state) for axis, state in enumerate(states)]
        chosen = values[tuple([place if isinstance(place, slice) else slice(None) for place in places])]
        for axis, place in enumerate(places):
            if not isinstance(place, slice):
                chosen = chosen.take(place, axis=axis)
        return chosen

    def _places(self, axis: int, state: RegionState) -> slice | list[int]:
        """Where the answers stand that a state can still become; a slice where they stand together."""
        found = self._found[axis].get(state)
        if found is None:
            opened = self._open_to(axis, state)
            together = opened == list(range(opened[0], opened[-1] + 1)) if opened else False
            found = self._found[axis][state] = slice(opened[0], opened[-1] + 1) if together else opened
        return found

    def _open_to(self, axis: int, state: RegionState) -> list[int]:
        """The answers that a state can still become."""
        numbers = self._numbers[axis]
        if state.answered:
            return [numbers[state]]
        return [i for other, i in numbers.items() if all(a in (0, b) for a, b in zip(state.vector, other.vector))]


def missing_terms(axes: Axes) -> tuple[list[dict[int, RegionState]], list[dict[int, RegionState]]]:
    """Partial states in which every completion is true (first list) or false, but Kleene says open.

    Only the smallest; each maps a variable's number to its state.
    """
    plain = _BoxEvaluator(axes, [v.states for v in axes.variables]).value(axes.normal)
    possible = _possible(axes)
    return (
        _smallest(axes, np.argwhere((plain == 0) & (possible == _BIT[1]))),
        _smallest(axes, np.argwhere((plain == 0) & (possible == _BIT[-1]))),
    )


def _possible(axes: Axes) -> NDArray[np.uint8]:
    """The set of values that completions give, for every partial state, as bits.

    The axis of a question with a gate holds its answers twice, as a completion adds them and as they were given;
    a completion in which a question that was given does not apply gives nothing.
    """
    gated = [v.question in axes.gates for v in axes.variables]
    box = _BoxEvaluator(axes, [v.answers * (2 if twice else 1) for v, twice in zip(axes.variables, gated)])
    values = box.value(axes.normal)
    bits = np.where(values == 1, _BIT[1], np.where(values == -1, _BIT[-1], _BIT[0])).astype(np.uint8)
    for axis, variable in enumerate(axes.variables):
        if gated[axis]:
            off = box.broadcast(box.gate(variable.question)) == -1
            given = _along(np.arange(bits.shape[axis]) >= len(variable.answers), axis, bits.ndim)
            bits[off & given] = 0
    for axis, variable in enumerate(axes.variables):
        added, given_bits = np.split(bits, [len(variable.answers)], axis=axis) if gated[axis] else (bits, bits)
        bits = np.concatenate([np.bitwise_or.reduce(added, axis=axis, keepdims=True), given_bits], axis=axis)
    return bits


class _BoxEvaluator:
    """Kleene values of normal forms over all combinations of the given states.

    The reference evaluator once more, on arrays: minimum for "all", maximum for "any", with a gate at each atom.
    """

    def __init__(self, axes: Axes, states: Sequence[tuple[RegionState, ...]]):
        self.axes = axes
        self.states = states
        self.shape = tuple(len(s) for s in states)
        self._asked: dict[str, Truths] = {}

    def value(self, normal: Normal) -> Truths:
        """The value in every combination, as an array that broadcasts to `shape`."""
        return self.broadcast(self._value(normal))

    def broadcast(self, truths: Truths) -> Truths:
        """Truths that vary along some axes only, stretched over every combination."""
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
        axis, place = self.axes.places[literal.atom]
        truths = np.array([state.vector[place] for state in self.states[axis]], np.int8)
        value = _along(truths if literal.positive else -truths, axis, len(self.shape))
        answered = _along(np.array([_opens(state) for state in self.states[axis]]), axis, len(self.shape))
        gate = np.ones((1,) * len(self.shape), np.int8)
        for question in questions_of_atom(literal.atom):
            if question in self.axes.gates:
                gate = np.minimum(gate, self._applies(question, answered))
        return np.where(gate == 1, value, gate).astype(np.int8)

    def _applies(self, question: str, answered: NDArray[np.bool_]) -> Truths:
        """The gate, where a question with a known answer applies unless the gate is certainly false."""
        own = self.axes.of_question.get(question)
        if own is not None:
            answered = _along(np.array([_opens(state) for state in self.states[own]]), own, len(self.shape))
        gate = self.gate(question)
        return np.where((gate == 0) & answered, 1, gate).astype(np.int8)

    def gate(self, question: str | None) -> Truths:
        """The bare value of a question's gate."""
        assert question is not None
        if question not in self._asked:
            self._asked[question] = self._value(self.axes.gates[question])
        return self._asked[question]


def _opens(state: RegionState) -> bool:
    """Whether an answer says by being there that its question applies: a known one does, "don't know" does not."""
    return state.answered and not state.unsure


def _along(values: NDArray[D], axis: int, dimensions: int) -> NDArray[D]:
    """A vector laid along one axis of an array with so many dimensions."""
    return values.reshape(tuple(-1 if i == axis else 1 for i in range(dimensions)))


def _smallest(axes: Axes, places: NDArray[np.intp]) -> list[dict[int, RegionState]]:
    """The states at these places as terms, without those that a smaller one contains."""
    terms: list[Mapping[int, RegionState]] = []
    for place in sorted(places.tolist(), key=lambda indices: sum(i > 0 for i in indices)):
        term = {axis: axes.variables[axis].states[index] for axis, index in enumerate(place) if index > 0}
        if not any(found.items() <= term.items() for found in terms):
            terms.append(term)
    return [dict(term) for term in terms]
