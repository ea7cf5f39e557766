"""Why one entry of the plan stands above another: both sums, measured by the planner on the same case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.cases.answers import Given
from advisor.explaining.context import Context
from advisor.explaining.subjects import UnknownSubjectError, find_subject
from advisor.inference.hypothetical import Hypothetical
from advisor.planning.measured import Measured, Place
from advisor.planning.plan import PlanEntry
from advisor.planning.planner import Planner


@dataclass(frozen=True)
class Sum:
    """priority = works x (risk removed + cost of delay x weeks gained) / effort in days.

    `removed` is the risk removed by diagnosis, with the titles; `prerequisites` were measured along.
    """

    action: str
    title: str
    kind: str
    works: float
    removed: tuple[tuple[str, str, float], ...]
    risk_removed: float
    delay_per_week: float
    weeks_gained: float
    effort_days: float
    priority: float
    prerequisites: tuple[str, ...]


@dataclass(frozen=True)
class PlaceTold:
    """Why a fix stands where it does, with the title of the finding that it mends where that is why, and the short
    name of the recommended model.
    """

    place: Place
    finding: str
    model: str


@dataclass(frozen=True)
class Above:
    """Why `first` stands above `second`; a sum is None where the entry is not ranked or makes nothing better.

    `after` are the titles of what was chosen before: both were measured on the case as it then is. `swapped` is true
    where it was asked the other way round; `place` is why the first stands where it does, None where it is not ranked.
    """

    first: str
    second: str
    sums: tuple[Sum | None, Sum | None]
    kinds: tuple[str, str]
    after: tuple[str, ...]
    needs: bool
    in_plan: tuple[bool, bool]
    swapped: bool
    titles: tuple[str, str]
    place: PlaceTold | None = None


@dataclass(frozen=True)
class HowAction:
    """How an action came into the plan: its sum, what it changes, and what that rests on."""

    id: str
    title: str
    kind: str
    owner: str
    start: str
    due: str
    sum: Sum | None
    changes: tuple[tuple[str, str, str | None, str], ...]
    cures: tuple[tuple[str, str, float], ...]
    place: int
    why_there: PlaceTold | None
    settled: bool
    sources: str


def above(context: Context, one: str, other: str) -> Above:
    """Why one entry stands above the other; UnknownSubjectError for what is no action."""
    ids = [_action(context, text) for text in (one, other)]
    if ids[0] == ids[1]:
        raise UnknownSubjectError("Those are the same entry. Name two different ones.")
    plan = context.assessment.plan
    entries = {e.id: (place, e) for place, e in enumerate(plan.entries)} if plan is not None else {}
    if all(action not in entries for action in ids):
        raise UnknownSubjectError("Neither is in the plan. `--why-not ID` says why.")
    swapped = ids[0] not in entries or (ids[1] in entries and entries[ids[1]][0] < entries[ids[0]][0])
    first, second = reversed(ids) if swapped else ids
    entry = entries[first][1]
    before = entry.worth.before if entry.worth is not None else Hypothetical()
    done = [
        e
        for place, e in sorted(entries.values(), key=lambda p: p[0])
        if place < entries[first][0] and e.worth is not None
    ]
    measuring = context.planner()
    own = sum_of(context, measuring, entry.worth.measured) if entry.worth is not None else None
    chosen = [e.worth for e in done if e.worth is not None]
    rival = measuring.in_place(second, chosen, before) if second in measuring.actions else None
    other_sum = sum_of(context, measuring, rival) if rival is not None else None
    needs = second in entries and first in entries[second][1].after
    return Above(
        first,
        second,
        (own, other_sum),
        (_kind(context, first), _kind(context, second)),
        tuple(e.short for e in done),
        needs,
        (True, second in entries),
        swapped,
        (entry.short, _title(context, second, entries)),
        _told(context, entry),
    )


def sum_of(context: Context, measuring: Planner, measured: Measured) -> Sum:
    """A measured action as the sum that it is, taken apart by diagnosis."""
    drops = [
        (diagnosis, context.program.diagnoses[diagnosis].model.title, drop)
        for diagnosis, drop in measured.removed_by.items()
        if abs(drop) > 1e-9
    ]
    action = measuring.actions[measured.action]
    return Sum(
        measured.action,
        context.wording(context.decided_in).plain(action.title),
        action.kind,
        measured.works,
        tuple(sorted(drops, key=lambda d: -d[2])),
        measured.risk_removed,
        measuring.rates.delay_per_week,
        measured.weeks_gained,
        measured.effort_days,
        measured.priority,
        measured.prerequisites,
    )


def how_action(context: Context, action_id: str) -> HowAction:
    """How an entry came into the plan; KeyError where it is not there."""
    from advisor.explaining.sources import source_words

    plan = context.assessment.plan
    entry = plan.entry(action_id) if plan is not None else None
    if entry is None or plan is None:
        raise KeyError(action_id)
    total, changes, cures = None, [], []
    if entry.worth is not None:
        measuring = context.planner()
        total = sum_of(context, measuring, entry.worth.measured)
        imagined = entry.worth.measured.imagined
        before = {**measuring.answers, **entry.worth.before.answers}
        changes = [_changed(context, q, before.get(q), g) for q, g in imagined.answers.items()]
        cures = [(d, context.program.diagnoses[d].model.title, share) for d, share in imagined.cures.items()]
    action = context.program.knowledge.actions.get(action_id)
    return HowAction(
        action_id,
        entry.short,
        entry.kind,
        entry.owner,
        entry.start.isoformat(),
        entry.due.isoformat(),
        total,
        tuple(changes),
        tuple(cures),
        plan.entries.index(entry),
        _told(context, entry),
        entry.settled,
        source_words(context, action.model.source) if action is not None else "",
    )


def _changed(context: Context, question: str, before: Given | None, after: Given) -> tuple[str, str, str | None, str]:
    from advisor.result.wording import given_text

    labels = context.program.knowledge.labels(question)
    told = given_text(before, labels) if before is not None else None
    return question, context.program.question(question).short, told, given_text(after, labels)


def _action(context: Context, text: str) -> str:
    subject = find_subject(context, text)
    if subject.kind != "action":
        raise UnknownSubjectError(f"`{text}` isn't an action. Use the plan's letters or ids.")
    return subject.id


def _kind(context: Context, action_id: str) -> str:
    action = context.program.knowledge.actions.get(action_id)
    return action.model.kind if action is not None else "fix"


def _told(context: Context, entry: PlanEntry) -> PlaceTold | None:
    if entry.worth is None:
        return None
    place, decision = entry.worth.place, context.assessment.decision
    finding = context.program.diagnoses[place.diagnosis].model.title if place.diagnosis is not None else ""
    model = context.program.knowledge.model_title(decision.model, short=True) if decision is not None else ""
    return PlaceTold(place, finding, model)


def _title(context: Context, action_id: str, entries: Mapping[str, tuple[int, PlanEntry]]) -> str:
    action = context.program.knowledge.actions.get(action_id)
    if action_id in entries:
        return entries[action_id][1].short
    return context.wording(context.decided_in).plain(action.model.title) if action is not None else action_id
