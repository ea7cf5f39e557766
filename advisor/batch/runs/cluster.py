"""A batch on a Dask cluster: parts go out, and workers that see the folder of the run put results there.

From others the results come back, and this process writes them. Only this process notes what is done.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
from collections.abc import Iterable, Iterator
from typing import Any

from advisor.batch.runs.ledger import Place
from advisor.batch.runs.pool import done_by
from advisor.batch.runs.results import PartDone
from advisor.batch.runs.sources import Part
from advisor.batch.runs.work import Job, Worker
from advisor.problems import FileError

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # of mallopt
_KEPT, _KEPT_ARRAY = 256 << 20, 32 << 20  # bytes


class Cluster:
    """Parts on the workers of a scheduler; what a worker that died had in hand, Dask gives to another.

    Parquet files are read by the workers: their paths must mean the same there.
    """

    def __init__(self, job: Job, address: str):
        self._job = job
        self._address = address

    def do(self, parts: Iterable[Part], place: Place | None = None) -> Iterator[tuple[Part, PartDone]]:
        """Every part with its results; FileError where the scheduler cannot be reached or gives a part up."""
        distributed: Any = importlib.import_module("distributed")
        try:
            client: Any = distributed.Client(self._address, timeout=20, set_as_default=False)
        except (OSError, ValueError) as error:
            raise FileError(f"{self._address}: Can't reach the scheduler: {error}") from None
        with client:
            job = client.scatter(self._job, broadcast=True, hash=False)
            waiting = iter(parts)
            running: dict[Any, Part] = {}
            completed = distributed.as_completed(loop=client.loop)

            def more() -> None:
                while len(running) < 2 * max(1, sum(client.nthreads().values())):
                    part = next(waiting, None)
                    if part is None:
                        return
                    future = self._submit(client, job, part, place)
                    running[future.key] = part
                    completed.add(future)

            more()
            while running:
                future = next(completed)
                part = running.pop(future.key)
                try:
                    made: PartDone = future.result()
                except Exception as error:
                    raise FileError(
                        f"{part.source}: The cluster gave up on part {part.number}: {error} "
                        "What's done is saved. Pick it up with `--resume`."
                    ) from None
                future.release()
                yield part, made
                more()

    def _submit(self, client: Any, job: object, part: Part, place: Place | None) -> Any:
        key = f"advisor-part-{part.number}-{id(self)}"
        return client.submit(do_part, job, part, place, key=key, pure=False, retries=3)


def do_part(job: Job, part: Part, place: Place | None) -> PartDone:
    """One part, with the knowledge that this worker process keeps for the job."""
    distributed: Any = importlib.import_module("distributed")
    here = distributed.get_worker()
    kept: dict[str, Worker] = here.__dict__.setdefault("_advisor_workers", {})
    key = repr(job)
    if key not in kept:
        kept.clear()
        _keep_memory()
        kept[key] = Worker(job)
    return done_by(kept[key], part, place)


def _keep_memory() -> None:
    """Let this process keep memory that it will need again, as far as the system's allocator can be told.

    Dask sets MALLOC_TRIM_THRESHOLD_, so that workers give back all they free. The arrays of one part are made and
    dropped thousands of times, and a sixth of the time would go to that.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):  # there is no glibc; Windows opens no None
        tell = ctypes.CDLL(None).mallopt
        tell(_TRIM_THRESHOLD, _KEPT)
        tell(_MMAP_THRESHOLD, _KEPT_ARRAY)
