"""Answers under which a condition would hold: candidates, each to be verified by assessing again."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from advisor.authoring.certainties import minimal_sets
from advisor.authoring.written import signs_of
from advisor.explaining.ground import Ground
from advisor.explaining.telling import Teller
from advisor.inference.answers import DontKnow, Exactly, Given, Range
from advisor.inference.assessing import Inferred
from advisor.inference.program import CONFIRMED, SUSPECTED, Judgement
from advisor.language.intervals import compare
from advisor.language.normal import AllOf, AnyOf, Literal, Normal, SomeOf
from advisor.language.threevalued import value_of
from advisor.language.tree import (
    Amount,
    Compare,
    Concluded,
    Constant,
    Count,
    Has,
    IsYes,
    OneOf,
    Unsure,
    WeeksUntil,
    points_of_atom,
    questions_of_atom,
)
from advisor.language.vocabulary import Kind

Answers = Mapping[str, Given]
MOST_WAYS = 8
MOST_TRIED = 60
MOST_INFERRED = 400  # so that an answer comes at once; what is found is verified in any case


class Repairer:
    """Changes answers until a condition holds, the least change first."""

    def __init__(self, ground: Ground, allowed: frozenset[str] | None = None):
        self.ground = ground
        self.allowed = allowed
        self._inferred: dict[tuple[tuple[str, Given], ...], Inferred] = {}

    def hold(self, normal: Normal, answers: Answers, depth: int = 0) -> list[Answers]:
        """Answers under which a normal form is true, at most a few."""
        teller = self.teller(answers)
        if value_of(normal, teller.view) == 1:
            return [answers]
        if depth > 8 or len(self._inferred) > MOST_INFERRED:
            return []
        if isinstance(normal, Literal):
            return list(itertools.islice(self._literal(normal, answers, depth), MOST_WAYS))
        if isinstance(normal, AllOf):
            return self._all(normal.parts, answers, depth)
        ranked = sorted(normal.parts, key=lambda part: self.distance(part, teller))
        if isinstance(normal, AnyOf):
            return [found for part in ranked for found in self.hold(part, answers, depth + 1)[:3]][:MOST_WAYS]
        return self._all(ranked[: normal.n], answers, depth)

    def found(
        self, judgement: Judgement, answers: Answers, threshold: int = CONFIRMED, depth: int = 0
    ) -> list[Answers]:
        """Answers under which a diagnosis reaches a threshold, whatever rules it out taken away."""
        conditions = self.ground.program.strata[judgement.stratum].conditions
        signs = signs_of(self.ground.program, judgement)
        teller = self.teller(answers)
        ways: list[tuple[float, int, list[Normal]]] = []
        for way in minimal_sets(signs, threshold):
            parts: list[Normal] = [
                AnyOf(tuple(w.compiled.normal for w in signs[i].levels[: level + 1])) for i, level in way
            ]
            ways.append((sum(self.distance(part, teller) for part in parts), len(ways), parts))
        results: list[Answers] = []
        for _, _, parts in sorted(ways)[:4]:
            for made in self._all(parts, answers, depth):
                freed = [made]
                for slot, _ in judgement.unless:
                    if value_of(conditions[slot].normal, self.teller(made).view) == 1:
                        freed = [f for m in freed for f in self.hold(conditions[slot].negation, m, depth + 1)[:2]]
                results += freed
            if len(results) >= MOST_WAYS:
                break
        return results[:MOST_WAYS]

    def gone(self, judgement: Judgement, answers: Answers, threshold: int = CONFIRMED, depth: int = 0) -> list[Answers]:
        """Answers under which a diagnosis is below a threshold: each sign that fired taken away."""
        made = [answers]
        conditions = self.ground.program.strata[judgement.stratum].conditions
        for sign in judgement.signs:
            for slot, _ in sign.levels:
                made = [f for m in made[:3] for f in self.hold(conditions[slot].negation, m, depth + 1)[:2]]
        return made

    def teller(self, answers: Answers) -> Teller:
        """The words of a reading, inferred once."""
        key = tuple(sorted(answers.items(), key=lambda item: item[0]))
        inferred = self._inferred.get(key)
        if inferred is None:
            inferred = self._inferred[key] = self.ground.infer(answers)
        return Teller(self.ground, inferred)

    def distance(self, normal: Normal, teller: Teller) -> float:
        """How far a normal form is from being true: sums over what must hold, the least where one is enough."""
        if isinstance(normal, Literal):
            return self._gated(normal, teller)
        parts = sorted(self.distance(part, teller) for part in normal.parts)
        if isinstance(normal, AllOf):
            return sum(parts)
        return sum(parts[: normal.n]) if isinstance(normal, SomeOf) else (parts[0] if parts else math.inf)

    def _gated(self, literal: Literal, teller: Teller) -> float:
        own = teller.distance(literal)
        gates = [q for q in questions_of_atom(literal.atom) if teller.inferred.facts.asked.get(q, 1) == -1]
        return own + sum(self.distance(self.ground.program.gate_normals[q], teller) for q in gates)

    def _all(self, parts: Sequence[Normal], answers: Answers, depth: int) -> list[Answers]:
        made: list[Answers] = [answers]
        for part in parts:
            made = [f for m in made[:4] for f in self.hold(part, m, depth + 1)[:4]]
        ends = [m for m in made if all(value_of(part, self.teller(m).view) == 1 for part in parts)]
        return ends[:MOST_WAYS]

    def _literal(self, literal: Literal, answers: Answers, depth: int) -> Iterator[Answers]:
        starts = [answers]
        for question in questions_of_atom(literal.atom):
            if self.teller(answers).inferred.facts.asked.get(question, 1) != 1 and question not in answers:
                gate = self.ground.program.gate_normals[question]
                starts = [f for s in starts for f in self.hold(gate, s, depth + 1)[:2]]
        for start in starts:
            if value_of(literal, self.teller(start).view) == 1:
                yield start
            elif isinstance(literal.atom, Concluded):
                yield from self._concluded(literal.atom, literal.positive, start, depth)
            else:
                for made in self._tried(literal, start):
                    if len(self._inferred) > MOST_INFERRED:
                        return
                    if value_of(literal, self.teller(made).view) == 1:
                        yield made

    def _concluded(self, atom: Concluded, positive: bool, answers: Answers, depth: int) -> list[Answers]:
        judgement = self.ground.program.judgements[atom.diagnosis]
        threshold = CONFIRMED if atom.how == "diagnosed" else SUSPECTED
        reach = self.found if positive else self.gone
        return reach(judgement, answers, threshold, depth + 1)

    def _tried(self, literal: Literal, answers: Answers) -> Iterator[Answers]:
        """The answers with one question answered in another way."""
        atom = literal.atom
        asked = dict.fromkeys(questions_of_atom(atom))
        if points_of_atom(atom):
            asked = dict.fromkeys((*asked, *self._of_timeline(literal, answers)))
        tried = 0
        for question in asked:
            if self.allowed is not None and question not in self.allowed:
                continue
            for given in self._values(question, literal, answers.get(question)):
                tried += 1
                if tried > MOST_TRIED:
                    return
                yield {**answers, question: given}

    def _of_timeline(self, literal: Literal, answers: Answers) -> list[str]:
        """The questions that the timeline reads: those it waits for first, then where the work stands."""
        counsel = self.ground.counsel
        if counsel is None:
            return []
        waits = self.teller(answers).inferred.facts.points.waits_for
        missing = [q for p in points_of_atom(literal.atom) for q in waits.get(p, ())]
        model = counsel.bridge.model
        return [*missing, model.need_by, model.work_left, model.share_percent, model.stands]

    def _values(self, question: str, literal: Literal, now: Given | None) -> Iterator[Given]:
        """Other answers to a question, the nearest first."""
        asked = self.ground.program.question(question)
        atom = literal.atom
        if isinstance(atom, Unsure) and literal.positive:
            yield DontKnow()
        elif asked.type is Kind.YES_NO:
            yield from (Exactly(literal.positive if isinstance(atom, IsYes) else value) for value in (True, False))
        elif asked.type is Kind.CHOICE:
            options = [o.id for o in asked.options]
            wanted = [o for o in options if not isinstance(atom, OneOf) or (o in atom.options) is literal.positive]
            yield from map(Exactly, wanted)
        elif asked.type is Kind.CHOICES:
            yield from self._lists(question, literal, now)
        elif asked.type is Kind.DATE:
            yield from self._days(atom, now)
        elif asked.type.numeric:
            yield from self._numbers(question, atom, now)

    def _lists(self, question: str, literal: Literal, now: Given | None) -> Iterator[Given]:
        options = [o.id for o in self.ground.program.question(question).options]
        value = now.value if isinstance(now, Exactly) and isinstance(now.value, tuple) else ()
        atom = literal.atom
        if isinstance(atom, Has):
            kept = {*value, atom.option} if literal.positive else {*value} - {atom.option}
            yield Exactly(tuple(o for o in options if o in kept))
            return
        others = [o for o in options if o not in value]
        for size in sorted(range(len(options) + 1), key=lambda n: abs(n - len(value))):
            kept = {*value[:size], *others[: max(0, size - len(value))]}
            yield Exactly(tuple(o for o in options if o in kept))

    def _days(self, atom: object, now: Given | None) -> Iterator[Given]:
        as_of = self.ground.case.as_of
        if isinstance(atom, Compare) and isinstance(atom.left, WeeksUntil) and isinstance(atom.right, Constant):
            for days in (math.floor(atom.right.value * 7), math.ceil(atom.right.value * 7)):
                yield from (Exactly(as_of + timedelta(days=days + more)) for more in (0, -1, 1))
            return
        start = now.value if isinstance(now, Exactly) and isinstance(now.value, date) else as_of
        for weeks in (2, -2, 4, -4, 8, -8, 13, 26, 52):
            yield Exactly(start + timedelta(weeks=weeks))

    def _numbers(self, question: str, atom: object, now: Given | None) -> Iterator[Given]:
        term = self.ground.program.vocabulary.terms[question]
        whole = term.kind is Kind.WHOLE
        value = _middle(now)
        near: list[float] = []
        if isinstance(atom, Compare) and isinstance(atom.right, Constant) and isinstance(atom.left, (Amount, Count)):
            c = atom.right.value
            near = [c, math.floor(c) + 1.0, math.ceil(c) - 1.0] if whole else [c, c + 0.5, c - 0.5]
            near = [n for n in near if compare((n, n), atom.op, (c, c)) == 1] or near
        else:
            base = value if value is not None else max(term.low, 1.0)
            near = [base * f for f in (0.75, 1.5, 0.5, 2.0, 0.25, 3.0)] + [base + 1, base - 1, 0.0, 25.0, 50.0, 100.0]
        for number in dict.fromkeys(float(round(n)) if whole else round(n, 1) for n in near):
            if term.low <= number <= term.high and number != value:
                yield Exactly(int(number) if number == int(number) else number)


def _middle(given: Given | None) -> float | None:
    if isinstance(given, Exactly) and isinstance(given.value, (int, float)) and not isinstance(given.value, bool):
        return float(given.value)
    if isinstance(given, Range) and isinstance(given.low, (int, float)) and isinstance(given.high, (int, float)):
        return (given.low + given.high) / 2
    return None
