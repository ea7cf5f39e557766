"""Tests on single fields of the flat fact (`advisor.language.fields`), made ready for reading columns."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from advisor.batch.block import DONT_KNOW, KNOWN, NO, YES, Array
from advisor.batch.circuit import Mask, all_true, any_true, negated
from advisor.language.intervals import compare
from advisor.language.patterns import Leaf
from advisor.language.vocabulary import Term

if TYPE_CHECKING:
    from advisor.batch.columnfacts import FactColumns

Test = Callable[["FactColumns"], Mask]
_COMPARED: Mapping[str, Callable[..., Array]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}
_OPPOSITE: Mapping[str, str] = {  # the test of which each is the whole or the rest
    "<": ">=",
    ">=": ">=",
    "<=": ">",
    ">": ">",
}


class FieldTests:
    """Makes tests ready; `ranged` are the numbers whose declared range stands in for an answer that is not known."""

    def __init__(self, terms: Mapping[str, Term], ranged: Mapping[str, Term]):
        self._terms = terms
        self._ranged = ranged

    def __call__(self, leaf: Leaf) -> Test:
        """The test of one field, for every case of a block."""
        field, positive = leaf.field, leaf.value is True
        if field in self._terms:
            return self._coded(leaf, self._terms[field])
        stem, mark, end = field.rpartition("#")
        if end == "off" and mark:
            return lambda facts: facts.off.get(stem, False)
        if field.startswith("=") or field.endswith(")"):
            which = 0 if positive else 1
            return lambda facts: facts.decided.get(field, (False, False))[which]
        if end == "unsure" and mark:
            return self._unsure(stem, positive)
        if mark:
            return self._ranging(stem, end, leaf)
        question, _, option = field.partition(":")
        return self._naming(question, self._terms[question].options.index(option), positive)

    def _coded(self, leaf: Leaf, term: Term) -> Test:
        question, value = term.id, leaf.value
        if isinstance(value, bool):
            code = YES if value is (leaf.op == "==") else NO
        else:
            code = KNOWN + term.options.index(str(value)) if value in term.options else -1
        if leaf.op == "==" or isinstance(value, bool):
            return lambda facts: facts.coded(question, np.equal, code)
        return lambda facts: all_true([facts.known(question), facts.coded(question, np.not_equal, code)])

    def _unsure(self, question: str, positive: bool) -> Test:
        if positive:
            return lambda facts: facts.coded(question, np.equal, DONT_KNOW)
        return lambda facts: facts.known(question)

    def _naming(self, question: str, place: int, positive: bool) -> Test:
        if positive:
            return lambda facts: facts.named(question, place)
        return lambda facts: all_true([facts.known(question), negated(facts.named(question, place))])

    def _ranging(self, stem: str, end: str, leaf: Leaf) -> Test:
        assert not isinstance(leaf.value, str)
        compared = _COMPARED[leaf.op]
        constant = int(leaf.value) if math.isfinite(leaf.value) and leaf.value == int(leaf.value) else leaf.value
        which = 0 if end == "low" else 1
        declared = self._ranged.get(stem)
        fills_in = False
        if declared is not None:
            bound = declared.low if end == "low" else declared.high
            fills_in = compare((bound, bound), leaf.op, (leaf.value, leaf.value)) == 1

        def test(facts: FactColumns) -> Mask:
            ends = facts.ends(stem)
            if ends is None:
                found = facts.points.get(stem)
                if found is None:
                    answered: Mask = False
                else:
                    answered = facts.pack(compared(found[which], constant, out=facts.scratch))
                    if leaf.op == "!=":
                        answered = all_true([answered, facts.pack(~np.isnan(found[which]))])
            elif ends[0] is ends[1] and leaf.op in _OPPOSITE:  # most often the opposite is tested as well
                key = (stem, _OPPOSITE[leaf.op], constant)
                if key not in facts.reached:
                    facts.reached[key] = facts.pack(_COMPARED[key[1]](ends[0], constant, out=facts.scratch))
                reached, known = facts.reached[key], facts.known(stem)
                answered = all_true([known, reached if key[1] == leaf.op else negated(reached)])
            else:
                answered = facts.pack(compared(ends[which], constant, out=facts.scratch))
                if ends[which].dtype != np.float64 or leaf.op == "!=":  # elsewhere NaN passes no test
                    answered = all_true([answered, facts.known(stem)])
                elif stem in facts.on:
                    answered = all_true([answered, facts.on[stem]])
            if not fills_in:
                return answered
            missing = all_true([facts.asked.get(stem, True), negated(facts.known(stem))])
            return any_true([answered, missing])

        return test
