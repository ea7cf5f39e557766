"""Batches run in the test's own process."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

import polars as pl

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


def results_of(rows: list[dict[str, Any]], diagnoses: list[str]) -> pl.DataFrame:
    """Results in which all is open but what a row says; a finding is a pair of status and low bound."""
    made = []
    for row in rows:
        told: dict[str, Any] = {"case": row["case"], "as_of": "2026-11-22", "share_known": row.get("share_known", 0.5)}
        for name in diagnoses:
            status, low = row.get(name, ("open", 0.0))
            told |= {name: status, f"{name}.low": low, f"{name}.high": max(low, 0.9), f"{name}.settled": False}
        for name in ("need_by", "runway_months", "gates_now", "option.a.chance_delivered", "headline"):
            told[name] = row.get(name)
        made.append(told)
    return pl.DataFrame(made, infer_schema_length=None)
