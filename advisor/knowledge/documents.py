"""YAML and JSON text to plain data, with the line and column of every value.

A small reading of YAML: UTF-8, one document, no tags, no anchors. Only `true` and `false` are booleans and
dates stay text, so `no` is never turned into something else behind the writer's back. Built on the parser's
events, not on its composer: the composer recurses in C and takes the process down on deep nesting.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, Union

import yaml

from advisor.problems import Problem

Path = tuple[Union[str, int], ...]
DEEPEST = 40
MOST_BYTES = 10_000_000
MOST_NODES = 500_000
LONGEST_NUMBER = 30

_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_SPECIAL = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
    "null": None,
    "Null": None,
    "NULL": None,
    "~": None,
    "": None,
}
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF|nan|NaN|NAN)\Z")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text; both count from 1."""

    line: int
    column: int


@dataclass
class Document:
    """The data of one text and where each value stands; `marks` maps a path to its place."""

    data: Any
    marks: dict[Path, Mark] = field(default_factory=dict)
    text: str = ""

    def mark(self, path: Sequence[str | int]) -> Mark:
        """The place of a value, or of the nearest thing around it."""
        place = tuple(path)
        while place and place not in self.marks:
            place = place[:-1]
        return self.marks.get(place, Mark(1, 1))


class UnreadableError(Exception):
    """A text that is not a document; `problem` says where and why."""

    def __init__(self, problem: Problem):
        super().__init__(problem.message)
        self.problem = problem


def _fail(code: str, message: str, mark: Mark | None = None, suggestion: str | None = None) -> NoReturn:
    raise UnreadableError(
        Problem("", code, message, suggestion, mark.line if mark else None, mark.column if mark else None)
    )


