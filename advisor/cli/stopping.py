"""Ctrl-C stops the command between the calls of compiled libraries, and never within one."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

_COMPILED = ("durable", "polars")  # packages whose compiled code calls back into Python
_AGAIN = 0.02  # seconds


@contextlib.contextmanager
def ctrl_c_between_calls() -> Iterator[None]:
    """Raise KeyboardInterrupt for Ctrl-C as Python does, but while a compiled library is at work, when it has ended.

    Python raises it at the next instruction, which may stand in a call back from compiled code. That code then answers
    with an error about something else, or breaks off with a report of its own.
    """
    # Where the process was told to ignore Ctrl-C (nohup), or another handler stands, it stays so.
    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not usual or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    if not _in_compiled_code(frame):
        signal.default_int_handler(number, frame)
    again = threading.Timer(_AGAIN, signal.raise_signal, (number,))
    again.daemon = True
    again.start()


def _in_compiled_code(frame: FrameType | None) -> bool:
    """Whether one of the calls that led here is a compiled library's."""
    while frame is not None:
        if str(frame.f_globals.get("__name__")).split(".", 1)[0] in _COMPILED:
            return True
        frame = frame.f_back
    return False
