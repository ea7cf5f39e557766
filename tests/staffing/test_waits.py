"""Where all that is left is a wait, no number of engineers tells the day, and no chance is shown."""

from __future__ import annotations

from typing import Any

import pytest

from testkit.shipped import company, shipped_advisor

DONE: dict[str, Any] = {
    "milestone.date_told": "customer",
    "milestone.need_by": "2027-03-22",
    "milestone.work_left_weeks": 0,
    "team.people_on_it": 4,
    "team.share_percent": 90,
    "role.stage": "no_post",
    "contractors.state": "none",
}


@pytest.mark.parametrize(
    ("waited_for", "known"), [("others", False), ("data_access", False), ("hands", True), ("never", True)]
)
def test_a_wait_has_no_chance(waited_for: str, known: bool) -> None:
    """The team is done, and the day is another's."""
    advisor = shipped_advisor()
    found = advisor.assess(company(advisor, {**DONE, "blockers.last": waited_for}))
    numbers = found.decided_in.facts.points
    assert ("timeline.in_house.chance_delivered" in numbers.known) is known
    if not known:
        assert numbers.waits_for["timeline.in_house.chance_delivered"] == ("blockers.last",)


def test_what_may_be_a_wait_is_no_certain_yes() -> None:
    """Who didn't say what it was blocked on may yet say that it waits: then the chance reaches down to none."""
    advisor = shipped_advisor()
    numbers = advisor.assess(company(advisor, DONE)).decided_in.facts.points
    low, high = numbers.known["timeline.in_house.chance_delivered"]
    assert low == 0 and high > 0.9
