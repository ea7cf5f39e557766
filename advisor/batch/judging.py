"""Certainty intervals and statuses for many cases at once, exactly as `advisor.inference.certainty` gives them.

The certainty that a set of levels lends is looked up: each set is combined once, with the integers of `combine`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.batch.block import Array
from advisor.batch.circuit import Mask, any_true, negated, unpacked
from advisor.inference.certainty import Status, combine
from advisor.inference.program import CONFIRMED, SUSPECTED, Judgement

STATUSES = (Status.CONFIRMED, Status.SUSPECTED, Status.OPEN, Status.NO_SIGN, Status.RULED_OUT)
CONFIRMED_CODE, SUSPECTED_CODE, OPEN_CODE, NO_SIGN_CODE, RULED_OUT_CODE = range(5)
_MOST_IN_TABLE = 13  # levels of one diagnosis whose sets are tabled at once; beyond, only the sets that occur
_MOST_LEVELS = 62


@dataclass(frozen=True)
class Truths:
    """The certainly true and the not certainly false cases of each condition of a stratum."""

    true: Sequence[Mask]
    possible: Sequence[Mask]

    @classmethod
    def of(cls, masks: Sequence[Mask]) -> Truths:
        """From the masks of both patterns, in turn; no case has both."""
        true = list(masks[0::2])
        return cls(true, [negated(false) for false in masks[1::2]])


@dataclass(frozen=True)
class Verdicts:
    """Verdicts over many cases, the last axis; certainties in ten-thousandths, `status` by place in STATUSES."""

    status: Array
    low: Array
    high: Array
    certain_low: Array
    certain_high: Array
    settled: Array

    @classmethod
    def empty(cls, diagnoses: int, size: int) -> Verdicts:
        """Room for the verdicts on some diagnoses, one row each."""
        shape = (diagnoses, size)
        low, high, certain_low, certain_high = (np.empty(shape, np.uint16) for _ in range(4))
        return cls(np.empty(shape, np.uint8), low, high, certain_low, certain_high, np.empty(shape, np.bool_))

    def of(self, diagnosis: int) -> Verdicts:
        """The row of one diagnosis; shares memory."""
        return self._changed(lambda part: part[diagnosis])

    def slice(self, start: int, stop: int) -> Verdicts:
        """Cases that follow each other; shares memory."""
        return self._changed(lambda part: part[:, start:stop])

    def _changed(self, change: Callable[[Array], Array]) -> Verdicts:
        return Verdicts(**{name: change(part) for name, part in vars(self).items()})


class Scale:
    """Turns the levels of one diagnosis that hold into a certainty."""

    def __init__(self, judgement: Judgement):
        self.judgement = judgement
        self._levels = [
            (slot, sign, certainty)
            for sign, evidence in enumerate(judgement.signs)
            for slot, certainty in evidence.levels
        ]
        self._unless = [slot for slot, _ in judgement.unless]
        number = len(self._levels)
        if number > _MOST_LEVELS:
            raise ValueError(f"{judgement.id} has more than {_MOST_LEVELS} levels of evidence")
        sets = range(1 << number) if number <= _MOST_IN_TABLE else ()
        self._table = np.array([self._combined(bits) for bits in sets], np.uint16)

    def certainty(self, holds: Sequence[Mask], into: Array) -> None:
        """The combined certainty where of each sign the strongest level that holds counts."""
        masks = [holds[slot] for slot, _, _ in self._levels]
        size = len(into)
        if len(masks) <= 8:
            np.take(self._table, _places(masks, size), out=into, mode="clip")
            return
        index: Array = _places(masks[:8], size).astype(np.uint16 if len(masks) <= _MOST_IN_TABLE else np.uint64)
        for start in range(8, len(masks), 8):
            more = _places(masks[start : start + 8], size).astype(index.dtype)
            index |= more << index.dtype.type(start)
        if len(masks) <= _MOST_IN_TABLE:
            np.take(self._table, index, out=into, mode="clip")
            return
        sets, places = np.unique(index, return_inverse=True)
        into[:] = np.array([self._combined(int(bits)) for bits in sets], np.uint16)[places]

    def _combined(self, bits: int) -> int:
        counted: dict[int, int] = {}
        for number, (_, sign, certainty) in enumerate(self._levels):
            if bits >> number & 1:
                counted.setdefault(sign, certainty)
        return combine(counted.values())

    def judge(self, shown: Truths, certain: Truths, into: Verdicts) -> None:
        """The verdicts from the truths of the shown and the certain reading."""
        size = len(into.low)
        low, high, sure_low, sure_high = into.low, into.high, into.certain_low, into.certain_high
        self.certainty(shown.true, low)
        self.certainty(shown.possible, high)
        if certain is shown:
            sure_low[:], sure_high[:] = low, high
        else:
            self.certainty(certain.true, sure_low)
            self.certainty(certain.possible, sure_high)
        out = any_true([shown.true[s] for s in self._unless])
        _clear(sure_low, any_true([certain.possible[s] for s in self._unless]))
        _clear(sure_high, any_true([certain.true[s] for s in self._unless]))
        _clear(low, out)
        _clear(high, out)
        status = into.status
        status.fill(NO_SIGN_CODE)
        for reached in (high >= SUSPECTED, low >= SUSPECTED, low >= CONFIRMED):
            np.subtract(status, reached.view(np.uint8), out=status)
        if out is not False:  # the greatest code
            np.maximum(status, unpacked(out, size).view(np.uint8) * np.uint8(RULED_OUT_CODE), out=status)
        settled(sure_low, sure_high, into.settled)


def _places(masks: Sequence[Mask], size: int) -> Array:
    """The set of the masks (at most eight) that hold, as one number a case."""
    always = sum(1 << place for place, mask in enumerate(masks) if mask is True)
    index: Array | None = None
    for place, mask in enumerate(masks):
        if isinstance(mask, bool):
            continue
        bits = np.unpackbits(mask, count=size)
        np.left_shift(bits, place, out=bits)
        index = bits if index is None else np.bitwise_or(index, bits, out=index)
    if index is None:
        return np.full(size, always, np.uint8)
    return np.bitwise_or(index, np.uint8(always), out=index) if always else index


def _clear(values: Array, where: Mask) -> None:
    """Set the values to 0 where the mask is true."""
    if where is not False:
        np.multiply(values, unpacked(negated(where), len(values)).astype(values.dtype), out=values)


def settled(low: Array, high: Array, into: Array) -> None:
    """Where both ends lie in one band."""
    np.equal(low >= SUSPECTED, high >= SUSPECTED, out=into)
    np.logical_and(into, (low >= CONFIRMED) == (high >= CONFIRMED), out=into)


def concluded(low: Array, high: Array, threshold: int) -> tuple[Mask, Mask]:
    """Where `diagnosed` or `suspected` is true, and where it is false."""
    return np.packbits(low >= threshold), np.packbits(high < threshold)
