"""Certainty intervals and statuses for many cases at once, exactly as `advisor.inference.certainty` gives them.

The certainty that a set of levels lends is looked up: each set is combined once, with the integers of `combine`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from advisor.batch.block import Array
from advisor.batch.circuit import Mask, any_true, negated
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
    """One diagnosis over many cases; certainties in ten-thousandths, `status` by place in STATUSES."""

    status: Array
    low: Array
    high: Array
    certain_low: Array
    certain_high: Array
    settled: Array


class Scale:
    """Turns the levels of one diagnosis that hold into a certainty."""

    def __init__(self, judgement: Judgement):
        self.judgement = judgement
        self._levels = [
            (slot, sign, certainty)
            for sign, evidence in enumerate(judgement.signs)
            for slot, certainty in evidence.levels
        ]
        if len(self._levels) > _MOST_LEVELS:
            raise ValueError(f"{judgement.id} has more than {_MOST_LEVELS} levels of evidence")

    def certainty(self, holds: Sequence[Mask], size: int) -> Array:
        """The combined certainty where of each sign the strongest level that holds counts."""
        used = [number for number, (slot, _, _) in enumerate(self._levels) if holds[slot] is not False]
        if len(used) <= _MOST_IN_TABLE:
            small = len(used) <= 8
            index: Array = np.zeros(size, np.uint8 if small else np.uint16)
            for place, number in enumerate(used):
                mask = holds[self._levels[number][0]]
                index |= np.multiply(mask, index.dtype.type(1 << place), dtype=index.dtype)
            return np.asarray(np.take(self._table(tuple(used)), index))
        wide: Array = np.zeros(size, np.uint64)
        for number, (slot, _, _) in enumerate(self._levels):
            wide |= np.multiply(holds[slot], np.uint64(1 << number), dtype=np.uint64)
        sets, places = np.unique(wide, return_inverse=True)
        return np.array([self._combined(int(bits)) for bits in sets], np.uint16)[places]

    @cached_property
    def _tables(self) -> dict[tuple[int, ...], Array]:
        return {}

    def _table(self, used: tuple[int, ...]) -> Array:
        found = self._tables.get(used)
        if found is None:
            spread = [sum(1 << used[i] for i in range(len(used)) if bits >> i & 1) for bits in range(1 << len(used))]
            found = np.array([self._combined(bits) for bits in spread], np.uint16)
            if len(self._tables) < 64:
                self._tables[used] = found
        return found

    def _combined(self, bits: int) -> int:
        counted: dict[int, int] = {}
        for number, (_, sign, certainty) in enumerate(self._levels):
            if bits >> number & 1:
                counted.setdefault(sign, certainty)
        return combine(counted.values())

    def judge(self, shown: Truths, certain: Truths, size: int) -> Verdicts:
        """The verdicts from the truths of the shown and the certain reading."""
        slots = [slot for slot, _ in self.judgement.unless]
        low, high = self.certainty(shown.true, size), self.certainty(shown.possible, size)
        if certain is shown or all(
            certain.true[s] is shown.true[s] and certain.possible[s] is shown.possible[s] for s, _, _ in self._levels
        ):
            sure_low, sure_high = low, high
        else:
            sure_low, sure_high = self.certainty(certain.true, size), self.certainty(certain.possible, size)
        out = any_true([shown.true[s] for s in slots])
        sure_low = _zero_where(any_true([certain.possible[s] for s in slots]), sure_low)
        sure_high = _zero_where(any_true([certain.true[s] for s in slots]), sure_high)
        low, high = _zero_where(out, low), _zero_where(out, high)
        status = np.full(size, NO_SIGN_CODE, np.uint8)
        status -= high >= SUSPECTED
        status -= low >= SUSPECTED
        status -= low >= CONFIRMED
        if out is not False:
            status[np.broadcast_to(np.asarray(out), (size,))] = RULED_OUT_CODE
        return Verdicts(status, low, high, sure_low, sure_high, settled(sure_low, sure_high))


def settled(low: Array, high: Array) -> Array:
    """Where both ends lie in one band."""
    same = (low >= SUSPECTED) == (high >= SUSPECTED)
    same &= (low >= CONFIRMED) == (high >= CONFIRMED)
    return np.asarray(same)


def concluded(low: Array, high: Array, threshold: int) -> tuple[Mask, Mask]:
    """Where `diagnosed` or `suspected` is true, and where it is false."""
    return np.asarray(low >= threshold), np.asarray(high < threshold)


def _zero_where(mask: Mask, values: Array) -> Array:
    if mask is False:
        return values
    return np.where(mask, np.uint16(0), values)
