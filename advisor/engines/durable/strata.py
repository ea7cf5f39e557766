"""The conditions of each stratum as rules of durable-rules: two a condition, with what is computed before they fire.

The rule `+7` fires where the condition in slot 7 is certainly true, `-7` where it is certainly false; where neither
fires it is open. Negation never reaches the engine, so that what it fires it never has to take back.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.engines.durable.layout import Layout, lay_out
from advisor.engines.durable.regions import SubsetError
from advisor.engines.engine import StratumPatterns
from advisor.language.patterns import AllFields, AnyField, AtLeastFields, Leaf, Pattern
from advisor.problems import EngineError

MOST_WAYS = 100  # of a condition to hold; the engine fires once for each that does


class RefusedCondition(EngineError):
    """A condition that durable-rules cannot take: the number of its stratum, its slot there, and what is wrong."""

    def __init__(self, stratum: int, slot: int, problem: str):
        super().__init__(f"stratum {stratum}, condition {slot}: {problem}")
        self.stratum, self.slot, self.problem = stratum, slot, problem


@dataclass(frozen=True)
class StratumLayout:
    """The rules of a stratum as durable-rules takes them; `computed` are the fields computed before it is asked."""

    rules: Layout
    computed: tuple[tuple[str, Pattern], ...]


NO_SLOT = -1


def lay_out_strata(strata: Sequence[StratumPatterns]) -> tuple[StratumLayout, ...]:
    """The layout of every stratum; RefusedCondition for a condition that durable-rules cannot take."""
    return tuple(_laid_out(number, pairs) for number, pairs in enumerate(strata))


def _laid_out(stratum: int, pairs: StratumPatterns) -> StratumLayout:
    computed: dict[Pattern, str] = {}
    rules: list[tuple[str, Pattern]] = []
    for slot, (true, false) in enumerate(pairs):
        rules.append((f"+{slot}", _lowered(true, computed)))
        rules.append((f"-{slot}", _lowered(false, computed)))
    try:
        layout = lay_out(rules, f"stratum{stratum}")
    except SubsetError as error:
        rule = str(error.rule)
        slot = int(rule[1:]) if rule[:1] in ("+", "-") else NO_SLOT  # too many fields are the fault of no one rule
        raise RefusedCondition(stratum, slot, error.problem) from error
    return StratumLayout(layout, tuple((name, part) for part, name in computed.items()))


def _lowered(pattern: Pattern, computed: dict[Pattern, str]) -> Pattern:
    """Counts, and parts whose alternatives multiply beyond the engine, become fields computed before it is asked.

    The engine knows no counting, and it fires a rule once for every way in which it holds: `(a or b) and (c or d)`
    up to four times. A part that is computed is one test of a yes-no field, which holds in one way. It is computed as
    "holds" or "does not", false also while it is open: that is sound because every pattern is positive, so a part
    that holds keeps holding when more becomes known, and no rule asks that a part does not hold.
    """
    if isinstance(pattern, Leaf):
        return pattern
    if isinstance(pattern, AtLeastFields):
        return _field(pattern, computed)
    parts = tuple(_lowered(part, computed) for part in pattern.parts)
    made = AllFields(parts) if isinstance(pattern, AllFields) else AnyField(parts)
    if _ways(made) <= MOST_WAYS:
        return made
    # Fields are computed all at once, so none may read another: each is made of the part as it was written.
    fields = tuple(
        part if _ways(part) == 1 else _field(written, computed)
        for written, part in zip(pattern.parts, parts, strict=True)
    )
    return AllFields(fields) if isinstance(pattern, AllFields) else AnyField(fields)


def _field(pattern: Pattern, computed: dict[Pattern, str]) -> Leaf:
    """A test of the field that holds whether the pattern does; equal patterns share one."""
    return Leaf(computed.setdefault(pattern, f"computed#{len(computed)}"), "==", True)


def _ways(pattern: Pattern) -> int:
    """In how many ways a pattern can hold: alternatives add up, and multiply where several stand together."""
    if isinstance(pattern, Leaf):
        return 1
    return (math.prod if isinstance(pattern, AllFields) else sum)(_ways(part) for part in pattern.parts)
