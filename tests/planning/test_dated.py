"""What a company says is coming on a day: done by that day, before the fixes where it can't wait, and nowhere else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from advisor.planning.checkday import by_day, comes_first
from advisor.planning.plan import DATED, PlanEntry
from testkit.companies.answers import AS_OF
from testkit.shipped import company, shipped_advisor

STUCK: dict[str, Any] = {
    "milestone.next_capability": "not_agreed",
    "role.exists": "none",
    "headcount.seats": 3,
    "headcount.why_hire": "round_plan",
    "flow.projects": 3,
    "flow.projects_with_metric": 0,
    "team.people_on_it": 4,
    "ownership.output_quality": "active",
}
WELL: dict[str, Any] = {
    "milestone.next_capability": "retrieval",
    "milestone.date_exists": False,
    "role.exists": "none",
    "headcount.why_hire": "no_wish",
    "contractors.state": "none",
    "blockers.last": "never",
    "team.people_on_it": 2,
    "team.share_percent": 100,
    "team.time_from": "own_job",
    "team.left": 0,
    "team_load.unfinished_sprints": 0,
    "ownership.output_quality": "active",
    "ownership.main_job": True,
    "ownership.in_12_months": "employee_here",
    "evals.practice": "each_change",
    "budget.cash_months": 24,
}
HIRING: dict[str, Any] = {
    **WELL,
    "role.exists": "open",
    "role.stage": "in_calls",
    "role.open_days": 20,
    "headcount.why_hire": "named_delivery",
    "loop.days_to_decision": 12,
}
HELPED: dict[str, Any] = {
    **WELL,
    "contractors.state": "now",
    "contractors.people": 3,
    "contractors.in_planning": True,
    "contractors.work_form": "problem",
    "contractors.owner": "one_engineer",
    "contractors.output": "in_use",
    "contractors.handover": True,
    "contractors.signer": ["firm"],
}
SOON, LATER, PAST = AS_OF + timedelta(10), AS_OF + timedelta(60), AS_OF - timedelta(5)


def coming(kind: str, name: str, day: date, **more: Any) -> dict[str, Any]:
    """The answers that say that such a day is coming."""
    return {"event.kinds": [kind], f"event.{name}": day, **more}


def entries(*parts: dict[str, Any]) -> list[PlanEntry]:
    """The plan of a company of which all that was told."""
    result = shipped_advisor().assess(company(shipped_advisor(), {k: v for part in parts for k, v in part.items()}))
    assert result.plan is not None
    return list(result.plan.entries)


def plan(*parts: dict[str, Any]) -> list[str]:
    """The ids of that plan, in their order."""
    return [entry.id for entry in entries(*parts)]


# Each with what must be so for it, and a neighbor for whom it would be wrong.
CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("request-today", {**WELL, "lead.unrequested": True}, {**WELL, "lead.unrequested": False}),
    (
        "name-chaser",
        {**WELL, "blockers.last": "data_access", "wait.chaser": False},
        {**WELL, "blockers.last": "data_access", "wait.chaser": True},
    ),
    ("name-chaser", {**WELL, "blockers.last": "others", "wait.chaser": False}, {**WELL, "wait.chaser": False}),
    ("ready-stand-in", {**WELL, **coming("leave", "leave_day", LATER)}, {**WELL, **coming("leave", "leave_day", PAST)}),
    (
        "hand-over-by-last-day",
        {**WELL, **coming("last_day", "last_day", SOON)},
        {**WELL, **coming("leave", "leave_day", SOON)},
    ),
    ("talk-to-wavering", {**WELL, "event.kinds": ["wavering"]}, {**WELL, "event.kinds": []}),
    (
        "take-off-agenda",
        {**STUCK, **coming("decision", "decision_day", SOON), "event.decides": "headcount"},
        {**WELL, **coming("decision", "decision_day", SOON), "event.decides": "headcount"},
    ),
    (
        "keep-roles-offline",
        {**STUCK, **coming("roles_out", "roles_day", SOON)},
        {**HIRING, **coming("roles_out", "roles_day", SOON)},
    ),
    (
        "decide-before-the-meeting",
        {**HIRING, **coming("decision", "decision_day", LATER), "event.decides": "candidate"},
        {**HIRING, **coming("decision", "decision_day", AS_OF + timedelta(4)), "event.decides": "candidate"},
    ),
    (
        "decide-before-candidate-day",
        {**HIRING, **coming("candidate", "candidate_day", SOON)},
        {**HIRING, **coming("candidate", "candidate_day", SOON), "role.stage": "finalist"},
    ),
    (
        "call-before-answer-day",
        {**HIRING, "role.stage": "offer_out", **coming("candidate", "candidate_day", SOON)},
        {**HIRING, **coming("candidate", "candidate_day", SOON)},
    ),
    (
        "prepare-decision",
        {**WELL, "blockers.last": "decision", **coming("decision", "decision_day", LATER), "event.decides": "scope"},
        {**WELL, **coming("decision", "decision_day", LATER), "event.decides": "scope"},
    ),
    (
        "settle-renewal",
        {**HELPED, **coming("renewal", "renewal_day", LATER)},
        {**WELL, **coming("renewal", "renewal_day", LATER)},
    ),
    (
        "fee-before-renewal",
        {**HELPED, "contractors.want_to_convert": True, **coming("renewal", "renewal_day", LATER)},
        {**HELPED, "contractors.want_to_convert": False, **coming("renewal", "renewal_day", LATER)},
    ),
    (
        "decline-more",
        {
            **HELPED,
            "contractors.work_form": "tickets",
            "contractors.in_planning": False,
            "contractors.owner": "nobody",
            **coming("signing", "signing_day", SOON),
        },
        {**HELPED, **coming("signing", "signing_day", SOON)},
    ),
    (
        "hold-signing",
        {**WELL, **coming("signing", "signing_day", SOON)},
        {**HELPED, **coming("signing", "signing_day", SOON)},
    ),
    (
        "ready-for-audit",
        {**WELL, **coming("audit", "audit_day", LATER)},
        {**WELL, **coming("audit", "audit_day", PAST)},
    ),
    (
        "ready-for-window",
        {**WELL, **coming("window", "window_day", LATER)},
        {**WELL, **coming("access_ends", "access_day", LATER)},
    ),
    (
        "before-access-ends",
        {**WELL, **coming("access_ends", "access_day", LATER)},
        {**WELL, **coming("window", "window_day", LATER)},
    ),
    (
        "hold-until-money",
        {**HIRING, "budget.cash_months": 6, **coming("money", "money_day", LATER)},
        {**HIRING, **coming("money", "money_day", LATER)},
    ),
    ("second-run", {**WELL, "evals.second_runner": False}, {**WELL, "evals.second_runner": True}),
    (
        "make-owner",
        {
            **HELPED,
            "ownership.could_be": True,
            "ownership.in_12_months": "not_decided",
            "milestone.need_lasts": "over_12_months",
        },
        {**HELPED, "ownership.could_be": True},
    ),
    ("answer-the-wish", {**WELL, "push.headcount": True}, {**WELL, "push.headcount": False}),
]


@pytest.mark.parametrize(("action", "given", "neighbor"), CASES, ids=[case[0] for case in CASES])
def test_it_stands_where_it_is_needed_and_not_beside_it(
    action: str, given: dict[str, Any], neighbor: dict[str, Any]
) -> None:
    """Each is in the plan of the company it is made for, and not in that of the one beside it."""
    assert action in plan(given)
    assert action not in plan(neighbor)


def test_nothing_coming_changes_no_plan() -> None:
    """Who has nothing coming gets the plan of those who were not asked."""
    for well in (STUCK, WELL, HIRING, HELPED):
        assert plan(well, {"event.kinds": [], "lead.unrequested": False, "push.headcount": False}) == plan(well)


def test_what_can_not_wait_stands_before_the_first_fix_and_the_rest_after_it() -> None:
    """The first fix is what the plan is about; only what is lost on a near day, or starts a wait, comes before it."""
    assert plan(STUCK, {"lead.unrequested": True})[0] == "request-today"
    found = plan(STUCK, {"event.kinds": ["audit"], "event.audit_day": LATER})
    assert found[0] == plan(STUCK)[0] and found[1] == "ready-for-audit"


def test_it_is_due_by_its_day() -> None:
    """No later than that day, nor before today."""
    for action, given, _ in CASES:
        for entry in entries(given):
            model = shipped_advisor().knowledge.actions[entry.id].model
            if entry.kind == DATED and entry.id == action and model.by is not None:
                (day,) = [value for key, value in given.items() if key == model.by.question]
                assert AS_OF < entry.due <= max(day, entry.start)


def test_its_day_is_no_earlier_than_the_case() -> None:
    """Of a day behind, and of an action without one, it is today."""
    inferred = shipped_advisor().assess(company(shipped_advisor(), coming("leave", "leave_day", PAST))).assessed
    facts = inferred.inferences[0].facts
    for entry in shipped_advisor().knowledge.actions.values():
        if entry.model.kind == DATED:
            assert by_day(entry.model, facts) == AS_OF
            assert comes_first(entry.model, facts) or entry.model.by is None


def test_what_works_is_left_alone_beside_what_is_coming() -> None:
    """A day that is coming is no reason to change what works."""
    found = plan(WELL, coming("leave", "leave_day", LATER))
    assert found[:2] == ["change-nothing", "ready-stand-in"]
