"""Certainty intervals and statuses for many cases at once, exactly as `advisor.inference.certainty` gives them.

Judging a case makes no numbers: for each diagnosis it keeps a code, which is the set of levels that hold or could. A
code is a place in a table of whole verdicts, in which each set is combined once, with the integers of `combine`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from advisor.batch.columns.block import Array
from advisor.batch.columns.circuit import ALWAYS, NEVER, Wiring
from advisor.batch.columns.coded import RECORD, VerdictCodes, VerdictTable
from advisor.batch.columns.masks import Mask, packed, unpacked
from advisor.inference.certainty import Status, combine
from advisor.inference.compiled.program import CONFIRMED, SUSPECTED, CompiledDiagnosis

STATUSES = (Status.CONFIRMED, Status.SUSPECTED, Status.OPEN, Status.NO_SIGN, Status.RULED_OUT)
CONFIRMED_CODE, SUSPECTED_CODE, OPEN_CODE, NO_SIGN_CODE, RULED_OUT_CODE = range(5)
_MOST_IN_TABLE = 13  # levels of one diagnosis whose sets are tabled at once; beyond, only the sets that occur
_MOST_TOGETHER = 7  # levels for which the whole verdict is tabled
_MOST_LEVELS = 62


class CodeTable:
    """Turns the levels of one diagnosis that hold into codes, and these into certainties.

    `kind` is the type of the codes; `table` the verdicts that they stand for, or None where a table would be too
    large: then each case has a verdict of its own. With `together` the code is the set of all its rows.
    """

    def __init__(self, diagnosis: CompiledDiagnosis):
        self.diagnosis = diagnosis
        self._levels = [
            (slot, sign, certainty)
            for sign, evidence in enumerate(diagnosis.signs)
            for slot, certainty in evidence.levels
        ]
        self._unless = [slot for slot, _ in diagnosis.unless]
        number = len(self._levels)
        if number > _MOST_LEVELS:
            raise ValueError(f"{diagnosis.id} has more than {_MOST_LEVELS} levels of evidence")
        # A set of levels is a number with a bit for each. Certainty depends on nothing else, so `combine`, exact but
        # slow, runs once for each set instead of once for each case: 2^13 sets take 12 ms of the start, and each level
        # more doubles that. Up to 7 levels even the pair of sets (what holds, what could) fits into a table.
        sets = range(1 << number) if number <= _MOST_IN_TABLE else ()
        self._table = np.array([self._combined(bits) for bits in sets], np.uint16)
        self.together = number <= min(_MOST_TOGETHER, _MOST_IN_TABLE)
        bits = 2 * number + (2 if self._unless else 0)
        self.kind = np.dtype((np.uint8 if bits <= 8 else np.uint16) if self.together else np.uint32)

    @cached_property
    def table(self) -> Array | None:
        """The verdict for each code."""
        if not len(self._table):
            return None
        return _all_verdicts(self._table) if self.together else self._certainties[2]

    @cached_property
    def _certainties(self) -> tuple[Array, Array, Array]:
        """For many levels: the place of each set's certainty among the different ones, for levels that hold (whatever
        rules out as two more bits) and for levels that could, as two parts of a place in the table of verdicts.
        """
        # Many sets give the same certainty. With n different ones the code is n * high + low, and n^2 more for each
        # combination of what rules out. Both parts are looked up by set: a code costs two look-ups and a sum.
        different, place = np.unique(self._table, return_inverse=True)
        number = len(different)
        low = (np.arange(4)[:, None] * number**2 + place.reshape(-1)).astype(np.uint32).reshape(-1)
        return low, (place.reshape(-1) * number).astype(np.uint32), _all_verdicts(different)

    def rows(self, wiring: Wiring, true: Sequence[int], possible: Sequence[int]) -> list[int]:
        """The rows that a verdict rests on: levels that hold, levels that could, what rules out, what could."""
        ruled_out = [wiring.any_true([of[slot] for slot in self._unless]) for of in (true, possible)]
        held, could = ([of[slot] for slot, _, _ in self._levels] for of in (true, possible))
        return [*held, *could, *(ruled_out if self._unless else [])]

    def judge(self, masks: Array, into: VerdictCodes) -> None:
        """The verdicts of one reading from the masks of `rows`."""
        size, number = into.codes.size, len(self._levels)
        true, possible, ruled_out = np.split(masks, [number, 2 * number])
        if not len(self._table):
            into.table[into.codes] = self._worked_out(_set(true, size), _set(possible, size), ruled_out)
        elif self.together:
            into.codes[:] = _set(masks, size)
        else:
            low, high, _ = self._certainties
            np.take(low, _set(np.concatenate([true, ruled_out]), size), out=into.codes, mode="clip")
            into.codes[:] += np.take(high, _set(possible, size), mode="clip")

    def concluding(self, wiring: Wiring, rows: Sequence[int], threshold: int, *, certain: bool) -> list[int]:
        """The two rows in which `diagnosed` or `suspected` is true and false in one reading; none where there is no
        table.
        """
        if not len(self._table):
            return []
        number, reached = len(self._levels), self._table >= threshold
        true, possible = (_reaching(wiring, reached, some, {}) for some in (rows[:number], rows[number : 2 * number]))
        out, perhaps = rows[2 * number :] or (NEVER, NEVER)
        true = wiring.all_true([true, wiring.negated(perhaps if certain else out)])
        return [true, wiring.any_true([wiring.negated(possible), out])]

    def concluded(self, made: VerdictCodes, threshold: int, *, certain: bool) -> tuple[Mask, Mask]:
        """Where `diagnosed` or `suspected` is true and where false, as masks, from the verdicts of one reading."""
        records = made.table[made.codes]
        low = records["certain_low" if certain else "low"]
        return packed(low >= threshold), packed(records["high"] < threshold)

    def _worked_out(self, true: Array, possible: Array, ruled_out: Array) -> Array:
        """The verdicts without a table, for diagnoses with very many levels."""
        out, perhaps = ruled_out if self._unless else (False, False)
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


def empty_verdicts(code_tables: Sequence[CodeTable], plain: int, size: int) -> VerdictTable:
    """Room for the verdicts of so many cases; the first `plain` diagnoses rest on no others, so that both of their
    readings are one.
    """
    shown = _room(code_tables, size)
    return VerdictTable(shown, [*shown[:plain], *_room(code_tables[plain:], size)])


def _room(code_tables: Sequence[CodeTable], size: int) -> list[VerdictCodes]:
    """Room for codes, those of one type together; where no table serves all cases, each has a place of its own."""
    counts = Counter(code_table.kind for code_table in code_tables if code_table.table is not None)
    rows = {kind: iter(np.empty((count, size), kind)) for kind, count in counts.items()}
    own = np.arange(size, dtype=np.uint32)
    return [
        VerdictCodes(np.empty(size, RECORD), own)
        if code_table.table is None
        else VerdictCodes(code_table.table, next(rows[code_table.kind]))
        for code_table in code_tables
    ]


def _reaching(wiring: Wiring, reached: Array, levels: Sequence[int], known: dict[bytes, int]) -> int:
    """The row in which the set of levels that hold reaches a threshold; `reached` is by set.

    Without this, what rests on a diagnosis would have to wait for its codes to be looked up and compared.
    """
    # A binary decision diagram (Bryant 1986) in rows: the table is halved by its highest level, and halves that are
    # alike are one row (`known`, by their bytes). Evidence adds certainty, so that mostly the half without the level
    # implies the one with it, and "not level" is not needed.
    if reached.all() or not reached.any():
        return ALWAYS if reached[0] else NEVER
    key = reached.tobytes()
    if key not in known:
        level = levels[len(reached).bit_length() - 2]
        without, holding = np.split(reached, 2)
        parts = [_reaching(wiring, half, levels, known) for half in (without, holding)]
        if not (without <= holding).all():
            parts[0] = wiring.all_true([parts[0], wiring.negated(level)])
        known[key] = wiring.any_true([parts[0], wiring.all_true([parts[1], level])])
    return known[key]


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


def sets(rows: Array, places: Array, size: int) -> Array:
    """Sets of at most eight rows, for several diagnoses at once: `places` is by number in the set and diagnosis, the
    first is the lowest bit.
    """
    # Horner's rule, from the highest bit down: double, then add the next. Doubling is an addition, which numpy does for
    # many bytes at once; shifts of bytes it does one by one.
    made: Array = np.unpackbits(rows.take(places[-1], axis=0), axis=1, count=size)
    for some in places[-2::-1]:
        np.add(made, made, out=made)
        np.add(made, np.unpackbits(rows.take(some, axis=0), axis=1, count=size), out=made)
    return made


def _set(masks: Array, size: int) -> Array:
    """The set of the masks that hold, as one number a case: the first mask is its lowest bit."""
    bytes_of_it = [_byte(masks[start : start + 8], size) for start in range(0, len(masks), 8)]
    if len(bytes_of_it) == 1:
        return bytes_of_it[0]
    kind = np.uint16 if len(bytes_of_it) == 2 else np.uint32 if len(bytes_of_it) <= 4 else np.uint64
    index = bytes_of_it[-1].astype(kind)
    for byte in reversed(bytes_of_it[:-1]):
        np.multiply(index, kind(256), out=index)
        np.add(index, byte, out=index)
    return index


def _byte(masks: Array, size: int) -> Array:
    """The set of at most eight masks."""
    return sets(masks, np.arange(len(masks))[:, None], size).reshape(size)


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
