"""Asks the solver for a world: is there a case in which all of some statements hold?

A world in which a contradiction shows does not count: in every reading of such a case a disputed answer is left out,
so the rules never see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from advisor.authoring.solver.formulas import Formula, reads_of
from advisor.authoring.solver.laws import Laws
from advisor.authoring.solver.meaning import Meaning
from advisor.authoring.solver.smt import Term
from advisor.authoring.solver.subjects import AS_OF, EXAMPLE_DAY
from advisor.inference.compiled.program import Program
from advisor.language.tree import DAY
from advisor.language.vocabulary import Kind

PATIENCE = 10_000  # milliseconds for one question to the solver
Absence = Literal["none", "not told in time"]


@dataclass(frozen=True)
class World:
    """A case that the solver found, as the answers of a case file; with its day where that is not the usual one."""

    given: Mapping[str, Any]


class Worlds:
    """The cases of one kind that a program admits."""

    def __init__(self, program: Program, *, complete: bool):
        self.program = program
        self.meaning = Meaning(program, complete=complete)
        self._disputes = [
            (frozenset(d.condition.questions), self.meaning.pattern(d.condition.true)) for d in program.contradictions
        ]
        self._laws = Laws(self.meaning)
        self._lasting = (
            _LastingSolver(self.meaning, self._laws, self._disputes),
            _LastingSolver(self.meaning, self._laws, []),
        )

    def can_be(self, *statements: Formula, contradictory: bool = False) -> bool | None:
        """Whether there is a world in which all statements hold; None where the solver cannot tell in time.

        `contradictory` admits worlds in which a contradiction shows.
        """
        # The lasting solver answers most questions at once, but what it learned for earlier ones can lead it astray.
        # Where it gives up, a fresh solver, which knows of nothing else, often does not.
        found = _answer(self._lasting[contradictory].check(statements, reads_of(statements)))
        return found if found is not None else _answer(self._solver(statements, contradictory).check())

    def find(self, *statements: Formula, contradictory: bool = False) -> World | Absence:
        """A world in which all statements hold, or why there is none."""
        return self._world(self._solver(statements, contradictory), statements)

    def find_each(self, statements: Sequence[Formula], further: Iterable[Formula]) -> Iterator[World | Absence]:
        """A world, or why there is none, for the statements with each of some further ones in turn.

        The further statements may read only what the first ones read.
        """
        solver = self._solver(statements, False)
        for statement in further:
            solver.push()
            solver.add(statement.term)
            yield self._world(solver, statements)
            solver.pop()

    def _world(self, solver: Any, statements: Iterable[Formula]) -> World | Absence:
        found = _answer(solver.check())
        if found is not True:
            return "none" if found is False else "not told in time"
        return World(dict(self._answers(solver.model(), reads_of(statements))))

    def _solver(self, statements: Iterable[Formula], contradictory: bool) -> Any:
        parts = list(statements)
        reads = reads_of(parts)
        solver = self.meaning.z3.Solver()
        solver.set("timeout", PATIENCE)
        terms: list[Term] = [p.term for p in parts]
        if not contradictory:
            # A contradiction is excluded only where all its questions are read anyway. One that is read in part is
            # taken to be avoidable by the answers that are left free, and would drag in ever more questions.
            for questions, formula in self._disputes:
                if questions <= reads:
                    terms.append(self.meaning.negated(formula).term)
                    reads |= formula.reads
        solver.add(self._laws.of(reads) + terms)
        return solver

    def _answers(self, model: Any, names: Iterable[str]) -> Iterable[tuple[str, Any]]:
        """What the model says of each question, in the questionnaire's order; only what applies and was answered."""
        order = {question: i for i, question in enumerate(self.program.knowledge.questions)}
        if DAY in names and (day := self._day(model)) != EXAMPLE_DAY:
            yield AS_OF, day.isoformat()
        for name in sorted((n for n in names if n in order), key=order.__getitem__):
            if not self._holds(model, self.meaning.given(name).term):
                continue
            # Not "certainly in doubt": a "don't know" under an open gate is an answer as well, and no value.
            if self._holds(model, self.meaning.known(name).term):
                yield name, self._value(model, name)
            else:
                yield name, {"unsure": True}

    def _day(self, model: Any) -> date:
        """The day of the case; where no law is asked for, that of examples."""
        chosen = model.eval(self.meaning.day, model_completion=False)
        return date.fromordinal(chosen.as_long()) if self.meaning.z3.is_int_value(chosen) else EXAMPLE_DAY

    def _value(self, model: Any, name: str) -> Any:
        subject = self.meaning.subject(name)
        question = subject.question
        if question.kind is Kind.YES_NO:
            return self._holds(model, subject.value(None))
        if question.kind is Kind.CHOICE:
            return next(o for o in question.options if self._holds(model, subject.value(o)))
        if question.kind is Kind.CHOICES:
            return [o for o in question.options if self._holds(model, subject.value(o))]
        if question.kind is Kind.NUMBER:
            value = model.eval(subject.number, model_completion=True).as_fraction()
            return int(value) if value.denominator == 1 else float(value)
        if question.kind is Kind.TEXT:
            return "..."
        whole = model.eval(subject.whole, model_completion=True).as_long()
        return whole if question.kind is Kind.WHOLE else (self._day(model) + timedelta(whole)).isoformat()

    def _holds(self, model: Any, term: Term) -> bool:
        return bool(self.meaning.z3.is_true(model.eval(term, model_completion=True)))


class _LastingSolver:
    """A solver that keeps what it was told of the questions, which makes many small questions to it fast."""

    # Laws and contradictions stay asserted; only the statements of one question are pushed and popped again. What
    # was learned for other questions takes no world away from this one: the answers that this one does not read can
    # be chosen freely, so that they keep to it.

    def __init__(self, meaning: Meaning, laws: Laws, contradictions: Sequence[tuple[frozenset[str], Formula]]):
        self.meaning = meaning
        self.laws = laws
        self.solver = meaning.z3.Solver()
        self.solver.set("timeout", PATIENCE)
        self._known: set[str] = set()
        self._disputes = list(contradictions)

    def check(self, statements: Iterable[Formula], reads: frozenset[str]) -> Any:
        """What the solver says of the statements together."""
        self._learn(reads)
        for contradiction in [d for d in self._disputes if d[0] <= self._known]:
            self._disputes.remove(contradiction)
            self._learn(contradiction[1].reads)
            self.solver.add(self.meaning.negated(contradiction[1]).term)
        self.solver.push()
        self.solver.add([s.term for s in statements])
        found = self.solver.check()
        self.solver.pop()
        return found

    def _learn(self, names: Iterable[str]) -> None:
        new = set(names) - self._known
        self._known |= new
        self.solver.add(self.laws.of(new))


def _answer(checked: Any) -> bool | None:
    return {"sat": True, "unsat": False}.get(str(checked))
