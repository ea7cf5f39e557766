"""Exact reasoning about one condition: which values it can still take, and which questions can still move it.

Thresholds and options cut each question's answers into regions; inside a region every test of the condition
has one value, so finitely many regions stand for all completions. "Don't know" is a region of its own.
Strong Kleene logic may leave a condition open although every region gives one value (a question that occurs
twice); `advisor.language.exactness` finds what must be added so that plain Kleene, which every engine evaluates,
is exact.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from advisor.language.fields import Leafy, is_plain
from advisor.language.intervals import Truth, compare
from advisor.language.normal import Literal, Normal, literals_of
from advisor.language.threevalued import View, atom_value, join, negated, truth
from advisor.language.tree import (
    Amount,
    Atom,
    Compare,
    Concluded,
    Constant,
    Count,
    Has,
    IsYes,
    OneOf,
    Point,
    Unsure,
    questions_of_atom,
)
from advisor.language.vocabulary import Kind, Term

MOST_QUESTIONS = 8
MOST_COMPLETIONS = 20_000

Vector = tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class State:
    """What is known of one variable: the truth of each of its atoms, and whether it was answered."""

    vector: Vector
    answered: bool


@dataclass(frozen=True)
class Variable:
    """A question (or an atom over several, or a conclusion) with the regions that its atoms cut out."""

    key: str
    atoms: tuple[Atom, ...]
    regions: tuple[Vector, ...]
    spans: tuple[Vector, ...]
    unsure: Vector
    question: str | None

    @cached_property
    def nothing(self) -> State:
        """Not given."""
        return State((0,) * len(self.atoms), False)

    @cached_property
    def answers(self) -> tuple[State, ...]:
        """The states that a completion may give."""
        return tuple(State(v, True) for v in dict.fromkeys((*self.regions, self.unsure)))

    @cached_property
    def states(self) -> tuple[State, ...]:
        """Every state, ranges across regions and "not given" included."""
        known = dict.fromkeys((*self.regions, *self.spans, self.unsure))
        return (self.nothing, *(State(v, True) for v in known))


class ConditionSpace:
    """One normal form with the gates of its questions, over its variables.

    `gates` gives each gated question's `asked_when` in normal form, `terms` the declared types.
    """

    def __init__(self, normal: Normal, gates: Mapping[str, Normal], terms: Mapping[str, Term]):
        self.normal = normal
        self.gates = {q: gates[q] for q in _with_gates(normal, gates) if q in gates}
        literals = [*literals_of(normal), *(lit for gate in self.gates.values() for lit in literals_of(gate))]
        self.repeats = _repeats_a_question(literals)
        self.variables = tuple(_variables(literals, terms))
        self.places = {atom: (i, j) for i, v in enumerate(self.variables) for j, atom in enumerate(v.atoms)}
        self.of_question = {v.question: i for i, v in enumerate(self.variables) if v.question}
        self.exact = (
            len(self.variables) <= MOST_QUESTIONS
            and math.prod(len(v.answers) for v in self.variables) <= MOST_COMPLETIONS
        )
        self.movers = lru_cache(maxsize=2_048)(self._movers)

    def states(self, view: View) -> tuple[State, ...]:
        """The state of each variable in a case."""
        result = []
        for variable in self.variables:
            vector = tuple(atom_value(atom, view) for atom in variable.atoms)
            if variable.question is not None:
                result.append(State(vector, view.seen(variable.question) is not None))
            else:
                result.append(State(vector, vector[0] != 0))
        return tuple(result)

    def kleene(self, states: tuple[State, ...]) -> Truth:
        """The plain Kleene value."""
        return self._value(self.normal, states, {})

    def completions(self, states: tuple[State, ...]) -> Iterator[tuple[State, ...]]:
        """Every way to answer what is not given that leaves each answered question applicable."""
        choices = [(s,) if s.answered else v.answers for s, v in zip(states, self.variables)]
        given = [v.question for s, v in zip(states, self.variables) if s.answered and v.question in self.gates]
        for completed in itertools.product(*choices):
            if all(self._asked(question, completed, {}) != -1 for question in given if question):
                yield completed

    def possible(self, states: tuple[State, ...]) -> frozenset[Truth]:
        """The values that completions give."""
        return frozenset(self.kleene(completed) for completed in self.completions(states))

    def _movers(self, states: tuple[State, ...]) -> frozenset[int]:
        """Which variables not given can change the value in some completion of the others."""
        missing = [i for i, s in enumerate(states) if not s.answered]
        if not missing or self.kleene(states) != 0:
            return frozenset()
        if not self.exact:
            return frozenset(missing)
        values = {completed: self.kleene(completed) for completed in self.completions(states)}
        found = set()
        for i in missing:
            seen: dict[tuple[State, ...], Truth] = {}
            for completed, value in values.items():
                rest = completed[:i] + completed[i + 1 :]
                if seen.setdefault(rest, value) != value:
                    found.add(i)
                    break
        return frozenset(found)

    def _value(self, normal: Normal, states: tuple[State, ...], asked: dict[str, Truth]) -> Truth:
        if not isinstance(normal, Literal):
            return join(normal, [self._value(part, states, asked) for part in normal.parts])
        variable, place = self.places[normal.atom]
        state = states[variable]
        gate: Truth = 1
        for question in questions_of_atom(normal.atom):
            if question in self.gates:
                gate = min(gate, self._asked(question, states, asked, state.answered))
        if gate != 1:
            return gate
        value = state.vector[place]
        return value if normal.positive else negated(value)

    def _asked(
        self, question: str, states: tuple[State, ...], asked: dict[str, Truth], answered: bool | None = None
    ) -> Truth:
        if question not in asked:
            asked[question] = self._value(self.gates[question], states, asked)
        value = asked[question]
        own = self.of_question.get(question)
        given = states[own].answered if own is not None else bool(answered)
        return 1 if value == 0 and given else value


def _with_gates(normal: Normal, gates: Mapping[str, Normal]) -> list[str]:
    """The questions of a normal form and of the gates above them."""
    found: dict[str, None] = {}
    waiting = [normal]
    while waiting:
        for literal in literals_of(waiting.pop()):
            for question in questions_of_atom(literal.atom):
                if question not in found:
                    found[question] = None
                    if question in gates:
                        waiting.append(gates[question])
    return list(found)


def _repeats_a_question(literals: list[Literal]) -> bool:
    """Whether some question is tested in two different ways; else plain Kleene is exact (the form is unate)."""
    tests: dict[str, set[Literal]] = {}
    for literal in literals:
        tests.setdefault(_key(literal.atom), set()).add(literal)
    return any(len(ways) > 1 for ways in tests.values())


def _key(atom: Atom) -> str:
    if isinstance(atom, Concluded):
        return f"concluded({atom.diagnosis})"
    if not isinstance(atom, Compare):
        return atom.question
    if is_plain(atom):
        return atom.left.name if isinstance(atom.left, Point) else questions_of_atom(atom)[0]
    return repr(atom)


def _variables(literals: list[Literal], terms: Mapping[str, Term]) -> Iterator[Variable]:
    groups: dict[str, dict[Atom, None]] = {}
    for literal in literals:
        groups.setdefault(_key(literal.atom), {})[literal.atom] = None
    for key, found in groups.items():
        atoms = tuple(found)
        first = atoms[0]
        if isinstance(first, Concluded):
            yield Variable(key, atoms, _conclusion_regions(atoms), (), (0,) * len(atoms), None)
        elif isinstance(first, Compare) and not is_plain(first):
            yield Variable(key, atoms, ((1,), (-1,)), (), (0,), None)
        elif isinstance(first, Compare) and isinstance(first.left, Point):
            points, spans = _number_regions(atoms, -math.inf, math.inf)
            yield Variable(key, atoms, points, spans, (0,) * len(atoms), None)
        else:
            yield _question_variable(key, atoms, terms[key])


def _conclusion_regions(atoms: tuple[Atom, ...]) -> tuple[Vector, ...]:
    """Found, only likely, neither."""
    levels = ({"diagnosed", "suspected"}, {"suspected"}, set[str]())
    return tuple(
        dict.fromkeys(tuple(truth(isinstance(a, Concluded) and a.how in level) for a in atoms) for level in levels)
    )


def _question_variable(key: str, atoms: tuple[Atom, ...], term: Term) -> Variable:
    spans: tuple[Vector, ...] = ()
    if any(isinstance(a, Has) or isinstance(a, Compare) and isinstance(a.left, Count) for a in atoms):
        regions = _choices_regions(atoms, term)
    elif any(isinstance(a, Compare) for a in atoms):
        regions, spans = _number_regions(atoms, term.low, term.high, term.kind is Kind.WHOLE)
    elif any(isinstance(a, OneOf) for a in atoms):
        regions = tuple(
            dict.fromkeys(
                tuple(_known(a, a.options.__contains__(o)) if isinstance(a, OneOf) else -1 for a in atoms)
                for o in term.options
            )
        )
    elif any(isinstance(a, IsYes) for a in atoms):
        regions = tuple(tuple(_known(a, yes) for a in atoms) for yes in (True, False))
    else:
        regions = ((-1,) * len(atoms),)
    unsure = tuple(1 if isinstance(a, Unsure) else _declared(a, term) for a in atoms)
    return Variable(key, atoms, regions, spans, unsure, key)


def _known(atom: Atom, value: bool) -> Truth:
    return -1 if isinstance(atom, Unsure) else truth(value)


def _declared(atom: Atom, term: Term) -> Truth:
    """A comparison when the answer is "don't know": the declared range may still decide it."""
    if isinstance(atom, Compare) and isinstance(atom.right, Constant):
        if isinstance(atom.left, Amount):
            return compare((term.low, term.high), atom.op, (atom.right.value,) * 2)
        if isinstance(atom.left, Count):
            return compare((0.0, float(atom.left.most)), atom.op, (atom.right.value,) * 2)
    return 0


def _number_regions(
    atoms: tuple[Atom, ...], low: float, high: float, whole: bool = False
) -> tuple[tuple[Vector, ...], tuple[Vector, ...]]:
    """Regions of a number, and the ranges that stretch over several of them."""
    cuts = sorted({a.right.value for a in atoms if isinstance(a, Compare) and isinstance(a.right, Constant)})
    if whole:
        near = {
            p
            for c in cuts
            for p in (math.floor(c) - 1.0, float(math.floor(c)), float(math.ceil(c)), math.ceil(c) + 1.0)
        }
    else:
        near = {*cuts, *((a + b) / 2 for a, b in itertools.pairwise(cuts))}
        near |= {max(low, cuts[0] - 1), min(high, cuts[-1] + 1)} if cuts else {max(low, 0.0)}
    points = sorted(p for p in near if low <= p <= high)

    def vector(a: float, b: float) -> Vector:
        return tuple(
            compare((a, b), atom.op, (atom.right.value,) * 2)
            if isinstance(atom, Compare) and isinstance(atom.left, Leafy) and isinstance(atom.right, Constant)
            else -1
            for atom in atoms
        )

    single = tuple(dict.fromkeys(vector(p, p) for p in points))
    spans = tuple(dict.fromkeys(vector(a, b) for a, b in itertools.combinations(points, 2)))
    return single, tuple(v for v in spans if v not in single)


def _choices_regions(atoms: tuple[Atom, ...], term: Term) -> tuple[Vector, ...]:
    named = list(dict.fromkeys(a.option for a in atoms if isinstance(a, Has)))
    others = len(term.options) - len(named)
    found: dict[Vector, None] = {}
    for chosen in itertools.product((True, False), repeat=len(named)):
        has = dict(zip(named, chosen))
        for more in range(others + 1):
            count = float(sum(chosen) + more)
            found[
                tuple(
                    truth(has[a.option])
                    if isinstance(a, Has)
                    else compare((count, count), a.op, (a.right.value,) * 2)
                    if isinstance(a, Compare) and isinstance(a.right, Constant)
                    else -1
                    for a in atoms
                )
            ] = None
    return tuple(found)
