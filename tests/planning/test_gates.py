"""Gates, by a pack of their own: what must be done before outsiders come in stands first, and they wait for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import Advisor
from advisor.report.papers import KEEP_CLOSED, SETTLE, TAKE_AWAY, gates_markdown
from advisor.report.told import Told
from testkit.shipped import company

GATE = """\
id: sign-two-papers
title: Sign two papers
kind: gate
owner: legal
when: contractors.state != now
unless: contractors.data_access == open
weeks: 1
effort: week
shows: Whose the work is stands in writing.
steps: [Sign the first., Sign the second.]
source: [{judgement: A gate for tests.}]
"""
WAITS = """\
id: bridge-external
extends: staffing
after: [prepare-day-one, sign-two-papers]
"""
ANSWERS: dict[str, object] = {
    "role.stage": "nobody",
    "role.open_days": 60,
    "role.region": "us",
    "milestone.date_told": "customer",
    "milestone.need_by": "2027-02-01",
    "milestone.work_left_weeks": 10,
    "team.people_on_it": 1,
    "contractors.state": "none",
    "contractors.data_access": "regulated",
    "options.considered": ["hire"],
}


@pytest.fixture(scope="module", params=["after", "holds"])
def gated(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Advisor:
    """The shipped rules with a gate before outside help: named by what waits, or naming it."""
    pack: Path = tmp_path_factory.mktemp("gates")
    (pack / "actions").mkdir()
    (pack / "pack.yaml").write_text("name: gates\nversion: 1.0.0\ntitle: Gates\n", encoding="utf-8")
    holds = "" if request.param == "after" else "holds: [bridge-external]\n"
    (pack / "actions" / "sign-two-papers.yaml").write_text(GATE + holds, encoding="utf-8")
    if request.param == "after":
        (pack / "actions" / "bridge-external.yaml").write_text(WAITS, encoding="utf-8")
    return Advisor([pack], engine="python")


def test_outside_help_waits_for_the_gate(gated: Advisor, advisor: Advisor) -> None:
    plan, before = gated.assess(company(gated, ANSWERS)).plan, advisor.assess(company(advisor, ANSWERS)).plan
    assert plan is not None and before is not None
    gate, begun, sooner = plan.entry("sign-two-papers"), plan.entry("bridge-external"), before.entry("bridge-external")
    assert gate is not None and begun is not None and sooner is not None
    ids = [entry.id for entry in plan.entries]
    assert ids.index("bridge-external") == ids.index("sign-two-papers") + 1
    assert (gate.kind, gate.priority, gate.effort_days) == ("gate", None, 5)
    assert "sign-two-papers" in begun.after
    assert begun.start >= gate.due > sooner.start


def test_a_gate_that_does_not_apply_holds_nothing_up(gated: Advisor, advisor: Advisor) -> None:
    answers = {**ANSWERS, "contractors.data_access": "open"}
    plan, before = gated.assess(company(gated, answers)).plan, advisor.assess(company(advisor, answers)).plan
    assert plan is not None and before is not None
    assert [(e.id, e.start, e.after) for e in plan.entries] == [(e.id, e.start, e.after) for e in before.entries]


def test_with_a_gate_open_nobody_is_told_to_change_nothing(gated: Advisor) -> None:
    plan = gated.assess(company(gated, {"contractors.state": "planned", "contractors.data_access": "regulated"})).plan
    assert plan is not None
    assert "gate" in {entry.kind for entry in plan.entries}
    assert "check" not in {entry.kind for entry in plan.entries}


TICKETS: dict[str, object] = {
    "contractors.state": "now",
    "contractors.people": 1,
    "contractors.months": 3,
    "contractors.in_planning": False,
    "contractors.work_form": "tickets",
    "contractors.access": ["code"],
    "contractors.decide": "nothing",
    "contractors.owner": "nobody",
    "contract.paper": "at_hand",
}


@pytest.mark.parametrize(
    ("answers", "gate"),
    [
        (
            {"contractors.signer": ["own_company"], "contractors.places": ["eu"], "contractors.eu_places": ["poland"]},
            "employ-before-embedding",
        ),
        (
            {"contractors.signer": ["person"], "contractors.places": ["us"], "contractors.us_places": ["california"]},
            "employ-before-embedding",
        ),
        ({"contractors.signer": ["person"], "contractors.places": ["argentina"]}, None),
        ({"contractors.signer": ["firm"], "contractors.places": ["eu"], "contractors.eu_places": ["poland"]}, None),
        (
            {
                "company.country": "germany",
                "contractors.signer": ["firm"],
                "contractors.places": ["eu"],
                "contractors.eu_places": ["germany"],
                "contractors.directed_by": "their_lead",
                "contract.chain_papers": [],
            },
            "license-before-direction",
        ),
    ],
)
def test_a_seat_in_planning_waits_where_it_makes_an_employee(
    advisor: Advisor, answers: dict[str, object], gate: str | None
) -> None:
    """Directly before it stands an employer of record, or the license to lend; nowhere else is either spoken of."""
    plan = advisor.assess(company(advisor, {**TICKETS, **answers})).plan
    assert plan is not None
    ids = [entry.id for entry in plan.entries]
    assert "bring-into-planning" in ids
    before = ids[ids.index("bring-into-planning") - 1]
    gates = {"employ-before-embedding", "license-before-direction"} & set(ids)
    assert gates == ({gate} if gate is not None else set())
    assert gate is None or before == gate


LENT: dict[str, object] = {
    **TICKETS,
    "company.country": "germany",
    "contractors.signer": ["firm"],
    "contractors.places": ["eu"],
    "contractors.eu_places": ["other_eu"],
    "contract.chain_papers": [],
}


def test_who_may_not_be_directed_is_not_brought_into_planning(advisor: Advisor) -> None:
    """What is the finding is no advice: the gate that mends it stands first, and a seat in planning nowhere."""
    plan = advisor.assess(company(advisor, {**LENT, "contractors.directed_by": "ours"})).plan
    assert plan is not None
    ids = [entry.id for entry in plan.entries]
    assert ids[0] == "get-lending-license" and "bring-into-planning" not in ids


def test_a_gate_that_closes_nothing_names_no_access(advisor: Advisor) -> None:
    """It says what to settle, and until when it is open."""
    lent = text_of(advisor, {**LENT, "contractors.directed_by": "ours"})
    assert "any access" not in lent.lower() and SETTLE in lent
    assert TAKE_AWAY not in lent and KEEP_CLOSED not in lent


def test_what_has_to_be_looked_up_comes_after_the_first_fix(advisor: Advisor) -> None:
    """Where something is known to be wrong that goes first; where nothing is, the paper does."""
    away: dict[str, object] = {"contractors.state": "now", "contract.paper": "not_at_hand"}
    fixed: dict[str, object] = {**away, "contract.pricing": "fixed", "contract.acceptance": "their_evals"}
    for answers, place in ((away, 0), (fixed, 1)):
        plan = advisor.assess(company(advisor, answers)).plan
        assert plan is not None
        assert [entry.id for entry in plan.entries].index("get-the-paper") == place
        assert "check" not in {entry.kind for entry in plan.entries}


def text_of(advisor: Advisor, answers: dict[str, object]) -> str:
    """The gates of a result as Markdown."""
    return "\n".join(gates_markdown(Told(advisor.assess(company(advisor, answers)), advisor.rulebase)))
