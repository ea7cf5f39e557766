"""Not knowing is never evidence, and no answer that is missing can take back what was called settled or firm."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("hypothesis")

from hypothesis import given
from hypothesis import strategies as st

from advisor.cases.answers import DontKnow
from testkit.companies.answers import Answers
from testkit.laws import not_asked, raised_by_not_knowing, tried_parents
from testkit.shipped import company, shipped_advisor
from testkit.world import shipped_world

SEEDS = st.integers(0, 100_000)


@given(SEEDS)
def test_dont_know_raises_no_lower_bound(seed: int) -> None:
    """ "Don't know" in place of nothing makes no diagnosis of the shipped pack more certain, in either reading."""
    world = shipped_world()
    assert not raised_by_not_knowing(world, world.some_case(seed), random.Random(seed))


def test_dont_know_under_an_open_gate_is_no_sign() -> None:
    """That nobody knows for how long a post is open does not say that one is open at all."""
    advisor = shipped_advisor()
    said = {"blockers.last": "hands"}
    without, unsure = (
        advisor.assess(company(advisor, {**said, **more})) for more in ({}, {"role.open_days": {"unsure": True}})
    )
    assert [f.status for f in unsure.findings] == [f.status for f in without.findings]


def test_a_company_that_says_nothing_hears_nothing() -> None:
    """Nothing found, nothing likely, no model, and nothing to do but to ask."""
    result = shipped_advisor().assess(company(shipped_advisor(), {}))
    assert not result.found and not result.likely and result.headline == ""
    assert result.decision is not None and result.decision.model == "undecided"
    assert result.plan is not None and result.plan.entries == ()
    assert result.ask_first


@given(SEEDS)
def test_no_missing_answer_takes_back_what_was_settled_or_firm(seed: int) -> None:
    """Any answer to a question that decides whether another one applies, where it adds no contradiction."""
    world = shipped_world()
    for tried in tried_parents(world, world.some_case(seed), random.Random(seed), most=3):
        assert not tried.broken, tried


# Each once broke a promise: no seats rule an option out, and whoever is signed for fills a role that was open for days.
@pytest.mark.parametrize(
    ("said", "added"),
    [
        (
            {
                "milestone.need_by": "2026-12-14",
                "role.stage": "in_calls",
                "team.people_on_it": 2,
                "contractors.state": "now",
            },
            {"headcount.external_seats": 0},
        ),
        (
            {"milestone.need_by": "2026-12-14", "role.stage": "in_calls", "contractors.state": "none"},
            {"headcount.seats": 0},
        ),
        ({"milestone.need_by": "2026-12-14", "role.stage": "nobody"}, {"team.people_on_it": 0}),
        (
            {"milestone.need_by": "2026-12-14", "contractors.state": "planned", "headcount.external_seats": 4},
            {"contractors.data_access": "forbidden"},
        ),
        ({"role.open_days": 46}, {"role.stage": "signed"}),
        ({"role.open_days": 46}, {"role.stage": "no_post"}),
        ({"milestone.need_by": "2026-12-14", "milestone.work_left_weeks": 9}, {"milestone.date_told": "no_date"}),
    ],
)
def test_a_late_answer_takes_back_nothing(said: Answers, added: Answers) -> None:
    """No bound widens and no settled verdict changes, but for what rests on an answer that may cease to count."""
    world = shipped_world()
    assert not world.contradicts(said, {**said, **added})
    old, new = world.assess(said), world.assess({**said, **added})
    for name, was in old.assessed.together.items():
        now = new.assessed.together[name]
        assert not was.settled or now.status.band == was.status.band, name
        if not world.loose(old, name):
            assert was.certain.low <= now.certain.low <= now.certain.high <= was.certain.high, name


SPARSE: Answers = {
    "milestone.next_capability": "other",
    "milestone.need_by": "2027-02-18",
    "milestone.work_left_weeks": 1.1,
    "role.stage": "no_post",
    "team_load.unfinished_sprints": 1,
    "team.people_on_it": 1,
    "team.share_percent": 43.7,
    "team.time_from": "own_job",
    "contractors.state": "none",
    "blockers.last": "hands",
}


@pytest.mark.parametrize("seed", range(3))
def test_no_parent_of_a_sparse_company_flips_it(seed: int) -> None:
    """Absorbing was called firm here before anyone had said that there is a date."""
    world = shipped_world()
    tried = list(tried_parents(world, SPARSE, random.Random(seed), most=99))
    assert tried and not [each for each in tried if each.broken]


@given(SEEDS)
def test_what_decides_the_model_can_be_asked(seed: int) -> None:
    """It stands among the open questions: to be asked, or answered with "don't know" by somebody who is named."""
    world = shipped_world()
    assert not_asked(world.assess(world.some_case(seed))) == []


@given(SEEDS)
def test_no_question_hangs_on_a_dont_know(seed: int) -> None:
    """What a result asks can be reached: no gate above it stays open because somebody does not know."""
    world = shipped_world()
    result = world.assess(world.some_case(seed))
    (inferred, *_) = result.assessed.inferences
    for question in result.open_questions:
        if question.unsure or question.id not in world.program.gate_of:
            continue
        gate = world.program.gate_of[question.id].condition.questions
        said = [inferred.facts.answers.get(above) for above in gate]
        known = inferred.facts.asked.get(question.id, 1) == 1
        assert known or not all(isinstance(given, DontKnow) for given in said), question.id
