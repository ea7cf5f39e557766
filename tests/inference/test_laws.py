"""Laws of inference over generated packs and the shipped one (design, section 5).

A counterexample is settled by the design; nothing here says how anything is computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pack_strategies import AS_OF, Plan, given_in, some_answers, some_packs
from reference import Completions, decided, plain_reading

from advisor.inference import durable
from advisor.inference.assessing import Assessor, Inferred
from advisor.inference.compiling import compile_program
from advisor.inference.conditions import Compiled
from advisor.inference.engines import DurableEngine, Engine, PythonEngine
from advisor.inference.program import Program
from advisor.language.patterns import Value, holds
from advisor.language.threevalued import value_of
from advisor.language.tree import Compare

ENGINES = [PythonEngine, *([DurableEngine] if durable.available() else [])]


@dataclass(frozen=True)
class Made:
    """A generated pack, compiled, with both engines."""

    plan: Plan
    program: Program
    engines: tuple[Engine, ...]

    @property
    def assessor(self) -> Assessor:
        return Assessor(self.program, self.engines[0])


def made(plan: Plan) -> Made:
    program = compile_program(plan.knowledge())
    return Made(plan, program, tuple(engine(program) for engine in ENGINES))


def is_plain(condition: Compiled) -> bool:
    """Whether no comparison is computed; a computed one counts as an atom of its own."""
    return not any(isinstance(atom, Compare) for v in condition.space.variables if v.question is None for atom in v.atoms)


def read_conditions(inferred: Inferred, program: Program) -> Iterator[tuple[Compiled, int, dict[str, Value]]]:
    """Every condition of every stratum, what the engine said of it, and the fact that it was read from."""
    for stratum, truths in zip(program.strata, inferred.shown):
        fact = {**inferred.facts.fact, **inferred.conclusions}
        yield from ((condition, truth, fact) for condition, truth in zip(stratum.conditions, truths))


@given(st.data())
def test_a_condition_is_decided_exactly_where_all_completions_agree(data: st.DataObject) -> None:
    """Kleene's value where it is decided; else decided just where every region of what is open gives one value."""
    pack = made(data.draw(some_packs(contradictions=0, computed=False, diagnoses=2, questions=4, leaves=5)))
    program = pack.program
    tables: dict[object, Completions] = {}
    for _ in range(3):
        raw = data.draw(some_answers(program.knowledge))
        inferred = pack.assessor.infer(given_in(program.knowledge, raw), AS_OF)
        facts = inferred.facts
        for gate in program.gates:
            if Completions.few_enough(program, gate.condition.normal):
                values = Completions(program, gate.condition.normal).values(facts)
                value = decided(values)
                if values:
                    assert facts.asked[gate.question] == (value or int(gate.question in facts.answers)), gate.question
        view = plain_reading(program, facts.answers, inferred.conclusions)
        for condition, truth, _ in read_conditions(inferred, program):
            if not Completions.few_enough(program, condition.normal):
                continue
            values = Completions(program, condition.normal, inferred.conclusions).values(facts)
            if values:
                assert truth == decided(values), condition.text
                assert value_of(condition.normal, view) in (0, truth), condition.text
