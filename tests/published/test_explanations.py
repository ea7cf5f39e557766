"""Explanations as clients get them: values with a text, and plain data that fits its schema and 20 kB."""

from __future__ import annotations

import copy
import json
import pickle
import random
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from advisor import UNSURE, Advisor, Assessment, CaseError, Explanation, Range, UnknownSubjectError
from advisor.published.brief import size_of
from advisor.published.explanation import MOST_BYTES
from testkit.companies.answers import drawn_answer
from testkit.companies.drawn import plausible_company, some_company
from testkit.shipped import shipped_advisor, shipped_case


@pytest.fixture(scope="module")
def advisor() -> Advisor:
    return shipped_advisor()


@pytest.fixture(scope="module")
def textbook(advisor: Advisor) -> Assessment:
    return advisor.assess(shipped_case(advisor, "textbook"))


@pytest.fixture(scope="module")
def validators(advisor: Advisor) -> dict[str, Any]:
    return {name: jsonschema.Draft202012Validator(schema) for name, schema in advisor.schemas().items()}


def of_every_kind(advisor: Advisor, assessment: Assessment) -> Iterator[tuple[str, Explanation[object]]]:
    """Every question that can be asked about a result, with the name of its schema."""
    yield "explanation", advisor.how(assessment, "1")
    yield "explanation", advisor.how(assessment, "model")
    yield "explanation", advisor.how(assessment, "a")
    yield "explanation", advisor.how(assessment, "no-90-day-bottleneck")
    yield "explanation", advisor.why_not(assessment, "1")
    yield "explanation", advisor.why_not(assessment, "pedigree-over-execution")
    yield "explanation", advisor.levers(assessment, "80%", {"milestone.need_by": "end of March"})
    yield "explanation", advisor.above(assessment, "a", "b")
    yield "explanation", advisor.sensitivity(assessment)
    yield "what-if", advisor.what_if(assessment, {"loop.rounds": 4, "role.open_days": UNSURE})
    yield "comparison", advisor.compare(assessment, assessment)


def assert_published(validators: dict[str, Any], schema: str, found: Explanation[object]) -> None:
    data = found.to_dict()
    validators[schema].validate(json.loads(json.dumps(data, allow_nan=False)))
    assert size_of(data) <= MOST_BYTES
    shown = [line.text for line in found.lines if not line.detail]
    assert data["left_out"] or [line["says"] for line in data["lines"]] == shown


def test_each_kind_is_a_value_with_a_text_and_data(
    advisor: Advisor, textbook: Assessment, validators: dict[str, Any]
) -> None:
    """It pickles, copies and compares; text, Markdown and HTML say the same lines."""
    for schema, found in of_every_kind(advisor, textbook):
        assert_published(validators, schema, found)
        assert pickle.loads(pickle.dumps(found)) == found == copy.deepcopy(found)
        assert str(found).splitlines()[0] == found.lines[0].text
        assert found._repr_html_().count("<div") == len(str(found).splitlines())
        assert found._repr_markdown_().startswith("**")


def test_drawn_companies_are_explained_within_bounds(advisor: Advisor, validators: dict[str, Any]) -> None:
    """How, what if and comparing, of whatever is found."""
    before: Assessment | None = None
    for seed in range(3):
        rng = random.Random(seed)
        assessment = advisor.assess((plausible_company, some_company)[seed % 2](advisor, seed))
        for finding in (*assessment.found, *assessment.likely)[:2]:
            assert_published(validators, "explanation", advisor.how(assessment, finding.id))
        assert_published(validators, "explanation", advisor.how(assessment, "model"))
        other = {q: drawn_answer(advisor.questions[q], rng) for q in rng.sample(list(advisor.questions), 4)}
        assert_published(validators, "what-if", advisor.what_if(assessment, other))
        if before is not None:
            assert_published(validators, "comparison", advisor.compare(before, assessment))
        before = assessment


def test_what_is_asked_the_wrong_way_round_is_told(advisor: Advisor, textbook: Assessment) -> None:
    """`otherwise` says so, and the answer is given all the same."""
    found = textbook.found[0].id
    assert not advisor.how(textbook, found).otherwise and advisor.why_not(textbook, found).otherwise
    assert advisor.why_not(textbook, found).to_dict()["lines"][0]["says"] == "It's true. Here's how it came out."


@pytest.mark.parametrize(
    "answers",
    [
        {"loop.rounds": 4},
        {"loop.rounds": "4"},
        {"loop.rounds": "four rounds"},
        ["loop.rounds=4"],
        {"loop.rounds": {"value": 4}},
    ],
)
def test_a_what_if_takes_plain_values(advisor: Advisor, textbook: Assessment, answers: Any) -> None:
    """However it's written, it's one what-if; structures take them too."""
    wanted = advisor.explain(textbook).what_if(["loop.rounds=4"])
    assert advisor.what_if(textbook, answers).of == wanted
    assert advisor.explain(textbook).what_if({"loop.rounds": 4}) == wanted


def test_a_what_if_takes_ranges_lists_in_part_and_nothing(advisor: Advisor, textbook: Assessment) -> None:
    """What isn't one value; None takes an answer away."""
    found = advisor.what_if(
        textbook,
        {
            "role.open_days": (30, 45),
            "loop.days_to_decision": Range(5, 9),
            "sourcing.channels": {"has": ["inbound"], "lacks": ["agency"]},
            "loop.rounds": None,
            "milestone.need_by": "end of March",
        },
    )
    after = {each["question"]: each["after"] for each in found.to_dict()["supposed"]}
    assert after["role.open_days"] == "30 to 45" and after["loop.days_to_decision"] == "5 to 9"
    assert after["loop.rounds"] is None and after["milestone.need_by"] == "Mar 31, 2027"


def test_every_slip_of_a_what_if_is_told_at_once(advisor: Advisor, textbook: Assessment) -> None:
    """With the nearest question, and what fits."""
    with pytest.raises(CaseError) as told:
        advisor.what_if(textbook, {"loop.round": 4, "role.open_days": "lots", "role.stage": "a juggler"})
    assert [problem.code for problem in told.value.problems] == ["unknown-question", "type", "unknown-option"]
    assert told.value.problems[0].suggestion == "Did you mean `loop.rounds`?"
    differ = {"differ": [{"value": 4, "by": "cto"}, {"value": 6, "by": "recruiting"}]}
    with pytest.raises(CaseError, match="one person"):
        advisor.what_if(textbook, {"loop.rounds": differ})


def test_an_unknown_subject_suggests_the_nearest(advisor: Advisor, textbook: Assessment) -> None:
    """As an error of the one family."""
    with pytest.raises(UnknownSubjectError, match="role-open-too-long") as told:
        advisor.how(textbook, "role-open-to-long")
    assert told.value.code == "unknown-subject"
