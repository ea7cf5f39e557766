"""How the staffing model came out: the row of the decision table that won, and those above it."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.explaining.context import Context
from advisor.explaining.reasons.how import Justifier
from advisor.explaining.sources import source_words
from advisor.explaining.tree import Node
from advisor.language.intervals import Truth


@dataclass(frozen=True)
class HowModel:
    """How the staffing model came out: the row that won, and each row above it with what keeps it from winning."""

    model: str
    row: str
    label: str | None
    because: str
    firm: bool
    won_by: Node
    passed_over: tuple[RowAbove, ...]
    sources: str
    chosen: str


@dataclass(frozen=True)
class RowAbove:
    """A row of the table that stands above the winner; `truth` is -1 (does not hold) or 0 (not known)."""

    row: str
    model: str
    wins_if: str
    truth: Truth
    because: Node


def how_model(context: Context) -> HowModel | None:
    """How the staffing model came out; None without a decision table."""
    table, decision = context.program.knowledge.table, context.assessment.decision
    if table is None or decision is None:
        return None
    justifier = Justifier(context, context.decided_in)
    conditions, truths = context.program.late.rows, context.decided_in.shown
    above = []
    winner = context.program.knowledge.row(decision.row)
    for row in table.model.rows[: table.model.rows.index(winner)]:
        truth: Truth = -1 if conditions[row.id].truth(truths) == -1 else 0
        above.append(
            RowAbove(
                row.id,
                row.model,
                justifier.test_wording.wording.plain(row.wins_if),
                truth,
                justifier.condition(conditions[row.id].condition, truth),
            )
        )
    won = justifier.condition(conditions[winner.id].condition, 1)
    return HowModel(
        decision.model,
        winner.id,
        winner.label,
        justifier.test_wording.wording.plain(winner.because),
        decision.firm,
        won,
        tuple(above),
        source_words(context, winner.source),
        decision.model,
    )
