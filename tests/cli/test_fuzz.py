"""Shipped cases and packs, damaged at random: the command says what is wrong, or gives a result, and never breaks."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from advisor import Advisor, PackError
from advisor.files.yaml_text import read_yaml
from advisor.shipped import shipped
from testkit.commands import Ended, run_here
from testkit.places import PLAIN

CASES = sorted(shipped("cases").glob("*.yaml"))
TOKENS = [
    b"\t", b": ", b" #1", b"{", b"}", b"[", b"]", b"&a ", b"*a", b"!!x ", b"\x00", b"\xe9", b"\xff\xfe", b"'", b'"',
    b"- ", b"? ", b"%", b"---\n", b"|", b">-", b"null", b"true", b"no", b".nan", b"1e999", b"-1", b"9" * 40, b"~",
    b"{unsure: true}", b"{from: 9, to: 1}", b"{differ: [1, 2]}", b"[backend, backend]", b"2026-02-30", b"as_of: x\n",
    b"\xf0\x9f\x98\x80", b"\xe2\x80\xa8", b"\r", b"\n\n", b"answers:\n", b"zzz: 1\n", b"\\u0000", b", or that",
]  # fmt: skip


def cut(raw: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(raw))
    return raw[:start] + raw[start + dice.randrange(1, 40) :]


def insert(raw: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(raw))
    return raw[:at] + dice.choice(TOKENS) + raw[at:]


def repeat_line(raw: bytes, dice: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    lines.insert(dice.randrange(len(lines)), dice.choice(lines))
    return b"".join(lines)


def swap_lines(raw: bytes, dice: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    a, b = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"".join(lines)


def change_value(raw: bytes, dice: random.Random) -> bytes:
    lines = raw.split(b"\n")
    number = dice.randrange(len(lines))
    key, colon, _ = lines[number].partition(b": ")
    lines[number] = key + colon + dice.choice(TOKENS)
    return b"\n".join(lines)


def flip(raw: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(raw))
    return raw[:at] + bytes([dice.randrange(256)]) + raw[at + 1 :]


DAMAGES: list[Callable[[bytes, random.Random], bytes]] = [cut, insert, repeat_line, swap_lines, change_value, flip]


@lru_cache
def shipped_advisor() -> Advisor:
    return Advisor(engine="python")


def damaged(raw: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randrange(1, 4)):
        raw = dice.choice(DAMAGES)(raw, dice) or b"\n"
    return raw


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
