"""Patterns read for many cases at once: each test becomes a mask over the cases, shared wherever it is repeated.

A mask is an array of booleans, or plain True or False where all cases agree (so a question that nobody answered
costs nothing).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Union

import numpy as np

from advisor.batch.block import Array
from advisor.language.patterns import All, Any, Leaf, Pattern, Several

Mask = Union[bool, Array]
ReadLeaf = Callable[[Leaf], Mask]


class Circuit:
    """Many patterns as one list of steps, each distinct part once."""

    def __init__(self, patterns: Iterable[Pattern]):
        self._numbers: dict[Pattern, int] = {}
        self._steps: list[tuple[Pattern, tuple[int, ...]]] = []
        self._outputs = [self._number(pattern) for pattern in patterns]

    def _number(self, pattern: Pattern) -> int:
        found = self._numbers.get(pattern)
        if found is None:
            inner = () if isinstance(pattern, Leaf) else tuple(self._number(part) for part in pattern.parts)
            found = self._numbers[pattern] = len(self._steps)
            self._steps.append((pattern, inner))
        return found

    def masks(self, leaf: ReadLeaf) -> list[Mask]:
        """The mask of each pattern."""
        values: list[Mask] = []
        for pattern, inner in self._steps:
            if isinstance(pattern, Leaf):
                values.append(leaf(pattern))
            elif isinstance(pattern, All):
                values.append(all_true([values[i] for i in inner]))
            elif isinstance(pattern, Any):
                values.append(any_true([values[i] for i in inner]))
            else:
                values.append(_several(pattern, [values[i] for i in inner]))
        return [values[i] for i in self._outputs]


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
    made = np.logical_and(arrays[0], arrays[1])
    for mask in arrays[2:]:
        np.logical_and(made, mask, out=made)
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
    made = np.logical_or(arrays[0], arrays[1])
    for mask in arrays[2:]:
        np.logical_or(made, mask, out=made)
    return made


def negated(mask: Mask) -> Mask:
    """Where the mask is false."""
    return (not mask) if isinstance(mask, bool) else np.logical_not(mask)


def _several(pattern: Several, masks: Sequence[Mask]) -> Mask:
    sure = sum(mask is True for mask in masks)
    arrays = [mask for mask in masks if not isinstance(mask, bool)]
    least = pattern.n - sure
    if least <= 0:
        return True
    if least > len(arrays):
        return False
    total = arrays[0].astype(np.uint8)
    for mask in arrays[1:]:
        total += mask
    return np.asarray(total >= least)
