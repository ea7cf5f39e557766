"""An empty result: "nothing is wrong" is earned, and names what it rests on."""

from __future__ import annotations

from typing import Any

import pytest

from advisor import Advisor
from advisor.report.markdown import markdown
from advisor.report.story import headline
from advisor.report.told import Told
from testkit.shipped import company

CORE_ONLY: dict[str, Any] = {
    "milestone.next_capability": "copilot",
    "milestone.date_told": "no_date",
    "milestone.written": ["deliverable", "owner", "metric"],
    "milestone.work_left_weeks": 4,
    "milestone.need_lasts": "over_12_months",
    "scope.model": "hosted",
    "blockers.last": "never",
    "team_load.unfinished_sprints": 0,
    "team.people_on_it": 2,
    "team.share_percent": 100,
    "onboarding.day_one": ["person", "first_task", "code_access", "data_traces", "metric", "constraints"],
    "evals.practice": "each_change",
    "ownership.output_quality": "active",
    "contractors.state": "none",
    "contractors.data_access": "open",
    "contractors.barriers": [],
    "options.considered": ["in_house", "hire"],
    "role.stage": "no_post",
}


def told(advisor: Advisor, answers: dict[str, Any]) -> Told:
    """The result of a company in which nothing is found."""
    found = advisor.assess(company(advisor, answers))
    assert found.headline == "" and not found.found and not found.likely
    return Told(found, advisor.rulebase)


def test_it_is_earned_by_the_questions_that_matter_most(advisor: Advisor) -> None:
    """It names what was looked at and what was not; on every view."""
    result = told(advisor, CORE_ONLY)
    looked_at = result.assessment.looked_at
    assert looked_at.enough and looked_at.clear and looked_at.unclear
    word, says = headline(result)
    assert word == "GOOD" and says.startswith("No problems in what we checked: ")
    assert looked_at.clear[0].lower() in says.lower() and looked_at.unclear[0].lower() in says.lower()
    assert says in markdown(result)
    assert result.assessment.to_dict()["looked_at"]["clear"] == list(looked_at.clear)


@pytest.mark.parametrize("unsure", [False, True])
def test_few_answers_earn_nothing(advisor: Advisor, unsure: bool) -> None:
    """Neither left out nor answered with "don't know"."""
    kept = ("milestone.date_told", "contractors.state", "role.stage", "team_load.unfinished_sprints", "blockers.last")
    others = {q: {"unsure": True} for q in CORE_ONLY if q not in kept} if unsure else {}
    result = told(advisor, {**{q: CORE_ONLY[q] for q in kept}, **others})
    assert not result.assessment.looked_at.enough
    word, says = headline(result)
    assert word == "SO FAR" and says.startswith("No problems in your answers so far; not fully checked: ")


def test_a_section_is_clear_only_where_nothing_in_it_can_be_wrong(advisor: Advisor) -> None:
    """Each diagnosis of a section that is named as clear is surely absent; an empty case is clear of nothing."""
    assert told(advisor, {}).assessment.looked_at.clear == ()
    alone = told(advisor, {**CORE_ONLY, "contractors.state": "none"}).assessment.looked_at
    assert "The vendor" not in alone.clear
