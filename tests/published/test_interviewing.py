"""Interviews for clients: skipping, plain answers, and a state that goes through JSON between any two moves."""

from __future__ import annotations

import copy
import json
import pickle
import random
from typing import Any

import jsonschema
import pytest

from advisor import UNSURE, Advisor, Ask, Done, State
from testkit.companies.answers import drawn_answer
from testkit.shipped import shipped_advisor

AS_OF = "2026-11-22"


@pytest.fixture(scope="module")
def advisor() -> Advisor:
    return shipped_advisor()


@pytest.fixture(scope="module")
def validators(advisor: Advisor) -> dict[str, Any]:
    return {name: jsonschema.Draft202012Validator(schema) for name, schema in advisor.schemas().items()}


def through_json(data: Any) -> Any:
    return json.loads(json.dumps(data, allow_nan=False))


def test_a_walk_through_json(advisor: Advisor, validators: dict[str, Any]) -> None:
    """Any moves: each step and state fits its schema, and the state comes back as it was."""
    rng = random.Random(3)
    state = advisor.start(as_of=AS_OF, case="acme")
    for _ in range(12):
        step = advisor.next(state)
        if isinstance(step, Done):
            break
        validators["ask"].validate(through_json(step.to_dict()))
        question = step.question
        move = rng.choice(["answer", "answer", "answer", "skip", "unsure", "note", "back"])
        if move == "answer":
            state = advisor.answer(state, question.id, drawn_answer(question, rng))
        elif move == "skip":
            state = advisor.skip(state, question.id)
        elif move == "unsure":
            state = advisor.answer(state, question.id, UNSURE)
        elif move == "note":
            state = advisor.answer(advisor.note(state, question.id, "asked around"), question.id, UNSURE)
        else:
            state = advisor.back(state)
        data = through_json(state.to_dict())
        validators["state"].validate(data)
        assert advisor.resume(data, same_sitting=True) == state
        assert pickle.loads(pickle.dumps(state)) == state == copy.deepcopy(state)


def test_what_is_skipped_is_not_asked_again_in_the_sitting(advisor: Advisor) -> None:
    """Nor is it answered; the next sitting asks again."""
    state = advisor.start(as_of=AS_OF)
    skipped = []
    for _ in range(3):
        step = advisor.next(state)
        assert isinstance(step, Ask) and step.question.id not in skipped
        skipped.append(step.question.id)
        state = advisor.skip(state, step.question.id)
    assert state.passed == tuple(skipped) and not state.answers
    assert advisor.resume(state.to_dict(), same_sitting=True).passed == tuple(skipped)
    again = advisor.next(advisor.resume(state.to_dict()))
    assert isinstance(again, Ask) and again.question.id == skipped[0]


def test_an_answer_takes_back_a_skip(advisor: Advisor) -> None:
    """Whoever knows after all says so."""
    state = advisor.skip(advisor.start(as_of=AS_OF), "role.open_days")
    state = advisor.answer(state, "role.open_days", "8 weeks")
    assert state.passed == () and state.to_dict()["answers"]["role.open_days"] == 56


def test_days_and_ids_are_taken_as_they_are_meant(advisor: Advisor) -> None:
    """Days in words count from the day of the answers."""
    state = advisor.answer(advisor.start(as_of=AS_OF), "milestone.need_by", "in 8 weeks")
    assert state.to_dict()["answers"]["milestone.need_by"] == "2027-01-17"
    assert advisor.withdraw(state, "milestone.need_by").answers.keys() == {"milestone.date_exists"}


def test_the_end_has_an_assessment(advisor: Advisor, validators: dict[str, Any]) -> None:
    """`Done` carries it, in Python and in JSON."""
    done = Done(advisor.assess(advisor.case({}, as_of=AS_OF)))
    data = through_json(done.to_dict())
    assert data["schema"] == 1
    validators["assessment"].validate(data["done"])
    assert pickle.loads(pickle.dumps(done)) == done


def test_a_case_file_is_a_state(advisor: Advisor) -> None:
    """And a state is a case file."""
    raw = {"case": "acme", "as_of": AS_OF, "answers": {"role.open_days": 58}}
    state = advisor.resume(raw)
    assert isinstance(state, State) and advisor.read(state.to_dict())[0] is not None
