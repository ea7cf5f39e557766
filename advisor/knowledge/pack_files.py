"""Which files belong to a pack."""

from __future__ import annotations

from pathlib import Path, PurePath


def pack_files(folder: Path) -> list[Path]:
    """The YAML files of a pack, in a fixed order."""
    named = (path for path in folder.rglob("*") if path.suffix.lower() in (".yaml", ".yml"))
    found = (path for path in named if path.is_file() or path.is_symlink())  # a link that leads nowhere is a fault
    names = {path.relative_to(folder): path for path in found}
    return [names[name] for name in sorted(names, key=PurePath.as_posix) if not _is_hidden(name)]


def _is_hidden(name: PurePath) -> bool:
    return any(part.startswith(".") for part in name.parts)
