"""The moves of an interview, one by one."""

from __future__ import annotations

import pytest

from advisor import UNSURE, Advisor
from advisor.cases.answers import DontKnow, Exactly
from advisor.interview.choosing.interviewer import Ask, Done
from advisor.problems import CaseError
from testkit.companies.answers import AS_OF


def ask(step: object) -> Ask:
    assert isinstance(step, Ask)
    return step


def test_the_first_question_says_who_answers(advisor: Advisor) -> None:
    """It can change nothing; how much may follow is told."""
    step = ask(advisor.next(advisor.start(as_of=AS_OF)))
    assert step.question.id == "you.who" and not step.why
    assert step.core and step.at_most_left > step.core_left > 10


def test_an_answer_that_stops_applying_is_set_aside_and_comes_back(advisor: Advisor) -> None:
    """The date is kept while there is no date."""
    state = advisor.start(as_of=AS_OF)
    state = advisor.answer(state, "milestone.date_told", "customer")
    state = advisor.answer(state, "milestone.need_by", "2027-01-17")
    state = advisor.answer(state, "milestone.date_told", "no_date")
    assert "milestone.need_by" not in state.answers and "milestone.need_by" in state.set_aside
    state = advisor.answer(state, "milestone.date_told", "board")
    assert "milestone.need_by" in state.answers and not state.set_aside


def test_back_shows_the_question_before_and_keeps_its_answer(advisor: Advisor) -> None:
    """Twice back is the one before that; an answer goes on with what is new."""
    state = advisor.start(as_of=AS_OF)
    state = advisor.answer(state, "milestone.next_capability", "agent")
    state = advisor.answer(state, "milestone.date_told", "no_date")
    state = advisor.back(advisor.back(state))
    step = ask(advisor.next(state))
    assert step.question.id == "milestone.next_capability" and step.earlier is not None
    assert len(state.answers) == 2
    state = advisor.answer(state, "milestone.next_capability", "evals")
    assert state.answers["milestone.next_capability"].said == Exactly("evals")
    assert ask(advisor.next(state)).question.id not in state.answers


def test_a_contradiction_is_settled_at_once_and_the_wrong_answer_put_right(advisor: Advisor) -> None:
    """Asked next; the answer that it withdraws is shown again; a new one makes the reply needless."""
    state = advisor.start(as_of=AS_OF)
    state = advisor.answer(state, "team.spare_percent", 30)
    state = advisor.answer(state, "team_load.unfinished_sprints", 3)
    step = ask(advisor.next(state))
    assert step.question.id == "settle.slack"
    assert set(step.settles) == {"team.spare_percent", "team_load.unfinished_sprints"}
    state = advisor.answer(state, "settle.slack", "less")
    step = ask(advisor.next(state))
    assert step.question.id == "team.spare_percent" and step.earlier is not None
    state = advisor.answer(state, "team.spare_percent", 5)
    assert "settle.slack" not in state.answers
    assert not advisor.assess(state.case).contradictions


def test_dont_know_on_the_settling_question_leaves_both_and_asks_no_more(advisor: Advisor) -> None:
    """The contradiction stays in the result."""
    state = advisor.start(as_of=AS_OF)
    state = advisor.answer(state, "team.spare_percent", 30)
    state = advisor.answer(state, "team_load.unfinished_sprints", 3)
    state = advisor.answer(state, "settle.slack", UNSURE)
    assert ask(advisor.next(state)).question.id != "settle.slack"
    assert len(advisor.assess(state.case).contradictions) == 1


def test_what_two_people_said_differently_is_asked_again(advisor: Advisor) -> None:
    """One of the answers may be picked; "don't know" leaves both."""
    raw = {"differ": [{"value": 4, "by": "cto"}, {"value": 9, "by": "recruiting"}]}
    state = advisor.resume(
        {"case": "x", "as_of": "2026-11-22", "answers": {"loop.rounds": raw, "role.stage": "in_calls"}}
    )
    assert ask(advisor.next(state)).question.id == "loop.rounds"
    unsure = advisor.answer(state, "loop.rounds", UNSURE)
    assert unsure.answers == state.answers and ask(advisor.next(unsure)).question.id != "loop.rounds"
    assert advisor.answer(state, "loop.rounds", 9).answers["loop.rounds"].said == Exactly(9)


def test_a_note_waits_for_its_answer(advisor: Advisor) -> None:
    """And survives that the answer changes."""
    state = advisor.note(advisor.start(as_of=AS_OF), "milestone.date_told", "said in the call of Monday")
    state = advisor.answer(state, "milestone.date_told", "customer")
    state = advisor.answer(state, "milestone.date_told", "contract")
    assert state.answers["milestone.date_told"].note == "said in the call of Monday"


def test_what_is_not_a_question_or_does_not_fit_is_told(advisor: Advisor) -> None:
    """With the stable code of the problem."""
    state = advisor.start(as_of=AS_OF)
    with pytest.raises(CaseError, match="no question"):
        advisor.answer(state, "milestone.datetold", "customer")
    with pytest.raises(CaseError, match="no option"):
        advisor.answer(state, "milestone.date_told", "somebody")


def test_who_could_tell_is_kept(advisor: Advisor) -> None:
    """Somebody else knows."""
    state = advisor.answer(advisor.start(as_of=AS_OF), "milestone.date_told", {"unsure": True, "ask": "founder"})
    assert state.answers["milestone.date_told"].said == DontKnow("founder")


def test_nothing_left_to_ask_is_done(advisor: Advisor) -> None:
    """With the assessment; "don't know" to everything is an interview, too."""
    state = advisor.start(as_of=AS_OF)
    for _ in range(300):
        step = advisor.next(state)
        if isinstance(step, Done):
            break
        state = advisor.answer(state, step.question.id, UNSURE)
    assert isinstance(step, Done)
    assert not step.assessment.found
