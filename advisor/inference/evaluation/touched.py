"""Single conditions read again: their truth one by one, and which of them a changed field touches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial

from advisor.inference.compiled.program import Program
from advisor.language.intervals import Truth
from advisor.language.patterns import Facts as Fact
from advisor.language.patterns import Pattern, fields_of, holds
from advisor.language.to_python import truth_function

_READ_BEFORE_COMPILED = 40  # compiling a condition takes about as long as evaluating it that often


class ConditionEvaluator:
    """Tells the truth of single conditions; those that are read often are compiled, which takes a while."""

    def __init__(self, conditions: Iterable[tuple[Pattern, Pattern]]):
        self._conditions = tuple(conditions)
        self._reads = [0] * len(self._conditions)
        self.truth: list[Callable[[Fact], Truth]] = [
            partial(self._first_times, number) for number in range(len(self._conditions))
        ]

    def _first_times(self, number: int, fact: Fact) -> Truth:
        true, false = self._conditions[number]
        self._reads[number] += 1
        if self._reads[number] > _READ_BEFORE_COMPILED:
            truths = truth_function([(true, false)])
            self.truth[number] = lambda fact: truths(fact)[0]
        return 1 if holds(true, fact) else -1 if holds(false, fact) else 0


class Touched:
    """Which conditions read a field, by stratum, and which diagnosis each condition belongs to."""

    def __init__(self, program: Program):
        self.evaluators: list[ConditionEvaluator] = []
        self.slots: list[dict[str, tuple[int, ...]]] = []
        self.diagnosis_of: list[list[int | None]] = []
        for stratum in program.strata:
            self.evaluators.append(ConditionEvaluator((c.true, c.false) for c in stratum.conditions))
            slots_reading: dict[str, dict[int, None]] = {}
            for slot, condition in enumerate(stratum.conditions):
                for pattern in (condition.true, condition.false):
                    for name in fields_of(pattern):
                        slots_reading.setdefault(name, {})[slot] = None
            self.slots.append({name: tuple(slots) for name, slots in slots_reading.items()})
            owner: list[int | None] = [None] * len(stratum.conditions)
            for number, diagnosis in enumerate(stratum.diagnoses):
                for slot in range(diagnosis.first_slot, diagnosis.last_slot):
                    owner[slot] = number
            self.diagnosis_of.append(owner)


def read_again(
    slots: Collection[int], truth: Sequence[Callable[[Fact], Truth]], fact: Fact, truths: list[int]
) -> list[int]:
    """Put the truths of some conditions as they are in a fact among those of their stratum; which of them changed."""
    changed = []
    for slot in slots:
        value = truth[slot](fact)
        if value != truths[slot]:
            truths[slot] = value
            changed.append(slot)
    return changed
