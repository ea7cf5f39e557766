"""Model, options, plan and open questions of single cases, for the columns that need the row engine."""

from __future__ import annotations

from typing import Any

from advisor.batch.runs.results import FIRST_ACTIONS
from advisor.result.assessment import Assessment
from advisor.result.staffing_data import options_as_data

_NUMBERS = (("productive_weeks", "p50"), ("delivered_weeks", "p50"), ("delivered_weeks", "p80"))
_CHANCES = ("chance_productive", "chance_delivered")


def advice(assessment: Assessment) -> dict[str, Any]:
    """The model and its sureness, the options, the first three actions, the open questions by worth."""
    decision = assessment.decision
    found: dict[str, Any] = {
        "model": decision.model if decision is not None else None,
        "model_label": decision.label if decision is not None else None,
        "model_sure": None if decision is None else "firm" if decision.firm else "leaning",
        "rivals": None if decision is None else "; ".join(rival.model for rival in decision.rivals) or None,
    }
    for option in options_as_data(assessment):
        for name, quantile in _NUMBERS:
            found[f"option.{option['id']}.{name.replace('_weeks', '')}_{quantile}_weeks"] = option[name][quantile]
        for name in _CHANCES:
            found[f"option.{option['id']}.{name}"] = option[name]
    ids = assessment.first_actions(FIRST_ACTIONS)
    for number in range(FIRST_ACTIONS):
        found[f"action_{number + 1}"] = ids[number] if number < len(ids) else None
    found["open_questions"] = [question.id for question in assessment.open_questions]
    return found
