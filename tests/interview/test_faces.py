"""The real program, driven as a person drives it, in both faces."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from testkit.interviews.person import FOOTER, Person

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")

UP, DOWN = "\x1b[A", "\x1b[B"


@pytest.fixture(params=["terminal", "plain"])
def plain(request: pytest.FixtureRequest) -> Iterator[bool]:
    yield request.param == "plain"


@pytest.mark.slow
def test_a_whole_interview_in_either_face(tmp_path: Path, plain: bool) -> None:
    """First screen, back, change, why, so far, interrupt, resume, stop, result, what to try next."""
    person = Person(tmp_path, plain=plain)
    person.sees("advisor 1.0.0 - staffing for AI teams").sees("Saved as ./acme.yaml").begins()
    person.reads("?", "You can type instead of an answer")
    person.names("3").answers("y", "Who knows a date").answers("2", "the deadline for")
    person.answers("in 8 weeks", "Understood: Jan 17, 2027")
    person.reads("why", "WHY: Whether you have an open role").reads("so far", "SO FAR  6 answers")
    person.answers("back", "Your answer so far: Jan 17, 2027").answers("in 9 weeks", "Do you have an open role")
    person.types("change").sees("Which number").types("4").sees("Is there a deadline").sees(FOOTER)
    person.answers("n", "That changes")
    assert "milestone.need_by" in person.file["set_aside"]
    person.child.sendintr()
    person.sees("advisor interview acme --resume").leaves(130)
    person = Person(tmp_path, "--resume", plain=plain)
    person.sees("4 answers of Nov 22, 2026. Picking up").sees("Do you have an open role").sees(FOOTER)
    person.types("quit").sees("Saved in acme.yaml").leaves()
    person = Person(tmp_path, "--resume", plain=plain).sees(FOOTER)
    person.types("stop").reads_the_result().leaves()
    assert os.stat(tmp_path / "acme.yaml").st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob(".acme*"))


def test_arrows_ticks_and_the_beginning_of_a_label(tmp_path: Path) -> None:
    """In the terminal face the mark moves, several are ticked with the space bar, and typing finds a label."""
    person = Person(tmp_path).sees("1 of about").sees(FOOTER)
    person.child.send(DOWN + DOWN + DOWN + UP + "\r")
    person.sees("What brings you here").sees(FOOTER)
    person.child.send(" " + DOWN + DOWN + " \r")
    person.sees("1, 3 yes. And the rest").types("1")
    person.sees("ONE thing").sees(FOOTER).answers("better", "leaves it blank")
    person.child.send("\x04")
    person.sees("Saved in acme.yaml").leaves()
    assert person.file["answers"]["milestone.next_capability"] == "retrieval"
    assert len(person.file["answers"]["you.why"]) == 2


def test_a_window_that_changes_its_size(tmp_path: Path) -> None:
    """The question is drawn anew, and can be answered."""
    person = Person(tmp_path).sees("1 of about").sees(FOOTER)
    for rows, columns in ((10, 40), (50, 132), (24, 80)):
        person.child.setwinsize(rows, columns)
        os.kill(person.child.pid, signal.SIGWINCH)
        time.sleep(0.3)
    person.answers("1", "What brings you here")
    person.child.close(force=True)


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"TERM": ""}])
def test_a_simple_terminal_gets_plain_prompts(tmp_path: Path, env: dict[str, str]) -> None:
    """No command for the terminal comes out, and nothing beyond ASCII."""
    person = Person(tmp_path, env=env)
    person.sees("1 of about").sees(FOOTER)
    assert "\x1b" not in person.child.before
    assert person.child.before.isascii()
    person.answers("1", "What brings you here")
    person.child.close(force=True)


def test_the_terminal_is_asked_nothing(tmp_path: Path) -> None:
    """Not where its cursor is: one that doesn't answer would hold up every question for a second."""
    person = Person(tmp_path).sees("1 of about").sees(FOOTER)
    assert "\x1b[6n" not in person.child.before
    person.answers("1", "What brings you here")
    assert "\x1b[6n" not in person.child.before
    person.child.close(force=True)


def test_no_colour_where_none_is_wanted(tmp_path: Path) -> None:
    """NO_COLOR leaves position and weight, no colour."""
    person = Person(tmp_path, env={"NO_COLOR": "1"}).sees("1 of about").sees(FOOTER)
    assert "\x1b[3" not in person.child.before and "\x1b[38" not in person.child.before
    person.child.close(force=True)


def test_a_terminal_that_has_only_ascii(tmp_path: Path) -> None:
    """The output can be written, whatever the rules say."""
    person = Person(tmp_path, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"})
    person.begins().names("3").types("stop")
    person.reads_the_result().leaves()


def test_a_pipe_and_a_closed_one(tmp_path: Path) -> None:
    """Lines in, the result on standard output alone; the end of the input is leaving, not an error."""
    command = [sys.executable, "-m", "advisor", "interview", "acme"]
    done = subprocess.run([*command], input="1\nnone\n3\n\ny\n2\nstop\n", capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0 and done.stdout.startswith("ACME") and "1 of about" in done.stderr
    done = subprocess.run([*command, "--resume"], input="in 8 weeks\n", capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0 and not done.stdout and "Saved in acme.yaml" in done.stderr
    done = subprocess.run([*command], input="", capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 2 and "Add --resume" in done.stderr


def test_a_second_interview_on_the_file_is_refused(tmp_path: Path) -> None:
    """Clearly, and the first goes on."""
    person = Person(tmp_path).begins().names("3")
    command = [sys.executable, "-m", "advisor", "interview", "acme", "--resume"]
    done = subprocess.run(command, input="", capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 3 and "This interview is open in another window" in done.stderr
    person.answers("y", "Who knows a date")
    person.child.close(force=True)


@pytest.mark.slow
def test_answers_from_a_file(tmp_path: Path) -> None:
    """A case file answers what is asked; what was not needed is counted."""
    command = [sys.executable, "-m", "advisor", "interview", "acme", "--as-of", "2026-11-22", "--answers"]
    case = Path(__file__).parents[2] / "cases" / "textbook.yaml"
    done = subprocess.run([*command, str(case)], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0 and "several people's skills" in " ".join(done.stdout.split()), done.stderr
    assert "questions came up that" in done.stderr
    (tmp_path / "bad.yaml").write_text("milestone.date_told: somebody\n")
    done = subprocess.run([*command[:4], "b", *command[5:], "bad.yaml"], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 3 and "no option" in done.stderr and "Traceback" not in done.stderr


def test_a_band_is_chosen_with_the_arrows_or_its_key(tmp_path: Path) -> None:
    """A number known only roughly; what stands there afterwards is the range."""
    shown = "meta: {interview: {revisiting: milestone.work_left_weeks}}\n"
    answered = "answers: {milestone.work_left_weeks: {unsure: true}}\n"
    (tmp_path / "acme.yaml").write_text(f"case: acme\nas_of: 2026-11-22\n{answered}{shown}")
    person = Person(tmp_path, "--resume").sees("how many engineer-weeks").sees(FOOTER)
    person.child.send(DOWN + DOWN + "\r")
    person.sees("Understood: 2 to 6").sees(FOOTER)
    person.answers("back", "how many engineer-weeks").answers("#3", "Understood: 6 to 20")
    person.types("quit").sees("Saved in acme.yaml").leaves()
    assert person.file["answers"]["milestone.work_left_weeks"] == {"from": 6, "to": 20}
