"""How the staffing model came out, in words."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.explaining.how_model import HowModel
from advisor.explaining.views.how import below
from advisor.explaining.views.lines import Line, model_words


def how(explanation: HowModel) -> Iterator[Line]:
    """The row that won, what it rests on, and the rows above it."""
    sure = "firm" if explanation.firm else "leaning"
    label = f" ({explanation.label})" if explanation.label else ""
    yield Line(0, f"STAFFING: {model_words(explanation.model)}{label}, {sure}.")
    yield Line(1, explanation.because)
    yield Line(1, f"row {explanation.row}", True)
    rests_on = list(below(explanation.won_by, 2))
    yield Line(1, "It rests on:" if rests_on else "It is what remains where nothing else applies.")
    yield from rests_on
    open_rows = [row for row in explanation.passed_over if row.truth == 0 and row.model != explanation.model]
    if open_rows:
        yield Line(1, "These stand above it and cannot be excluded yet:")
        for row in open_rows:
            yield Line(2, f"{model_words(row.model)}, if {_small(row.wins_if)}")
    others = [row for row in explanation.passed_over if row.truth == -1]
    if others:
        yield Line(1, f"{len(others)} others stand above it and do not apply (-v).")
        for row in others:
            yield Line(2, f"{model_words(row.model)}, if {_small(row.wins_if)}", True)
    if explanation.sources:
        yield Line(1, f"Sources: {explanation.sources}", True)


def _small(text: str) -> str:
    return (text[:1].lower() + text[1:]).rstrip(".")
