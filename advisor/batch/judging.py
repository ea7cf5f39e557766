"""Certainty intervals and statuses for many cases at once, exactly as `advisor.inference.certainty` gives them.

Judging a case makes no numbers: for each diagnosis it keeps a code, which is the set of levels that hold or could. A
code is a place in a table of whole verdicts, in which each set is combined once, with the integers of `combine`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from advisor.batch.block import Array
from advisor.batch.circuit import Mask, all_true, any_true, negated, packed, unpacked
from advisor.batch.coded import RECORD, Coded
from advisor.inference.certainty import Status, combine
from advisor.inference.program import CONFIRMED, SUSPECTED, Judgement

STATUSES = (Status.CONFIRMED, Status.SUSPECTED, Status.OPEN, Status.NO_SIGN, Status.RULED_OUT)
CONFIRMED_CODE, SUSPECTED_CODE, OPEN_CODE, NO_SIGN_CODE, RULED_OUT_CODE = range(5)
_MOST_IN_TABLE = 13  # levels of one diagnosis whose sets are tabled at once; beyond, only the sets that occur
_MOST_TOGETHER = 7  # levels for which the whole verdict is tabled
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


class Scale:
    """Turns the levels of one diagnosis that hold into codes, and these into certainties.

    `kind` is the type of the codes; `table` the verdicts that they stand for, or None where a table would be too
    large: then each case has a verdict of its own.
    """

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
        self._together = number <= min(_MOST_TOGETHER, _MOST_IN_TABLE)
        bits = 2 * number + (2 if self._unless else 0)
        self.kind = np.dtype((np.uint8 if bits <= 8 else np.uint16) if self._together else np.uint32)
        self._reached: dict[int, _Reaching] = {}

    @cached_property
    def table(self) -> Array | None:
        """The verdict for each code."""
        if not len(self._table):
            return None
        return _all_verdicts(self._table) if self._together else self._certainties[2]

    @cached_property
    def _certainties(self) -> tuple[Array, Array, Array]:
        """For many levels: the place of each set's certainty among the different ones, for levels that hold (whatever
        rules out as two more bits) and for levels that could, as two parts of a place in the table of verdicts.
        """
        different, place = np.unique(self._table, return_inverse=True)
        number = len(different)
        low = (np.arange(4)[:, None] * number**2 + place.reshape(-1)).astype(np.uint32).reshape(-1)
        return low, (place.reshape(-1) * number).astype(np.uint32), _all_verdicts(different)

    def judge(self, truths: Truths, into: Coded) -> None:
        """The verdicts of one reading."""
        true = [truths.true[slot] for slot, _, _ in self._levels]
        possible = [truths.possible[slot] for slot, _, _ in self._levels]
        out, perhaps = self._ruled_out(truths)
        ruled_out = [out, perhaps] if self._unless else []
        size = into.codes.size
        if not len(self._table):
            into.table[into.codes] = self._worked_out(_sets(true, size), _sets(possible, size), out, perhaps)
        elif self._together:
            into.codes[:] = _sets([*true, *possible, *ruled_out], size)
        else:
            low, high, _ = self._certainties
            np.take(low, _sets([*true, *ruled_out], size), out=into.codes, mode="clip")
            into.codes[:] += np.take(high, _sets(possible, size), mode="clip")

    def concluded(self, truths: Truths, made: Coded, threshold: int, *, certain: bool) -> tuple[Mask, Mask]:
        """Where `diagnosed` or `suspected` is true, and where it is false; `made` are the verdicts of these truths."""
        if not len(self._table):
            records = made.table[made.codes]
            low = records["certain_low" if certain else "low"]
            return packed(low >= threshold), packed(records["high"] < threshold)
        if threshold not in self._reached:
            self._reached[threshold] = _Reaching(self._table >= threshold)
        reaching = self._reached[threshold]
        out, perhaps = self._ruled_out(truths)
        true = reaching.mask([truths.true[slot] for slot, _, _ in self._levels])
        possible = reaching.mask([truths.possible[slot] for slot, _, _ in self._levels])
        return all_true([true, negated(perhaps if certain else out)]), any_true([negated(possible), out])

    def _ruled_out(self, truths: Truths) -> tuple[Mask, Mask]:
        """Where something rules the diagnosis out, and where something could."""
        out, perhaps = (any_true([of[slot] for slot in self._unless]) for of in (truths.true, truths.possible))
        return out, perhaps

    def _worked_out(self, true: Array, possible: Array, out: Mask, perhaps: Mask) -> Array:
        """The verdicts without a table, for diagnoses with very many levels."""
        made = np.empty(len(true), RECORD)
        low, high = _cleared(self._each_combined(true), out), _cleared(self._each_combined(possible), out)
        made["low"], made["high"], made["certain_low"] = low, high, _cleared(low, perhaps)
        made["status"] = np.where(unpacked(out, len(made)), RULED_OUT_CODE, _statuses(low, high))
        made["settled"] = settled(made["certain_low"], high)
        return made

    def _each_combined(self, sets: Array) -> Array:
        different, places = np.unique(sets, return_inverse=True)
        return np.array([self._combined(int(bits)) for bits in different], np.uint16)[places]

    def _combined(self, bits: int) -> int:
        counted: dict[int, int] = {}
        for number, (_, sign, certainty) in enumerate(self._levels):
            if bits >> number & 1:
                counted.setdefault(sign, certainty)
        return combine(counted.values())


class _Reaching:
    """Which sets of levels reach a threshold, as logic on the masks of the levels; equal parts are read once."""

    def __init__(self, reached: Array):
        """`reached` is by set of levels."""
        self._steps: list[tuple[int, int, int]] = []  # level, the step where it does not hold, the step where it does
        self._numbers: dict[bytes, int] = {}
        self._last = self._number(reached)

    def _number(self, reached: Array) -> int:
        """The step for some of the sets; -1 for always, -2 for never."""
        if reached.all() or not reached.any():
            return -1 if reached[0] else -2
        key = reached.tobytes()
        if key not in self._numbers:
            without, holding = (self._number(half) for half in np.split(reached, 2))
            self._steps.append((len(reached).bit_length() - 2, without, holding))
            self._numbers[key] = len(self._steps) - 1
        return self._numbers[key]

    def mask(self, levels: Sequence[Mask]) -> Mask:
        """Where the levels that hold reach the threshold."""
        made: list[Mask] = [*([False] * len(self._steps)), False, True]  # never and always, from the end
        for number, (level, without, holding) in enumerate(self._steps):
            mask = levels[level]
            made[number] = any_true([all_true([negated(mask), made[without]]), all_true([mask, made[holding]])])
        return made[self._last]


def _all_verdicts(certainties: Array) -> Array:
    """The verdicts for each low and high certainty, in a row: could be ruled out, is ruled out, high, low."""
    size = len(certainties)
    made = np.zeros((2, 2, size, size), RECORD)
    made["low"][:, 0] = certainties
    made["high"][:, 0] = certainties[:, None]
    made["certain_low"][0, 0] = certainties
    made["status"][:, 0] = _statuses(made["low"][:, 0], made["high"][:, 0])
    made["status"][:, 1] = RULED_OUT_CODE
    made["settled"] = settled(made["certain_low"], made["high"])
    return made.reshape(-1)


def _sets(masks: Sequence[Mask], size: int) -> Array:
    """The set of the masks that hold, as one number a case: the first mask is its lowest bit."""
    bytes_of_it = [_places(masks[start : start + 8], size) for start in range(0, len(masks), 8)]
    if len(bytes_of_it) == 1:
        return bytes_of_it[0]
    kind = np.uint16 if len(bytes_of_it) == 2 else np.uint32 if len(bytes_of_it) <= 4 else np.uint64
    index = bytes_of_it[-1].astype(kind)
    for byte in reversed(bytes_of_it[:-1]):
        np.multiply(index, kind(256), out=index)
        np.add(index, byte, out=index)
    return index


def _places(masks: Sequence[Mask], size: int) -> Array:
    """The set of at most eight masks. (Doubling is used because numpy shifts bytes one by one.)"""
    index: Array | None = None
    for mask in reversed(masks):
        if index is not None:
            np.add(index, index, out=index)
        if mask is True:
            index = np.ones(size, np.uint8) if index is None else np.add(index, np.uint8(1), out=index)
        elif mask is not False:
            bits = np.unpackbits(mask, count=size)
            index = bits if index is None else np.add(index, bits, out=index)
    return index if index is not None else np.zeros(size, np.uint8)


def _cleared(values: Array, where: Mask) -> Array:
    """The values, 0 where the mask is true."""
    return values if where is False else np.where(unpacked(where, len(values)), np.uint16(0), values)


def _statuses(low: Array, high: Array) -> Array:
    """The statuses of certainties, where nothing rules the diagnosis out."""
    status = np.full(low.shape, NO_SIGN_CODE, np.uint8)
    for reached in (high >= SUSPECTED, low >= SUSPECTED, low >= CONFIRMED):
        status -= reached
    return status


def settled(low: Array, high: Array) -> Array:
    """Where both ends lie in one band."""
    return np.asarray(((low >= SUSPECTED) == (high >= SUSPECTED)) & ((low >= CONFIRMED) == (high >= CONFIRMED)))
