"""The names that a condition may use, with their types. It knows nothing of packs or files."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum


class Kind(str, Enum):
    """The type of a question's answer; the values are what a pack's author writes."""

    YES_NO = "yes-no"
    CHOICE = "choice"
    CHOICES = "choices"
    WHOLE = "whole-number"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"

    @property
    def numeric(self) -> bool:
        """True where the answer is a number."""
        return self in (Kind.WHOLE, Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class Term:
    """A question as the language sees it: its type, its options, its declared range."""

    id: str
    kind: Kind
    options: tuple[str, ...] = ()
    low: float = -math.inf
    high: float = math.inf
    labels: tuple[str, ...] = ()  # of the options, in their order; for messages only

    def labelled(self, text: str) -> str | None:
        """The option whose label the text is, whatever its capitals."""
        return next((o for o, label in zip(self.options, self.labels) if label.casefold() == text.casefold()), None)


def interval_bounds(declared: tuple[float, float] | None) -> tuple[float, float]:
    """The bounds of a declared range; none is the whole line."""
    return declared if declared is not None else (-math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class Macro:
    """A named derived fact: the text of a condition (`when`) or of a number (`value`)."""

    id: str
    text: str
    boolean: bool


@dataclass(frozen=True, slots=True)
class InForce:
    """The days on which a law holds: from `begins` on, and before `ends` where it has an end."""

    begins: date
    ends: date | None = None


@dataclass(frozen=True)
class Vocabulary:
    """Everything that a name in a condition can mean.

    `points` are numbers that the engine computes before the rules run (the timeline), `diagnoses` the ids
    that `diagnosed()` and `suspected()` may name (with dashes; conditions write underscores). `laws` are true or
    false by the day of the case; their names begin with `law.`. `spoken` are the questions whose answer is a name that
    sentences print.
    """

    terms: Mapping[str, Term]
    macros: Mapping[str, Macro] = field(default_factory=dict)
    diagnoses: frozenset[str] = frozenset()
    points: frozenset[str] = frozenset()
    laws: Mapping[str, InForce] = field(default_factory=dict)
    spoken: frozenset[str] = frozenset()

    def names(self) -> Iterable[str]:
        """All names that can stand for a value."""
        return [*self.terms, *self.macros, *self.points, *self.laws]
