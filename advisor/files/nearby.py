"""Paths of files as they are shown to people."""

from __future__ import annotations

import os


def near(file: str | None) -> str:
    """A file's path, from the working folder where it lies below; empty without a file."""
    if not file:
        return ""
    path = os.path.relpath(file)
    return file if path.startswith("..") else path
