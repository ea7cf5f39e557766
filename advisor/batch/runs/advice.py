"""Headline, model, options, plan and open questions of single cases, for the columns that need the row engine."""

from __future__ import annotations

from datetime import date
from typing import Any

from advisor.batch.runs.results import FIRST_ACTIONS
from advisor.cases.answers import Exactly, Given, Range
from advisor.inference.certainty import Status
from advisor.knowledge.pack import Knowledge
from advisor.result.assessment import Assessment
from advisor.result.staffing_data import options_as_data
from advisor.result.story.heading import PROBABLY

_NUMBERS = (("productive_weeks", "p50"), ("delivered_weeks", "p50"), ("delivered_weeks", "p80"))
_CHANCES = ("chance_productive", "chance_delivered")


def advice(assessment: Assessment, knowledge: Knowledge) -> dict[str, Any]:
    """The headline and what presses, the model and its sureness, the options, the first three actions, the open
    questions by worth.
    """
    decision = assessment.decision
    found: dict[str, Any] = {
        "headline": headline(assessment, knowledge),
        **_pressing(assessment, knowledge),
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


def headline(assessment: Assessment, knowledge: Knowledge) -> str | None:
    """The headline as outsiders may read it: where something about one person's load is shown, the title of the
    gravest other finding; None where there is none.
    """
    together = assessment.assessed.together
    shown = {Status.CONFIRMED: "", Status.SUSPECTED: PROBABLY}
    models = {name: entry.model for name, entry in knowledge.diagnoses.items() if name in together}
    if not any(model.person and together[name].status in shown for name, model in models.items()):
        return assessment.headline or None
    others = [name for name, model in models.items() if not model.person and together[name].status in shown]
    for status, before in shown.items():
        wrong = [name for name in others if together[name].status is status]
        if wrong:
            worst = min(wrong, key=lambda name: (-models[name].impact, -together[name].shown.low, name))
            return f"{before}{models[worst].title}."
    return None


def _pressing(assessment: Assessment, knowledge: Knowledge) -> dict[str, Any]:
    """What says how soon: the earliest day by which it must ship, the months that the money lasts, and the gates that
    are due, with how many of them take away access that people have.
    """
    answers, timeline = assessment.decided_in.facts.answers, knowledge.timeline
    days = [_least(answers.get(timeline.model.need_by))] if timeline is not None else []
    months = [_least(answers.get(question)) for question in timeline.model.runway] if timeline is not None else []
    runway = [month for month in months if isinstance(month, (int, float))]
    day = next((day for day in days if isinstance(day, date)), None)
    gates = assessment.gates
    return {
        "need_by": None if day is None else day.isoformat(),
        "runway_months": float(min(runway)) if runway else None,
        "gates_now": float(sum(bool(gate.take_away) for gate in gates)),
        "gates": [gate.id for gate in gates],
    }


def _least(given: Given | None) -> Any:
    """The least that an answer may be; None where it is not known."""
    return given.value if isinstance(given, Exactly) else given.low if isinstance(given, Range) else None
