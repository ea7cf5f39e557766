"""Lines of a text report: wrapped to 80 columns or to a terminal's, aligned, free of control characters."""

from __future__ import annotations

import contextlib
import textwrap
import unicodedata
from collections.abc import Iterator
from contextvars import ContextVar

WIDTH = 80
NARROWEST, WIDEST = 40, 100  # below, words break; beyond, lines are hard to read
_COLUMNS = ContextVar("columns", default=WIDTH)


@contextlib.contextmanager
def at_width(columns: int) -> Iterator[None]:
    """Within it, what is laid out is as wide as a terminal of so many columns lets it be."""
    token = _COLUMNS.set(min(max(columns, NARROWEST), WIDEST))
    try:
        yield
    finally:
        _COLUMNS.reset(token)


def columns() -> int:
    """How wide a line may be here: 80 columns where no terminal says otherwise."""
    return _COLUMNS.get()


def clean(text: str) -> str:
    """The text without characters that would command a terminal; white space becomes single spaces."""
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
    return " ".join(kept.split())


def escaped(text: str) -> str:
    """A text in which nothing is taken for Markdown or HTML."""
    return "".join("\\" + c if c in "\\`*_{}[]<>#|" else c for c in clean(text))


def wrapped(text: str, indent: int = 0, first: str | None = None, width: int | None = None) -> list[str]:
    """The text in lines of at most `width` columns; `first` stands before the first line in place of the indent.

    Without a width it is `columns()`.
    """
    width = columns() if width is None else width
    space = " " * indent
    lines = textwrap.wrap(
        clean(text),
        width,
        initial_indent=space if first is None else first,
        subsequent_indent=space,
        break_on_hyphens=False,
    )
    return lines or [(first or space).rstrip()]


def across(text: str, right: str, indent: int = 0, first: str = "", width: int | None = None) -> list[str]:
    """The text, wrapped if need be after the margin `first`, with `right` flush at the right edge of its first line."""
    width = columns() if width is None else width
    right = clean(right)
    room = width - len(right) - 2 if right else width
    if room <= width // 2:
        return [*wrapped(text, indent, first, width), *wrapped(right, indent, width=width)]
    lines = wrapped(text, indent, first, room)
    return [(lines[0].ljust(width - len(right)) + right).rstrip(), *lines[1:]]
