"""What a shell offers after Tab: commands, options and names of files, and never a complaint."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from advisor.cli.completion import SHELLS
from advisor.cli.main import command
from testkit.commands import Advise
from testkit.places import PLAIN, ROOT


def offered(words: str) -> list[tuple[str, str]]:
    """The kinds and texts that are offered for the last of the words."""
    *before, last = words.split(" ")
    found = ShellComplete(command, {}, "advisor", "_ADVISOR_COMPLETE").get_completions(before, last)
    return [(item.type, str(item.value)) for item in found]


@pytest.mark.parametrize("words", ["nonsense x", "nonsense --form", "rules nonsense x", "asses x", "--nonsense x"])
def test_after_what_is_no_command_nothing_is_offered_and_nothing_is_told(advise: Advise, words: str) -> None:
    assert offered(words) == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("assess ac", "file"),
        ("assess acme.yaml ot", "file"),
        ("batch a", "file"),
        ("batch a -o r", "file"),
        ("interview ", "file"),
        ("interview x --answers s", "file"),
        ("merge acme sh", "file"),
        ("questions ac", "file"),
        ("explain ac", "file"),
        ("compare a b", "file"),
        ("replay a", "file"),
        ("portfolio o", "file"),
        ("assess a --pack r", "dir"),
        ("assess a --figures f", "file"),
        ("rules test --cases c", "dir"),
        ("rules diff old ne", "dir"),
    ],
)
def test_names_of_files_and_folders_are_offered(words: str, kind: str) -> None:
    assert offered(words) == [(kind, words.rsplit(" ", 1)[1])]


def test_commands_are_offered() -> None:
    assert ("plain", "assess") in offered("as")
    assert ("plain", "check") in offered("rules ch")


def test_a_word_that_is_no_command_is_still_told_when_it_is_run(advise: Advise) -> None:
    ended = advise("nonsense", "x")
    assert ended.code == click.UsageError.exit_code and "There's no command `nonsense`" in ended.err


@pytest.fixture
def kept(advise: Advise, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The pack `plain` in place of the shipped rules, a folder to keep it in, and a case beside it."""
    monkeypatch.setattr("advisor.shipped.shipped_packs", lambda: [PLAIN])
    monkeypatch.setenv("ADVISOR_CACHE", str(tmp_path / "kept"))
    case = "case: acme\nas_of: 2026-11-22\nanswers: {plan.written: true, plan.pages: 400}\n"
    (tmp_path / "acme.yaml").write_text(case, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ("explain acme.yaml --how ", "1"),
        ("explain acme.yaml --how LONG", "long-plan"),
        ("explain acme.yaml --why-not ", "no-plan"),
        ("explain acme.yaml --what-if plan.p", "plan.pages="),
        ("explain acme.yaml --what-if plan.stage=", "plan.stage=idea"),
        ("explain acme.yaml --what-if plan.written=", "plan.written=no"),
        ("explain acme.yaml --levers --for ", "long-plan"),
        ("rules show plan.", "plan.pages"),
        ("rules words ", "plan"),
        ("rules test ", "long-plan"),
        ("rules coverage l", "long-plan"),
        ("assess text", "textbook"),
        ("rules new q", "question"),
    ],
)
def test_ids_are_offered_and_what_a_case_has(kept: Path, words: str, word: str) -> None:
    """Findings by number and by id, questions, options behind the equals sign, built-in cases."""
    assert ("plain", word) in offered(words)


def test_of_a_case_that_cannot_be_read_the_ids_of_the_rules_are_offered(kept: Path) -> None:
    """And nothing is told: a shell would print it into the line."""
    (kept / "bad.yaml").write_text("case: [", encoding="utf-8")
    assert ("plain", "1") not in offered("explain bad.yaml --how ")
    assert ("plain", "long-plan") in offered("explain bad.yaml --how ")
    assert offered("explain nowhere.yaml --above ") == []
    assert offered("explain acme.yaml --pack nowhere --how ") == []


def test_without_a_folder_to_keep_the_rules_in_no_ids_are_offered(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading them anew would make every Tab wait for seconds."""
    monkeypatch.setenv("ADVISOR_CACHE", "off")
    assert offered("explain acme.yaml --how ") == []


@pytest.mark.slow
def test_ids_of_rules_that_are_kept_are_offered_without_what_checks_rules(kept: Path) -> None:
    """Importing pydantic alone would take as long as all the rest."""
    code = (
        "import sys, advisor.shipped; from pathlib import Path\n"
        f"advisor.shipped.shipped_packs = lambda: [Path({str(PLAIN)!r})]\n"
        "from advisor.cli.main import command; from click.shell_completion import ShellComplete\n"
        "found = ShellComplete(command, {}, 'advisor', 'X').get_completions(['explain', 'a', '--what-if'], 'plan.p')\n"
        "print(len(found) > 0, 'pydantic' in sys.modules, 'advisor.library' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    runs = [
        subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert runs == ["True True False\n", "True False False\n"]


@pytest.mark.parametrize("shell", SHELLS)
def test_what_a_shell_needs_is_printed(advise: Advise, shell: str) -> None:
    ended = advise("completion", shell)
    assert ended.code == 0 and f"_ADVISOR_COMPLETE={shell}_complete" in ended.out


def test_a_shell_that_is_not_known_is_asked_for(advise: Advise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    ended = advise("completion")
    assert ended.code == 3 and "as in `advisor completion bash`" in ended.err
