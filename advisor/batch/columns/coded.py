"""The verdicts of many cases as codes: one small number a case and diagnosis, and a table of what each stands for.

As in a column of text with few different values, numbers are looked up only when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from advisor.batch.columns.block import Array

RECORD = np.dtype(
    [("low", np.uint16), ("high", np.uint16), ("certain_low", np.uint16), ("status", np.uint8), ("settled", np.bool_)]
)
"""The verdict on one diagnosis; certainties in ten-thousandths, `status` by place in STATUSES."""


@dataclass(frozen=True)
class VerdictCodes:
    """The verdicts of one reading on one diagnosis: the place of each case in a table of RECORDs."""

    table: Array
    codes: Array

    def field(self, name: str) -> Array:
        """One field of every case; a new array."""
        return np.take(np.ascontiguousarray(self.table[name]), self.codes, mode="clip")

    def records(self, into: Array | None = None) -> Array:
        """The whole record of every case, in a new array if none is given."""
        made = np.empty(len(self.codes), RECORD) if into is None else into
        np.take(self.table.view(np.uint64), self.codes, out=made.view(np.uint64), mode="clip")
        return made

    def take(self, rows: Array) -> VerdictCodes:
        """Some of the cases."""
        return VerdictCodes(self.table, self.codes.take(rows))

    def slice(self, start: int, stop: int) -> VerdictCodes:
        """Cases that follow each other; shares memory."""
        return VerdictCodes(self.table, self.codes[start:stop])


@dataclass(frozen=True)
class ContestedVerdicts:
    """The cases with several resolutions, and their verdicts over all of these, by diagnosis and case."""

    rows: Array
    records: Array
    certain_high: Array

    @classmethod
    def joined(cls, parts: Sequence[ContestedVerdicts], diagnoses: int) -> ContestedVerdicts:
        """Several lots one after the other."""
        none = np.empty((diagnoses, 0))
        return cls(
            np.concatenate([np.empty(0, np.int64), *(part.rows for part in parts)]),
            np.concatenate([none.astype(RECORD), *(part.records for part in parts)], axis=1),
            np.concatenate([none.astype(np.uint16), *(part.certain_high for part in parts)], axis=1),
        )


@dataclass(frozen=True)
class Verdicts:
    """The verdicts on one diagnosis of many cases. What is asked for is looked up then, in a new array.

    `shown` and `certain` are the two readings, one and the same where nothing rests on other diagnoses; `held` says
    otherwise of some of the cases, in its row `number`. `loose` says where the verdict rests on an answer that could
    still cease to count, None where there is no such case.
    """

    shown: VerdictCodes
    certain: VerdictCodes
    held: ContestedVerdicts
    number: int
    loose: Array | None = None

    @property
    def status(self) -> Array:
        """By place in STATUSES."""
        return self._field(self.shown, "status")

    @property
    def low(self) -> Array:
        """The least certainty in the shown reading."""
        return self._field(self.shown, "low")

    @property
    def high(self) -> Array:
        """The greatest certainty in the shown reading."""
        return self._field(self.shown, "high")

    @property
    def certain_low(self) -> Array:
        """The least certainty in the certain reading."""
        return self._field(self.certain, "certain_low")

    @property
    def certain_high(self) -> Array:
        """The greatest certainty in the certain reading."""
        made = self.certain.field("high")
        made[self.held.rows] = self.held.certain_high[self.number]
        return made

    @property
    def settled(self) -> Array:
        """Whether both ends of the certain reading lie in one band, and no answer that is loose is read."""
        made = self.certain.field("settled")
        if self.loose is not None:
            made &= ~self.loose
        made[self.held.rows] = self.held.records["settled"][self.number]
        return made

    def records(self, into: Array | None = None) -> Array:
        """Everything but the greatest certainty in the certain reading, as RECORDs, in a new array if none is given."""
        made = self.shown.records(into)
        if self.certain is not self.shown:
            made["certain_low"], made["settled"] = self.certain.field("certain_low"), self.certain.field("settled")
        if self.loose is not None:
            made["settled"] &= ~self.loose
        made.view(np.uint64)[self.held.rows] = self.held.records[self.number].view(np.uint64)
        return made

    def _field(self, coded: VerdictCodes, name: str) -> Array:
        made = coded.field(name)
        made[self.held.rows] = self.held.records[name][self.number]
        return made


class VerdictTable:
    """The codes of many cases, by diagnosis: of the shown reading, and of the certain one."""

    def __init__(self, shown: Sequence[VerdictCodes], certain: Sequence[VerdictCodes]):
        self.shown = shown
        self.certain = certain

    def records(self) -> tuple[Array, Array]:
        """Whole records with what is certain in both readings, and the greatest certainties of the certain one; both
        by diagnosis and case.
        """
        size = len(self.shown[0].codes) if self.shown else 0
        made = np.empty((len(self.shown), size), RECORD)
        for record, shown in zip(made, self.shown):
            shown.records(record)
        certain_high = made["high"].copy()
        for number, (shown, certain) in enumerate(zip(self.shown, self.certain)):
            if shown is not certain:
                sure = certain.records()
                made["certain_low"][number], made["settled"][number] = sure["certain_low"], sure["settled"]
                certain_high[number] = sure["high"]
        return made, certain_high

    def take(self, rows: Array) -> VerdictTable:
        """Some of the cases."""
        return VerdictTable([one.take(rows) for one in self.shown], [one.take(rows) for one in self.certain])

    def slice(self, start: int, stop: int) -> VerdictTable:
        """Cases that follow each other; shares memory."""
        shown = [one.slice(start, stop) for one in self.shown]
        both = zip(shown, self.shown, self.certain)
        return VerdictTable(shown, [part if s is c else c.slice(start, stop) for part, s, c in both])
