"""The commands that write pages: which options go together, what is said, who may read the file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from testkit.commands import run_here
from testkit.places import CASES

PYTHON = ("--engine", "python")


def test_a_page_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    """Beside what is printed; where it stands is told on standard error."""
    page = tmp_path / "page.html"
    ended = run_here("assess", "textbook", "-q", "--html", str(page), *PYTHON)
    assert (ended.code, ended.err) == (0, f"textbook: page written to {page}.\n")
    assert ended.out == run_here("assess", "textbook", "-q", *PYTHON).out
    assert page.stat().st_mode & 0o077 == 0 and page.read_text().startswith("<!doctype html>")


def test_what_a_board_is_not_told_stands_on_standard_error(tmp_path: Path) -> None:
    """With each title that is about one person's load."""
    ended = run_here("assess", "two-stories", "-q", "--html", str(tmp_path / "b.html"), "--board", *PYTHON)
    assert ended.code == 0 and "  - about one person's load: You're filling in" in ended.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("assess", "textbook", "--board"), "--board goes with --html FILE."),
        (("assess", "textbook", "two-stories", "--html", "p.html"), "--html is for one case."),
        (("questions", "textbook", "--html", "p.html", "-o", "s.md"), "-o and --html exclude each other."),
    ],
)
def test_what_does_not_go_together_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], says: str
) -> None:
    """Before anything is written."""
    monkeypatch.chdir(tmp_path)
    ended = run_here(*arguments, *PYTHON)
    assert ended.code == 2 and says in ended.err and not list(tmp_path.iterdir())


def test_a_page_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """And no part of it is left."""
    (tmp_path / "page.html").mkdir()
    ended = run_here("assess", "textbook", "-q", "--html", str(tmp_path / "page.html"), *PYTHON)
    assert ended.code == 3 and "Can't be written" in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_answers_of_a_form_are_merged_from_a_file_and_from_a_pipe(tmp_path: Path) -> None:
    """What they changed is printed; those of another case are told."""
    case = tmp_path / "acme.yaml"
    case.write_text((CASES / "textbook.yaml").read_text())
    text = json.dumps(
        {"sheet": 1, "case": "other", "for": "cto", "answers": {"ownership.output_quality": {"unsure": True}}}
    )
    ended = run_here("merge", str(case), "-", *PYTHON, stdin=text.encode())
    assert ended.code == 0 and ended.err.startswith("-: These answers are about other, not textbook.")
    text = json.dumps(
        {"sheet": 1, "case": "textbook", "for": "cto", "answers": {"milestone.work_left_weeks": {"value": 90}}}
    )
    ended = run_here("merge", str(case), "-", *PYTHON, stdin=text.encode())
    assert ended.code == 0 and ended.out.startswith("What these answers changed:\n")
    assert "milestone.work_left_weeks: 90" in case.read_text()


def test_nothing_of_pages_is_loaded_where_none_is_asked_for() -> None:
    """The library of templates least of all."""
    code = "import sys; sys.argv = ['advisor', 'assess', 'textbook', '-q', '--engine', 'python']\n"
    code += "from advisor.cli.main import run\ntry:\n    run()\nexcept SystemExit:\n    pass\n"
    code += "print([m for m in sys.modules if m.startswith(('jinja2', 'markupsafe', 'advisor.report.html'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
