"""One input of a kind, tried within a time: how much it was, and what broke."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
import time
import traceback
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from unittest import mock

from testkit.commands import Ended, run_here
from testkit.shipped import shipped_advisor

Trial = Callable[[int, Path], int]  # a seed, an empty folder that is the working directory -> how many inputs it held


class BrokeError(AssertionError):
    """What must hold did not hold."""


class TooLongError(BaseException):
    """An input took longer than it may. Nobody who catches exceptions catches this one."""


@dataclass(frozen=True)
class Kind:
    """A kind of input: what tries the one of a seed, its part of the time, and how long one may take (seconds)."""

    name: str
    trial: Trial
    share: float = 1.0
    limit: float = 180.0


@dataclass(frozen=True)
class Tried:
    """What came of one input; `broke` says what broke, with the trace, and is empty where nothing did."""

    kind: str
    seed: int
    inputs: int
    seconds: float
    broke: str = ""


def tried(kind: Kind, seed: int) -> Tried:
    """The input of a seed, tried in a folder of its own. Whatever is raised is what broke."""
    begun, inputs, broke = time.monotonic(), 0, ""
    before, folder = os.getcwd(), Path(tempfile.mkdtemp(prefix=f"campaign-{kind.name}-"))
    os.chdir(folder)
    try:
        with _shared_advisor(), at_most(kind.limit), warnings.catch_warnings(record=True) as warned:
            inputs = kind.trial(seed, folder)
        must(not warned, f"Python warns, on the screen of whoever is there: {[str(each) for each in warned]}")
    except TooLongError:
        broke = f"took longer than {kind.limit:g} s\n{traceback.format_exc()}"
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        broke = f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
    finally:
        os.chdir(before)
        shutil.rmtree(folder, ignore_errors=True)
    return Tried(kind.name, seed, inputs or 1, time.monotonic() - begun, broke)


def _shared_advisor() -> contextlib.AbstractContextManager[object]:
    """Commands are given the one advisor over the shipped rules; loading them would take most of the time."""
    return mock.patch("advisor.library.Advisor", lambda *_, **__: shipped_advisor())


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """TooLongError inside where it takes longer; what never comes back to Python is the crew's to end."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def must(holds: object, what: str) -> None:
    """BrokeError with what broke; a plain `assert` says nothing outside pytest."""
    if not holds:
        raise BrokeError(what)


def ended(arguments: Sequence[str], codes: Sequence[int] = (0, 3), stdin: bytes | None = b"") -> Ended:
    """A command that ends with one of some codes, and says only what a screen can show."""
    done = run_here(*arguments, stdin=stdin)
    must(done.code in codes, f"{' '.join(arguments)!r} ended with {done.code}: {done.err[-600:]!r}")
    must("Traceback" not in done.err, f"a trace: {done.err[-2000:]}")
    for stream in (done.out, done.err):
        odd = next((line for line in stream.split("\n") if not is_safe(line)), None)
        must(odd is None, f"a line that no screen should be shown: {odd!r:.400}")
    return done


def is_safe(line: str) -> bool:
    """Whether a line can do no more than be read: it moves no cursor, ends no line, turns nothing around."""
    return line.isprintable() or not any(
        unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Cs") or letter in _TURNS for letter in line
    )


_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
