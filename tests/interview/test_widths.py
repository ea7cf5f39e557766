"""Everything an interview shows fits the terminal it is shown on: 60, 80 and 120 columns wide."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import Advisor
from advisor.interview import moves
from advisor.interview.choosing.interviewer import Interviewer
from advisor.interview.faces.plain import written
from advisor.interview.sitting.conversation import Conversation
from advisor.interview.sitting.session import Session
from advisor.interview.words.prompts import LEAVE, footer, help_lines, prompt
from advisor.report.layout import WIDEST, at_width, columns
from testkit.companies.answers import AS_OF
from testkit.interviews.faces import OPENING, PatientFace
from testkit.interviews.person import FOOTER, Person

SIZES = ((20, 60), (24, 80), (40, 120))


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_every_question_and_its_help_fit(advisor: Advisor, width: int) -> None:
    """Whatever stands above it; the commands are never parted, and leaving is always the last of them."""
    with at_width(width):
        assert columns() == min(width, WIDEST)
        for section in advisor.knowledge.sections:
            for name in section.questions:
                question = advisor.program.question(name)
                shown = prompt(question, section.title, "12, at most 114 left", [question.help], enter="Enter " * 20)
                lines = [*written(shown), *help_lines(question)]
                assert max(map(len, lines)) <= columns(), name
        assert footer()[-1].endswith(LEAVE)
    assert columns() == 80


@pytest.mark.parametrize("width", [60, 80, 100])
def test_a_whole_talk_fits(interviewer: Interviewer, tmp_path: Path, width: int) -> None:
    """Pages, results, offers, what was understood."""
    lines = [*OPENING, "3", "the support bot", "why", "why -v", "y", "2", "in 8 weeks", "so far", "?", "change 4", "n"]
    face = PatientFace([*lines, "y", "o", "other: we argue until midnight, then whoever is left decides", *["dk"] * 12])
    face.columns = width
    with Session(tmp_path / "a.yaml") as session:
        Conversation(interviewer, session, face, moves.begin("acme", AS_OF), clock=lambda: 0.0).run()
    assert len(face.said) > 60
    assert max(face.said, key=len) == "" or max(map(len, face.said)) <= max(width, 60)


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "columns"), SIZES)
def test_a_terminal_of_any_size_shows_the_question_and_ends_with_the_verdict(
    tmp_path: Path, rows: int, columns: int
) -> None:
    """The commands stay in sight, a long result is paged, and the verdict stands last."""
    person = Person(tmp_path, size=(rows, columns)).begins().names("3")
    person.types("stop")
    while person.child.expect(["Worth trying next", "Enter: more"]) == 1:
        person.types("")
    person.sees(r"\n(WRONG|LIKELY|SO FAR|GOOD) ").leaves()
    assert FOOTER.replace("\\", "") == LEAVE
