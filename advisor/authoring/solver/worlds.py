"""Asks the solver for a world: is there a case in which all of some statements hold?

A world in which a contradiction shows does not count: in every reading of such a case a disputed answer is left out,
so the rules never see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from advisor.authoring.solver.meaning import Formula, Meaning
from advisor.authoring.solver.smt import Term
from advisor.authoring.solver.subjects import AS_OF
from advisor.inference.compiled.program import Program
from advisor.language.vocabulary import Kind

PATIENCE = 10_000  # milliseconds for one question to the solver
Absence = Literal["none", "not told in time"]


@dataclass(frozen=True)
class World:
    """A case that the solver found, as the answers of a case file."""

    given: Mapping[str, Any]


class Worlds:
    """The cases of one kind that a program admits."""

    def __init__(self, program: Program, *, complete: bool):
        self.program = program
        self.meaning = Meaning(program, complete=complete)
        self._disputes = [
            (frozenset(d.condition.questions), self.meaning.pattern(d.condition.true)) for d in program.contradictions
        ]
        self._standing = (_Standing(self.meaning, self._disputes), _Standing(self.meaning, []))

    def can_be(self, *statements: Formula, contradictory: bool = False) -> bool | None:
        """Whether there is a world in which all statements hold; None where the solver cannot tell in time."""
        reads = frozenset().union(*(s.reads for s in statements))
        found = _answer(self._standing[contradictory].check(statements, reads))
        return found if found is not None else _answer(self._solver(statements, contradictory).check())

    def find(self, *statements: Formula, contradictory: bool = False) -> World | Absence:
        """A world in which all statements hold, or why there is none."""
        return self._world(self._solver(statements, contradictory), statements)

    def find_each(self, statements: Sequence[Formula], further: Iterable[Formula]) -> Iterator[World | Absence]:
        """The same with each of some further statements in turn, which read nothing else."""
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
        names = frozenset().union(*(s.reads for s in statements))
        return World(dict(self._answers(solver.model(), names)))

    def _solver(self, statements: Iterable[Formula], contradictory: bool) -> Any:
        parts = list(statements)
        reads = frozenset().union(*(p.reads for p in parts))
        solver = self.meaning.z3.Solver()
        solver.set("timeout", PATIENCE)
        terms: list[Term] = [p.term for p in parts]
        if not contradictory:
            for questions, formula in self._disputes:
                if questions <= reads:
                    terms.append(self.meaning.negated(formula).term)
                    reads |= formula.reads
        solver.add(self.meaning.laws(reads) + terms)
        return solver

    def _answers(self, model: Any, names: Iterable[str]) -> Iterable[tuple[str, Any]]:
        """What the model says of each question, in the questionnaire's order; only what applies and was answered."""
        order = {id: i for i, id in enumerate(self.program.knowledge.questions)}
        for name in sorted((n for n in names if n in order), key=order.__getitem__):
            if not self._holds(model, self.meaning.given(name).term):
                continue
            if self._holds(model, self.meaning.unsure(name).term):
                yield name, {"unsure": True}
            else:
                yield name, self._value(model, name)

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
        return whole if question.kind is Kind.WHOLE else (AS_OF + timedelta(whole)).isoformat()

    def _holds(self, model: Any, term: Term) -> bool:
        return bool(self.meaning.z3.is_true(model.eval(term, model_completion=True)))


class _Standing:
    """A solver that keeps what it was told of the questions, which makes many small questions to it fast."""

    def __init__(self, meaning: Meaning, contradictions: Sequence[tuple[frozenset[str], Formula]]):
        self.meaning = meaning
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
        self.solver.add(self.meaning.laws(new))


def _answer(checked: Any) -> bool | None:
    return {"sat": True, "unsat": False}.get(str(checked))
