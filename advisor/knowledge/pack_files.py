"""Which files belong to a pack."""

from __future__ import annotations

from pathlib import Path, PurePath

_YAML = (".yaml", ".yml")


def pack_files(folder: Path) -> list[Path]:
    """The YAML files of a pack, in a fixed order; a folder inside it with a pack.yaml of its own is another pack."""
    named = (path for path in folder.rglob("*") if path.suffix.lower() in _YAML)
    found = (path for path in named if path.is_file() or path.is_symlink())  # a link that leads nowhere is a fault
    names = {path.relative_to(folder): path for path in found}
    others = {name.parent for name in names if name.name == "pack.yaml" and len(name.parts) > 1}
    own = (name for name in names if others.isdisjoint(name.parents) and not _is_hidden(name))
    return [names[name] for name in sorted(own, key=PurePath.as_posix)]


def unread_files(folder: Path) -> list[tuple[Path, str]]:
    """What stands in a pack and is no part of it: each file, and why nobody reads it.

    What explains a pack to people (`README.md`, a license) and the published schemas are no matter.
    """
    read = set(pack_files(folder))
    inner = sorted(path.parent for path in folder.rglob("pack.yaml") if path.parent != folder)
    found = [
        (path, "This folder is a pack of its own, and isn't read with this one.")
        for path in inner
        if not _is_hidden(path.relative_to(folder))
    ]
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        known = path in read or any(other in path.parents for other in inner) or _explains(name)
        if known or not path.is_file() or any(part.startswith(".") for part in name.parts[:-1]):
            continue
        if not _is_hidden(name):
            found.append((path, "This file isn't read: the files of a pack end in .yaml."))
        elif path.suffix.lower() in _YAML:
            found.append((path, "This file isn't read: its name begins with a dot."))
    return found


def _explains(name: PurePath) -> bool:
    """Whether a file is for people or for editors."""
    top = name.parts[0].lower()
    return name.suffix.lower() == ".md" or top.startswith(("license", "readme")) or top == "schema"


def _is_hidden(name: PurePath) -> bool:
    return any(part.startswith(".") for part in name.parts)