def decode(raw: bytes) -> str:
    """The text of a file: UTF-8 (a byte-order mark is dropped), not too long, no binary."""
    if len(raw) > MOST_BYTES:
        _fail("too-large", f"The file has {len(raw):,} bytes; at most {MOST_BYTES:,} are read.")
    if b"\0" in raw:
        _fail("binary", "This is a binary file, not a text.", None, "Give a YAML or JSON file.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        mark = Mark(before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        _fail("encoding", f"The text is not UTF-8 (byte 0x{raw[error.start]:02x}).", mark, "Save it as UTF-8.")


def read_document(raw: bytes | str, *, as_json: bool = False) -> Document:
    """The document in a text; UnreadableError says where it stops being one."""
    text = decode(raw) if isinstance(raw, bytes) else raw
    if not text.strip():
        _fail("empty", "The file is empty.")
    return Document(read_json(text), {}, text) if as_json else _read_yaml(text)


# ---- JSON ------------------------------------------------------------------------------------------------


def read_json(text: str) -> Any:
    """JSON with duplicate keys, NaN and infinity refused."""
    try:
        return json.loads(
            text,
            object_pairs_hook=_without_duplicates,
            parse_constant=_no_constant,
            parse_int=_whole_number,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        _fail("syntax", f"This is not JSON: {error.msg.lower()}.", Mark(error.lineno, error.colno))
    except RecursionError:
        _fail("too-deep", f"The text nests deeper than {DEEPEST} levels.")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        _fail("duplicate-key", f"`{twice}` stands twice in the same object.", None, "Keep one of the two.")
    return found


def _no_constant(name: str) -> NoReturn:
    _fail("not-finite", f"{name} is not a number that can be used.")


def _whole_number(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        _fail("huge-number", f"A number of {len(text)} digits is not usable.")
    return int(text)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        _fail("huge-number", f"{text[:LONGEST_NUMBER]} is too large.")
    return value


# ---- YAML ------------------------------------------------------------------------------------------------


def _read_yaml(text: str) -> Document:
    try:
        return _Composer(text).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Mark(mark.line + 1, mark.column + 1) if mark else None
        what = error.problem or error.context or "this cannot be read"
        _fail("syntax", f"This is not YAML: {what}.", place, _hint(text, place))
    except yaml.YAMLError as error:
        position = getattr(error, "position", None)
        place = Mark(text.count("\n", 0, position) + 1, 1) if isinstance(position, int) else None
        _fail("syntax", "The text holds a character that YAML does not allow.", place)


def _hint(text: str, mark: Mark | None) -> str | None:
    """What the writer may have meant on the line where YAML gives up."""
    lines = text.splitlines()
    if mark is None or not lines:
        return None
    line = lines[min(mark.line, len(lines)) - 1]
    if "\t" in line:
        return "Use spaces, not tabs, to indent."
    key, colon, rest = line.partition(": ")
    if colon and ": " in rest:
        return f"A text with a colon stands in quotes: `{key.strip()}: '{rest.strip()}'`."
    return None


class _Composer:
    """Builds the data of one document from parser events, with an explicit stack."""

    def __init__(self, text: str):
        self.text = text
        self.events: Iterator[Any] = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        self.marks: dict[Path, Mark] = {}

    def document(self) -> Document:
        """Compose the only document of the text."""
        stack: list[tuple[Any, Path]] = []  # containers under construction
        keys: list[str | None] = []  # the key that waits for its value, per container
        data: Any = None
        nodes, documents = 0, 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    _fail("documents", "The file holds several documents (`---`).", _mark(event), "Keep one per file.")
                continue
            if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                stack.pop()
                keys.pop()
                continue
            if not isinstance(event, yaml.NodeEvent):
                continue
            nodes += 1
            self._check(event, nodes, len(stack))
            if stack and isinstance(stack[-1][0], dict) and keys[-1] is None:
                keys[-1] = self._key(event, *stack[-1])
                continue
            value = self._value(event)
            path = self._place(stack, keys, value)
            self.marks[path] = _mark(event)
            if not stack and not path:
                data = value
            if isinstance(value, (dict, list)):
                stack.append((value, path))
                keys.append(None)
        return Document(data, self.marks, self.text)

    @staticmethod
    def _place(stack: list[tuple[Any, Path]], keys: list[str | None], value: Any) -> Path:
        """Put a value into the container that waits for it; its path."""
        if not stack:
            return ()
        container, path = stack[-1]
        if isinstance(container, dict):
            key = keys[-1]
            assert key is not None
            container[key] = value
            keys[-1] = None
            return (*path, key)
        container.append(value)
        return (*path, len(container) - 1)

    @staticmethod
    def _check(event: Any, nodes: int, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            _fail(
                "anchor",
                "Anchors and aliases (`&`, `*`) are not part of the format.",
                _mark(event),
                "Write the value out; quote a text that begins with `&` or `*`.",
            )
        if event.tag is not None and event.tag != "!":
            _fail("tag", f"Tags such as `{event.tag}` are not part of the format.", _mark(event), "Leave the tag out.")
        if depth > DEEPEST:
            _fail("too-deep", f"The text nests deeper than {DEEPEST} levels.", _mark(event))
        if nodes > MOST_NODES:
            _fail("too-large", f"The file holds more than {MOST_NODES:,} values.", _mark(event))

    def _key(self, event: Any, container: dict[str, Any], path: Path) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            _fail(
                "key",
                "A key must be a plain name.",
                _mark(event),
                "A text that begins with `{` or `[` stands in quotes.",
            )
        key: str = event.value
        if key in container:
            first = self.marks[(*path, key)]
            _fail(
                "duplicate-key",
                f"`{key}` stands twice; the first is on line {first.line}.",
                _mark(event),
                "Keep one of the two.",
            )
        return key

    @staticmethod
    def _value(event: Any) -> Any:
        if isinstance(event, yaml.MappingStartEvent):
            return {}
        if isinstance(event, yaml.SequenceStartEvent):
            return []
        text: str = event.value
        return text if event.style else _plain(text, event)


def _plain(text: str, event: Any) -> Any:
    """The value of a scalar without quotes."""
    if text in _SPECIAL:
        return _SPECIAL[text]
    if _INTEGER.match(text) and not (len(text.lstrip("+-")) > 1 and text.lstrip("+-")[0] == "0"):
        if len(text) > LONGEST_NUMBER:
            _fail("huge-number", f"A number of {len(text)} digits is not usable.", _mark(event))
        return int(text)
    if _FLOAT.match(text) and not _INTEGER.match(text):
        value = float(text)
        if not math.isfinite(value):
            _fail("huge-number", f"{text[:LONGEST_NUMBER]} is too large.", _mark(event))
        return value
    if _NOT_FINITE.match(text):
        _fail("not-finite", f"{text} is not a number that can be used.", _mark(event))
    return text


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)
