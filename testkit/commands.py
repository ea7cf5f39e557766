"""The command run inside the test's own process."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.cli.main import run


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


Advise = Callable[..., Ended]


def run_here(*arguments: str, stdin: bytes | None = b"", out: Any = None) -> Ended:
    """Run the command line with streams of its own; anything but SystemExit is a fault of the program."""
    kept = sys.stdin, sys.stdout, sys.stderr
    given = None if stdin is None else io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    written, said = _stream(), _stream()
    sys.stdin, sys.stdout, sys.stderr = given, out or written, said
    try:
        run(arguments)
    except SystemExit as stop:
        code = stop.code
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
    assert isinstance(code, int)
    return Ended(code, _text(written), _text(said))


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def said_of(advise: Advise, content: str) -> list[str]:
    """What is said about a case file that is refused, without the file's name."""
    Path("c.yaml").write_text(content)
    ended = advise("assess", "c.yaml")
    assert (ended.code, ended.out) == (3, "")
    return [line.removeprefix("c.yaml:") for line in ended.err.splitlines()]
