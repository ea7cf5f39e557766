"""The shipped situations, typed line by line into the interview in its own order, come to what is expected of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import Advisor
from advisor.cases.answers import Answer, Differ, DontKnow, Given
from advisor.cases.following import followed
from advisor.inference.certainty import Status
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Interviewer
from advisor.interview.sitting.conversation import Conversation, Ending
from advisor.interview.sitting.session import Session
from testkit.interviews.faces import SituationFace
from testkit.interviews.lines import line_of
from testkit.shipped import NAMES, shipped_case


def _typed(answer: Answer) -> Given | Differ:
    """What was said; who else could tell is no part of what is typed here."""
    return DontKnow() if isinstance(answer.said, DontKnow) else answer.said


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_situation_is_found_by_being_asked(
    advisor: Advisor, interviewer: Interviewer, tmp_path: Path, name: str
) -> None:
    """Every line is understood, nothing is asked twice, and the verdict is that of the case as a file."""
    case = shipped_case(advisor, name)
    told = followed(advisor.program.follows, case.answers)
    knows = {question: line_of(answer) for question, answer in told.items() if not isinstance(answer.said, Differ)}
    face = SituationFace(knows=knows)
    with Session(tmp_path / "a.yaml") as session:
        talk = Conversation(interviewer, session, face, moves.begin(name, case.as_of), clock=lambda: 0.0)
        assert talk.run() is Ending.DONE
    given = {q: _typed(a) for q, a in talk.state.answers.items() if q in knows}
    assert given == {question: _typed(told[question]) for question in given}
    asked, whole = advisor.assess(talk.state.case), advisor.assess(case)
    for diagnosis in advisor.program.diagnoses:
        if Status.CONFIRMED in (asked.status(diagnosis), whole.status(diagnosis)):
            assert asked.status(diagnosis) is whole.status(diagnosis), diagnosis
    assert asked.model is not None and whole.model is not None
    assert asked.model.model == whole.model.model
