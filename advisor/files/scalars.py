"""Where a place inside a text value stands in its file, whichever way YAML wrote the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from advisor.files.documents import Document, Mark, Path

_BLOCK = re.compile(r"[|>][-+0-9]*\s*(#.*)?$")
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.|$)")
_BLANK_ESCAPES = frozenset({"\\", "\\ ", *(f"\\{letter}" for letter in "ntrvfe_NLP")})


def mark_inside(document: Document, path: Path, value: str, line: int, column: int) -> Mark:
    """The place in the file of the character at `line` and `column` (from 0) of the text `value` found at `path`.

    YAML has five ways of writing a text (plain, two quotes, two blocks), which fold lines, drop indentation and double
    quotes or backslashes. Characters other than spaces keep their order in all of them, so they are counted: the n-th
    of the value is the n-th in the file. Lines and columns count from 0 in the text, from 1 in the Mark.
    """
    start = document.mark(path)
    lines = value.split("\n")
    before = "".join(lines[:line]) + lines[min(line, len(lines) - 1)][:column]
    wanted = min(_solid(before), _solid(value) - 1)
    for place in _characters(document.text.splitlines(), start):
        if wanted == 0:
            return place
        wanted -= 1
    return start


def _solid(text: str) -> int:
    """How many characters of a text are no white space."""
    return sum(not character.isspace() for character in text)


def _characters(lines: Sequence[str], start: Mark) -> Iterator[Mark]:
    """The places of the characters of the text that begins at `start`, without spaces."""
    row, column = start.line - 1, start.column - 1
    first = lines[row][column:] if row < len(lines) else ""
    if _BLOCK.match(first):
        row, column, quote = row + 1, 0, ""
    else:
        quote = first[:1] if first[:1] in ("'", '"') else ""
        column += len(quote)
    while row < len(lines):
        line = lines[row]
        while column < len(line):
            width, blank = 1, line[column].isspace()
            if quote == "'" and line[column] == "'":
                width = 2
            elif quote == '"' and (escape := _ESCAPE.match(line, column)):
                width, blank = len(escape.group()), escape.group() in _BLANK_ESCAPES
            if not blank:
                yield Mark(row + 1, column + 1)
            column += width
        row, column = row + 1, 0
