"""Packs made ready for use, and kept for the next time in a folder of the user's.

What is kept is found by everything that it was made of: the bytes of every file of the packs, the code of this
program, the versions of Python and pydantic. So it is never stale; it may always be deleted. It is data, whatever its
bytes say (`advisor.rulebase.tables`): only objects of this program's classes of data are made, and plain objects in
place of pydantic models (`advisor.knowledge.stored`), since importing pydantic takes longer than reading it all.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.engines.durable.regions import REGION_FUNCTIONS
from advisor.engines.durable.strata import StratumLayout
from advisor.files.documents import Document
from advisor.files.yaml_text import find_marks
from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.program import Program
from advisor.inference.compiled.refusals import lay_out_program
from advisor.knowledge.pack_files import pack_files
from advisor.knowledge.stored import Kept
from advisor.language.exact.regions import ConditionSpace
from advisor.rulebase.tables import NotData, Writer, read
from advisor.version import VERSION

if TYPE_CHECKING:
    from advisor.knowledge.loading import PacksRead
    from advisor.knowledge.pack import Knowledge

MOST_KEPT = 8  # files; the oldest go
_DIGEST = 32
_DATA = (  # where the classes of objects that are kept are written
    "advisor.cases.answers",
    "advisor.engines.durable",
    "advisor.files.documents",
    "advisor.inference.compiled",
    "advisor.knowledge",
    "advisor.language",
    "advisor.rulebase.store",
)
# That objects hold on to.
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {"find_marks": find_marks, **REGION_FUNCTIONS}


@dataclass(frozen=True)
class Prepared:
    """A program, and its rules as durable-rules takes them where that was asked for."""

    program: Program
    layouts: tuple[StratumLayout, ...] | None


def place_beside(knowledge: Knowledge, folder: Path, said: str, ending: str) -> Path:
    """The file for what else is made of some packs, in the folder where these are kept."""
    digest = hashlib.sha256(f"{VERSION} {sys.version} {said}".encode())
    for name, size, changed in _code(Path(__file__).parents[1]):
        digest.update(f"{name} {size} {changed}\n".encode())
    for pack in knowledge.packs:
        digest.update(f"pack {pack.name} {pack.sha256}\n".encode())
    return folder / f"{digest.hexdigest()}{ending}"


def prepare(
    packs: Sequence[Path], figures: Sequence[Path], *, drafts: bool, lay_out: bool, kept_in: Path | None
) -> Prepared:
    """Packs made ready, from `kept_in` where they have been before; PackError with every problem of the packs."""
    if kept_in is None:
        return _made(packs, figures, drafts, lay_out)
    # The name of the file is a hash of all that goes in (as in a build cache that is addressed by content), so nothing
    # is ever out of date and nothing has to be thrown away; other input is another file. A file of a pack may change
    # while it is read: then the hash before and the hash after differ, and what was made of a mixture is not kept. Two
    # programs that start at once write the same content under the same name, each whole, so either may win.
    place = _place(packs, figures, f"{drafts} {lay_out}", kept_in)
    found = _kept(place) if place is not None else None
    if found is None:
        found = _made(packs, figures, drafts, lay_out)
        if place is not None and place == _place(packs, figures, f"{drafts} {lay_out}", kept_in):
            _keep(place, found)  # no file was changed while it was made
    return found


def own_folder() -> Path | None:
    """Where this user's programs keep what can be made again; None where ADVISOR_CACHE is `off` or there is no home."""
    said = os.environ.get("ADVISOR_CACHE")
    if said:
        return None if said == "off" else Path(said)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or home / ".cache"
    return Path(base, "staffing-advisor")


def _made(packs: Sequence[Path], figures: Sequence[Path], drafts: bool, lay_out: bool) -> Prepared:
    from advisor.knowledge.loading import read_packs

    return _compiled(read_packs(packs, figures), drafts, lay_out)


def program_of(knowledge: Knowledge, *, drafts: bool, lay_out: bool) -> Prepared:
    """Knowledge made ready that no folder holds; PackError with every problem found."""
    from advisor.knowledge.loading import PacksRead

    return _compiled(PacksRead(knowledge, (), None), drafts, lay_out)


def _compiled(read: PacksRead, drafts: bool, lay_out: bool) -> Prepared:
    from advisor.inference.compiled.checked import checked_program
    from advisor.staffing.faults import whole_program

    program = checked_program(read, partial(whole_program, drafts=drafts))
    assert program.ranged is not None  # worked out now, so that it is kept with the program
    return Prepared(program, lay_out_program(program) if lay_out else None)


# ---- what it was made of --------------------------------------------------------------------------------


def _place(packs: Sequence[Path], figures: Sequence[Path], said: str, folder: Path) -> Path | None:
    """The file for what is made of these packs; None where something cannot be read."""
    digest = hashlib.sha256(f"{VERSION} {sys.version} {said}".encode())
    try:
        for name, size, changed in (*_code(Path(__file__).parents[1]), *_checker()):
            digest.update(f"{name} {size} {changed}\n".encode())
        for pack in packs:
            digest.update(f"pack {pack}\n".encode())
            for file in pack_files(pack):
                content = file.read_bytes()
                digest.update(f"{file} {len(content)}\n".encode() + content)
        for file in figures:
            content = file.read_bytes()
            digest.update(f"figures {file} {len(content)}\n".encode() + content)
    except OSError:
        return None
    return folder / f"{digest.hexdigest()}.prepared"


