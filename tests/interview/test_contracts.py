"""The laws by which papers are asked about: soon where it is what hurts, hardly where nobody is from outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import pytest

from advisor import Advisor
from advisor.cases.answers import DontKnow, Exactly
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Done, Interviewer
from advisor.shipped import shipped
from testkit.companies.answers import AS_OF
from testkit.interviews.founders import Founder, founder

OUTSIDERS, COMPLAINT = "contractors.state", "outside_builders"
HERE, NOBODY = ("now", "planned"), ("none", "had", "offered")
SOON, MOST_MORE = 10, 8


@lru_cache(maxsize=1)
def staffing_alone() -> Advisor:
    """The pack below, which knows nothing of papers."""
    return Advisor(base=shipped("rules"), packs=[], engine="python")


def of_the_pack(advisor: Advisor) -> frozenset[str]:
    """The questions that the contracts pack adds."""
    return frozenset(advisor.knowledge.questions) - frozenset(staffing_alone().knowledge.questions)


def founders(advisor: Advisor, states: tuple[str, ...], number: int, came_for: str | None = None) -> list[Founder]:
    """So many founders of drawn companies with outsiders, or without; what they came for may be set."""
    found: list[Founder] = []
    seed = 4000
    while len(found) < number:
        drawn, seed = founder(advisor, seed), seed + 1
        state = drawn.truth.get(OUTSIDERS)
        if not isinstance(state, Exactly) or state.value not in states:
            continue
        known = {**drawn.known, OUTSIDERS: state}
        if came_for is not None:
            known["you.why"] = Exactly((came_for,))
        found.append(replace(drawn, known=known))
    return found


def asked(interviewer: Interviewer, person: Founder, lines: int) -> Iterator[str]:
    """The questions of an interview's first lines; whoever doesn't know an answer says so."""
    state = moves.begin("company", AS_OF)
    while len(interviewer.lines.done(state)) < lines:
        step = interviewer.next(state)
        if isinstance(step, Done):
            return
        question = step.question.id
        if step.earlier is not None:
            state = moves.keep(state) if state.revisiting else moves.pass_over(state, question)
        elif step.question.names is not None:
            state = moves.pass_over(state, question)
        else:
            yield question
            state = moves.answer(interviewer.assessor, state, question, person.answer(question))


def test_who_came_for_contractors_is_asked_about_the_papers_soon(advisor: Advisor, interviewer: Interviewer) -> None:
    """Who signs, where they sit, whose data, and whether the paper is there, as far as each can change something."""
    pack = of_the_pack(advisor)
    for person in founders(advisor, HERE, 4, COMPLAINT):
        found = pack.intersection(asked(interviewer, person, SOON))
        assert {"contractors.signer", "contractors.places", "contract.paper"} <= found


@pytest.mark.parametrize("came_for", [None, COMPLAINT])
def test_without_outsiders_at_most_one_question_is_of_papers(
    advisor: Advisor, interviewer: Interviewer, came_for: str | None
) -> None:
    """In the whole interview, to its last question."""
    pack = of_the_pack(advisor)
    for person in founders(advisor, NOBODY, 2, came_for):
        assert len(pack.intersection(asked(interviewer, person, 400))) <= 1


def test_who_does_not_know_of_outsiders_is_not_asked_about_papers(advisor: Advisor, interviewer: Interviewer) -> None:
    """Not to know whether somebody is there opens nothing."""
    pack = of_the_pack(advisor)
    (person,) = founders(advisor, NOBODY, 1, COMPLAINT)
    unsure = replace(person, known={**person.known, OUTSIDERS: DontKnow()})
    assert len(pack.intersection(asked(interviewer, unsure, 400))) <= 1


@pytest.mark.parametrize("came_for", [None, COMPLAINT])
def test_papers_make_the_way_to_the_first_result_little_longer(
    advisor: Advisor, interviewer: Interviewer, came_for: str | None
) -> None:
    """Than it is for the same founders where no pack knows of papers: the questions, one founder with another."""
    lines, alone = interviewer.policy.first_result, staffing_alone().interviewer
    people = founders(advisor, HERE, 4, came_for)
    before, after = (sum(len(list(asked(each, one, lines))) for one in people) for each in (alone, interviewer))
    assert after <= before + MOST_MORE * len(people)
