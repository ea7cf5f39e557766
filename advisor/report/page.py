"""Lines of a text report: wrapped to 80 columns, aligned, free of control characters."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable

WIDTH = 80


def clean(text: str) -> str:
    """The text without characters that would command a terminal; white space becomes single spaces."""
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
    return " ".join(kept.split())


def wrapped(text: str, indent: int = 0, first: str | None = None, width: int = WIDTH) -> list[str]:
    """The text in lines of at most `width` columns; `first` stands before the first line in place of the indent."""
    space = " " * indent
    lines = textwrap.wrap(
        clean(text), width, initial_indent=space if first is None else first, subsequent_indent=space,
        break_on_hyphens=False,
    )
    return lines or [(first or space).rstrip()]


def across(left: str, right: str, indent: int = 0, width: int = WIDTH) -> list[str]:
    """`left`, wrapped if need be, with `right` flush at the right edge of its first line, or below it."""
    right = clean(right)
    room = width - len(right) - 2
    lines = wrapped(left, indent, left[: len(left) - len(left.lstrip())], room if room > width // 2 else width)
    if not right:
        return lines
    if room <= width // 2 or len(lines[0]) > room:
        return [*lines, " " * indent + right]
    return [lines[0].ljust(width - len(right)) + right, *lines[1:]]


def block(word: str, lines: Iterable[str], indent: int = 8) -> list[str]:
    """Lines whose first carries a word in the margin."""
    result = list(lines)
    if result and result[0].startswith(" " * indent):
        result[0] = word.ljust(indent)[:indent] + result[0][indent:]
        return result
    return [word, *result]


def counted(number: int, one: str, several: str | None = None) -> str:
    """`1 sign`, `2 signs`."""
    return f"{number} {one if number == 1 else several or one + 's'}"
