"""Case files from paths: what the library reads is what the commands read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor import Advisor
from advisor.cases.answers import Differ, Exactly
from advisor.cases.files import read_files
from advisor.files.yaml_text import read_yaml
from advisor.shipped import shipped

ACME = "case: acme\nas_of: 2026-11-22\nanswers: {milestone.work_left_weeks: %s}\n"


@pytest.fixture(scope="module")
def advisor() -> Advisor:
    return Advisor(engine="python")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", sorted(shipped("cases").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_file_gives_the_case_that_its_data_give(advisor: Advisor, path: Path) -> None:
    """By path, by path without ending, and by name."""
    expected, problems = advisor.read(read_yaml(path.read_text(encoding="utf-8")).data)
    assert expected is not None and problems == []
    for name in (path, str(path), str(path.with_suffix("")), path.stem):
        assert advisor.read_file(name) == (expected, [])


def test_an_own_file_stands_before_a_shipped_case_of_the_name(advisor: Advisor, folder: Path) -> None:
    """As in the commands."""
    (folder / "textbook.yaml").write_text(ACME % 4)
    case, _ = advisor.read_file("textbook")
    assert case is not None and case.id == "acme"


@pytest.mark.parametrize(
    ("name", "content", "code", "line"),
    [
        ("nowhere.yaml", None, "unreadable", None),
        ("empty.yaml", "", "empty", None),
        ("none.json", "[]", "empty", None),
        ("broken.json", '{"case": ', "syntax", 1),
        ("unknown.yaml", ACME.replace("milestone.work", "milestoen.work") % 4, "unknown-question", 3),
        ("two.yaml", "- {case: a, as_of: 2026-11-22}\n- {case: b, as_of: 2026-11-22}\n", "several-cases", None),
        ("twice.yaml", "- {case: a, as_of: 2026-11-22}\n- {case: a, as_of: 2026-11-22}\n", "several-cases", None),
    ],
)
def test_what_is_wrong_with_a_file_is_a_problem(
    advisor: Advisor, folder: Path, name: str, content: str | None, code: str, line: int | None
) -> None:
    """Nothing is raised; file and line are named where there are such."""
    if content is not None:
        (folder / name).write_text(content)
    case, problems = advisor.read_file(name)
    assert case is None
    assert [(p.code, p.line) for p in problems] == [(code, line)]
    assert name in str(problems[0])


def test_a_doubt_does_not_forbid_the_case(advisor: Advisor, folder: Path) -> None:
    """It comes with the case, placed in the file."""
    (folder / "acme.yaml").write_text("case: acme\nas_of: 2026-11-22\nanswers: {milestone.need_by: 2026-01-01}\n")
    case, problems = advisor.read_file("acme")
    assert case is not None
    assert [(p.code, p.line, p.file) for p in problems] == [("before-as-of", 3, "acme.yaml")]


def test_files_of_one_case_are_joined_and_bad_ones_stand_beside(advisor: Advisor, folder: Path) -> None:
    """Two people's answers become one case; a line that cannot be read does not stop the others."""
    (folder / "cto.yaml").write_text(ACME % 4)
    (folder / "people.yaml").write_text(ACME % 9)
    lines = [json.dumps({"case": name, "as_of": "2026-11-22"}) for name in ("b", "c")]
    (folder / "more.jsonl").write_text("\n".join([lines[0], "{", lines[1]]))
    found = advisor.read_files(["cto.yaml", "more.jsonl", "people.yaml"])
    assert [case.id if case else problems[0].line for case, problems in found] == [2, "acme", "b", "c"]
    acme = found[1][0]
    assert acme is not None
    said = acme.answers["milestone.work_left_weeks"].said
    assert isinstance(said, Differ) and [claim.given for claim in said.claims] == [Exactly(4), Exactly(9)]


def test_reading_prints_nothing(advisor: Advisor, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Doubts and problems are values."""
    (folder / "acme.yaml").write_text("case: acme\nas_of: 2026-11-22\nanswers: {milestone.need_by: 2026-01-01}\n")
    assert [read.name for read in read_files(advisor.knowledge, ["acme", "nowhere"])] == ["nowhere", "acme.yaml"]
    assert capsys.readouterr() == ("", "")
