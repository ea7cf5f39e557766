"""Examples of a diagnosis or a contradiction, worked out by the solver near the thresholds of what it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from advisor.authoring.examples.boundaries import wrapped_mapping
from advisor.authoring.examples.reading import read_example
from advisor.authoring.solver.formulas import Formula
from advisor.authoring.solver.worlds import World, Worlds
from advisor.engines.python import PythonEngine
from advisor.inference.assessor import Assessor
from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.program import CONFIRMED, SUSPECTED, Program
from advisor.language.fields import is_plain
from advisor.language.tree import Compare, atoms_of, questions_of_atom


@dataclass(frozen=True)
class WorkedExample:
    """One example: its answers, and what comes out of them."""

    name: str
    given: dict[str, Any]
    expect: str
    near_miss: bool = False


def worked_examples(program: Program, worlds: Worlds, diagnosis: str) -> list[WorkedExample]:
    """One that confirms, one without any sign, and one in which nothing is said; what no case can show is left out.

    `worlds` are those in which all that applies is answered.
    """
    certainties = worlds.meaning.certainties(diagnosis)
    compiled = program.diagnoses[diagnosis]
    conditions = program.strata[compiled.stratum].conditions[compiled.first_slot : compiled.last_slot]
    status = partial(_status, program, diagnosis)
    told = [WorkedExample("nothing was said", {}, status({}))]
    confirming = [certainties.surely_not_ruled_out(), certainties.reaches(CONFIRMED)]
    sound = [certainties.surely_not_ruled_out(), certainties.cannot_reach(SUSPECTED)]
    wanted: tuple[tuple[str, Sequence[Formula], bool], ...] = (
        ("just not enough", sound, True),
        ("just enough", confirming, False),
    )
    for name, statements, near_miss in wanted:
        world = worlds.find(*_near_thresholds(conditions, worlds, statements))
        if isinstance(world, World):
            given = _fewest(dict(world.given), status)
            told.insert(0, WorkedExample(name, given, status(given), near_miss))
    return told


def worked_contradiction(program: Program, worlds: Worlds, contradiction: str) -> list[WorkedExample]:
    """One case in which a contradiction shows, and one like it in which it doesn't."""
    condition = next(c.condition for c in program.contradictions if c.id == contradiction)
    told = []
    for name, pattern, expect in (
        ("they clash", condition.true, "true"),
        ("they go together", condition.false, "false"),
    ):
        statements = [worlds.meaning.pattern(pattern), *map(worlds.meaning.known_name, condition.questions)]
        world = worlds.find(*_near_thresholds([condition], worlds, statements), contradictory=True)
        if isinstance(world, World):
            told.append(WorkedExample(name, dict(world.given), expect))
    return told


def example_lines(examples: Iterable[WorkedExample]) -> list[str]:
    """The examples as YAML, as they stand below `examples:`."""
    lines = []
    for example in examples:
        lines += [f"  - name: {example.name}", *wrapped_mapping("given", example.given, 4)]
        lines += [f"    expect: {example.expect}"] + (["    near_miss: true"] if example.near_miss else [])
    return lines


def _near_thresholds(conditions: Sequence[Compiled], worlds: Worlds, statements: Sequence[Formula]) -> list[Formula]:
    """The statements, with answers beside the thresholds of the conditions wherever that goes together."""
    # Each threshold is taken along where a case still exists with it, in the order in which the signs stand. Not the
    # most thresholds that go together, but enough: the solver alone would choose answers far from all of them, and
    # an example far from a threshold notices no mistake in it.
    kept = list(statements)
    for condition in conditions:
        for atom in atoms_of(condition.tree):
            if isinstance(atom, Compare) and is_plain(atom) and questions_of_atom(atom):
                near = worlds.meaning.near(atom, 1.0)
                if worlds.can_be(*kept, near):
                    kept.append(near)
    return kept


def _status(program: Program, diagnosis: str, given: dict[str, Any]) -> str:
    """The status that the rule has in a case."""
    case, _ = read_example(given, program.knowledge)
    assert case is not None
    return Assessor(program, PythonEngine(program.patterns)).assess(case).together[diagnosis].status.value


def _fewest(given: dict[str, Any], status: Callable[[dict[str, Any]], str]) -> dict[str, Any]:
    """The answers without those that can be left out, one after the other, and the status stays."""
    wanted = status(given)
    for question in list(given):
        less = {other: value for other, value in given.items() if other != question}
        if status(less) == wanted:
            given = less
    return given
