"""The plain face: numbered prompts, line by line, for pipes, simple terminals and screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TextIO

from advisor.interview.words.prompts import FOOTER, Prompt
from advisor.report.layout import WIDTH, across, wrapped


class PlainFace:
    """Writes prompts to one stream and reads lines from another."""

    def __init__(self, lines: TextIO, out: TextIO):
        self._lines = lines
        self._out = out

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
    yield from prompt.remarks
    yield from prompt.ask
    for number, option in enumerate(prompt.options, start=1):
        mark = "*" if number - 1 in prompt.chosen else " "
        key = prompt.key(number - 1) if prompt.question.type.numeric else str(number)
        yield from wrapped(option, 6, f"  {mark}{key:>2} ")
    yield from dont_know(prompt)
    if prompt.hint:
        yield f"({prompt.hint})"
    yield FOOTER


def dont_know(prompt: Prompt) -> Iterator[str]:
    """The line that offers "don't know"; a number can be 0, so there it is d."""
    key = "d" if not prompt.options or prompt.question.type.numeric else "0"
    left = f"   {key} Don't know"
    yield left.ljust(WIDTH // 2) + "w Somebody else knows"


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
