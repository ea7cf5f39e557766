"""The rules and cases that come with the program."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from advisor import Advisor, Case
from advisor.cli.casefiles import read_cases
from advisor.shipped import shipped
from testkit.companies.answers import AS_OF

NAMES = tuple(sorted(path.stem for path in shipped("cases").glob("*.yaml")))


@lru_cache(maxsize=1)
def shipped_advisor() -> Advisor:
    """The shipped rules by the Python engine; one for all, since assessing does not change it."""
    return Advisor(engine="python")


def case_in(advisor: Advisor, file: Path) -> Case:
    """The case of a file that holds one."""
    (read,) = read_cases(advisor, [str(file)])
    assert read.case is not None
    return read.case


def shipped_case(advisor: Advisor, name: str) -> Case:
    """One shipped case."""
    return case_in(advisor, shipped("cases") / f"{name}.yaml")


def shipped_cases(advisor: Advisor) -> list[Case]:
    """All shipped cases, by name."""
    return [shipped_case(advisor, name) for name in NAMES]


def company(advisor: Advisor, answers: Mapping[str, Any], name: str = "case") -> Case:
    """The case of a company that gives these answers; they must fit their questions."""
    case, problems = advisor.read({"case": name, "as_of": AS_OF.isoformat(), "answers": dict(answers)})
    assert case is not None, problems
    return case
