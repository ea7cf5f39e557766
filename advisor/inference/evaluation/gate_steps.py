"""Gates in steps: those of one step read only questions whose own gates stand in earlier steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from advisor.inference.compiled.program import Program
from advisor.language.to_python import Truths, truth_function
from advisor.language.tree import Compare
from advisor.language.vocabulary import Term

ComputedTest = tuple[Compare, str, tuple[str, ...]]
"""A comparison of computed numbers, the field that holds its truth, and the questions that it reads."""


@dataclass(frozen=True)
class GateStep:
    """Gates that can be read together, and what can be decided once they are."""

    questions: tuple[str, ...]
    gates: Truths
    ranged: tuple[Term, ...]
    computed: tuple[ComputedTest, ...]


def gate_steps(program: Program, ranged: Sequence[Term], computed: Sequence[ComputedTest]) -> Iterator[GateStep]:
    """The gates in steps: those of one step read only questions whose own gates stand in earlier steps."""
    step: dict[str, int] = {}
    for gate in program.gates:
        step[gate.question] = 1 + max((step.get(q, 0) for q in gate.condition.questions), default=0)
    for number in range(max(step.values(), default=0) + 1):
        gates = [gate for gate in program.gates if step[gate.question] == number]
        yield GateStep(
            tuple(gate.question for gate in gates),
            truth_function([(gate.condition.true, gate.condition.false) for gate in gates]),
            tuple(term for term in ranged if step.get(term.id, 0) == number),
            tuple(c for c in computed if max((step.get(q, 0) for q in c[2]), default=0) == number),
        )
