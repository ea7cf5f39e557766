"""The program starts and works where the system is no Linux: what only some systems have is never taken for granted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from advisor.files.locks import take_lock

MODULES = ("fcntl", "resource", "termios", "tty", "pty", "pwd", "grp", "curses", "readline", "syslog")
OF_OS = (
    "sched_getaffinity",
    "geteuid",
    "getuid",
    "getpgid",
    "setsid",
    "fork",
    "fchmod",
    "mkfifo",
    "uname",
    "getloadavg",
)
OF_SIGNAL = ("SIGKILL", "SIGALRM", "SIGHUP", "SIGPIPE", "SIGUSR1", "SIGWINCH")
FOREIGN = (
    "asyncio",
    "multiprocessing",
    "concurrent.futures.process",
    "click",
    "tabulate",
    "questionary",
    "pydantic",
    "numpy",
)
EXTRAS = ("polars", "pyarrow", "openpyxl", "zstandard", "distributed", "fastapi", "uvicorn", "mcp", "jinja2", "z3")
EVERY_MODULE = f"""
import importlib, json, os, pkgutil, signal, sys

for name in {(*FOREIGN, *EXTRAS)!r}:  # theirs is to know what their systems have
    try:
        importlib.import_module(name)
    except ImportError:
        pass
for name in {MODULES!r}:
    sys.modules[name] = None
for where, names in ((os, {OF_OS!r}), (signal, {OF_SIGNAL!r})):
    for name in names:
        if hasattr(where, name):
            delattr(where, name)
import advisor

done, missing, failed = [], {{}}, {{}}
for found in pkgutil.walk_packages(advisor.__path__, "advisor."):
    try:
        importlib.import_module(found.name)
        done.append(found.name)
    except ModuleNotFoundError as error:
        where = missing if error.name.split(".")[0] in {EXTRAS!r} else failed
        where[found.name] = error.name
    except Exception as error:
        failed[found.name] = repr(error)
print(json.dumps([done, missing, failed]))
"""


def test_every_module_can_be_imported_where_little_is_there() -> None:
    """Without the modules and names that macOS or Windows lack; a module may miss an extra that is not installed."""
    ran = subprocess.run([sys.executable, "-c", EVERY_MODULE], capture_output=True, text=True, check=True)
    done, missing, failed = json.loads(ran.stdout)
    assert failed == {}
    assert {"advisor.library", "advisor.cli.batch", "advisor.interview.sitting.session"} <= {*done}
    if missing:
        pytest.skip(f"not installed: {', '.join(sorted(set(missing.values())))}; all else was imported")


def test_a_lock_is_held_once(tmp_path: Path) -> None:
    """Until the file is closed."""
    with open(tmp_path / "lock", "a+") as second:
        with open(tmp_path / "lock", "a+") as first:
            assert take_lock(first)
            assert not take_lock(second)
        assert take_lock(second)


def test_a_lock_of_windows_leaves_the_file_readable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It lies on a byte behind the end; where another holds it, or there is nothing to lock with, that is told."""
    places: list[int] = []

    def locking(handle: int, how: int, size: int) -> None:
        places.append(os.lseek(handle, 0, os.SEEK_CUR))
        if len(places) > 1:
            raise PermissionError

    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
    with open(tmp_path / "lock", "a+") as file:
        file.write("who holds it")
        file.flush()
        assert [take_lock(file), take_lock(file)] == [True, False]
        assert min(places) > file.tell() == 12
        monkeypatch.setitem(sys.modules, "msvcrt", None)
        assert take_lock(file)


def test_a_batch_runs_without_locks_and_counts_processors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder is used and left as always; the processors are all that the machine has."""
    pytest.importorskip("polars")
    from advisor.batch.runs.ledger import Ledger
    from advisor.batch.runs.pool import usable_processors

    for name in ("fcntl", "msvcrt"):
        monkeypatch.setitem(sys.modules, name, None)
    ledger = Ledger(tmp_path / "out.csv", "the job", resume=False)
    assert ledger.noted() == {}
    ledger.remove()
    assert not list(tmp_path.iterdir())
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert usable_processors() == 6
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert usable_processors() == 1
