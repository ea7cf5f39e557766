"""The diagnoses of one stratum, judged for many cases together: conditions, codes, what later strata read of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from advisor.batch.columns.block import Array
from advisor.batch.columns.circuit import Circuit, Wiring
from advisor.batch.columns.coded import VerdictCodes
from advisor.batch.columns.columnfacts import FactColumns
from advisor.batch.columns.fieldtests import FieldTests
from advisor.batch.columns.judging import CodeTable, sets
from advisor.batch.columns.masks import Mask
from advisor.inference.compiled.program import Stratum

_BITS_TOGETHER = 8  # sets of so many masks are made for several diagnoses at once
_AT_ONCE = 4  # of these: few enough for the processor's cache


class StratumColumns:
    """One stratum; `read_later` gives, by diagnosis, the fields that rest on it and the thresholds that they ask."""

    def __init__(self, stratum: Stratum, read_later: Mapping[str, Sequence[tuple[str, int]]], tests: FieldTests):
        self.code_tables = [CodeTable(diagnosis) for diagnosis in stratum.diagnoses]
        # Both readings are wired in one circuit: they differ only in what rests on earlier strata, so that nearly all
        # rows are the same and are made once.
        wiring = Wiring()
        fields = [
            (n, *both) for n, code_table in enumerate(self.code_tables) for both in read_later[code_table.diagnosis.id]
        ]
        shown, certain = (
            _Rows(stratum, self.code_tables, fields, tests, wiring, certain=which) for which in (False, True)
        )
        self.circuit = Circuit(wiring, [*shown.outputs, *certain.outputs], tests.reader)
        self._true = self.circuit.places(shown.true)
        self._shown, self._certain = _StratumEvaluator(shown, self.circuit), _StratumEvaluator(certain, self.circuit)

    def fired(self, facts: FactColumns) -> list[Array]:
        """Where each condition is certainly true."""
        return list(self.circuit.run(facts).take(self._true, axis=0))

    def judge(self, facts: FactColumns, shown: Sequence[VerdictCodes], certain: Sequence[VerdictCodes]) -> None:
        """Fill in the codes of both readings, and what they conclude in the facts."""
        rows = self.circuit.run(facts)
        self._shown.code(rows, shown, facts.size)
        if any(one is not other for one, other in zip(shown, certain)):
            self._certain.code(rows, certain, facts.size)
        facts.decided |= self._shown.concluded(rows, shown)
        facts.sure |= self._certain.concluded(rows, certain)


class _Rows:
    """The rows of one reading: conditions, what each diagnosis rests on, and each field that rests on one."""

    def __init__(
        self,
        stratum: Stratum,
        code_tables: Sequence[CodeTable],
        fields: Sequence[tuple[int, str, int]],
        tests: FieldTests,
        wiring: Wiring,
        *,
        certain: bool,
    ):
        self.code_tables, self.fields, self.certain = code_tables, fields, certain
        conditions = stratum.conditions
        self.true = [tests.row(condition.true, wiring, certain=certain) for condition in conditions]
        false = [tests.row(condition.false, wiring, certain=certain) for condition in conditions]
        self.of_code_table = [
            code_table.rows(wiring, self.true, [wiring.negated(row) for row in false]) for code_table in code_tables
        ]
        self.of_field = [
            code_tables[n].concluding(wiring, self.of_code_table[n], threshold, certain=certain)
            for n, _, threshold in fields
        ]
        self.outputs = [row for some in (self.true, *self.of_code_table, *self.of_field) for row in some]


class _StratumEvaluator:
    """Where the rows of one reading stand in what the circuit makes."""

    def __init__(self, rows: _Rows, circuit: Circuit):
        self._code_tables, self._certain = rows.code_tables, rows.certain
        self._fields = [(*field, circuit.places(some)) for field, some in zip(rows.fields, rows.of_field)]
        self._alone: list[tuple[int, Array]] = []
        together: dict[int, list[int]] = {}
        for number, (code_table, some) in enumerate(zip(rows.code_tables, rows.of_code_table)):
            if code_table.together and len(some) <= _BITS_TOGETHER:
                together.setdefault(len(some), []).append(number)
            else:
                self._alone.append((number, circuit.places(some)))
        self._together = [
            (numbers, np.array([circuit.places(rows.of_code_table[number]) for number in numbers]).T)
            for alike in together.values()
            for numbers in (alike[start : start + _AT_ONCE] for start in range(0, len(alike), _AT_ONCE))
        ]

    def code(self, rows: Array, into: Sequence[VerdictCodes], size: int) -> None:
        """The codes of all cases."""
        for number, places in self._alone:
            self._code_tables[number].judge(rows.take(places, axis=0), into[number])
        for numbers, bits in self._together:
            for number, codes in zip(numbers, sets(rows, bits, size)):
                into[number].codes[:] = codes

    def concluded(self, rows: Array, made: Sequence[VerdictCodes]) -> dict[str, tuple[Mask, Mask]]:
        """Where each field is true and where it is false."""
        found: dict[str, tuple[Mask, Mask]] = {}
        for number, field, threshold, places in self._fields:
            if len(places):
                true, false = rows.take(places, axis=0)
                found[field] = (true, false)
            else:
                found[field] = self._code_tables[number].concluded(made[number], threshold, certain=self._certain)
        return found
