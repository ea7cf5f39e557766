"""Which files belong to a pack."""

from __future__ import annotations

from pathlib import Path, PurePath


def pack_files(folder: Path) -> list[Path]:
    """The YAML files of a pack, in a fixed order; a folder inside it with a pack.yaml of its own is another pack."""
    named = (path for path in folder.rglob("*") if path.suffix.lower() in (".yaml", ".yml"))
    found = (path for path in named if path.is_file() or path.is_symlink())  # a link that leads nowhere is a fault
    names = {path.relative_to(folder): path for path in found}
    others = {name.parent for name in names if name.name == "pack.yaml" and len(name.parts) > 1}
    own = (name for name in names if others.isdisjoint(name.parents) and not _is_hidden(name))
    return [names[name] for name in sorted(own, key=PurePath.as_posix)]


def _is_hidden(name: PurePath) -> bool:
    return any(part.startswith(".") for part in name.parts)
