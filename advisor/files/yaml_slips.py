"""The slips that people make in YAML, told in plain words with the corrected line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NoReturn

import yaml

from advisor.files.documents import Mark, unreadable
from advisor.problems import shortened

LONGEST_LINE_SHOWN = 200
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NEEDS_QUOTES = ("@", "`", "%", "?")
_OPENS, _CLOSES = "\u201c\u201e\u2018\u00ab", "\u201c\u201d\u2018\u2019\u00bb"
_CURLY = re.compile(f"[{_OPENS}][^\u201c\u201d\u201e\u2018\u00ab\u00bb]*[{_CLOSES}]")
_FIELD = re.compile(r"\s*(?:- )?[\w.-]+:\s")


def find_forbidden_character(text: str) -> None:
    """Complain about the first character that no YAML text may hold."""
    found = _FORBIDDEN.search(text)
    if found:
        before = text[: found.start()]
        mark = Mark(before.count("\n") + 1, found.start() - before.rfind("\n"))
        unreadable("syntax", f"The text holds the control character U+{ord(found.group()):04X}.", mark, "Remove it.")


# ---- slips that YAML itself lets pass ----------------------------------------------------------------------


def comma_slip(lines: Sequence[str], key: Any, value: Any, before: Sequence[str]) -> None:
    """Complain about `{label: this, or that}`, which YAML reads as a second field `or that` without a value.

    `key` and `value` are the events of the field, `before` the names of the fields that stand before it.
    """
    row = key.end_mark.line
    if row != value.start_mark.line or ":" in lines[row][key.end_mark.column : value.start_mark.column]:
        return
    mark = Mark(key.start_mark.line + 1, key.start_mark.column + 1)
    if not before:
        line, opens = lines[row], lines[row].rfind("{", 0, key.start_mark.column + 1)
        is_text = opens >= 0 and ("." in key.value or not re.search(r"\}[\s,}\]]*$", line))
        unreadable(
            "comma",
            f"`{shortened(key.value)}` stands in curly brackets without a value.",
            mark,
            _put_quotes(line, opens, len(line)) if is_text else "A list stands in square brackets, as in `[a, b]`.",
        )
    line, name = lines[row], before[-1]
    text = re.search(rf"\b{re.escape(name)}:\s+(?P<text>[^'\"{{}}\[\]][^{{}}\[\]]*?)(?=\s*(?:,\s*[\w.]+:\s|\}}))", line)
    if text is None:
        way = "If it belongs to the text before it, put that text in quotes."
        unreadable("comma", f"`{shortened(key.value)}` stands in curly brackets without a value.", mark, way)
    what = f"`{shortened(key.value)}` is read as a new field, because the text of `{name}` holds a comma."
    unreadable("comma", what, mark, _put_quotes(line, text.start("text"), text.end("text")))


def comment_slip(lines: Sequence[str], event: Any) -> None:
    """Complain about a sentence without quotes that is cut at ` #1`; `# a remark` is left alone."""
    row, column = event.end_mark.line, event.end_mark.column
    rest = lines[row][column:].lstrip() if row < len(lines) else ""
    if not re.match(r"#[^\s#]", rest):
        return
    line = lines[row]
    same_line = event.start_mark.line == row
    unreadable(
        "comment",
        "The text is cut here: without quotes, `#` begins a comment.",
        Mark(row + 1, len(line) - len(rest) + 1),
        _put_quotes(line, event.start_mark.column, len(line)) if same_line else "A text with a `#` stands in quotes.",
    )


def in_curly_quotes(text: str) -> bool:
    """Whether a text stands in curly quotes as a whole, as word processors write what YAML wants in straight ones."""
    return bool(_CURLY.fullmatch(text.strip()))


def _put_quotes(line: str, start: int, end: int) -> str:
    """The line with a part of it in quotes, as a way out."""
    if len(line) > LONGEST_LINE_SHOWN:
        return "Put the text in quotes."
    text = line[start:end].rstrip()
    text = text[1:-1] if in_curly_quotes(text) else text
    quote = '"' if "'" in text and '"' not in text and "\\" not in text else "'"
    quoted = text if quote == '"' else text.replace("'", "''")
    return f"Put the text in quotes: `{(line[:start] + quote + quoted + quote + line[end:]).strip()}`."


# ---- slips that end the reading ----------------------------------------------------------------------------


def explain_syntax(error: yaml.MarkedYAMLError, text: str) -> NoReturn:
    """Complain about a text that is not YAML, in the words of the person who wrote it."""
    lines = text.splitlines() or [""]
    at = error.problem_mark or error.context_mark
    since = error.context_mark or at
    if at is None or since is None:
        unreadable("syntax", "This isn't YAML.")
    said, context = error.problem or "", error.context or ""
    row, column = at.line, at.column
    line = lines[row] if row < len(lines) else ""
    here, before = line[column : column + 1], line[:column]
    mark, opened = Mark(at.line + 1, column + 1), Mark(since.line + 1, since.column + 1)
    what, way = f"this can't be read ({said})", None
    if here == "\t" or "tab character" in said or (before.strip() == "" and "\t" in before):
        what, way = "a tab stands at the beginning of the line", "Use spaces to indent."
    elif "quoted scalar" in context and "end of stream" in said:
        what, mark = "the quote that opens here isn't closed", opened
    elif "quoted scalar" in context:
        what, way = "a backslash in double quotes begins a code that YAML doesn't know", "Use single quotes."
    elif said.startswith("mapping values"):
        what, way, mark = _colon(lines, row, column)
    elif "',' or" in said and since.line == at.line and here == ":":
        start = max((m.end() for m in re.finditer(r"[{\[,]\s*(?:[\w.]+:\s+)?", before)), default=column)
        what, way = "a colon stands in a text without quotes", _put_quotes(line, start, _end_of_value(line, column))
    elif "',' or" in said:
        bracket = lines[since.line][since.column : since.column + 1] if since.line < len(lines) else "{"
        what, mark = f"the `{bracket}` that opens here isn't closed, or a comma is missing after it", opened
    elif here in _NEEDS_QUOTES or context.startswith("while scanning a directive"):
        column = column if here in _NEEDS_QUOTES else 0
        what, mark = f"a text that begins with `{line[column]}` stands in quotes", Mark(row + 1, column + 1)
        way = _put_quotes(line, column, _end_of_value(line, column))
    elif context in ("while scanning an alias", "while scanning an anchor", "while parsing a tag"):
        what, mark = f"a text that begins with `{lines[since.line][since.column]}` stands in quotes", opened
        way = _put_quotes(lines[since.line], since.column, len(lines[since.line]))
    elif "block scalar" in context:
        what, way = "after `|` or `>` the text begins on the next line, indented", None
    elif said.startswith("could not find expected ':'"):
        what, way, mark = _glued(lines, since.line) or (
            "this line has no colon",
            "A field is written `name: value`; a text that goes on is indented further than its name.",
            opened,
        )
    elif re.search(r"['\"]\s*$", before) and here.strip():
        what, way = "the quoted text ends before this", "Write '' for an apostrophe inside single quotes."
    elif not any(rest.strip() for rest in (line[column:], *lines[row + 1 :])):
        what = "it ends too early; a bracket may be open, or a value missing"
    elif said.startswith("did not find expected node content"):
        what = f"a value can't begin with `{here}`"
        way = _put_quotes(line, column, len(line)) if here else None
    elif said.startswith("block sequence entries"):
        what = "a list begins on a line of its own"
    elif here == ":":
        what = "a name is missing before the colon"
    elif before.rstrip().endswith(("]", "}")):
        first = _FIELD.match(line)
        what = "something follows the closing bracket"
        way = _put_quotes(line, first.end(), len(line)) if first else None
    elif before.strip() == "":
        what, way = "this line isn't indented like those that it belongs to", "Line it up with them, using spaces."
    unreadable("syntax", f"This isn't YAML: {what}.", mark, way)


def _colon(lines: Sequence[str], row: int, column: int) -> tuple[str, str | None, Mark]:
    """What a colon too many means: a text without quotes, a missing space, or a wrong indentation."""
    line = lines[row]
    mark = Mark(row + 1, column + 1)
    first = _FIELD.match(line)
    if first and first.end() <= column:
        return "a colon stands in a text without quotes", _put_quotes(line, first.end(), len(line)), mark
    number = next((i for i in range(row - 1, -1, -1) if lines[i].strip()), row)
    above = lines[number]
    glued = re.match(r"(\s*(?:- )?[\w.]+):(?=[^\s:/])", above)
    if glued:
        shown = f"{glued.group(1)}: {above[glued.end() :]}".strip()
        way = f"Write `{shown}`." if len(shown) < LONGEST_LINE_SHOWN else None
        return "a space is missing after the colon", way, Mark(number + 1, glued.end() + 1)
    if number < row and _FIELD.match(above) and _indent(line) > _indent(above):
        return (
            "this line is indented further than the one above it, which has a value already",
            "Line the two up.",
            Mark(row + 1, _indent(line) + 1),
        )
    if number < row and not _FIELD.match(above + " "):
        return "the line above this has no colon", None, mark
    return "a colon stands where none is expected", "A text with a colon stands in quotes.", mark


def _glued(lines: Sequence[str], row: int) -> tuple[str, str | None, Mark] | None:
    """What to say of a line such as `impact:3`, which YAML takes for a text."""
    line = lines[row] if row < len(lines) else ""
    found = re.match(r"(\s*(?:- )?[\w.]+):(?=[^\s:/])", line)
    if found is None:
        return None
    shown = f"{found.group(1)}: {line[found.end() :]}".strip()
    way = f"Write `{shown}`." if len(shown) < LONGEST_LINE_SHOWN else None
    return "a space is missing after the colon", way, Mark(row + 1, found.end() + 1)


def _end_of_value(line: str, column: int) -> int:
    """Where the value at `column` ends: before a comma or a closing bracket where brackets are open."""
    found = re.search(r"\s*[,}\]]", line[column:]) if re.search(r"[{\[]", line[:column]) else None
    return column + found.start() if found else len(line)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
