"""Killed at any moment: every answer that was confirmed is there, and the interview can go on.

`ADVISOR_KILLS=200 pytest tests/interview/test_kill.py` tries more moments.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import yaml

from testkit.processes import LINES, answered, waits_for_prompt

KILLS = int(os.environ.get("ADVISOR_KILLS", "4"))
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_interview_keeps_what_was_confirmed(tmp_path: Path, seed: int) -> None:
    """An answer is confirmed once the next question is on the screen."""
    rng = random.Random(seed)
    command = [sys.executable, "-m", "advisor", "interview", "acme", "--plain", "--as-of", "2026-11-22"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, bufsize=0)
    assert child.stdin is not None and child.stderr is not None
    moment = rng.random() ** 2
    number = rng.randrange(1, len(LINES))
    killer: threading.Timer | None = None
    confirmed = 0
    try:
        for place, line in enumerate(LINES):
            if not waits_for_prompt(child):
                break
            confirmed = place
            if place == number:
                killer = threading.Timer(moment * 0.05 if place > 1 else moment, child.kill)
                killer.start()
            child.stdin.write(f"{line}\n".encode())
            if place == number and moment < 0.02:
                child.kill()
    except (BrokenPipeError, ValueError):
        pass
    if killer is not None:
        killer.join()
    child.kill()
    child.wait()
    answers = yaml.safe_load((tmp_path / "acme.yaml").read_text())["answers"] if confirmed else {}
    assert len(answers) >= len(answered(LINES[:confirmed]))
    assert not [
        p for p in tmp_path.iterdir() if p.suffix == ".yaml" and p.name != "acme.yaml" and not p.name.startswith(".")
    ]
    if confirmed:
        done = subprocess.run(
            [*command[:5], "--plain", "--resume"], input="quit\n", capture_output=True, text=True, cwd=tmp_path
        )
        assert done.returncode == 0 and "Picking up where you left off" in done.stderr, done.stderr
