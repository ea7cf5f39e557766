"""Staffing advice for AI start-ups, from declarative rules.

from advisor import Advisor, UNSURE
advisor = Advisor()
case, problems = advisor.read({"case": "acme", "as_of": "2026-11-22", "answers": {"post.open_days": 58}})
assessment = advisor.assess(case)
"""

from advisor.inference.assessment import Assessment, Finding
from advisor.inference.case import Case
from advisor.inference.certainty import Status
from advisor.language.threevalued import UNSURE
from advisor.library import Advisor
from advisor.problems import AdvisorError, CaseError, EngineError, FileError, PackError, Problem
from advisor.version import VERSION as __version__

__all__ = [
    "UNSURE",
    "Advisor",
    "AdvisorError",
    "Assessment",
    "Case",
    "CaseError",
    "EngineError",
    "FileError",
    "Finding",
    "PackError",
    "Problem",
    "Status",
    "__version__",
]
