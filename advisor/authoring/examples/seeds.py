"""Where conditions read the timeline: answers for which its numbers are known.

The solver cannot compute a timeline. A seed fixes all answers that the timeline reads, and with them its numbers;
the solver then chooses the other answers. Seeds come from examples and cases, with single answers varied.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from advisor.authoring.examples.obligations import Obligation, possible
from advisor.authoring.solver.formulas import Formula
from advisor.authoring.solver.meaning import Meaning
from advisor.authoring.solver.smt import Term
from advisor.authoring.solver.subjects import EXAMPLE_DAY
from advisor.cases.answers import Exactly, Given, plain_value, read_answer
from advisor.cases.following import following
from advisor.cases.values import AnswerError, Scalar
from advisor.inference.compiled.program import Program
from advisor.inference.evaluation.facts_view import FactsView
from advisor.inference.facts import FactMaker, Facts
from advisor.language.fields import is_plain
from advisor.language.intervals import Interval
from advisor.language.normal import Normal
from advisor.language.tree import DAY, Compare, Constant, atoms_of, questions_of_atom
from advisor.language.vocabulary import Kind
from advisor.staffing.company_timeline import TimelineCalculator

MOST_VARIED = 12  # seeds of which single answers are varied
MOST_TRIED = 25  # seeds that the solver tries for one obligation


@dataclass(frozen=True)
class Seed:
    """Answers to questions that the timeline reads, and its numbers as far as they are known."""

    answers: Mapping[str, Scalar]
    view: FactsView

    @property
    def given(self) -> dict[str, Any]:
        """The answers as a case file has them."""
        return {question: plain_value(value) for question, value in self.answers.items()}

    @property
    def points(self) -> Mapping[str, Interval]:
        """The timeline's numbers."""
        return self.view.facts.points.known


class Seeds:
    """The seeds for one program; `add` cases first."""

    def __init__(self, program: Program, maker: FactMaker):
        self.program = program
        self.maker = maker
        self.questions = (
            TimelineCalculator(program).questions if program.knowledge.timeline is not None else frozenset()
        )
        self._found: dict[frozenset[tuple[str, Scalar]], None] = {}

    def add(self, facts: Facts) -> None:
        """Take over what a case, as of the day of examples, answers of what the timeline reads."""
        given = {q: g for q, g in facts.answers.items() if q in self.questions and facts.asked.get(q, 1) == 1}
        exact = {q: g.value for q, g in given.items() if isinstance(g, Exactly)}
        if facts.as_of == EXAMPLE_DAY and len(exact) == len(given):
            self._found[frozenset(exact.items())] = None

    def fitting(self, obligation: Obligation, normal: Normal) -> list[Seed]:
        """The seeds that do not exclude it, some of them."""
        found = (seed for seed in self._all if possible(obligation, normal, seed.view))
        return list(itertools.islice(found, MOST_TRIED))

    @cached_property
    def _all(self) -> tuple[Seed, ...]:
        """Those found, the fullest first, then the fullest with one answer varied."""
        # Full cases leave the solver least to guess and know most of the timeline's numbers. One answer at a time is
        # moved, to other options and beside the thresholds that rules have, because what an obligation asks for is
        # most often one step from a case that somebody wrote. Ties are broken by the answers themselves: the order
        # must not hang on the hashes of a set, else each run would write other boundaries.
        first = sorted(self._found, key=lambda key: (-len(key), sorted(map(str, key))))
        every = dict.fromkeys(first)
        for key in first[:MOST_VARIED]:
            every.update(dict.fromkeys(self._varied(_in_order(key))))
        return tuple(self._seed(_in_order(key)) for key in every)

    def _seed(self, answers: Mapping[str, Scalar]) -> Seed:
        given: dict[str, Given] = {question: Exactly(value) for question, value in answers.items()}
        given.update(following(self.program.follows, given))
        return Seed(answers, FactsView(self.program, self.maker.facts(given, EXAMPLE_DAY), {}))

    def _varied(self, answers: dict[str, Scalar]) -> Iterator[frozenset[tuple[str, Scalar]]]:
        for question in answers:
            for value in self._values.get(question, ()):
                yield frozenset({**answers, question: value}.items())

    @cached_property
    def _values(self) -> Mapping[str, tuple[Scalar, ...]]:
        """For each question that the timeline reads, its options, or the answers beside each threshold."""
        found: dict[str, dict[Scalar, None]] = {}
        for compare in self._plain_comparisons():
            (question,) = questions_of_atom(compare)
            assert isinstance(compare.right, Constant)
            if self.program.vocabulary.terms[question].kind is Kind.DATE:
                days = round(compare.right.value * 7)
                values: list[Any] = [(EXAMPLE_DAY + timedelta(days + more)).isoformat() for more in (0, 1, -1)]
            else:
                values = [compare.right.value + more for more in (0, 1, -1)]
            for value in values:
                self._readable(question, value, found)
        for question in self.questions:
            entry = self.program.question(question)
            for value in [o.id for o in entry.options] if entry.type is Kind.CHOICE else []:
                self._readable(question, value, found)
        return {question: tuple(values) for question, values in found.items()}

    def _readable(self, question: str, value: Any, found: dict[str, dict[Scalar, None]]) -> None:
        """Keep a value that is an answer to the question."""
        try:
            said = read_answer(self.program.question(question), value).said
        except AnswerError:
            return
        assert isinstance(said, Exactly)
        found.setdefault(question, {})[said.value] = None

    def _plain_comparisons(self) -> Iterator[Compare]:
        for stratum in self.program.strata:
            for condition in stratum.conditions:
                for atom in atoms_of(condition.tree):
                    if isinstance(atom, Compare) and is_plain(atom) and set(questions_of_atom(atom)) & self.questions:
                        yield atom


