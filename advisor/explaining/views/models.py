"""How the staffing model came out, in words."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.explaining.reasons.how_model import HowModel
from advisor.explaining.views.how import below
from advisor.explaining.views.lines import Line, Names
from advisor.language.shown import counted, small

SHOWN = 4


def how(explanation: HowModel, names: Names) -> Iterator[Line]:
    """The row that won, what it rests on, and the rows above it."""
    sure = "firm" if explanation.firm else "leaning"
    label = f" ({explanation.label})" if explanation.label else ""
    yield Line(0, f"STAFFING: {names(explanation.model)}{label}, {sure}.")
    yield Line(1, explanation.because)
    yield Line(1, f"row {explanation.row}", True)
    rests_on = list(below(explanation.won_by, 2))
    yield Line(1, "It rests on:" if rests_on else "It's what's left when nothing else applies.")
    yield from rests_on
    open_rows = [row for row in explanation.passed_over if row.truth == 0 and row.model != explanation.model]
    if open_rows:
        yield Line(1, "These come first and aren't excluded yet:")
        told = dict.fromkeys(f"{names(row.model)}, if {_small(row.wins_if)}" for row in open_rows)
        for number, text in enumerate(told):
            yield Line(2, text, number >= SHOWN)
        if len(told) > SHOWN:
            yield Line(2, f"and {len(told) - SHOWN} more (-v)")
    others = [row for row in explanation.passed_over if row.truth == -1]
    if others:
        yield Line(1, f"{counted(len(others), 'other row')} above it ruled out (-v).")
        for row in others:
            yield Line(2, f"{names(row.model)}, if {_small(row.wins_if)}", True)
    if explanation.sources:
        yield Line(1, f"Sources: {explanation.sources}", True)


def _small(text: str) -> str:
    return small(text).rstrip(".")
