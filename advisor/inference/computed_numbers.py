"""Numbers computed before the rules run: what they are, and what makes them (the timeline stands further on)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from advisor.cases.answers import Given
from advisor.language.intervals import Interval, Truth


@dataclass(frozen=True)
class ComputedNumbers:
    """Numbers computed before the rules run: the range of each whose inputs are known.

    `waits_for` names, for each that is not known, or is known as a range only, the questions that it waits for;
    `detail` is the whole result for those who made it.
    """

    known: Mapping[str, Interval] = field(default_factory=dict)
    waits_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    detail: Any = None


PointInputs = tuple[Mapping[str, Given], date, Mapping[str, "float | str"]]
"""The answers that apply, the day, and the figures that are overridden."""


class PointMaker(Protocol):
    """Computes numbers from the answers that apply and from figures; `figures` overrides some of them."""

    @property
    def questions(self) -> frozenset[str]:
        """The questions that the numbers rest on."""

    def __call__(
        self, answers: Mapping[str, Given], as_of: date, figures: Mapping[str, float | str]
    ) -> ComputedNumbers:
        """The computed numbers for some answers on a day."""

    def of_many(self, inputs: Sequence[PointInputs]) -> list[ComputedNumbers]:
        """The computed numbers for each of some inputs, in their order: as if called one by one, but faster."""


def read_by_numbers(
    answers: Mapping[str, Given], asked: Mapping[str, Truth], presumed: Mapping[str, Given]
) -> dict[str, Given]:
    """The answers that apply, and those that are presumed in place of others."""
    read = {question: given for question, given in answers.items() if asked.get(question, 1) == 1}
    return read | {question: given for question, given in presumed.items() if asked.get(question, 1) != -1}


def certain_beside(shown: ComputedNumbers, certain: ComputedNumbers) -> ComputedNumbers:
    """What of some numbers stays certain beside those with presumptions: a number that a presumed value would take
    out of its range was no more than a guess of the other kind, and is not known.
    """
    known = {
        name: (low, high)
        for name, (low, high) in certain.known.items()
        if name in shown.known and low <= shown.known[name][0] and shown.known[name][1] <= high
    }
    return certain if len(known) == len(certain.known) else replace(certain, known=known)


NO_POINTS = ComputedNumbers()
NO_FIGURES: Mapping[str, float | str] = {}
