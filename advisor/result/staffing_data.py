"""The staffing model, the options, the plan and the assumptions as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.inference.computed_numbers import ComputedNumbers
from advisor.inference.presumptions.leaning import Leaning
from advisor.knowledge.pack import Knowledge
from advisor.planning.plan import Plan, PlanEntry, steps_of
from advisor.result.assessment import Assessment
from advisor.result.sources import source_text
from advisor.result.staffing import StaffingModel
from advisor.result.wording import Wording
from advisor.staffing.break_even import BreakEven, OptionBreakEven
from advisor.staffing.company_timeline import POINTS, CompanyTimeline, number_of, rounded
from advisor.timeline.options import OptionTimeline, When

NO_MODEL: Mapping[str, Any] = {
    "model": None,
    "label": None,
    "change": None,
    "sure": None,
    "because": None,
    "rivals": [],
    "without_sellers_figures": None,
    "presumed": [],
}


def staffing_as_data(assessment: Assessment, leaning: Leaning) -> dict[str, Any] | None:
    """The model with its rivals, and the options; None where the packs know neither."""
    model, timeline = assessment.model, assessment.timeline
    if model is None and timeline is None:
        return None
    shown = _model(model) if model is not None else NO_MODEL
    need_by = _weeks(timeline.need_by_weeks) if timeline else None
    found = assessment.break_evens
    options = [
        {**option, **_break_evens(found.get(option["id"]))} for option in _leaning(options_as_data(assessment), leaning)
    ]
    chosen = found.get(model.model) if model is not None else None
    return {**shown, **_break_evens(chosen), "need_by_weeks": need_by, "options": options}


def _leaning(options: list[dict[str, Any]], leaning: Leaning) -> list[dict[str, Any]]:
    """Options, each with the questions whose presumed answers its numbers lean on."""
    return [
        {**option, "presumed": list(leaning.of_numbers(number_of(option["id"], point) for point in POINTS))}
        for option in options
    ]


def options_as_data(assessment: Assessment) -> list[dict[str, Any]]:
    """The options by themselves; none where the packs have no timeline."""
    timeline, points = assessment.timeline, assessment.decided_in.facts.points
    if timeline is None:
        return []
    return [_option(option, when, timeline, points) for option, when in timeline.options.items()]


def _model(model: StaffingModel) -> dict[str, Any]:
    return {
        "model": model.model,
        "label": model.label,
        "change": None if model.keep is None else "keep" if model.keep else "move",
        "sure": "firm" if model.firm else "leaning",
        "because": model.because,
        "rivals": [
            {"model": r.model, "if": r.wins_if, "decided_by": list(r.decided_by), "figure": r.figure}
            for r in model.rivals
        ],
        "without_sellers_figures": model.without_sellers,
        "presumed": list(model.presumed),
    }


def _option(
    option: str, timeline: OptionTimeline | None, company_timeline: CompanyTimeline, points: ComputedNumbers
) -> dict[str, Any]:
    nothing = {"p50": None, "p80": None}
    shown: dict[str, Any] = {
        "id": option,
        "possible": option not in company_timeline.barred,
        "waits_for": list(company_timeline.waits_for[option]),
        "productive_weeks": nothing,
        "delivered_weeks": nothing,
        "ownership_weeks": None,
        "chance_productive": None,
        "chance_delivered": None,
        "team_weeks_a_week": None,
        "cost": None,
        "cost_per_month": None,
    }
    if timeline is None or option in company_timeline.barred:
        return shown
    if number_of(option, "productive_p50_weeks") in points.known:
        shown["productive_weeks"] = _when(timeline.productive)
        shown["chance_productive"] = _chance(timeline.productive)
    if timeline.delivered is not None and number_of(option, "delivered_p50_weeks") in points.known:
        shown["delivered_weeks"] = _when(timeline.delivered)
        shown["chance_delivered"] = _chance(timeline.delivered)
    if timeline.team_weeks:
        shown["team_weeks_a_week"] = rounded(timeline.team_weeks, 2)
    if timeline.owned is not None and number_of(option, "ownership_weeks") in points.known:
        shown["ownership_weeks"] = _weeks(timeline.owned.likely)
    if company_timeline.currency is not None:
        cost = timeline.cost_by_need if timeline.cost_by_need is not None else timeline.cost_to_deliver
        shown["cost"] = money_as_data(cost, company_timeline.currency)
        shown["cost_per_month"] = money_as_data(timeline.cost_per_month, company_timeline.currency)
    return shown


def _break_evens(found: OptionBreakEven | None) -> dict[str, Any]:
    found = found or OptionBreakEven()
    return {"break_even": _break_even(found.together), "break_even_each": _break_even(found.each)}


def _break_even(found: BreakEven | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "likely": found.likely,
        "likely_means": found.meaning(found.likely),
        "safe": found.safe,
        "safe_means": found.meaning(found.safe),
    }


def _when(when: When) -> dict[str, float | None]:
    return {"p50": _weeks(when.likely), "p80": _weeks(when.safe)}


def _weeks(weeks: float | None) -> float | None:
    return None if weeks is None else rounded(weeks, 1)


def _chance(when: When) -> float | None:
    return None if when.by_need is None else rounded(when.by_need, 3)


def money_as_data(amount: float | None, currency: str) -> dict[str, Any] | None:
    """An amount in a currency; None where it is not known."""
    return None if amount is None else {"amount": int(rounded(amount, 0)), "currency": currency.upper()}


def plan_as_data(plan: Plan | None, knowledge: Knowledge, wording: Wording) -> list[dict[str, Any]] | None:
    """The plan's entries in order; None where the packs have no actions."""
    return None if plan is None else [_entry(entry, knowledge, wording) for entry in plan.entries]


def _entry(entry: PlanEntry, knowledge: Knowledge, wording: Wording) -> dict[str, Any]:
    place = entry.worth.place if entry.worth is not None else None
    return {
        "id": entry.id,
        "title": entry.title,
        "short": entry.short,
        "how": list(entry.how),
        "kind": entry.kind,
        "owner": entry.owner,
        "start": entry.start.isoformat(),
        "due": entry.due.isoformat(),
        "effort_days": entry.effort_days,
        "priority": None if entry.priority is None else rounded(entry.priority, 4),
        "risk_removed": rounded(entry.risk_removed, 4),
        "weeks_gained": rounded(entry.weeks_gained, 1),
        "settled": entry.settled,
        "because": None if entry.because is None else wording.plain(entry.because),
        "for": list(entry.for_diagnoses),
        "after": list(entry.after),
        "steps": [wording.plain(step) for step in steps_of(entry, knowledge)],
        "place": None
        if place is None
        else {
            "why": place.why,
            "diagnosis": place.diagnosis,
            "step": place.step,
            "share": None if place.share is None else rounded(place.share, 4),
        },
    }


def assumptions_as_data(assessment: Assessment, knowledge: Knowledge) -> list[dict[str, Any]]:
    """The figures that stand in for numbers of the company."""
    company_timeline, figures = assessment.timeline, knowledge.figures
    if company_timeline is None:
        return []
    return [
        {
            "figure": leaned.id,
            "value": [rounded(end, 4) for end in leaned.ends],
            "unit": figures[leaned.id].model.unit,
            "grade": figures[leaned.id].model.grade,
            "source": source_text(figures[leaned.id].model.source),
        }
        for leaned in company_timeline.leaned_on
        if not leaned.own
    ]
