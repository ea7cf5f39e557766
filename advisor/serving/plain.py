"""What comes in through a door, checked before anything reads it: not deep, not huge, numbers that are numbers."""

from __future__ import annotations

import math
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from advisor.cases.values import control_character, shown
from advisor.files.documents import DEEPEST, UnreadableError, decode
from advisor.files.json_text import read_json
from advisor.problems import Problem, did_you_mean, shortened
from advisor.serving.refused import RefusedError, refuse

MOST_VALUES = 50_000
M = TypeVar("M", bound=BaseModel)


def read_body(content: bytes) -> Any:
    """The data of a body of JSON; RefusedError names line and column where it stops being that."""
    if not content.strip():
        raise refuse("", "empty", "The request has no body.", 'Send JSON, as in {"case": {...}}.')
    try:
        return read_json(decode(content)).data
    except UnreadableError as error:
        raise RefusedError([error.problem]) from None


def checked(raw: Any) -> Any:
    """The data as they are; RefusedError where they nest too deeply, are too many, or can't be written out again."""
    waiting: list[tuple[Any, tuple[str, ...]]] = [(raw, ())]
    seen = 0
    while waiting:
        value, path = waiting.pop()
        seen += 1
        if seen > MOST_VALUES:
            raise refuse("", "too-large", f"A request holds at most {MOST_VALUES:,} values.")
        if len(path) > DEEPEST:
            raise refuse(_place(path[:4]), "too-deep", f"It's nested deeper than {DEEPEST} levels.")
        if isinstance(value, dict):
            for key, inner in value.items():
                _text(str(key), path)
                waiting.append((inner, (*path, str(key))))
        elif isinstance(value, list):
            waiting += [(inner, (*path, str(number))) for number, inner in enumerate(value)]
        elif isinstance(value, str):
            _text(value, path)
        elif isinstance(value, float) and not math.isfinite(value):
            raise refuse(_place(path), "not-finite", f"{value} isn't a number that can be used.", "Leave it out.")
    return raw


def as_model(model: type[M], raw: Any) -> M:
    """A request as its model has it; RefusedError with every problem, unknown fields with the nearest name."""
    if not isinstance(raw, dict):
        raise refuse("", "shape", f"An object with fields is expected, not {shown(raw)}.")
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        problems = [_problem(model, each["loc"], each["type"], each["msg"]) for each in error.errors(include_url=False)]
        raise RefusedError(problems) from None


def _problem(model: type[BaseModel], place: tuple[int | str, ...], kind: str, said: str) -> Problem:
    known = list(model.model_fields)
    where = _place(tuple(map(str, place)))
    last = shortened(str(place[-1]) if place else "", 80)
    if kind == "extra_forbidden":
        way = did_you_mean(last, known) or f"It takes {', '.join(known)}."
        return Problem(where, "unknown-field", f"There's no field `{last}`.", way)
    if kind == "missing":
        return Problem(where, "missing", f"`{last}` is missing.", model.model_fields[str(place[0])].description)
    return Problem(where, "type", f"{said}.".replace("..", "."))


def _text(text: str, path: tuple[str, ...]) -> None:
    wrong = control_character(text.replace("\r", "\n"))
    if wrong is not None:
        raise refuse(
            _place(path), "control-character", f"The text holds the character U+{ord(wrong):04X}.", "Remove it."
        )


def _place(path: tuple[str, ...]) -> str:
    return shortened(".".join(path), 120).encode("utf-8", "backslashreplace").decode()
