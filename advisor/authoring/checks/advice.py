"""Faults of the decision table and of actions: rows that never win, advice that no answer can change."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from advisor.authoring.checks.base import Base
from advisor.authoring.checks.faults import Fault, fault
from advisor.authoring.conditions.reasons import plainly
from advisor.authoring.conditions.usage import Usage
from advisor.authoring.solver.formulas import Formula
from advisor.authoring.solver.worlds import Worlds
from advisor.inference.compiled.program import SUSPECTED, LateCondition
from advisor.knowledge.pack import Entry
from advisor.knowledge.planmodels import Action, Change, ModelFile
from advisor.language.normal import normal_form
from advisor.language.parsing.parse import parse_condition
from advisor.language.vocabulary import Kind
from advisor.problems import did_you_mean


def faults_of_advice(base: Base) -> Iterator[Fault]:
    """Faults of every row of the decision table, then of every action."""
    yield from _rows(base)
    usage = Usage(base.knowledge)
    for entry in filter(base.scope.covers, base.knowledge.actions.values()):
        yield from _action(base, entry, usage)


def _rows(base: Base) -> Iterator[Fault]:
    table = base.knowledge.table
    if table is None or not base.scope.covers(table):
        return
    rows = base.program.late.rows
    order = [row.id for row in table.model.rows]
    for i, row in enumerate(table.model.rows):
        if row.before is not None and row.before not in order:
            way = did_you_mean(row.before, order) or "`advisor rules show model --yaml` lists them."
            yield fault(table, ("rows", i, "before"), "unknown-name", f"There's no row `{row.before}`.", way)
        elif row.before is not None and order.index(row.before) < i:
            message = f"`{row.id}` doesn't stand above `{row.before}`: only rows that join an earlier table are placed."
            way = "Write `extends: true` at the top of the file, and let no two rows each name the other."
            yield fault(table, ("rows", i, "before"), "row-place", message, way)
        alone = base.complete.can_be(_true(base.complete, rows[row.id])) is not False
        above = [rows[other.id] for other in table.model.rows[:i]]
        if alone and not any(_wins(worlds, rows[row.id], above) for worlds in (base.complete, base.partial)):
            yield _never_wins(base, table, i)


def _never_wins(base: Base, table: Entry[ModelFile], i: int) -> Fault:
    """A row that others above it take away, with the one that does it alone, and the place from which it can win."""
    rows, late = table.model.rows, base.program.late.rows
    row = rows[i]
    at = ("rows", i, "when")
    alone = next((r for r in rows[:i] if not _wins(base.complete, late[row.id], [late[r.id]])), None)
    above = range(1, i + 1)
    lost_to = next((n for n in above if not _wins(base.complete, late[row.id], [late[r.id] for r in rows[:n]])), 1)
    highest = rows[lost_to - 1]
    if alone is not None and alone.model != row.model:
        message = f"The rows `{alone.id}` and `{row.id}` contradict each other: wherever this one is true, that one is "
        message += f"too, stands above it, and says `{alone.model}`, not `{row.model}`."
    else:
        message = f"The row `{row.id}` can never win: where it's true, a row above it is true, such as `{highest.id}`."
    way = f"Write `before: {highest.id}` in it, let it test less, or leave it out."
    return fault(table, at, "row-never-wins", message, way)


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
        way = f"Name a question that a rule reads, or what it cures, as in `cures: {{{_treated(base, entry)}: 0.5}}`."
        yield fault(entry, at, "idle-advice", message, way)
    yield from _never_of_use(base, entry)
    if action.when is not None:
        yield from _always(base, entry, base.program.late.offered[action.id])
    elif (
        action.kind in ("gate", "dated", "look-up", "duty", "upkeep")
        and action.unless is None
        and action.id not in base.knowledge.fixes
    ):
        message = f"No answer can change whether `{action.id}` is advised."
        yield fault(entry, ("id",), "idle-advice", message, "Give it a `when:`.")


def _treated(base: Base, entry: Entry[Action]) -> str:
    """The diagnosis that an action may be meant for: one that names it, one of its pack, or any."""
    known = base.knowledge.diagnoses
    naming = (d for d, e in known.items() if any(entry.model.id in s.treated_by for s in e.model.evidence))
    own = (d for d, e in known.items() if e.pack == entry.pack)
    return next(itertools.chain(naming, own, known), "a-diagnosis")


def _never_of_use(base: Base, entry: Entry[Action]) -> Iterator[Fault]:
    """A fix that is offered only where nothing that it changes or cures is left to do."""
    action, worlds = entry.model, base.complete
    if action.kind != "fix" or (action.when is None and action.id not in base.knowledge.fixes):
        return
    offered = _true(worlds, base.program.late.offered[action.id])
    if worlds.can_be(offered) is False:
        return  # told as a condition that never holds
    parts = [_left_to_do(base, change) for change in action.changes]
    parts += [_found(base, cured) for cured in action.cures]
    if parts and all(part is not None and worlds.can_be(offered, part) is False for part in parts):
        at = ("when",) if action.when is not None else ("id",)
        message = f"`{action.id}` is never of any use: where it's offered, all that it changes or cures is so already."
        yield fault(entry, at, "idle-advice", message, "Let `when:` hold where there's something left to change.")


def _left_to_do(base: Base, change: Change) -> Formula | None:
    """An answer isn't yet what a change sets; None where nothing can be said."""
    term = base.program.vocabulary.terms.get(change.question or "")
    if term is None or change.question is None:
        return None
    test = None
    if term.kind is Kind.YES_NO and isinstance(change.set, bool):
        test = f"not {term.id}" if change.set else term.id
    elif term.kind is Kind.CHOICE and change.set in term.options:
        test = f"{term.id} != {change.set}"
    elif term.kind.numeric and change.at_most is not None and change.at_most <= term.high:
        test = f"{term.id} > {change.at_most:g}"
    elif term.kind.numeric and change.at_least is not None and change.at_least >= term.low:
        test = f"{term.id} < {change.at_least:g}"
    if test is None:
        return None
    meaning = base.complete.meaning
    otherwise = plainly(meaning, normal_form(parse_condition(test, base.program.vocabulary)))
    return meaning.any_of([otherwise, meaning.negated(meaning.known(term.id))])


def _found(base: Base, diagnosis: str) -> Formula | None:
    """A diagnosis is likely at least; None where no pack has it."""
    if diagnosis not in base.program.diagnoses:
        return None
    return base.complete.meaning.certainties(diagnosis).reaches(SUSPECTED)


def _matters(question: str | None, usage: Usage) -> bool:
    """Whether a change can make a difference: to a figure always, to an answer where a rule reads it."""
    return question is None or any(r.kind not in ("gate", "actions") for r in usage.readers_of(question))


def _always(base: Base, entry: Entry[Action], late: LateCondition) -> Iterator[Fault]:
    worlds = base.complete
    if worlds.can_be(worlds.meaning.negated(_true(worlds, late))) is False:
        message = f"`{entry.model.id}` is offered to every company; no answer can change that."
        yield fault(entry, ("when",), "idle-advice", message, "Leave `when:` out, or let it test something.")
