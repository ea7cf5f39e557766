"""Whole conversations, without a terminal: lines go in, screens come out, the file is there after every answer."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from advisor.interview import moves
from advisor.interview.choosing.interviewer import Interviewer
from advisor.interview.sitting.conversation import Conversation, Ending
from advisor.interview.sitting.session import Session
from testkit.companies.answers import AS_OF
from testkit.interviews.faces import FIRST, OPENING, ListFace, PatientFace


def talk(
    interviewer: Interviewer, path: Path, *lines: str, minutes: float = 8
) -> tuple[Ending, ListFace, Conversation]:
    face = ListFace(lines)
    with Session(path) as session:
        conversation = Conversation(interviewer, session, face, moves.begin("acme", AS_OF), minutes, clock=lambda: 0.0)
        ending = conversation.run()
    return ending, face, conversation


def test_each_answer_is_on_disk_before_the_next_question(interviewer: Interviewer, tmp_path: Path) -> None:
    """A face that reads the file whenever it is asked finds the answer before."""
    path = tmp_path / "acme.yaml"
    seen: list[int] = []

    class Watching(ListFace):
        def ask(self, prompt: object, shown: object = None) -> str:
            seen.append(len(yaml.safe_load(path.read_text())["answers"]))
            return super().ask(prompt)  # type: ignore[arg-type]  # the same prompt

    face = Watching([*FIRST, "1"])
    with Session(path) as session:
        assert Conversation(interviewer, session, face, moves.begin("acme", AS_OF)).run() is Ending.QUIT
    assert seen == [0, 1, 2, 3, 3, 4, 5, 6, 7]
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_belongs_on_one_line_comes_together(interviewer: Interviewer, tmp_path: Path) -> None:
    """It says so, and each of them may be left blank: nothing is answered by that, and none is asked again."""
    lines = interviewer.program.knowledge.lines
    _, face, conversation = talk(interviewer, tmp_path / "a.yaml", *OPENING, "3", "", "y", "", "", *["d"] * 12)
    asked = face.asked
    for members in lines.values():
        places = [place for place, question in enumerate(asked) if question in members]
        assert not places or places == list(range(places[0], places[0] + len(places)))
    first = face.prompts[asked.index("milestone.date_told")]
    assert any(remark.startswith("Goes with: the deadline for") for remark in first.remarks)
    assert "leaves it blank" in first.enter
    assert not {"milestone.date_told", "milestone.need_by"} & set(conversation.state.answers)
    assert asked.count("milestone.date_told") == asked.count("milestone.need_by") == 1


def test_what_is_not_understood_is_asked_again(interviewer: Interviewer, tmp_path: Path) -> None:
    """With words; nothing is lost."""
    _, face, conversation = talk(interviewer, tmp_path / "a.yaml", *OPENING, "15", "3")
    assert "no option" in face.text
    assert face.asked[2:4] == ["milestone.next_capability"] * 2
    assert len(conversation.state.answers) == 3


@pytest.mark.parametrize("typed", ["\u00b2", "9" * 5000])
def test_what_only_looks_like_a_number_is_asked_again(interviewer: Interviewer, tmp_path: Path, typed: str) -> None:
    """A superscript two, and more digits than Python reads; as an answer and behind `change`."""
    _, face, conversation = talk(interviewer, tmp_path / "a.yaml", *OPENING, typed, "3", "", f"change {typed}")
    assert f"no option `{typed[:40]}`" in face.text and f"There's no answer {typed[:40]};" in face.text
    assert face.asked[2:4] == ["milestone.next_capability"] * 2
    assert len(conversation.state.answers) == 3


def test_an_empty_line_is_told_and_asked_again(interviewer: Interviewer, tmp_path: Path) -> None:
    """It says what can be typed; nothing is answered."""
    _, face, conversation = talk(interviewer, tmp_path / "a.yaml", "", "3")
    assert "No answer entered." in face.text and max(map(len, face.text.splitlines())) <= 80
    assert face.asked[:2] == ["you.who"] * 2
    assert len(conversation.state.answers) == 1


def test_a_day_that_was_understood_is_told(interviewer: Interviewer, tmp_path: Path) -> None:
    """So that a slip shows."""
    _, face, _ = talk(interviewer, tmp_path / "a.yaml", *FIRST)
    assert "Understood: Jan 17, 2027, in 8 weeks" in face.text


def test_back_and_enter_keep_the_answer(interviewer: Interviewer, tmp_path: Path) -> None:
    """The question before is shown with its answer; Enter goes on."""
    _, face, conversation = talk(interviewer, tmp_path / "a.yaml", *OPENING, "4", "", "y", "back", "back", "", "2")
    assert face.asked[5:8] == ["milestone.date_told", "milestone.date_exists", "milestone.next_capability"]
    assert "Your answer so far: Better search or retrieval. Enter keeps it." in face.prompts[7].remarks
    assert len(conversation.state.answers) == 5


def test_a_changed_answer_shows_what_it_changed(interviewer: Interviewer, tmp_path: Path) -> None:
    """Also what was set aside by it."""
    _, face, conversation = talk(interviewer, tmp_path / "a.yaml", *FIRST, "change", "4", "n")
    assert "That changes" in face.text
    assert "Your answer is set aside while it doesn't apply" in face.text
    assert "milestone.need_by" in conversation.state.set_aside


def test_why_and_so_far_and_help_answer_and_ask_again(interviewer: Interviewer, tmp_path: Path) -> None:
    """They change nothing."""
    _, face, conversation = talk(interviewer, tmp_path / "a.yaml", *FIRST, "why", "so far", "?", "help")
    assert "WHY: Whether you have an open role" in face.text
    assert "It helps us tell whether you have this problem:" in face.text and "don't know" in face.text
    assert "SO FAR  6 answers" in face.text and "LEFT: about" in face.text and "STAFFING" in face.text
    assert len(conversation.state.answers) == 6
    assert max(map(len, face.text.split("\n"))) <= 80


def test_somebody_else_a_note_and_stop(interviewer: Interviewer, tmp_path: Path) -> None:
    """Who knows is kept with the answer, the note too; stop ends with what there is."""
    lines = [*OPENING, "note promised in May", "4", "", "w recruiting", "stop"]
    ending, _, conversation = talk(interviewer, tmp_path / "a.yaml", *lines)
    assert ending is Ending.STOPPED
    case = yaml.safe_load((tmp_path / "a.yaml").read_text())
    assert case["answers"]["milestone.next_capability"] == {"value": "retrieval", "note": "promised in May"}
    assert case["answers"]["milestone.date_exists"] == {"unsure": True, "ask": "recruiting"}
    assert not conversation.state.notes


def test_the_first_result_comes_in_time(interviewer: Interviewer, tmp_path: Path) -> None:
    """With no minutes to spare it stands before the first question; then the offer to go on is taken or not."""
    ending, face, _ = talk(interviewer, tmp_path / "a.yaml", "", "1", "quit", minutes=0)
    assert ending is Ending.QUIT
    assert "Go on?" in face.text and "There's more to ask" in face.text
    ending, face, _ = talk(interviewer, tmp_path / "b.yaml", "no", minutes=0)
    assert ending is Ending.STOPPED and not face.prompts
    ending, face, talked = talk(interviewer, tmp_path / "c.yaml", "150", "no", minutes=0)
    assert "`150` wasn't taken" in face.text and not talked.state.answers


def test_other_words_and_disputes_are_taken_on_one_line(interviewer: Interviewer, tmp_path: Path) -> None:
    """Neither is evidence: the words are kept, and what people dispute is not known, with the reason noted."""
    talk(interviewer, tmp_path / "a.yaml", *OPENING, "o A robot", "", "disputed", "quit")
    case = yaml.safe_load((tmp_path / "a.yaml").read_text())
    assert case["answers"]["milestone.next_capability"]["other"] == "A robot"
    assert case["answers"]["milestone.date_exists"]["unsure"] is True
    assert "opposite things" in case["answers"]["milestone.date_exists"]["note"]


def test_an_interview_to_its_end_says_so(interviewer: Interviewer, tmp_path: Path) -> None:
    """A result by the line that the order names, at an offer to stop or without; then on, until nothing is left."""
    face = PatientFace(["dk"] * 200)
    with Session(tmp_path / "a.yaml") as session:
        begun = moves.begin("acme", AS_OF)
        conversation = Conversation(interviewer, session, face, begun, clock=lambda: 0.0)
        assert conversation.run() is Ending.DONE
    assert not interviewer.left(conversation.state)
    assert len(face.asked) == len(set(face.asked))
    assert "You didn't know the last few" in face.text
    lines = {interviewer.lines.of[question] for question in face.asked[: face.results[0]]}
    assert 0 < len(lines) <= interviewer.policy.first_result


@pytest.mark.parametrize(
    ("typed", "reply", "kept"),
    [
        ("1 3 -4", "1", ["deliverable", "metric"]),
        ("1 3 -4", "", {"has": ["deliverable", "metric"], "lacks": ["left_out"]}),
        ("1 3 -4", "2", {"has": ["deliverable", "metric"], "lacks": ["left_out"]}),
        ("1", "d", {"has": ["deliverable"], "lacks": []}),
        ("1", "y", ["deliverable"]),
        ("-4", None, {"has": [], "lacks": ["left_out"]}),
        ("1 ...", None, {"has": ["deliverable"], "lacks": []}),
        ("none", None, []),
        ("1 3.", None, ["deliverable", "metric"]),
        ("1 3 -4 rest no", None, ["deliverable", "metric"]),
    ],
)
def test_a_list_may_be_known_in_part(
    interviewer: Interviewer, tmp_path: Path, typed: str, reply: str | None, kept: object
) -> None:
    """Whether these are all is asked once, where it was not said; the list itself isn't asked again."""
    path = tmp_path / "a.yaml"
    state = moves.answer(interviewer.assessor, moves.begin("acme", AS_OF), "milestone.written", {"unsure": True})
    face = ListFace([typed, *([] if reply is None else [reply])])
    with Session(path) as session:
        Conversation(interviewer, session, face, moves.revisit(state, "milestone.written"), clock=lambda: 0.0).run()
    assert face.asked[0] == "milestone.written" and face.asked.count("milestone.written") == 1
    assert sum("And the rest?" in line for line in face.said) == (reply is not None)
    assert yaml.safe_load(path.read_text())["answers"]["milestone.written"] == kept
