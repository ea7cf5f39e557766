"""Other answers that can matter: of each question one answer from every region that the conditions cut out of it.

Thresholds and options cut the answers of a question into regions, inside which every test has one value
(`advisor.language.exact.regions`); so finitely many answers stand for all. Where a number or day is reckoned with
further (the timeline, sums), no regions are known, and a grid of answers stands for the rest.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from advisor.cases.answers import DontKnow, Exactly, Given, Partly, Range
from advisor.explaining.context import Context
from advisor.inference.answer_fields import seen_answer
from advisor.language.fields import is_plain
from advisor.language.intervals import Interval, Truth
from advisor.language.kleene import Seen, atom_value
from advisor.language.normal import Normal, literals_of
from advisor.language.tree import (
    Amount,
    Atom,
    Compare,
    Concluded,
    Constant,
    Count,
    Has,
    Unsure,
    WeeksUntil,
    points_of_atom,
    questions_of_atom,
)
from advisor.language.vocabulary import Kind, Term

MOST_NAMED = 6  # options of a list that are tried in all combinations; beyond, one more or less
WEEKS = (-26, -13, -4, -1, 0, 1, 2, 4, 6, 8, 10, 13, 17, 21, 26, 39, 52)
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
TIMES = (0.25, 0.5, 0.75, 1.25, 1.5, 2.0, 3.0, 5.0)


class Alternatives:
    """The other answers that can matter to some conditions, with all that these rest on, and to `further` questions."""

    def __init__(self, context: Context, normals: Iterable[Normal], further: Iterable[str] = ()):
        self.context = context
        self.terms = context.program.vocabulary.terms
        self._tests: dict[str, dict[Atom, None]] = {}
        self._reckoned: set[str] = set()
        self._collect(normals, further)

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that can matter."""
        return tuple(self._tests)

    def of(self, question: str, now: Given | None) -> list[Given]:
        """The other answers to a question, the nearest first; of each region only the nearest."""
        found: dict[tuple[Truth, ...] | Given, Given] = {}
        atoms = tuple(self._tests[question])
        here = self._vector(question, atoms, now) if now is not None else None
        for given in sorted(self._values(self.terms[question], atoms, now), key=lambda g: self.cost(question, now, g)):
            if given == now:
                continue
            key = given if question in self._reckoned else self._vector(question, atoms, given)
            if key != here:
                found.setdefault(key, given)
        return list(found.values())

    def cost(self, question: str, now: Given | None, given: Given) -> float:
        """How far one answer is from another: about 1 for the opposite, less for a neighbour or where none is."""
        if isinstance(given, DontKnow):
            return 1.5
        return self._distance(question, now, given) + (1.0 if self._doubtful(question, given) else 0.0)

    def _doubtful(self, question: str, given: Given) -> bool:
        """Whether it is a day on the side of today on which the question's days do not lie."""
        day, lies = getattr(given, "value", None), self.context.program.question(question).lies
        if lies is None or not isinstance(day, date):
            return False
        return day < self.context.case.as_of if lies == "ahead" else day > self.context.case.as_of

    def _distance(self, question: str, now: Given | None, given: Given) -> float:
        if now is None or isinstance(now, DontKnow):
            return 0.6 + 0.01 * self._plainness(given)
        old, new = _middle(now), _middle(given)
        if old is not None and new is not None:
            return 0.3 + min(1.0, abs(new - old) / max(abs(old), 1.0))
        one, other = getattr(now, "value", None), getattr(given, "value", None)
        if isinstance(now, Partly) and isinstance(other, tuple):
            return 0.5 * (len({*now.has} - {*other}) + len({*now.lacks} & {*other})) + 0.01 * len(other)
        if isinstance(one, tuple) and isinstance(other, tuple):
            return 0.5 * len({*one} ^ {*other})
        if isinstance(one, date) and isinstance(other, date):
            return 0.3 + min(1.0, abs((other - one).days) / 91)
        options = self.terms[question].options
        if one in options and other in options:
            return 0.7 + 0.3 * abs(options.index(str(one)) - options.index(str(other))) / len(options)
        return 1.0

    def _plainness(self, given: Given) -> float:
        """How much an answer says that takes the place of none: less is plainer."""
        value = getattr(given, "value", None)
        return float(len(value)) if isinstance(value, tuple) else 0.0

    # ---- what is tested ------------------------------------------------------------------------------

    def _collect(self, normals: Iterable[Normal], further: Iterable[str]) -> None:
        program, recommender = self.context.program, self.context.recommender
        looked_into: set[str] = set()
        waiting = [*normals]
        for question in further:
            waiting += self._ask(question)
            self._reckoned.add(question)
        while waiting:
            for literal in literals_of(waiting.pop()):
                atom = literal.atom
                if isinstance(atom, Concluded) and atom.diagnosis not in looked_into:
                    looked_into.add(atom.diagnosis)
                    diagnosis = program.diagnoses[atom.diagnosis]
                    conditions = program.strata[diagnosis.stratum].conditions
                    waiting += [c.normal for c in conditions[diagnosis.first_slot : diagnosis.last_slot]]
                for question in questions_of_atom(atom):
                    waiting += self._ask(question)
                    self._tests[question][atom] = None
                    if isinstance(atom, Compare) and not is_plain(atom):
                        self._reckoned.add(question)
                if points_of_atom(atom) and recommender is not None:
                    for question in sorted(recommender.timeline_calculator.questions):
                        waiting += self._ask(question)
                        self._reckoned.add(question)
        for contradiction in program.contradictions:
            for literal in literals_of(contradiction.condition.normal):
                for question in questions_of_atom(literal.atom):
                    if question in self._tests:
                        self._tests[question][literal.atom] = None

    def _ask(self, question: str) -> list[Normal]:
        """Note a question; its gate, where it is new."""
        if question in self._tests:
            return []
        self._tests[question] = {}
        gate = self.context.program.gate_normals.get(question)
        return [gate] if gate is not None else []

    def _vector(self, question: str, atoms: tuple[Atom, ...], given: Given) -> tuple[Truth, ...]:
        view = _OneAnswer(self.terms, question, seen_answer(given, self.context.case.as_of))
        return tuple(atom_value(atom, view) for atom in atoms)

    # ---- values --------------------------------------------------------------------------------------

    def _values(self, term: Term, atoms: tuple[Atom, ...], now: Given | None) -> Iterator[Given]:
        if any(isinstance(atom, Unsure) for atom in atoms):
            yield DontKnow()
        if term.kind is Kind.YES_NO:
            yield from (Exactly(True), Exactly(False))
        elif term.kind is Kind.CHOICE:
            yield from map(Exactly, term.options)
        elif term.kind is Kind.CHOICES:
            yield from self._lists(term, atoms, now)
        elif term.kind is Kind.DATE:
            yield from self._days(atoms, now)
        elif term.kind.numeric:
            yield from self._numbers(term, atoms, now)

    def _lists(self, term: Term, atoms: tuple[Atom, ...], now: Given | None) -> Iterator[Given]:
        value = now.value if isinstance(now, Exactly) and isinstance(now.value, tuple) else ()
        if isinstance(now, Partly):
            value = now.has
        named = list(dict.fromkeys(a.option for a in atoms if isinstance(a, Has)))
        if term.id in self._reckoned:
            named = list(term.options)
        others = [o for o in term.options if o not in named]
        sizes = [int(n) for n in _cuts(atoms, Count) for n in (math.floor(n), math.ceil(n), n - 1, n + 1)]
        if len(named) > MOST_NAMED:
            yield from self._long_lists(term, value, sizes)
            return
        for chosen in itertools.chain.from_iterable(itertools.combinations(named, n) for n in range(len(named) + 1)):
            stay = [o for o in others if o in value]
            come = [o for o in others if o not in value]
            counts = {len(stay), *(size - len(chosen) for size in sizes)}
            for count in sorted(c for c in counts if 0 <= c <= len(others)):
                kept = {*chosen, *stay[:count], *come[: max(0, count - len(stay))]}
                yield Exactly(tuple(o for o in term.options if o in kept))

    def _long_lists(self, term: Term, value: tuple[object, ...], sizes: list[int]) -> Iterator[Given]:
        """Too many for all combinations: one option more or less, and as many as a threshold asks for."""
        stay, come = [o for o in term.options if o in value], [o for o in term.options if o not in value]
        for kept in ({*value} ^ {o} for o in term.options):
            yield Exactly(tuple(o for o in term.options if o in kept))
        for size in sorted({0, len(term.options), *sizes}):
            for turn in range(max(1, len(come if size > len(stay) else stay))):
                first, then = stay[turn:] + stay[:turn], come[turn:] + come[:turn]
                kept = {*first[:size], *then[: max(0, size - len(first))]}
                yield Exactly(tuple(o for o in term.options if o in kept))

    def _days(self, atoms: tuple[Atom, ...], now: Given | None) -> Iterator[Given]:
        as_of = self.context.case.as_of
        near = [math.floor(c * 7) + more for c in _cuts(atoms, WeeksUntil) for more in (-1, 0, 1)]
        start = now.value if isinstance(now, Exactly) and isinstance(now.value, date) else as_of
        days = {as_of + timedelta(days=n) for n in near} | {start + timedelta(weeks=weeks) for weeks in WEEKS}
        yield from map(Exactly, sorted(days | {as_of + timedelta(weeks=weeks) for weeks in WEEKS}))

    def _numbers(self, term: Term, atoms: tuple[Atom, ...], now: Given | None) -> Iterator[Given]:
        whole, value = term.kind is Kind.WHOLE, _middle(now)
        cuts = sorted(_cuts(atoms, Amount))
        near = [v for c in cuts for v in (c, *_beside(c, whole))]
        near += [(a + b) / 2 for a, b in itertools.pairwise(cuts)]
        if term.id in self._reckoned:
            near += [value * times for times in TIMES] if value else [1.0, 2.0, 5.0, 10.0]
            if math.isfinite(term.low) and math.isfinite(term.high):
                near += [term.low + share * (term.high - term.low) for share in SHARES]
        for number in dict.fromkeys(float(round(n)) if whole else round(n, 1) for n in near):
            if term.low <= number <= term.high:
                yield Exactly(int(number) if number == int(number) else number)


