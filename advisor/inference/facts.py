"""From answers to the flat fact that the rules read (its fields are described in `advisor.language.fields`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from advisor.inference.answers import DontKnow, Given, Range
from advisor.inference.program import Program
from advisor.language.fields import conclusion_field
from advisor.language.generate import Truths, truth_function
from advisor.language.intervals import EVERYTHING, Interval, Truth, compare, interval_of
from advisor.language.patterns import Value, leaves_of
from advisor.language.threevalued import UNSURE, Between, Seen, weeks_between
from advisor.language.tree import Amount, Compare, Concluded, Count, Point, WeeksUntil, questions_of_atom
from advisor.language.vocabulary import Kind, Term

Fields = tuple[tuple[str, Value], ...]
Points = Mapping[str, Interval]


def fields_of_answer(term: Term, given: Given, as_of: date) -> Fields:
    """The fields that one answer gives, where its question applies."""
    if isinstance(given, DontKnow):
        return ((f"{term.id}#unsure", True),)
    known = (f"{term.id}#unsure", False)
    if isinstance(given, Range):
        low, high = given.low, given.high
        if isinstance(low, date) and isinstance(high, date):
            low, high = weeks_between(as_of, low), weeks_between(as_of, high)
        assert isinstance(low, (int, float)) and isinstance(high, (int, float))
        return (known, (f"{term.id}#low", float(low)), (f"{term.id}#high", float(high)))
    value = given.value
    if isinstance(value, tuple):
        count = float(len(value))
        return (
            known,
            *((f"{term.id}:{option}", option in value) for option in term.options),
            (f"{term.id}#low", count),
            (f"{term.id}#high", count),
        )
    if isinstance(value, (bool, str)):
        return (known,) if term.kind is Kind.TEXT else (known, (term.id, value))
    number = weeks_between(as_of, value) if isinstance(value, date) else float(value)
    return (known, (f"{term.id}#low", number), (f"{term.id}#high", number))


def seen_answer(given: Given | None, as_of: date) -> Seen:
    """An answer as the reference reader sees it."""
    if given is None:
        return None
    if isinstance(given, DontKnow):
        return UNSURE
    if isinstance(given, Range):
        low, high = given.low, given.high
        if isinstance(low, date) and isinstance(high, date):
            return Between(weeks_between(as_of, low), weeks_between(as_of, high))
        assert isinstance(low, (int, float)) and isinstance(high, (int, float))
        return Between(float(low), float(high))
    value = given.value
    if isinstance(value, tuple):
        return frozenset(value)
    if isinstance(value, (bool, str)):
        return value
    number = weeks_between(as_of, value) if isinstance(value, date) else float(value)
    return Between(number, number)


@dataclass(frozen=True)
class Facts:
    """One reading of a case, ready for the rules: the flat fact, and which questions apply.

    `asked` holds gated questions only: 1 applies, -1 does not, 0 open.
    """

    fact: dict[str, Value]
    asked: Mapping[str, Truth]
    answers: Mapping[str, Given]
    as_of: date
    points: Points


class FactMaker:
    """Makes the facts of cases for one program; the gates' code is generated once."""

    def __init__(self, program: Program):
        self.program = program
        self.terms = program.vocabulary.terms
        self._gates: list[tuple[str, Truths]] = [
            (gate.question, truth_function([(gate.condition.true, gate.condition.false)])) for gate in program.gates
        ]
        self._gated = frozenset(gate.question for gate in program.gates)
        self._ranged = tuple(_ranged_terms(program))
        self._computed = tuple(program.computed.items())

    def facts(self, answers: Mapping[str, Given], as_of: date, points: Points | None = None) -> Facts:
        """The facts of one reading; `points` are the computed numbers whose inputs are known."""
        fact: dict[str, Value] = {}
        terms, gated = self.terms, self._gated
        waiting: dict[str, Fields] = {}
        for question, given in answers.items():
            fields = fields_of_answer(terms[question], given, as_of)
            if question in gated:
                waiting[question] = fields
            else:
                fact.update(fields)
        asked: dict[str, Truth] = {}
        for question, gate in self._gates:
            value: Truth = gate(fact)[0]  # type: ignore[assignment]  # 1, 0 or -1
            if value == -1:
                fact[f"{question}#off"] = True
            elif question in waiting:
                fact.update(waiting[question])
                value = 1
            asked[question] = value
        for term in self._ranged:
            if asked.get(term.id, 1) == 1:
                fact.setdefault(f"{term.id}#low", term.low)
                fact.setdefault(f"{term.id}#high", term.high)
        if points:
            for name, (low, high) in points.items():
                fact[f"{name}#low"] = low
                fact[f"{name}#high"] = high
        facts = Facts(fact, asked, answers, as_of, points or {})
        for comparison, name in self._computed:
            self._compute(comparison, name, facts)
        return facts

    def _compute(self, comparison: Compare, name: str, facts: Facts) -> None:
        """Decide a comparison of computed numbers, as far as the answers allow."""
        applies = min((facts.asked.get(q, 1) for q in questions_of_atom(comparison)), default=1)
        if applies == -1:
            facts.fact[f"{name}#off"] = True
        elif applies == 1:
            try:
                left = interval_of(comparison.left, lambda n: self.number(n, facts))
                right = interval_of(comparison.right, lambda n: self.number(n, facts))
            except UnknownPoint:
                return
            value = compare(left, comparison.op, right)
            if value != 0:
                facts.fact[name] = value == 1

    def number(self, number: Amount | Count | WeeksUntil | Point, facts: Facts) -> Interval:
        """The range in which a number lies: as answered, else as declared; UnknownPoint where it has none."""
        stem = number.name if isinstance(number, Point) else number.question
        low, high = facts.fact.get(f"{stem}#low"), facts.fact.get(f"{stem}#high")
        if isinstance(low, float) and isinstance(high, float):
            return (low, high)
        if isinstance(number, Point):
            raise UnknownPoint(stem)
        if isinstance(number, Count):
            return (0.0, float(number.most))
        if isinstance(number, Amount):
            return (float(self.terms[stem].low), float(self.terms[stem].high))
        return EVERYTHING


