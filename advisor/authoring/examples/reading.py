"""The answers of an example as a case: all examples are of one day, so that what is worked out does not age."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.authoring.solver.subjects import EXAMPLE_DAY
from advisor.cases.case import Case, read_case
from advisor.knowledge.pack import Knowledge
from advisor.problems import Problem


def read_example(given: Mapping[str, Any], knowledge: Knowledge) -> tuple[Case | None, list[Problem]]:
    """The case of an example's `given`, and all problems found; None where they forbid assessing."""
    return read_case({"case": "example", "as_of": EXAMPLE_DAY.isoformat(), "answers": given}, knowledge)
