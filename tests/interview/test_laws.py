"""The laws of the interview: what it leaves out could not matter, and its history does not show in the result."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import pytest

from advisor import Advisor
from advisor.cases.answers import Answer, read_answer
from advisor.cases.case import Case
from advisor.cases.following import following
from advisor.inference.relevance.pointless import Points
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Done, Interviewer
from advisor.interview.choosing.outcome import Outcome, outcome_of
from advisor.interview.state import State
from testkit.companies.answers import AS_OF, drawn_answer
from testkit.interviews.faces import interviewed

SEEDS = range(6)


def company(advisor: Advisor, rng: random.Random) -> dict[str, Any]:
    """What somebody would answer to each question."""
    return {id: drawn_answer(entry.model, rng) for id, entry in advisor.knowledge.questions.items()}


def verdict(outcome: Outcome) -> tuple[Mapping[str, str], str | None]:
    return {id: standing.status.band for id, standing in outcome.diagnoses.items()}, outcome.model


def outcome(advisor: Advisor, answers: Mapping[str, Answer]) -> Outcome:
    return outcome_of(advisor.program, advisor.what_ifs.assess(Case("company", AS_OF, answers)))


def inputs_of_figures(advisor: Advisor) -> set[str]:
    """Own numbers, region and kind of post: the laws of completion hold with these left as they are."""
    assert advisor.knowledge.timeline is not None
    model = advisor.knowledge.timeline.model
    counts = {q for own in model.own_counts.values() for q in (own.happened, own.out_of)}
    return {*model.own.values(), *counts, model.region, model.post, model.currency}


def _unconfirmed(advisor: Advisor, answers: Mapping[str, Answer]) -> frozenset[str]:
    """The known answers whose question doesn't apply for sure, in some resolution."""
    inferences = advisor.what_ifs.assess(Case("company", AS_OF, answers)).inferences
    return frozenset().union(*(each.facts.unconfirmed for each in inferences))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_no_answer_left_out_could_have_changed_the_result(
    advisor: Advisor, interviewer: Interviewer, seed: int
) -> None:
    """Where the interview stops by itself, every completion that adds no contradiction has the same outcome.

    A completion answers what can still be asked, not what hangs on a "don't know" or has no point.
    """
    rng = random.Random(seed)
    state = interviewed(interviewer, company(advisor, rng))
    expected = verdict(outcome(advisor, state.answers))
    maker, contradiction_finder = advisor.what_ifs.maker, advisor.what_ifs.contradiction_finder
    at_the_end = maker.facts(_given(state.answers), AS_OF)
    before = {d.id for d in contradiction_finder.found(at_the_end.fact)}
    barred = at_the_end.points.detail.barred

    resolved = [each.facts for each in advisor.what_ifs.assess(state.case).inferences]
    unconfirmed = frozenset().union(*(facts.unconfirmed for facts in resolved))

    points = Points(advisor.program, advisor.what_ifs.assess(state.case).inferences)

    def reachable(question: str) -> bool:
        if points.pointless(question) == 1:
            return False
        applies = max(facts.asked.get(question, 1) for facts in resolved)
        if question in state.answers or applies == -1:
            return False
        return applies == 1 or any(map(reachable, advisor.program.gate_of[question].condition.questions))

    left = [
        entry.model
        for id, entry in advisor.knowledge.questions.items()
        if reachable(id)
        and id not in state.set_aside
        and not entry.model.settles
        and id not in inputs_of_figures(advisor)
    ]
    compared = 0
    for attempt in range(80):
        share = (0.03, 0.1, 0.3, 1.0)[attempt % 4]
        more = {q.id: read_answer(q, drawn_answer(q, rng)) for q in left if rng.random() < share}
        answers = {**state.answers, **more}
        facts = maker.facts(_given(answers), AS_OF)
        while hanging := _unconfirmed(advisor, answers) - unconfirmed:  # on a "don't know" of this completion
            answers = {question: answer for question, answer in answers.items() if question not in hanging}
            facts = maker.facts(_given(answers), AS_OF)
        added = {d.id for d in contradiction_finder.found(facts.fact)} - before
        if facts.points.detail.barred != barred:
            continue  # seats of 0 rule an option out, although nobody need know the seats for its first day
        if added or any(facts.asked.get(id, 1) == -1 != at_the_end.asked.get(id, 1) for id in state.answers):
            continue
        assert verdict(outcome(advisor, answers)) == expected
        compared += 1
    assert compared >= 20


