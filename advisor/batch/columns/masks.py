"""Masks over many cases: one bit a case, eight cases a byte, so that logic costs next to nothing beside the tests.

They are packed as `numpy.packbits` packs them; the bits after the last case mean nothing, so that nobody has to keep
them clean, and whoever unpacks a mask says how many cases there are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Union

import numpy as np

from advisor.batch.columns.block import Array

Mask = Union[bool, Array]
"""Plain True or False where all cases agree."""


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


class Memory:
    """Memory for passing results that is used again and again: to get new memory from the system costs more than most
    of what is done with it. For one thread.
    """

    # No cache: nothing in it is looked up for its content, and it is as large as the largest block, so it has no bound.

    def __init__(self) -> None:
        self._kept: dict[str, Array] = {}

    def bytes_for(self, use: str, *shape: int) -> Array:
        """Room for bytes; what was there for the same use before is lost."""
        size = math.prod(shape)
        if use not in self._kept or len(self._kept[use]) < size:
            self._kept[use] = np.empty(size, np.uint8)
        return self._kept[use][:size].reshape(shape)
