"""The plan as it is shown: entries with owner and dates, in the order in which to do them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING

from advisor.inference.assessor import Inference
from advisor.inference.compiled.program import Program
from advisor.planning.checkday import by_day, check_day, comes_first
from advisor.planning.gates.due import GATE, DueGate, due_gates, waiting_for
from advisor.planning.measured import Chosen, offered

if TYPE_CHECKING:
    from advisor.knowledge.pack import Knowledge
    from advisor.knowledge.planmodels import Action


DATED = "dated"


@dataclass(frozen=True)
class PlanEntry:
    """One entry of the plan. `worth` is how it was measured, None for what is not ranked; `because` says why its day is
    that day, with placeholders. Once it is told, `title` also says `how` it is done here; `short` is the title alone.

    What must come before a fix is part of it: its effort counts, and `after` names only gates.
    """

    id: str
    title: str
    kind: str
    owner: str
    start: date
    due: date
    effort_days: float
    priority: float | None
    risk_removed: float
    weeks_gained: float
    works: float
    for_diagnoses: tuple[str, ...]
    after: tuple[str, ...]
    worth: Chosen | None = None
    because: str | None = None
    short: str = ""
    how: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether it stands where it does whatever is not known yet."""
        return self.worth is None or bool(self.worth.settled)


def steps_of(entry: PlanEntry, knowledge: Knowledge) -> list[str]:
    """What to do for an entry, as the packs write it: the steps of what must come before it, then its own."""
    before = entry.worth.measured.prerequisites if entry.worth is not None else ()
    return [step for action in (*before, entry.id) for step in knowledge.actions[action].model.steps]


@dataclass(frozen=True)
class Plan:
    """The entries in the order in which to do them."""

    entries: tuple[PlanEntry, ...]

    def entry(self, action: str) -> PlanEntry | None:
        """An entry by the action's id."""
        return next((e for e in self.entries if e.id == action), None)


def next_working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta({5: 2, 6: 1}.get(day.weekday(), 0))


def add_working_days(day: date, days: float) -> date:
    """The working day on which so many days of work are done, the first day counted."""
    left = max(ceil(days), 1) - 1
    while left > 0:
        day = next_working_day(day + timedelta(1))
        left -= 1
    return day


class Calendar:
    """Gives each entry its days: an owner does one thing after the other, what needs another waits for it."""

    def __init__(self, as_of: date):
        self.first = next_working_day(as_of + timedelta(1))
        self._free: dict[str, date] = {}
        self._done: dict[str, date] = {}

    def has(self, action: str) -> bool:
        """Whether an entry has its days."""
        return action in self._done

    def __len__(self) -> int:
        """How many entries have their days."""
        return len(self._done)

    def days(self, action: str, owner: str, effort: float, after: Iterable[str]) -> tuple[date, date]:
        """Start and end of an entry."""
        start = max([self.first, self._free.get(owner, self.first), *(self._done[a] for a in after if a in self._done)])
        start = next_working_day(start)
        due = add_working_days(start, effort)
        self._free[owner] = next_working_day(due + timedelta(1)) if effort >= 1 else start
        self._done[action] = due
        return start, due


