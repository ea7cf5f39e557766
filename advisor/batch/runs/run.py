"""A whole batch: sources to parts, parts done by a crew, parts noted, and joined as they come in."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from advisor.batch.runs.finish import ENDINGS, Finished, finish
from advisor.batch.runs.joining import Look, OutputJoiner
from advisor.batch.runs.ledger import Ledger
from advisor.batch.runs.pool import Workforce
from advisor.batch.runs.progress import Progress
from advisor.batch.runs.sources import Part, Sources
from advisor.batch.runs.work import Job
from advisor.knowledge.pack import Knowledge, PackInfo
from advisor.problems import FileError
from advisor.version import VERSION

PARTS = 2  # how they are kept; a run that was begun when they were kept otherwise is not resumed
_FEWEST_PARTS, _SMALLEST_PART = 8, 24  # where a case takes long
PART_SIZES = {"verdicts": 65_536, "model": 65_536, "plan": 256}


def part_size(job: Job, total: int | None = None) -> int:
    """How many cases a part has: few where each takes long, so that little is lost by a kill, and fewer where there
    are few in all (`total`), so that every processor has some.
    """
    size = 256 if job.form == "full" else PART_SIZES[job.detail]
    return size if total is None or size > 256 else min(max(-(-total // _FEWEST_PARTS), _SMALLEST_PART), size)


def check_output(out: Path, job: Job) -> None:
    """FileError where the output cannot be what its name says."""
    if out.suffix.lower() not in ENDINGS:
        raise FileError(f"{out}: Unknown file type. Use {', '.join(ENDINGS)}.")
    if job.form == "full" and out.suffix.lower() != ".jsonl":
        raise FileError(f"{out}: Whole assessments are written as JSON lines: name it `{out.stem}.jsonl`.")
    if out.is_symlink():
        raise FileError(f"{out}: This is a link. Name the file that it leads to: {os.path.realpath(out)}.")
    if out.is_dir() or not out.parent.is_dir():
        raise FileError(
            f"{out}: {'This is a folder.' if out.is_dir() else 'Its folder is missing.'} Name a file in a folder."
        )


def run(
    sources: Sources,
    out: Path,
    job: Job,
    crew: Workforce,
    knowledge: Knowledge,
    *,
    resume: bool = False,
    total: int | None = None,
    progress: Progress | None = None,
) -> Finished:
    """Do what is not done yet, then join it; FileError tells what went wrong and how to go on."""
    check_output(out, job)
    progress = progress or Progress(total)
    ledger = Ledger(out, fingerprint(sources, job, knowledge.packs, out), resume=resume)
    impacts = _impacts(job, knowledge) if job.form == "long" else None
    joining = OutputJoiner(ledger, Look(out.suffix.lower(), job.form == "full", impacts))
    try:
        noted = ledger.noted()
        progress.begin()
        done = sum(note.count for note in noted.values())
        kept, fresh = done, 0
        expected: set[int] = set()

        def left() -> Iterator[Part]:
            nonlocal kept
            for part in sources.parts():
                expected.add(part.number)
                note = noted.get(part.number)
                if note is not None and note.digest != part.digest():
                    raise FileError(f"{part.source}: The source changed since this run started. Start over.")
                if note is None:
                    yield part
                    progress.go_on()  # the first part is in hand
                else:
                    joining.take(note)

        for part, made in crew.do(left(), ledger.place):
            joining.take(ledger.write(made, part.digest()))
            fresh += made.count
            progress.at(kept + fresh, fresh)
        progress.close()
        missing = expected - set(ledger.noted())
        if missing:
            raise FileError(f"{out}: {len(missing)} parts are missing. Pick it up with `--resume`.")
        finished = replace(finish(out, ledger, joining), seconds=progress.seconds)
        ledger.remove()
        return finished
    finally:
        progress.close()
        joining.stop()
        ledger.close()


def _impacts(job: Job, knowledge: Knowledge) -> dict[str, int]:
    """The impact of each diagnosis that the job judges."""
    diagnoses = {name: entry.model for name, entry in knowledge.diagnoses.items()}
    return {name: d.impact for name, d in diagnoses.items() if job.drafts or d.lifecycle != "draft"}


def fingerprint(sources: Sources, job: Job, packs: tuple[PackInfo, ...], out: Path) -> str:
    """What makes two runs the same."""
    return json.dumps(
        {
            "version": VERSION,
            "parts": PARTS,
            "polars": pl.__version__,
            "paths": sources.paths,
            "size": sources.size,
            "job": repr(job),
            "packs": [(pack.name, pack.version, pack.sha256) for pack in packs],
            "out": out.name,
        },
        indent=1,
    )
