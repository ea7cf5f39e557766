"""What a door says of a request that can't be done: located problems as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from advisor.problems import Problem, ProblemsError, one_line, shortened

MOST_TOLD = 20  # problems of one request; a thousand wrong answers need no thousand lines
LONGEST = 400  # characters of one sentence


class RefusedError(ProblemsError):
    """A request that can't be done as it stands; `problems` say where, what, and the way out."""


def refuse(where: str, code: str, what: str, way_out: str | None = None) -> RefusedError:
    """The refusal with one problem, for `raise`."""
    return RefusedError([Problem(where, code, what, way_out)])


def problem_data(problem: Problem) -> dict[str, Any]:
    """A problem as JSON has it; line and column stand only where a text was read."""
    told: dict[str, Any] = {
        "where": one_line(shortened(problem.path, 120)),
        "code": problem.code,
        "what": one_line(shortened(problem.message, LONGEST)),
        "way_out": None if problem.suggestion is None else one_line(shortened(problem.suggestion, LONGEST)),
    }
    if problem.line is not None:
        told.update(line=problem.line, column=problem.column or 1)
    return told


def problems_data(problems: Iterable[Problem]) -> dict[str, Any]:
    """Problems as JSON has them, the first of many, and how many more there are."""
    told = list(problems)
    more = len(told) - MOST_TOLD
    return {"problems": [problem_data(each) for each in told[:MOST_TOLD]], **({"more": more} if more > 0 else {})}
