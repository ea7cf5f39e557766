"""Faults of the decision table and of actions: rows that never win, advice that no answer can change."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.authoring.checks.base import Base
from advisor.authoring.checks.faults import Fault, fault
from advisor.authoring.conditions.usage import Usage
from advisor.authoring.solver.formulas import Formula
from advisor.authoring.solver.worlds import Worlds
from advisor.inference.compiled.program import LateCondition
from advisor.knowledge.pack import Entry
from advisor.knowledge.planmodels import Action


def faults_of_advice(base: Base) -> Iterator[Fault]:
    """Faults of every row of the decision table, then of every action."""
    yield from _rows(base)
    usage = Usage(base.knowledge)
    for entry in base.knowledge.actions.values():
        yield from _action(base, entry, usage)


def _rows(base: Base) -> Iterator[Fault]:
    table = base.knowledge.table
    if table is None:
        return
    rows = base.program.late.rows
    for i, row in enumerate(table.model.rows):
        alone = base.complete.can_be(_true(base.complete, rows[row.id])) is not False
        above = [rows[other.id] for other in table.model.rows[:i]]
        if alone and not any(_wins(worlds, rows[row.id], above) for worlds in (base.complete, base.partial)):
            message = f"The row `{row.id}` can never win: where it's true, a row above it's true."
            yield fault(table, ("rows", i, "when"), "row-never-wins", message, "Move it up, or leave it out.")


def _wins(worlds: Worlds, row: LateCondition, above: list[LateCondition]) -> bool:
    lost = [worlds.meaning.negated(_true(worlds, other)) for other in above]
    return worlds.can_be(_true(worlds, row), *lost) is not False


def _true(worlds: Worlds, late: LateCondition) -> Formula:
    """A condition of the table, of an action or of the kit is certainly true."""
    return worlds.meaning.pattern(late.condition.true)


def _action(base: Base, entry: Entry[Action], usage: Usage) -> Iterator[Fault]:
    """An action that every company is offered, or that can never be worth anything."""
    action = entry.model
    matters = action.cures or any(_matters(change.question, usage) for change in action.changes)
    if action.kind == "fix" and not matters:
        at = ("changes",) if action.changes else ("id",)
        message = f"No rule reads what `{action.id}` changes, so it can never be worth anything."
        yield fault(entry, at, "idle-advice", message, "Name a question that a rule reads, or a cure.")
    if action.when is not None:
        yield from _always(base, entry, base.program.late.offered[action.id])
    elif (
        action.kind in ("gate", "dated", "look-up", "duty", "upkeep")
        and action.unless is None
        and action.id not in base.knowledge.fixes
    ):
        message = f"No answer can change whether `{action.id}` is advised."
        yield fault(entry, ("id",), "idle-advice", message, "Give it a `when:`.")


def _matters(question: str | None, usage: Usage) -> bool:
    """Whether a change can make a difference: to a figure always, to an answer where a rule reads it."""
    return question is None or any(r.kind not in ("gate", "actions") for r in usage.readers_of(question))


def _always(base: Base, entry: Entry[Action], late: LateCondition) -> Iterator[Fault]:
    worlds = base.complete
    if worlds.can_be(worlds.meaning.negated(_true(worlds, late))) is False:
        message = f"`{entry.model.id}` is offered to every company; no answer can change that."
        yield fault(entry, ("when",), "idle-advice", message, "Leave `when:` out, or let it test something.")
