"""Lines of a text report: wrapped to 80 columns, aligned, free of control characters."""

from __future__ import annotations

import textwrap
import unicodedata

WIDTH = 80


def clean(text: str) -> str:
    """The text without characters that would command a terminal; white space becomes single spaces."""
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
    return " ".join(kept.split())


def escaped(text: str) -> str:
    """A text in which nothing is taken for Markdown or HTML."""
    return "".join("\\" + c if c in "\\`*_{}[]<>#|" else c for c in clean(text))


def wrapped(text: str, indent: int = 0, first: str | None = None, width: int = WIDTH) -> list[str]:
    """The text in lines of at most `width` columns; `first` stands before the first line in place of the indent."""
    space = " " * indent
    lines = textwrap.wrap(
        clean(text),
        width,
        initial_indent=space if first is None else first,
        subsequent_indent=space,
        break_on_hyphens=False,
    )
    return lines or [(first or space).rstrip()]


def across(text: str, right: str, indent: int = 0, first: str = "", width: int = WIDTH) -> list[str]:
    """The text, wrapped if need be after the margin `first`, with `right` flush at the right edge of its first line."""
    right = clean(right)
    room = width - len(right) - 2 if right else width
    if room <= width // 2:
        return [*wrapped(text, indent, first), *wrapped(right, indent)]
    lines = wrapped(text, indent, first, room)
    return [(lines[0].ljust(width - len(right)) + right).rstrip(), *lines[1:]]


def counted(number: int, one: str, several: str | None = None) -> str:
    """`1 sign`, `2 signs`."""
    return f"{number} {one if number == 1 else several or one + 's'}"
