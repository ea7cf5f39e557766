"""Loads the rules, and begins the interview, while the first question is already on the screen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class InBackground(Generic[T]):
    """Work that begins with `start` and whose result, or error, `result` waits for."""

    def __init__(self, work: Callable[[], T]):
        self._work = work
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._made: list[T] = []
        self._error: BaseException | None = None

    def start(self) -> None:
        """Begin; a second call does nothing."""
        if not self._thread.ident:
            self._thread.start()

    def result(self) -> T:
        """What the work gave; raises what it raised."""
        self.start()
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._made[0]

    def _run(self) -> None:
        try:
            self._made.append(self._work())
        except BaseException as error:
            self._error = error
