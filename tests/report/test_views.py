"""The views of an assessment: JSON that fits its schema, text that fits its page."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from advisor import Advisor, Assessment
from advisor.cli.casefiles import read_cases
from advisor.report.markdown import markdown
from advisor.report.text import text
from advisor.report.told import Told
from advisor.result.schema import schemas
from advisor.shipped import shipped

SHIPPED = sorted(path.stem for path in shipped("cases").glob("*.yaml"))
SCHEMAS = Path(__file__).parents[2] / "rules" / "schema"


@pytest.fixture(scope="module")
def advisor() -> Advisor:
    return Advisor()


@pytest.fixture(params=SHIPPED)
def assessment(request: pytest.FixtureRequest, advisor: Advisor) -> Assessment:
    case = next(iter(read_cases(advisor, [request.param]))).case
    assert case is not None
    return advisor.assess(case)


def test_the_json_fits_the_published_schema(assessment: Assessment) -> None:
    """Every shipped assessment is valid against the schema in the repository, after a way through JSON text."""
    schema = json.loads((SCHEMAS / "assessment.json").read_text())
    data = json.loads(json.dumps(assessment.to_dict(), allow_nan=False))
    jsonschema.Draft202012Validator(schema).validate(data)


def test_the_published_schemas_are_those_of_the_code(advisor: Advisor) -> None:
    """`advisor rules schema --write rules/schema` was run after the last change."""
    made = schemas(advisor.knowledge)
    assert {path.stem for path in SCHEMAS.glob("*.json")} == set(made)
    for name, schema in made.items():
        assert json.loads((SCHEMAS / f"{name}.json").read_text()) == schema, name


def test_shipped_cases_fit_the_schema_of_cases(advisor: Advisor) -> None:
    """An editor that knows the schema finds no fault in a shipped case."""
    from advisor.files.yaml_text import read_yaml

    validator = jsonschema.Draft202012Validator(schemas(advisor.knowledge)["case"])
    for path in sorted(shipped("cases").glob("*.yaml")):
        validator.validate(read_yaml(path.read_text()).data)


@pytest.mark.parametrize("verbose", [False, True])
def test_the_text_keeps_to_80_columns(advisor: Advisor, assessment: Assessment, verbose: bool) -> None:
    """No line is wider than the page, and none holds a control character."""
    for line in text(Told(assessment, advisor.rulebase), verbose=verbose).splitlines():
        assert len(line) <= 80, line
        assert line.isprintable()


def test_the_text_has_no_bare_numbers_of_certainty(advisor: Advisor, assessment: Assessment) -> None:
    """Certainties and quantile names are for JSON and -v only."""
    page = text(Told(assessment, advisor.rulebase))
    assert "P50" not in page and "P80" not in page and "0." not in page.replace("1.0.0", "")


def test_markdown_escapes_what_a_user_typed(advisor: Advisor) -> None:
    """A company that is called like HTML or Markdown stays text."""
    case, problems = advisor.read({"case": "<b>*acme*</b>", "as_of": "2026-11-22", "answers": {"post.open_days": 99}})
    assert case is not None, problems
    assert "<b>" not in markdown(Told(advisor.assess(case), advisor.rulebase))


def test_the_kit_names_no_person_and_no_note(advisor: Advisor) -> None:
    """The brief for the board holds no note and no finding about a person's load."""
    from advisor.report.kit import kit_files

    case = next(iter(read_cases(advisor, ["two-stories"]))).case
    assert case is not None
    noted = {**case.plain_answers(), "company.headcount": {"value": 26, "note": "Ann is leaving"}}
    read, problems = advisor.read({"case": case.id, "as_of": "2026-11-22", "answers": noted})
    assert read is not None, problems
    files = kit_files(Told(advisor.assess(read), advisor.rulebase))
    assert set(files) == {"role-card.md", "interview-plan.md", "day-one.md", "board-brief.md", "plan.md"}
    person = [e.model.title for e in advisor.knowledge.diagnoses.values() if e.model.person]
    assert person
    for title in person:
        assert title not in files["board-brief.md"]
    assert "Ann" not in "".join(files.values())
