"""What-ifs around something inferred: only what a change touches is inferred again.

The meaning is that of inferring everything again (a property test). Answers that changed give changed fields of the
fact; a gate, a comparison or a condition is read again only where it reads one of those, a diagnosis is judged again
only where the truth of one of its conditions changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from advisor.cases.answers import DontKnow, Given
from advisor.inference.answer_fields import Fields
from advisor.inference.computed_numbers import NO_POINTS, ComputedNumbers, read_by_numbers
from advisor.inference.computing import ComputedComparison
from advisor.inference.evaluation.touched import ConditionEvaluator
from advisor.inference.facts import FactMaker, Facts
from advisor.language.intervals import Truth
from advisor.language.patterns import Value, fields_of
from advisor.language.vocabulary import Kind, Term

Change = Mapping[str, Given | None]
"""Answers by question; None takes one away."""


@dataclass(frozen=True)
class Varying:
    """What is different in a what-if: answers that change, and all figures and cures that are imagined.

    `timeline` is False where no computed number is to be known; `without` are questions of which nothing is presumed.
    """

    answers: Change
    figures: Mapping[str, float | str] = field(default_factory=dict)
    cures: Mapping[str, float] = field(default_factory=dict)
    timeline: bool = True
    without: frozenset[str] = frozenset()


_TIMELINE = 1 << 30  # in the order of what is read again: after every gate, before what rests on the timeline
_LAST = 1 << 31


@dataclass(frozen=True)
class _Gate:
    """A gate in its place: its question, its number for the evaluator."""

    question: str
    number: int


class FactVariations:
    """Makes the facts of changed answers from the facts as they were.

    Everything that is worked out from answers (gates, comparisons) has a place in one fixed order, in which each reads
    only fields that answers give or that stand earlier. A change puts what reads a changed field on a heap, by place;
    what is taken off first has nothing changed before it any more, so it is read once, and if its own field changes,
    what it wakes always stands later. The timeline has a place of its own between the gates and what rests on it, so
    that many what-ifs can wait there and be worked out together. A thing that read a field of a later place would be
    read too early and keep an old value; the order comes from `FactMaker.order`, where circles are refused on loading.
    """

    def __init__(self, maker: FactMaker):
        program = maker.program
        self._maker = maker
        self._gated = maker.gated
        self._ranged = {term.id: term for term in maker.ranged}
        self._names = {question: _field_names(term) for question, term in maker.terms.items()}
        self._on_timeline = maker.point_questions
        self._gates = ConditionEvaluator((gate.condition.true, gate.condition.false) for gate in program.gates)
        self._items: dict[int, _Gate | ComputedComparison] = {}
        self._place: dict[str, int] = {}
        self._read_by: dict[str, list[int]] = {}
        numbers = {gate.question: number for number, gate in enumerate(program.gates)}
        place = 0
        for questions, comparisons in maker.order():
            for question in questions:
                condition = program.gates[numbers[question]].condition
                self._place[question] = place
                reads = {f for p in (condition.true, condition.false) for f in fields_of(p)}
                place = self._add(place, _Gate(question, numbers[question]), reads)
            for comparison in comparisons:
                place = self._add(place, comparison, comparison.reads | {f"{q}#asked" for q in comparison.questions})
        place = _TIMELINE + 1
        for comparison in maker.after_points:
            place = self._add(place, comparison, comparison.reads | {f"{q}#asked" for q in comparison.questions})

    def _add(self, place: int, item: _Gate | ComputedComparison, reads: Iterable[str]) -> int:
        self._items[place] = item
        for name in reads:
            self._read_by.setdefault(name, []).append(place)
        return place + 1

    def vary(self, facts: Facts, changes: Sequence[Varying], surely: bool = True) -> list[tuple[Facts, set[str]]]:
        """For each of some changes the facts as they then are, and the fields that changed; without `surely` those of
        the shown reading stand for both.
        """
        if not surely:
            facts = facts.as_shown
        made = [self._begun(facts, change) for change in changes]
        waiting = [varied for varied in made if varied.waiting and varied.waiting[0] == _TIMELINE]
        if waiting:
            wanted = [varied for varied in waiting if varied.timeline]
            inputs = [(varied.answers, varied.as_of, varied.figures) for varied in wanted]
            asked, presumed = [varied.asked for varied in wanted], [varied.presumed for varied in wanted]
            for varied, points in zip(wanted, self._maker.both_points(inputs, asked, presumed, surely)):
                self._timeline(varied, *points)
            for varied in waiting:
                if not varied.timeline:
                    self._timeline(varied, NO_POINTS, NO_POINTS)
        for varied in made:
            self._read_again(varied, _LAST)
        return [(varied.facts(self._maker), varied.changed) for varied in made]

    def read_by_numbers(self, facts: Facts, changes: Sequence[Varying]) -> list[dict[str, Given]]:
        """For each of some changes what computed numbers would read: the answers that apply, and what is presumed."""
        begun = [self._begun(facts, change) for change in changes]
        return [read_by_numbers(varied.answers, varied.asked, varied.presumed) for varied in begun]

    def _begun(self, facts: Facts, change: Varying) -> _Varied:
        """What is read before the computed numbers; these wait where they can change."""
        varied = _Varied(facts, change)
        for question in change.answers:
            if question in self._gated:
                varied.wait(self._place[question])
            else:
                self._answered(varied, question, 1)
        if change.figures != facts.figures or not change.timeline or change.without:
            varied.wait(_TIMELINE)
        self._read_again(varied, _TIMELINE)
        return varied

    def _read_again(self, varied: _Varied, end: int) -> None:
        """Read what waits, in its order, up to a place."""
        while varied.waiting and varied.waiting[0] < end:
            item = self._items[heappop(varied.waiting)]
            if isinstance(item, ComputedComparison):
                self._compared(varied, item)
            else:
                self._read(varied, item)

    def _read(self, varied: _Varied, gate: _Gate) -> None:
        """A gate read again."""
        question = gate.question
        value = self._gates.truth[gate.number](varied.fact)
        given = varied.answers.get(question)
        varied.unconfirmed -= {question}
        if value == 0 and given is not None and not isinstance(given, DontKnow):
            varied.unconfirmed |= {question}
            value = 1
        if value != varied.asked[question]:
            varied.asked[question] = value
            varied.changed.add(f"{question}#asked")
            self._wake(varied, f"{question}#asked")
        elif question not in varied.change:
            return
        self._answered(varied, question, value)

    def _answered(self, varied: _Varied, question: str, asked: Truth) -> None:
        """The fields of a question made again."""
        made: Fields = {f"{question}#off": True} if asked == -1 else {}
        given = varied.answers.get(question)
        if given is not None and asked == 1:
            made = self._maker.fields(question, given, varied.as_of)
        term = self._ranged.get(question)
        if term is not None and asked == 1 and f"{question}#low" not in made:
            made = {**made, f"{question}#low": term.low, f"{question}#high": term.high}
        for name in self._names[question]:
            if varied.put(name, made.get(name)):
                self._wake(varied, name)
        if question in self._on_timeline:
            varied.wait(_TIMELINE)

    def _compared(self, varied: _Varied, comparison: ComputedComparison) -> None:
        """A comparison decided again."""
        applies = min([varied.asked.get(q, 1) for q in comparison.questions], default=1)
        changed = varied.put(comparison.off, True if applies == -1 else None)
        if changed:
            self._wake(varied, comparison.off)
        changed = False
        for fact in varied.facts_of_readings:
            changed |= varied.put_in(fact, comparison.field, comparison.decided(fact) if applies == 1 else None)
        if changed:
            self._wake(varied, comparison.field)

    def _timeline(self, varied: _Varied, points: ComputedNumbers, certain: ComputedNumbers) -> None:
        """The computed numbers that waited to be made again, with what is presumed and without."""
        heappop(varied.waiting)
        before, sure_before = varied.points, varied.certain_points
        varied.points, varied.certain_points = points, certain
        if points is before and certain is sure_before:
            return
        varied.split(points.known != certain.known)
        for fact, was, now in zip(varied.facts_of_readings, (before, sure_before), (points, certain)):
            for name in was.known.keys() | now.known.keys():
                low, high = now.known.get(name, (None, None))
                for end, value in ((f"{name}#low", low), (f"{name}#high", high)):
                    if varied.put_in(fact, end, value):
                        self._wake(varied, end)

    def _wake(self, varied: _Varied, name: str) -> None:
        for place in self._read_by.get(name, ()):
            varied.wait(place)


class _Varied:
    """Facts while they are changed."""

    def __init__(self, facts: Facts, change: Varying):
        self.fact = facts.fact.copy()
        self.certain_fact = self.fact if facts.certain_fact is facts.fact else facts.certain_fact.copy()
        self.presumed = facts.presumed
        if not self.presumed.keys().isdisjoint((*change.answers, *change.without)):
            gone = {*change.answers, *change.without}
            self.presumed = {q: given for q, given in self.presumed.items() if q not in gone}
        self.asked = dict(facts.asked)
        self.answers = {
            **facts.answers,
            **{question: given for question, given in change.answers.items() if given is not None},
        }
        for question, given in change.answers.items():
            if given is None:
                self.answers.pop(question, None)
        self.as_of = facts.as_of
        self.points = facts.points
        self.certain_points = facts.certain_points
        self.unconfirmed = facts.unconfirmed
        self.figures = change.figures
        self.timeline = change.timeline
        self.change = change.answers
        self.changed: set[str] = set()
        self.waiting: list[int] = []
        self._known: set[int] = set()

    @property
    def facts_of_readings(self) -> tuple[Fields, ...]:
        """The fact of the shown reading, and that of the certain one where it is another."""
        return (self.fact,) if self.certain_fact is self.fact else (self.fact, self.certain_fact)

    def split(self, differ: bool) -> None:
        """Make the certain reading's fact one of its own where computed numbers differ."""
        if differ and self.certain_fact is self.fact:
            self.certain_fact = self.fact.copy()

    def put(self, name: str, value: Value | None) -> bool:
        """Set a field, or take it away, in both readings; whether that changed anything."""
        changed = False
        for fact in self.facts_of_readings:
            changed |= self.put_in(fact, name, value)
        return changed

    def put_in(self, fact: Fields, name: str, value: Value | None) -> bool:
        """Set a field, or take it away, in the fact of one reading; whether that changed anything."""
        if fact.get(name) == value:
            return False
        if value is None:
            del fact[name]
        else:
            fact[name] = value
        self.changed.add(name)
        return True

    def wait(self, place: int) -> None:
        """Have something read again in its turn."""
        if place not in self._known:
            self._known.add(place)
            heappush(self.waiting, place)

    def facts(self, maker: FactMaker) -> Facts:
        """The facts as they now are."""
        certain = self.fact if self.points.known == self.certain_points.known else self.certain_fact
        return Facts(
            self.fact,
            self.asked,
            self.answers,
            self.as_of,
            self.points,
            self.figures,
            certain,
            self.certain_points,
            self.presumed,
            self.unconfirmed,
            maker.loose(self.unconfirmed, self.answers),
        )


def _field_names(term: Term) -> tuple[str, ...]:
    """Every field that a question can have."""
    names = [f"{term.id}#off", f"{term.id}#unsure"]
    if term.kind in (Kind.YES_NO, Kind.CHOICE):
        return (*names, term.id)
    if term.kind is Kind.TEXT:
        return tuple(names)
    return (*names, f"{term.id}#low", f"{term.id}#high", *(f"{term.id}:{option}" for option in term.options))
