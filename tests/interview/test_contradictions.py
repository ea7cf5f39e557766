"""Two answers that can't both be true are told as soon as the second is given, in the player's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import Advisor
from advisor.cases.answers import read_answer
from advisor.cases.case import Case
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Ask, Interviewer
from advisor.interview.sitting.conversation import Conversation
from advisor.interview.sitting.session import Session
from advisor.interview.state import State
from testkit.companies.answers import AS_OF
from testkit.interviews.faces import ListFace

AT_WORK = {"contractors.state": "now", "contractors.data_access": "forbidden"}


def answered(advisor: Advisor, answers: dict[str, object]) -> State:
    state = moves.begin("acme", AS_OF)
    for question, value in answers.items():
        state = moves.answer(advisor.what_ifs, state, question, value)
    return state


def examples(advisor: Advisor) -> list[tuple[str, dict[str, object]]]:
    return [
        (name, dict(example.given))
        for name, compiled in advisor.program.contradiction_of.items()
        for example in compiled.model.examples
        if example.expect is True
    ]


def test_each_contradiction_is_settled_next(advisor: Advisor, interviewer: Interviewer) -> None:
    """Whatever was answered last, the question that settles it comes before any other, with both answers named."""
    found = examples(advisor)
    assert len({name for name, _ in found}) == len(advisor.program.contradictions)
    for name, given in found:
        model = advisor.program.contradiction_of[name].model
        said = {question: read_answer(advisor.program.question(question), raw) for question, raw in given.items()}
        step = interviewer.next(State(Case("acme", AS_OF, said)))  # as a file has it; a newer answer may end an older
        assert isinstance(step, Ask) and step.question.id == model.settle.question, name
        assert set(step.settles) == set(model.answers)
        options = {option.id for option in step.question.options}
        assert options == set(model.settle.withdraws), name
        assert set(model.settle.withdraws.values()) == set(model.answers), name


def test_it_is_told_in_the_players_words_and_enter_leaves_both(
    advisor: Advisor, interviewer: Interviewer, tmp_path: Path
) -> None:
    """What was said to each of the two stands above; Enter answers nothing, says so, and the talk goes on."""
    face = ListFace([""])
    state = answered(advisor, {"contractors.state": "now", "contractors.data_access": "forbidden"})
    with Session(tmp_path / "a.yaml") as session:
        talk = Conversation(interviewer, session, face, state, clock=lambda: 0.0)
        talk.run()
    first = face.prompts[0]
    told = "\n".join(first.remarks)
    assert "can't both be true" in told and "Yes, some work with us now" in told and "No, a law" in told
    assert first.enter.startswith("Enter skips this for now")
    assert dict(talk.state.answers) == dict(state.answers)
    assert len(face.asked) == 2 and face.asked[1] != first.question.id


@pytest.mark.parametrize(("typed", "gone"), [("1", "contractors.data_access"), ("2", "contractors.state")])
def test_the_answer_that_is_wrong_is_put_right_next(
    advisor: Advisor, interviewer: Interviewer, tmp_path: Path, typed: str, gone: str
) -> None:
    """It is shown again, with what Enter does to it; left out, it counts no more."""
    face = ListFace([typed, ""])
    with Session(tmp_path / "a.yaml") as session:
        talk = Conversation(interviewer, session, face, answered(advisor, dict(AT_WORK)), clock=lambda: 0.0)
        talk.run()
    again = face.prompts[1]
    assert again.question.id == gone and "press Enter to leave it out" in " ".join(again.remarks)
    assessed = interviewer.position(talk.state).assessed
    assert gone in assessed.standing.withdrawn and not assessed.standing.contradictions
