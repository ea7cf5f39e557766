"""The plan beside the model, beside its own conditions, and beside the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.inference.assessor import Inference
from advisor.knowledge.planmodels import Action
from testkit.coherence.looked_at import LookedAt

FIRST = 3
_ABLE = 1e-9
_WEEKS = 0.5  # less rounds to none


def ruled_out(result: LookedAt) -> Iterator[str]:
    """Actions that their own `unless`, `when`, sign or claims, or the model, rule out; their first steps included."""
    for entry in result.plan.entries:
        before = result.before(entry)
        yield from _wrong_with(result, entry.id, before)
        if entry.worth is None:
            continue
        # A first step may make sense only since something follows it (who is to come is not here yet), or only where
        # what stands before it in the plan fails, for which it counts too.
        after = result.planner.state(entry.worth.before.together(entry.worth.measured.imagined)).inferred
        for step in entry.worth.measured.prerequisites:
            ways = [list(_wrong_with(result, step, each)) for each in (before, after, result.planner.as_it_is.inferred)]
            if all(ways):
                yield f"before {entry.id}: {ways[0][0]}"


def _wrong_with(result: LookedAt, action: str, inferred: Inference) -> Iterator[str]:
    model, late = result.advisor.knowledge.actions[action].model, result.program.late
    truths = inferred.shown
    if model.under and result.model not in model.under:
        yield f"{action} under {result.model}"
    if action in late.withheld and late.withheld[action].truth(truths) == 1:
        yield f"{action} where its unless holds"
    # A second cure of what the first may fail to mend: what is true of the case as it is counts as well.
    today = result.planner.as_it_is.inferred.shown
    offered = late.offered.get(action) if model.kind != "check" else None
    if offered is not None and all(offered.truth(each) != 1 for each in (truths, today)):
        yield f"{action} where its condition does not hold"


def opposites(result: LookedAt) -> Iterator[str]:
    """A plan that pauses roles and yet widens the search, opens a role or brings people in."""
    actions = [(e.id, result.advisor.knowledge.actions[e.id].model) for e in result.plan.entries]
    pausing = [name for name, action in actions if re.match(r"(pause|stop) the search", action.title, re.IGNORECASE)]
    adding = [name for name, action in actions if _seeks(action) or _brings_in(action)]
    if pausing and adding:
        yield f"{pausing[0]} beside {', '.join(adding)}"


def _seeks(action: Action) -> bool:
    """Whether it opens a role, or has the search reach more people."""
    return any(
        (change.question == "role.exists" and change.set == "open")
        or (change.question == "sourcing.channels" and bool(change.add))
        for change in action.changes
    )


def _brings_in(action: Action) -> bool:
    return any(change.question == "contractors.state" and change.set == "now" for change in action.changes)


def headline_untreated(result: LookedAt) -> Iterator[str]:
    """A headline that none of the first three treats, although a fix for it makes sense and is worth its effort."""
    cost = result.headline_cost
    if cost is None or cost in result.program.compounds:
        return
    fixes = [entry for entry in result.plan.entries if entry.worth is not None][:FIRST]
    if any(cost in entry.worth.measured.for_diagnoses for entry in fixes if entry.worth is not None):
        return
    planner = result.planner
    base = planner.as_it_is
    last = fixes[-1].worth if len(fixes) == FIRST else None
    then = base if last is None else planner.state(last.before)
    offers = [
        fix
        for fix in planner.actions
        if any(of == cost for of, _ in planner.effects.reached(fix))
        and planner.offers(fix, base)
        and planner.offers(fix, then)
    ]
    for fix, measured in planner.measured(offers, base, ()).items():
        if measured is not None and measured.removed_by.get(cost, 0.0) > _ABLE:
            if measured.priority >= planner.rates.floor:
                yield f"{cost} is left to {[entry.id for entry in fixes]}, where {fix} would treat it"
                return


def not_fixes(result: LookedAt) -> Iterator[str]:
    """Questions, reporting and checks among the first three."""
    entries = result.plan.entries
    for entry in entries[:FIRST]:
        later = [other.id for other in entries if other.kind == "fix" and entries.index(other) >= FIRST]
        others = [other.id for other in entries if other.kind not in ("check", "upkeep", "dated", "look-up")]
        if entry.kind not in ("fix", "gate", "dated") and (later or (entry.kind == "check" and others)):
            yield f"{entry.id} ({entry.kind}) before {', '.join(later or others)}"
        if re.match(r"ask (the |your )?(cto|founder|people|finance|legal)\b", entry.title, re.IGNORECASE):
            yield f"{entry.id} only asks: {entry.title}"


def made_worse(result: LookedAt) -> Iterator[str]:
    """Actions by which the date moves away, or the risk of the whole rises, and the page doesn't say so."""
    for entry in result.plan.entries:
        if entry.weeks_gained < -_WEEKS and f"costs {-entry.weeks_gained:.0f} week" not in result.page:
            yield f"{entry.id} loses {-entry.weeks_gained:.3f} weeks"
        if entry.risk_removed < -_ABLE and "then watch for this: " not in result.page:
            yield f"{entry.id} adds a risk of {-entry.risk_removed:.3f}"
