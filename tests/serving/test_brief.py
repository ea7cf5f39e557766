"""The short result: short, whole, and nothing in it that the report doesn't say."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from typing import Any

import jsonschema
import pytest

from advisor import Advisor, Case
from advisor.report.told import Told
from advisor.serving.assistants.outputs import Brief
from advisor.serving.brief import MOST_BYTES, brief, size
from testkit.companies.drawn import drawn_answers
from testkit.shipped import NAMES, company, shipped_case

SCHEMA = jsonschema.Draft202012Validator(Brief.model_json_schema())


def drawn(advisor: Advisor, seed: int) -> Case:
    """Few answers, or many."""
    rng = random.Random(seed)
    given = rng.choice((0.05, 0.2, 0.5, 0.9))
    return company(advisor, drawn_answers(advisor.knowledge, rng, given=given, differ=0.05))


CASES = [*NAMES, *range(16)]


def made(advisor: Advisor, case: str | int, **how: Any) -> tuple[Told, dict[str, Any]]:
    """A result, and its short form."""
    told = Told(
        advisor.assess(shipped_case(advisor, case) if isinstance(case, str) else drawn(advisor, case)),
        advisor.rulebase,
    )
    return told, brief(told, **how)


@pytest.mark.parametrize("case", CASES)
def test_it_is_short_and_as_its_schema_says(advisor: Advisor, case: str | int) -> None:
    """Under 4 kB, whatever the case; and what it says holds in the whole result."""
    told, data = made(advisor, case)
    assert size(data) <= MOST_BYTES
    SCHEMA.validate(data)
    whole = told.assessment.to_dict()
    status = {"confirmed": "confirmed", "likely": "suspected"}
    for wrong in data.get("wrong", ()):
        found = next(each for each in whole["diagnoses"] if each["id"] == wrong["id"])
        assert (found["title"], found["status"]) == (wrong["says"], status[wrong["status"]])
        says = [each["says"] for each in found["evidence"] if each["value"] == "true"]
        assert set(wrong.get("because", ())) <= set(says)
    for step in data.get("first", ()):
        entry = next(each for each in whole["plan"] if each["id"] == step["id"])
        assert (entry["short"], entry["due"]) == (step["do"], step["by"])
    for step in data.get("how", ()):
        entry = next(each for each in whole["plan"] if each["id"] == step["id"])
        assert step["says"] == " ".join(entry["how"]) and step["says"] in entry["title"]
    if "staffing" in data:
        assert data["staffing"]["id"] == whole["staffing"]["model"]
        assert data["staffing"]["sure"] == whole["staffing"]["sure"]
    assert ("law" in data) == (told.assessment.law is not None)
    assert ("access" in data) == bool(told.assessment.gates)
    ways = [each["says"] for each in (whole["ways_out"] or {"ways": []})["ways"]]
    assert all(any(said.startswith(way) for way in ways) for said in data.get("ways_out", ()))
    for day in re.findall(r"\d{4}-\d\d-\d\d", json.dumps(data)):
        assert date.fromisoformat(day)


@pytest.mark.parametrize("case", ["textbook", 3])
@pytest.mark.parametrize("most", [3_000, 2_000, 1_200])
def test_what_has_no_room_is_named_and_never_cut(advisor: Advisor, case: str | int, most: int) -> None:
    """Every entry that is left stands in the long form, word by word."""
    _, long = made(advisor, case, most_bytes=10**6)
    _, short = made(advisor, case, most_bytes=most)
    assert size(short) <= most
    assert "left_out" not in long
    for name, part in short.items():
        if name == "left_out":
            assert part
        elif isinstance(part, list):
            assert part == long[name][: len(part)], name
        else:
            assert part == long[name], name
    gone = {name for name in long if short.get(name) != long[name]}
    assert gone == set(short.get("left_out", ()))


def test_the_essentials_stay_to_the_last(advisor: Advisor) -> None:
    """What a chat lacks: the date, the ways out, the first step and the staffing option."""
    _, data = made(advisor, "textbook")
    for part in ("headline", "date", "ways_out", "wrong", "why", "first", "staffing", "flips_to", "assumes"):
        assert data.get(part), part
