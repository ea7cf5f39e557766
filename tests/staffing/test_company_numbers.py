"""What a company's answers make of its timeline: the present team beside others, days here, shorter ramps, costs."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import Advisor

AS_OF = date(2026, 11, 22)
DAY_ONE = ["person", "first_task", "code_access", "data_traces", "metric", "constraints"]
TOGETHER: dict[str, Any] = {
    "milestone.date_told": "customer",
    "milestone.need_by": "2027-02-14",
    "milestone.work_left_weeks": 14,
    "milestone.need_lasts": "over_12_months",
    "scope.model": "tuned",
    "team.people_on_it": 3,
    "team.share_percent": 60,
    "team.shipped_before": True,
    "role.stage": "nobody",
    "contractors.state": "none",
    "contractors.data_access": "open",
    "contractors.start_days": 7,
    "contractors.access_days": 3,
    "headcount.seats": 1,
    "headcount.external_seats": 1,
    "onboarding.day_one": DAY_ONE,
}
"""Three people at 60 percent need more than 16 weeks alone, one from outside more than 18; there are twelve."""
SIGNED: dict[str, Any] = {**TOGETHER, "role.stage": "signed", "role.region": "us"}
HERE: dict[str, Any] = {**TOGETHER, "contractors.state": "now", "contractors.people": 1, "team.people_on_it": 0}


@cache
def advisor() -> Advisor:
    """Over the shipped rules."""
    return Advisor(engine="python")


def options(answers: dict[str, Any], **changes: Any) -> dict[str, dict[str, Any]]:
    """The options of a company in the published data; a change to None takes an answer out."""
    given = {**answers, **{name.replace("__", "."): value for name, value in changes.items()}}
    case, problems = advisor().read(
        {"case": "x", "as_of": AS_OF.isoformat(), "answers": {q: v for q, v in given.items() if v is not None}}
    )
    assert case is not None and not problems
    return {option["id"]: option for option in advisor().assess(case).to_dict()["staffing"]["options"]}


def test_the_present_team_and_one_from_outside_make_it_together() -> None:
    """Neither does alone. Together: 0.96 person-weeks a week from week 2 on, and one more a week from 3.5 on."""
    found = options(TOGETHER)
    assert found["in-house"]["chance_delivered"] < 0.05 < 0.9 < found["contract"]["chance_delivered"]
    assert found["contract"]["delivered_weeks"]["p50"] == pytest.approx(10.3, abs=0.2)
    assert found["bridge-and-hire"]["delivered_weeks"] == found["contract"]["delivered_weeks"]
    assert found["bridge-and-hire"]["team_weeks_a_week"] == found["contract"]["team_weeks_a_week"] == 0.96
    without = options(TOGETHER, team__people_on_it=0)
    assert without["contract"]["chance_delivered"] < 0.05
    assert without["contract"]["team_weeks_a_week"] is None
    for option in ("contract", "bridge-and-hire"):
        assert found[option]["productive_weeks"] == without[option]["productive_weeks"]


@pytest.mark.parametrize("unknown", ["team.people_on_it", "team.share_percent"])
def test_a_team_of_which_nothing_is_known_only_opens_what_it_could_bring_nearer(unknown: str) -> None:
    """No date by which the others deliver alone is taken back."""
    case, _ = advisor().read(
        {"case": "x", "as_of": AS_OF.isoformat(), "answers": {q: v for q, v in TOGETHER.items() if q != unknown}}
    )
    assert case is not None
    points = advisor().assess(case).decided_in.facts.points
    alone = options(TOGETHER, team__people_on_it=0)["contract"]
    assert points.known["timeline.contract.delivered_p50_weeks"] == (0.0, alone["delivered_weeks"]["p50"])
    assert points.known["timeline.contract.chance_delivered"] == (alone["chance_delivered"], 1.0)
    assert unknown in points.waits_for["timeline.contract.chance_delivered"]
    low, high = points.known["timeline.contract.productive_p50_weeks"]
    assert low == high


@given(st.integers(1, 200))
def test_who_has_started_is_nearer_by_the_days_since(days: int) -> None:
    """Until nothing of the ramp is left; whoever has turned up is no risk any more."""
    start = AS_OF - timedelta(days)
    today = options(SIGNED, role__start_date=AS_OF.isoformat())["hire"]["productive_weeks"]
    begun = options(SIGNED, role__start_date=start.isoformat())["hire"]["productive_weeks"]
    for chance in ("p50", "p80"):
        assert begun[chance] <= max(today[chance] - days / 7, 0) + 0.11
    assert begun["p50"] == pytest.approx(max(today["p50"] - days / 7, 0), abs=0.4)


def test_eight_weeks_in_are_eight_weeks_nearer() -> None:
    """Than one who starts today."""
    today = options(SIGNED, role__start_date="2026-11-22")["hire"]
    begun = options(SIGNED, role__start_date="2026-09-27")["hire"]
    assert today["productive_weeks"]["p50"] - begun["productive_weeks"]["p50"] == pytest.approx(8, abs=0.3)
    assert today["ownership_weeks"] - begun["ownership_weeks"] == pytest.approx(8, abs=0.3)


@given(st.integers(0, 60), st.integers(0, 60))
def test_outsiders_who_are_here_have_less_to_learn_each_day(days: int, more: int) -> None:
    """No day here brings anything nearer than it is; who came long ago has learned all."""
    early, late = (options(HERE, contractors__here_days=here)["contract"] for here in (days + more, days))
    assert early["productive_weeks"]["p50"] <= late["productive_weeks"]["p50"]
    assert early["chance_delivered"] >= late["chance_delivered"]
    assert late["productive_weeks"]["p50"] == pytest.approx(max(4.0 - days / 7, 0), abs=0.1)


def test_months_here_serve_where_the_days_of_the_last_one_are_not_said() -> None:
    """And without either the ramp is behind them."""
    half, said, none = (
        options(HERE, contractors__months=0.5)["contract"],
        options(HERE, contractors__months=0.5, contractors__here_days=1)["contract"],
        options(HERE)["contract"],
    )
    assert half["productive_weeks"]["p50"] == pytest.approx(4 - 15 / 7, abs=0.1)
    assert said["productive_weeks"]["p50"] == pytest.approx(4 - 1 / 7, abs=0.1)
    assert none["productive_weeks"]["p50"] == 0


def test_ramps_are_shorter_for_who_knows_product_or_task() -> None:
    """A team that calls a hosted model; a person who has worked on this code; a known one for something short."""
    learning = {"team__shipped_before": False, "team__freeing_days": 0}
    assert options(TOGETHER, **learning)["in-house"]["productive_weeks"]["p50"] == pytest.approx(4.5, abs=0.2)
    hosted = options(TOGETHER, scope__model="hosted", **learning)["in-house"]["productive_weeks"]
    assert hosted["p50"] == pytest.approx(2, abs=0.1)

    def outside(**changes: Any) -> float:
        planned = {"contractors__state": "planned", "vendor__proofs": [], "vendor__chosen_by": "price", **changes}
        return float(options(TOGETHER, **planned)["contract"]["productive_weeks"]["p50"])

    usual = outside()
    assert outside(scope__model="hosted") == usual
    knows = {"vendor__proofs": ["knows_stack"]}
    assert outside(scope__model="hosted", **knows) == pytest.approx(usual - 2, abs=0.2)
    assert outside(milestone__need_lasts="under_3_months", **knows) == pytest.approx(usual - 3.2, abs=0.2)
    assert outside(milestone__need_lasts="under_3_months", vendor__chosen_by="known_before") < usual - 3


def test_in_house_costs_the_hours_and_what_switching_takes() -> None:
    """Of three people at 60 percent, with 18 percent of the rest lost; nothing is lost by who does nothing else."""
    paid = {"budget__employee_month_cost": 10_000, "budget__currency": "usd"}
    assert options(TOGETHER, **paid)["in-house"]["cost_per_month"]["amount"] == round(30_000 * (0.6 + 0.4 * 0.18))
    assert options(TOGETHER, team__share_percent=100, **paid)["in-house"]["cost_per_month"]["amount"] == 30_000
    assert options(TOGETHER)["in-house"]["cost_per_month"] is None


PLANNED: dict[str, Any] = {
    **{question: answer for question, answer in TOGETHER.items() if question != "contractors.start_days"},
    "contractors.state": "planned",
    "team.people_on_it": 0,
}
"""Someone is chosen and hasn't started, and no one has said in how many days they could."""


def test_an_unsigned_contract_takes_its_time_only_where_it_is_known_to_be_unsigned() -> None:
    """Not known is as it was, and so is a paper that is there; the company's own number counts before the figure."""
    unsaid, unsigned, here = (
        options(PLANNED, contract__paper=paper)["contract"]["productive_weeks"]["p50"]
        for paper in (None, "nothing_signed", "at_hand")
    )
    assert unsaid == here < unsigned
    own = [
        options(PLANNED, contract__paper=paper, contractors__start_days=7)["contract"]["productive_weeks"]
        for paper in (None, "nothing_signed")
    ]
    assert own[0] == own[1]
