"""A list that answers narrow questions by what it leaves unchecked says no more than that, and takes nothing away."""

from __future__ import annotations

import random

import pytest

from advisor import Advisor
from advisor.cases.answers import Answer, DontKnow, Exactly, Given, Partly
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Ask, Interviewer
from advisor.interview.screening import checked, screened, screening, unchecked
from advisor.interview.state import State
from advisor.language.kleene import UNSURE
from testkit.companies.answers import AS_OF, drawn_answer

SEEDS = range(4)
OPEN = {"milestone.next_capability": "documents", "role.exists": "open", "contractors.state": "none"}
"""Answers under which each question behind the list applies, or may come to."""


def begun(interviewer: Interviewer, said: dict[str, object]) -> State:
    state = moves.begin("company", AS_OF)
    for question, value in said.items():
        state = moves.answer(interviewer.assessor, state, question, value)
    return state


def drawn_list(options: list[str], rng: random.Random) -> Given:
    """A list known whole, or in part."""
    has = tuple(option for option in options if rng.random() < 0.3)
    if rng.random() < 0.5:
        return Exactly(has)
    lacks = tuple(option for option in options if option not in has and rng.random() < 0.6)
    return Partly(has, lacks) if has or lacks else DontKnow()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_list_says_what_it_leaves_unchecked_and_no_more(interviewer: Interviewer, seed: int) -> None:
    """What is surely unchecked is answered where it applies, what is checked or not known is not; it can be taken back.

    What was answered before stays, "don't know" too, and no contradiction comes of it.
    """
    rng, knowledge = random.Random(seed), interviewer.program.knowledge
    for name in screening(knowledge):
        model = knowledge.questions[name].model
        narrow = list(dict.fromkeys(q for others in model.screens.values() for q in others))
        before = begun(interviewer, OPEN)
        for question in rng.sample(narrow, 2):
            value = rng.choice([UNSURE, drawn_answer(knowledge.questions[question].model, rng)])
            before = moves.answer(interviewer.assessor, before, question, value)
        said = drawn_list([option.id for option in model.options], rng)
        after = moves.answer(interviewer.assessor, before, name, said)
        says = unchecked(knowledge, name, said)
        assert all(after.answers[q] == answer for q, answer in before.answers.items())
        assert after.answers.keys() - before.answers.keys() - {name} <= says.keys()
        assert not says.keys() & set(checked(knowledge, name, said))
        for question, answer in says.items():
            assert question in before.answers or {**after.set_aside, **after.answers}[question] == answer
        assert _contradictions(interviewer, after) == _contradictions(interviewer, before)
        assert moves.withdraw(interviewer.assessor, after, name).answers == before.answers


def _contradictions(interviewer: Interviewer, state: State) -> set[str]:
    given = {q: answer.said for q, answer in state.answers.items()}
    facts = interviewer.assessor.maker.facts(given, AS_OF)
    return {found.id for found in interviewer.assessor.contradiction_finder.found(facts.fact)}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_list_concludes_what_its_answers_conclude_alone(
    advisor: Advisor, interviewer: Interviewer, seed: int
) -> None:
    """The same case without the list comes to the same result: no rule reads it."""
    rng, knowledge = random.Random(seed), interviewer.program.knowledge
    for name in screening(knowledge):
        said = drawn_list([option.id for option in knowledge.questions[name].model.options], rng)
        state = moves.answer(interviewer.assessor, begun(interviewer, OPEN), name, said)
        alone = {q: answer for q, answer in state.answers.items() if q != name}
        found, expected = (
            advisor.what_ifs.assess(state.with_answers(answers).case).together for answers in (state.answers, alone)
        )
        assert found == expected


def test_what_is_checked_is_asked_next_and_what_is_not_never(interviewer: Interviewer) -> None:
    """Two are asked about right away; what was left unchecked counts as no line and isn't asked."""
    state = begun(interviewer, OPEN)
    before = len(interviewer.lines.done(state))
    state = moves.answer(interviewer.assessor, state, "you.happened", ["slipped", "left"])
    assert len(interviewer.lines.done(state)) == before + 1
    assert {"team_load.unfinished_sprints", "data.lacks"} <= screened(interviewer.program.knowledge, state)
    asked: list[str] = []
    while not {"team.left", "delivery.moved"} <= set(asked):
        step = interviewer.next(state)
        assert isinstance(step, Ask)
        asked.append(step.question.id)
        skip = step.question.names is not None
        state = (
            moves.pass_over(state, asked[-1]) if skip else moves.answer(interviewer.assessor, state, asked[-1], UNSURE)
        )
        assert len(asked) <= 16  # after what is left of the opening
    assert not {"team_load.unfinished_sprints", "data.lacks"} & {*asked, *interviewer.left(state)}


def test_the_list_is_not_asked_where_it_spares_nothing(interviewer: Interviewer) -> None:
    """Whoever said already what it asks is not asked again."""
    knowledge = interviewer.program.knowledge
    narrow = unchecked(knowledge, "you.happened", Exactly(()))
    state = begun(interviewer, {**OPEN, **{q: Answer(answer.said) for q, answer in narrow.items()}})
    for _ in range(20):
        step = interviewer.next(state)
        assert isinstance(step, Ask) and step.question.id != "you.happened"
        state = moves.pass_over(state, step.question.id)
