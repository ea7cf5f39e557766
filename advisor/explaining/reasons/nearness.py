"""How near something is to being so: sums over what must hold, the least where one of several is enough.

Diagnoses that a condition asks about are looked into, so that every step towards one of their signs counts.

A search for changes needs to know whether it comes nearer while nothing is reached yet. Truth does not tell (it is
false all the way), so each failing test says how far it is off, 0 to 1, and the parts of a condition add up as the
normal form says: all of them, the nearest one, the n nearest ones (the heuristic of planners that add up the costs of
open goals: Bonet and Geffner, 2001). It is a guide only: it counts a test twice that stands in two places, and may rate
a way near that cannot be gone. So nothing is concluded from it; what is told was assessed again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache

from advisor.explaining.telling import TestWording
from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.program import CONFIRMED, SUSPECTED, Program
from advisor.inference.compiled.written import signs_of
from advisor.inference.minimal_sets import minimal_sets
from advisor.language.kleene import value_of
from advisor.language.normal import AllOf, AnyOf, Normal, SignedAtom, SomeOf
from advisor.language.tree import Atom, Concluded, atoms_of, points_of_atom, questions_of_atom


class Nearness:
    """Distances in one program; 0 where something holds, about 1 for each test that fails."""

    def __init__(self, program: Program):
        self.program = program
        self.ways = cache(self._ways)
        self.read_by = cache(_read_by)
        self.rests_on = cache(self._rests_on)
        # Kept by everything that the distance rests on, so valid for all sets of changes that one search tries; it and
        # all the memos here end with the search. `_known` holds one set of changes only, `_kept` keeps their trees
        # alive because their ids are its keys.
        self._remembered: dict[object, float] = {}
        self._kept: list[Normal] = []
        self._known: tuple[TestWording | None, dict[object, float]] = (None, {})

    def of(self, normal: Normal, test_wording: TestWording) -> float:
        """How far a normal form is from being true: 0 where it is, about 1 for each test that fails."""
        known = self._known_of(test_wording)
        found = known.get(id(normal))
        if found is None:
            found = known[id(normal)] = self._of(normal, test_wording)
            self._kept.append(normal)  # while it is kept no other has its id
        return found

    def of_diagnosis(self, diagnosis: str, threshold: int, test_wording: TestWording) -> float:
        """How far a diagnosis is from a threshold of certainty (in ten-thousandths), with nothing that rules it out."""
        answers = test_wording.inferred.facts.answers
        rests_on = self.rests_on(diagnosis)
        known = self._known_of(test_wording) if rests_on is None else self._remembered
        key = (diagnosis, threshold, *map(answers.get, rests_on or ()))
        found = known.get(key)
        if found is None:
            ways = self.ways(diagnosis, threshold)
            least = min((sum(self.of(part, test_wording) for part in way) for way in ways), default=math.inf)
            compiled = self.program.diagnoses[diagnosis]
            unless = sum(
                self.of(self._condition(diagnosis, slot).negation, test_wording) for slot, _ in compiled.unless
            )
            found = known[key] = least + unless
        return found

    def _rests_on(self, diagnosis: str) -> tuple[str, ...] | None:
        """The questions that a diagnosis rests on; None where it rests on the timeline or on other diagnoses too."""
        compiled = self.program.diagnoses[diagnosis]
        conditions = self.program.strata[compiled.stratum].conditions[compiled.first_slot : compiled.last_slot]
        if any(c.conclusions or any(map(points_of_atom, atoms_of(c.tree))) for c in conditions):
            return None
        found = dict.fromkeys(question for c in conditions for question in c.questions)
        size = 0
        while size < len(found):
            size = len(found)
            found.update(self._gating(tuple(found)))
        return tuple(found)

    def _gating(self, questions: Iterable[str]) -> dict[str, None]:
        """The questions that decide whether these are asked."""
        gates = [self.program.gate_of[q] for q in questions if q in self.program.gate_of]
        return dict.fromkeys(question for gate in gates for question in gate.condition.questions)

    def _known_of(self, test_wording: TestWording) -> dict[object, float]:
        """What is known of one resolution; the one before is forgotten."""
        if self._known[0] is not test_wording:
            self._known = (test_wording, {})
        return self._known[1]

    def _of(self, normal: Normal, test_wording: TestWording) -> float:
        if isinstance(normal, SignedAtom):
            return self._of_literal(normal, test_wording)
        parts = sorted(self.of(part, test_wording) for part in normal.parts)
        if isinstance(normal, AllOf):
            return sum(parts)
        return sum(parts[: normal.n]) if isinstance(normal, SomeOf) else (parts[0] if parts else math.inf)

    def _ways(self, diagnosis: str, threshold: int) -> Sequence[Sequence[Normal]]:
        """The minimal sets of signs that reach a threshold, each sign as what must hold for it."""
        signs = signs_of(self.program, self.program.diagnoses[diagnosis])
        parts = {
            (i, level): AnyOf(tuple(w.compiled.normal for w in sign.levels[: level + 1]))
            for i, sign in enumerate(signs)
            for level in range(len(sign.levels))
        }
        return [
            [parts[member] for member in way] for way in minimal_sets([sign.certainties for sign in signs], threshold)
        ]

    def _of_literal(self, literal: SignedAtom, test_wording: TestWording) -> float:
        atom = literal.atom
        if isinstance(atom, Concluded):
            return test_wording.distance(literal) and self._of_conclusion(atom, literal.positive, test_wording)
        questions, plain = self.read_by(atom)
        facts = test_wording.inferred.facts
        asked = [facts.asked.get(question, 1) for question in questions]
        if not plain:
            own = test_wording.distance(literal)
        else:
            key = (literal, *asked, *map(facts.answers.get, questions))
            remembered = self._remembered.get(key)
            own = self._remembered[key] = test_wording.distance(literal) if remembered is None else remembered
        gates = [q for q, value in zip(questions, asked) if value == -1]
        return own + sum(self.of(self.program.gate_normals[q], test_wording) for q in gates)

    def _of_conclusion(self, atom: Concluded, positive: bool, test_wording: TestWording) -> float:
        if positive:
            return self.of_diagnosis(atom.diagnosis, CONFIRMED if atom.how == "diagnosed" else SUSPECTED, test_wording)
        diagnosis, verdict = self.program.diagnoses[atom.diagnosis], test_wording.inferred.verdicts[atom.diagnosis]
        return sum(
            min(1.0, self.of(self._condition(diagnosis.id, slot).negation, test_wording))
            for sign, (truth, level) in zip(diagnosis.signs, verdict.signs)
            if truth == 1
            for slot, _ in sign.levels[level : level + 1]
        )

    # ---- which questions move it -----------------------------------------------------------------------

    def movers(self, normals: Iterable[Normal], test_wording: TestWording) -> set[str]:
        """The questions of all tests that fail, with those that keep these from being asked."""
        found: set[str] = set()
        waiting, seen = [*normals], set[int]()
        while waiting:
            normal = waiting.pop()
            if id(normal) in seen or value_of(normal, test_wording.view) == 1:
                continue
            seen.add(id(normal))
            if not isinstance(normal, SignedAtom):
                waiting += normal.parts
            elif isinstance(normal.atom, Concluded):
                waiting += self.looked_into(normal.atom, normal.positive, test_wording)
            else:
                found.update(questions_of_atom(normal.atom))
                found.update(self._of_timeline(normal.atom, test_wording))
        waiting_for = [*found]
        while waiting_for:
            gate = self.program.gate_of.get(waiting_for.pop())
            if gate is not None and value_of(gate.condition.normal, test_wording.view) != 1:
                new = [q for q in gate.condition.questions if q not in found]
                found.update(new)
                waiting_for += new
        return found

    def looked_into(self, atom: Concluded, positive: bool, test_wording: TestWording) -> list[Normal]:
        """What must hold for a conclusion, or against it: signs and nothing that rules it out, or what fired undone."""
        diagnosis, verdict = self.program.diagnoses[atom.diagnosis], test_wording.inferred.verdicts[atom.diagnosis]
        unless = [self._condition(diagnosis.id, slot) for slot, _ in diagnosis.unless]
        if positive:
            signs = [self._condition(diagnosis.id, slot).normal for sign in diagnosis.signs for slot, _ in sign.levels]
            return [*signs, *(condition.negation for condition in unless)]
        fired = [
            self._condition(diagnosis.id, slot).negation
            for sign, (truth, _) in zip(diagnosis.signs, verdict.signs)
            if truth == 1
            for slot, _ in sign.levels
        ]
        return [*fired, *(condition.normal for condition in unless)]

    def _of_timeline(self, atom: Atom, test_wording: TestWording) -> tuple[str, ...]:
        """What a number of the timeline waits for, and what moves it most: the date, the work, and where it stands."""
        points, timeline = points_of_atom(atom), self.program.knowledge.timeline
        if not points or timeline is None:
            return ()
        waits = test_wording.inferred.facts.points.waits_for
        model = timeline.model
        most = (model.need_by, model.work_left, model.share_percent, model.stands)
        return (*(q for point in points for q in waits.get(point, ())), *most)

    def _condition(self, diagnosis: str, slot: int) -> Compiled:
        return self.program.strata[self.program.diagnoses[diagnosis].stratum].conditions[slot]


def _read_by(atom: Atom) -> tuple[tuple[str, ...], bool]:
    """The questions of a test, and whether nothing else is read by it."""
    return questions_of_atom(atom), not points_of_atom(atom)
