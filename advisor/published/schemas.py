"""Every published JSON Schema: of results, of what is asked, and of files."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from advisor.interview.shapes import AskData, StateOwn
from advisor.knowledge.pack import Knowledge
from advisor.published import shapes
from advisor.result.schema import DRAFT, schemas

VERSIONS = {
    "assessment": 1,
    "brief": 1,
    "questionnaire": 1,
    "ask": 1,
    "state": 1,
    "explanation": 1,
    "what-if": 1,
    "comparison": 1,
    "problems": 1,
}
"""The version of each; it rises when a field goes or changes its meaning."""

_SHAPES: dict[str, Any] = {
    "brief": shapes.BriefData,
    "questionnaire": shapes.QuestionnaireData,
    "ask": AskData,
    "explanation": shapes.ExplanationData,
    "what-if": shapes.WhatIfData,
    "comparison": shapes.ComparisonData,
    "problems": shapes.ProblemsData,
}


def published_schemas(knowledge: Knowledge) -> dict[str, dict[str, Any]]:
    """Every schema by name; those of a case and of a state list the questions of `knowledge`."""
    made = schemas(knowledge)
    for name, shape in _SHAPES.items():
        made[name] = {"$schema": DRAFT, "$id": _id(name), **_strict(TypeAdapter(shape).json_schema())}
    made["state"] = _state(made["case"])
    return made


def _id(name: str) -> str:
    return f"staffing-advisor:{name}:{VERSIONS[name]}"


def _state(case: dict[str, Any]) -> dict[str, Any]:
    """A case file in which the interview's own part stands under `meta`."""
    own = _strict(TypeAdapter(StateOwn).json_schema())
    meta = {"type": "object", "required": ["interview"], "properties": {"interview": own}}
    return {
        **case,
        "$id": _id("state"),
        "title": "State",
        "required": [*case["required"], "answers", "meta"],
        "properties": {**case["properties"], "meta": meta},
    }


def _strict(part: Any) -> Any:
    """Objects with listed fields hold no others; what a schema of the same version may get later, it lists then."""
    if isinstance(part, list):
        return [_strict(each) for each in part]
    if not isinstance(part, dict):
        return part
    made = {key: _strict(each) for key, each in part.items()}
    if made.get("type") == "object" and "properties" in made and "additionalProperties" not in made:
        made["additionalProperties"] = False
    return made
