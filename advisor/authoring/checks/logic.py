"""Faults of logic: signs that cannot hold or are counted twice, levels and verdicts out of reach."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from advisor.authoring.checks.base import Base
from advisor.authoring.checks.confirming import faults_of_confirming
from advisor.authoring.checks.faults import Fault, fault
from advisor.authoring.conditions.reasons import never
from advisor.inference.certainty import sign_value
from advisor.inference.compiled.program import CompiledDiagnosis
from advisor.inference.compiled.written import Written, WrittenSign, every_condition
from advisor.language.intervals import Truth


def faults_of_logic(base: Base) -> Iterator[Fault]:
    """All faults of all diagnoses, and conditions anywhere that can never hold."""
    for diagnosis in base.program.diagnoses.values():
        if base.scope.covers(diagnosis.entry):
            yield from _Diagnosis(base, diagnosis).faults()
    for written in every_condition(base.program):
        if base.scope.covers(written.entry) and written.part in ("contradiction", "gate", "late"):
            yield from _never(base, written)


class _Diagnosis:
    """Looks for the faults of one diagnosis."""

    # Every question to the solver is "can this be?", and a fault is told only where the answer is a certain no: where
    # the solver gives up in time (None) the author is left in peace. Examples are asked first. An example that shows
    # it is proof enough, costs nothing, and leaves the solver the few questions that matter.

    def __init__(self, base: Base, diagnosis: CompiledDiagnosis):
        self.base = base
        self.diagnosis = diagnosis
        self.worlds = base.complete
        self.meaning = self.worlds.meaning
        self.certainties = self.meaning.certainties(diagnosis.id)
        self.signs = self.certainties.signs

    def faults(self) -> Iterator[Fault]:
        dead: list[WrittenSign] = []
        trivial: list[WrittenSign] = []
        for sign in self.signs:
            unreachable, always = list(self._unreachable(sign)), list(self._always(sign))
            if any(found.problem.code == "never-holds" for found in unreachable):
                dead.append(sign)
            elif always:
                trivial.append(sign)
            yield from unreachable or always
        for written in self.certainties.unless:
            if not self._seen(written):
                yield from _never(self.base, written)
        yield from self._implied([sign for sign in self.signs if sign not in dead and sign not in trivial])
        sets = self.base.confirming(self.diagnosis.id)
        yield from faults_of_confirming(self.diagnosis, sets, [sign.id for sign in dead])

    def _sign(self, sign: WrittenSign, truths: Sequence[int]) -> tuple[Truth, int]:
        """The truth of a sign, and the level that counts."""
        return sign_value(self.diagnosis.signs[sign.index], truths, self.diagnosis.first_slot)[:2]

    def _unreachable(self, sign: WrittenSign) -> Iterator[Fault]:
        """The sign, if no level can hold; else each level that never counts."""
        unreached = [level for level in range(len(sign.levels)) if not self._reached(sign, level)]
        if len(unreached) == len(sign.levels):
            yield from _never(self.base, sign.levels[0], f"`{sign.id}` can never hold.")
            return
        for level in unreached:
            written = sign.levels[level]
            holds = self.worlds.can_be(self.meaning.pattern(written.compiled.true)) is not False
            reason = "whenever it holds, a stronger level holds too" if holds else "it can never hold"
            message = f"Level {level + 1} of `{sign.id}` can never be reached: {reason}."
            yield fault(written.entry, written.path, "level-never-reached", message, "Change it, or leave it out.")

    def _reached(self, sign: WrittenSign, level: int) -> bool:
        if self.base.shown_by_example(self.diagnosis.id, lambda truths: self._sign(sign, truths) == (1, level)):
            return True
        stronger = [self.meaning.negated(self.meaning.pattern(w.compiled.true)) for w in sign.levels[:level]]
        return self.worlds.can_be(self.meaning.pattern(sign.levels[level].compiled.true), *stronger) is not False

    def _always(self, sign: WrittenSign) -> Iterator[Fault]:
        """The sign, if every company has it."""
        if self.base.shown_by_example(self.diagnosis.id, lambda truths: self._sign(sign, truths)[0] == -1):
            return
        holds = self.certainties.lends(sign.index, len(sign.levels) - 1)
        if self.worlds.can_be(self.meaning.negated(holds)) is False:
            written = sign.levels[-1]
            message = f"`{sign.id}` holds in every company, so it tells nothing."
            way = "Let it test something that some companies lack, or leave the sign out."
            yield fault(written.entry, written.path, "always-holds", message, way)

    def _seen(self, written: Written) -> bool:
        """Whether an example shows the condition to be true."""
        return self.base.shown_by_example(self.diagnosis.id, lambda truths: truths[written.slot] == 1)

    def _implied(self, signs: Sequence[WrittenSign]) -> Iterator[Fault]:
        """Each sign that another one contains."""
        # Certainties add up as if signs were independent (Shortliffe and Buchanan, 1975). Of two signs of which one
        # implies the other, one fact would count twice. Where each implies the other, the pair is told once.
        reported: set[tuple[int, int]] = set()
        for sign, other in itertools.permutations(signs, 2):
            if (other.index, sign.index) in reported or not self._implies(sign, other):
                continue
            reported.add((sign.index, other.index))
            written = sign.levels[0]
            yield fault(
                written.entry,
                written.path,
                "implied",
                f"Whenever `{sign.id}` holds, `{other.id}` holds too, so one fact counts twice.",
                f"Leave `{sign.id}` out, make the two levels of one sign, or let each stand on facts of its own.",
            )

    def _implies(self, sign: WrittenSign, other: WrittenSign) -> bool:
        def apart(truths: Sequence[int]) -> bool:
            return self._sign(sign, truths)[0] == 1 and self._sign(other, truths)[0] == -1

        if self.base.shown_by_example(self.diagnosis.id, apart):
            return False
        holds = self.certainties.lends(sign.index, len(sign.levels) - 1)
        without = self.meaning.negated(self.certainties.lends(other.index, len(other.levels) - 1))
        return self.worlds.can_be(holds, without) is False


def _never(base: Base, written: Written, message: str | None = None) -> Iterator[Fault]:
    """The condition, if no case makes it true."""
    holds = base.complete.meaning.pattern(written.compiled.true)
    disputing = written.part == "contradiction"
    if base.complete.can_be(holds, contradictory=disputing) is not False:
        return
    if written.part == "late" and written.path[-1] == "title" and written.owner in base.knowledge.fixes:
        return  # a fix without a condition of its own is offered where its sign holds, which is told there
    of_owner = written.part in ("late", "gate")
    name = f"`{written.owner}`" if of_owner or not written.name else f"`{written.name}`"
    fact, way = never(base.complete, written.compiled.text)
    if fact is not None:  # told once, where it stands
        if fact not in base.never:
            base.never.add(fact)
            message = f"The derived fact `{fact}` can never hold."
            yield fault(base.knowledge.facts[fact], ("when",), "never-holds", message, way)
        return
    if not disputing and base.complete.can_be(holds, contradictory=True):
        way = "Its answers contradict each other: in every reading of such a case one of them is left out."
    else:
        gates = [q for q in written.compiled.questions if q in base.program.gate_of]
        asked = [f"`{q}` is asked when `{base.program.gate_of[q].condition.text.strip()}`" for q in gates]
        note = ("Note that " + ", and ".join(dict.fromkeys(asked)) + ".") if asked else None
        way = " ".join(filter(None, (way, note))) or "Let it test something that can be so."
    yield fault(written.entry, written.path, "never-holds", message or f"The condition of {name} can never hold.", way)
