"""The interview and the batch killed by SIGKILL at any moment: nothing is lost, nothing is left running."""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from testkit.batches import a_table
from testkit.campaign.trials import must
from testkit.places import ROOT
from testkit.processes import LINES, answered, left_of, parts_done, waits_for_prompt

_WAIT = 30  # seconds in which whoever lost a parent must be gone


def try_kills(seed: int, folder: Path) -> int:
    """An interview, or a batch by several processes."""
    rng = random.Random(f"kills {seed}")
    if seed % 3:
        kill_interview(rng)
        return 1
    return kill_batch(rng, folder)


def kill_interview(rng: random.Random) -> None:
    """An answer is confirmed once the next question stands on the screen; none of these may be lost."""
    command = ["interview", "acme", "--plain", "--as-of", "2026-11-22"]
    child = subprocess.Popen(
        _command(*command), stdin=subprocess.PIPE, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
        env=_environment(), bufsize=0,
    )  # fmt: skip
    assert child.stdin is not None and child.stderr is not None
    number, confirmed = rng.randrange(0, len(LINES)), 0
    killer = threading.Timer(rng.random() ** 2 * (0.05 if number else 1.5), child.kill)
    try:
        for place, line in enumerate(LINES):
            if place == number:
                killer.start()
            if not waits_for_prompt(child):
                break
            confirmed = place
            child.stdin.write(f"{line}\n".encode())
    except (BrokenPipeError, ValueError):
        pass
    killer.join()
    child.kill()
    child.wait()
    child.stdin.close()
    child.stderr.close()
    _must_hold(confirmed)


def _must_hold(confirmed: int) -> None:
    # The temporary name of a file that was just being written may stay, hidden; a file without its end may not.
    left = [path.name for path in Path().iterdir() if not path.name.startswith(".") and path.name != "acme.yaml"]
    must(not left, f"left over: {left}")
    if not Path("acme.yaml").exists():
        must(not answered(LINES[:confirmed]), f"{confirmed} answers were confirmed, and there is no file")
        return
    again = subprocess.run(
        _command("interview", "acme", "--plain", "--resume"), input="so far\nchange\n\nquit\n", capture_output=True,
        text=True, timeout=60, check=False, env=_environment(),
    )  # fmt: skip
    must(again.returncode == 0, f"cannot be gone on with: {again.stderr[-1000:]}")
    held = Path("acme.yaml").read_text(encoding="utf-8").count("\n  ") + Path("acme.yaml").read_text().count(", ")
    must(held >= len(answered(LINES[:confirmed])), f"{confirmed} answers were confirmed, and few are in the file")


def kill_batch(rng: random.Random, folder: Path) -> int:
    """Killed once or twice and gone on with, the results are those of a run that was not; its workers end with it."""
    rows = rng.choice((200, 600))
    table = a_table(folder / "t.csv", rows)
    command = ["batch", str(table), "-o", "out.csv", "--detail", "verdicts", "--part-rows", "25", "--resume"]
    command = _command(*command, "--processes", rng.choice("12"))
    for _ in range(rng.choice((1, 1, 2))):
        enough, after = parts_done(folder) + rng.randint(0, 6), rng.uniform(0, 0.3)
        child = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True, env=_environment())
        until = time.monotonic() + _WAIT
        while child.poll() is None and parts_done(folder) < enough and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(after)
        child.kill()
        child.wait()
        _must_be_gone(child.pid)
    last = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=_environment())
    must(last.returncode == 0, f"cannot be gone on with: {last.stderr[-1000:]}")
    must(f"{rows:,} rows in = {rows:,} out + 0 with errors." in last.stderr, f"lost: {last.stderr[-300:]}")
    with open("out.csv", encoding="utf-8", newline="") as stream:
        cases = [row["case"] for row in csv.DictReader(stream)]
    must(cases == [f"c{number}" for number in range(rows)], "the results are not those of all rows, in their order")
    left = sorted(path.name for path in folder.iterdir())
    must(left == ["out.csv", "out.csv.errors", "t.csv"], f"left over: {left}")
    return rows


def _must_be_gone(group: int) -> None:
    until = time.monotonic() + _WAIT
    while left_of(group) and time.monotonic() < until:
        time.sleep(0.01)
    left = left_of(group)
    for each in left:
        os.kill(each, signal.SIGKILL)
    must(not left, f"{len(left)} processes outlived the run that was killed")


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "advisor", *arguments]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}