def _code(package: Path) -> Iterator[tuple[str, int, int]]:
    """Name, size and time of every file of this program."""
    with os.scandir(package) as found:
        for entry in sorted(found, key=lambda e: e.name):
            if entry.is_dir() and entry.name not in ("__pycache__", "shipped"):
                yield from _code(Path(entry.path))
            elif entry.name.endswith(".py"):
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns


def _checker() -> Iterator[tuple[str, int, int]]:
    """Name, size and time of the file that says which pydantic is installed, found without importing pydantic."""
    found = importlib.util.find_spec("pydantic")
    if found is not None and found.origin is not None:
        path = Path(found.origin).with_name("version.py")
        status = path.stat()
        yield str(path), status.st_size, status.st_mtime_ns


# ---- keeping --------------------------------------------------------------------------------------------


def _kept(place: Path) -> Prepared | None:
    """What a file holds; None where there is none, or where it is not whole or not this user's."""
    content = kept_bytes(place)
    if content is None:
        return None
    try:
        found = read(content, _class_of, _FUNCTIONS)
    except Exception:  # whatever is wrong with it: it is made anew
        return None
    return found if isinstance(found, Prepared) else None


def kept_bytes(place: Path) -> bytes | None:
    """What `keep_bytes` put into a file; None where there is none, or where it is not whole or not this user's."""
    try:
        with place.open("rb") as file:
            status = os.fstat(file.fileno())
            if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
                return None
            digest, content = file.read(_DIGEST), file.read()
    except OSError:
        return None
    return content if hashlib.sha256(content).digest() == digest else None


def _keep(place: Path, prepared: Prepared) -> None:
    """Write the file; what nests too deeply to be kept is no fault."""
    states = _States()
    try:
        content = Writer(states.stands_in, states.state, _FUNCTIONS).write(prepared)
    except RecursionError:
        return
    keep_bytes(place, content)


def keep_bytes(place: Path, content: bytes) -> None:
    """Write a file that can be made again, whole or not at all; what cannot be written is no fault.

    Of the files with its ending the oldest go.
    """
    import tempfile

    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=place.parent, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(content).digest() + content)
            os.replace(name, place)
        except BaseException:
            os.unlink(name)
            raise
        others = sorted(place.parent.glob(f"*{place.suffix}"), key=lambda p: p.stat().st_mtime_ns, reverse=True)
        for old in others[MOST_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return


@dataclass
class _States:
    """What of objects is kept: plain objects in place of models, equal parts of conditions once."""

    _known: dict[Any, Any] = field(default_factory=dict)  # equal parts of conditions; lives while one file is written

    def stands_in(self, value: Any) -> Any:
        """What is written in place of a value: of a model its fields, without validators."""
        import pydantic

        from advisor.knowledge.stored import kept_class

        if not isinstance(value, pydantic.BaseModel):
            return value
        made = kept_class(type(value))
        kept = made.__new__(made)
        kept.__dict__.update(value.__dict__)
        return kept

    def state(self, value: Any) -> Mapping[str, Any]:
        """The fields of an object."""
        if isinstance(value, Compiled):
            return {each.name: self._once(getattr(value, each.name)) for each in fields(value)}
        if isinstance(value, ConditionSpace):
            gates = {question: self._once(gate) for question, gate in value.gates.items()}
            return {**value.__getstate__(), "normal": self._once(value.normal), "gates": gates}
        if isinstance(value, Document):
            return value.__getstate__()
        if hasattr(value, "__dict__"):
            found: Mapping[str, Any] = value.__dict__
            return found
        if not is_dataclass(value):
            raise NotData(type(value).__qualname__)
        return {each.name: getattr(value, each.name) for each in fields(value)}

    def _once(self, part: Any) -> Any:
        """The first of equal trees, made of the first of equal parts."""
        if isinstance(part, tuple):
            return tuple(self._once(member) for member in part)
        if not is_dataclass(part) or isinstance(part, type):
            return part
        if part not in self._known:
            inner = {each.name: self._once(getattr(part, each.name)) for each in fields(part)}
            self._known[part] = type(part)(**inner)
        return self._known[part]


def _class_of(module: str, name: str) -> type:
    """The class of data of that name, one of this program's; NotData for everything else.

    A name with dots, or one that a module only imports, would lead out of this program.
    """
    if name.isidentifier() and any(module == data or module.startswith(f"{data}.") for data in _DATA):
        found = getattr(importlib.import_module(module), name)
        if isinstance(found, type) and (found.__module__, found.__qualname__) == (module, name):
            if is_dataclass(found) or issubclass(found, (Kept, Enum, ConditionSpace)):
                return found
    raise NotData(f"{module}.{name} has no place here")
