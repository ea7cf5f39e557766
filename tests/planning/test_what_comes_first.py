"""What a plan begins with where something else was said first before: each kind beside its near miss."""

from __future__ import annotations

import pytest

from advisor import Advisor
from testkit.shipped import company

BOUGHT: dict[str, object] = {
    "milestone.next_capability": "retrieval",
    "milestone.date_exists": False,
    "role.exists": "open",
    "role.open_days": 56,
    "role.kind": "engineer",
    "jd.profile_asked": "ai_engineer_general",
    "jd.names_first_result": False,
    "contractors.state": "none",
    "team.people_on_it": 0,
    "buy.product": "better",
    "buy.sets_apart": False,
    "scope.model": "hosted",
}
COMMITTEE: dict[str, object] = {
    "milestone.date_exists": False,
    "role.exists": "open",
    "role.open_days": 82,
    "role.kind": "research",
    "role.parked": False,
    "scope.model": "own_new_method",
    "milestone.need_lasts": "over_12_months",
    "contractors.state": "none",
    "loop.days_to_decision": 52,
    "loop.rounds": 4,
    "loop.decider": "everybody",
}
LEAVING: dict[str, object] = {
    "milestone.date_exists": False,
    "role.exists": "none",
    "contractors.state": "none",
    "team.people_on_it": 5,
    "team.left": 8,
}
APART: dict[str, object] = {
    "milestone.date_exists": False,
    "role.exists": "none",
    "contractors.state": "now",
    "contractors.months": 8,
    "contractors.people": 6,
    "contractors.in_planning": False,
    "contractors.output": "in_use_weak",
    "contractors.work_form": "tickets",
    "contractors.handover": False,
    "contractors.signer": ["firm"],
    "contractors.places": ["india"],
    "contract.deploy": "cannot",
    "contract.person_seen": "not_seen",
    "team.people_on_it": 0,
}
WANTED: dict[str, object] = {
    "milestone.next_capability": "copilot",
    "milestone.date_exists": True,
    "milestone.need_by": "2027-03-15",
    "role.exists": "none",
    "contractors.state": "now",
    "contractors.people": 3,
    "contractors.months": 9,
    "contractors.output": "in_use",
    "contractors.in_planning": True,
    "contractors.handover": True,
    "contractors.want_to_convert": True,
    "contractors.work_form": "problem",
    "ownership.in_12_months": "employee_here",
    "ownership.output_quality": "active",
    "ownership.main_job": True,
    "ownership.done_before": True,
    "evals.practice": "each_change",
    "contractors.signer": ["firm"],
    "contractors.places": ["colombia"],
    "contractors.personal_data": ["none"],
    "contract.paper": "at_hand",
    "contract.person_seen": "live",
    "contract.deploy": "did_it",
    "contract.ip_form": ["term_and_place"],
    "company.country": "canada",
    "team.people_on_it": 1,
    "team.share_percent": 90,
    "team.time_from": "own_job",
    "team.left": 0,
}
PROMISED: dict[str, object] = {
    "milestone.next_capability": "copilot",
    "milestone.date_told": "customer",
    "milestone.need_by": "2027-02-21",
    "milestone.people_when_promised": "nobody",
    "role.exists": "open",
    "role.open_days": 70,
    "role.stage": "in_calls",
    "contractors.state": "none",
    "team.people_on_it": 2,
    "team.share_percent": 50,
    "team.time_from": "planned_work",
    "team_load.unfinished_sprints": 3,
    "loop.days_to_decision": 34,
    "loop.rounds": 5,
}


def planned(advisor: Advisor, answers: dict[str, object], **changed: object) -> list[str]:
    """The actions of a plan in their order; of a changed answer, `__` stands for the dot."""
    given = answers | {name.replace("__", ".", 1): value for name, value in changed.items()}
    plan = advisor.assess(company(advisor, given)).plan
    assert plan is not None
    return [entry.id for entry in plan.entries]


def test_what_can_be_bought_is_bought_and_no_one_is_sought_for_it(advisor: Advisor) -> None:
    assert planned(advisor, BOUGHT)[:2] == ["buy-the-product", "take-role-down"]


def test_a_product_that_fell_short_takes_no_role_down(advisor: Advisor) -> None:
    assert not {"buy-the-product", "take-role-down"} & set(planned(advisor, BOUGHT, buy__product="tried"))


def test_only_a_version_of_your_own_is_shut_down(advisor: Advisor) -> None:
    assert "switch-to-product" not in planned(advisor, BOUGHT)
    assert "switch-to-product" in planned(advisor, BOUGHT, team__people_on_it=2)


def test_who_waits_for_a_committee_gets_an_answer_first(advisor: Advisor) -> None:
    assert planned(advisor, COMMITTEE)[0] == "decide-those-waiting"
    assert "book-whole-loop" not in planned(advisor, COMMITTEE)


@pytest.mark.parametrize("near", [{"loop__decider": "one_person"}, {"loop__rounds": 7}])
def test_weeks_that_rounds_took_are_no_wait_for_an_answer(advisor: Advisor, near: dict[str, object]) -> None:
    assert "decide-those-waiting" not in planned(advisor, COMMITTEE, **near)


def test_where_no_hire_makes_the_promise_the_loop_comes_later(advisor: Advisor) -> None:
    plan = planned(advisor, PROMISED)
    assert plan.index("bridge-external") < plan.index("cut-rounds")
    assert plan[0] != "cut-rounds"


def test_where_a_hire_is_in_time_the_loop_is_mended_first(advisor: Advisor) -> None:
    later = {"milestone__need_by": "2027-11-01", "milestone__people_when_promised": "nobody_new_needed"}
    plan = planned(advisor, PROMISED, **later, team_load__unfinished_sprints=0, milestone__date_told="team_only")
    assert plan[0] == "cut-rounds"


def test_who_leaves_hands_over_before_everyone_is_asked(advisor: Advisor) -> None:
    plan = planned(advisor, LEAVING)
    assert plan.index("hand-over-first") < plan.index("stay-talks")


def test_who_was_let_go_is_not_asked_to_stay(advisor: Advisor) -> None:
    assert "hand-over-first" not in planned(advisor, LEAVING, team__left_because=["let_go"])


def test_code_and_accounts_come_before_a_look_at_faces(advisor: Advisor) -> None:
    assert planned(advisor, APART)[:2] == ["secure-rights", "check-who-works"]


def test_odd_signs_come_first(advisor: Advisor) -> None:
    odd = planned(advisor, APART, contract__odd_signs=["payout_other_name", "other_hands"], contract__deploy="think_so")
    assert odd.index("check-who-works") < odd.index("secure-rights")


def test_contractors_who_are_wanted_are_not_rolled_off(advisor: Advisor) -> None:
    plan = planned(advisor, WANTED)
    assert plan[:2] == ["look-up-conversion", "change-nothing"]
    assert "convert-or-roll-off" not in plan
    assert len(plan) == len(set(plan))


def test_no_clause_is_looked_up_for_whom_no_one_wants_to_hire(advisor: Advisor) -> None:
    assert "look-up-conversion" not in planned(advisor, WANTED, contractors__want_to_convert=False)
