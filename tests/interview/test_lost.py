"""Nothing is lost: a full disk, a closed terminal, a closed pipe; what was answered stays, and the file is readable."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from advisor import Advisor
from advisor.interview import moves
from advisor.interview.sitting.keeping import keep
from advisor.interview.sitting.session import Session
from advisor.problems import FileError
from testkit.companies.answers import AS_OF
from testkit.interviews.faces import ListFace
from testkit.interviews.person import FOOTER, Person

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="limits of another process")

BEGUN = {"you.who": "founder", "you.why": [], "milestone.next_capability": "retrieval"}


def full(person: Person, is_full: bool) -> None:
    """From here on the program can write no file, as on a full disk; or it can again."""
    _, hard = resource.prlimit(person.child.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(person.child.pid, resource.RLIMIT_FSIZE, (0 if is_full else hard, hard))


@pytest.mark.parametrize("plain", [False, True], ids=["terminal", "plain"])
def test_a_full_disk_is_told_and_the_answer_is_saved_once_there_is_room(tmp_path: Path, plain: bool) -> None:
    """The answers before stand in the file; Enter tries again; nothing has to be typed twice."""
    person = Person(tmp_path, plain=plain).begins().names("4")
    full(person, True)
    person.types("y").sees("Can't be written: File too large").sees("Free up space and press Enter")
    assert person.file["answers"] == BEGUN
    person.types("").sees("Can't be written").sees("Free up space and press Enter")
    full(person, False)
    person.answers("", "Who knows a date")
    assert person.file["answers"] == {**BEGUN, "milestone.date_exists": True}
    person.types("quit").sees("Saved in acme.yaml").leaves()


def test_leaving_with_a_full_disk_is_a_fault_that_says_what_is_saved(tmp_path: Path) -> None:
    """The file still holds what was saved before, and the code tells that something went wrong."""
    person = Person(tmp_path, plain=True).begins().names("4")
    full(person, True)
    person.types("y").sees("Free up space and press Enter")
    person.child.sendeof()
    person.sees("acme.yaml: Can't be written").leaves(3)
    assert person.file["answers"] == BEGUN
    assert not list(tmp_path.glob(".acme*"))


def test_another_file_can_be_named(advisor: Advisor, tmp_path: Path) -> None:
    """A new one, which the lock then holds; the old one stays as it was."""
    state = moves.answer(advisor.what_ifs, moves.begin("acme", AS_OF), "milestone.date_told", "board")
    (tmp_path / "taken.yaml").write_text("mine")
    folder = tmp_path / "gone"
    with Session(folder / "acme.yaml") as session:
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
        folder.write_text("a file where the folder was")
        face = ListFace([str(tmp_path / "taken"), str(tmp_path / "other")])
        keep(session, face, state)
        assert session.path == tmp_path / "other.yaml"
        with pytest.raises(FileError, match="This interview is open in another window"):
            Session(tmp_path / "other.yaml").__enter__()
    assert "This file already exists" in " ".join(face.text.split())  # wherever a long path breaks the line
    assert (tmp_path / "taken.yaml").read_text() == "mine"
    assert "board" in (tmp_path / "other.yaml").read_text()
    assert os.stat(tmp_path / "other.yaml").st_mode & 0o777 == 0o600


@pytest.mark.slow
@pytest.mark.parametrize("plain", [False, True], ids=["terminal", "plain"])
@pytest.mark.parametrize("how", [signal.SIGHUP, signal.SIGTERM, None], ids=["hang-up", "terminated", "window closed"])
def test_a_closed_terminal_loses_only_what_was_being_typed(
    tmp_path: Path, plain: bool, how: signal.Signals | None
) -> None:
    """The answers are there, and nothing keeps the next interview from going on."""
    person = Person(tmp_path, plain=plain).begins().names("4")
    person.child.send("y")
    if how is None:
        person.child.close(force=False)
    else:
        person.child.kill(how)
        person.child.expect(pexpect.EOF)
        person.child.close()
    assert not person.child.isalive()
    assert person.file["answers"] == BEGUN
    person = Person(tmp_path, "--resume", plain=plain).sees("Is there a deadline").sees(FOOTER)
    person.types("quit").sees("Saved in acme.yaml").leaves()


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """`advisor interview ... | head`: code 0, no traceback, the answers saved."""
    command = [sys.executable, "-m", "advisor", "interview", "acme", "--answers", "a.yaml"]
    (tmp_path / "a.yaml").write_text("milestone.date_told: board\n")
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path)
    assert child.stdout is not None and child.stderr is not None
    child.stdout.close()
    told = child.stderr.read().decode()
    child.stderr.close()
    assert child.wait() == 0 and "Traceback" not in told, told
    assert "board" in (tmp_path / "acme.yaml").read_text()
