"""Typical answers to a question: those that conditions can tell apart, and how bad the rules find each.

An answer is kept as a small whole number, its code: the place among the typical values; for a list a bit for each
option. How bad an answer is, the rules say themselves: what it alone adds to the certainty of diagnoses, each by its
impact.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from advisor.cases.answers import Exactly, Given, Partly, Range
from advisor.inference.assessor import Assessor, Inference
from advisor.inference.compiled.program import Program
from advisor.inference.incremental import Varying
from advisor.language.patterns import leaves_of
from advisor.language.vocabulary import Kind

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

Stretch = tuple[float, float]
AHEAD: Stretch = (1.0, 40.0)  # weeks from the day of the answers, for days to come
BEHIND: Stretch = (-60.0, -0.5)
_SHARES = (0.01, 0.05, 0.2)  # of a range in which nothing tells numbers apart: most are small
_BEYOND = 1.6  # how far beyond the last threshold a number without a near end still goes, as a factor


@dataclass(frozen=True)
class Typical:
    """The typical answers to one question.

    `values` are of yes-no questions and choices and the options of lists; `stretches` of numbers, and of days in weeks
    from the day of the answers.
    """

    id: str
    kind: Kind
    values: tuple[bool | str, ...]
    stretches: tuple[Stretch, ...]

    @property
    def size(self) -> int:
        """How many codes there are; of a list, how many options."""
        return len(self.values) or len(self.stretches)

    def given(self, code: int, as_of: date, part: float = 0.5) -> Exactly:
        """The answer of a code. Of a stretch the value at a part of it, 0 to 1."""
        if self.kind is Kind.CHOICES:
            return Exactly(tuple(str(option) for bit, option in enumerate(self.values) if code >> bit & 1))
        if self.values:
            return Exactly(self.values[code])
        low, high = self.stretches[code]
        value = low + (high - low) * part
        if self.kind is Kind.DATE:
            return Exactly(as_of + timedelta(days=round(7 * value)))
        return Exactly(round(value) if self.kind is Kind.WHOLE else round(value, 1))

    def known(self, given: Given, as_of: date) -> tuple[int, int] | None:
        """What an answer says of the code: which bits of it are known, and how these are; None where nothing is."""
        if isinstance(given, Partly):
            return self._bits((*given.has, *given.lacks)), self._bits(given.has)
        if isinstance(given, Range):
            ends = [self._place(each, as_of) for each in (given.low, given.high)]
            return -1, self._stretch(sum(ends) / 2)
        if not isinstance(given, Exactly):
            return None
        if isinstance(given.value, tuple):
            return -1, self._bits(given.value)
        if self.values:
            return (-1, self.values.index(given.value)) if given.value in self.values else None
        return -1, self._stretch(self._place(given.value, as_of))

    def _bits(self, options: Sequence[str]) -> int:
        return sum(1 << self.values.index(option) for option in options)

    def _stretch(self, value: float) -> int:
        return next((i for i, (_, high) in enumerate(self.stretches) if value < high), len(self.stretches) - 1)

    @staticmethod
    def _place(value: object, as_of: date) -> float:
        if isinstance(value, date):
            return (value - as_of).days / 7
        return float(value) if isinstance(value, (int, float)) else 0.0


def typical_answers(program: Program) -> dict[str, Typical]:
    """The typical answers to every question that has any: texts have none, nor what only settles a
    contradiction, nor who is here and why.
    """
    cuts = _cuts(program)
    found = {
        question: _values(entry.model, cuts.get(question, []))
        for question, entry in program.knowledge.questions.items()
        if entry.model.type is not Kind.TEXT and not entry.model.settles and not entry.model.opens
    }
    return {question: typical for question, typical in found.items() if typical.size}


def how_bad(
    program: Program, assessor: Assessor, typical: Mapping[str, Typical], as_of: date
) -> dict[str, tuple[float, ...]]:
    """For each question how bad its typical answers are; of a list, its options."""
    base = assessor.infer({}, as_of)
    tries = [(each, place) for each in typical.values() for place in range(each.size)]
    changes = [Varying({each.id: each.given(code_of(each, place), as_of)}) for each, place in tries]
    before = _weight(program, base)
    bad: dict[str, list[float]] = {}
    for (each, _), inferred in zip(tries, assessor.vary(base, changes)):
        # Whether a thing is there is neither good nor bad: it only opens or closes what could be.
        there = program.question(each.id).existence is not None
        bad.setdefault(each.id, []).append(0.0 if there else _weight(program, inferred) - before)
    return {question: tuple(each) for question, each in bad.items()}


def code_of(typical: Typical, place: int) -> int:
    """The code of the typical answer at a place; of a list, that option alone."""
    return 1 << place if typical.kind is Kind.CHOICES else place


def _values(question: Question, cuts: Sequence[float]) -> Typical:
    if question.type is Kind.YES_NO:
        return Typical(question.id, question.type, (True, False), ())
    if question.options:
        return Typical(question.id, question.type, tuple(option.id for option in question.options), ())
    return Typical(question.id, question.type, (), tuple(_stretches(question, cuts)))


def _stretches(question: Question, cuts: Sequence[float]) -> Iterator[Stretch]:
    """The stretches between the thresholds of a number."""
    if question.type is Kind.DATE:
        past = question.lies == "behind" or (question.lies is None and bool(cuts) and max(cuts) <= 0)
        low, high = BEHIND if past else AHEAD
        edges = [low, *(cut for cut in cuts if low < cut < high), high]
    else:
        low, end = question.range or (0.0, 100.0)
        inner = {cut for cut in (*cuts, *(edge for band in question.bands for edge in (band.low, band.high)))}
        edges = [low, *sorted(cut for cut in inner if low < cut < end)]
        if len(edges) == 1:
            edges += [low + (end - low) * share for share in _SHARES]
        high = min(end, edges[-1] * _BEYOND + 2)
        edges += [high] if high > edges[-1] else []
    yield from itertools.pairwise(edges)


def _cuts(program: Program) -> dict[str, list[float]]:
    """The numbers that conditions compare each question with, rising; weeks for days."""
    found: dict[str, set[float]] = {}
    conditions = [condition for stratum in program.strata for condition in stratum.conditions]
    for condition in conditions:
        for pattern in (condition.true, condition.false):
            for leaf in leaves_of(pattern):
                question, _, end = leaf.field.partition("#")
                if end in ("low", "high"):
                    found.setdefault(question, set()).add(float(leaf.value))
    return {question: sorted(numbers) for question, numbers in found.items()}


def _weight(program: Program, inferred: Inference) -> float:
    """Certainty times impact, over all diagnoses."""
    return sum(
        program.diagnoses[name].model.impact * (verdict.shown.low + verdict.shown.high) / 20_000
        for name, verdict in inferred.verdicts.items()
    )
