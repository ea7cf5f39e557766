"""The engines that fire the rules: durable-rules, or the three-valued reader compiled to Python.

Both read the same two patterns of each condition and must give the same truths (a property test).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from advisor.inference import durable
from advisor.inference.program import Program
from advisor.language.generate import Truths, truth_function
from advisor.language.patterns import All, Any, Leaf, Pattern, Several, Value
from advisor.problems import EngineError

Choice = Literal["auto", "durable", "python"]


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
        self._functions: list[Truths] = [
            truth_function([(c.true, c.false) for c in stratum.conditions]) for stratum in program.strata
        ]

    def truths(self, stratum: int, fact: Mapping[str, Value]) -> Sequence[int]:
        """See Engine."""
        return self._functions[stratum](fact)


class DurableEngine:
    """durable-rules: two rules per condition, one for "certainly true" and one for "certainly false"."""

    def __init__(self, program: Program):
        if not durable.available():
            raise EngineError(
                "durable-rules is not installed here; it needs CPython up to 3.12 on Linux or macOS. "
                "Choose the engine `python`, which gives the same verdicts."
            )
        self.name = durable.version()
        self.rules: list[durable.DurableRules] = []
        self._counts: list[tuple[tuple[str, Truths], ...]] = []
        self._sizes = [len(stratum.conditions) for stratum in program.strata]
        for stratum in program.strata:
            counted: dict[Several, str] = {}
            rules: list[tuple[str, Pattern]] = []
            for slot, condition in enumerate(stratum.conditions):
                rules.append((f"+{slot}", _without_counts(condition.true, counted)))
                rules.append((f"-{slot}", _without_counts(condition.false, counted)))
            self.rules.append(durable.DurableRules(rules, name_hint=f"stratum{stratum.number}"))
            self._counts.append(
                tuple((name, truth_function([(several, Any(()))])) for several, name in counted.items())
            )

    def truths(self, stratum: int, fact: Mapping[str, Value]) -> Sequence[int]:
        """See Engine."""
        counts = self._counts[stratum]
        if counts:
            fact = {**fact, **{name: count(fact)[0] == 1 for name, count in counts}}
        values = [0] * self._sizes[stratum]
        for rule in self.rules[stratum].fire(fact):
            slot = int(rule[1:])
            if rule[0] == "+":
                values[slot] = 1
            elif values[slot] == 0:
                values[slot] = -1
        return tuple(values)


def _without_counts(pattern: Pattern, counted: dict[Several, str]) -> Pattern:
    """Counts become fields that are computed before the fact is asserted."""
    if isinstance(pattern, Leaf):
        return pattern
    if isinstance(pattern, Several):
        return Leaf(counted.setdefault(pattern, f"at_least#{len(counted)}"), "==", True)
    parts = tuple(_without_counts(part, counted) for part in pattern.parts)
    return All(parts) if isinstance(pattern, All) else Any(parts)


def choose_engine(program: Program, choice: Choice) -> Engine:
    """The engine asked for; `auto` takes durable-rules where it can be imported."""
    if choice == "python" or (choice == "auto" and not durable.available()):
        return PythonEngine(program)
    return DurableEngine(program)
