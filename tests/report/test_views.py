"""The views of an assessment: text that fits its page, Markdown that stays text, a kit that names nobody."""

from __future__ import annotations

import pytest

from advisor import Advisor, Assessment
from advisor.report.kit import kit_files
from advisor.report.markdown import markdown
from advisor.report.text import text
from advisor.report.told import Told
from testkit.shipped import NAMES, company, shipped_case


@pytest.fixture(params=NAMES)
def assessment(request: pytest.FixtureRequest, advisor: Advisor) -> Assessment:
    """Each shipped case, assessed."""
    return advisor.assess(shipped_case(advisor, request.param))


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
    case = company(advisor, {"post.open_days": 99}, "<b>*acme*</b>")
    assert "<b>" not in markdown(Told(advisor.assess(case), advisor.rulebase))


def test_the_kit_names_no_person_and_no_note(advisor: Advisor) -> None:
    """The brief for the board holds no note and no finding about a person's load."""
    case = shipped_case(advisor, "two-stories")
    noted = {**case.plain_answers(), "company.headcount": {"value": 26, "note": "Ann is leaving"}}
    files = kit_files(Told(advisor.assess(company(advisor, noted, case.id)), advisor.rulebase))
    assert set(files) == {"role-card.md", "interview-plan.md", "day-one.md", "board-brief.md", "plan.md"}
    person = [e.model.title for e in advisor.knowledge.diagnoses.values() if e.model.person]
    assert person
    for title in person:
        assert title not in files["board-brief.md"]
    assert "Ann" not in "".join(files.values())
