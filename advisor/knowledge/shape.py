"""Complaints about the shape of an entry, in the words of the person who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from advisor.files.documents import Document, Path
from advisor.knowledge.models import ARTICLE, DOTTED, KEBAB, SNAKE, VERSION, field_names
from advisor.problems import Problem, did_you_mean, nearest

_EXPECTED = {
    "string_type": "A text",
    "int_type": "A whole number",
    "int_from_float": "A whole number",
    "int_parsing": "A whole number",
    "float_type": "A number",
    "float_parsing": "A number",
    "bool_type": "True or false",
    "bool_parsing": "True or false",
    "list_type": "A list",
    "tuple_type": "A list",
    "dict_type": "A group of fields",
    "model_type": "A group of fields",
}
_FORMS = {
    KEBAB: "small letters, digits and dashes, such as `slow-decision`",
    SNAKE: "small letters, digits and underscores, such as `offer_out`",
    DOTTED: "small letters, digits and underscores with a dot, such as `role.open_days`",
    VERSION: "three numbers with dots, such as `1.0.0`",
    ARTICLE: 'a number of the article, such as `"03.1"`',
}


def shape_problems(
    error: ValidationError, model: type[BaseModel], document: Document, at: Path = ()
) -> Iterator[Problem]:
    """Each complaint of pydantic with its line, in plain words, without those that only follow from another.

    `at` is the place of the entry in its document. Paths of problems are relative to the entry.
    """
    # One slip of the pen is told once. A field misspelt is to pydantic an unknown field and a missing one; the missing
    # one is dropped where it is the name nearest to the unknown. A list is called too short because its members were
    # refused; and a value that fits no branch of a union is refused once for each branch, at one place.
    details = [(_place(detail["loc"]), detail) for detail in error.errors(include_url=False, include_input=True)]
    places = [path for path, _ in details]
    missing = {path for path, detail in details if detail["type"] == "missing"}
    fields = field_names(model)
    unknown = {path: nearest(str(path[-1]), fields) for path, d in details if d["type"] == "extra_forbidden"}
    meant = {(*path[:-1], near) for path, near in unknown.items() if (*path[:-1], near) in missing}
    seen: set[Path] = set()
    for path, detail in details:
        follows = detail["type"] == "too_short" and any(p[: len(path)] == path and p != path for p in places)
        if path in meant or path in seen or follows:
            continue
        seen.add(path)
        top = tuple(model.model_fields) if len(path) == 1 else ()
        code, message, way_out = _explained(detail, path, unknown.get(path), top)
        mark = document.mark((*at, *(path[:-1] if code == "missing" else path)))
        yield Problem(".".join(map(str, path)), code, message, way_out, mark.line, mark.column)


def _place(location: tuple[int | str, ...]) -> Path:
    return tuple(part for part in location if _is_place(part))


def _is_place(part: int | str) -> bool:
    """Whether a part of pydantic's location is a place in the document, not a branch of a union.

    Pydantic names branches by their types, such as `function-before[...]` or `str`; no field of a pack is so called.
    """
    return isinstance(part, int) or not (
        part.startswith(("function-", "constrained-", "literal[")) or part in ("str", "bool")
    )


def _explained(detail: Any, path: Path, near: str | None, fields: Sequence[str]) -> tuple[str, str, str | None]:
    kind: str = detail["type"]
    given = detail["input"]
    context: dict[str, Any] = detail.get("ctx", {})
    name = str(path[-1]) if path else ""
    if kind == "missing":
        return "missing", f"`{name}` is missing.", None
    if kind == "extra_forbidden":
        way = f"Did you mean `{near}`?" if near else f"Fields are {', '.join(fields)}." if fields else None
        return "unknown-field", f"There's no field `{name}` here.", way
    if kind in _EXPECTED:
        return "shape", f"{_EXPECTED[kind]} is expected here, not {_shown(given)}.", _way_to(kind, given)
    if kind in ("literal_error", "enum"):
        known = re.findall(r"'([^']+)'", str(context.get("expected", "")))
        every = f"It's one of {', '.join(known)}."
        return "shape", f"`{name}` can't be {_shown(given)}.", did_you_mean(str(given)[:60], known) or every
    if kind == "string_pattern_mismatch":
        form = _FORMS.get(context["pattern"], f"what matches {context['pattern']}")
        return "shape", f"{_shown(given)} isn't of the right form.", f"Expected are {form}."
    if kind in ("string_too_short", "too_short"):
        return "shape", f"The {'text' if kind.startswith('string') else 'list'} is empty.", None
    if kind == "string_too_long":
        return "shape", f"The text has {len(given)} characters; at most {context['max_length']} are allowed.", None
    bounds = {key: value for key, value in context.items() if key in _BOUNDS}
    if bounds:
        limits = " and ".join(f"{_BOUNDS[key]} {value:g}" for key, value in bounds.items())
        return "shape", f"{_shown(given)} isn't allowed here; it must be {limits}.", None
    message = str(detail["msg"]).removeprefix("Value error, ")
    return "shape", message[:1].upper() + message[1:] + ("" if message.endswith(".") else "."), None


_BOUNDS = {"le": "at most", "ge": "at least", "lt": "less than", "gt": "more than"}


def _way_to(kind: str, given: Any) -> str | None:
    """How a value of the wrong type becomes the right one."""
    if kind == "string_type" and isinstance(given, (int, float)):
        return f"Put it in quotes: `'{_shown(given)}'`."
    if kind == "string_type" and isinstance(given, (list, dict)):
        return "A text that begins with `[` or `{` stands in quotes."
    if kind in ("list_type", "tuple_type"):
        return "Each entry begins with `- `." if isinstance(given, dict) else "Put it in square brackets."
    return None


def _shown(given: Any) -> str:
    if isinstance(given, bool):
        return "true" if given else "false"
    if given is None:
        return "nothing"
    if isinstance(given, (list, tuple, dict)):
        return "fields" if isinstance(given, dict) else "a list"
    text = str(given)
    text = text if len(text) <= 60 else text[:57] + "..."
    return f"`{text}`" if isinstance(given, str) else text
