"""Where the shipped rules and cases are: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from advisor.problems import FileError


def shipped_packs() -> list[Path]:
    """The folders of the packs that came with this program: `rules`, and each pack inside it that stands on top."""
    return packs_in(shipped("rules"))


def packs_in(folder: Path) -> list[Path]:
    """A folder of rules, and each pack in a folder of its own inside it, which stands on top."""
    return [folder, *sorted(path.parent for path in folder.glob("*/pack.yaml"))]


def shipped(folder: str) -> Path:
    """The folder `rules` or `cases` that came with this program."""
    here = Path(__file__).resolve().parent
    for found in (here / folder, here.parents[1] / folder):
        if found.is_dir() and any(found.glob("*.yaml")):
            return found
    raise FileError(f"The folder `{folder}` is part of this program and is missing from {here}. Reinstall it.")