@dataclass(frozen=True)
class _OneAnswer:
    """A case in which only one question is answered."""

    terms: Mapping[str, Term]
    question: str
    answer: Seen

    def seen(self, question: str) -> Seen:
        """The one answer."""
        return self.answer if question == self.question else None

    def asked(self, question: str) -> Truth:
        """Every question applies."""
        return 1

    def point(self, name: str) -> Interval | None:
        """No number was computed."""
        return None

    def concluded(self, conclusion: Concluded) -> Truth:
        """Nothing was concluded."""
        return 0


def _cuts(atoms: Iterable[Atom], kind: type[Amount] | type[Count] | type[WeeksUntil]) -> list[float]:
    """The thresholds at which plain tests of a kind change."""
    return [
        atom.right.value
        for atom in atoms
        if isinstance(atom, Compare) and isinstance(atom.left, kind) and isinstance(atom.right, Constant)
    ]


def _beside(cut: float, whole: bool) -> tuple[float, float]:
    """The plainest numbers on both sides of a threshold."""
    if whole or cut >= 2:
        return math.floor(cut) + 1.0, math.ceil(cut) - 1.0
    return cut + 0.1, cut - 0.1


def _middle(given: Given | None) -> float | None:
    if isinstance(given, Exactly) and isinstance(given.value, (int, float)) and not isinstance(given.value, bool):
        return float(given.value)
    if isinstance(given, Range) and isinstance(given.low, (int, float)) and isinstance(given.high, (int, float)):
        return (given.low + given.high) / 2
    return None
