"""Tests on single fields of the flat fact (`advisor.language.fields`), made on columns, all those on one at a time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from advisor.batch.columns.block import DONT_KNOW, KNOWN, NO, YES, Array, bits_type, code_type
from advisor.batch.columns.circuit import NEVER, Circuit, MaskMaker, Wiring
from advisor.batch.columns.columnfacts import ColumnComparisons, FactColumns
from advisor.batch.columns.masks import Mask, all_true, negated
from advisor.inference.compiled.program import Program
from advisor.inference.facts import FactMaker
from advisor.language.intervals import compare
from advisor.language.patterns import AllFields, Leaf, Pattern
from advisor.language.patterns import AnyField as AnyOf
from advisor.language.vocabulary import Kind, Term

_COMPARED: Mapping[str, Callable[..., Array]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}
_OPPOSITE = {"<": ">=", "<=": ">"}  # the test of which each is the rest
_Numeric = tuple[str, str, float]
"""Which end of a number, the operator, and the constant."""


class FieldTests:
    """Wires tests; `ranged` are the numbers whose declared range stands in for an answer that is not known."""

    def __init__(self, terms: Mapping[str, Term], ranged: Mapping[str, Term]):
        self._terms = terms
        self._ranged = ranged

    def circuit(self, patterns: Iterable[Pattern]) -> Circuit:
        """Patterns by themselves."""
        wiring = Wiring()
        return Circuit(wiring, [self.row(pattern, wiring) for pattern in patterns], self.reader)

    def row(self, pattern: Pattern, wiring: Wiring, *, certain: bool = False) -> int:
        """The row of a pattern, in the shown or in the certain reading of diagnoses that it rests on."""
        if isinstance(pattern, Leaf):
            if certain and pattern.field.endswith(")"):
                return wiring.test(
                    "decided", ("surely true" if pattern.value is True else "surely false", pattern.field)
                )
            return self._leaf(pattern, wiring)
        rows = [self.row(part, wiring, certain=certain) for part in pattern.parts]
        if isinstance(pattern, AllFields):
            return wiring.all_true(rows)
        return wiring.any_true(rows) if isinstance(pattern, AnyOf) else wiring.several_true(pattern.n, rows)

    def _leaf(self, leaf: Leaf, wiring: Wiring) -> int:
        field, positive = leaf.field, leaf.value is True
        if field in self._terms:
            return self._coded(leaf, self._terms[field], wiring)
        stem, mark, end = field.rpartition("#")
        if end == "off" and mark:
            return wiring.test("decided", ("off", stem))
        if field.startswith("=") or field.endswith(")"):
            return wiring.test("decided", ("true" if positive else "false", field))
        if end == "unsure" and mark:
            if not positive:
                return _known(stem, wiring)
            # "don't know" opens no gate: it counts only where the question applies for sure
            asked = wiring.test("decided", ("asked", stem))
            return wiring.all_true([wiring.test(("code", stem), DONT_KNOW), asked])
        if mark:
            return self._ranging(stem, end, leaf, wiring)
        question, _, option = field.partition(":")
        place = self._terms[question].options.index(option)
        if positive:
            return wiring.test(("option", question), (place, "named"))
        possible = wiring.test(("option", question), (place, "possible"))
        return wiring.all_true([_known(question, wiring), wiring.negated(possible)])

    def _coded(self, leaf: Leaf, term: Term, wiring: Wiring) -> int:
        value = leaf.value
        if isinstance(value, bool):
            return wiring.test(("code", term.id), YES if value is (leaf.op == "==") else NO)
        chosen = NEVER
        if value in term.options:
            chosen = wiring.test(("code", term.id), KNOWN + term.options.index(str(value)))
        return chosen if leaf.op == "==" else wiring.all_true([_known(term.id, wiring), wiring.negated(chosen)])

    def _ranging(self, stem: str, end: str, leaf: Leaf, wiring: Wiring) -> int:
        assert not isinstance(leaf.value, str)
        answered = wiring.test(("number", stem), (end, leaf.op, float(leaf.value)))
        declared = self._ranged.get(stem)
        if declared is None:
            return answered
        bound = declared.low if end == "low" else declared.high
        fills_in = compare((bound, bound), leaf.op, (leaf.value, leaf.value)) == 1
        return wiring.any_true([answered, wiring.test("decided", ("missing", stem))]) if fills_in else answered

    # ---- reading -------------------------------------------------------------------------------------

    def reader(self, group: Hashable, tests: list[Hashable]) -> MaskMaker:
        """What makes the tests of one group."""
        found: Any = tests
        if not isinstance(group, tuple):
            return lambda facts, into: _put_decided(facts, found, into)
        kind, name = group
        if kind == "number":
            return _numbers(found, whole=name in self._terms and self._terms[name].kind is Kind.CHOICES, stem=name)
        term = self._terms[name]
        if kind == "code":
            codes = np.array(found, code_type(term))[:, None]
            return lambda facts, into: _put_codes(facts, name, codes, into)
        bits = np.left_shift(1, np.array([place for place, _ in found], np.uint64)).astype(bits_type(term))[:, None]
        possible = np.array([how == "possible" for _, how in found])
        return lambda facts, into: _put_options(facts, name, bits, possible, into)


def _known(question: str, wiring: Wiring) -> int:
    return wiring.test("decided", ("known", question))


def _put_decided(facts: FactColumns, tests: Sequence[tuple[str, str]], into: Array) -> None:
    """What is known of questions, and what was decided before."""
    for row, (what, name) in zip(into, tests):
        mask: Mask
        if what == "known":
            mask = facts.known(name)
        elif what == "off":
            mask = facts.off.get(name, False)
        elif what == "asked":
            mask = facts.asked.get(name, True)
        elif what == "missing":
            mask = all_true([facts.asked.get(name, True), negated(facts.known(name))])
        elif what.startswith("surely"):
            mask = facts.sure.get(name, (False, False))[what == "surely false"]
        else:
            mask = facts.decided.get(name, (False, False))[what == "false"]
        row[:] = (255 if mask else 0) if isinstance(mask, bool) else mask


def _put_codes(facts: FactColumns, question: str, codes: Array, into: Array) -> None:
    """Where an answer has each of the codes, and the question applies."""
    column = facts.columns.get(question)
    if column is None:
        into.fill(0)
        return
    into[:] = np.packbits(np.equal(column.code, codes, out=facts.truths(len(codes))), axis=1)
    _restrict(into, facts.on.get(question, True))


def _put_options(facts: FactColumns, question: str, bits: Array, possible: Array, into: Array) -> None:
    """Where a multiple choice surely names each of the options, or possibly, and the question applies."""
    column = facts.columns.get(question)
    if column is None or column.bits is None:
        into.fill(0)
        return
    truths = facts.truths(len(bits))
    wide = column.bits if column.maybe is None else column.bits | column.maybe
    for truth, bit, wider in zip(truths, bits, possible):
        np.not_equal((wide if wider else column.bits) & bit, 0, out=truth)
    into[:] = np.packbits(truths, axis=1)
    _restrict(into, facts.on.get(question, True))


def _numbers(tests: Sequence[_Numeric], *, stem: str, whole: bool) -> MaskMaker:
    """Compares a number, where it is known, or one computed. Where both ends are one array, opposite tests are one."""
    # Half of all tests on a number are opposites (a condition is read as where it is true and where it is false). Where
    # both ends are one array, as always but for ranges, ">=" is "<" with its bits flipped, so half of the comparisons
    # are saved. Of what is not known (NaN) both are false: the flip makes one of them true, and `_restrict` at the end,
    # which leaves only known numbers, is what makes it right again.
    # All tests with one operator are made by one call on a column and a column vector of constants.
    together = sorted({(_OPPOSITE.get(op, op), constant) for _, op, constant in tests})
    place = {both: number for number, both in enumerate(together)}
    which = np.array([place[_OPPOSITE.get(op, op), constant] for _, op, constant in tests], np.intp)
    flips = np.array([255 if op in _OPPOSITE else 0 for _, op, _ in tests], np.uint8)[:, None]
    kind = np.uint8 if whole and all(c.is_integer() and 0 <= c <= 255 for _, _, c in tests) else np.float64
    of_one = [(op, *_of_operator(op, together, kind)) for op in sorted({op for op, _ in together})]

    def read(facts: FactColumns, into: Array) -> None:
        ends = facts.ends(stem) or facts.points.get(stem)
        if ends is None:
            into.fill(0)
            return
        truths = facts.truths(max(len(together), len(tests)))
        if ends[0] is ends[1]:
            for op, first, constants in of_one:
                _COMPARED[op](ends[0], constants, out=truths[first : first + len(constants)])
            made = np.packbits(truths[: len(together)], axis=1)
            np.bitwise_xor(made.take(which, axis=0), flips, out=into)
        else:
            for truth, (end, op, constant) in zip(truths, tests):
                _COMPARED[op](ends[0] if end == "low" else ends[1], kind(constant), out=truth)
            into[:] = np.packbits(truths[: len(tests)], axis=1)
        _restrict(into, facts.known(stem) if stem in facts.columns else np.packbits(ends[0] == ends[0]))

    return read


def _of_operator(op: str, together: Sequence[tuple[str, float]], kind: Any) -> tuple[int, Array]:
    """The place of the first of the tests with one operator, and the constants of all."""
    places = [number for number, (other, _) in enumerate(together) if other == op]
    return places[0], np.array([together[number][1] for number in places], kind)[:, None]


def _restrict(rows: Array, mask: Mask) -> None:
    """Leave only what the mask has too."""
    if mask is False:
        rows.fill(0)
    elif mask is not True:
        np.bitwise_and(rows, mask, out=rows)


# ---- gates ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GateStep:
    """Gates read together, and comparisons decided then."""

    questions: tuple[str, ...]
    circuit: Circuit
    computed: ColumnComparisons

    def decide(self, facts: FactColumns) -> None:
        """Read the gates, and decide what can be decided then."""
        masks = self.circuit.masks(facts)
        for number, question in enumerate(self.questions):
            facts.decide(question, masks[2 * number], masks[2 * number + 1])
        facts.compute(self.computed)


def tests_for(program: Program, maker: FactMaker) -> FieldTests:
    """The tests on the fields that `maker` makes."""
    return FieldTests(program.vocabulary.terms, {term.id: term for step in maker._steps for term in step.ranged})


def gate_steps(program: Program, maker: FactMaker, tests: FieldTests) -> tuple[GateStep, ...]:
    """The steps in which `maker` reads gates, as circuits."""
    gates = program.gate_of
    return tuple(
        GateStep(
            step.questions,
            tests.circuit(p for q in step.questions for p in (gates[q].condition.true, gates[q].condition.false)),
            ColumnComparisons(step.computed, gates),
        )
        for step in maker._steps
    )
