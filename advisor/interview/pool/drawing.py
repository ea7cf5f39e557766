"""Companies that hang together, drawn at random by what the packs say: what is asked of whom, what follows, what
contradicts, and which answers are bad.

Each company has a health of its own, and one for each section of the questionnaire near to it. An ill section gives bad
answers more often. A question is answered where it applies for sure; an answer from which something else would follow
than was drawn is not given, and answers that contradict each other are drawn again.
"""

from __future__ import annotations

import itertools
import math
import random
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from advisor.cases.answers import Given
from advisor.cases.following import FollowsFrom
from advisor.inference.answer_fields import Fields
from advisor.inference.assessor import Assessor
from advisor.inference.compiled.program import Program
from advisor.inference.computing import ComputedComparison
from advisor.inference.evaluation.gate_steps import GateStep, gate_steps
from advisor.interview.pool.typical import Typical, how_bad, typical_answers
from advisor.language.patterns import fields_of
from advisor.language.vocabulary import Kind

NOT_ASKED = -1  # in place of a code
_FINE = 4  # steps of health to one, in which weights are remembered
_TRIES = 20
_RARER = math.exp(0.5)  # an option is rather not on a list than on it
_BY_HEALTH = 3  # attempts to agree after which health has no say
_MOST_REMEMBERED = 2_000


@dataclass(frozen=True)
class Spread:
    """How companies differ: the mean health and its deviation, that of sections around it, how much it tells; and by
    question how usual some answers are, as a factor (1 where nothing is said).
    """

    health: float = 0.6
    between: float = 0.8
    within: float = 0.5
    tells: float = 1.5
    usual: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


