"""The plain face: numbered prompts, line by line, for pipes, simple terminals and screen readers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TextIO

from advisor.interview.words.prompts import Prompt, footer
from advisor.report.layout import WIDTH, across, wrapped


class PlainFace:
    """Writes prompts to one stream and reads lines from another."""

    def __init__(self, lines: TextIO, out: TextIO):
        self._lines = lines
        self._out = out

    @property
    def columns(self) -> int:
        """How wide a line may be: a terminal's width, 80 columns elsewhere."""
        try:
            return os.get_terminal_size(self._out.fileno()).columns or WIDTH
        except (OSError, ValueError, AttributeError):
            return WIDTH

    def say(self, lines: Sequence[str]) -> None:
        """Show lines of text."""
        for line in lines:
            self._write(line + "\n")
        self._out.flush()

    def ask(self, prompt: Prompt, shown: Callable[[], object] | None = None) -> str:
        """Show a question and take one line; EOFError at the end of the input."""
        self.say(["", *written(prompt)])
        return self._read("> ", shown)

    def read(self, lines: Sequence[str]) -> None:
        """Show lines of text; nothing scrolls away from who reads line by line."""
        self.say(lines)

    def page(self, lines: Sequence[str]) -> str:
        """Show lines of text; nothing scrolls away from who reads line by line."""
        self.say(lines)
        return ""

    def line(self, label: str) -> str:
        """Take one line of free text."""
        return self._read(f"{label} ")

    def _read(self, label: str, shown: Callable[[], object] | None = None) -> str:
        self._write(label)
        self._out.flush()
        if shown is not None:
            shown()
        line = self._lines.readline()
        if not line:
            self._write("\n")
            raise EOFError
        return line.rstrip("\r\n")

    def _write(self, text: str) -> None:
        self._out.write(printable(text, getattr(self._out, "encoding", None)))


def written(prompt: Prompt) -> Iterator[str]:
    """A question as lines: progress and section, the question, its options, and what can be typed."""
    yield from across(prompt.progress, prompt.section)
    for text in (*prompt.remarks, prompt.ask):
        yield from wrapped(text)
    for number, option in enumerate(prompt.options, start=1):
        mark = "*" if number - 1 in prompt.chosen else " "
        key = prompt.key(number - 1) if prompt.question.type.numeric else str(number)
        yield from wrapped(option, 6, f"  {mark}{key:>2} ")
    yield from how(prompt)


def how(prompt: Prompt, instead: str = "") -> Iterator[str]:
    """How it is answered, what Enter does, and what else can be typed; `instead` stands in place of the hint."""
    told = "; ".join(part for part in (instead or prompt.hint, prompt.enter) if part)
    if told:
        yield from wrapped(f"({told})")
    yield from footer()


_INSTEAD = {
    "\u2019": "'",
    "\u2018": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2013": "-",
    "\u2014": "-",
    "\u2026": "...",
    "\u2192": "->",
    "\u00a0": " ",
}


def printable(text: str, encoding: str | None) -> str:
    """The text in letters that an encoding has; others become the nearest, or `?`."""
    try:
        text.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        plain = "".join(_INSTEAD.get(letter, letter) for letter in text)
        return plain.encode(encoding or "ascii", "replace").decode(encoding or "ascii")
    return text
