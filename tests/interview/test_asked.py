"""Nobody is asked about what may not be there: a question is put only where it applies for sure by what is known."""

from __future__ import annotations

import random

import pytest

from advisor import Advisor
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Ask, Interviewer
from testkit.companies.answers import AS_OF
from testkit.companies.drawn import drawn_answers
from testkit.shipped import company


@pytest.mark.parametrize("seed", range(6))
def test_every_question_of_an_interview_applies_for_sure(advisor: Advisor, interviewer: Interviewer, seed: int) -> None:
    """A founder who often does not know is led to an end by questions about what is there."""
    rng = random.Random(seed)
    said = drawn_answers(advisor.knowledge, rng, given=1.0, settling=1.0, unsure=0.3)
    state = moves.begin("company", AS_OF)
    for _ in range(300):
        step = interviewer.next(state)
        if not isinstance(step, Ask):
            return
        name = step.question.id
        inferences = advisor.what_ifs.assess(state.case).inferences
        assert any(each.facts.asked.get(name, 1) == 1 for each in inferences), name
        state = moves.answer(advisor.what_ifs, state, name, said[name])
    pytest.fail("the interview does not end")


@pytest.mark.parametrize("seed", range(20))
def test_what_a_result_asks_applies_for_sure(advisor: Advisor, seed: int) -> None:
    """The same for what is still open in a result, on a sheet for a colleague too."""
    rng = random.Random(seed)
    result = advisor.assess(company(advisor, drawn_answers(advisor.knowledge, rng, given=0.4, unsure=0.3)))
    for question in result.open_questions:
        due = any(each.facts.asked.get(question.id, 1) == 1 for each in result.assessed.inferences)
        assert due or question.unsure, question.id