def _in_order(answers: frozenset[tuple[str, Scalar]]) -> dict[str, Scalar]:
    """Answers in the order of their questions' ids, so that the same rules give the same cases."""
    return dict(sorted(answers, key=lambda answer: answer[0]))


def pinned(meaning: Meaning, seed: Seed, questions: frozenset[str], reads: Iterable[str]) -> Formula:
    """Of all that is read, what the timeline reads is answered as in the seed, and its numbers are the seed's."""
    parts = []
    for name in sorted(reads):
        known = meaning.known_name(name)
        if name == DAY:  # the numbers of a seed are those of its day
            parts.append(Formula(meaning.day == EXAMPLE_DAY.toordinal(), frozenset({DAY})))
        elif name not in meaning.program.vocabulary.terms:
            if name in seed.points:
                ends = zip(meaning.point(name), seed.points[name])
                terms = [end == meaning.z3.RealVal(str(Fraction(value))) for end, value in ends]
                parts.append(Formula(meaning.z3.And(known.term, *terms), known.reads))
            else:
                parts.append(meaning.negated(known))
        elif name in seed.answers:
            parts.append(
                Formula(meaning.z3.And(known.term, *answered_with(meaning, name, seed.answers[name])), known.reads)
            )
        elif name in questions:
            parts.append(meaning.negated(meaning.given(name)))
    return meaning.all_of(parts)


def answered_with(meaning: Meaning, name: str, value: Scalar) -> Iterator[Term]:
    """The answer is this one."""
    subject = meaning.subject(name)
    kind = subject.question.kind
    if kind is Kind.YES_NO:
        yield subject.value(None) if value else meaning.z3.Not(subject.value(None))
    elif kind is Kind.CHOICE:
        yield subject.value(value)
    elif kind is Kind.CHOICES:
        assert isinstance(value, tuple)
        for option in subject.question.options:
            yield subject.value(option) if option in value else meaning.z3.Not(subject.value(option))
    elif kind is Kind.NUMBER:
        yield subject.number == meaning.z3.RealVal(str(value))
    elif kind is Kind.WHOLE:
        yield subject.whole == value
    elif kind is Kind.DATE:
        assert isinstance(value, date)
        yield subject.whole == (value - EXAMPLE_DAY).days
