"""The answers of an example as a case: all are of one day, so that what is worked out does not age.

Only an example that is about the law names a day of its own, as `as_of` among its answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.authoring.solver.subjects import AS_OF, EXAMPLE_DAY
from advisor.cases.case import Case, read_case
from advisor.knowledge.pack import Knowledge
from advisor.problems import Problem


def read_example(given: Mapping[str, Any], knowledge: Knowledge) -> tuple[Case | None, list[Problem]]:
    """The case of an example's `given`, and all problems found; None where they forbid assessing."""
    answers = {question: answer for question, answer in given.items() if question != AS_OF}
    day = str(given.get(AS_OF, EXAMPLE_DAY.isoformat()))
    return read_case({"case": "example", "as_of": day, "answers": answers}, knowledge)