class UnknownPoint(Exception):
    """A computed number whose inputs are not known."""


def _ranged_terms(program: Program) -> Sequence[Term]:
    """Numeric questions with a test that the declared range alone decides."""
    found: dict[str, Term] = {}
    conditions = [gate.condition for gate in program.gates] + [d.condition for d in program.disputes]
    conditions += [condition for stratum in program.strata for condition in stratum.conditions]
    for condition in conditions:
        for pattern in (condition.true, condition.false):
            for leaf in leaves_of(pattern):
                stem, _, end = leaf.field.partition("#")
                term = program.vocabulary.terms.get(stem)
                if term is None or end not in ("low", "high") or isinstance(leaf.value, str):
                    continue
                low, high = _declared(term)
                bound = low if end == "low" else high
                if compare((bound, bound), leaf.op, (leaf.value, leaf.value)) == 1:
                    found[stem] = Term(stem, term.kind, term.options, low, high)
    return list(found.values())


def _declared(term: Term) -> tuple[float, float]:
    if term.kind is Kind.CHOICES:
        return 0.0, float(len(term.options))
    return float(term.low), float(term.high)


@dataclass(frozen=True)
class FactsView:
    """A reading as the reference reader wants it."""

    program: Program
    facts: Facts
    conclusions: Mapping[str, Value]

    @property
    def terms(self) -> Mapping[str, Term]:
        """The questions, with their declared ranges."""
        return self.program.vocabulary.terms

    def seen(self, question: str) -> Seen:
        """The answer to a question."""
        return seen_answer(self.facts.answers.get(question), self.facts.as_of)

    def asked(self, question: str) -> Truth:
        """Whether the question applies."""
        return self.facts.asked.get(question, 1)

    def concluded(self, conclusion: Concluded) -> Truth:
        """Whether a diagnosis was concluded."""
        value = self.conclusions.get(conclusion_field(conclusion))
        return 0 if value is None else 1 if value is True else -1

    def point(self, name: str) -> Interval | None:
        """A computed number, None where its inputs are unknown."""
        return self.facts.points.get(name)
