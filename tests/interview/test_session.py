"""The file of an interview."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from advisor import Advisor
from advisor.cases.files import read_document
from advisor.cases.values import AnswerError, read_text
from advisor.interview import moves
from advisor.interview.sitting.session import Session, write_case
from advisor.interview.state import pack_name
from advisor.problems import CaseError, FileError
from testkit.companies.answers import AS_OF


def written(advisor: Advisor, path: Path) -> None:
    state = moves.begin("acme", AS_OF, pack_name(advisor.knowledge))
    state = moves.answer(
        advisor.what_ifs, state, "milestone.date_told", {"value": "customer", "note": "no: #1, 1e3\nyes"}
    )
    state = moves.answer(advisor.what_ifs, state, "milestone.need_by", {"from": "2027-01-01", "to": "2027-03-31"})
    with Session(path) as session:
        session.save(state)


@pytest.mark.parametrize("name", ["acme.yaml", "acme.json"])
def test_what_is_saved_is_what_is_loaded(advisor: Advisor, tmp_path: Path, name: str) -> None:
    """And `assess` can read it."""
    path = tmp_path / name
    written(advisor, path)
    with Session(path) as session:
        state = session.load(advisor.knowledge)
    assert state.answers["milestone.date_told"].note == "no: #1, 1e3\nyes"
    assert state.trail == ("milestone.date_told", "milestone.date_exists", "milestone.need_by")
    done = subprocess.run([sys.executable, "-m", "advisor", "assess", str(path), "-q"], capture_output=True, text=True)
    assert done.returncode == 0 and "ACME" in done.stdout, done.stderr


def test_a_file_whose_name_is_no_text_is_written(advisor: Advisor, tmp_path: Path) -> None:
    """The comment at its top writes the name out."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/z\xff.yaml"))
    try:
        path.write_bytes(b"")
    except OSError:
        pytest.skip("This file system takes no such name.")
    written(advisor, path)
    assert "# `advisor assess z\\xff.yaml`" in path.read_text(encoding="utf-8")


def test_a_link_stays_a_link(advisor: Advisor, tmp_path: Path) -> None:
    """What it leads to is written, there or not yet; by both names it is the same file with the same lock."""
    (tmp_path / "real").mkdir()
    link, real = tmp_path / "acme.yaml", tmp_path / "real" / "acme.yaml"
    link.symlink_to("real/acme.yaml")
    written(advisor, link)
    assert link.is_symlink() and not real.is_symlink()
    with Session(real) as session:
        assert "milestone.need_by" in session.load(advisor.knowledge).answers
        with pytest.raises(FileError, match="This interview is open in another window"):
            Session(link).__enter__()
    assert sorted(path.name for path in (*tmp_path.iterdir(), *real.parent.iterdir())) == [
        "acme.yaml",
        "acme.yaml",
        "real",
    ]


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    """It is not replaced, and it does not hang."""
    link = tmp_path / "acme.yaml"
    link.symlink_to("acme.yaml")
    with pytest.raises(FileError, match="points to itself"):
        Session(link).__enter__()
    assert link.is_symlink()


def test_a_lock_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    """What it leads to would be emptied."""
    other = tmp_path / "other.txt"
    other.write_text("kept")
    (tmp_path / ".acme.yaml.lock").symlink_to(other)
    with pytest.raises(FileError, match="This is a link, and a lock is none"):
        Session(tmp_path / "acme.yaml").__enter__()
    assert other.read_text() == "kept"


def test_notes_that_look_like_something_else_stay_texts(advisor: Advisor, tmp_path: Path) -> None:
    """Numbers, booleans, days, markers of YAML."""
    path = tmp_path / "a.yaml"
    for note in ("1e3", "true", "no", "2026-11-22", "0x10", "~", "null", "- a", "a: b", "# x", "'", '"', "é ü"):
        state = moves.begin("1e3", AS_OF)
        state = moves.answer(advisor.what_ifs, state, "milestone.date_told", {"value": "board", "note": note})
        with Session(path) as session:
            session.save(state)
            assert session.load(advisor.knowledge).answers == state.answers


def test_two_interviews_on_one_file_are_refused(tmp_path: Path) -> None:
    """With words that name the other; a killed one leaves no lock behind."""
    path = tmp_path / "acme.yaml"
    with Session(path):
        with pytest.raises(FileError, match=rf"This interview is open in another window \(process {os.getpid()}"):
            Session(path).__enter__()
    with Session(path):
        pass
    code = "import os; from pathlib import Path; from advisor.interview.sitting.session import Session; "
    code += f"Session(Path({str(path)!r})).__enter__(); os._exit(9)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 9
    with Session(path):
        pass


