"""The laws of the order: what is asked, in which order, and when the interview offers to stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from advisor import Advisor
from advisor.cases.answers import DontKnow, Exactly
from advisor.inference.relevance.pointless import Points
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Ask, Done, Interviewer, is_opening
from advisor.interview.state import State
from testkit.companies.answers import AS_OF
from testkit.interviews.founders import Founder, founder

SEEDS = range(2)


def steps(interviewer: Interviewer, person: Founder, most: int = 200) -> Iterator[tuple[State, Ask]]:
    """Each question of an interview with a founder, and the state in which it was asked."""
    state = moves.begin("company", AS_OF)
    for _ in range(most):
        step = interviewer.next(state)
        if isinstance(step, Done):
            assert not interviewer.left(state)
            return
        yield state, step
        question = step.question.id
        if step.earlier is not None:
            state = moves.keep(state) if state.revisiting else moves.pass_over(state, question)
        elif step.question.names is not None:
            state = moves.pass_over(state, question)
        else:
            state = moves.answer(interviewer.assessor, state, question, person.answer(question))


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_asked_that_is_not_certainly_due(advisor: Advisor, interviewer: Interviewer, seed: int) -> None:
    """By known answers it applies, it can change something or opens the talk, it does not follow, it is new."""
    for state, step in steps(interviewer, founder(advisor, seed)):
        question, position = step.question.id, interviewer.position(state)
        if step.settles or step.earlier is not None:
            continue
        readings = position.assessed.inferences
        assert interviewer.choice(state).applies(question)
        assert question not in state.answers and question not in state.passed
        assert all(question not in each.facts.answers for each in readings)
        assert is_opening(step.question) or question in interviewer.left(state)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_pointless_is_asked_or_counted(advisor: Advisor, interviewer: Interviewer, seed: int) -> None:
    """Not by what is known then, and not by what another answer that was still to come would have told."""
    for state, step in steps(interviewer, founder(advisor, 30 + seed), most=60):
        points = Points(advisor.program, interviewer.position(state).assessed.inferences)
        assert all(points.pointless(question) != 1 for question in (step.question.id, *interviewer.left(state)))
        if points.pointless(step.question.id) == 0:
            to_come = set(interviewer.left(state)) - state.answers.keys()
            waits_for = [question for question in points.reads(step.question.id) if question in to_come]
            assert not any(map(interviewer.choice(state).applies, waits_for))


POINTLESS = [
    (
        {"milestone.next_capability": "none_planned"},
        ["name.product", "milestone.date_exists", "team.people_on_it", "headcount.seats"],
    ),
    (
        {"milestone.next_capability": "not_agreed"},
        ["name.product", "milestone.delay_cost", "scope.model", "buy.product"],
    ),
    ({"contractors.state": "now"}, ["contractors.barriers", "vendor.met_person", "budget.external_budget"]),
    (
        {"role.exists": "none", "headcount.why_hire": "no_wish", "contractors.state": "none", "blockers.last": "never"},
        ["offers.pay_vs_market", "reports.measures", "onboarding.day_one", "cto.hiring_hours", "budget.cash_months"],
    ),
    ({"role.exists": "open", "role.stage": "in_calls"}, ["role.permit"]),
    ({"role.exists": "open", "offers.made": 4, "offers.accepted": 0}, ["offers.no_shows", "offers.close_days"]),
    ({"company.stage": "no_round"}, ["company.round_date"]),
]
HAS_A_POINT = [
    ({"milestone.next_capability": "other"}, ["name.product", "milestone.date_exists", "buy.product"]),
    ({"contractors.state": "offered"}, ["contractors.barriers", "budget.external_budget"]),
    ({"role.exists": "none", "headcount.why_hire": "investor"}, ["headcount.seats", "role.region"]),
    (
        {
            "role.exists": "none",
            "headcount.why_hire": "no_wish",
            "contractors.state": "none",
            "blockers.last": "data_access",
        },
        ["onboarding.day_one"],
    ),
    ({"role.exists": "open", "role.stage": "finalist"}, ["role.permit"]),
    ({"role.exists": "filled"}, ["role.permit"]),
]


@pytest.mark.parametrize(
    ("said", "questions", "pointless"),
    [*((said, those, True) for said, those in POINTLESS), *((said, those, False) for said, those in HAS_A_POINT)],
)
def test_what_makes_a_question_pointless_keeps_it_from_being_asked(
    advisor: Advisor, interviewer: Interviewer, said: dict[str, object], questions: list[str], pointless: bool
) -> None:
    """Nor does the result name it as one to ask; an answer given all the same is kept and counts."""
    state = moves.begin("company", AS_OF)
    for question, answer in said.items():
        state = moves.answer(interviewer.assessor, state, question, answer)
    choice = interviewer.choice(state)
    assert not pointless or not any(map(choice.applies, questions))
    assert pointless or all(choice.applies(q) or q in choice.left for q in questions)
    named = {each.id for each in advisor.assess(state.case).open_questions}
    assert not pointless or named.isdisjoint(questions)


def test_what_decides_a_complaint_comes_right_after_the_opening(interviewer: Interviewer) -> None:
    """Whoever loses candidates is asked for their offers and, where some were declined, why, before all else."""
    state = moves.begin("company", AS_OF)
    said = {"you.who": "cto", "you.why": ["candidates_lost"], "milestone.next_capability": "documents"}
    said |= {"milestone.date_exists": False, "role.exists": "open", "contractors.state": "none", "team.people_on_it": 0}
    said |= {"blockers.last": "hands", "offers.made": 4, "offers.accepted": 0, "offers.declined": 4}
    asked: list[str] = []
    while "offers.declined_for" not in asked:
        step = interviewer.next(state)
        assert isinstance(step, Ask) and len(interviewer.lines.done(state)) <= 9
        asked.append(step.question.id)
        if step.question.names is not None:
            state = moves.pass_over(state, step.question.id)
        else:
            state = moves.answer(interviewer.assessor, state, step.question.id, said.get(asked[-1], DontKnow()))
    assert "offers.no_shows" not in asked


@pytest.mark.parametrize("seed", SEEDS)
def test_a_dont_know_closes_its_branch(advisor: Advisor, interviewer: Interviewer, seed: int) -> None:
    """No gate rests on what was not known: without the don't knows whatever is asked applies, too."""
    for state, step in steps(interviewer, founder(advisor, 50 + seed)):
        if step.earlier is not None or step.settles or step.question.asked_when is None:
            continue
        known = {q: answer for q, answer in state.answers.items() if not isinstance(answer.said, DontKnow)}
        fewer = replace(state, case=replace(state.case, answers=known))
        assert interviewer.position(fewer).stakes.ready(step.question.id)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_state_gives_the_same_question(advisor: Advisor, interviewer: Interviewer, seed: int) -> None:
    """Asked again, by another interviewer, through JSON, or after going back and keeping the answer."""
    other = Interviewer(advisor.rulebase)
    other.__dict__["pool"] = interviewer.pool
    for number, (state, step) in enumerate(steps(interviewer, founder(advisor, 100 + seed))):
        if number % 6 or step.earlier is not None:
            continue
        again = State.from_dict(state.to_dict(), advisor.knowledge)
        found = other.next(replace(again, passed=state.passed))
        assert isinstance(found, Ask) and found == step
        if state.trail:
            assert interviewer.next(moves.keep(moves.back(state))) == step


