"""Files written whole or not at all: to a temporary name beside them, flushed to disk, then renamed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from advisor.problems import FileError


def write_whole(path: Path, text: str, *, private: bool = False) -> None:
    """Write a text file whole; `private` makes it readable by its owner alone (mode 0600).

    FileError says why it cannot be written; what stood there before then still stands.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o600 if private else 0o644)
        os.replace(temporary, path)
        temporary = None
        sync_folder(path.parent)
    except OSError as error:
        raise FileError(f"{path}: Cannot be written: {error.strerror}.") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder durable, where the system allows it (Windows opens no folder)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
