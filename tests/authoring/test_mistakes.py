"""The mistakes that authors make: each is told where it is, what it is, and with a way out that leads out.

The way out is followed to the letter by a program that knows nothing of the mistake (`testkit.packs.mistakes`).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.authoring.checks.check import check_folders
from advisor.authoring.checks.faults import Fault
from testkit.packs.mistakes import MISTAKES, Mistake, applied, copied, readings, write
from testkit.places import SOUND

pytest.importorskip("z3")  # the solver


def faults_of(folder: Path) -> list[Fault]:
    """What is wrong with a pack over the sound one, warnings included."""
    return check_folders([SOUND, folder], trusted=1)


def test_the_pack_in_which_mistakes_are_made_has_none(tmp_path: Path) -> None:
    assert faults_of(write(tmp_path / "mine")) == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.name for mistake in MISTAKES])
def test_a_mistake_is_told_once_in_its_place_and_its_way_out_leads_out(mistake: Mistake, tmp_path: Path) -> None:
    folder = write(tmp_path / "mine", mistake)
    (found,) = faults_of(folder)[:1]
    problem = found.problem
    assert problem.file == str(folder / mistake.file)
    assert (problem.line or 0) == mistake.at
    ways = []
    for number, change in enumerate(readings(problem, folder)):
        mended = copied(folder, tmp_path / str(number) / "mine")
        applied({mended / file.relative_to(folder): text for file, text in change.items()})
        ways.append([str(left.problem) for left in faults_of(mended)])
    assert [] in ways, (str(problem), ways)


ROW = "    model: in-house\n    when: desk.few and shop.staffed\n    because: Few desks.\n    wins_if: few desks\n"


@pytest.mark.parametrize(
    ("rows", "code", "way"),
    [
        ("  - id: desks\n    before: son\n", "unknown-name", "Did you mean `soon`?"),
        ("  - id: desks\n    before: desks\n", None, None),
        ("  - id: desks\n    before: soon\n", None, None),
        (f"  - id: one\n    before: two\n{ROW}  - id: two\n    before: one\n", "row-place", "let no two rows"),
    ],
)
def test_a_row_that_is_placed_nowhere_is_told(rows: str, code: str | None, way: str | None, tmp_path: Path) -> None:
    """`before` names a row that is there, and stands above it then."""
    folder = write(tmp_path / "mine")
    (folder / "model.yaml").write_text(f"extends: true\nrows:\n{rows}{ROW}", encoding="utf-8")
    found = [fault.problem for fault in faults_of(folder) if fault.problem.code != "row-never-wins"]
    assert [problem.code for problem in found] == ([code] if code else [])
    assert way is None or way in (found[0].suggestion or "")


def test_who_still_names_what_is_off_is_told_where_it_is_turned_off(tmp_path: Path) -> None:
    """An action that signs name may go, and they go on without it; a question that conditions read may not."""
    folder = write(tmp_path / "mine")
    (folder / "actions" / "find-somebody.yaml").write_text("off: true\n", encoding="utf-8")
    (found,) = faults_of(folder)
    assert found.warning and found.problem.code == "off-but-named"
    assert "still named in diagnoses/late-shop.yaml:" in found.problem.message
    (folder / "actions" / "find-somebody.yaml").unlink()
    off = "section: shop\ntitle: The shop\norder: 10\nquestions:\n  - {id: shop.staffed, off: true}\n"
    (folder / "questions" / "shop.yaml").write_text(off, encoding="utf-8")
    (found,) = [fault for fault in faults_of(folder) if fault.problem.code == "off-but-named"]
    assert not found.warning and found.problem.file == str(folder / "questions" / "shop.yaml")
