"""The guide for rule authors is true: its files are written, its commands run, and what it shows comes out."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("z3")  # the solver

GUIDE = Path(__file__).parents[2] / "docs" / "writing-rules.md"
_BLOCK = re.compile(r"(?:Save this as `(?P<file>[^`]+)`:\n\n)?```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL)
_PROMPT = re.compile(r"(?P<prompt>[A-Z][^:]*(?:\([^)]*\)|\[y/N\])?): (?P<answer>.+)")


@dataclass(frozen=True)
class Command:
    """A command of the guide and the lines that it shows below it; `...` stands for any."""

    words: list[str]
    shown: list[str]

    def typed(self) -> str:
        """What the author types at the prompts of a dialogue."""
        found = (_PROMPT.fullmatch(line) for line in self.shown)
        return "".join(
            f"{match['answer']}\n" for match in found if match and self.words[:3] == ["advisor", "rules", "new"]
        )

    def expected(self) -> tuple[list[str], int]:
        """The lines that must come out in this order, and the exit code."""
        lines = self.shown
        code = 0
        if lines and (match := re.fullmatch(r"\(exit code (\d)\)", lines[-1])):
            lines, code = lines[:-1], int(match[1])
        return [self._printed(line) for line in lines if line != "..."], code

    def _printed(self, line: str) -> str:
        """A line as the program prints it, without what the author typed, and before any `...`."""
        match = _PROMPT.fullmatch(line) if self.typed() else None
        return f"{match['prompt']}:" if match else line.removesuffix(" ...")


def commands(text: str) -> Iterator[Command]:
    """The commands of one block."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        first, *shown = part.rstrip("\n").splitlines()
        yield Command(shlex.split(first), shown)


@pytest.mark.slow
def test_the_guide_does_what_it_says(tmp_path: Path) -> None:
    """From an empty folder to a tested rule."""
    ran = []
    for block in _BLOCK.finditer(GUIDE.read_text(encoding="utf-8")):
        if block["file"]:
            (tmp_path / block["file"]).write_text(block["text"], encoding="utf-8")
        elif block["kind"] == "console":
            for command in commands(block["text"]):
                assert command.words[0] == "advisor"
                run(command, tmp_path)
                ran.append(command.words[2])
    assert {"words", "new", "check", "test", "show"} <= set(ran)


def run(command: Command, folder: Path) -> None:
    """Run a command and compare what it shows with the guide."""
    done = subprocess.run(
        [sys.executable, "-m", "advisor", *command.words[1:]],
        cwd=folder, input=command.typed(), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    expected, code = command.expected()
    assert done.returncode == code, (command.words, done.stdout, done.stderr)
    rest = done.stdout
    for line in expected:
        assert line in rest, (command.words, line, done.stdout)
        rest = rest[rest.index(line) + len(line) :]


def test_every_command_that_the_guide_names_exists() -> None:
    """In running text too."""
    from advisor.cli.rules.group import command

    names = set(re.findall(r"advisor rules (\w+)", GUIDE.read_text(encoding="utf-8")))
    assert names and names <= set(command.commands)