class Maker:
    """Makes the entries of one plan."""

    def __init__(
        self,
        program: Program,
        inferred: Inference,
        as_of: date,
        effort_days: Mapping[str, float],
        model: str | None = None,
    ):
        self.model = model
        self.program = program
        self.inferred = inferred
        self.as_of = as_of
        self.effort_days = effort_days
        self.calendar = Calendar(as_of)

    def fix(self, chosen: Chosen) -> PlanEntry:
        """A measured action, with what must come before it."""
        measured = chosen.measured
        action = self._action(measured.action)
        steps = (*measured.prerequisites, measured.action)
        gates = dict.fromkeys(gate for step in steps for gate in self.gates_of(step) if self.calendar.has(gate))
        start, due = self.calendar.days(measured.action, action.owner, measured.effort_days, gates)
        return PlanEntry(
            measured.action,
            action.title,
            action.kind,
            action.owner,
            start,
            due,
            measured.effort_days,
            measured.priority,
            measured.risk_removed,
            measured.weeks_gained,
            measured.works,
            measured.for_diagnoses,
            tuple(gates),
            chosen,
        )

    def gates_of(self, action: str) -> tuple[str, ...]:
        """The gates that must be passed before an action: those that it names, and those that are due and close what it
        would give.
        """
        closing = waiting_for(self._action(action), self.gates)
        return tuple(dict.fromkeys((*self.named_gates(action), *closing)))

    def named_gates(self, action: str) -> tuple[str, ...]:
        """The gates that an action names itself, and those that name it."""
        own = tuple(need for need in self._action(action).after if self._kind(need) == GATE)
        return (*own, *self._holding.get(action, ()))

    @cached_property
    def _holding(self) -> Mapping[str, list[str]]:
        """By action, the gates that hold it."""
        found: dict[str, list[str]] = {}
        for gate, model in self._of_kind(GATE):
            for action in model.holds:
                found.setdefault(action, []).append(gate)
        return found

    @cached_property
    def gates(self) -> list[DueGate]:
        """The gates that are due, in their order."""
        return due_gates(self.program, self.inferred, self.model)

    def gates_between(self, fixes: Iterable[str]) -> set[str]:
        """Gates that are due and stand directly before what brings somebody in, not before everything: those that one
        of the fixes names, unless they take something away now or mend what is wrong today.
        """
        named = {gate for fix in fixes for gate in self.named_gates(fix)}
        return {gate.action for gate in self.gates if gate.action in named and not gate.open and not gate.treats}

    def plain(self, kind: str) -> list[str]:
        """The actions of a kind that is not ranked (duty, upkeep) that may be offered under the model, by name."""
        found = (action for action, _ in self._of_kind(kind))
        return sorted(action for action in found if offered(self.program, action, self.inferred, self.model))

    def dated(self) -> tuple[list[str], list[str]]:
        """The dated actions that stand before all fixes, and those that stand after the first, each by its day."""
        facts = self.inferred.facts
        found = sorted(self.plain(DATED), key=lambda action: by_day(self._action(action), facts))
        first = [action for action in found if comes_first(self._action(action), facts)]
        return first, [action for action in found if action not in first]

    def unranked(self, action: str, after: Sequence[str] = ()) -> PlanEntry:
        """An entry that stands in the plan whatever it is worth."""
        model = self._action(action)
        effort = self.effort_days[model.effort]
        start, due = self.calendar.days(action, model.owner, effort, after)
        if model.kind == DATED:
            due = max(due, by_day(model, self.inferred.facts))
        return PlanEntry(
            action,
            model.title,
            model.kind,
            model.owner,
            start,
            due,
            effort,
            None,
            0.0,
            0.0,
            model.works,
            next((gate.treats for gate in self.gates if gate.action == action), ()),
            tuple(after),
        )

    def checks(self, *, unclear: bool) -> list[str]:
        """The actions with which a plan begins that has nothing to mend: to change nothing, or (`unclear`) to find out
        first. None where nothing was said that could be evidence: who says nothing hears nothing.
        """
        if self.program.no_evidence.issuperset(self.inferred.facts.answers):
            return []
        return [action for action, model in self._of_kind("check") if model.unclear is unclear]

    def check(self, *, unclear: bool) -> Iterable[PlanEntry]:
        """Change nothing, or find out first, and look again on a day; what keeps up what works stands beneath it, or
        before it where that can't wait.
        """
        upkeep = self.plain("upkeep")
        pressing = [action for action in upkeep if self._action(action).presses]
        yield from map(self.unranked, pressing)
        for action in self.checks(unclear=unclear):
            model = self._action(action)
            found, because = check_day(self.program.knowledge, model, self.inferred.facts)
            day = next_working_day(found)
            yield PlanEntry(
                action,
                model.title,
                "check",
                model.owner,
                day,
                day,
                self.effort_days[model.effort],
                None,
                0.0,
                0.0,
                model.works,
                (),
                (),
                because=because,
            )
        yield from (self.unranked(action) for action in upkeep if action not in pressing)

    def _of_kind(self, kind: str) -> Iterable[tuple[str, Action]]:
        return [(action, e.model) for action, e in self.program.knowledge.actions.items() if e.model.kind == kind]

    def _kind(self, action: str) -> str | None:
        entry = self.program.knowledge.actions.get(action)
        return entry.model.kind if entry is not None else None

    def _action(self, action: str) -> Action:
        return self.program.knowledge.actions[action].model
