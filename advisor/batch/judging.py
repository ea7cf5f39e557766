"""Certainty intervals and statuses for many cases at once, exactly as `advisor.inference.certainty` gives them.

The certainty that a set of levels lends is looked up: each set is combined once, with the integers of `combine`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from advisor.batch.block import Array
from advisor.batch.circuit import Mask, any_true, negated, unpacked
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


RECORD = np.dtype(
    [("low", np.uint16), ("high", np.uint16), ("certain_low", np.uint16), ("status", np.uint8), ("settled", np.bool_)]
)
"""The verdict on one diagnosis; certainties in ten-thousandths, `status` by place in STATUSES."""


@dataclass(frozen=True)
class Verdicts:
    """The verdicts on one diagnosis of many cases, or on several diagnoses, one row each.

    `certain_high` differs from `high` only where something rests on other diagnoses.
    """

    records: Array
    certain_high: Array

    @property
    def status(self) -> Array:
        """By place in STATUSES."""
        return np.asarray(self.records["status"])

    @property
    def low(self) -> Array:
        """The least certainty in the shown reading."""
        return np.asarray(self.records["low"])

    @property
    def high(self) -> Array:
        """The greatest certainty in the shown reading."""
        return np.asarray(self.records["high"])

    @property
    def certain_low(self) -> Array:
        """The least certainty in the certain reading."""
        return np.asarray(self.records["certain_low"])

    @property
    def settled(self) -> Array:
        """Whether both ends of the certain reading lie in one band."""
        return np.asarray(self.records["settled"])


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

    @cached_property
    def _verdict_table(self) -> Array:
        """The verdict for each set of levels that hold, levels that could, and whether something rules out or could."""
        return _all_verdicts(self._table)

    @cached_property
    def _certainties(self) -> tuple[Array, Array, Array]:
        """For many levels: the place of each set's certainty among the different ones, for levels that hold (whatever
        rules out as two more bits) and for levels that could, as two parts of a place in the table of verdicts.
        """
        different, place = np.unique(self._table, return_inverse=True)
        number = len(different)
        low = (np.arange(4)[:, None] * number**2 + place.reshape(-1)).astype(np.uint32).reshape(-1)
        return low, (place.reshape(-1) * number).astype(np.uint32), _all_verdicts(different)

    def judge(self, shown: Truths, certain: Truths, into: Verdicts) -> None:
        """The verdicts from the truths of the shown and the certain reading."""
        records = into.records
        self._look_up(shown, records)
        if certain is not shown:
            sure = np.empty(records.size, RECORD)
            self._look_up(certain, sure)
            records["certain_low"], records["settled"] = sure["certain_low"], sure["settled"]
            into.certain_high[:] = sure["high"]

    def _look_up(self, truths: Truths, into: Array) -> None:
        """The verdicts of one reading."""
        true = [truths.true[slot] for slot, _, _ in self._levels]
        possible = [truths.possible[slot] for slot, _, _ in self._levels]
        out, perhaps = (any_true([of[slot] for slot in self._unless]) for of in (truths.true, truths.possible))
        if not len(self._table):
            self._work_out(_sets(true, into.size), _sets(possible, into.size), out, perhaps, into)
            return
        if len(self._levels) <= _MOST_TOGETHER:
            table, index = self._verdict_table, _sets([*true, *possible, out, perhaps], into.size)
        else:
            low, high, table = self._certainties
            index = np.take(low, _sets([*true, out, perhaps], into.size), mode="clip")
            index += np.take(high, _sets(possible, into.size), mode="clip")
        np.take(table.view(np.uint64), index, out=into.view(np.uint64), mode="clip")

    def _work_out(self, true: Array, possible: Array, out: Mask, perhaps: Mask, into: Array) -> None:
        """The verdicts without a table, for diagnoses with very many levels."""
        low, high = _cleared(self._each_combined(true), out), _cleared(self._each_combined(possible), out)
        into["low"], into["high"], into["certain_low"] = low, high, _cleared(low, perhaps)
        into["status"] = np.where(unpacked(out, into.size), RULED_OUT_CODE, _statuses(low, high))
        into["settled"] = settled(into["certain_low"], high)

    def _each_combined(self, sets: Array) -> Array:
        different, places = np.unique(sets, return_inverse=True)
        return np.array([self._combined(int(bits)) for bits in different], np.uint16)[places]

    def _combined(self, bits: int) -> int:
        counted: dict[int, int] = {}
        for number, (_, sign, certainty) in enumerate(self._levels):
            if bits >> number & 1:
                counted.setdefault(sign, certainty)
        return combine(counted.values())


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


def concluded(low: Array, high: Array, threshold: int) -> tuple[Mask, Mask]:
    """Where `diagnosed` or `suspected` is true, and where it is false."""
    return np.packbits(low >= threshold), np.packbits(high < threshold)


class VerdictTable:
    """The verdicts of many cases, one row a diagnosis; shares memory with those it gives.

    The first `plain` diagnoses rest on no others, so that their certain reading has the greatest certainty of the
    shown.
    """

    def __init__(self, records: Array, certain_high: Array):
        self.records = records
        self.certain_high = certain_high  # of the diagnoses after the plain ones

    @classmethod
    def empty(cls, diagnoses: int, plain: int, size: int) -> VerdictTable:
        """Room for verdicts."""
        return cls(np.empty((diagnoses, size), RECORD), np.empty((diagnoses - plain, size), np.uint16))

    def of(self, diagnosis: int) -> Verdicts:
        """The verdicts on one diagnosis."""
        records, plain = self.records[diagnosis], len(self.records) - len(self.certain_high)
        return Verdicts(records, records["high"] if diagnosis < plain else self.certain_high[diagnosis - plain])

    def slice(self, start: int, stop: int) -> VerdictTable:
        """Cases that follow each other."""
        return VerdictTable(self.records[:, start:stop], self.certain_high[:, start:stop])
