"""Gates read whether a thing is there, and old answers say so: what is known counts, nobody is asked about nothing."""

from __future__ import annotations

import random

import pytest

from advisor import Advisor
from advisor.cases.answers import Answer, Claim, Differ, DontKnow, Exactly
from advisor.cases.following import followed
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Ask
from testkit.companies.answers import AS_OF, Answers
from testkit.companies.drawn import drawn_answers
from testkit.shipped import NAMES, company, shipped_advisor, shipped_case

EXISTENCE = ("role.exists", "milestone.date_exists")


@pytest.fixture(scope="module")
def advisor() -> Advisor:
    return shipped_advisor()


def follows(advisor: Advisor, answers: Answers, question: str) -> object:
    """What an answer comes to, with what follows from the others."""
    found = followed(advisor.program.follows, company(advisor, answers).answers).get(question)
    return found.said if found is not None else None


@pytest.mark.parametrize(
    ("answers", "question", "value"),
    [
        ({"role.stage": "nobody"}, "role.exists", "open"),
        ({"role.stage": "offer_out"}, "role.exists", "open"),
        ({"role.stage": "signed"}, "role.exists", "filled"),
        ({"role.stage": "no_post"}, "role.exists", "none"),
        ({"role.stage": {"unsure": True}, "role.open_days": 40}, "role.exists", "open"),
        ({"role.exists": {"unsure": True}, "role.open_days": 40}, "role.exists", "open"),
        ({"milestone.date_told": "team_only"}, "milestone.date_exists", True),
        ({"milestone.date_told": "no_date"}, "milestone.date_exists", False),
        ({"milestone.date_told": {"unsure": True}, "milestone.need_by": "2027-01-25"}, "milestone.date_exists", True),
    ],
)
def test_old_answers_say_whether_a_thing_is_there(
    advisor: Advisor, answers: Answers, question: str, value: object
) -> None:
    """So a case file from before the question reads as it did."""
    assert follows(advisor, answers, question) == Exactly(value)  # type: ignore[arg-type]  # a choice or a yes


def test_what_is_known_is_never_replaced(advisor: Advisor) -> None:
    """Nor does anything follow from what nobody knows, or from what two people see differently."""
    assert follows(advisor, {"role.exists": "none", "role.stage": "in_calls"}, "role.exists") == Exactly("none")
    assert follows(advisor, {"role.stage": {"unsure": True}}, "role.exists") is None
    both = Differ((Claim(Exactly("nobody"), "cto"), Claim(Exactly("signed"), "recruiting")))
    assert "role.exists" not in followed(advisor.program.follows, {"role.stage": Answer(both)})


def test_an_old_file_and_a_new_one_say_the_same(advisor: Advisor) -> None:
    """With the new questions answered or not, statuses, model and plan are one."""
    old: Answers = {
        "milestone.date_told": "customer",
        "milestone.need_by": "2027-01-25",
        "milestone.work_left_weeks": 8,
        "role.stage": "in_calls",
        "role.open_days": 58,
        "loop.days_to_decision": 35,
    }
    one, other = (
        advisor.assess(company(advisor, {**old, **new})).to_dict()
        for new in ({}, {"role.exists": "open", "milestone.date_exists": True})
    )
    for part in ("diagnoses", "staffing", "plan"):
        assert one[part] == other[part]


def test_the_age_of_a_role_counts_where_nobody_knows_how_far_candidates_are(advisor: Advisor) -> None:
    """The timeline takes it that nobody is far along once the role is open for two weeks, and says so."""

    def productive(days: int, stage: object) -> object:
        answers = {"role.stage": stage, "role.open_days": days, "role.region": "us", "role.kind": "engineer"}
        result = advisor.assess(company(advisor, answers)).to_dict()
        assert [p["id"] for p in result["presumptions"]].count("role.stage") == (days >= 14 and stage != "nobody")
        (option,) = [o for o in result["staffing"]["options"] if o["id"] == "hire"]
        return option["productive_weeks"]

    unsure = {"unsure": True}
    assert productive(14, unsure) == productive(14, "nobody")
    assert productive(13, unsure) != productive(13, "nobody")


@pytest.mark.parametrize("name", NAMES)
def test_no_answer_of_a_shipped_case_stands_under_an_open_gate(advisor: Advisor, name: str) -> None:
    """What is known is never thrown away with a parent that is not."""
    case = shipped_case(advisor, name)
    assert not any(each.facts.unconfirmed for each in advisor.assess(case).assessed.inferences)


@pytest.mark.parametrize("seed", range(20))
def test_where_it_is_known_what_is_there_no_gate_of_a_role_or_a_date_is_open(advisor: Advisor, seed: int) -> None:
    """However little else is known."""
    rng = random.Random(seed)
    answers = drawn_answers(advisor.knowledge, rng, given=0.5, unsure=0.4)
    for disputing in ("delivery.promised", "headcount.filled", "role.stage", "milestone.date_told"):
        answers.pop(disputing, None)
    answers |= {"role.exists": rng.choice(["open", "filled", "none"]), "milestone.date_exists": rng.random() < 0.5}
    facts = advisor.assess(company(advisor, answers)).assessed.inferences[0].facts
    for question, gate in advisor.program.gate_of.items():
        if set(gate.condition.questions) <= set(EXISTENCE):
            assert facts.asked[question] != 0, question


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("role.exists", Exactly("none")),
        ("role.exists", DontKnow()),
        ("milestone.date_exists", Exactly(False)),
        ("milestone.date_exists", DontKnow()),
    ],
)
def test_a_company_without_it_answers_one_question_and_skips_the_chain(
    advisor: Advisor, question: str, said: Exactly | DontKnow
) -> None:
    """No question behind it is put, now or later, whether there is none or nobody knows."""
    state = moves.answer(advisor.what_ifs, moves.begin("x", AS_OF), question, said)
    behind = {q for q, reads in advisor.program.gate_reads.items() if question in reads}
    for _ in range(40):
        step = advisor.next(state)
        if not isinstance(step, Ask):
            break
        assert step.question.id not in behind
        state = moves.answer(advisor.what_ifs, state, step.question.id, DontKnow())


@pytest.mark.parametrize("seed", range(10))
def test_what_decides_the_model_can_be_asked_now(advisor: Advisor, seed: int) -> None:
    """Nothing that hangs on a question not answered is named as what decides."""
    answers = drawn_answers(advisor.knowledge, random.Random(seed), given=0.3, unsure=0.2)
    result = advisor.assess(company(advisor, answers))
    asked = [each.facts.asked for each in result.assessed.inferences]
    for rival in result.model.rivals if result.model else ():
        presumed = {p.question for p in result.presumptions}
        for question in set(rival.decided_by) - presumed:
            assert any(each.get(question, 1) == 1 for each in asked), question
