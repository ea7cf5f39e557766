"""`python -m advisor`, and the `advisor` command: the command line, with Ctrl-C heeded while it is being imported."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def run() -> NoReturn:
    """Run the command line and leave the process with its exit code."""
    try:
        from advisor.cli.main import run as run_command_line
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        _heeded()
        sys.exit(130)
    try:
        run_command_line()
    finally:
        _heeded()


def _heeded() -> None:
    """Let Python forget a Ctrl-C that broke off an `exec` (which dataclasses use); it would end us by signal 2."""
    exec("")


if __name__ == "__main__":
    run()