def test_one_number_for_what_is_left(advisor: Advisor, interviewer: Interviewer) -> None:
    """Every step counts what `left` lists, down to nothing, where the interview is done."""
    for state, step in steps(interviewer, founder(advisor, 7)):
        assert step.at_most_left == len(interviewer.left(state)) > 0
        assert step.core_left == len(interviewer.first_part(state))
        lines = len(interviewer.lines.done(state))
        assert step.settles or step.core is (lines < interviewer.policy.first_result and step.core_left > 0)


def test_who_and_why_come_first_and_open_their_sections(advisor: Advisor, interviewer: Interviewer) -> None:
    """A company that came for its contractors is asked about them within the first ten lines."""
    state = moves.begin("company", AS_OF)
    said = {"you.who": "cto", "you.why": ["outside_builders"], "milestone.next_capability": "agent"}
    said |= {"contractors.state": "now", "role.exists": "none", "milestone.date_exists": False}
    asked = []
    while len(interviewer.lines.done(state)) < 10:
        step = interviewer.next(state)
        assert isinstance(step, Ask)
        asked.append(step.question.id)
        if step.question.names is not None:
            state = moves.pass_over(state, step.question.id)
        else:
            state = moves.answer(interviewer.assessor, state, step.question.id, said.get(asked[-1], DontKnow()))
    assert tuple(asked[:2]) == interviewer.policy.first
    opening = [q for q in asked if q in interviewer.policy.opening]
    assert opening == sorted(opening, key=interviewer.policy.opening.index)
    about_them = ("outside-help", "outsiders-here", "partner", "contractors", "papers")
    assert sum(interviewer.section_of[q].id in about_them for q in asked) >= 5


