"""What an answer touches: the diagnoses and the timeline that can change when it changes.

Two actions that share nothing of this cannot change each other's worth, so only what an action touched is
measured again.

Everything here is read off the conditions as written, once for a program, and errs on the side of more: a question
touches what reads it, what its gate lets be asked, and all diagnoses concluded from what reads it, at any distance.
Whether it really changes one in a given case is for measuring to say. If something were missing here, a plan would go
on with a worth that is no longer so, and a bound (`Planner._at_most`) could lie below the worth itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.program import Program
from advisor.language.tree import atoms_of, points_of_atom, questions_of

if TYPE_CHECKING:
    from advisor.knowledge.planmodels import Action

TIMELINE = "(timeline)"
WHOLE = -1
Part = tuple[str, int]
"""A diagnosis (or the timeline) and the number of one of its signs, or WHOLE."""


class EffectIndex:
    """For one program and the questions and figures that its timeline reads."""

    def __init__(self, program: Program, timeline_questions: frozenset[str]):
        self.program = program
        self.timeline_questions = timeline_questions
        self.fixes: dict[str, Action] = {
            action: entry.model for action, entry in program.knowledge.actions.items() if entry.model.kind == "fix"
        }
        # Kept for the life of the program; at most one entry for each fix of the packs.
        self._touched: dict[str, frozenset[str]] = {}
        self._reached: dict[str, frozenset[Part]] = {}
        self._needed: dict[str, frozenset[str]] = {}
        self._rested_on: dict[str, frozenset[str]] = {}

    def touched(self, fix: str) -> frozenset[str]:
        """What a fix by itself touches: questions, diagnoses, and TIMELINE."""
        found = self._touched.get(fix)
        if found is None:
            action = self.fixes[fix]
            questions = [c.question for c in action.changes if c.question is not None]
            found = self.of_action(questions, action.cures, any(c.figure for c in action.changes))
            self._touched[fix] = found
        return found

    def reached(self, fix: str) -> frozenset[Part]:
        """The signs of diagnoses that a fix can change together with all that must come before it."""
        found = self._reached.get(fix)
        if found is None:
            action = self.fixes[fix]
            reads = {c.question for c in action.changes if c.question is not None}
            if TIMELINE in self.touched(fix):
                reads.add(TIMELINE)
            parts = {part for name in reads for part in self._signs_that_read.get(name, ())}
            parts |= {(diagnosis, WHOLE) for diagnosis in action.cures}
            parts |= {(above, WHOLE) for diagnosis, _ in parts for above in self._resting_on.get(diagnosis, ())}
            if TIMELINE in reads:
                parts.add((TIMELINE, WHOLE))
            found = self._reached[fix] = frozenset(parts).union(*map(self.reached, self._needs(fix)))
        return found

    @cached_property
    def reaching(self) -> Mapping[str, tuple[str, ...]]:
        """For each diagnosis the fixes that can change it, in the order of the packs."""
        found: dict[str, dict[str, None]] = {}
        for fix in self.fixes:
            for diagnosis, _ in self.reached(fix):
                found.setdefault(diagnosis, {})[fix] = None
        return {diagnosis: tuple(fixes) for diagnosis, fixes in found.items()}

    def rests_on(self, fix: str) -> frozenset[str]:
        """What can change the worth of a fix: what it reaches, and what its conditions and those before it read."""
        found = self._rested_on.get(fix)
        if found is None:
            found = self.touched(fix).union(*map(self.rests_on, self._needs(fix)))
            for late in (self.program.late.offered.get(fix), self.program.late.withheld.get(fix)):
                if late is not None:
                    found |= self.of_condition(late.condition)
            self._rested_on[fix] = found
        return found

    def needs(self, fix: str) -> frozenset[str]:
        """The fixes that must come before one, at any distance."""
        found = self._needed.get(fix)
        if found is None:
            own = self._needs(fix)
            found = self._needed[fix] = frozenset(own).union(*map(self.needs, own))
        return found

    def _needs(self, fix: str) -> list[str]:
        return [need for need in self.fixes[fix].after if need in self.fixes]

    def of_action(self, questions: Iterable[str], cures: Iterable[str], figures: bool) -> frozenset[str]:
        """The questions, the diagnoses and the mark of the timeline that an action touches."""
        found: set[str] = set()
        for question in questions:
            found |= {question} | self.of_question.get(question, frozenset())
        for diagnosis in cures:
            found |= {diagnosis} | self._resting_on.get(diagnosis, frozenset())
        return frozenset(found | (self._on_timeline if figures else set()))

    def of_condition(self, condition: Compiled) -> frozenset[str]:
        """What a condition rests on: questions and those above them, diagnoses, the timeline."""
        found = self._questions(condition) | {c.diagnosis for c in condition.conclusions}
        if any(points_of_atom(atom) for atom in atoms_of(condition.tree)):
            found |= {TIMELINE}
        return frozenset(found)

    @cached_property
    def of_question(self) -> Mapping[str, frozenset[str]]:
        """The diagnoses (and the timeline) that rest on each question, through gates and other diagnoses too."""
        direct: dict[str, set[str]] = {}
        for diagnosis in self.program.diagnoses:
            for condition in self._conditions(diagnosis):
                for question in self._questions(condition):
                    direct.setdefault(question, set()).add(diagnosis)
                    direct[question] |= self._resting_on.get(diagnosis, frozenset())
        for question in self.timeline_questions:
            for touched in (question, *self._above(question)):
                direct.setdefault(touched, set()).update(self._on_timeline)
        return {question: frozenset(ids) for question, ids in direct.items()}

    @cached_property
    def _on_timeline(self) -> frozenset[str]:
        """The timeline itself and the diagnoses that read its numbers."""
        ids = {
            diagnosis
            for diagnosis in self.program.diagnoses
            for c in self._conditions(diagnosis)
            if any(points_of_atom(atom) for atom in atoms_of(c.tree))
        }
        further = {other for diagnosis in ids for other in self._resting_on.get(diagnosis, frozenset())}
        return frozenset(ids | further | {TIMELINE})

    @cached_property
    def _resting_on(self) -> Mapping[str, frozenset[str]]:
        """The diagnoses that are concluded from each diagnosis, at any distance."""
        found: dict[str, set[str]] = {}
        for stratum in reversed(self.program.strata):
            for diagnosis in stratum.diagnoses:
                for condition in self._conditions(diagnosis.id):
                    for conclusion in condition.conclusions:
                        above = found.setdefault(conclusion.diagnosis, set())
                        above |= {diagnosis.id} | found.get(diagnosis.id, set())
        return {diagnosis: frozenset(ids) for diagnosis, ids in found.items()}

    @cached_property
    def _signs_that_read(self) -> Mapping[str, frozenset[Part]]:
        """For each question, and for the timeline, the signs that read it, through gates too."""
        found: dict[str, set[Part]] = {}
        for diagnosis, compiled in self.program.diagnoses.items():
            sign_of = {slot: number for number, sign in enumerate(compiled.signs) for slot, _ in sign.levels}
            for slot, condition in enumerate(self._conditions(diagnosis), start=compiled.first_slot):
                for name in self.of_condition(condition):
                    found.setdefault(name, set()).add((diagnosis, sign_of.get(slot, WHOLE)))
        return {name: frozenset(parts) for name, parts in found.items()}

    def _conditions(self, diagnosis: str) -> tuple[Compiled, ...]:
        compiled = self.program.diagnoses[diagnosis]
        return self.program.strata[compiled.stratum].conditions[compiled.first_slot : compiled.last_slot]

    def _questions(self, condition: Compiled) -> set[str]:
        found: set[str] = set()
        for question in condition.questions:
            found |= {question, *self._above(question)}
        return found

    def _above(self, question: str) -> set[str]:
        """The questions that decide whether a question is asked."""
        found: set[str] = set()
        waiting = [question]
        while waiting:
            gate = self.program.gate_of.get(waiting.pop())
            for above in questions_of(gate.condition.tree) if gate else ():
                if above not in found:
                    found.add(above)
                    waiting.append(above)
        return found
