"""One thing after the other: requests wait in line for one thread, not too many and not too long.

Rules are worked out in Python, which does one thing at a time; side by side everyone would wait longest.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from advisor.problems import AdvisorError

T = TypeVar("T")
SECONDS = 30.0
MOST_WAITING = 200
_Job = tuple[Callable[[], Any], "asyncio.Future[Any]", asyncio.AbstractEventLoop]


class BusyError(AdvisorError):
    """Too many wait already, or it took too long; try again later."""


class Work:
    """Does work for an event loop in a thread of its own; `seconds` bound each request, waiting included.

    The thread ends with the process, even in the middle of something.
    """

    def __init__(self, seconds: float = SECONDS, most_waiting: int = MOST_WAITING):
        self.seconds = seconds
        self._most = most_waiting
        self._waiting = 0
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    @property
    def waiting(self) -> int:
        """How many requests are being worked on, or wait."""
        return self._waiting

    async def do(self, job: Callable[[], T], *, seconds: float | None = None) -> T:
        """The result of a job; BusyError where it can't be had in time. What was not begun by then isn't."""
        if self._waiting >= self._most:
            raise BusyError("The server is busy. Try again in a few seconds.")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._waiting += 1
        future.add_done_callback(self._done)
        self._put((job, future, loop))
        limit = self.seconds if seconds is None else seconds
        try:
            return await asyncio.wait_for(future, limit)
        except (asyncio.TimeoutError, TimeoutError):
            raise BusyError(f"This took longer than {limit:g} seconds. Try again, or ask for less.") from None

    @staticmethod
    def begin(job: Callable[[], Any]) -> None:
        """Do a job beside all others; no one waits for it, and if it fails whoever needs it will see why."""

        def run() -> None:
            with contextlib.suppress(Exception):
                job()

        threading.Thread(target=run, name="advisor-beside", daemon=True).start()

    def _put(self, job: _Job) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="advisor-work", daemon=True)
            self._thread.start()
        self._jobs.put(job)

    def _done(self, _future: asyncio.Future[Any]) -> None:
        self._waiting -= 1

    def _run(self) -> None:
        while True:
            job, future, loop = self._jobs.get()
            if future.done():
                continue
            try:
                result = job()
            except BaseException as error:
                _tell(loop, future, None, error)
            else:
                _tell(loop, future, result, None)


def _tell(
    loop: asyncio.AbstractEventLoop, future: asyncio.Future[Any], result: Any, error: BaseException | None
) -> None:
    """Hand a result to the loop that waits for it, if it still does."""

    def tell() -> None:
        if future.done():
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    try:
        loop.call_soon_threadsafe(tell)
    except RuntimeError:  # the loop has ended
        return
