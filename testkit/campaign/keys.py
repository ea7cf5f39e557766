"""Storms of lines into the plain interview, as a pipe or a cat on the keys would send them."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import yaml

from testkit.campaign.damage import a_word
from testkit.campaign.trials import ended, must

_LINES = [
    "1", "2", "3", "4", "dk", "y", "n", "1", "2", "3", "dk", "dk", "dk", "", "none", "1 3", "1, 2 ...", "in 8 weeks",
    "50%", "1-3", "back", "b", "why", "w", "w cto", "w nobody", "note", "note hello", "change", "change 1", "change 99",
    "result", "r",
    "quit", "q", "help", "?", "h", "undo", "skip", "go on", "stop", "other: a thing", "1; other: a thing",
]  # fmt: skip


def try_keys(seed: int, folder: Path) -> int:
    """However it ends, the file holds what was said, and goes on from there."""
    dice = random.Random(f"keys {seed}")
    lines = [_a_line(dice) for _ in range(dice.choice((3, 10, 20, 50)))]
    text = "\n".join(lines).encode("utf-8", "surrogatepass" if dice.random() < 0.05 else "replace")
    begun = ["interview", "acme", "--plain", "--as-of", "2026-11-22"]
    minutes = dice.choice((0, 8, 240))
    done = ended([*begun, "--minutes", str(minutes), *(["-v"] if dice.random() < 0.2 else [])], stdin=text)
    must_be_kept(done.code)
    return len(lines)


def must_be_kept(code: int) -> None:
    """The file of an interview that was left stands alone, can be gone on with, and is then as it was."""
    left = sorted(path.name for path in Path().iterdir())
    must(left in ([], ["acme.yaml"]) or code == 3, f"left over: {left}")
    if not left:
        return
    before = said_in(Path("acme.yaml"))
    again = ended(["interview", "acme", "--plain", "--resume"], codes=(0,), stdin=b"quit\n")
    must(not before or "Picking up where you left off" in again.err, f"not gone on: {again.err[:400]!r}")
    must(said_in(Path("acme.yaml")) == before, "going on and leaving changed the file")


def said_in(file: Path) -> Any:
    """The answers of a case file, with those that are set aside because they do not apply."""
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {**data.get("set_aside", {}), **data["answers"]}


def _a_line(dice: random.Random) -> str:
    if dice.random() < 0.75:
        return dice.choice(_LINES)
    return a_word(dice) if dice.random() < 0.8 else f"{dice.choice(('note', 'change', 'w', 'why'))} {a_word(dice)}"
