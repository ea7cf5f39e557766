"""The diagnoses of one stratum, judged for many cases together: conditions, codes, what later strata read of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.batch.block import Array
from advisor.batch.circuit import Circuit, Mask, Wiring
from advisor.batch.coded import Coded
from advisor.batch.columnfacts import FactColumns
from advisor.batch.fieldtests import FieldTests
from advisor.batch.judging import Scale, sets
from advisor.inference.program import Stratum

_BITS_TOGETHER = 8  # sets of so many masks are made for several diagnoses at once
_AT_ONCE = 4  # of these: few enough for the processor's cache


@dataclass(frozen=True)
class _Conclusion:
    """What later strata read of one diagnosis: the field, and where the rows stand in which it is true and false, in
    the shown and in the certain reading; no rows where the scale has no table.
    """

    number: int
    field: str
    threshold: int
    places: Array | None


class Layer:
    """One stratum; `read_later` gives, by diagnosis, the fields that rest on it and the thresholds that they ask."""

    def __init__(self, stratum: Stratum, read_later: Mapping[str, Sequence[tuple[str, int]]], tests: FieldTests):
        self.scales = [Scale(judgement) for judgement in stratum.judgements]
        wiring = Wiring()
        true = [tests.row(condition.true, wiring) for condition in stratum.conditions]
        possible = [wiring.negated(tests.row(condition.false, wiring)) for condition in stratum.conditions]
        rows = [scale.rows(wiring, true, possible) for scale in self.scales]
        read = [(n, *both) for n, scale in enumerate(self.scales) for both in read_later[scale.judgement.id]]
        concluded = [self.scales[n].concluding(wiring, rows[n], threshold) for n, _, threshold in read]
        outputs = [row for some in (true, *rows, *concluded) for row in some]
        self.circuit = Circuit(wiring, outputs, tests.reader)
        self._true = self.circuit.places(true)
        self._concluding = any(condition.conclusions for condition in stratum.conditions)
        self._conclusions = [
            _Conclusion(*one, self.circuit.places(places) if places else None) for one, places in zip(read, concluded)
        ]
        self._alone: list[tuple[int, Array]] = []
        together: dict[int, list[int]] = {}
        for number, (scale, some) in enumerate(zip(self.scales, rows)):
            if scale.together and len(some) <= _BITS_TOGETHER:
                together.setdefault(len(some), []).append(number)
            else:
                self._alone.append((number, self.circuit.places(some)))
        self._together = [
            (numbers, np.array([self.circuit.places(rows[number]) for number in numbers]).T)
            for alike in together.values()
            for numbers in (alike[start : start + _AT_ONCE] for start in range(0, len(alike), _AT_ONCE))
        ]

    def fired(self, facts: FactColumns) -> list[Array]:
        """Where each condition is certainly true."""
        return list(self.circuit.run(facts).take(self._true, axis=0))

    def judge(
        self, facts: FactColumns, sure: dict[str, tuple[Mask, Mask]], shown: Sequence[Coded], certain: Sequence[Coded]
    ) -> None:
        """Fill in the codes of both readings, and what they conclude: in `facts`, and for the certain one in `sure`."""
        if not self.scales:
            return
        rows = self.circuit.run(facts)
        self._code(rows, shown, facts.size)
        concluded = {one.field: self._concluded(one, rows, shown, certain=False) for one in self._conclusions}
        if self._concluding:
            kept, facts.decided = facts.decided, {**facts.decided, **sure}
            rows = self.circuit.run(facts)  # where those of the shown reading were
            facts.decided = kept
        if any(one is not other for one, other in zip(shown, certain)):
            self._code(rows, certain, facts.size)
        sure |= {one.field: self._concluded(one, rows, certain, certain=True) for one in self._conclusions}
        facts.decided |= concluded

    def _concluded(self, one: _Conclusion, rows: Array, made: Sequence[Coded], *, certain: bool) -> tuple[Mask, Mask]:
        """Where a conclusion is true and false in one reading."""
        if one.places is None:
            return self.scales[one.number].concluded(made[one.number], one.threshold, certain=certain)
        true, false = rows.take(one.places[2:] if certain else one.places[:2], axis=0)
        return true, false

    def _code(self, rows: Array, into: Sequence[Coded], size: int) -> None:
        """The codes of one reading."""
        for number, places in self._alone:
            self.scales[number].judge(rows.take(places, axis=0), into[number])
        for numbers, bits in self._together:
            found = sets(rows, bits, size)
            for number, codes in zip(numbers, found):
                into[number].codes[:] = codes
