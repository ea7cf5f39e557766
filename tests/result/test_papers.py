"""Gates that close access, what is due by an event, and the day of the law: by a pack of their own over the shipped."""

from __future__ import annotations

import itertools
import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor
from advisor.report.kit.files import kit_files
from advisor.report.markdown import markdown
from advisor.report.text import text
from advisor.report.told import Told
from testkit.effort import examples
from testkit.packs.papers import NOW, OPEN, RULE, assessed, over_staffing
from testkit.places import RULES
from testkit.shipped import company

KEPT_OUT: dict[str, Any] = {
    **NOW,
    "contractors.work_form": "tickets",
    "contractors.in_planning": False,
    "contractors.decide": "nothing",
    "contractors.owner": "nobody",
}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Advisor:
    """With a diagnosis that a gate treats, and one that nobody can tell."""
    return over_staffing(tmp_path_factory.mktemp("papers"), RULE, OPEN)


def test_what_people_have_today_is_taken_away_and_the_rest_stays_closed(papers: Advisor) -> None:
    (gate,) = assessed(papers, NOW).gates
    assert (gate.id, gate.owner, gate.until, gate.treats) == (
        "sign-our-terms",
        "legal",
        "the data agreement is signed",
        ("our-terms",),
    )
    assert [access.option for access in gate.take_away] == ["data"]
    assert [access.option for access in gate.keep_closed] == ["traces"]


def test_a_gate_stands_first_in_the_plan_and_what_would_open_its_access_waits(papers: Advisor) -> None:
    plan = assessed(papers, KEPT_OUT).plan
    assert plan is not None
    first, gives = plan.entries[0], plan.entry("bring-into-planning")
    assert (first.id, first.kind, first.for_diagnoses) == ("sign-our-terms", "gate", ("our-terms",))
    assert gives is not None and gives.after == ("sign-our-terms",) and gives.start >= first.due
    without = assessed(papers, {**KEPT_OUT, "contractors.access": ["code"]}).plan
    assert without is not None and without.entry("sign-our-terms") is None
    assert (entry := without.entry("bring-into-planning")) is not None and entry.after == ()
    assert assessed(papers, NOW).first_actions(1) == ("sign-our-terms",)


@given(st.data())
@settings(max_examples=examples(0.1), deadline=None)
def test_no_action_that_gives_closed_access_comes_before_its_gate(papers: Advisor, data: st.DataObject) -> None:
    """Whatever else is answered; and a gate is due just where its sign is there and its diagnosis not ruled out."""
    access = data.draw(st.lists(st.sampled_from(["code", "traces", "data", "docs", "production"]), unique=True))
    state = data.draw(st.sampled_from(["now", "planned", "none"]))
    more = data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                "contractors.months": st.integers(0, 70),
                "contractors.in_planning": st.booleans(),
                "role.stage": st.sampled_from(["no_post", "nobody"]),
                "budget.runway_months": st.integers(3, 30),
            },
        )
    )
    found = assessed(papers, {**KEPT_OUT, "contractors.state": state, "contractors.access": access, **more})
    due = "data" in access and state == "now"
    assert [gate.id for gate in found.gates] == ["sign-our-terms"] * due
    plan = found.plan
    assert plan is not None
    ids = [entry.id for entry in plan.entries]
    assert ("sign-our-terms" in ids) is due
    for entry in plan.entries if due else ():
        adds = itertools.chain.from_iterable(
            change.add
            for change in papers.knowledge.actions[entry.id].model.changes
            if change.question == "contractors.access"
        )
        if not {"data", "traces"}.isdisjoint(adds):
            assert ids.index("sign-our-terms") < ids.index(entry.id) and "sign-our-terms" in entry.after


def test_due_says_the_event_of_the_gravest_sign_that_is_there(papers: Advisor) -> None:
    """A level's own comes before the diagnosis'; before the law's day the weaker level holds."""
    for day, level, before in (
        ("2026-07-08", "gate", "before anyone opens data"),
        ("2026-07-07", "should", "at the next renewal"),
    ):
        finding = next(f for f in assessed(papers, NOW, day).findings if f.id == "our-terms")
        assert finding.due is not None and (finding.due.level, finding.due.before) == (level, before)
    assert next(f for f in assessed(papers, NOW).findings if f.id == "our-second").due is None


def test_what_is_not_known_yet_is_named_in_the_step(papers: Advisor) -> None:
    """Only what is due by an event, and cannot be told."""
    (entry, *_) = assessed(papers, NOW).to_dict()["plan"]
    assert entry["steps"] == ["Send it. Not known yet: Nobody knows who owns the code."]
    (known, *_) = assessed(papers, {**NOW, "contractors.months": 3}).to_dict()["plan"]
    assert known["steps"] == ["Send it. Not known yet: nothing."]


@pytest.mark.parametrize(("day", "old"), [("2026-11-30", False), ("2027-05-29", False), ("2027-05-30", True)])
def test_the_day_of_the_law_is_printed_and_from_six_months_on_that_it_is_old(
    papers: Advisor, day: str, old: bool
) -> None:
    found = assessed(papers, NOW, day)
    assert found.law is not None
    assert ([law.id for law in found.law.laws], found.law.as_of.isoformat(), found.law.old) == (
        ["our_law"],
        "2026-11-30",
        old,
    )
    told = Told(found, papers.rulebase)
    pages = [text(told), markdown(told), kit_files(told)["board-brief.md"]]
    for page in pages:
        flat = " ".join(page.replace("\\", "").split())
        assert "Law as of Nov 30, 2026. This isn't legal advice." in flat
        assert ("at least six months before the day of your answers" in flat) is old


def test_without_law_nothing_is_said_of_it(papers: Advisor, advisor: Advisor) -> None:
    quiet = company(advisor, {"contractors.state": "none", "role.stage": "nobody", "role.open_days": 90})
    found = advisor.assess(quiet)
    assert found.law is None and found.gates == ()
    assert "Law as of" not in text(Told(found, advisor.rulebase), verbose=True)


def test_every_page_says_what_to_take_away_and_that_the_project_goes_on(papers: Advisor) -> None:
    told = Told(assessed(papers, NOW), papers.rulebase)
    label = papers.knowledge.labels("contractors.access")["data"]
    for page in (text(told), markdown(told), kit_files(told)["board-brief.md"]):
        flat = " ".join(page.replace("\\", "").split())
        assert f"{label[:1].upper()}{label[1:]}, until the data agreement is signed" in flat
        assert "The project itself goes on." in flat
    assert "Due before anyone opens data." in " ".join(text(told).split())


def test_the_json_fits_its_schema(papers: Advisor) -> None:
    schema = json.loads((RULES / "schema" / "assessment.json").read_text())
    data = assessed(papers, NOW).to_dict()
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(data)))
    assert data["gates"][0]["take_away"][0]["option"] == "data" and data["law"]["laws"][0]["to"] is None
