"""Batches run in the test's own process."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

from advisor.batch.runs.finish import Finished
from advisor.batch.runs.pool import Alone, Workforce
from advisor.batch.runs.run import run
from advisor.batch.runs.sources import Sources, find_sources
from advisor.batch.runs.work import Job, Worker
from testkit.shipped import shipped_advisor


def batch(
    sources: list[Path], out: Path, *, size: int = 50, resume: bool = False, crew: Workforce | None = None, **job: Any
) -> Finished:
    """A run in this process."""
    made = Job(**{"detail": "verdicts", **job})
    crew = crew or Alone(Worker(made, shipped_advisor().rulebase))
    return run(
        Sources(find_sources([str(s) for s in sources]), size),
        out,
        made,
        crew,
        shipped_advisor().knowledge,
        resume=resume,
    )


def errors_of(out: Path) -> list[dict[str, str]]:
    """The rows of OUT.errors."""
    with open(f"{out}.errors", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def a_table(path: Path, rows: int) -> Path:
    """A CSV of small companies."""
    chance = random.Random(rows)
    lines = ["case,as_of,role.open_days,role.stage,jd.must_haves_separated"]
    lines += [
        f"c{i},2026-11-22,{chance.randint(0, 200)},{chance.choice(['nobody', 'in_calls', ''])},"
        f"{chance.choice(['yes', 'no', '?'])}"
        for i in range(rows)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
