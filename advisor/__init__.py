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

    from advisor.cases.answers import Answer, Differ, DontKnow, Exactly, Partly, Range
    from advisor.cases.case import Case
    from advisor.explaining.differences.comparing import Comparison
    from advisor.explaining.differences.what_if import WhatIf
    from advisor.explaining.explainer import Explainer
    from advisor.explaining.subjects import UnknownSubjectError
    from advisor.inference.certainty import Status
    from advisor.interview.choosing.interviewer import Ask, Done
    from advisor.interview.choosing.stopping import Stop
    from advisor.interview.shapes import AskData, DoneData, QuestionData, StateData
    from advisor.interview.state import State
    from advisor.knowledge.diagnosismodels import Diagnosis
    from advisor.knowledge.models import Option, Question
    from advisor.knowledge.pack import PackInfo, Section
    from advisor.knowledge.planmodels import Action
    from advisor.knowledge.timemodels import Figure
    from advisor.language.kleene import UNSURE
    from advisor.library import Advisor
    from advisor.planning.plan import Plan, PlanEntry
    from advisor.problems import AdvisorError, ArgumentError, CaseError, EngineError, FileError, PackError, Problem
    from advisor.published.explanation import ComparisonExplanation, Explanation, WhatIfExplanation
    from advisor.published.shapes import (
        BriefData,
        ComparisonData,
        ExplanationData,
        ProblemsData,
        QuestionnaireData,
        WhatIfData,
    )
    from advisor.result.assessment import Assessment
    from advisor.result.findings import Finding
    from advisor.result.shapes.assessment import AssessmentData
    from advisor.result.staffing import StaffingModel
    from advisor.staffing.decision import Decision

_PLACES = {
    "UNSURE": "advisor.language.kleene",
    "Action": "advisor.knowledge.planmodels",
    "Advisor": "advisor.library",
    "AdvisorError": "advisor.problems",
    "Answer": "advisor.cases.answers",
    "ArgumentError": "advisor.problems",
    "Ask": "advisor.interview.choosing.interviewer",
    "AskData": "advisor.interview.shapes",
    "Assessment": "advisor.result.assessment",
    "AssessmentData": "advisor.result.shapes.assessment",
    "BriefData": "advisor.published.shapes",
    "Case": "advisor.cases.case",
    "CaseError": "advisor.problems",
    "Comparison": "advisor.explaining.differences.comparing",
    "ComparisonData": "advisor.published.shapes",
    "ComparisonExplanation": "advisor.published.explanation",
    "Decision": "advisor.staffing.decision",
    "Diagnosis": "advisor.knowledge.diagnosismodels",
    "Differ": "advisor.cases.answers",
    "Done": "advisor.interview.choosing.interviewer",
    "DoneData": "advisor.interview.shapes",
    "DontKnow": "advisor.cases.answers",
    "EngineError": "advisor.problems",
    "Exactly": "advisor.cases.answers",
    "Explainer": "advisor.explaining.explainer",
    "Explanation": "advisor.published.explanation",
    "ExplanationData": "advisor.published.shapes",
    "Figure": "advisor.knowledge.timemodels",
    "FileError": "advisor.problems",
    "Finding": "advisor.result.findings",
    "Option": "advisor.knowledge.models",
    "PackError": "advisor.problems",
    "PackInfo": "advisor.knowledge.pack",
    "Partly": "advisor.cases.answers",
    "Plan": "advisor.planning.plan",
    "PlanEntry": "advisor.planning.plan",
    "Problem": "advisor.problems",
    "ProblemsData": "advisor.published.shapes",
    "Question": "advisor.knowledge.models",
    "QuestionData": "advisor.interview.shapes",
    "QuestionnaireData": "advisor.published.shapes",
    "Range": "advisor.cases.answers",
    "Section": "advisor.knowledge.pack",
    "StaffingModel": "advisor.result.staffing",
    "State": "advisor.interview.state",
    "StateData": "advisor.interview.shapes",
    "Status": "advisor.inference.certainty",
    "Stop": "advisor.interview.choosing.stopping",
    "UnknownSubjectError": "advisor.explaining.subjects",
    "WhatIf": "advisor.explaining.differences.what_if",
    "WhatIfData": "advisor.published.shapes",
    "WhatIfExplanation": "advisor.published.explanation",
}

__all__ = [
    "UNSURE",
    "Action",
    "Advisor",
    "AdvisorError",
    "Answer",
    "ArgumentError",
    "Ask",
    "AskData",
    "Assessment",
    "AssessmentData",
    "BriefData",
    "Case",
    "CaseError",
    "Comparison",
    "ComparisonData",
    "ComparisonExplanation",
    "Decision",
    "Diagnosis",
    "Differ",
    "Done",
    "DoneData",
    "DontKnow",
    "EngineError",
    "Exactly",
    "Explainer",
    "Explanation",
    "ExplanationData",
    "Figure",
    "FileError",
    "Finding",
    "Option",
    "PackError",
    "PackInfo",
    "Partly",
    "Plan",
    "PlanEntry",
    "Problem",
    "ProblemsData",
    "Question",
    "QuestionData",
    "QuestionnaireData",
    "Range",
    "Section",
    "StaffingModel",
    "State",
    "StateData",
    "Status",
    "Stop",
    "UnknownSubjectError",
    "WhatIf",
    "WhatIfData",
    "WhatIfExplanation",
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'advisor' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return __all__
