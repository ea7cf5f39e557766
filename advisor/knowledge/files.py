"""Which files belong to a pack."""

from __future__ import annotations

from pathlib import Path, PurePath


def pack_files(folder: Path) -> list[Path]:
    """The YAML files of a pack, in a fixed order."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in (".yaml", ".yml") and path.is_file())
    names = {path.relative_to(folder): path for path in found}
    return [names[name] for name in sorted(names, key=PurePath.as_posix) if not _is_hidden(name)]


def _is_hidden(name: PurePath) -> bool:
    return any(part.startswith(".") for part in name.parts)
