"""JSON to plain data. Duplicate keys, NaN, infinity, huge numbers and deep nesting are refused, with their place."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from advisor.files.documents import (
    DEEPEST,
    LONGEST_NUMBER,
    Document,
    Mark,
    Path,
    huge_number,
    not_finite,
    too_deep,
    unreadable,
)
from advisor.problems import shortened

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_CONTROLS = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")  # JSON itself writes out those below
_NUMBER = re.compile(
    r"NaN|-?Infinity|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
)  # as Python's parser has it


def as_shown(data: Any, *, indent: int | None = None) -> str:
    """Data as JSON that any screen may be shown: what would move its cursor or turn its lines around is written out.

    >>> as_shown({"name": "Zo\\u00eb\\u202e"})
    '{"name": "Zo\u00eb\\\\u202e"}'
    """
    text = json.dumps(data, ensure_ascii=False, indent=indent, default=list)
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def read_json(text: str) -> Document:
    """The document in a JSON text; UnreadableError says where it stops being one.

    Python's own parser does the work, because it is fast; but it knows no places. So what it refuses, or what its hooks
    refuse, is looked for once more in the tokens of the text, and the places of values are found when they are asked
    for.

    >>> read_json('{"team": {"size": 3}}').mark(("team", "size"))
    Mark(line=1, column=19)
    """
    try:
        data = json.loads(
            text,
            object_pairs_hook=_without_duplicates,
            parse_constant=_not_finite,
            parse_int=_whole_number,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        _explain(error)
    except _RefusedError as refused:
        _locate(text, refused)
    except RecursionError:
        _check_depth(text)
        too_deep()
    if text.count("[") + text.count("{") > DEEPEST:
        _check_depth(text)
    return Document(data, text=text, find_marks=json_marks)


def json_marks(text: str) -> dict[Path, Mark]:
    """The place of every value of a text that is JSON."""
    lines = _Lines(text)
    return {path: lines.mark(position) for path, position, is_key in _walk(text) if not is_key}


class _RefusedError(Exception):
    """A token of a kind that is refused; no token stands for a duplicate key."""

    def __init__(self, token: str | None, reason: str = ""):
        super().__init__(token)
        self.token, self.reason = token, reason


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RefusedError(None)
    return found


def _not_finite(token: str) -> NoReturn:
    raise _RefusedError(token, "not finite")


def _whole_number(token: str) -> int:
    if len(token) > LONGEST_NUMBER:
        raise _RefusedError(token)
    return int(token)


def _finite(token: str) -> float:
    value = float(token)
    if not math.isfinite(value):
        raise _RefusedError(token)
    return value


# ---- places ----------------------------------------------------------------------------------------------


class _Lines:
    """Line and column of positions that come in rising order."""

    def __init__(self, text: str):
        self._text, self._line, self._start, self._next = text, 1, 0, text.find("\n")

    def mark(self, position: int) -> Mark:
        """The place of a character that does not stand before the last one asked for."""
        while 0 <= self._next < position:
            self._line, self._start = self._line + 1, self._next + 1
            self._next = self._text.find("\n", self._start)
        return Mark(self._line, position - self._start + 1)


def _walk(text: str) -> Iterator[tuple[Path, int, bool]]:
    """Every value and every key with its path and position, in the order of the text."""
    path: list[str | int] = []
    waiting_for_key: list[bool] = []  # one entry per open bracket; in a list never
    for found in _TOKEN.finditer(text):
        token, position = found.group(), found.start()
        if token in "}]":
            path.pop()
            waiting_for_key.pop()
        elif token == ",":
            last = path[-1]
            if isinstance(last, int):
                path[-1] = last + 1
            else:
                waiting_for_key[-1] = True
        elif token == ":":
            continue
        elif waiting_for_key and waiting_for_key[-1]:
            path[-1] = json.loads(token)
            waiting_for_key[-1] = False
            yield tuple(path), position, True
        else:
            yield tuple(path), position, False
            if token in "{[":
                path.append(0 if token == "[" else "")
                waiting_for_key.append(token == "{")


def _check_depth(text: str) -> None:
    """Complain about the first bracket that nests too deeply, if there is one."""
    depth = 0
    for found in _TOKEN.finditer(text):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(found.group(), 0)
        if depth > DEEPEST:
            too_deep(_Lines(text).mark(found.start()))


def _locate(text: str, refused: _RefusedError) -> NoReturn:
    """Complain about the token, at its place."""
    if refused.token is None:
        _duplicate(text)
    for found in _TOKEN.finditer(text):
        # Python refuses a number as soon as it ends; what follows it unparted (`NaNx`) stands in one token with it.
        number = _NUMBER.match(found.group())
        if number is not None and number.group() == refused.token:
            mark = _Lines(text).mark(found.start())
            if refused.reason:
                not_finite(refused.token, mark)
            huge_number(refused.token, mark)
    raise AssertionError("a refused token stands in its text")


def _duplicate(text: str) -> NoReturn:
    lines = _Lines(text)
    seen: dict[Path, Mark] = {}
    for path, position, is_key in _walk(text):
        if is_key:
            mark = lines.mark(position)
            if path in seen:
                unreadable(
                    "duplicate-key",
                    f"`{shortened(str(path[-1]))}` is here twice; the first is on line {seen[path].line}.",
                    mark,
                    "Keep one of them.",
                )
            seen[path] = mark
    raise AssertionError("a duplicate key stands in its text")


# ---- what is wrong with a text that is no JSON -----------------------------------------------------------


def _explain(error: json.JSONDecodeError) -> NoReturn:
    """Complain in words that do not depend on the Python version."""
    text, position, said = error.doc, error.pos, error.msg
    before, here = text[:position].rstrip(), text[position : position + 1]
    after = text[position + 1 :].lstrip()[:1]
    if here and here in "}]" and before.endswith(","):
        position, here, after = len(before) - 1, ",", here
    way = None
    if said.startswith("Unterminated"):
        what = "a text isn't closed by a double quote"
    elif said.startswith("Invalid control"):
        what, way = "a text runs over the end of its line, or holds a tab", "Write `\\n` or `\\t` inside it."
    elif said.startswith("Invalid \\"):
        what, way = "a backslash stands before a character that needs none", "Write `\\\\` for a backslash."
    elif not here:
        what = "it ends too early"
    elif said.startswith("Extra data"):
        what, way = "something follows after its end", "Put several cases in a list, or one on each line."
    elif here == "," and after and after in "}]":
        what, way = f"a comma stands before `{after}`", "Leave the comma out."
    elif here == "'":
        what = "texts and names go in double quotes"
    elif here in "#/":
        what = "JSON has no comments"
    elif said.startswith("Expecting ','"):
        what = "a comma is missing before this"
    elif said.startswith("Expecting ':'"):
        what = "a colon is missing before this"
    elif said.startswith("Expecting property"):
        what = "a name in double quotes is expected here"
    elif here in "}],:":
        what = f"a value is missing before `{here}`"
    else:
        what = "texts stand in double quotes, and values are numbers, true, false, null, lists or objects"
    unreadable("syntax", f"This isn't JSON: {what}.", _Lines(text).mark(position), way)
