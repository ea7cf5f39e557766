"""The views of an assessment: text that fits its page, Markdown that stays text, a kit that names nobody."""

from __future__ import annotations

import re

import pytest

from advisor import Advisor, Assessment
from advisor.report.kit.files import kit_files
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
    assert "P50" not in page and "P80" not in page and re.search(r"(?<![\d.])0\.\d(?! engineer-weeks)", page) is None


def test_markdown_escapes_what_a_user_typed(advisor: Advisor) -> None:
    """A company that is called like HTML or Markdown stays text."""
    case = company(advisor, {"role.open_days": 99}, "<b>*acme*</b>")
    assert "<b>" not in markdown(Told(advisor.assess(case), advisor.rulebase))


def test_the_kit_names_no_person_and_no_note(advisor: Advisor) -> None:
    """The brief for the board holds no note and no finding about a person's load."""
    case = shipped_case(advisor, "two-stories")
    noted = {**case.plain_answers(), "company.headcount": {"value": 26, "note": "Ann is leaving"}}
    files = kit_files(Told(advisor.assess(company(advisor, noted, case.id)), advisor.rulebase))
    candidates, company_wide = {"role-card.md", "interview-plan.md"}, {"trade-offs.md", "who-owns-what.md"}
    assert set(files) == {*candidates, *company_wide, "day-one.md", "board-brief.md", "plan.md"}
    person = [e.model.title for e in advisor.knowledge.diagnoses.values() if e.model.person]
    assert person
    for title in person:
        assert title not in files["board-brief.md"]
    assert "Ann" not in "".join(files.values())


KNOWN = {
    "role.stage": "nobody",
    "milestone.date_told": "customer",
    "milestone.need_by": "2027-03-22",
    "contractors.data_access": "open",
    "headcount.external_seats": 2,
    "headcount.seats": 2,
    "team.people_on_it": 2,
    "team.share_percent": 100,
}
WITHOUT = [(), *((name,) for name in KNOWN), ("milestone.need_by", "team.share_percent"), tuple(KNOWN)]


@pytest.mark.parametrize("without", WITHOUT, ids="-".join)
@pytest.mark.parametrize("left", [None, 8])
def test_what_is_not_known_is_said_in_words_and_whole(
    advisor: Advisor, without: tuple[str, ...], left: float | None
) -> None:
    """No bare "?", no cell cut off: a number that hangs on one unknown is said with that unknown."""
    answers = {name: value for name, value in KNOWN.items() if name not in without}
    work = {} if left is None else {"milestone.work_left_weeks": left}
    told = Told(advisor.assess(company(advisor, {**answers, **work})), advisor.rulebase)
    page = text(told)
    assert max(map(len, page.splitlines())) <= 80
    for shown in (page[page.index("STAFFING") : page.index("Flips to")], *kit_files(told).values()):
        assert " ? " not in shown and " ?\n" not in shown and " .." not in shown


def test_the_screen_says_how_much_may_be_left(advisor: Advisor) -> None:
    """Per option, and for the chosen way below its reason; in the brief for the board too."""
    told = Told(advisor.assess(company(advisor, KNOWN)), advisor.rulebase)
    page = text(told)
    data = told.assessment.to_dict()["staffing"]
    work = {option["id"]: option["break_even"] for option in data["options"]}
    assert data["model"] == "bridge-and-hire" and data["break_even"] == work["bridge-and-hire"]
    told_of = "ships by Mar 22 if at most {likely:g} engineer-weeks are left (safe: {safe:g})"
    for option in ("contract", "bridge-and-hire", "in-house"):
        assert work[option]["likely_means"] == "at-most"
        short = told.knowledge.options[option].model.short
        assert f"{short} {told_of.format(**work[option])}" in " ".join(page.split())
    assert f"S{told_of.format(**work['bridge-and-hire'])[1:]}." in page
    assert f"S{told_of.format(**work['bridge-and-hire'])[1:]}." in kit_files(told)["board-brief.md"]
    assert "hire          not by Mar 22, even with little left" in page
    assert work["hire"] == {"likely": 0, "likely_means": "not-by-then", "safe": 0, "safe_means": "not-by-then"}


def test_the_present_team_is_told_per_person(advisor: Advisor) -> None:
    """Where nobody said how many they are."""
    answers = {name: value for name, value in KNOWN.items() if name != "team.people_on_it"}
    told = Told(advisor.assess(company(advisor, answers)), advisor.rulebase)
    options = {option["id"]: option for option in told.assessment.to_dict()["staffing"]["options"]}
    each = options["in-house"]["break_even_each"]["likely"]
    assert each > 0
    said = f"each person on it full time gets through about {each:g} engineer-weeks by then"
    assert said in " ".join(text(told).split())


def test_what_the_numbers_assume_is_said_beside_them(advisor: Advisor, assessment: Assessment) -> None:
    """Every presumption of the timeline, and nothing where nothing is presumed."""
    page = " ".join(text(Told(assessment, advisor.rulebase)).split())
    assert ("These numbers assume that" in page) is bool(assessment.presumptions)
    assert all(presumed.says in page for presumed in assessment.presumptions)
