"""Columns by hand from the answers themselves: gates, counts, declared ranges and computed numbers in numpy.

What a good engineer writes in an hour: one function generated from the pack, over the same encoded answers that our
own columns start from, in pieces that fit the cache. Says only which conditions of the first stratum are certainly
true: no certainties, no statuses, no contradictions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from advisor.batch.columns.block import DONT_KNOW, KNOWN, NO, YES, Block
from advisor.inference.compiled.program import Program
from advisor.inference.facts import FactMaker
from advisor.language.patterns import AllFields, Leaf, Pattern, fields_of
from advisor.language.patterns import AnyField as AnyOf
from advisor.language.tree import DAY, Amount, Arithmetic, Constant, Count, Extreme, Number, WeeksUntil, points_of_atom
from advisor.language.vocabulary import Kind

AT_ONCE = 16_384
FAR = 1e9  # weeks: before and after every day that is meant


def by_hand(program: Program, maker: FactMaker, block: Block) -> Callable[[], list[list[Any]]]:
    """A function that fires the first stratum for all cases, piece by piece: an array of booleans a condition."""
    source = _Source(program, maker, block)
    scope: dict[str, Any] = {"np": np}
    exec(source.text(), scope)
    arrays = source.arrays

    def run() -> list[list[Any]]:
        with np.errstate(invalid="ignore"):
            return [
                scope["run"](*(array[start : start + AT_ONCE] for array in arrays.values()))
                for start in range(0, block.size, AT_ONCE)
            ]

    return run


class _Source:
    """Writes the function; `arrays` are its arguments."""

    def __init__(self, program: Program, maker: FactMaker, block: Block):
        self.program, self.maker, self.block = program, maker, block
        self.terms = program.vocabulary.terms
        self.names = {question: f"q{number}" for number, question in enumerate(self.terms)}
        self.points = {name: f"p{number}" for number, name in enumerate(block.points)}
        self.arrays: dict[str, Any] = {"as_of": block.as_of.astype(np.float64)}
        for question, column in block.columns.items():
            name = self.names[question]
            self.arrays[name] = column.code
            if column.bits is not None:
                self.arrays[f"{name}_bits"] = column.bits
            if column.low is not None:
                self.arrays[f"{name}_low"], self.arrays[f"{name}_high"] = column.low, column.high
        for point, name in self.points.items():
            self.arrays[name] = block.points[point][0]
        self.lines: list[str] = []
        self.numbers: dict[Number, tuple[str, str, bool]] = {}
        self.computed: dict[str, str] = {}
        self.ranged = {term.id: term for step in maker._steps for term in step.ranged}
        first = [c.true for c in program.strata[0].conditions]
        gates = [p for gate in program.gates for p in (gate.condition.true, gate.condition.false)]
        self.read = {field for pattern in (*first, *gates) for field in fields_of(pattern)}
        self.outputs = first

    def text(self) -> str:
        """The whole function."""
        for question in self.block.columns:
            if question not in self.program.gate_of:
                self._ends(question, "True")
        for step in self.maker._steps:
            for question in step.questions:
                gate, name = self.program.gate_of[question].condition, self.names[question]
                self.lines.append(f"{name}_off = {self.of(gate.false)} & ~{self.of(gate.true)}")
                self.lines.append(f"{name}_on = {self.of(gate.true)}")
                if question in self.block.columns:
                    # "Don't know" does not say that the question applies.
                    self.lines.append(f"{name} = np.where({name}_off | (({name} < {KNOWN}) & ~{name}_on), 0, {name})")
                    self.lines.append(f"{name}_on = {name}_on | ({name} >= {KNOWN})")
                    if f"{name}_bits" in self.arrays:
                        self.lines.append(f"{name}_bits = np.where({name}_off, 0, {name}_bits)")
                    self._ends(question, f"{name}_on")
            for comparison, name, questions in step.computed:
                self._compute(comparison, name, questions)
        for comparison, name, questions in self.maker._on_points:
            self._compute(comparison, name, questions)
        results = ",\n        ".join(f"np.broadcast_to({self.of(p)}, as_of.shape)" for p in self.outputs)
        body = "\n    ".join(self.lines)
        return f"def run({', '.join(self.arrays)}):\n    {body}\n    return [\n        {results},\n    ]\n"

    def _ends(self, question: str, asked: str) -> None:
        """The ends of a number where they are tested, filled in from the declared range where a test needs that."""
        name, kind = self.names[question], self.terms[question].kind
        if not {f"{question}#low", f"{question}#high"} & self.read:
            return
        if kind is Kind.CHOICES:
            self.lines.append(
                f"{name}_low = {name}_high = np.where({name} == {KNOWN}, np.bitwise_count({name}_bits), np.nan)"
            )
        elif kind is Kind.DATE:
            self.lines.append(f"{name}_low, {name}_high = ({name}_low - as_of) / 7, ({name}_high - as_of) / 7")
            self.lines.append(f"{name}_low = np.where({name} == {KNOWN}, {name}_low, np.nan)")
            self.lines.append(f"{name}_high = np.where({name} == {KNOWN}, {name}_high, np.nan)")
        elif question in self.program.gate_of:
            self.lines.append(f"{name}_low = np.where({name}_off, np.nan, {name}_low)")
            self.lines.append(f"{name}_high = np.where({name}_off, np.nan, {name}_high)")
        if question in self.ranged:
            term = self.ranged[question]
            missing = f"({name} < {KNOWN})" + ("" if asked == "True" else f" & {asked}")
            self.lines.append(f"{name}_missing = {missing}")
            self.lines.append(f"{name}_low = np.where({name}_missing, {term.low!r}, {name}_low)")
            self.lines.append(f"{name}_high = np.where({name}_missing, {term.high!r}, {name}_high)")

    # ---- conditions ----------------------------------------------------------------------------------

    def of(self, pattern: Pattern) -> str:
        """A pattern as an expression."""
        if isinstance(pattern, Leaf):
            return self._leaf(pattern)
        parts = [self.of(part) for part in pattern.parts]
        if isinstance(pattern, AllFields):
            return f"({' & '.join(parts)})" if parts else "np.True_"
        if isinstance(pattern, AnyOf):
            return f"({' | '.join(parts)})" if parts else "np.False_"
        return f"(({' + '.join(f'{p}.astype(np.uint8)' for p in parts)}) >= {pattern.n})"

    def _leaf(self, leaf: Leaf) -> str:
        field, value = leaf.field, leaf.value
        stem, mark, end = field.rpartition("#")
        if field in self.terms:
            name = self.names[field]
            if name not in self.arrays:
                return "np.False_"
            if isinstance(value, bool):
                return f"({name} == {YES if value is (leaf.op == '==') else NO})"
            code = KNOWN + self.terms[field].options.index(str(value))
            return f"({name} == {code})" if leaf.op == "==" else f"(({name} >= {KNOWN}) & ({name} != {code}))"
        if field.startswith("="):
            if end == "off" and mark:
                return f"{self.computed.get(stem, 'np')}_off" if stem in self.computed else "np.False_"
            return (
                f"{self.computed[field]}_{'true' if value is True else 'false'}"
                if field in self.computed
                else "np.False_"
            )
        if end == "off" and mark:
            return f"{self.names[stem]}_off" if stem in self.program.gate_of else "np.False_"
        if stem == DAY:
            return f"(as_of {leaf.op} {value!r})"
        if stem in self.points:
            return f"({self.points[stem]} {leaf.op} {value!r})"
        question = stem if mark else field.partition(":")[0]
        name = self.names.get(question, "")
        if name not in self.arrays:
            return "np.False_"
        if end == "unsure" and mark:
            return f"({name} == {DONT_KNOW})" if value is True else f"({name} >= {KNOWN})"
        if mark:
            return f"({name}_{end} {leaf.op} {value!r})"
        bit = 1 << self.terms[question].options.index(field.partition(":")[2])
        named = f"(({name}_bits & {bit}) != 0)"
        return named if value is True else f"(({name} == {KNOWN}) & (({name}_bits & {bit}) == 0))"

    # ---- computed numbers ----------------------------------------------------------------------------

    def _compute(self, comparison: Any, field: str, questions: Sequence[str]) -> None:
        if not {field, f"{field}#off"} & self.read:
            return
        gated = [self.names[q] for q in questions if q in self.program.gate_of]
        name = self.computed[field] = f"c{field[1:]}"
        self.lines.append(f"{name}_off = {' | '.join(f'{g}_off' for g in gated) or 'np.False_'}")
        if any(point not in self.points for point in points_of_atom(comparison)):
            self.lines.append(f"{name}_true = {name}_false = np.False_")
            return
        (a, b, _), (c, d, _) = self._number(comparison.left), self._number(comparison.right)
        true, false = {
            "<": (f"({b} < {c})", f"({a} >= {d})"),
            "<=": (f"({b} <= {c})", f"({a} > {d})"),
            ">": (f"({a} > {d})", f"({b} <= {c})"),
            ">=": (f"({a} >= {d})", f"({b} < {c})"),
        }[comparison.op]
        applies = "".join(f" & {g}_on" for g in gated)
        self.lines.append(f"{name}_true = {true}{applies}")
        self.lines.append(f"{name}_false = {false}{applies}")

    def _number(self, number: Number) -> tuple[str, str, bool]:
        """The names of the lower and upper end, and whether it is never negative; equal parts once."""
        if number not in self.numbers:
            low, high, positive = self._written(number)
            stem = f"n{len(self.numbers)}"
            self.lines.append(f"{stem}_low = {low}")
            self.lines.append(f"{stem}_high = {high}" if high != low else f"{stem}_high = {stem}_low")
            self.numbers[number] = (f"{stem}_low", f"{stem}_high", positive)
        return self.numbers[number]

    def _written(self, number: Number) -> tuple[str, str, bool]:
        if isinstance(number, Constant):
            return repr(number.value), repr(number.value), number.value >= 0
        if isinstance(number, Extreme):
            parts = [self._number(part) for part in number.parts]
            choose, positive = ("np.minimum", all) if number.which == "min" else ("np.maximum", any)
            low, high = parts[0][0], parts[0][1]
            for part in parts[1:]:
                low, high = f"{choose}({low}, {part[0]})", f"{choose}({high}, {part[1]})"
            return low, high, positive(part[2] for part in parts)
        if isinstance(number, Arithmetic):
            return self._arithmetic(number)
        if not isinstance(number, (Amount, Count, WeeksUntil)):
            return self.points[number.name], self.points[number.name], False
        name, term = self.names[number.question], self.terms[number.question]
        if isinstance(number, Count):
            least, most, low = 0.0, float(number.most), f"np.bitwise_count({name}_bits)"
            high = low
        elif isinstance(number, Amount):
            least, most, low, high = float(term.low), float(term.high), f"{name}_low", f"{name}_high"
        else:
            least, most = -FAR, FAR
            weeks = f"{number.question}#low" not in self.read and f"{number.question}#high" not in self.read
            low, high = (f"({name}_{e} - as_of) / 7" if weeks else f"{name}_{e}" for e in ("low", "high"))
        if name not in self.arrays:
            return repr(least), repr(most), least >= 0
        missing = f"{name} < {KNOWN}"
        return f"np.where({missing}, {least!r}, {low})", f"np.where({missing}, {most!r}, {high})", least >= 0

    def _arithmetic(self, number: Arithmetic) -> tuple[str, str, bool]:
        (a, b, left), (c, d, right) = self._number(number.left), self._number(number.right)
        if number.op == "+":
            return f"{a} + {c}", f"{b} + {d}", left and right
        if number.op == "-":
            return f"{a} - {d}", f"{b} - {c}", False
        if number.op == "/":
            assert isinstance(number.right, Constant) and number.right.value > 0
            return f"{a} / {c}", f"{b} / {c}", left
        if left and right:
            return f"{a} * {c}", f"{b} * {d}", True
        if left:
            return f"np.minimum({a} * {c}, {b} * {c})", f"np.maximum({a} * {d}, {b} * {d})", False
        if right:
            return f"np.minimum({a} * {c}, {a} * {d})", f"np.maximum({b} * {c}, {b} * {d})", False
        corners = [f"{x} * {y}" for x in (a, b) for y in (c, d)]
        return f"np.minimum.reduce([{', '.join(corners)}])", f"np.maximum.reduce([{', '.join(corners)}])", False
