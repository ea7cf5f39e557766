"""Patterns read for many cases at once: each test becomes a mask over the cases, shared wherever it is repeated.

A mask holds one bit a case, eight cases a byte (as `numpy.packbits` packs them; the bits after the last case mean
nothing), so that logic costs next to nothing beside the tests. Where all cases agree it is plain True or False, so
that a question which nobody answered costs nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar, Union

import numpy as np

from advisor.batch.block import Array
from advisor.language.patterns import All, Any, Leaf, Pattern

Mask = Union[bool, Array]
Facts = TypeVar("Facts")


class Circuit(Generic[Facts]):
    """Many patterns as one list of steps, each distinct part once; `prepare` makes a test ready for reading facts."""

    def __init__(self, patterns: Iterable[Pattern], prepare: Callable[[Leaf], Callable[[Facts], Mask]]):
        self._prepare = prepare
        self._numbers: dict[Pattern, int] = {}
        self._steps: list[Callable[[Facts, list[Mask]], Mask]] = []
        self._last_use: list[int] = []
        self._outputs = [self._number(pattern) for pattern in patterns]
        self._done_with: list[list[int]] = [[] for _ in self._steps]
        for number in set(range(len(self._steps))).difference(self._outputs):
            self._done_with[self._last_use[number]].append(number)

    def _number(self, pattern: Pattern) -> int:
        found = self._numbers.get(pattern)
        if found is None:
            step = self._step(pattern)
            found = self._numbers[pattern] = len(self._steps)
            self._steps.append(step)
            self._last_use.append(found)
        return found

    def _step(self, pattern: Pattern) -> Callable[[Facts, list[Mask]], Mask]:
        if isinstance(pattern, Leaf):
            test = self._prepare(pattern)
            return lambda facts, _: test(facts)
        inner = [self._number(part) for part in pattern.parts]
        for number in inner:
            self._last_use[number] = len(self._steps)
        if isinstance(pattern, All):
            return lambda _, values: all_true([values[i] for i in inner])
        if isinstance(pattern, Any):
            return lambda _, values: any_true([values[i] for i in inner])
        least = pattern.n
        return lambda _, values: several_true(least, [values[i] for i in inner])

    def masks(self, facts: Facts) -> list[Mask]:
        """The mask of each pattern."""
        values: list[Mask] = []
        for step, done_with in zip(self._steps, self._done_with):
            values.append(step(facts, values))
            for number in done_with:  # so that the memory is used again while the processor still has it at hand
                values[number] = False
        return [values[i] for i in self._outputs]


def packed(truths: Array) -> Array:
    """A mask from an array of booleans."""
    return np.packbits(truths)


def unpacked(mask: Mask, size: int) -> Array:
    """The array of booleans that a mask stands for; not to be written to."""
    if isinstance(mask, bool):
        return np.broadcast_to(np.asarray(mask), (size,))
    return np.unpackbits(mask, count=size).view(np.bool_)


def all_true(masks: Sequence[Mask]) -> Mask:
    """Where every mask is true."""
    arrays = []
    for mask in masks:
        if mask is False:
            return False
        if mask is not True:
            arrays.append(mask)
    if len(arrays) < 2:
        return arrays[0] if arrays else True
    made = np.bitwise_and(arrays[0], arrays[1])
    for mask in arrays[2:]:
        np.bitwise_and(made, mask, out=made)
    return made


def any_true(masks: Sequence[Mask]) -> Mask:
    """Where some mask is true."""
    arrays = []
    for mask in masks:
        if mask is True:
            return True
        if mask is not False:
            arrays.append(mask)
    if len(arrays) < 2:
        return arrays[0] if arrays else False
    made = np.bitwise_or(arrays[0], arrays[1])
    for mask in arrays[2:]:
        np.bitwise_or(made, mask, out=made)
    return made


def negated(mask: Mask) -> Mask:
    """Where the mask is false."""
    return (not mask) if isinstance(mask, bool) else np.invert(mask)


def several_true(least: int, masks: Sequence[Mask]) -> Mask:
    """Where at least so many masks are true."""
    arrays = [mask for mask in masks if not isinstance(mask, bool)]
    least -= sum(mask is True for mask in masks)
    if least <= 0:
        return True
    if least > len(arrays):
        return False
    reached: list[Mask] = [True, *([False] * least)]  # where at least 0, 1, 2, ... of the masks so far are true
    for mask in arrays:
        for count in range(least, 0, -1):
            reached[count] = any_true([reached[count], all_true([reached[count - 1], mask])])
    return reached[least]
