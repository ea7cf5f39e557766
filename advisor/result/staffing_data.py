"""The staffing model, the options, the plan and the assumptions as plain data."""

from __future__ import annotations

from typing import Any

from advisor.planning.plan import PlanEntry
from advisor.report.staffing import clock_of, wording_of
from advisor.result.assessment import Assessment
from advisor.result.sources import source_text
from advisor.staffing.company_timeline import CompanyTimeline, rounded
from advisor.staffing.decision import Decision
from advisor.timeline.options import OptionTimeline, When


def staffing_as_data(assessment: Assessment) -> dict[str, Any] | None:
    """The model with its rivals, and the options; None where the packs know neither."""
    decision, clock = assessment.decision, clock_of(assessment)
    if decision is None and clock is None:
        return None
    model = (
        _model(assessment, decision)
        if decision is not None
        else {
            "model": None,
            "label": None,
            "change": None,
            "sure": None,
            "because": None,
            "rivals": [],
            "without_sellers_figures": None,
        }
    )
    need_by = _weeks(clock.need_by_weeks) if clock else None
    return {**model, "need_by_weeks": need_by, "options": options_as_data(assessment)}


def options_as_data(assessment: Assessment) -> list[dict[str, Any]]:
    """The options by themselves; none where the packs have no timeline."""
    clock = clock_of(assessment)
    return [_option(assessment, id, timeline, clock) for id, timeline in clock.options.items()] if clock else []


def _model(assessment: Assessment, decision: Decision) -> dict[str, Any]:
    wording = wording_of(assessment)
    rivals = [
        {"model": r.model, "if": wording.plain(r.row.wins_if), "decided_by": list(r.decided_by), "figure": r.figure}
        for r in decision.rivals
    ]
    return {
        "model": decision.model,
        "label": decision.row.label,
        "change": None if decision.keep is None else "keep" if decision.keep else "move",
        "sure": "firm" if decision.firm else "leaning",
        "because": wording.plain(decision.row.because),
        "rivals": rivals,
        "without_sellers_figures": decision.without_sellers,
    }


def _option(assessment: Assessment, id: str, timeline: OptionTimeline | None, clock: CompanyTimeline) -> dict[str, Any]:
    known = assessment.assessed.inferences[assessment.decision.reading if assessment.decision else 0].facts.points.known
    nothing = {"p50": None, "p80": None}
    shown: dict[str, Any] = {
        "id": id,
        "possible": id not in clock.barred,
        "waits_for": list(clock.waits_for[id]),
        "productive_weeks": nothing,
        "delivered_weeks": nothing,
        "ownership_weeks": None,
        "chance_productive": None,
        "chance_delivered": None,
        "cost": None,
        "cost_per_month": None,
    }
    if timeline is None or id in clock.barred:
        return shown
    if f"timeline.{id}.productive_p50_weeks" in known:
        shown["productive_weeks"] = _when(timeline.productive)
        shown["chance_productive"] = _chance(timeline.productive)
    if timeline.delivered is not None and f"timeline.{id}.delivered_p50_weeks" in known:
        shown["delivered_weeks"] = _when(timeline.delivered)
        shown["chance_delivered"] = _chance(timeline.delivered)
    if timeline.owned is not None and f"timeline.{id}.ownership_weeks" in known:
        shown["ownership_weeks"] = _weeks(timeline.owned.likely)
    if clock.currency is not None:
        cost = timeline.cost_by_need if timeline.cost_by_need is not None else timeline.cost_to_deliver
        shown["cost"] = _money(cost, clock.currency)
        shown["cost_per_month"] = _money(timeline.cost_per_month, clock.currency)
    return shown


def _when(when: When) -> dict[str, float | None]:
    return {"p50": _weeks(when.likely), "p80": _weeks(when.safe)}


def _weeks(weeks: float | None) -> float | None:
    return None if weeks is None else rounded(weeks, 1)


def _chance(when: When) -> float | None:
    return None if when.by_need is None else rounded(when.by_need, 3)


def _money(amount: float | None, currency: str) -> dict[str, Any] | None:
    return None if amount is None else {"amount": int(rounded(amount, 0)), "currency": currency.upper()}


def plan_as_data(assessment: Assessment) -> list[dict[str, Any]] | None:
    """The plan's entries in order; None where the packs have no actions."""
    plan = assessment.plan
    return None if plan is None else [_entry(assessment, entry) for entry in plan.entries]


def _entry(assessment: Assessment, entry: PlanEntry) -> dict[str, Any]:
    action = assessment.program.knowledge.actions.get(entry.id)
    wording = wording_of(assessment)
    steps = [wording.plain(step) for step in action.model.steps] if action is not None else []
    return {
        "id": entry.id,
        "title": entry.title,
        "kind": entry.kind,
        "owner": entry.owner,
        "start": entry.start.isoformat(),
        "due": entry.due.isoformat(),
        "effort_days": entry.effort_days,
        "priority": None if entry.priority is None else rounded(entry.priority, 4),
        "risk_removed": rounded(entry.risk_removed, 4),
        "weeks_gained": rounded(entry.weeks_gained, 1),
        "settled": entry.settled,
        "for": list(entry.for_diagnoses),
        "after": list(entry.after),
        "steps": steps,
        "questions": list(entry.questions),
    }


def assumptions_as_data(assessment: Assessment) -> list[dict[str, Any]]:
    """The figures that stand in for numbers of the company."""
    clock = clock_of(assessment)
    figures = assessment.program.knowledge.figures
    if clock is None:
        return []
    return [
        {
            "figure": leaned.id,
            "value": [rounded(end, 4) for end in leaned.ends],
            "unit": figures[leaned.id].model.unit,
            "grade": figures[leaned.id].model.grade,
            "source": source_text(figures[leaned.id].model.source),
        }
        for leaned in clock.leaned_on
        if not leaned.own
    ]
