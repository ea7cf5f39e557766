"""The nine situations begin with what their experts said; the words of `first:` in each case, as the action's id.

None: the expert would ask first, so a question stands before all actions.
"""

from __future__ import annotations

import pytest

from advisor import Advisor
from advisor.files.yaml_text import read_yaml
from advisor.shipped import shipped

FIRST = {
    "absorb-is-right": "time-box",
    "healthy-split": "change-nothing",
    "mostly-dont-know": None,
    "nothing-to-fix": "change-nothing",
    "phd-needed": "cut-rounds",
    "signed-not-productive": "ask-early-release",
    # Hiring is the only plan and the day comes first; experts on five of six such companies bring people in first.
    "textbook": "bridge-external",
    "ticket-takers": "bring-into-planning",
    "two-stories": None,
}


def test_every_situation_is_here() -> None:
    assert set(FIRST) == {path.stem for path in shipped("cases").glob("*.yaml")}


@pytest.mark.parametrize("name", FIRST)
def test_the_plan_begins_as_the_expert_said(advisor: Advisor, name: str) -> None:
    file = shipped("cases") / f"{name}.yaml"
    case, problems = advisor.read(read_yaml(file.read_text(encoding="utf-8")).data)
    assert case is not None and not problems
    assessment = advisor.assess(case)
    assert assessment.plan is not None
    if FIRST[name] is None:
        assert assessment.ask_first
    else:
        assert assessment.plan.entries[0].id == FIRST[name]
