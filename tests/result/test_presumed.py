"""What results say of presumptions: what leans on which, what would be so if not, what compare tells of them."""

from __future__ import annotations

from typing import Any

from advisor import Advisor
from advisor.explaining.differences.difference import difference
from advisor.result.assessment import Assessment

LATE: dict[str, Any] = {
    "milestone.date_told": "customer",
    "milestone.need_by": "2027-02-14",
    "milestone.work_left_weeks": 20,
    "role.stage": "signed",
    "role.start_date": "2026-11-23",
    "contractors.state": "none",
    "team_load.unfinished_sprints": 3,
    "team.people_on_it": 2,
    "team.share_percent": 25,
    "options.considered": ["hire"],
}


def assessed(advisor: Advisor, answers: dict[str, Any]) -> Assessment:
    case, problems = advisor.read({"case": "company", "as_of": "2026-11-22", "answers": answers})
    assert case is not None, problems
    return advisor.assess(case)


def test_a_sign_that_leans_on_a_presumption_says_so(advisor: Advisor) -> None:
    """Likely only because one hire is presumed; what is certain stays open."""
    assessment = assessed(advisor, LATE)
    finding = next(f for f in assessment.findings if f.id == "date-before-capacity")
    sign = next(s for s in finding.signs if s.presumed)
    assert sign.presumed == ("headcount.seats",)
    assert sign.says is not None and sign.says.endswith("(assuming that you plan one hire for this work).")
    assert finding.certain[0] == 0 < finding.certainty[0]
    answered = assessed(advisor, {**LATE, "headcount.seats": 1})
    same = next(f for f in answered.findings if f.id == "date-before-capacity")
    assert same.certainty[0] == finding.certainty[0] and not any(s.presumed for s in same.signs)


def test_each_option_names_what_its_numbers_lean_on(advisor: Advisor) -> None:
    """Only what isn't known."""
    data = assessed(advisor, LATE).to_dict()
    presumed = {option["id"]: option["presumed"] for option in data["staffing"]["options"]}
    assert presumed["in-house"] == [] and "headcount.seats" in presumed["hire"]
    assert {"contractors.data_access", "headcount.external_seats"} <= set(presumed["contract"])


def test_opposites_are_tried_and_those_with_another_model_stand_first(advisor: Advisor) -> None:
    """None that would set a known answer aside."""
    assessment = assessed(advisor, LATE)
    made = {each.question: each for each in assessment.presumptions}
    assert [o.value for o in made["contractors.data_access"].if_not].count("open") == 0
    assert assessment.model is not None
    for each in made.values():
        others = [opposite.model != assessment.model.model for opposite in each.if_not]
        assert others == sorted(others, reverse=True)
        rivals = {rival.model for rival in assessment.model.rivals}
        assert {o.model for o in each.if_not if o.model != assessment.model.model} <= rivals


def test_a_presumption_that_is_dropped_is_a_difference(advisor: Advisor) -> None:
    """Although the answer is the very value that was presumed."""
    found = difference(assessed(advisor, LATE), assessed(advisor, {**LATE, "headcount.seats": 1}))
    assert [(p.question, p.way) for p in found.presumptions] == [("headcount.seats", "dropped")]
