"""Who does the parts: this process, several processes here, or a Dask cluster; each part once, whoever dies."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Protocol

from advisor.batch.runs.ledger import Place, stored
from advisor.batch.runs.results import PartDone
from advisor.batch.runs.sources import Part
from advisor.batch.runs.work import Job, Worker
from advisor.batch.tables.parts import ARROW
from advisor.problems import FileError

_TRIES = 3
_LOOK = 0.2  # seconds; polars has waits go on after Ctrl-C, which is told between two of them
_worker: Worker | None = None  # of a process that was started for nothing but this work


class Workforce(Protocol):
    """Does parts, in any order."""

    def do(self, parts: Iterable[Part], place: Place | None = None) -> Iterator[tuple[Part, PartDone]]:
        """Every part with its results; tables are put in their place where the work is done, if
        it is seen there."""


def usable_processors() -> int:
    """How many processors this process may use, at least 1; all of the machine's where the system tells no more."""
    allowed = getattr(os, "sched_getaffinity", None)  # Linux only
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1


def done_by(worker: Worker, part: Part, place: Place | None) -> PartDone:
    """One part, and its results put in their place."""
    return stored(worker.do(part, place.ending if place is not None else ARROW), place)


class Alone:
    """All parts in this process."""

    def __init__(self, worker: Worker):
        self._worker = worker

    def do(self, parts: Iterable[Part], place: Place | None = None) -> Iterator[tuple[Part, PartDone]]:
        """Every part with its results."""
        for part in parts:
            yield part, done_by(self._worker, part, place)


class Processes:
    """Parts in several processes; what a process that died had in hand is done again.

    With `here` this process does parts too, with a worker that it makes once the others are starting: for few parts,
    of which some would be done before another process has even read the rules.
    """

    # When a process dies, the whole pool is broken, and nobody can tell who had which part. So all parts in hand go to
    # a new pool, and each of them is charged with the death: what is charged three times is taken for the cause, since
    # others are done in between. A bound on parts in hand (two for each process) keeps innocent ones few.

    def __init__(self, job: Job, count: int, here: Callable[[], Worker] | None = None):
        self._job = job
        self._count = count if here is None else max(count - 1, 1)
        self._here = here

    def do(self, parts: Iterable[Part], place: Place | None = None) -> Iterator[tuple[Part, PartDone]]:
        """Every part with its results; FileError where a part kills the process that does it again and again."""
        waiting = iter(parts)
        again: list[Part] = []
        tries: dict[int, int] = {}
        worker: Worker | None = None
        while True:
            with self._pool() as pool:
                running: dict[Future[PartDone], Part] = {}
                broken = False
                while not broken:
                    try:
                        for part in _next(again, waiting, 2 * self._count - len(running)):
                            with _undisturbed():
                                running[pool.submit(_do, part, place)] = part
                    except BrokenProcessPool:
                        again.append(part)
                        broken = True
                    if not running:
                        break
                    own = next(waiting, None) if self._here is not None and not broken else None
                    if own is not None and self._here is not None:
                        worker = worker or self._here()
                        yield own, done_by(worker, own, place)
                    finished, _ = wait(running, 0 if own is not None else _LOOK, FIRST_COMPLETED)
                    for future in finished:
                        if isinstance(future.exception(), BrokenProcessPool):
                            broken = True
                            continue
                        yield running.pop(future), future.result()
                if not broken:
                    return
                for future, part in running.items():
                    if future.done() and future.exception() is None:
                        yield part, future.result()
                        continue
                    tries[part.number] = tries.get(part.number, 0) + 1
                    if tries[part.number] >= _TRIES:
                        raise FileError(
                            f"{part.source}: The process that worked on part {part.number} died {_TRIES} times. "
                            "What's done is saved. Pick it up with `--resume`."
                        )
                    again.append(part)

    @contextmanager
    def _pool(self) -> Iterator[ProcessPoolExecutor]:
        """A pool that ends with what is done in it: at once where that is stopped, for nobody waits for parts then."""
        os.environ.setdefault("POLARS_MAX_THREADS", "1")
        others = set(multiprocessing.active_children())
        # Never forked: polars waits for ever in a forked process once it has worked in this one, as it does to resume.
        pool = ProcessPoolExecutor(self._count, multiprocessing.get_context("spawn"), _begin, (self._job,))
        try:
            yield pool
        except BaseException:
            workers = set(multiprocessing.active_children()) - others
            for worker in workers:
                worker.terminate()
            with _undisturbed():
                # Waited for, though nothing is left to do: at its end Python would wake the thread that leads the pool,
                # by a pipe that this thread is just closing.
                pool.shutdown(cancel_futures=True)
            raise
        pool.shutdown()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C wait, and never reach the processes that are started meanwhile: it is for this one to end them."""
    mask = getattr(signal, "pthread_sigmask", None)  # not on Windows
    if mask is None:
        yield
        return
    before = mask(signal.SIG_BLOCK, {signal.SIGINT})  # which the processes take over
    try:
        with _noted():
            yield
    finally:
        mask(signal.SIG_SETMASK, before)


@contextmanager
def _noted() -> Iterator[None]:
    """Let Ctrl-C wait where another thread takes it: Python hands it to the main thread, whatever that one blocks."""
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    came: list[int] = []
    signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if came:
            signal.raise_signal(signal.SIGINT)  # blocked as yet: it comes once the mask is gone


def _next(again: list[Part], waiting: Iterator[Part], most: int) -> Iterator[Part]:
    for _ in range(most):
        part = again.pop() if again else next(waiting, None)
        if part is None:
            return
        yield part


def _begin(job: Job) -> None:
    global _worker
    _end_with_the_parent()
    _worker = Worker(job)
    gc.collect()
    gc.freeze()  # the rules stay as long as the process
    gc.set_threshold(100_000)  # cases make many objects, hardly any of them in circles


def _end_with_the_parent() -> None:
    """End this process when the one that started it is gone, however it ended.

    A worker waits for work on a queue whose other end it holds too, so it would not notice, and wait for ever.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:

        def watch() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=watch, name="parent", daemon=True).start()


def _do(part: Part, place: Place | None) -> PartDone:
    assert _worker is not None
    return done_by(_worker, part, place)


MakeCrew = Callable[[Job], Workforce]
