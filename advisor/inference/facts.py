"""From answers to the flat fact that the rules read (its fields are described in `advisor.language.fields`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from typing import NamedTuple

from advisor.cases.answers import DontKnow, Exactly, Given
from advisor.inference.answer_fields import FieldMaker, Fields, day_fields
from advisor.inference.compiled.program import COMPUTED, Program
from advisor.inference.computed_numbers import (
    NO_FIGURES,
    NO_POINTS,
    ComputedNumbers,
    PointInputs,
    PointMaker,
    certain_beside,
)
from advisor.inference.computing import ComputedComparison
from advisor.inference.evaluation.gate_steps import ComputedTest, gate_steps
from advisor.inference.presumptions.presuming import NOTHING_PRESUMED, Presumed, Presumer
from advisor.language.intervals import EVERYTHING, Interval, Truth
from advisor.language.patterns import Value
from advisor.language.tree import (
    Amount,
    Count,
    Point,
    WeeksUntil,
    points_of_atom,
    questions_of_atom,
)

NOTHING_LOOSE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Facts:
    """One resolution of a case, ready for the rules: the flat fact, and which questions apply.

    `asked` holds gated questions only: 1 applies, -1 does not, 0 open. `points` are the computed numbers, `figures`
    those that were overridden. Answers in `presumed` are read by the computed numbers alone, and only in the shown
    reading: `certain_points` are these numbers without, `certain_fact` the fact with them, which is `fact` itself
    where nothing that is presumed changes a number. `unconfirmed` are known answers whose gate is open. Those of them
    are `loose` whose gate reads something that was not given: they count, but an answer to that could still take them
    away. So is what follows from other answers, where an answer not given could have something else follow. `COMPUTED`
    is among these where computed numbers rest on one.
    """

    fact: dict[str, Value]
    asked: Mapping[str, Truth]
    answers: Mapping[str, Given]
    as_of: date
    points: ComputedNumbers
    figures: Mapping[str, float | str]
    certain_fact: dict[str, Value]
    certain_points: ComputedNumbers
    presumed: Presumed = field(default_factory=dict)
    unconfirmed: frozenset[str] = NOTHING_LOOSE
    loose: frozenset[str] = NOTHING_LOOSE

    @cached_property
    def as_shown(self) -> Facts:
        """The same with the fact and the numbers of the shown reading for both readings."""
        if self.certain_fact is self.fact and self.certain_points is self.points:
            return self
        return replace(self, certain_fact=self.fact, certain_points=self.points)

    @cached_property
    def presumed_fields(self) -> frozenset[str]:
        """The fields in which the fact of the shown reading and that of the certain one differ."""
        if self.certain_fact is self.fact:
            return frozenset()
        return frozenset(name for name, _ in self.fact.items() ^ self.certain_fact.items())


class _Begun(NamedTuple):
    fact: dict[str, Value]
    asked: dict[str, Truth]
    unconfirmed: frozenset[str]


class FactMaker:
    """Makes the facts of cases for one program; what does not depend on a case is prepared once."""

    def __init__(self, program: Program, points: PointMaker | None = None):
        self.program = program
        self._points = points
        self.terms = program.vocabulary.terms
        self._fields = {question: FieldMaker(term).fields for question, term in self.terms.items()}
        self.gated = frozenset(program.gate_of)
        self.ranged = program.ranged
        computed = [(c, name, questions_of_atom(c)) for c, name in program.computed.items()]
        self._steps = tuple(gate_steps(program, self.ranged, [c for c in computed if not points_of_atom(c[0])]))
        self._at_step = tuple(tuple(self._comparison(c) for c in step.computed) for step in self._steps)
        self._on_points = tuple(c for c in computed if points_of_atom(c[0]))
        self.after_points = tuple(self._comparison(c) for c in self._on_points)
        self._asks_law = bool(program.knowledge.laws)
        self.presumer = Presumer(program)

    def facts(
        self,
        answers: Mapping[str, Given],
        as_of: date,
        figures: Mapping[str, float | str] = NO_FIGURES,
        presumed: Presumed | None = None,
    ) -> Facts:
        """The facts of some answers on a day; `figures` overrides figures that computed numbers rest on, `presumed`
        says what is presumed in place of what these answers let one presume.
        """
        return self.facts_of_many([(answers, as_of, figures)], presumed=presumed)[0]

    def facts_of_many(
        self, inputs: Sequence[PointInputs], never: Collection[str] = (), presumed: Presumed | None = None
    ) -> list[Facts]:
        """The facts for each of some inputs (answers, day, overridden figures): as one by one, but faster.

        Nothing is presumed of the questions in `never`, whose answers are disputed.
        """
        begun = [self._before_points(answers, as_of) for answers, as_of, _ in inputs]
        held = [self._presumed(*each, never) if presumed is None else presumed for each in zip(inputs, begun)]
        found = []
        points = self.both_points(inputs, [each.asked for each in begun], held)
        for (answers, as_of, figures), (fact, asked, unconfirmed), (shown, sure), made in zip(
            inputs, begun, points, held
        ):
            certain_fact = fact if shown.known == sure.known else fact.copy()
            self._put_points(fact, asked, shown)
            if certain_fact is not fact:
                self._put_points(certain_fact, asked, sure)
            loose = self.loose(unconfirmed, answers)
            found.append(
                Facts(fact, asked, answers, as_of, shown, figures, certain_fact, sure, made, unconfirmed, loose)
            )
        return found

    def _put_points(self, fact: Fields, asked: Mapping[str, Truth], computed: ComputedNumbers) -> None:
        """The fields of computed numbers, and what is compared with them."""
        for name, (low, high) in computed.known.items():
            fact[f"{name}#low"] = low
            fact[f"{name}#high"] = high
        for comparison in self.after_points:
            comparison.decide_in(fact, asked)

    def presumed_of(self, answers: Mapping[str, Given], as_of: date, never: Collection[str] = ()) -> Presumed:
        """What is presumed beside some answers."""
        return self._presumed((answers, as_of, NO_FIGURES), self._before_points(answers, as_of), never)

    def fits(self, facts: Facts, question: str, value: Given) -> bool:
        """Whether a value of a question that is presumed would leave every known answer in force, contradict none."""

        return self.presumer.fits(
            question, value, facts.fact, facts.asked, facts.answers, partial(self.read, as_of=facts.as_of)
        )

    def read(self, answers: Mapping[str, Given], as_of: date) -> tuple[Fields, Mapping[str, Truth]]:
        """The fact without computed numbers, and which gated questions apply."""
        begun = self._before_points(answers, as_of)
        return begun.fact, begun.asked

    def _presumed(self, inputs: PointInputs, begun: _Begun, never: Collection[str]) -> Presumed:
        answers, as_of, _ = inputs
        if not self.presumer.presumptions:
            return NOTHING_PRESUMED
        read = partial(self.read, as_of=as_of)
        return self.presumer.presumed(begun.fact, begun.asked, answers, never, read)

    def _before_points(self, answers: Mapping[str, Given], as_of: date) -> _Begun:
        """The fact without computed numbers, which gated questions apply, which known answers have an open gate."""
        # Whether a question applies may hang on an answer whose own question applies or does not. The gates stand in
        # steps: those of one step read only questions of earlier steps, so one pass decides all of them, and the gates
        # of a step are evaluated by one generated function. An answer whose gate is certainly false gives no field but
        # `#off`: it must not fire anything. A known answer whose gate is open counts, and says by being there that its
        # question applies; "don't know" says no such thing. A circle of gates has no such order; it is refused when
        # packs are loaded.
        fact: dict[str, Value] = day_fields(as_of) if self._asks_law else {}
        fields, gated = self._fields, self.gated
        for question, given in answers.items():
            if question not in gated:
                fact.update(fields[question](given, as_of))
        asked: dict[str, Truth] = {}
        unconfirmed = NOTHING_LOOSE
        for step, comparisons in zip(self._steps, self._at_step):
            for question, value in zip(step.questions, step.gates(fact)):
                if value == -1:
                    fact[f"{question}#off"] = True
                elif question in answers and (value == 1 or not isinstance(answers[question], DontKnow)):
                    fact.update(fields[question](answers[question], as_of))
                    if value == 0:
                        unconfirmed |= {question}
                    value = 1
                asked[question] = value
            for term in step.ranged:
                if asked.get(term.id, 1) == 1:
                    fact.setdefault(f"{term.id}#low", term.low)
                    fact.setdefault(f"{term.id}#high", term.high)
            for comparison in comparisons:
                comparison.decide_in(fact, asked)
        return _Begun(fact, asked, unconfirmed)

    def loose(self, unconfirmed: frozenset[str], answers: Mapping[str, Given]) -> frozenset[str]:
        """Those of the answers under an open gate whose gate reads something that was not given, and what follows from
        others but may not for good.
        """
        reads = self.program.gate_reads
        loose = frozenset(q for q in unconfirmed if not all(above in answers for above in reads[q]))
        loose |= {question for question in self._following if _tentative(answers.get(question))}
        return loose | {COMPUTED} if loose and not loose.isdisjoint(self.behind_points) else loose

    @cached_property
    def _following(self) -> frozenset[str]:
        return frozenset(way.question for way in self.program.follows)

    @cached_property
    def behind_points(self) -> frozenset[str]:
        """The questions that computed numbers rest on, and those that decide whether these apply."""
        reads = self.program.gate_reads
        return self.point_questions.union(*(reads.get(question, ()) for question in self.point_questions))

    def points(self, inputs: Sequence[PointInputs], asked: Sequence[Mapping[str, Truth]]) -> list[ComputedNumbers]:
        """The numbers computed for each of some inputs, from those of their answers that apply."""
        if self._points is None:
            return [NO_POINTS for _ in inputs]
        return self._points.of_many(
            [
                ({q: given for q, given in answers.items() if applies.get(q, 1) == 1}, as_of, figures)
                for (answers, as_of, figures), applies in zip(inputs, asked)
            ]
        )

    def both_points(
        self,
        inputs: Sequence[PointInputs],
        asked: Sequence[Mapping[str, Truth]],
        presumed: Sequence[Presumed],
        surely: bool = True,
    ) -> list[tuple[ComputedNumbers, ComputedNumbers]]:
        """For each of some inputs the numbers with what is presumed and without: the same where none of it counts, and
        where nobody asks what is certain (`surely`).
        """
        wanted, applies, place = list(inputs), list(asked), list(range(len(inputs)))
        for number, (answers, as_of, figures) in enumerate(inputs):
            read = {
                question: given
                for question, given in presumed[number].items()
                if question in self.point_questions and asked[number].get(question, 1) != -1
            }
            if read:
                if surely:
                    place[number] = len(wanted)
                    wanted.append(wanted[number])
                    applies.append(applies[number])
                wanted[place[number]] = ({**answers, **read}, as_of, figures)
                applies[place[number]] = {**asked[number], **dict.fromkeys(read, 1)}
        made = self.points(wanted, applies)
        return [
            (made[shown], made[number] if shown == number else certain_beside(made[shown], made[number]))
            for number, shown in enumerate(place)
        ]

    @property
    def point_questions(self) -> frozenset[str]:
        """The questions that computed numbers rest on."""
        return frozenset() if self._points is None else self._points.questions

    def fields(self, question: str, given: Given, as_of: date) -> Fields:
        """The fields that an answer gives where its question applies."""
        return self._fields[question](given, as_of)

    def order(self) -> Iterator[tuple[tuple[str, ...], tuple[ComputedComparison, ...]]]:
        """The gated questions and the comparisons without computed numbers, in the order in which they are read."""
        for step, comparisons in zip(self._steps, self._at_step):
            yield step.questions, comparisons

    def _comparison(self, computed: ComputedTest) -> ComputedComparison:
        return ComputedComparison(computed[0], computed[1], self.terms)

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


def _tentative(given: Given | None) -> bool:
    return isinstance(given, Exactly) and given.tentative


class UnknownPoint(Exception):
    """A computed number whose inputs are not known."""
