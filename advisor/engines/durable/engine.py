"""durable-rules as an engine: what fires for a fact, read back as one truth per condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from advisor.engines.durable import session as durable
from advisor.engines.durable.strata import StratumLayout, lay_out_strata
from advisor.engines.engine import StratumPatterns
from advisor.language.patterns import NEVER, Value
from advisor.language.to_python import truth_function
from advisor.problems import EngineError


class DurableEngine:
    """durable-rules: two rules per condition, one for "certainly true" and one for "certainly false".

    `layouts` are those of the strata, where they have been made before. EngineError where durable-rules is not
    installed.
    """

    def __init__(self, strata: Sequence[StratumPatterns], layouts: Sequence[StratumLayout] | None = None):
        if not durable.available():
            raise EngineError(
                "durable-rules isn't installed here; it needs CPython up to 3.12 on Linux or macOS. "
                "Choose the engine `python`, which gives the same verdicts."
            )
        self._sizes = [len(pairs) for pairs in strata]
        layouts = lay_out_strata(strata) if layouts is None else layouts
        self.rules = [durable.DurableRules(layout.rules) for layout in layouts]
        self._computed = [
            (
                tuple(name for name, _ in layout.computed),
                truth_function([(part, NEVER) for _, part in layout.computed]),
            )
            for layout in layouts
        ]

    @cached_property
    def name(self) -> str:
        """See Engine."""
        return durable.version()

    def truths(self, stratum: int, fact: Mapping[str, Value]) -> Sequence[int]:
        """See Engine."""
        names, computed = self._computed[stratum]
        if names:
            fact = {**fact, **{name: value == 1 for name, value in zip(names, computed(fact))}}
        values = [0] * self._sizes[stratum]
        for rule in self.rules[stratum].fire(fact):
            slot = int(rule[1:])
            if rule[0] == "+":
                values[slot] = 1
            elif values[slot] == 0:
                values[slot] = -1
        return tuple(values)
