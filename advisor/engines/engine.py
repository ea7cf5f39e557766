"""What an engine is: it tells which conditions hold for a fact, and knows of conditions nothing but their patterns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

from advisor.language.patterns import Pattern, Value

PatternPair: TypeAlias = "tuple[Pattern, Pattern]"
"""A condition: the pattern under which it is certainly true, and the one under which it is certainly false."""

StratumPatterns: TypeAlias = "Sequence[PatternPair]"
"""The conditions that are asked together of one fact, addressed by their place, the slot."""


class Engine(Protocol):
    """Tells the truth of every condition of a stratum.

    Every engine reads the same two patterns of each condition and must give the same truths; property tests hold them
    to that. So it cannot matter to a verdict which of them fires.
    """

    @property
    def name(self) -> str:
        """As the assessment records it."""

    def truths(self, stratum: int, fact: Mapping[str, Value]) -> Sequence[int]:
        """1 certainly true, -1 certainly false, 0 open, one per slot."""
