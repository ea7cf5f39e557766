"""The decision table agrees with the numbers beside it: on companies drawn at random, and on those with a date."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import Advisor, Case
from advisor.result.assessment import Assessment
from advisor.result.staffing_data import options_as_data
from testkit.companies.answers import AS_OF
from testkit.companies.drawn import drawn_answers, plausible_company, thresholds_of
from testkit.shipped import company, shipped_advisor

HOPELESS, LIKELY = 0.2, 0.5
AT_WORK = {"hold": "in-house"}  # whose chance is meant where nobody is added
OPEN = ["nobody", "in_calls", "finalist", "no_post"]


@st.composite
def dated(draw: st.DrawFn) -> dict[str, Any]:
    """Companies with a date, of which nearly all is known that the timeline and the rows of a date read."""
    days = draw(st.integers(0, 250))
    answers: dict[str, Any] = {
        "milestone.date_told": draw(st.sampled_from(["contract", "customer", "board", "team_only"])),
        "milestone.need_by": (AS_OF + timedelta(days=days)).isoformat(),
        "milestone.work_left_weeks": draw(st.integers(1, 60)) / 2,
        "team.people_on_it": draw(st.integers(0, 5)),
        "team.share_percent": draw(st.sampled_from([10, 25, 50, 80, 100])),
        "team.shipped_before": draw(st.booleans()),
        "role.stage": draw(st.sampled_from([*OPEN, "offer_out", "signed"])),
        "contractors.state": draw(st.sampled_from(["none", "planned", "now"])),
        "contractors.data_access": draw(st.sampled_from(["open", "open", "regulated", "forbidden"])),
    }
    if answers["role.stage"] == "signed":
        answers["role.start_date"] = (AS_OF + timedelta(days=draw(st.integers(0, 150)))).isoformat()
    if answers["contractors.state"] == "now":
        answers["contractors.people"] = draw(st.integers(1, 4))
    if not answers["team.people_on_it"]:
        del answers["team.share_percent"]
    others = {
        "milestone.delay_cost": ["nothing", "later_revenue", "lost_customer"],
        "milestone.need_lasts": ["under_3_months", "three_to_6_months", "over_12_months"],
        "headcount.why_hire": ["investor", "named_delivery", "no_wish"],
        "headcount.external_seats": [0, 1, 2],
        "team_load.unfinished_sprints": [0, 1, 2, 3],
        "team.time_from": ["own_job", "planned_work", "free_time"],
        "team.spare_percent": [0, 10, 20, 40],
        "contractors.barriers": [[], ["nobody_to_guide"], ["no_budget"]],
        "contractors.work_form": ["tickets", "problem", "whole_project"],
        "ownership.in_12_months": ["employee_here", "employee_to_hire", "outsiders_here", "nobody_needed"],
        "budget.runway_months": [5, 11, 24],
        "blockers.last": ["hands", "data_access", "never"],
    }
    for question, values in others.items():
        if draw(st.booleans()):
            answers[question] = draw(st.sampled_from(values))
    left_out = draw(st.sampled_from([None, None, "milestone.work_left_weeks", "role.stage", "team.people_on_it"]))
    return {question: value for question, value in answers.items() if question != left_out}


def nearby(advisor: Advisor, seed: int) -> Case:
    """A company whose numbers lie beside those that conditions name."""
    rng = random.Random(seed)
    near = thresholds_of(advisor.program)
    answers = drawn_answers(advisor.knowledge, rng, core=0.9, unsure=0.05, near=near, earliest=0, power=2)
    return company(advisor, answers, f"near-{seed}")


def chances(assessment: Assessment) -> dict[str, float]:
    """The chance of each option to deliver by the date, as far as it is shown; 0 where it is not possible."""
    if assessment.timeline is None or assessment.timeline.need_by_weeks is None:
        return {}
    shown = {option["id"]: option for option in options_as_data(assessment)}
    known = {option: 0.0 if not each["possible"] else each["chance_delivered"] for option, each in shown.items()}
    return {option: chance for option, chance in known.items() if chance is not None}


def wrong_with(advisor: Advisor, case: Case) -> list[str]:
    """What of a verdict its own numbers contradict."""
    assessment = advisor.assess(case)
    model, timeline = assessment.model, assessment.timeline
    assert model is not None and timeline is not None
    if assessment.contradictions:
        return []  # the model of one reading beside the numbers of all
    found, chance = [], chances(assessment)
    if model.model in timeline.barred:
        found.append(f"{model.model} is not possible")
    found += _hopeless(model.model, chance)
    found += _words(model.model, model.because, chance)
    return found


def _hopeless(model: str, chance: Mapping[str, float]) -> list[str]:
    """An option that is recommended at no chance while another one makes the date."""
    # Where the present team makes the date by itself, a hire is for the time after, and nothing hangs on its day.
    for_after = model == "hire" and chance.get("in-house", 0.0) >= LIKELY
    best = max(chance, key=lambda option: chance[option], default=None)
    if best is None or for_after or chance.get(model, LIKELY) >= HOPELESS or chance[best] < LIKELY:
        return []
    return [f"{model} at {chance[model]} where {best} has {chance[best]}"]


def _words(model: str, because: str, chance: Mapping[str, float]) -> list[str]:
    """Sentences that say more than the chance beside them."""
    found = []
    speaks_of = AT_WORK.get(model, model)
    if "without anyone new" in because:
        speaks_of = "in-house"
    if ("will probably finish" in because or "'ll probably make" in because) and chance.get(speaks_of, 0.0) < LIKELY:
        found.append(f"probably done at {chance.get(speaks_of)}")
    if "No staffing option" in because and max(chance.values(), default=0.0) >= LIKELY:
        found.append(f"no way makes it at {max(chance.values())}")
    if "likely come too late" in because and max(chance.values(), default=0.0) >= LIKELY:
        found.append(f"anyone new too late at {max(chance.values())}")
    return found


@given(answers=dated())
def test_with_a_date_verdict_and_numbers_agree(answers: dict[str, Any]) -> None:
    """The chance of the way that is recommended, and the words about it."""
    advisor = shipped_advisor()
    assert wrong_with(advisor, company(advisor, answers)) == []


@pytest.mark.parametrize("draw", [plausible_company, nearby], ids=["plausible", "nearby"])
def test_verdict_and_numbers_agree(draw: Any) -> None:
    """The same for companies drawn at random."""
    advisor = shipped_advisor()
    found = {seed: wrong_with(advisor, draw(advisor, seed)) for seed in range(60)}
    assert {seed: wrong for seed, wrong in found.items() if wrong} == {}


@given(answers=dated(), stage=st.sampled_from(OPEN), months=st.integers(1, 8))
def test_short_money_hires_nobody(answers: dict[str, Any], stage: str, months: int) -> None:
    """With less than nine months of money, and nobody signed, no model hires for good."""
    advisor = shipped_advisor()
    short = {**answers, "role.stage": stage, "budget.runway_months": months, "headcount.seats": 1}
    short.pop("role.start_date", None)
    model = advisor.assess(company(advisor, short)).model
    assert model is not None and model.model not in ("hire", "bridge-and-hire")


@given(answers=dated(), told=st.sampled_from(["board", "team_only"]), wish=st.sampled_from(["investor", "round_plan"]))
def test_no_use_no_hire(answers: dict[str, Any], told: str, wish: str) -> None:
    """A wish of the investors for work whose delay costs nothing opens no role."""
    advisor = shipped_advisor()
    wished = {**answers, "milestone.date_told": told, "headcount.why_hire": wish, "milestone.delay_cost": "nothing"}
    for known in ("milestone.work_left_weeks", "contractors.people", "role.start_date"):
        wished.pop(known, None)
    wished |= {"role.stage": "no_post", "contractors.state": "none"}
    model = advisor.assess(company(advisor, wished)).model
    assert model is not None and model.model != "hire"
