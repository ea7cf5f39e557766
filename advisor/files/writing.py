"""Files written whole or not at all: to a temporary name beside them, flushed to disk, then renamed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from advisor.problems import FileError


def write_whole(path: Path, text: str, *, private: bool = False) -> None:
    """Write a text file whole; `private` makes it readable by its owner alone (mode 0600).

    Where a link stands, the file that it leads to is written. FileError says why it cannot be written; what stood
    there before then still stands.
    """
    temporary: str | None = None
    target = behind_links(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o600 if private else 0o644)
        os.replace(temporary, target)
        temporary = None
        sync_folder(target.parent)
    except OSError as error:
        raise FileError(f"{path}: Can't be written: {error.strerror}.") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def behind_links(path: Path) -> Path:
    """The file that a path leads to through links, there or not yet: a rename onto the link would end the link.

    FileError where links lead in a circle.
    """
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise FileError(f"{path}: This link points to itself. Delete it, or name another file.")
    return target


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder durable, where the system allows it (Windows opens no folder)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
