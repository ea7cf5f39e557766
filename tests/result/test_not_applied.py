"""Answers whose questions do not apply are told with the answers by which that is so, and not counted."""

from __future__ import annotations

from typing import Any

import pytest

from advisor import Advisor
from advisor.report.markdown import markdown
from advisor.report.text import text
from advisor.report.told import Told
from advisor.result.assessment import NotApplied
from testkit.shipped import company

NO_POST: dict[str, Any] = {
    "role.stage": "no_post",
    "jd.profile_asked": "research",
    "jd.must_have_areas": ["research"],
    "scope.model": "hosted",
    "milestone.next_capability": "copilot",
}
DROPPED = ("jd.profile_asked", "jd.must_have_areas")


def test_they_are_told_with_their_reason(advisor: Advisor) -> None:
    """In the result, in its data, in the text and in Markdown; three of the five answers count."""
    assessment = advisor.assess(company(advisor, NO_POST))
    assert set(assessment.not_applied) == {NotApplied(question, ("role.stage",)) for question in DROPPED}
    data = assessment.to_dict()["not_applied"]
    assert {each["id"]: each["because"] for each in data} == {question: ["role.stage"] for question in DROPPED}
    told = Told(assessment, advisor.rulebase)
    page = text(told)
    assert "(3 answered)" in page
    for shown in (" ".join(page.split()), markdown(told)):
        sentence = shown[shown.index("Not counted: ") :]
        for question in (*DROPPED, "role.stage"):
            short = advisor.program.question(question).short
            assert short[1:] in sentence, question


def test_nothing_is_told_where_every_answer_counts(advisor: Advisor) -> None:
    """Nor for a "don't know", which says nothing that could be lost."""
    every = {**NO_POST, **{question: {"unsure": True} for question in DROPPED}}
    assessment = advisor.assess(company(advisor, every))
    assert assessment.not_applied == ()
    assert "Not taken into account" not in text(Told(assessment, advisor.rulebase))


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_of_the_answers_does_not_matter(advisor: Advisor, turned: bool) -> None:
    """The same bytes, however the case was written down."""
    answers = dict(reversed(NO_POST.items())) if turned else NO_POST
    assert advisor.assess(company(advisor, answers)) == advisor.assess(company(advisor, NO_POST))


def test_a_chain_of_gates_leads_to_the_answer_at_its_head(advisor: Advisor) -> None:
    """Where the question that a gate reads doesn't apply either, the reason is what that one's gate rests on."""
    chain = {"role.stage": "no_post", "offers.made": 3, "offers.declined": 2}
    found = advisor.assess(company(advisor, chain)).not_applied
    assert set(found) == {NotApplied("offers.made", ("role.stage",)), NotApplied("offers.declined", ("role.stage",))}
