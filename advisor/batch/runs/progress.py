"""How far a run is, on a terminal; silent in a pipe."""

from __future__ import annotations

import sys
import time
from typing import TextIO


class Progress:
    """One line with the cases done, the rate, and the time left where the total is known."""

    def __init__(self, total: int | None, stream: TextIO | None = None):
        self._stream = stream if stream is not None else sys.stderr
        self._shown = self._stream is not None and self._stream.isatty()
        self._total = total
        self._start = self._last = time.monotonic()
        self._width = 0

    def at(self, done: int, fresh: int) -> None:
        """`done` cases are done, `fresh` of them in this run."""
        now = time.monotonic()
        if not self._shown or (now - self._last < 0.2 and done != self._total):
            return
        self._last = now
        rate = fresh / max(now - self._start, 1e-6)
        text = f"{done:,} cases, {rate:,.0f}/s"
        if self._total:
            left = max(self._total - done, 0) / rate if rate else 0
            filled = min(int(20 * done / self._total), 20)
            text = (
                f"[{'#' * filled}{'.' * (20 - filled)}] {done:,} of {self._total:,}, {rate:,.0f}/s, {_time(left)} left"
            )
        self._write("\r" + text.ljust(self._width))
        self._width = len(text)

    def close(self) -> None:
        """Leave an empty line behind."""
        if self._shown and self._width:
            self._write("\r" + " " * self._width + "\r")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def _time(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
