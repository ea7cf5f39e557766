"""Explanations as plain data for JSON: the structure itself, each part with its kind."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any


def as_data(value: Any) -> Any:
    """A frozen value as JSON has it; what is for the program itself is left out, what is endless becomes null."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        shown = {f.name: as_data(getattr(value, f.name)) for f in fields(value) if not f.metadata.get("internal")}
        return {"kind_of": _name(type(value).__name__), **shown}
    if isinstance(value, dict):
        return {str(key): as_data(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_data(inner) for inner in value]
    if isinstance(value, float) and abs(value) >= 1e9:
        return None
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


def _name(name: str) -> str:
    """`AnswerLeaf` as `answer-leaf`."""
    return "".join(("-" if c.isupper() and i else "") + c.lower() for i, c in enumerate(name))
