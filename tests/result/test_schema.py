"""The schemas: those of the repository are those of the code, and what is shipped fits them."""

from __future__ import annotations

import json

import jsonschema
import pytest

from advisor import Advisor
from advisor.files.yaml_text import read_yaml
from advisor.result.schema import schemas
from advisor.shipped import shipped
from testkit.places import RULES
from testkit.shipped import NAMES, shipped_case

SCHEMAS = RULES / "schema"


@pytest.fixture(scope="module")
def advisor() -> Advisor:
    """The shipped rules by the engine that a user gets."""
    return Advisor()


@pytest.mark.parametrize("name", NAMES)
def test_the_json_fits_the_published_schema(advisor: Advisor, name: str) -> None:
    """Every shipped assessment is valid against the schema in the repository, after a way through JSON text."""
    schema = json.loads((SCHEMAS / "assessment.json").read_text())
    data = json.loads(json.dumps(advisor.assess(shipped_case(advisor, name)).to_dict(), allow_nan=False))
    jsonschema.Draft202012Validator(schema).validate(data)


def test_the_published_schemas_are_those_of_the_code(advisor: Advisor) -> None:
    """`advisor rules schema --write rules/schema` was run after the last change."""
    made = advisor.schemas()
    assert {path.stem for path in SCHEMAS.glob("*.json")} == set(made)
    for name, schema in made.items():
        assert json.loads((SCHEMAS / f"{name}.json").read_text()) == schema, name


def test_shipped_cases_fit_the_schema_of_cases(advisor: Advisor) -> None:
    """An editor that knows the schema finds no fault in a built-in case."""
    validator = jsonschema.Draft202012Validator(schemas(advisor.knowledge)["case"])
    for path in sorted(shipped("cases").glob("*.yaml")):
        validator.validate(read_yaml(path.read_text()).data)
