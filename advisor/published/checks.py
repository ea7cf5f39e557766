"""What was given to a method is looked at before it is used: each error says what it is, what is wanted, and how."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, get_args

from advisor.cases.case import Case
from advisor.cases.values import AnswerError, read_date
from advisor.engines.choice import Choice
from advisor.problems import ArgumentError, Problem, did_you_mean, shortened
from advisor.result.assessment import Assessment

if TYPE_CHECKING:
    from advisor.interview.state import State

_NAMES: Mapping[type, str] = {
    dict: "a dict",
    list: "a list",
    tuple: "a tuple",
    bool: "True or False",
    int: "a number",
    float: "a number",
    type(None): "None",
}


def given(value: Any) -> str:
    """What was given, in a few words."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (str, bytes)):
        return f"the text {shortened(str(value), 40)!r}"
    if isinstance(value, (int, float)):
        return f"the number {shortened(str(value), 40)}"
    return _NAMES.get(type(value), f"a {type(value).__name__}")


def wrong(argument: str, wanted: str, value: Any, way: str, code: str = "type") -> ArgumentError:
    """The error for an argument that is of another kind than is wanted."""
    return ArgumentError([Problem(argument, code, f"This takes {wanted}, not {given(value)}.", way)])


def paths(argument: str, what: str, value: Any) -> list[str | os.PathLike[str]]:
    """A list of paths; one alone is refused, since a text is a list of letters."""
    if isinstance(value, (str, os.PathLike)):
        raise wrong(argument, f"a list of {what}", value, f"Write `{argument}=[{os.fspath(value)!r}]`.")
    if not isinstance(value, Sequence) or isinstance(value, bytes):
        raise wrong(argument, f"a list of {what}", value, f"As in `{argument}=['mine']`.")
    for each in value:
        path(argument, each)
    return list(value)


def path(argument: str, value: Any) -> None:
    """A path as text or as `pathlib` has it."""
    if not isinstance(value, (str, os.PathLike)):
        raise wrong(argument, "a path", value, "Give it as a text or a `pathlib.Path`.")


def engine(value: Any) -> None:
    """One of the engines."""
    known = get_args(Choice)
    if value not in known:
        near = did_you_mean(value, known) if isinstance(value, str) else None
        listed = ", ".join(f'"{name}"' for name in known)
        raise wrong("engine", f"one of {listed}", value, near or 'Leave it out for "auto".', "unknown-engine")


def day(argument: str, value: Any) -> date:
    """A day, also as `2026-11-30`; of a time its day."""
    if isinstance(value, datetime):
        return value.date()
    way = "Write `date(2026, 11, 30)` or `'2026-11-30'`."
    if not isinstance(value, (date, str)):
        raise wrong(argument, "a day", value, way)
    try:
        return read_date(value)
    except AnswerError as error:
        raise ArgumentError([Problem(argument, error.code, error.message, error.suggestion or way)]) from None


def case(value: Any) -> Case:
    """A case as `read` gives it."""
    if isinstance(value, Case):
        return value
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], list):
        way = "`read` gives a case and its problems: write `case, problems = advisor.read(data)`."
        raise wrong("case", "a Case", value, way)
    if value is None:
        raise wrong("case", "a Case", value, "`read` gives None where problems forbid assessing; look at those.")
    if isinstance(value, Assessment):
        raise wrong("case", "a Case", value, "It's assessed already.")
    way = "`advisor.read(data)` makes one of a dict, `advisor.case(answers, as_of=...)` of answers."
    if isinstance(value, (str, os.PathLike)):
        way = "`advisor.read_file(path)` reads one."
    raise wrong("case", "a Case", value, way)


def assessment(value: Any, argument: str = "assessment") -> Assessment:
    """An assessment as `assess` gives it."""
    if isinstance(value, Assessment):
        return value
    way = "`advisor.assess(case)` makes one."
    if isinstance(value, Mapping):
        way = "Read its answers back with `advisor.read`, and assess them again."
    raise wrong(argument, "an Assessment", value, way)


def state(value: Any) -> State:
    """The state of an interview."""
    from advisor.interview.state import State  # where it is used: most who assess hold no interview

    if isinstance(value, State):
        return value
    way = "`advisor.start(as_of=...)` begins one."
    if isinstance(value, Mapping):
        way = "`advisor.resume(data)` makes one of a dict."
    raise wrong("state", "a State", value, way)


def text(argument: str, what: str, value: Any, example: str) -> str:
    """A text, such as an id."""
    if isinstance(value, str):
        return value
    raise wrong(argument, what, value, f"As in `{example}`.")


def unknown(argument: str, what: str, value: Any, known: Collection[str]) -> ArgumentError:
    """The error for a name that nothing has."""
    asked = shortened(value, 80) if isinstance(value, str) else given(value)
    way = (did_you_mean(value, known) if isinstance(value, str) else None) or f"There are {', '.join(sorted(known))}."
    return ArgumentError([Problem(argument, f"unknown-{what}", f"There's no {what} `{asked}`.", way)])