class Drawing:
    """Draws companies for one program, as codes of typical answers by question."""

    # Weights are remembered for each question and step of health, some thousand short tuples at most; fields for
    # _MOST_REMEMBERED answers.

    def __init__(self, program: Program, assessor: Assessor, as_of: date, spread: Spread):
        self._program = program
        self._assessor = assessor
        self._spread = spread
        self.as_of = as_of
        self.typical: Mapping[str, Typical] = typical_answers(program)
        self._bad = how_bad(program, assessor, self.typical, as_of)
        self._weights: dict[tuple[str, int], tuple[float, ...]] = {}
        self._made: dict[tuple[str, int], Fields] = {}

    def draw(self, rng: random.Random) -> dict[str, int]:
        """One company: the code of its answer to each question that applies to it."""
        steps = self._steps_of_health(rng)
        for _ in range(_TRIES):
            codes, fact = self._drawn(steps, rng)
            if self._agreed(codes, fact, steps, rng):
                break
        return codes

    def answers(self, codes: Mapping[str, int], rng: random.Random | None = None) -> dict[str, Given]:
        """The answers of codes: of a stretch its middle, or a place in it drawn at random.

        Places that contradict each other are drawn again; the middles hang together.
        """
        given = {question: code for question, code in codes.items() if code != NOT_ASKED}
        for _ in range(0 if rng is None else _TRIES):
            assert rng is not None
            answers: dict[str, Given] = {
                q: self.typical[q].given(code, self.as_of, rng.random()) for q, code in given.items()
            }
            if not self._contradictions(given, self._facts(answers)):
                return answers
        return {q: self.typical[q].given(code, self.as_of) for q, code in given.items()}

    def _facts(self, answers: Mapping[str, Given]) -> Fields:
        """The fact of those answers that gates and contradictions read."""
        fact: Fields = {}
        for question in self._read & answers.keys():
            fact.update(self._assessor.maker.fields(question, answers[question], self.as_of))
        return fact

    def _steps_of_health(self, rng: random.Random) -> dict[str, int]:
        """The health of each section, by its questions, in steps."""
        spread = self._spread
        health = rng.gauss(spread.health, spread.between)
        sections = self._program.knowledge.sections
        return {
            q: step for s in sections for step in [round(_FINE * rng.gauss(health, spread.within))] for q in s.questions
        }

    def _drawn(self, steps: Mapping[str, int], rng: random.Random) -> tuple[dict[str, int], Fields]:
        """The codes of one company, and the fact of those answers that gates and contradictions read."""
        codes: dict[str, int] = {}
        fact: Fields = {}
        for questions in self._ungated_first(fact):
            for question in questions:
                typical = self.typical.get(question)
                if typical is None:
                    continue
                code = codes[question] = self._code(typical, steps[question], codes, rng)
                if question in self._read:
                    fact.update(self._fields(typical, code))
        return codes, fact

    def _fields(self, typical: Typical, code: int) -> Fields:
        found = self._made.get((typical.id, code))
        if found is None:
            found = self._assessor.maker.fields(typical.id, typical.given(code, self.as_of), self.as_of)
            if len(self._made) < _MOST_REMEMBERED:
                self._made[typical.id, code] = found
        return found

    def _ungated_first(self, fact: Fields) -> Iterator[Sequence[str]]:
        """The questions that apply for sure, step by step: what gates read was drawn before."""
        gates = self._program.gate_of
        yield [question for question in self.typical if question not in gates]
        for step in self._steps:
            yield [question for question, applies in zip(step.questions, step.gates(fact)) if applies == 1]

    def _code(self, typical: Typical, step: int, codes: Mapping[str, int], rng: random.Random) -> int:
        weights = self._remembered(typical, step)
        if typical.kind is Kind.CHOICES:
            return sum(1 << place for place, chance in enumerate(weights) if rng.random() < chance)
        code = 0
        for _ in range(_TRIES):
            code = min(bisect(weights, rng.random() * weights[-1]), len(weights) - 1)
            if not self._denies(typical, code, codes):
                break
        return code

    def _remembered(self, typical: Typical, step: int) -> tuple[float, ...]:
        """For a list the chance of each option, else the weights of the codes, added up."""
        key = (typical.id, step)
        found = self._weights.get(key)
        if found is None:
            force = self._spread.tells * step / _FINE
            usual, bad = self._usual(typical), self._bad[typical.id]
            odds = [each * math.exp(-_held(force * worse)) for each, worse in zip(usual, bad)]
            if typical.kind is Kind.CHOICES:
                found = tuple(each / (each + _RARER) for each in odds)
            else:
                found = tuple(itertools.accumulate(odds))
            self._weights[key] = found
        return found

    def _usual(self, typical: Typical) -> list[float]:
        """How usual each typical answer is; of a number, by the greatest of the named ones that it reaches."""
        said = self._spread.usual.get(typical.id, {})
        if typical.values:
            names = [("yes" if each else "no") if isinstance(each, bool) else each for each in typical.values]
            return [said.get(name, 1.0) for name in names]
        steps = sorted((float(name), factor) for name, factor in said.items())
        return [next((factor for at, factor in reversed(steps) if at <= low), 1.0) for low, _ in typical.stretches]

    def _denies(self, typical: Typical, code: int, codes: Mapping[str, int]) -> bool:
        """Whether something else would follow from an answer than was drawn."""
        for way in self._leads_to.get(typical.id, ()):
            drawn = codes.get(way.question)
            if drawn is None:
                continue
            said = {typical.id: typical.given(code, self.as_of), way.question: None}
            if way.fits(said) and self.typical[way.question].values[drawn] != way.value.value:
                return True
        return False

    def _agreed(self, codes: dict[str, int], fact: Fields, steps: Mapping[str, int], rng: random.Random) -> bool:
        """Draw again what contradicts itself, as far as nothing hangs on it; whether that came to an end."""
        for attempt in range(_TRIES):
            contradictions = self._contradictions(codes, fact)
            if not contradictions:
                return True
            for answers in contradictions:
                for question in answers:
                    if question in codes and question not in self._gating:
                        step = steps[question] if attempt < _BY_HEALTH else 0
                        code = codes[question] = self._code(self.typical[question], step, codes, rng)
                        fact.update(self._fields(self.typical[question], code))
        return False

    def _contradictions(self, codes: Mapping[str, int], fact: Fields) -> list[tuple[str, ...]]:
        """The answers of each contradiction that shows."""
        compared = dict(fact)
        for comparison in self._compared:
            value = comparison.decided(fact) if all(q in codes for q in comparison.questions) else None
            if value is not None:
                compared[comparison.field] = value
        return [found.model.answers for found in self._assessor.contradiction_finder.found(compared)]

    @cached_property
    def _compared(self) -> tuple[ComputedComparison, ...]:
        """The comparisons that contradictions read."""
        conditions = [contradiction.condition for contradiction in self._program.contradictions]
        read = {field for c in conditions for pattern in (c.true, c.false) for field in fields_of(pattern)}
        return tuple(c for _, comparisons in self._assessor.maker.order() for c in comparisons if c.field in read)

    @cached_property
    def _steps(self) -> tuple[GateStep, ...]:
        return tuple(gate_steps(self._program, (), ()))

    @cached_property
    def _leads_to(self) -> Mapping[str, tuple[FollowsFrom, ...]]:
        """The ways in which something follows from one question alone."""
        found: dict[str, tuple[FollowsFrom, ...]] = {}
        for way in self._program.follows:
            if len(way.needed) == 1 and way.question in self.typical and self.typical[way.question].values:
                question = way.needed[0][0]
                found[question] = (*found.get(question, ()), way)
        return found

    @cached_property
    def _gating(self) -> frozenset[str]:
        """The questions that gates read."""
        return frozenset(q for gate in self._program.gates for q in gate.condition.questions)

    @cached_property
    def _read(self) -> frozenset[str]:
        """The questions that gates and contradictions read."""
        program = self._program
        conditions = [gate.condition for gate in program.gates] + [c.condition for c in program.contradictions]
        read = frozenset(q for condition in conditions for q in condition.questions)
        return read | {q for question in read for q in program.gate_reads.get(question, ())}


def _held(force: float) -> float:
    return min(max(force, -50.0), 50.0)
