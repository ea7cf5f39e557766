"""What a shell offers after Tab: commands, options and names of files, and never a complaint."""

from __future__ import annotations

import click
import pytest
from click.shell_completion import ShellComplete

from advisor.cli.main import command
from testkit.commands import Advise


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
