"""The brief: what the assessment says, in under 4 kB, whatever the company."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from advisor import Advisor, Assessment
from advisor.published.brief import MOST_BYTES, size_of
from testkit.companies.drawn import plausible_company, some_company
from testkit.shipped import NAMES, shipped_advisor, shipped_case

SEEDS = range(2)


@pytest.fixture(scope="module")
def advisor() -> Advisor:
    return shipped_advisor()


@pytest.fixture(scope="module")
def validator(advisor: Advisor) -> Any:
    return jsonschema.Draft202012Validator(advisor.schema("brief"))


def drawn(advisor: Advisor) -> list[Assessment]:
    """Companies that say much, and such that say little or contradict themselves."""
    cases = [draw(advisor, seed) for seed in SEEDS for draw in (plausible_company, some_company)]
    return advisor.assess_many(cases)


def assert_says_what_the_assessment_says(advisor: Advisor, assessment: Assessment) -> None:
    """Part by part, against the published JSON; a part that was cut is the beginning of the whole."""
    brief, data = advisor.brief(assessment), assessment.to_dict()
    cut = set(brief["left_out"])
    assert (brief["case"], brief["as_of"]) == (data["case"], data["as_of"])
    assert data["headline"] in ("", brief["headline"]) and brief["headline"]
    assert (brief["verdict"] in ("wrong", "likely")) == bool(data["headline"])
    if (model := brief["model"]) is not None:
        staffing = data["staffing"]
        assert staffing is not None
        assert (model["id"], model["sure"], model["change"]) == (
            staffing["model"],
            staffing["sure"],
            staffing["change"],
        )
        options = {option["id"]: option["chance_delivered"] for option in staffing["options"]}
        assert model["chance"] == options.get(model["id"])
    plan = data["plan"] or []
    steps = [step["id"] for step in brief["first"]]
    assert steps == [entry["id"] for entry in plan[:3] if entry["kind"] != "duty"]
    assert [step["due"] for step in brief["first"]] == [entry["due"] for entry in plan if entry["id"] in steps]
    for part, wanted in (
        ("confirmed", [found["id"] for found in data["diagnoses"] if found["status"] == "confirmed"]),
        ("likely", [found["id"] for found in data["diagnoses"] if found["status"] == "suspected"]),
        ("gates", [gate["id"] for gate in data["gates"]]),
        ("ask_first", [asked["id"] for asked in data["ask_first"]]),
        ("conflicts", [found["settle_question"] for found in data["contradictions"]]),
    ):
        said: Any = brief[part]  # type: ignore[literal-required]  # one name after the other
        ids = [each if isinstance(each, str) else each["id"] for each in said]
        assert ids == wanted[: len(ids)] and (part in cut) == (len(ids) < len(wanted))
    days = [day["day"] for day in brief["key_days"]]
    assert days == sorted(days)


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_case_in_brief(advisor: Advisor, validator: Any, name: str) -> None:
    """Nothing is cut, and it fits its schema."""
    assessment = advisor.assess(shipped_case(advisor, name))
    brief = advisor.brief(assessment)
    validator.validate(json.loads(json.dumps(brief, allow_nan=False)))
    assert brief["left_out"] == [] and size_of(brief) <= MOST_BYTES
    assert_says_what_the_assessment_says(advisor, assessment)


def test_drawn_companies_in_brief(advisor: Advisor, validator: Any) -> None:
    """Short, valid, and as the assessment says."""
    for assessment in drawn(advisor):
        brief = advisor.brief(assessment)
        validator.validate(json.loads(json.dumps(brief, allow_nan=False)))
        assert size_of(brief) <= MOST_BYTES
        assert_says_what_the_assessment_says(advisor, assessment)


def test_long_names_make_no_long_brief(advisor: Advisor) -> None:
    """The longest name, of letters that take most room."""
    case = replace(shipped_case(advisor, "textbook"), id="\U0001f6a2" * 200)
    brief = advisor.brief(advisor.assess(case))
    assert size_of(brief) <= MOST_BYTES and brief["left_out"] and brief["first"]


def test_an_empty_case_says_so(advisor: Advisor) -> None:
    """No headline in the assessment; a sentence in the brief."""
    brief = advisor.brief(advisor.assess(advisor.case({}, as_of="2026-11-22")))
    assert (brief["verdict"], brief["confirmed"], brief["first"], brief["date"]) == ("so_far", [], [], None)
    assert brief["headline"].startswith("No problems in your answers so far")
