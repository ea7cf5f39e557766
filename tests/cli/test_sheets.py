"""`advisor questions -o`: a sheet that somebody has filled in is not written over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testkit.commands import run_here


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("people.csv", "y or n,,\r\n", "y or n,y,\r\n"), ("people.md", "Answer: \n", "Answer: 2\n")],
)
def test_a_sheet_with_answers_is_kept(tmp_path: Path, name: str, old: str, new: str) -> None:
    """An empty one is made anew; the way out is named."""
    case, sheet = tmp_path / "acme.json", tmp_path / name
    case.write_text(json.dumps({"case": "acme", "as_of": "2026-11-22", "answers": {"role.open_days": 58}}))
    arguments = ("questions", str(case), "-o", str(sheet), "--engine", "python")
    for _ in range(2):
        assert run_here(*arguments).code == 0
    filled = sheet.read_bytes().decode().replace(old, new, 1)
    assert new in filled
    sheet.write_bytes(filled.encode())
    ended = run_here(*arguments)
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.startswith(f"{sheet}: This sheet has answers in it. Read them in with `advisor merge ")
    assert sheet.read_bytes().decode() == filled
