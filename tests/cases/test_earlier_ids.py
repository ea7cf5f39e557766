"""Ids of earlier versions are read for ever: of questions, options, people, diagnoses and staffing models."""

from __future__ import annotations

import random

import pytest

from advisor import Advisor
from advisor.explaining.subjects import find_subject
from testkit.companies.answers import drawn_answer

ADVISOR = Advisor(engine="python")
QUESTIONS = ADVISOR.knowledge.questions
EARLIER = {old: now for now, entry in QUESTIONS.items() for old in entry.model.was}


def case_of(answers: dict[str, object]) -> dict[str, object]:
    return {"case": "acme", "as_of": "2026-11-22", "answers": answers}


def test_an_earlier_id_means_one_thing():
    named = [old for entry in QUESTIONS.values() for old in entry.model.was]
    assert len(named) == len(set(named)) > 90
    assert not set(named) & set(QUESTIONS)


@pytest.mark.parametrize("earlier", sorted(EARLIER))
def test_every_earlier_id_of_a_question_is_read_as_today_s(earlier):
    now = EARLIER[earlier]
    raw = drawn_answer(QUESTIONS[now].model, random.Random(earlier), unsure=0.0)
    case, problems = ADVISOR.read(case_of({earlier: raw}))
    same, others = ADVISOR.read(case_of({now: raw}))
    assert case == same
    assert [p.code for p in problems] == ["earlier-id", *(p.code for p in others)]
    assert earlier in problems[0].message and now in problems[0].message


def test_a_case_full_of_earlier_ids_is_told_once():
    rng = random.Random(8)
    raw = {old: drawn_answer(QUESTIONS[now].model, rng, unsure=0.0) for old, now in EARLIER.items()}
    _, problems = ADVISOR.read(case_of(raw))
    assert [p.code for p in problems].count("earlier-id") == 1
    case, problems = ADVISOR.read(case_of({EARLIER[old]: value for old, value in raw.items()}))
    assert case is not None and "earlier-id" not in [p.code for p in problems]


def test_both_ids_of_one_question_are_one_answer_too_many():
    case, problems = ADVISOR.read(case_of({"post.open_days": 3, "role.open_days": 3}))
    assert (case, [p.code for p in problems]) == (None, ["duplicate-answer"])


def test_earlier_options_and_people_are_read():
    raw = {"options.considered": ["permanent", "cut_scope"], "role.open_days": {"unsure": True, "ask": "people"}}
    case, problems = ADVISOR.read(case_of(raw))
    assert case is not None and not problems
    assert case.plain_answers() == {
        "options.considered": ["hire", "descope"],
        "role.open_days": {"unsure": True, "ask": "recruiting"},
    }


def test_earlier_diagnoses_and_models_can_be_asked_about():
    case, _ = ADVISOR.read(case_of({"role.open_days": 58, "role.stage": "nobody"}))
    context = ADVISOR.explain(ADVISOR.assess(case)).context
    renamed = {old: now for now, entry in ADVISOR.knowledge.diagnoses.items() for old in entry.model.was}
    assert {old: find_subject(context, old).id for old in renamed} == renamed != {}
    models = ADVISOR.knowledge.table.model.was
    assert {old: find_subject(context, old).id for old in models} == models != {}
