"""Complaints about the shape of an entry, in the words of the person who wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from advisor.knowledge.documents import Document, Path
from advisor.knowledge.models import field_names
from advisor.problems import Problem, did_you_mean

_WORDS = {
    "string_type": "a text is expected here",
    "int_type": "a whole number is expected here",
    "float_type": "a number is expected here",
    "bool_type": "true or false is expected here",
    "list_type": "a list is expected here",
    "tuple_type": "a list is expected here",
    "dict_type": "fields are expected here",
    "model_type": "fields are expected here",
    "int_from_float": "a whole number is expected here",
    "int_parsing": "a whole number is expected here",
    "float_parsing": "a number is expected here",
    "bool_parsing": "true or false is expected here",
    "string_too_short": "the text is empty",
    "too_short": "the list is empty",
}


def shape_problems(
    error: ValidationError, model: type[BaseModel], document: Document, at: Path = ()
) -> Iterator[Problem]:
    """Each complaint of pydantic with its line, in plain words."""
    for detail in error.errors(include_url=False, include_context=True, include_input=False):
        path: Path = tuple(part for part in detail["loc"] if _is_place(part))
        code, message, way_out = _explained(detail, path, model)
        place = path[:-1] if code == "missing" else path
        mark = document.mark((*at, *place))
        yield Problem(".".join(map(str, path)), code, message, way_out, mark.line, mark.column)


def _is_place(part: int | str) -> bool:
    """Whether a part of pydantic's location is a place in the document, not a branch of a union."""
    return isinstance(part, int) or not (
        part.startswith(("function-", "constrained-", "literal[")) or part in ("str", "bool")
    )


def _explained(detail: Any, path: Path, model: type[BaseModel]) -> tuple[str, str, str | None]:
    kind: str = detail["type"]
    name = str(path[-1]) if path else ""
    if kind == "missing":
        return "missing", f"`{name}` is missing.", None
    if kind == "extra_forbidden":
        return "unknown-field", f"There is no field `{name}` here.", did_you_mean(name, field_names(model) - {name})
    if kind in _WORDS:
        return "shape", f"{_WORDS[kind].capitalize()}.", None
    if kind == "string_pattern_mismatch":
        return "shape", "This is not a name of the right form.", f"It must match {detail['ctx']['pattern']}."
    message = str(detail["msg"]).removeprefix("Value error, ")
    return "shape", message[:1].upper() + message[1:] + ("" if message.endswith(".") else "."), None
