"""`advisor assess --kit`: every case has a folder of its own, and what is written over is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testkit.commands import run_here

NAMES = ["a b", "a-b", "A-B", "\U0001f389", "\U0001f38a", "a-b-2", "caf\u00e9", "\u6771" * 100, ".."]


def test_cases_with_names_that_look_alike_do_not_overwrite_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signs that no folder has, capitals, accents, names too long for a folder."""
    monkeypatch.chdir(tmp_path)
    lines = [json.dumps({"case": name, "as_of": "2026-11-22", "answers": {"role.open_days": 58}}) for name in NAMES]
    Path("cases.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ended = run_here("assess", "cases.jsonl", "--kit", "out", "-q", "--engine", "python")
    assert ended.code == 0, ended.err
    folders = sorted(path.name for path in Path("out").iterdir())
    assert len(folders) == len({name.casefold() for name in folders}) == len(NAMES)
    briefs = "".join((path / "board-brief.md").read_text(encoding="utf-8") for path in Path("out").iterdir())
    assert all(f"# {name}: staffing" in briefs for name in NAMES if name.isascii())
    told = ended.err.splitlines()
    assert told[0] == "a b: 8 files written to out/a-b." and told[1] == "a-b: 8 files written to out/a-b-2."


def test_what_is_written_over_is_told(tmp_path: Path) -> None:
    """A kit that was filled in by hand; one that is the same is not spoken of."""
    case = tmp_path / "acme.json"
    case.write_text(json.dumps({"case": "acme", "as_of": "2026-11-22", "answers": {"role.open_days": 58}}))
    arguments = ("assess", str(case), "--kit", str(tmp_path / "kit"), "-q", "--engine", "python")
    for _ in range(2):
        assert run_here(*arguments).err == f"acme: 8 files written to {tmp_path / 'kit'}.\n"
    (tmp_path / "kit" / "plan.md").write_text("mine")
    assert run_here(*arguments).err == f"acme: 8 files written to {tmp_path / 'kit'}, 1 of them replace older ones.\n"