def test_a_line_that_was_begun_is_finished_first(advisor: Advisor, interviewer: Interviewer) -> None:
    """Its members come one after the other, as far as they are due; what a step shows together is what comes."""
    before: Ask | None = None
    for _, step in steps(interviewer, founder(advisor, 11)):
        due = [question.id for question in before.line[1:]] if before is not None else []
        if due and step.earlier is None and not step.settles:
            assert (
                step.question.id in due
                or before.question.line == step.question.line
                or not any(question in interviewer.left(_) for question in due)
            )
        before = step


def test_the_stop_is_offered_by_its_rules_and_offered_again(advisor: Advisor, interviewer: Interviewer) -> None:
    """Not before its line; the same state offers the same; whoever goes on is left alone for some lines."""
    said = interviewer.policy.stop
    offers = 0
    for seed in SEEDS:
        for state, step in steps(interviewer, founder(advisor, 200 + seed), most=90):
            lines = len(interviewer.lines.done(state))
            if step.stop is None:
                continue
            offers += 1
            assert lines >= said.from_line
            assert step.stop == interviewer.stop(state) == Interviewer.stop(interviewer, replace(state, shown=True))
            assert step.stop.changed <= said.may_change and step.stop.questions_left == len(interviewer.left(state))
            if step.stop.because == "stable":
                assert step.stop.tried == said.completions and (lines - said.from_line) % said.every == 0
            on = moves.go_on(state, lines)
            assert interviewer.stop(on) is None
            assert State.from_dict(on.to_dict(), advisor.knowledge).went_on == lines
    assert offers  # to one of these founders, though not to each within so many questions


def test_several_dont_knows_in_a_row_offer_to_stop(interviewer: Interviewer) -> None:
    """Whoever knows nothing more need not go through the rest."""
    state = moves.begin("company", AS_OF)
    while len(interviewer.lines.done(state)) < interviewer.policy.stop.from_line:
        step = interviewer.next(state)
        assert isinstance(step, Ask)
        state = moves.answer(interviewer.assessor, state, step.question.id, DontKnow())
    found = interviewer.stop(state)
    assert found is not None and found.because == "unknown"


def test_ticks_weigh_and_find_nothing(advisor: Advisor, interviewer: Interviewer) -> None:
    """With other ticks other questions come, and the result is the same."""
    base = advisor.answer(advisor.start(as_of=AS_OF), "contractors.state", "now")
    other = advisor.answer(base, "you.why", Exactly(("outside_builders",)))
    before, after = advisor.assess(base.case), advisor.assess(other.case)
    assert [finding.id for finding in before.findings] == [finding.id for finding in after.findings]
    assert before.headline == after.headline and before.model == after.model
