"""The meaning of a condition by brute force: every completion tried, each read by the reference reader.

Slow and simple on purpose. It shares with the program only the trees, the normal form and `value_of`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from advisor.cases.answers import read_answer
from advisor.inference.answer_fields import seen_answer
from advisor.inference.compiled.program import Program
from advisor.inference.facts import Facts
from advisor.language.fields import conclusion_field
from advisor.language.intervals import Interval, Truth
from advisor.language.kleene import UNSURE, Members, Seen, value_of
from advisor.language.normal import Normal, literals_of
from advisor.language.patterns import Value
from advisor.language.tree import DAY, Concluded, questions_of_atom
from advisor.language.vocabulary import Term
from testkit.companies.answers import AS_OF, every_answer

MOST_WAYS = 6_000
NO_POINTS: Mapping[str, Interval] = {}
FEW_WAYS = 600
Kept = Callable[[str], Truth]


class Reading:
    """Answers as the reference reader wants them, gates read by the reference reader too.

    `kept` tells of gates that Kleene leaves open although an answer is known: -1 where no completion opens the gate.
    """

    def __init__(
        self,
        program: Program,
        answers: Mapping[str, Seen],
        conclusions: Mapping[str, Value],
        points: Mapping[str, Interval] = NO_POINTS,
        kept: Kept | None = None,
        day: date = AS_OF,
    ):
        self._day = (float(day.toordinal()),) * 2
        self._program = program
        self._answers = answers
        self._conclusions = conclusions
        self._points = points
        self._kept = kept
        self._asked: dict[str, Truth] = {}

    @property
    def terms(self) -> Mapping[str, Term]:
        return self._program.vocabulary.terms

    def seen(self, question: str) -> Seen:
        return self._answers.get(question)

    def asked(self, question: str) -> Truth:
        gate = self._program.gate_normals.get(question)
        if gate is None:
            return 1
        if question not in self._asked:
            value = value_of(gate, self)
            known = self._answers.get(question, UNSURE) is not UNSURE
            if value == 0 and known:
                value = 1 if self._kept is None else self._kept(question)
            self._asked[question] = value
        return self._asked[question]

    def concluded(self, conclusion: Concluded) -> Truth:
        value = self._conclusions.get(conclusion_field(conclusion))
        return 0 if value is None else 1 if value is True else -1

    def point(self, name: str) -> Interval | None:
        return self._day if name == DAY else self._points.get(name)


def questions_behind(program: Program, normal: Normal) -> list[str]:
    """The questions that a condition tests, and those that its gates test."""
    found: dict[str, None] = {}
    waiting = [normal]
    while waiting:
        for literal in literals_of(waiting.pop()):
            for question in questions_of_atom(literal.atom):
                if question not in found and question in program.gate_normals:
                    waiting.append(program.gate_normals[question])
                found[question] = None
    return list(found)


class Completions:
    """A condition's value in every way to answer everything that it reads."""

    def __init__(self, program: Program, normal: Normal, conclusions: Mapping[str, Value] | None = None):
        self.questions = questions_behind(program, normal)
        entries = [program.question(q) for q in self.questions]
        self.choices: list[list[Seen]] = []
        for question in entries:
            givens = [read_answer(question, raw).said for raw in every_answer(question)]
            self.choices.append([seen_answer(given, AS_OF) for given in givens])  # type: ignore[arg-type]
        self._read = (program, normal, conclusions or {})
        self.rows = list(self._rows(self.choices))

    def _rows(self, choices: Sequence[Sequence[Seen]]) -> Iterator[tuple[tuple[Seen, ...], Truth, frozenset[str]]]:
        """Each way to answer by these choices: the answers, the value, the questions that do not apply."""
        program, normal, conclusions = self._read
        for row in itertools.product(*choices):
            reading = Reading(program, dict(zip(self.questions, row)), conclusions)
            value = value_of(normal, reading)
            yield row, value, frozenset(q for q in self.questions if reading.asked(q) == -1)

    @classmethod
    def few_enough(cls, program: Program, normal: Normal, most: int = MOST_WAYS) -> bool:
        """Whether there are few enough ways to try them all."""
        ways = 1
        for question in questions_behind(program, normal):
            ways *= len(every_answer(program.question(question)))
        return ways <= most

    def completing(self, facts: Facts) -> Iterator[tuple[tuple[Seen, ...], Truth]]:
        """The ways that agree with the answers of a case and leave each applicable where it was."""
        given = {q: seen_answer(facts.answers[q], AS_OF) for q in self.questions if q in facts.answers}
        # "don't know" under an open gate says nothing yet, so all answers are tried there
        given = {q: seen for q, seen in given.items() if seen is not UNSURE or facts.asked.get(q, 1) != 0}
        kept = frozenset(q for q in given if facts.asked.get(q, 1) != -1)
        places = [(i, given[q]) for i, q in enumerate(self.questions) if q in given]
        rows: Iterable[tuple[tuple[Seen, ...], Truth, frozenset[str]]] = self.rows
        if any(isinstance(answer, Members) for answer in given.values()):  # a final answer, which no completion gives
            rows = self._rows([[given[q]] if q in given else c for q, c in zip(self.questions, self.choices)])
        for row, value, off in rows:
            if not off & kept and all(row[i] == answer for i, answer in places):
                yield row, value

    def values(self, facts: Facts) -> frozenset[Truth]:
        """The values that completions give; none where the answers contradict each other already."""
        return frozenset(value for _, value in self.completing(facts))

    def movers(self, facts: Facts) -> frozenset[str]:
        """The questions not given whose answer decides what the value is, in some completion of the others."""
        found = set()
        for i, question in enumerate(self.questions):
            if question in facts.answers:
                continue
            seen: dict[tuple[Seen, ...], Truth] = {}
            for row, value in self.completing(facts):
                if seen.setdefault((*row[:i], *row[i + 1 :]), value) != value:
                    found.add(question)
                    break
        return frozenset(found)


def decided(values: frozenset[Truth]) -> Truth:
    """What all completions agree on; 0 where they do not."""
    return next(iter(values)) if len(values) == 1 else 0


def plain_reading(program: Program, facts: Facts, conclusions: Mapping[str, Value]) -> Reading:
    """A case as the reference reader sees it.

    Where Kleene leaves the gate of a known answer open, all completions tell whether it can open, if these are few; of
    lists known in part the program may leave more open than they do.
    """
    answers = {q: seen_answer(given, AS_OF) for q, given in facts.answers.items()}

    def kept(question: str) -> Truth:
        gate = program.gate_normals[question]
        in_part = any(isinstance(answers.get(behind), Members) for behind in questions_behind(program, gate))
        if in_part or not Completions.few_enough(program, gate, FEW_WAYS):
            return facts.asked[question]
        return decided(Completions(program, gate).values(facts)) or 1

    return Reading(program, answers, conclusions, facts.points.known, kept, facts.as_of)
