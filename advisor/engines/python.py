"""The engine that needs nothing but Python: functions generated from the patterns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor.engines.engine import StratumPatterns
from advisor.language.patterns import Value
from advisor.language.to_python import Truths, truth_function


class PythonEngine:
    """Code generated from the patterns of each stratum, when it is first asked for."""

    name = "python"

    def __init__(self, strata: Sequence[StratumPatterns]):
        self._strata = strata
        self._functions: list[Truths | None] = [None] * len(strata)

    def truths(self, stratum: int, fact: Mapping[str, Value]) -> Sequence[int]:
        """See Engine."""
        return (self._functions[stratum] or self._made(stratum))(fact)

    def _made(self, stratum: int) -> Truths:
        made = self._functions[stratum] = truth_function(self._strata[stratum])
        return made
