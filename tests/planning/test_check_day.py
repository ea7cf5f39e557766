"""Change nothing: only where enough is known, and on a day that follows from the case."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

pytest.importorskip("hypothesis")

from hypothesis import given
from hypothesis import strategies as st

from advisor.cases.answers import DontKnow
from advisor.planning.checkday import check_day
from advisor.planning.enough import enough_known, enough_looked_at
from advisor.planning.plan import next_working_day
from testkit.companies.answers import AS_OF
from testkit.shipped import company, shipped_advisor
from testkit.world import shipped_world

UNSURE = {"unsure": True}
HEALTHY: dict[str, Any] = {
    "milestone.next_capability": "copilot",
    "milestone.date_told": "no_date",
    "milestone.written": ["deliverable", "owner", "metric"],
    "milestone.need_lasts": "over_12_months",
    "milestone.delay_cost": "inconvenience",
    "scope.model": "hosted",
    "blockers.last": "never",
    "team_load.unfinished_sprints": 0,
    "team.people_on_it": 2,
    "team.share_percent": 100,
    "onboarding.day_one": ["person", "first_task", "code_access", "data_traces", "metric", "constraints"],
    "evals.practice": "each_change",
    "ownership.output_quality": "active",
    "ownership.in_12_months": "employee_here",
    "contractors.state": "none",
    "contractors.data_access": "open",
    "contractors.barriers": [],
    "options.considered": ["in_house", "hire"],
    "role.stage": "offer_out",
    "role.kind": "engineer",
    "role.open_days": 24,
    "jd.must_have_areas": ["backend", "llm"],
    "jd.profile_asked": "applied_llm_product",
    "jd.pedigree_required": [],
    "loop.stages": ["paid_sample"],
    "loop.days_to_decision": 12,
}


def entry(answers: dict[str, Any]) -> dict[str, Any] | None:
    """The check in a company's plan, as JSON has it."""
    result = shipped_advisor().assess(company(shipped_advisor(), answers))
    return next((e for e in result.to_dict()["plan"] if e["id"] == "change-nothing"), None)


def first(answers: dict[str, Any]) -> str:
    """The action that a company's plan begins with."""
    result = shipped_advisor().assess(company(shipped_advisor(), answers))
    return str(result.to_dict()["plan"][0]["id"])


def test_the_day_is_the_first_that_follows_from_the_case() -> None:
    """When the role will have been open for 45 days; a nearer one wins; without any, six weeks."""
    found = entry(HEALTHY)
    assert found is not None and found["start"] == next_working_day(AS_OF + timedelta(21)).isoformat()
    assert found["because"] == "the role will have been open for 45 days by then"
    long_open = {q: given for q, given in HEALTHY.items() if q not in ("role.open_days", "role.stage")}
    found = entry({**long_open, "role.stage": "no_post"})
    assert found is not None and found["because"] is None
    assert found["start"] == next_working_day(AS_OF + timedelta(weeks=6)).isoformat()
    start = AS_OF + timedelta(3)
    found = entry({**long_open, "role.stage": "signed", "role.start_date": start.isoformat()})
    assert found is not None and found["because"] == "your new hire will have been here for two weeks by then"
    assert found["start"] == next_working_day(start + timedelta(14)).isoformat()


def test_dont_know_to_what_matters_most_is_no_ground_to_leave_things_alone() -> None:
    """Where many questions were put and could not be answered, finding out comes first, and nobody is brought in."""
    core = [q for q, e in shipped_advisor().knowledge.questions.items() if e.model.core and q in HEALTHY]
    kept = ("blockers.last", "role.stage", "milestone.date_told", "contractors.state")
    unsure = {**HEALTHY, **{q: UNSURE for q in core if q not in kept}}
    assert entry(HEALTHY) is not None and entry(unsure) is None
    assert first(unsure) == "find-out-first"


def test_an_empty_plan_is_never_left_empty() -> None:
    """Whoever told little, or what contradicts itself, is told to find out; and what can't wait comes before that."""
    assert first({"company.stage": "series_a"}) == "find-out-first"
    assert first({**HEALTHY, "headcount.why_hire": "no_wish", "headcount.seats": 2}) == "find-out-first"
    assert first({**HEALTHY, "role.stage": "finalist"}) == "offer-and-runner-up"


def test_a_far_day_is_looked_at_within_a_quarter() -> None:
    """Answers grow old before a deadline that is a year off."""
    far = {**HEALTHY, "role.stage": "no_post", "milestone.date_told": "team_only"}
    del far["role.open_days"]
    found = entry({**far, "milestone.need_by": (AS_OF + timedelta(weeks=52)).isoformat()})
    assert found is not None and found["start"] == next_working_day(AS_OF + timedelta(weeks=13)).isoformat()
    near = entry({**far, "milestone.need_by": (AS_OF + timedelta(weeks=12)).isoformat()})
    assert near is not None and near["start"] == next_working_day(AS_OF + timedelta(weeks=8)).isoformat()


@given(st.integers(0, 100_000))
def test_the_day_lies_ahead_and_no_other_that_is_named_is_nearer(seed: int) -> None:
    """Whatever is answered; and it is a plain function of the answers."""
    world = shipped_world()
    facts = world.assess(world.some_case(seed)).assessed.inferences[0].facts
    action = world.knowledge.actions["change-nothing"].model
    day, because = check_day(world.knowledge, action, facts)
    assert day > facts.as_of
    assert because is not None or day == facts.as_of + timedelta(weeks=action.weeks)
    latest = action.look_no_later
    assert latest is not None and day <= facts.as_of + timedelta(weeks=latest.weeks)
    for on in action.look_again:
        alone, says = check_day(world.knowledge, action.model_copy(update={"look_again": (on,)}), facts)
        given = facts.answers.get(on.question)
        assert says is None or (day <= alone and given is not None and not isinstance(given, DontKnow))


@given(st.integers(0, 100_000))
def test_an_answer_more_makes_enough_no_less(seed: int) -> None:
    """Answering a core question that applies and was left out never turns enough into too little."""
    world = shipped_world()
    answers = world.some_case(seed)
    inferred = world.infer(answers)
    for question, found in world.knowledge.questions.items():
        if found.model.core and question not in answers and found.model.asked_when is None:
            known = {"date": date.isoformat(AS_OF), "yes-no": True, "choices": [], "number": 1, "whole-number": 1}
            value = known.get(found.model.type.value, found.model.options[0].id if found.model.options else None)
            more = world.infer({**answers, question: value})
            if more.facts.asked == inferred.facts.asked:
                for enough in (enough_known, enough_looked_at):
                    assert enough(world.program, more) or not enough(world.program, inferred)
            return
