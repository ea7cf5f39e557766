"""Ways out in words: the page begins with them, Markdown and the brief for the board have the same sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from advisor import Advisor
from advisor.language.voices import told_by_the_company
from advisor.problems import PackError
from advisor.report.kit.files import kit_files
from advisor.report.markdown import markdown
from advisor.report.text import text
from advisor.report.told import Told
from advisor.result.schema import schemas
from advisor.result.ways.said import chance_in_ten
from advisor.shipped import shipped
from testkit.shipped import company

KNOWN: dict[str, Any] = {
    "role.stage": "nobody",
    "milestone.date_told": "customer",
    "milestone.need_by": "2027-03-01",
    "milestone.work_left_weeks": 30,
    "contractors.data_access": "open",
    "headcount.external_seats": 2,
    "headcount.seats": 2,
    "team.people_on_it": 2,
    "team.share_percent": 40,
    "budget.external_day_rate": 700,
    "budget.employee_month_cost": 9000,
    "budget.currency": "eur",
}


def told_of(advisor: Advisor, **change: Any) -> Told:
    """The known company, some of its answers changed."""
    answers = {**KNOWN, **{name.replace("__", "."): value for name, value in change.items()}}
    return Told(advisor.assess(company(advisor, answers)), advisor.rulebase)


def test_the_page_begins_with_the_ways_out(advisor: Advisor) -> None:
    """Each with its chance, who decides and the day to decide by, the numbers those of the JSON."""
    told = told_of(advisor)
    data = told.assessment.to_dict()["ways_out"]
    page = " ".join(text(told).split())
    assert data["says"] == "None of these makes Mar 1. Two ways out:"
    scope, later = data["ways"]
    assert scope["kind"] == "scope" and later["kind"] == "date"
    assert scope["says"] == f"Ships by Mar 1 if you cut it to {scope['work_left']:g} engineer-weeks."
    assert later["says"].endswith("if you move the deadline.") and later["need_by"] > "2027-03-01"
    first = text(told).splitlines()[2]
    assert first.startswith("DATE") and data["says"].startswith(first.split(None, 1)[1])
    for way in data["ways"]:
        assert f"{way['says']} {' '.join(way['details'])}" in page
        assert way["owners"] == ["founder"] and "(the founder)" in way["details"][-1]
        assert way["cost"]["currency"] == "EUR" and any(said.startswith("About ") for said in way["details"])
    jsonschema.Draft202012Validator(schemas(advisor.knowledge)["assessment"]).validate(told.assessment.to_dict())


def test_markdown_and_the_brief_have_the_same_sentences(advisor: Advisor) -> None:
    """In the order of the page."""
    told = told_of(advisor)
    says = [way.says for way in told.assessment.ways_out.ways] if told.assessment.ways_out is not None else []
    for page, voice in ((markdown(told), str), (kit_files(told)["board-brief.md"], told_by_the_company)):
        places = [page.index(voice(sentence)) for sentence in says]
        assert places == sorted(places) and len(places) == 2


def test_where_nobody_knows_what_is_left_it_is_said_how_much_fits(advisor: Advisor) -> None:
    """As much as the break-even of the chosen way calls safe; nobody is told to cut what may be small."""
    told = told_of(advisor, milestone__work_left_weeks={"unsure": True})
    data = told.assessment.to_dict()
    scope = data["ways_out"]["ways"][0]
    assert data["ways_out"]["why"] == "work_unknown" and data["ways_out"]["chance"] is None
    assert scope["work_left"] == data["staffing"]["break_even"]["safe"]
    assert scope["says"].startswith(f"Ships by Mar 1 if {scope['work_left']:g} engineer-weeks or less is left.")


def test_a_date_that_is_made_has_no_block(advisor: Advisor) -> None:
    """Nor null data that looks like one."""
    told = told_of(advisor, milestone__work_left_weeks=1)
    assert told.assessment.to_dict()["ways_out"] is None
    assert "DATE" not in text(told) and "## The date" not in kit_files(told)["board-brief.md"]


def test_a_chance_is_never_said_to_be_more_than_it_is() -> None:
    """In tenths, rounded down; nothing is sure."""
    assert [chance_in_ten(c) for c in (0.5, 0.599, 0.8, 0.899, 1.0)] == [
        "5 in 10",
        "5 in 10",
        "8 in 10",
        "8 in 10",
        "9 in 10",
    ]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ('  scope: {owner: founder, says: "Ships by {later}."}\n', "shape"),
        ('  scope: {owner: nobody_here, says: "Ships by {day}."}\n', "unknown-name"),
    ],
)
def test_a_sentence_that_cannot_be_filled_is_a_fault(tmp_path: Path, changed: str, code: str) -> None:
    """So is somebody whom no pack lists."""
    (tmp_path / "pack.yaml").write_text("name: mine\nversion: 0.1.0\ntitle: Mine\n")
    lines = (shipped("rules") / "timeline.yaml").read_text().split("\nways_out:\n")[1].split("\n#")[0].splitlines()
    kept = "".join(f"{line}\n" for line in lines if not line.startswith("  scope:"))
    (tmp_path / "timeline.yaml").write_text(f"extends: true\nways_out:\n{kept}{changed}")
    with pytest.raises(PackError) as raised:
        Advisor([tmp_path], engine="python")
    assert [problem.code for problem in raised.value.problems] == [code]
