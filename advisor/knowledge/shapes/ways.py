"""Ways out of values of the wrong shape: what their author most likely meant, ready to write."""

from __future__ import annotations

import re
from typing import Any

from advisor.files.documents import Path
from advisor.knowledge.models import ARTICLE, DOTTED, KEBAB, SNAKE

_JOINTS = {KEBAB: "-", SNAKE: "_", DOTTED: "_"}  # what stands between the words of an id
_PEOPLE = ("who", "owner")
_LONGEST = 200


def as_id(text: str, pattern: str) -> str | None:
    """The text as an id of a pattern: `Slow decision!` as `slow-decision`; None where that makes none."""
    joint = _JOINTS.get(pattern)
    if joint is None:
        return None
    parts = text.lower().split(".") if pattern == DOTTED else [text.lower()]
    found = ".".join(re.sub(r"[^a-z0-9]+", joint, part).strip(joint) for part in parts)
    return found if re.match(pattern, found) and len(found) <= 60 else None


def way_of(path: Path, given: Any, written: str) -> str | None:
    """What to write at a place of an entry, where its name tells; `written` is the value as the file has it.

    None where nothing is known beside the type.
    """
    names = [part for part in path if isinstance(part, str)]
    name = names[-1] if names else ""
    if name == "version" and path == ("version",):
        return _version(given, written)
    if name == "source":
        return _source(given, written, in_list=isinstance(path[-1], int))
    if name == "article":
        number = _article(written)
        return f'Write `article: "{number}"`.' if number else None
    if name in _PEOPLE and isinstance(given, str):
        return "Write the id of a person, such as `cto`."
    return None


def _version(given: Any, written: str) -> str | None:
    """A version with three numbers."""
    numbers = re.findall(r"\d+", written or str(given))
    return f"Write `version: {'.'.join([*numbers, '0', '0'][:3])}`." if numbers else None


def _source(given: Any, written: str, *, in_list: bool) -> str | None:
    """A source that was written as its number or its sentence alone."""
    if not isinstance(given, (str, int, float)) or isinstance(given, bool):
        return None
    number = _article(written)
    text = str(given)
    if number is None and len(text) > _LONGEST:
        return "Write `source: [{judgement: ...}]`, with the sentence in quotes."
    quoted = text.replace("'", "''")
    entry = f'{{article: "{number}"}}' if number else f"{{judgement: '{quoted}'}}"
    return f"Write `{entry}`." if in_list else f"Write `source: [{entry}]`."


def _article(written: str) -> str | None:
    """A number of the article with two digits before the dot."""
    found = re.fullmatch(r"(\d{1,2})(\.\d+)?", written)
    number = f"{int(found[1]):02}{found[2] or ''}" if found else ""
    return number if re.match(ARTICLE, number) else None
