"""The engines that fire the rules: durable-rules, or the three-valued reader compiled to Python.

Both read the same two patterns of each condition and must give the same truths (a property test).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

from advisor.engines.durable import session as durable
from advisor.engines.durable.layout import Layout, lay_out
from advisor.inference.compiled.program import Program, Stratum
from advisor.language.patterns import AllFields, AnyField, AtLeastFields, Leaf, Pattern, Value
from advisor.language.to_python import Truths, truth_function
from advisor.problems import EngineError, PackError, Problem

Choice = Literal["auto", "durable", "python"]


MOST_WAYS = 100  # of a condition to hold; the engine fires once for each that does


class Engine(Protocol):
    """Tells the truth of every condition of a stratum."""

    @property
    def name(self) -> str:
        """As the assessment records it."""

    def truths(self, stratum: int, fact: Mapping[str, Value]) -> Sequence[int]:
        """1 certainly true, -1 certainly false, 0 open, one per slot."""


class PythonEngine:
    """Code generated from the patterns."""

    name = "python"

    def __init__(self, program: Program):
        self._program = program
        self._functions: list[Truths | None] = [None] * len(program.strata)  # made when they are first wanted

    def truths(self, stratum: int, fact: Mapping[str, Value]) -> Sequence[int]:
        """See Engine."""
        return (self._functions[stratum] or self._made(stratum))(fact)

    def _made(self, stratum: int) -> Truths:
        conditions = self._program.strata[stratum].conditions
        made = self._functions[stratum] = truth_function([(c.true, c.false) for c in conditions])
        return made


@dataclass(frozen=True)
class StratumLayout:
    """The rules of a stratum as durable-rules takes them; `counts` are the fields computed before it is asked."""

    rules: Layout
    counts: tuple[tuple[str, Pattern], ...]


def lay_out_program(program: Program) -> tuple[StratumLayout, ...]:
    """The layout of every stratum; PackError for a condition that durable-rules cannot take."""
    found = []
    for stratum in program.strata:
        counted: dict[Pattern, str] = {}
        rules: list[tuple[str, Pattern]] = []
        for slot, condition in enumerate(stratum.conditions):
            rules.append((f"+{slot}", _lowered(condition.true, counted)))
            rules.append((f"-{slot}", _lowered(condition.false, counted)))
        try:
            layout = lay_out(rules, f"stratum{stratum.number}")
        except durable.SubsetError as error:
            raise PackError([_refused(program, stratum, error)]) from error
        found.append(StratumLayout(layout, tuple((name, part) for part, name in counted.items())))
    return tuple(found)


class DurableEngine:
    """durable-rules: two rules per condition, one for "certainly true" and one for "certainly false".

    `layouts` are those of the program, where they have been made before.
    """

    def __init__(self, program: Program, layouts: Sequence[StratumLayout] | None = None):
        if not durable.available():
            raise EngineError(
                "durable-rules is not installed here; it needs CPython up to 3.12 on Linux or macOS. "
                "Choose the engine `python`, which gives the same verdicts."
            )
        self._sizes = [len(stratum.conditions) for stratum in program.strata]
        layouts = lay_out_program(program) if layouts is None else layouts
        self.rules = [durable.DurableRules(layout.rules) for layout in layouts]
        self._counts = [
            (
                tuple(name for name, _ in layout.counts),
                truth_function([(part, AnyField(())) for _, part in layout.counts]),
            )
            for layout in layouts
        ]

    @cached_property
    def name(self) -> str:
        """See Engine."""
        return durable.version()

    def truths(self, stratum: int, fact: Mapping[str, Value]) -> Sequence[int]:
        """See Engine."""
        names, counts = self._counts[stratum]
        if names:
            fact = {**fact, **{name: value == 1 for name, value in zip(names, counts(fact))}}
        values = [0] * self._sizes[stratum]
        for rule in self.rules[stratum].fire(fact):
            slot = int(rule[1:])
            if rule[0] == "+":
                values[slot] = 1
            elif values[slot] == 0:
                values[slot] = -1
        return tuple(values)


def _lowered(pattern: Pattern, computed: dict[Pattern, str]) -> Pattern:
    """Counts, and parts whose alternatives multiply beyond the engine, become fields computed before it is asked."""
    if isinstance(pattern, Leaf):
        return pattern
    if isinstance(pattern, AtLeastFields):
        return _field(pattern, computed)
    parts = tuple(_lowered(part, computed) for part in pattern.parts)
    made = AllFields(parts) if isinstance(pattern, AllFields) else AnyField(parts)
    if _ways(made) <= MOST_WAYS:
        return made
    fields = tuple(part if _ways(part) == 1 else _field(part, computed) for part in parts)
    return AllFields(fields) if isinstance(pattern, AllFields) else AnyField(fields)


def _field(pattern: Pattern, computed: dict[Pattern, str]) -> Leaf:
    return Leaf(computed.setdefault(pattern, f"computed#{len(computed)}"), "==", True)


def _ways(pattern: Pattern) -> int:
    """In how many ways a pattern can hold: alternatives add up, and multiply where several stand together."""
    if isinstance(pattern, Leaf):
        return 1
    return (math.prod if isinstance(pattern, AllFields) else sum)(_ways(part) for part in pattern.parts)


def _refused(program: Program, stratum: Stratum, error: durable.SubsetError) -> Problem:
    """The refusal of a condition, at its place in the pack."""
    from advisor.inference.compiled.written import (
        conditions_of,  # imported here: where nothing is refused, nothing is compiled
    )

    slot = int(str(error.rule)[1:])
    message = f"The engine durable-rules cannot take this condition: {error.problem}."
    way = "Split it into several signs, or choose the engine `python`."
    for diagnosis in stratum.diagnoses:
        if diagnosis.first_slot <= slot < diagnosis.last_slot:
            places = [path for path, _ in conditions_of(diagnosis.model)]
            return diagnosis.entry.problem(places[slot - diagnosis.first_slot], "engine-subset", message, way)
    for name, entry, path, _ in program.knowledge.further_conditions():
        if program.further.get(name) == slot:
            return entry.problem(path, "engine-subset", message, way)
    return Problem("", "engine-subset", message, way)


def fires(choice: Choice) -> bool:
    """Whether it is durable-rules that fires."""
    return choice == "durable" or (choice == "auto" and durable.available())


def choose_engine(program: Program, choice: Choice, layouts: Sequence[StratumLayout] | None = None) -> Engine:
    """The engine asked for; `auto` takes durable-rules where it can be imported."""
    return DurableEngine(program, layouts) if fires(choice) else PythonEngine(program)
