"""Cases for tests of the language alone: what a condition is read against, and the flat fact that says the same."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from advisor.language.fields import ComputedFields, conclusion_field
from advisor.language.intervals import Interval, Truth
from advisor.language.kleene import UNSURE, Between, Members, Seen, atom_value
from advisor.language.patterns import Value
from advisor.language.tree import Concluded, questions_of_atom
from advisor.language.vocabulary import Kind, Term, Vocabulary
from testkit.companies.answers import partly_known
from testkit.packs.conditions import cuts_of


@dataclass(frozen=True)
class Told:
    """What is known: answers, which questions apply, conclusions and computed numbers."""

    terms: Mapping[str, Term]
    answers: Mapping[str, Seen] = field(default_factory=dict)
    gates: Mapping[str, Truth] = field(default_factory=dict)
    conclusions: Mapping[str, Truth] = field(default_factory=dict)
    points: Mapping[str, Interval] = field(default_factory=dict)

    def seen(self, question: str) -> Seen:
        return self.answers.get(question)

    def asked(self, question: str) -> Truth:
        gate = self.gates.get(question, 1)
        return 1 if gate == 0 and question in self.answers else gate

    def concluded(self, conclusion: Concluded) -> Truth:
        return self.conclusions.get(conclusion_field(conclusion), 0)

    def point(self, name: str) -> Interval | None:
        return self.points.get(name)

    def fact(self, computed: ComputedFields) -> dict[str, Value]:
        """The fields that `advisor.language.fields` describes."""
        found: dict[str, Value] = {}
        for name, term in self.terms.items():
            if self.asked(name) == -1:
                found[f"{name}#off"] = True
            elif self.asked(name) == 1:
                found |= _fields(term, self.answers.get(name))
        for name, (low, high) in self.points.items():
            found |= {f"{name}#low": low, f"{name}#high": high}
        found |= {name: value == 1 for name, value in self.conclusions.items() if value}
        for comparison, name in computed.comparisons.items():
            applies = min((self.asked(q) for q in questions_of_atom(comparison)), default=1)
            if applies == -1:
                found[f"{name}#off"] = True
            elif applies == 1 and (value := atom_value(comparison, self)):
                found[name] = value == 1
        return found


def _fields(term: Term, answer: Seen) -> dict[str, Value]:
    found: dict[str, Value] = {} if answer is None else {f"{term.id}#unsure": answer is UNSURE}
    low, high = (term.low, term.high) if term.kind.numeric else (0.0, float(len(term.options)))
    if isinstance(answer, Between):
        low, high = answer.low, answer.high
    elif isinstance(answer, frozenset):
        low = high = float(len(answer))
        found |= {f"{term.id}:{option}": option in answer for option in term.options}
    elif isinstance(answer, Members):
        low, high = float(len(answer.has)), high - len(answer.lacks)
        found |= {f"{term.id}:{o}": o in answer.has for o in (*answer.has, *answer.lacks)}
    elif isinstance(answer, (bool, str)) and term.kind is not Kind.TEXT:
        found[term.id] = answer
    if term.kind.numeric or term.kind is Kind.CHOICES or isinstance(answer, Between):
        found |= {f"{term.id}#low": low, f"{term.id}#high": high}
    return found


def an_answer(term: Term) -> st.SearchStrategy[Seen]:
    """An answer that fits the question, ranges and "don't know" included."""
    if term.kind is Kind.YES_NO:
        known: st.SearchStrategy[Any] = st.booleans()
    elif term.kind is Kind.CHOICE:
        known = st.sampled_from(term.options)
    elif term.kind is Kind.CHOICES:
        parts = [Members(frozenset(p["has"]), frozenset(p["lacks"])) for p in partly_known(term)]
        known = st.frozensets(st.sampled_from(term.options)) | st.sampled_from(parts)
    elif term.kind is Kind.TEXT:
        known = st.just("some text")
    else:
        cuts = cuts_of(term)
        low, high = (term.low, term.high) if term.kind.numeric else (-2.0, 3.0)
        near = sorted({low, high, *cuts, *((a + b) / 2 for a, b in itertools.pairwise(cuts))})
        both = st.lists(st.sampled_from(near), min_size=2, max_size=2).map(sorted)
        known = st.sampled_from(near).map(lambda n: Between(n, n)) | both.map(lambda ends: Between(*ends))
    return st.one_of(known, known, st.just(UNSURE))


@st.composite
def some_readings(draw: st.DrawFn, vocabulary: Vocabulary, *, gated: bool = True) -> Told:
    """Some answers, some questions that do not apply, some conclusions, some numbers."""
    terms = vocabulary.terms
    answers = {name: draw(an_answer(term)) for name, term in terms.items() if draw(st.integers(0, 2))}
    truths: st.SearchStrategy[Truth] = st.sampled_from([1, 1, 0, -1])
    gates = {name: draw(truths) for name in terms if gated and draw(st.booleans())}
    conclusions: dict[str, Truth] = {}
    for name in sorted(vocabulary.diagnoses):
        found, likely = draw(st.sampled_from([(1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, 0)]))
        conclusions |= {f"diagnosed({name})": found, f"suspected({name})": likely}
    ends = st.lists(st.sampled_from([-2.0, 0.0, 0.5, 1.0, 9.0]), min_size=2, max_size=2).map(sorted)
    points = {name: tuple(draw(ends)) for name in sorted(vocabulary.points) if draw(st.booleans())}
    return Told(terms, answers, gates, conclusions, points)


@st.composite
def more_told(draw: st.DrawFn, told: Told) -> Told:
    """What is known once more is answered; gates and conclusions that were open are decided or stay open."""
    answers = dict(told.answers)
    for name, term in told.terms.items():
        if name not in answers and draw(st.booleans()):
            answers[name] = draw(an_answer(term))
    kept = {name for name in told.answers if told.asked(name) != -1}
    later: st.SearchStrategy[Truth] = st.sampled_from([1, 0, -1])
    gates = {name: draw(later) if gate == 0 and name not in kept else gate for name, gate in told.gates.items()}
    return Told(told.terms, answers, gates, told.conclusions, told.points)
