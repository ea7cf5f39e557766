"""What is said at the end of a run: how it came out, the most frequent problems with their cure, what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from advisor.batch.runs.finish import Finished, Frequent, errors_path
from advisor.batch.runs.progress import time_text
from advisor.batch.runs.results import NOT_UNDERSTOOD
from advisor.batch.runs.work import Job
from advisor.language.shown import counted
from advisor.report.layout import clean

_LONGEST = 160  # letters of a way out on the screen


def ending(finished: Finished, out: Path, job: Job, source: str) -> Iterator[str]:
    """The lines to show when a run is done."""
    count, written, failed = finished.count, finished.written, finished.failed
    yield f"{count:,} rows in = {written:,} out + {failed:,} with errors."
    if finished.cells:
        cells = counted(finished.cells, "cell")
        yield f"{cells} couldn't be understood and count as not given: see the column `{NOT_UNDERSTOOD}`."
    if finished.problems:
        yield f"{counted(finished.problems, 'problem')} in {errors_path(out)}. The most frequent:"
        yield from (line for each in finished.frequent for line in _told(each))
        if not job.map.columns and (finished.failed == finished.count or finished.cells > finished.written):
            yield f"Map the columns first: `advisor batch --suggest-columns {source} -o map.yaml`"
    if finished.written and job.form == "wide" and (finished.problems or job.detail == "plan"):
        yield f"Done in {time_text(finished.seconds)}. Next: `advisor portfolio {out}`"


def _told(each: Frequent) -> Iterator[str]:
    """A problem in a line or two."""
    where = f"{each.header}: " if each.header else ""
    value = f"{each.value!r}: " if each.value and repr(each.value) not in each.reason else ""
    yield f"  {each.count:>5,} x  {clean(f'{where}{value}{each.reason}')}"
    if each.way_out:
        way = each.way_out if len(each.way_out) <= _LONGEST else "See this row in the errors file for the options."
        yield f"           {clean(way)}"
