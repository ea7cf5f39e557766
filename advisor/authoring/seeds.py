"""Where conditions read the timeline: answers taken from examples, for which its numbers are known.

The solver cannot compute a timeline. A seed fixes all answers that the timeline reads, and with them its numbers;
the solver then chooses the other answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from advisor.authoring.meaning import Formula, Meaning
from advisor.authoring.solver import Term
from advisor.authoring.subjects import AS_OF
from advisor.inference.answers import Exactly, plain_value
from advisor.inference.case import Case
from advisor.inference.facts import Facts
from advisor.inference.values import Scalar
from advisor.language.vocabulary import Kind
from advisor.staffing.bridge import Bridge


@dataclass(frozen=True)
class Seed:
    """Answers to questions that the timeline reads, and its numbers where they are exactly known."""

    answers: Mapping[str, Scalar]
    points: Mapping[str, float]

    @property
    def given(self) -> dict[str, Any]:
        """The answers as a case file has them."""
        return {question: plain_value(value) for question, value in self.answers.items()}


def seeds_of(bridge: Bridge, assessed: Iterable[tuple[Case, Facts]]) -> Iterator[Seed]:
    """A seed of each case that answers what the timeline reads exactly, as of the day of examples; each once."""
    told = set()
    for case, facts in assessed:
        answers: dict[str, Scalar] = {}
        for question, given in facts.answers.items():
            if question in bridge.questions and facts.asked.get(question, 1) == 1:
                if not isinstance(given, Exactly):
                    break
                answers[question] = given.value
        else:
            points = {name: low for name, (low, high) in facts.points.known.items() if low == high}
            key = (frozenset(answers.items()), frozenset(points.items()))
            if case.as_of == AS_OF and points and key not in told:
                told.add(key)
                yield Seed(answers, points)


def nothing_known(meaning: Meaning, points: Iterable[str]) -> Formula:
    """None of the numbers is known."""
    return meaning.all_of(meaning.negated(meaning.known_name(name)) for name in points)


def pinned(meaning: Meaning, seed: Seed, bridge: Bridge, reads: Iterable[str]) -> Formula:
    """Of all that is read, what the timeline reads is answered as in the seed, and its numbers are those of the seed."""
    parts = []
    for name in sorted(reads):
        if name not in meaning.program.vocabulary.terms:
            known = meaning.known_name(name)
            if name in seed.points:
                value = Fraction(seed.points[name])
                point = meaning.z3.Real(f"{name}#value") == meaning.z3.Q(value.numerator, value.denominator)
                parts.append(Formula(meaning.z3.And(known.term, point), known.reads))
            else:
                parts.append(meaning.negated(known))
        elif name in bridge.questions:
            known = meaning.known(name)
            if name in seed.answers:
                term = meaning.z3.And(known.term, *_equal(meaning, name, seed.answers[name]))
                parts.append(Formula(term, known.reads))
            else:
                parts.append(meaning.negated(meaning.given(name)))
    return meaning.all_of(parts)


def _equal(meaning: Meaning, name: str, value: Scalar) -> Iterator[Term]:
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
        exact = Fraction(str(value))
        yield subject.number == meaning.z3.Q(exact.numerator, exact.denominator)
    elif kind is Kind.WHOLE:
        yield subject.whole == value
    elif kind is Kind.DATE:
        yield subject.whole == (value - AS_OF).days  # type: ignore[operator]  # a day


