"""Several processes that answer on one socket; one that dies is started anew, and all end together."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

from advisor.problems import FileError

GRACE = 10  # seconds for what is being asked when the server is told to end
_SOON = 5.0  # seconds; a process that dies within them has not come up
_MOST_FAILED = 3  # of those, one after the other
One = Callable[[socket.socket], None]


def several(one: One, bound: socket.socket, number: int) -> None:
    """Run `one` in so many processes until this one is told to end; FileError where they don't come up.

    They are started anew, not forked: what has threads must not be.
    """
    ending = threading.Event()
    usual = {each: signal.signal(each, lambda *_: ending.set()) for each in (signal.SIGINT, signal.SIGTERM)}
    running = [_started(one, bound) for _ in range(number)]
    failed = 0
    try:
        while not ending.wait(0.2) and failed < _MOST_FAILED:
            for place, (process, since) in enumerate(running):
                if process.is_alive():
                    continue
                failed = failed + 1 if time.monotonic() - since < _SOON else 0
                running[place] = _started(one, bound)
    finally:
        _end([process for process, _ in running])
        for each, handler in usual.items():
            signal.signal(each, handler)
    if failed >= _MOST_FAILED:
        raise FileError("The server's processes don't come up. Run it with `--processes 1` to see why.")


def _started(one: One, bound: socket.socket) -> tuple[BaseProcess, float]:
    process = multiprocessing.get_context("spawn").Process(target=_child, args=(one, bound), name="advisor-serve")
    process.start()
    return process, time.monotonic()


def _child(one: One, bound: socket.socket) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    one(bound)


def _end_with_parent() -> None:
    """A process whose parent is gone ends as if it was told to."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


def _end(processes: list[BaseProcess]) -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + GRACE + 2
    for process in processes:
        process.join(max(until - time.monotonic(), 0.1))
        if process.is_alive():
            process.kill()
            process.join()
