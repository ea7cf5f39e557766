"""Cases that an assistant leaves with the server between calls: in memory, few, and forgotten after an hour."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from advisor.interview.state import State
from advisor.serving.refused import refuse

MOST = 200
HOURS = 1.0


class Sessions:
    """States by a handle that no one can guess. Nothing is written to disk; `clock` tells seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = MOST):
        self._clock = clock
        self._most = most
        self._kept: OrderedDict[str, tuple[float, State]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, state: State, handle: str | None = None) -> str:
        """The handle under which a state is kept from now on; a new one where none is given."""
        handle = handle or secrets.token_urlsafe(12)
        with self._lock:
            self._kept[handle] = (self._clock(), state)
            self._kept.move_to_end(handle)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return handle

    def get(self, handle: str) -> State:
        """The state under a handle; RefusedError where there is none, or no more."""
        with self._lock:
            when, state = self._kept.get(handle, (float("-inf"), None))
            if state is not None and self._clock() - when > HOURS * 3600:
                del self._kept[handle]
                state = None
        if state is None:
            way = "Start again with `assess`, giving all `answers`; or hand over `case` in each call."
            raise refuse("session", "unknown-session", "This session isn't here, or it's over.", way)
        return state
