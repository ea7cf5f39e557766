"""Staffing advice for AI start-ups, from declarative rules.

    from advisor import Advisor, UNSURE
    advisor = Advisor()
    case, problems = advisor.read({"case": "acme", "as_of": "2026-11-22", "answers": {"role.open_days": 58}})
    assessment = advisor.assess(case)

Names are imported when they are first used, so that the command line loads only what a command needs.
"""

from __future__ import annotations

from advisor.version import VERSION as __version__

TYPE_CHECKING = False  # type checkers take it for true; importing `typing` would take longer than all the rest
if TYPE_CHECKING:
    from typing import Any

    from advisor.cases.case import Case
    from advisor.inference.certainty import Status
    from advisor.interview.choosing.interviewer import Ask, Done
    from advisor.interview.state import State
    from advisor.language.kleene import UNSURE
    from advisor.library import Advisor
    from advisor.problems import AdvisorError, CaseError, EngineError, FileError, PackError, Problem
    from advisor.result.assessment import Assessment
    from advisor.result.findings import Finding

_PLACES = {
    "UNSURE": "advisor.language.kleene",
    "Advisor": "advisor.library",
    "AdvisorError": "advisor.problems",
    "Ask": "advisor.interview.choosing.interviewer",
    "Assessment": "advisor.result.assessment",
    "Case": "advisor.cases.case",
    "CaseError": "advisor.problems",
    "Done": "advisor.interview.choosing.interviewer",
    "EngineError": "advisor.problems",
    "FileError": "advisor.problems",
    "Finding": "advisor.result.findings",
    "PackError": "advisor.problems",
    "Problem": "advisor.problems",
    "State": "advisor.interview.state",
    "Status": "advisor.inference.certainty",
}

__all__ = [
    "UNSURE",
    "Advisor",
    "AdvisorError",
    "Ask",
    "Assessment",
    "Case",
    "CaseError",
    "Done",
    "EngineError",
    "FileError",
    "Finding",
    "PackError",
    "Problem",
    "State",
    "Status",
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'advisor' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return __all__
