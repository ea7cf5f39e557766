"""Each kind of fault has a tiny pack with exactly that fault: it is found in its place, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from advisor.authoring.checks.check import check_folders
from testkit.places import FAULTS, SOUND

pytest.importorskip("z3")  # the solver

PACKS = sorted(path.name for path in FAULTS.iterdir() if path.is_dir() and path != SOUND)
_PLANTED = re.compile(r"# next line: ([a-z-]+)$")


def planted(pack: Path) -> list[tuple[str, int, str]]:
    """The file, line and code of each fault, as a comment above it says."""
    return [
        (str(file), number + 1, found.group(1))
        for file in sorted(pack.rglob("*.yaml"))
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if (found := _PLANTED.search(line))
    ]


def test_the_sound_pack_has_no_fault() -> None:
    """What the faulty packs stand over adds nothing of its own."""
    assert check_folders([SOUND]) == []


@pytest.mark.parametrize("name", PACKS)
def test_the_planted_fault_is_found_and_nothing_else(name: str) -> None:
    """Right file, right line, right code, once."""
    found = check_folders([SOUND, FAULTS / name])
    assert [(f.problem.file, f.problem.line, f.problem.code) for f in found] == planted(FAULTS / name)


@pytest.mark.parametrize("name", PACKS)
def test_what_a_pack_stands_over_need_not_be_looked_at_again(name: str) -> None:
    """The packs below are sound; looking only at what a pack can have changed finds the same."""
    folders = [SOUND, FAULTS / name]
    assert check_folders(folders, trusted=1) == check_folders(folders)
