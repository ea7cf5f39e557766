"""Gates that read more than whether a thing is there, and tests on answers that say there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from advisor.authoring.checks.base import Base
from advisor.authoring.checks.faults import Fault, warning
from advisor.cases.values import Scalar
from advisor.inference.compiled.program import Program
from advisor.inference.compiled.written import every_condition
from advisor.language.patterns import holds
from advisor.language.tree import OneOf, atoms_of


def faults_of_gates(base: Base) -> Iterator[Fault]:
    """Each gate on a question that is none of existence, then each test on an answer under which nothing is asked."""
    # Whoever does not know how far something is may well know that it is there. A gate on how far it is stays open
    # then, and nothing behind it is asked.
    program = base.program
    for gate in program.gates:
        entry = program.knowledge.questions[gate.question]
        for question in gate.condition.questions:
            if program.question(question).existence is None:
                message = f"It's asked by `{question}`, which asks for more than whether a thing is there."
                way = "Read a question of existence; if it's one, mark it `existence: true`, or in words why."
                yield warning(entry, ("asked_when",), "gate-reads", message, way)
    yield from _shut_off(base)


def _shut_off(base: Base) -> Iterator[Fault]:
    shut, contradictions = shut_off(base.program), base.program.knowledge.contradictions
    for written in every_condition(base.program):
        if contradictions.get(written.owner) is written.entry:
            continue  # it may be just that what follows was given otherwise
        for atom in atoms_of(written.compiled.tree):
            if not isinstance(atom, OneOf):
                continue
            for option in atom.options:
                instead = shut.get(atom.question, {}).get(option)
                if instead is not None:
                    message = f"`{atom.question}` doesn't apply where it is `{option}`: that never holds."
                    yield warning(written.entry, written.path, "shut-off", message, f"Write `{instead}`.")


def shut_off(program: Program) -> Mapping[str, Mapping[Scalar, str]]:
    """By question: its answers from which follows that it does not apply, with the test that says the same."""
    found: dict[str, dict[Scalar, str]] = {}
    for way in program.follows:
        for question, among in way.needed:
            gate = program.gate_of.get(question)
            if gate is None or among is None or len(way.needed) > 1:
                continue
            value = way.value.value
            if isinstance(value, (bool, str)) and holds(gate.condition.false, {way.question: value}):
                yes_no = f"{'' if value else 'not '}{way.question}"
                test = yes_no if isinstance(value, bool) else f"{way.question} == {value}"
                found.setdefault(question, {}).update(dict.fromkeys(among, test))
    return found
