"""Shipped cases and packs, damaged at random: the command says what is wrong, or gives a result, and never breaks."""

from __future__ import annotations

import json
import random
import shutil
from functools import lru_cache
from pathlib import Path

import pytest

from advisor import Advisor, PackError
from advisor.files.yaml_text import read_yaml
from advisor.shipped import shipped
from testkit.campaign.damage import damaged
from testkit.commands import Ended, run_here
from testkit.places import PLAIN

CASES = sorted(shipped("cases").glob("*.yaml"))


@lru_cache
def shipped_advisor() -> Advisor:
    return Advisor(engine="python")


def check(ended: Ended, *, form: str) -> None:
    assert ended.code in (0, 3)
    assert bool(ended.err) == (ended.code == 3)
    assert bool(ended.out) == (ended.code == 0)
    for line in ended.err.splitlines():
        assert line.startswith("c.") and len(line) < 1_000 and line.isprintable()
    if form == "json" and ended.out:
        json.loads(ended.out)


@pytest.mark.parametrize("round_", range(6))
def test_damaged_cases_are_assessed_or_refused(round_: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    advisor = shipped_advisor()
    monkeypatch.setattr("advisor.library.Advisor", lambda *packs, **options: advisor)
    monkeypatch.chdir(tmp_path)
    refused = 0
    for number in range(50):
        dice = random.Random(round_ * 1_000 + number)
        raw, name = dice.choice(CASES).read_bytes(), "c.yaml"
        if dice.random() < 0.3:
            raw, name = json.dumps(read_yaml(raw.decode()).data, indent=dice.choice([None, 1])).encode(), "c.json"
        Path(name).write_bytes(damaged(raw, dice))
        form = dice.choice(["json", "text"])
        ended = run_here("assess", name, "--format", form)
        check(ended, form=form)
        refused += ended.code == 3
    assert 10 < refused < 50


@pytest.mark.parametrize("round_", range(4))
def test_damaged_packs_load_or_are_refused_with_problems(round_: int, tmp_path: Path) -> None:
    """Every problem names a file of the pack, and a line wherever the file is a text."""
    loaded = 0
    for number in range(50):
        dice = random.Random(round_ * 1_000 + number)
        folder = tmp_path / str(number)
        shutil.copytree(PLAIN, folder)
        file = dice.choice(sorted(folder.rglob("*.yaml")))
        file.write_bytes(damaged(file.read_bytes(), dice))
        try:
            advisor = Advisor(base=folder, engine="python")
            case, problems = advisor.read({"case": "x", "as_of": "2026-11-22"})
            assert case is not None, problems
            advisor.assess(case).to_dict()
            loaded += 1
        except PackError as error:
            for problem in error.problems:
                assert problem.file is not None and problem.file.startswith(str(folder))
                assert problem.message.endswith((".", "?")) and str(problem).isprintable() and len(str(problem)) < 1_200
    assert loaded < 45
