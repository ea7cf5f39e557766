"""How far a run is, on a terminal; silent in a pipe."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from typing import TextIO

_EVERY = 0.5  # seconds between two looks; a part may take longer than that
_LEAST = 0.2  # seconds between two lines


class Progress:
    """One line with the cases done, the rate, and the time left where the total is known.

    It is written at once and goes on by itself, so that nobody looks at an empty screen while the first part is done.
    """

    def __init__(self, total: int | None, stream: TextIO | None = None):
        self._stream = stream if stream is not None else sys.stderr
        self._shown = self._stream is not None and self._stream.isatty()
        self._total = total
        self._start = self._last = time.monotonic()
        self._width = 0
        self._done = self._fresh = 0
        self._closed = threading.Event()
        self._ticker: threading.Thread | None = None
        self._writing = threading.Lock()

    def begin(self) -> None:
        """Say that work is under way."""
        if self._shown:
            self._show()

    def go_on(self) -> None:
        """Go on saying it, from now on by itself; a thread does, so processes are best started before."""
        if self._shown and self._ticker is None:
            self._ticker = threading.Thread(target=self._tick, name="progress", daemon=True)
            self._ticker.start()

    def at(self, done: int, fresh: int) -> None:
        """`done` cases are done, `fresh` of them in this run."""
        self._done, self._fresh = done, fresh
        if self._shown and (time.monotonic() - self._last >= _LEAST or done == self._total):
            self._show()

    def close(self) -> None:
        """Leave an empty line behind."""
        self._closed.set()
        if self._ticker is not None:
            self._ticker.join()
        if self._shown and self._width:
            self._write("\r" + " " * self._width + "\r")

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.monotonic() - self._start

    def _tick(self) -> None:
        while not self._closed.wait(_EVERY):
            self._show()

    def _show(self) -> None:
        done, fresh, seconds = self._done, self._fresh, self.seconds
        self._last = time.monotonic()
        rate = fresh / max(seconds, 1e-6)
        if not fresh:
            of = f" of {self._total:,}" if self._total else ""
            text = f"{done:,}{of} cases, {time_text(seconds)}, reading the rules and the first rows"
        elif self._total:
            left = max(self._total - done, 0) / rate
            filled = min(int(20 * done / self._total), 20)
            bar = f"[{'#' * filled}{'.' * (20 - filled)}]"
            text = f"{bar} {done:,} of {self._total:,}, {rate:,.0f}/s, {time_text(left)} left"
        else:
            text = f"{done:,} cases, {rate:,.0f}/s, {time_text(seconds)}"
        self._write("\r" + text.ljust(self._width))
        self._width = len(text)

    def _write(self, text: str) -> None:
        with self._writing, contextlib.suppress(OSError, ValueError):  # the terminal may be gone
            self._stream.write(text)
            self._stream.flush()


def time_text(seconds: float) -> str:
    """A length of time, as in 1:05."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
