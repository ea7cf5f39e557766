"""What the rules ask and know, as clients read it; and the shapes and schemas of all that is published."""

from __future__ import annotations

import ast
import json
import runpy
from typing import Any, get_type_hints

import jsonschema
import pytest

import advisor as package
from advisor import Advisor, Question
from advisor.published.schemas import VERSIONS
from testkit.places import ROOT, RULES
from testkit.shipped import NAMES, shipped_advisor, shipped_case


@pytest.fixture(scope="module")
def advisor() -> Advisor:
    return shipped_advisor()


def test_questions_are_those_of_the_sections(advisor: Advisor) -> None:
    """Each stands in one section; both are read-only."""
    named = [question for section in advisor.sections for question in section.questions]
    assert sorted(named) == sorted(advisor.questions) and len(set(named)) == len(named)
    assert all(isinstance(question, Question) for question in advisor.questions.values())
    with pytest.raises(TypeError):
        advisor.questions["role.stage"] = None  # type: ignore[index]


@pytest.mark.parametrize("kind", ["diagnoses", "actions", "figures", "staffing_options", "people"])
def test_entries_are_found_by_id(advisor: Advisor, kind: str) -> None:
    """A mapping from ids to models, in the order of the packs."""
    entries = getattr(advisor, kind)
    assert list(entries) == list(getattr(advisor.knowledge, "options" if kind == "staffing_options" else kind))
    for name in entries:
        assert name in entries and entries[name] is entries[name]
    assert "nothing-of-the-kind" not in entries and len(repr(entries)) < 200


def test_a_question_is_found_by_the_name_it_had(advisor: Advisor) -> None:
    """Ids that a question had before are read, as in case files."""
    for question in advisor.questions.values():
        assert advisor.question(question.id) is question
        assert all(advisor.question(old) is question for old in question.was)


def test_the_questionnaire_is_published(advisor: Advisor) -> None:
    """All questions with what a form needs, by the schema."""
    data = json.loads(json.dumps(advisor.questionnaire()))
    jsonschema.Draft202012Validator(advisor.schema("questionnaire")).validate(data)
    shown = {question["id"]: question for section in data["sections"] for question in section["questions"]}
    assert set(shown) == set(advisor.questions)
    for name, question in advisor.questions.items():
        assert [option["id"] for option in shown[name]["options"]] == [option.id for option in question.options]


def test_schemas_have_versions_and_are_shipped(advisor: Advisor) -> None:
    """Each is sound, says which version it is, and stands in the package."""
    made = advisor.schemas()
    for name, schema in made.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$id"].startswith(f"staffing-advisor:{name}")
        assert json.loads((RULES / "schema" / f"{name}.json").read_text(encoding="utf-8")) == schema
    for name, version in VERSIONS.items():
        if name != "assessment":  # its `$id` is older than versions in it; the data says 1
            assert made[name]["$id"] == f"staffing-advisor:{name}:{version}"


@pytest.mark.parametrize("name", ["brief", "explanation", "what-if", "comparison", "ask", "questionnaire", "problems"])
def test_a_field_that_no_schema_lists_is_found(advisor: Advisor, name: str) -> None:
    """Schemas are closed, so that a slip in what is published can't hide."""
    schema = advisor.schema(name)
    assert schema["additionalProperties"] is False
    assert all(part["additionalProperties"] is False for part in schema.get("$defs", {}).values())


def test_the_shapes_of_an_assessment_are_fresh() -> None:
    """`python -m tools.shapes` was run after the last change of a model."""
    shapes = runpy.run_path(str(ROOT / "tools" / "shapes.py"), run_name="shapes")
    for name, text in shapes["files"]().items():
        there = (ROOT / "advisor" / "result" / "shapes" / name).read_text(encoding="utf-8")
        assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(there)), f"{name}: run `python -m tools.shapes`"


@pytest.mark.parametrize("name", NAMES[:3])
def test_an_assessment_has_the_keys_of_its_shape(advisor: Advisor, name: str) -> None:
    """What type checkers are told is what is there."""
    from advisor import AssessmentData

    data: Any = advisor.assess(shipped_case(advisor, name)).to_dict()
    assert set(data) == set(get_type_hints(AssessmentData))


def test_everything_public_is_listed_once() -> None:
    """Names of `__all__` are those that are looked up on demand."""
    assert sorted(package.__all__) == sorted({*package._PLACES, "__version__"})
