"""What a search for levers is asked and comes to: a goal, the levers, and the sets of them that reach it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from advisor.explaining.tree import INTERNAL
from advisor.inference.hypothetical import Hypothetical


@dataclass(frozen=True)
class Goal:
    """What the levers shall reach: a diagnosis gone, another model (a named one, or any), a chance of delivering."""

    kind: Literal["remove", "model", "chance"]
    id: str | None = None
    chance: float | None = None


@dataclass(frozen=True)
class Lever:
    """An action, or a given that one may name. `days` is the effort; `first` are actions that must come before it."""

    kind: Literal["action", "given"]
    id: str
    title: str
    days: float
    first: tuple[str, ...]
    imagined: Hypothetical = field(metadata=INTERNAL)


@dataclass(frozen=True)
class LeverSet:
    """Levers that together reach the goal, where no part of them does."""

    levers: tuple[Lever, ...]
    days: float
    comes_to: str


@dataclass(frozen=True)
class Levers:
    """The smallest sets for one goal, least effort first; none means: none of up to three. `now` is how it stands."""

    goal: Goal
    title: str
    now: str
    sets: tuple[LeverSet, ...]
    more: int
    tried: int
    reached_already: bool
