"""New entries put into the files of a pack: nothing that stands there changes, and the loader is asked before."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from advisor.authoring.pages.written import block, scalar
from advisor.files.documents import UnreadableError, decode
from advisor.files.writing import write_whole
from advisor.files.yaml_text import read_yaml
from advisor.inference.compiled.checked import checked_program
from advisor.knowledge.loading import read_packs
from advisor.knowledge.pack_files import pack_files
from advisor.problems import FileError, PackError
from advisor.staffing.faults import whole_program

PACK_FILE = "pack.yaml"


@dataclass(frozen=True)
class Addition:
    """An entry for a file of a pack, by its path in the pack.

    `list_name` is the list of that file which it joins, None where it has the file to itself; `head` are the other
    fields of the file where it is new.
    """

    file: str
    data: Mapping[str, Any]
    list_name: str | None = None
    head: Mapping[str, Any] = field(default_factory=dict)
    text: str | None = None  # the file as it is to be, where it holds more than the data


def placed(folder: Path, additions: Sequence[Addition]) -> dict[str, str]:
    """The new text of every file that changes, the pack's own among them where it has none yet.

    FileError where an entry has a file that is there already, or where it can't be put into one.
    """
    made = {} if (folder / PACK_FILE).exists() else {PACK_FILE: _pack_file(folder)}
    for addition in additions:
        path = folder / addition.file
        there = made.get(addition.file) or (_text_of(path) if path.exists() else None)
        if addition.list_name is None:
            if there is not None:
                raise FileError(f"{path}: This already exists. Choose another id, or change that file.")
            made[addition.file] = addition.text or "\n".join(block(addition.data)) + "\n"
        elif there is None:
            made[addition.file] = "\n".join(block({**addition.head, addition.list_name: [addition.data]})) + "\n"
        else:
            made[addition.file] = _joined(there, addition, path)
    return made


def write_checked(folder: Path, files: Mapping[str, str], before: Sequence[Path]) -> list[Path]:
    """Write the files into a pack, if the loader takes it as it is then, over the packs `before`; what was written.

    PackError with every problem, and nothing written, where it does not.
    """
    with tempfile.TemporaryDirectory() as place:  # for its owner's eyes alone
        tried = Path(place) / "pack"
        for path in pack_files(folder) if folder.is_dir() else ():
            write_whole(tried / path.relative_to(folder), _text_of(path))
        for name, text in files.items():
            write_whole(tried / name, text)
        try:
            checked_program(read_packs([*before, tried]), partial(whole_program, drafts=True))
        except PackError as error:
            told = [
                problem.in_file((problem.file or "").replace(str(tried), str(folder))) for problem in error.problems
            ]
            raise PackError(told) from None
    for name, text in files.items():
        write_whole(folder / name, text)
    return [folder / name for name in files]


def _pack_file(folder: Path) -> str:
    """What a new pack is called: as its folder is."""
    called = folder.resolve().name
    name = "".join(c if c.isascii() and c.isalnum() else "-" for c in called.lower())
    name = "-".join(part for part in name.split("-") if part) or "ours"
    name = (name if name[0].isalpha() else f"pack-{name}")[:60].strip("-")
    return (
        f"name: {name}\nversion: 0.1.0\ntitle: {scalar(called if called.isprintable() and called.strip() else name)}\n"
    )


def _text_of(path: Path) -> str:
    try:
        return decode(path.read_bytes())
    except UnreadableError as error:
        raise PackError([error.problem.in_file(str(path))]) from None


def _joined(text: str, addition: Addition, path: Path) -> str:
    """The text with an entry at the end of a list; all else stays to the letter."""
    name = addition.list_name or ""
    try:
        document = read_yaml(text)
    except UnreadableError as error:
        raise PackError([error.problem.in_file(str(path))]) from None
    data: Any = document.data
    entries = data.get(name) if isinstance(data, dict) else None
    lines = text.rstrip("\n").split("\n")
    if not entries:
        kept = [line for line in lines if not line.startswith(f"{name}:")]
        lines, at, indent = [*kept, f"{name}:"], len(kept) + 1, 2
    else:
        last = document.mark((name, len(entries) - 1)).line - 1
        indent = len(lines[last]) - len(lines[last].lstrip())
        at = next((i for i in range(last + 1, len(lines)) if _ends(lines[i], indent)), len(lines))
        while not lines[at - 1].strip():
            at -= 1
    first, *rest = block(addition.data, indent + 2)
    made = "\n".join([*lines[:at], f"{' ' * indent}- {first.lstrip()}", *rest, *lines[at:]]) + "\n"
    wanted = {
        **(data if isinstance(data, dict) else {}),
        name: [*(entries or ()), read_yaml("\n".join([first, *rest])).data],
    }
    try:
        sound = read_yaml(made).data == wanted
    except UnreadableError:
        sound = False
    if not sound:
        shown = "\n".join(["- " + first.lstrip(), *rest])
        raise FileError(f"{path}: Can't add to this file. Add to its `{name}:` yourself: {shown}")
    return made


def _ends(line: str, indent: int) -> bool:
    """Whether a line is beyond a list whose entries begin at a column."""
    inner = len(line) - len(line.lstrip())
    return bool(line.strip()) and (inner < indent or (inner == indent and not line.lstrip().startswith("-")))
