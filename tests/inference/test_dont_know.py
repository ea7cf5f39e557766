"""Not knowing is never evidence, and no answer that is missing can take back what was called settled or firm."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("hypothesis")

from hypothesis import given
from hypothesis import strategies as st

from advisor.cases.answers import DontKnow
from testkit.companies.answers import DONT_KNOW, Answers
from testkit.shipped import company, shipped_advisor
from testkit.world import World, shipped_world

SEEDS = st.integers(0, 100_000)


@given(SEEDS)
def test_dont_know_raises_no_lower_bound(seed: int) -> None:
    """ "Don't know" in place of nothing makes no diagnosis of the shipped pack more certain, in either reading."""
    world, rng = shipped_world(), random.Random(seed)
    before = world.some_case(seed)
    missing = [q for q in world.knowledge.questions if q not in before]
    after = {**before, **dict.fromkeys(rng.sample(missing, min(len(missing), rng.choice((1, 3, 30)))), DONT_KNOW)}
    if world.contradicts(before, after):
        return
    old, new = world.assess(before), world.assess(after)
    for name, was in old.assessed.together.items():
        now = new.assessed.together[name]
        assert now.shown.low <= was.shown.low and now.certain.low <= was.certain.low, name


def test_dont_know_under_an_open_gate_is_no_sign() -> None:
    """That nobody knows for how long a post is open does not say that one is open at all."""
    advisor = shipped_advisor()
    said = {"flow.waited_for": "hands"}
    without, unsure = (
        advisor.assess(company(advisor, {**said, **more})) for more in ({}, {"post.open_days": {"unsure": True}})
    )
    assert [f.status for f in unsure.findings] == [f.status for f in without.findings]


def test_a_company_that_says_nothing_hears_nothing() -> None:
    """Nothing found, nothing likely, no model, and nothing to do but to ask."""
    result = shipped_advisor().assess(company(shipped_advisor(), {}))
    assert not result.found and not result.likely and result.headline == ""
    assert result.decision is not None and result.decision.model == "undecided"
    assert result.plan is not None and result.plan.entries == ()
    assert result.ask_first


def parents_of(world: World, answers: Answers) -> list[str]:
    """The questions not given that decide whether some answered question applies."""
    reads = world.program.gate_reads
    return sorted({above for q in answers for above in reads.get(q, ()) if above not in answers})


@given(SEEDS)
def test_no_missing_answer_takes_back_what_was_settled_or_firm(seed: int) -> None:
    """Any answer to a question that decides whether another one applies, where it adds no contradiction."""
    world, rng = shipped_world(), random.Random(seed)
    before = world.some_case(seed)
    for parent in rng.sample(parents := parents_of(world, before), min(len(parents), 3)):
        after = {**before, parent: world.drawn(rng, 1)[parent]}
        if world.contradicts(before, after) or parent in world.own_numbers:
            continue
        old, new = world.assess(before), world.assess(after)
        for name, was in old.assessed.together.items():
            if was.settled:
                assert new.status(name).band == was.status.band, (parent, name)
        if old.decision is not None and old.decision.firm:
            assert new.decision is not None and new.decision.model == old.decision.model, parent


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