def test_a_hand_edited_file_with_errors_is_told_and_kept(advisor: Advisor, tmp_path: Path) -> None:
    """Line and column, the right word, and not a byte of the file changed."""
    path = tmp_path / "acme.yaml"
    written(advisor, path)
    text = path.read_text().replace("value: customer", "value: custommer")
    path.write_text(text)
    with Session(path) as session, pytest.raises(CaseError) as caught:
        session.load(advisor.knowledge)
    assert f"{path}:7:" in str(caught.value) and "Did you mean `customer`?" in str(caught.value)
    assert path.read_text() == text


def test_answers_of_an_older_pack_are_carried_over_or_named(advisor: Advisor, tmp_path: Path) -> None:
    """What these rules do not ask is kept under `meta`, and survives the next save."""
    path = tmp_path / "acme.yaml"
    written(advisor, path)
    old = path.read_text().replace("pack: staffing 1.0.0", "pack: staffing 0.3.0")
    path.write_text(old.replace("answers:\n", "answers:\n  team.mood: fair\n  role.stage: somewhere\n"))
    with Session(path) as session:
        state = session.load(advisor.knowledge)
        assert set(session.stale) == {"team.mood", "role.stage"}
        session.save(state)
    with Session(path) as session:
        again = session.load(advisor.knowledge)
        assert session.stale == ()
    assert set(again.case.meta["stale"]) == {"team.mood", "role.stage"}
    assert set(again.answers) == {"milestone.date_exists", "milestone.date_told", "milestone.need_by"}


def test_a_file_that_another_program_changed_is_not_overwritten(advisor: Advisor, tmp_path: Path) -> None:
    """The interview goes on in a file beside it and says so."""
    path = tmp_path / "acme.yaml"
    state = moves.begin("acme", AS_OF)
    with Session(path) as session:
        session.save(state)
        path.write_text("case: edited\nas_of: 2026-11-22\n")
        session.save(moves.answer(advisor.what_ifs, state, "milestone.date_told", "board"))
        assert session.moved_to == tmp_path / "acme-2.yaml"
    assert path.read_text().startswith("case: edited")
    assert "board" in (tmp_path / "acme-2.yaml").read_text()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Before anything is asked."""
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="Can't be written"):
        Session(tmp_path / "file" / "acme.yaml").__enter__()


def test_every_letter_that_a_text_may_hold_is_read_back(advisor: Advisor, tmp_path: Path) -> None:
    """What is taken as a note can be saved and loaded, whatever it holds; what could not be is refused before."""
    letters = [chr(code) for code in (*range(0x3000), *range(0x3000, 0x110000, 211), 0xFEFF, 0xFFFE, 0xFFFF)]
    taken = []
    for letter in letters:
        with contextlib.suppress(AnswerError):
            taken.append(read_text(f"a{letter}b", 10))
    assert len(taken) > 10_000
    for name in ("acme.yaml", "acme.json"):
        write_case(tmp_path / name, {"case": "acme", "notes": taken})
        assert read_document(tmp_path / name).data["notes"] == taken


@pytest.mark.parametrize("ended", ["one\r\ntwo", "one\rtwo", "one\ntwo"])
def test_lines_of_a_note_end_in_one_way(advisor: Advisor, tmp_path: Path, ended: str) -> None:
    """As pasted from a table of another system: such a note made a file that could not be read again."""
    state = moves.begin("acme", AS_OF, pack_name(advisor.knowledge))
    state = moves.answer(advisor.what_ifs, state, "milestone.date_told", {"value": "customer", "note": ended})
    state = moves.note(advisor.what_ifs, state, "milestone.need_by", ended)
    with Session(tmp_path / "acme.yaml") as session:
        session.save(state)
        assert session.load(advisor.knowledge).answers["milestone.date_told"].note == "one\ntwo"
    assert state.notes == {"milestone.need_by": "one\ntwo"}


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process")
def test_on_a_full_disk_another_file_can_be_named_and_no_lock_stays(advisor: Advisor, tmp_path: Path) -> None:
    """What the lock could not say of its holder must not fail a second time when the lock is given up."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        with Session(tmp_path / "acme.yaml") as session:
            session.go_to(tmp_path / "other.yaml")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []
