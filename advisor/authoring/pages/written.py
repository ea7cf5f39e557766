"""Entries of packs as YAML, as their author could write them: to copy, to replace, to learn from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from advisor.files.documents import UnreadableError
from advisor.files.yaml_text import read_yaml
from advisor.knowledge.models import CERTAINTY_WORDS
from advisor.knowledge.pack import Entry
from advisor.knowledge.stored import model_of
from advisor.language.tree import plain_number

_WORDS = {hundredths: word for word, hundredths in CERTAINTY_WORDS.items()}
_WIDTH = 110


def entry_as_yaml(entry: Entry[Any]) -> str:
    """An entry whole, with what later packs changed in it; what has its usual value is left out."""
    data = model_of(entry.model).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for word in ("replaces", "extends", "off"):
        data.pop(word, None)
    first = {name: data.pop(name) for name in ("id", "title") if name in data}
    return "\n".join(block({**first, **data})) + "\n"


def block(data: Mapping[str, Any], indent: int = 0) -> Iterator[str]:
    """The lines of a mapping; a value that fits on one line stands on one."""
    for name, value in data.items():
        # A certainty is kept in hundredths, and written as a word or as a number below one.
        hundredths = name == "certainty" and isinstance(value, int)
        value = _WORDS.get(value, value / 100) if hundredths else value
        head = f"{' ' * indent}{scalar(str(name))}:"
        if isinstance(value, (Mapping, list, tuple)):
            yield from _inside(head, value, indent)
        else:
            yield f"{head} {scalar(value)}"


def _inside(head: str, value: Any, indent: int) -> Iterator[str]:
    """A mapping or a list below its name, or behind it where it is short and holds nothing nested."""
    parts = list(value.values()) if isinstance(value, Mapping) else list(value)
    if not any(isinstance(part, Mapping) for part in parts) and "certainty" not in value:
        line = f"{head} {flow(value)}"
        if len(line) <= _WIDTH or not parts:
            yield line
            return
    yield head
    if isinstance(value, Mapping):
        yield from block(value, indent + 2)
        return
    for part in parts:
        if isinstance(part, Mapping):
            first, *rest = block(part, indent + 4)
            yield f"{' ' * (indent + 2)}- {first.lstrip()}"
            yield from rest
        else:
            yield f"{' ' * (indent + 2)}- {flow(part) if isinstance(part, (list, tuple)) else scalar(part)}"


def flow(value: Any) -> str:
    """Plain data on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(str(key))}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    return _text(value, "[", "]") if isinstance(value, str) else scalar(value)


def scalar(value: Any) -> str:
    """A value that stands alone behind a colon; a text without quotes where it is read as it is without."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return plain_number(value) if value == round(value, 4) else repr(value)
    return _text(value, "", "")


def _text(text: str, opens: str, closes: str) -> str:
    """A text between what opens and closes the place where it stands."""
    # Whether YAML would take a text for something else is asked of the reader itself: rules of one's own would miss
    # some (`1e3`, `0x1f`, `~`, a colon before a blank, a tab).
    read: Any = text if not opens else [text]
    try:
        sound = "\n" not in text and read_yaml(f"a: {opens}{text}{closes}\n").data == {"a": read}
    except UnreadableError:
        sound = False
    return text if sound else yaml.dump(text, default_style='"', allow_unicode=True, width=1_000_000).strip()