@pytest.mark.parametrize("seed", SEEDS)
def test_any_history_gives_what_the_final_answers_give(advisor: Advisor, interviewer: Interviewer, seed: int) -> None:
    """Any order, back, changes, withdrawals, JSON in between: the result is that of a fresh case with the answers."""
    rng = random.Random(seed)
    state = moves.begin("company", AS_OF)
    questions = [entry.model for entry in advisor.knowledge.questions.values()]
    for _ in range(60):
        state = _some_move(advisor, interviewer, state, rng, questions)
        if rng.random() < 0.2:
            again = State.from_dict(state.to_dict(), advisor.knowledge)
            assert again == state
            state = again
        assert not set(state.answers) & set(state.set_aside)
    raw = {"case": "company", "as_of": AS_OF.isoformat(), "answers": state.to_dict()["answers"]}
    case, problems = advisor.read(raw)
    assert case is not None, problems
    whole, fresh = advisor.assess(state.case).to_dict(), advisor.assess(case).to_dict()
    assert {k: v for k, v in whole.items() if k != "run"} == {k: v for k, v in fresh.items() if k != "run"}


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_in_another_order_come_to_the_same(advisor: Advisor, interviewer: Interviewer, seed: int) -> None:
    """The order of the interview and a random one, as long as the same answers stand in the end."""
    rng = random.Random(seed)
    state = interviewed(interviewer, company(advisor, rng))
    ids = [id for id in state.answers]
    rng.shuffle(ids)
    other = moves.begin("company", AS_OF)
    for id in ids:
        other = moves.keep(moves.answer(advisor.what_ifs, other, id, state.answers[id]))
    for id in ids:  # a reply that settles something was perhaps given before what it settles
        if id not in other.answers:
            other = moves.keep(moves.answer(advisor.what_ifs, other, id, state.answers[id]))
    if set(other.answers) == set(state.answers):
        assert verdict(outcome(advisor, other.answers)) == verdict(outcome(advisor, state.answers))


@pytest.mark.parametrize("seed", SEEDS)
def test_bookkeeping_never_makes_a_contradiction(advisor: Advisor, interviewer: Interviewer, seed: int) -> None:
    """What a move sets aside or brings back shows no contradiction that the answer itself does not make."""
    rng = random.Random(100 + seed)
    assessor = advisor.what_ifs
    state = moves.begin("company", AS_OF)
    questions = [entry.model for entry in advisor.knowledge.questions.values() if not entry.model.settles]
    for _ in range(80):
        question = rng.choice(questions)
        said = read_answer(question, drawn_answer(question, rng))
        follows = {q: Answer(value) for q, value in following(advisor.program.follows, {question.id: said.said})}
        alone = {**state.answers, question.id: said, **follows}
        state = moves.answer(assessor, state, question.id, said)
        by_answer = {d.id for d in assessor.contradiction_finder.found(assessor.maker.facts(_given(alone), AS_OF).fact)}
        now = {
            d.id for d in assessor.contradiction_finder.found(assessor.maker.facts(_given(state.answers), AS_OF).fact)
        }
        assert now <= by_answer


def _some_move(advisor: Advisor, interviewer: Interviewer, state: State, rng: random.Random, questions: Any) -> State:
    assessor = advisor.what_ifs
    kind = rng.random()
    if kind < 0.5:
        step = interviewer.next(state)
        if isinstance(step, Done):
            return state
        return moves.answer(assessor, state, step.question.id, drawn_answer(step.question, rng))
    question = rng.choice(questions)
    if kind < 0.75:
        return moves.answer(assessor, state, question.id, drawn_answer(question, rng))
    if kind < 0.85:
        return moves.back(state)
    if kind < 0.93 and state.answers:
        return moves.withdraw(assessor, state, rng.choice(list(state.answers)))
    return moves.note(assessor, state, question.id, "a note")


def _given(answers: Mapping[str, Answer]) -> dict[str, Any]:
    return {id: answer.said for id, answer in answers.items()}
