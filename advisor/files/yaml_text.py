"""YAML to plain data: UTF-8, one document, no tags, no anchors (which a few lines can make into gigabytes).

Only `true` and `false` are booleans and dates stay text, so `no` is never turned into something else behind
the writer's back. Built on the parser's events, not on its composer: the composer recurses in C and takes
the process down on deep nesting.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import yaml

from advisor.files.documents import (
    DEEPEST,
    LONGEST_NUMBER,
    MOST_NODES,
    Document,
    Mark,
    Path,
    huge_number,
    not_finite,
    too_deep,
    unreadable,
)
from advisor.files.yaml_slips import comma_slip, comment_slip, explain_syntax, find_forbidden_character
from advisor.problems import shortened

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
# Quoted texts and comments first, so that brackets in them are swallowed; a quote inside a word is an apostrophe.
_BRACKETS = re.compile(r"""(?<![\w'"])"(?:[^"\\]|\\.)*"|(?<![\w'"])'(?:[^']|'')*'|(?<!\S)#[^\n]*|[\[\]{}]""", re.DOTALL)
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF|nan|NaN|NAN)\Z")


def read_yaml(text: str) -> Document:
    r"""The document in a YAML text; UnreadableError says where it stops being one, and what to write instead.

    >>> document = read_yaml("team:\n  remote: no\n  size: 3\n")
    >>> document.data
    {'team': {'remote': 'no', 'size': 3}}
    >>> document.mark(("team", "size"))
    Mark(line=3, column=9)
    """
    find_forbidden_character(text)
    composer = _Composer(text)
    try:
        return composer.document()
    except yaml.MarkedYAMLError as error:
        composer.refuse_deep_brackets()
        explain_syntax(error, text)
    except yaml.YAMLError:
        unreadable("syntax", "This isn't YAML.")


def find_marks(text: str) -> dict[Path, Mark]:
    """The places of all values in a text that `read_yaml` takes."""
    return read_yaml(text).marks


class _Composer:
    """Builds the data of one document from parser events, with an explicit stack."""

    def __init__(self, text: str):
        self.text = text
        self.lines: list[str] = text.splitlines()
        self.events: Iterator[Any] = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        self.marks: dict[Path, Mark] = {}
        self.stack: list[tuple[Any, Path, bool]] = []  # containers under construction: data, path, in brackets
        self.keys: list[Any] = []  # the event of the key that waits for its value, per container
        self.nodes = 0
        self.read_to = 0  # the character at which the last event ended

    def document(self) -> Document:
        """Compose the only document of the text."""
        data: Any = None
        documents = 0
        for event in self.events:
            self.read_to = event.end_mark.index
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    unreadable("documents", "The file holds several documents (`---`).", _mark(event), "Keep one.")
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self.stack.pop()
                self.keys.pop()
            elif isinstance(event, yaml.NodeEvent):
                first = not self.marks
                value = self._add(event)
                data = value if first else data
        return Document(data, self.marks, self.text, find_marks if self.marks else None)

    def refuse_deep_brackets(self) -> None:
        """Say so where brackets nest too deeply in what no event came of.

        The parser reads ahead of its events by a thousand characters, and newer releases stop there at a depth of
        their own, so that the bracket which is one too many for us is never seen as an event.
        """
        place = deep_bracket(self.text, self.read_to, DEEPEST - len(self.stack))
        if place is not None:
            line = self.text.count("\n", 0, place)
            too_deep(Mark(line + 1, place - self.text.rfind("\n", 0, place)))

    def _add(self, event: Any) -> Any:
        """Put one node where it belongs: as a key, or as the value of what waits for it."""
        self._check(event)
        if self.stack and isinstance(self.stack[-1][0], dict) and self.keys[-1] is None:
            self.keys[-1] = self._key(event)
            return None
        value = self._value(event)
        path = self._place(event, value)
        self.marks[path] = _mark(event)
        if isinstance(value, (dict, list)):
            self.stack.append((value, path, bool(event.flow_style)))
            self.keys.append(None)
        return value

    def _place(self, event: Any, value: Any) -> Path:
        """Put a value into the container that waits for it; its path."""
        if not self.stack:
            return ()
        container, path, in_brackets = self.stack[-1]
        if isinstance(container, dict):
            key = self.keys[-1]
            if in_brackets and value is None:
                comma_slip(self.lines, key, event, list(container))
            container[key.value] = value
            self.keys[-1] = None
            return (*path, key.value)
        container.append(value)
        return (*path, len(container) - 1)

    def _check(self, event: Any) -> None:
        self.nodes += 1
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            unreadable(
                "anchor",
                "Anchors and aliases (`&`, `*`) aren't part of the format.",
                _mark(event),
                "Write the value out; quote a text that begins with `&` or `*`.",
            )
        if event.tag is not None and event.tag != "!":
            tag = shortened(event.tag.replace("tag:yaml.org,2002:", "!!"))
            unreadable("tag", f"Tags such as `{tag}` aren't part of the format.", _mark(event), "Leave the tag out.")
        if len(self.stack) >= DEEPEST and isinstance(event, yaml.CollectionStartEvent):
            too_deep(_mark(event))
        if self.nodes > MOST_NODES:
            unreadable("too-large", f"The file holds more than {MOST_NODES:,} values.", _mark(event))

    def _key(self, event: Any) -> Any:
        if not isinstance(event, yaml.ScalarEvent):
            unreadable(
                "key",
                "A key must be a plain name.",
                _mark(event),
                "A text that begins with `{` or `[` stands in quotes.",
            )
        container, path, _ = self.stack[-1]
        if event.value in container:
            first = self.marks[(*path, event.value)]
            unreadable(
                "duplicate-key",
                f"`{shortened(event.value)}` is here twice; the first is on line {first.line}.",
                _mark(event),
                "Keep one of them.",
            )
        return event

    def _value(self, event: Any) -> Any:
        if isinstance(event, yaml.MappingStartEvent):
            return {}
        if isinstance(event, yaml.SequenceStartEvent):
            return []
        text: str = event.value
        if event.style == '"' and not text.isprintable():
            _refuse_control_characters(text, event)
        if event.style:
            return text
        if " " in text:
            comment_slip(self.lines, event)
        return _plain(text, event)


def deep_bracket(text: str, start: int, most: int) -> int | None:
    """The place of the first bracket after `start` that stands inside `most` others; None where there is none.

    Brackets in quoted texts and in comments do not count.
    """
    depth = 0
    for found in _BRACKETS.finditer(text, start):
        if found[0] in "[{":
            depth += 1
            if depth > most:
                return found.start()
        elif found[0] in "]}":
            depth -= 1
    return None


def _plain(text: str, event: Any) -> Any:
    """The value of a scalar without quotes."""
    if text in _SPECIAL:
        return _SPECIAL[text]
    if _INTEGER.match(text) and not (len(text.lstrip("+-")) > 1 and text.lstrip("+-")[0] == "0"):
        if len(text) > LONGEST_NUMBER:
            huge_number(text, _mark(event))
        return int(text)
    if _FLOAT.match(text) and not _INTEGER.match(text):
        value = float(text)
        if not math.isfinite(value):
            huge_number(text, _mark(event))
        return value
    if _NOT_FINITE.match(text):
        not_finite(text, _mark(event))
    return text


def _refuse_control_characters(text: str, event: Any) -> None:
    wrong = next((c for c in text if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160), None)
    if wrong is not None:
        what = f"The text holds the control character U+{ord(wrong):04X}."
        unreadable("control-character", what, _mark(event), "Remove it.")


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)
