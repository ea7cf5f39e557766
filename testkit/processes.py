"""Processes that are killed: their children, what they leave running, how far they are."""

from __future__ import annotations

import os
import select
import subprocess
import time
from pathlib import Path

# Lines for the plain interview of the shipped rules: an answer each, but for `back` and what replaces one.
LINES = (
    "1", "1 3 ...", "3", "the support bot", "y", "2", "in 8 weeks", "back", "in 9 weeks", "1", "dk", "w cto",
    *["dk"] * 6,
)  # fmt: skip


def children(pid: int) -> list[int]:
    """The worker processes that a process started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            if int(fields[1]) == pid and b"resource_tracker" not in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def left_of(group: int) -> list[int]:
    """The processes of a group that still run; one that has ended and that nobody has asked about runs no more."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, _, its = (entry / "stat").read_text().rsplit(")", 1)[1].split()[:3]
        except OSError:
            continue
        if int(its) == group and state not in "ZX":
            found.append(int(entry.name))
    return found


def parts_done(folder: Path) -> int:
    """How many parts of a run stand in its folder."""
    return len(list(folder.glob("*.parts/*.note")))


def answered(lines: tuple[str, ...]) -> list[str]:
    """The lines that give an answer to a question of their own; what follows `back` replaces one."""
    return [line for before, line in zip(("", *lines), lines) if line != "back" and before != "back"]


def waits_for_prompt(child: subprocess.Popen[bytes]) -> bool:
    """Read until a question stands on the screen; False once the program is gone."""
    assert child.stderr is not None
    seen = b""
    until = time.monotonic() + 60
    while select.select([child.stderr], [], [], max(0.0, until - time.monotonic()))[0]:
        letters = os.read(child.stderr.fileno(), 4096)
        if not letters:
            return False
        seen += letters
        if seen.endswith(b"\n> "):
            return True
    child.kill()
    raise AssertionError(f"no question came: {seen[-300:]!r}")
