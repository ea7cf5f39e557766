"""The plan as it is shown: entries with owner and dates, in the order in which to do them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING

from advisor.inference.assessor import Inference
from advisor.inference.compiled.program import Program
from advisor.planning.checkday import check_day
from advisor.planning.enough import enough_known
from advisor.planning.measured import Chosen, offered

if TYPE_CHECKING:
    from advisor.knowledge.planmodels import Action


@dataclass(frozen=True)
class PlanEntry:
    """One entry of the plan. `worth` is how it was measured, None for what is not ranked; `because` says why its day is
    that day, with placeholders.
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
    questions: tuple[str, ...] = ()
    worth: Chosen | None = None
    because: str | None = None

    @property
    def settled(self) -> bool:
        """Whether it stands where it does whatever is not known yet."""
        return self.worth is None or bool(self.worth.settled)


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

    def __init__(self, program: Program, inferred: Inference, as_of: date, effort_days: Mapping[str, float]):
        self.program = program
        self.inferred = inferred
        self.as_of = as_of
        self.effort_days = effort_days
        self.calendar = Calendar(as_of)

    def fix(self, chosen: Chosen) -> PlanEntry:
        """A measured action."""
        measured = chosen.measured
        action = self._action(measured.action)
        effort = self.effort_days[action.effort]
        gates = [need for need in action.after if self._action(need).kind == "gate" and self.calendar.has(need)]
        after = (*gates, *measured.prerequisites)
        start, due = self.calendar.days(measured.action, action.owner, effort, after)
        return PlanEntry(
            measured.action,
            action.title,
            action.kind,
            action.owner,
            start,
            due,
            effort,
            measured.priority,
            measured.risk_removed,
            measured.weeks_gained,
            measured.works,
            measured.for_diagnoses,
            after,
            (),
            chosen,
        )

    def asking(self, who: Mapping[str, Sequence[str]]) -> Iterable[PlanEntry]:
        """One entry for each person who should be asked."""
        for action, entry in self._of_kind("find-out"):
            for person, questions in who.items():
                effort = self.effort_days[entry.effort]
                name = f"{action}-{person}"
                start, due = self.calendar.days(name, person, effort, ())
                yield PlanEntry(
                    name,
                    entry.title.replace("{who}", self.program.knowledge.person_by_duty(person)),
                    entry.kind,
                    person,
                    start,
                    due,
                    effort,
                    None,
                    0.0,
                    0.0,
                    entry.works,
                    (),
                    (),
                    tuple(questions),
                )

    def plain(self, kind: str) -> Iterable[PlanEntry]:
        """Entries of a kind that is not ranked: duties and gates."""
        for action, model in self._of_kind(kind):
            if offered(self.program, action, self.inferred):
                yield self.unranked(action, model.after)

    def unranked(self, action: str, after: Sequence[str] = ()) -> PlanEntry:
        """An entry that stands in the plan whatever it is worth."""
        model = self._action(action)
        effort = self.effort_days[model.effort]
        start, due = self.calendar.days(action, model.owner, effort, after)
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
            (),
            tuple(after),
        )

    def needs_of(self, ids: Iterable[str]) -> tuple[str, ...]:
        """What must be done before any of these actions."""
        return tuple(dict.fromkeys(need for action in ids for need in self._action(action).after))

    def check(self) -> Iterable[PlanEntry]:
        """Change nothing, and look again on a day; nothing where too much of what matters most is not known."""
        if not enough_known(self.program, self.inferred):
            return
        for action, model in self._of_kind("check"):
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

    def _of_kind(self, kind: str) -> Iterable[tuple[str, Action]]:
        return [(action, e.model) for action, e in self.program.knowledge.actions.items() if e.model.kind == kind]

    def _action(self, action: str) -> Action:
        return self.program.knowledge.actions[action].model
