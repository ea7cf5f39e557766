"""Locks on open files, so that two processes do not write the same thing at once; as far as the system has locks."""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
from pathlib import Path
from typing import IO, Any
from weakref import WeakSet

_FAR = 1 << 30  # a byte that no such file has


_open: WeakSet[IO[str]] = WeakSet()


def _let_go() -> None:
    """In a forked process: a lock is held for as long as any process has its file open, and this is not the holder."""
    for file in list(_open):
        with contextlib.suppress(OSError, ValueError):
            file.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


def open_lock(path: Path) -> IO[str]:
    """A lock file, made where there is none, to be locked with `take_lock`; OSError where it cannot be opened.

    What stands in it is overwritten, so a link is not followed: it may lead to a file of somebody else's choice.
    """
    if path.is_symlink():
        raise OSError(errno.ELOOP, "This is a link, and a lock is none. Remove it", str(path))
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    file = os.fdopen(handle, "r+", encoding="utf-8")
    _open.add(file)
    return file


def take_lock(file: IO[Any]) -> bool:
    """Whether this process now holds the lock of an open file; it does not wait for it.

    The lock ends when the file is closed or the process dies. True also where the system or the file system has no
    locks, since to work without is better than not to work at all.
    """
    try:
        fcntl: Any = importlib.import_module("fcntl")
    except ImportError:
        return _take_on_windows(file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _take_on_windows(file: IO[Any]) -> bool:
    """Nobody else may read what is locked there, so a byte far behind the end is locked: the file can still be read."""
    try:
        msvcrt: Any = importlib.import_module("msvcrt")
    except ImportError:
        return True
    before = file.tell()
    file.seek(_FAR)
    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except PermissionError:
        return False
    except OSError:  # a file system without locks
        return True
    finally:
        file.seek(before)
    return True
