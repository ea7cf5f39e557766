"""What was planted in the mutation test, what became of it, and the shares that the tests noticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from advisor.inference.compiled.written import Written
from tools.mutation.mutants import Mutant

Fate = Literal["by hand", "by boundaries", "equivalent", "not valid", "survived"]


@dataclass(frozen=True)
class Planted:
    """A mutant and where it stands: a condition, or a derived fact where `fact` names one."""

    file: str
    name: str
    sound: str
    mutant: Mutant
    written: Written | None = None
    fact: str | None = None

    @property
    def group(self) -> str:
        """`rules` for diagnoses, contradictions and facts; else gates, model, actions or kit."""
        return self.file if self.file in ("gates", "model", "actions", "kit") else "rules"


@dataclass(frozen=True)
class Score:
    """How the tests did on the mutants of a group; shares of those that count, 0..1."""

    group: str
    fates: Mapping[Fate, int]

    @property
    def counted(self) -> int:
        """Mutants that make sense and are not equivalent."""
        return sum(self.fates.get(fate, 0) for fate in ("by hand", "by boundaries", "survived"))

    @property
    def by_hand(self) -> float:
        """The share that examples and cases notice."""
        return self.fates.get("by hand", 0) / (self.counted or 1)

    @property
    def in_all(self) -> float:
        """The share that they or the boundaries notice."""
        return 1 - self.survived / (self.counted or 1)

    @property
    def survived(self) -> int:
        """How many nothing notices."""
        return self.fates.get("survived", 0)

    @property
    def equivalent(self) -> int:
        """How many no case can tell from the sound text."""
        return self.fates.get("equivalent", 0)

    @property
    def not_valid(self) -> int:
        """How many do not load."""
        return self.fates.get("not valid", 0)


def scores(judged: Iterable[tuple[Planted, Fate]]) -> list[Score]:
    """The score of each group, then of all."""
    counts: dict[str, Counter[Fate]] = {}
    for planted, fate in judged:
        for group in (planted.group, "all"):
            counts.setdefault(group, Counter())[fate] += 1
    return [Score(group, counts[group]) for group in sorted(counts, key=lambda group: (group == "all", group))]
