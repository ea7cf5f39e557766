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
