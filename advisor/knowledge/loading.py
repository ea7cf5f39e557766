"""Packs from folders: every file read, checked for shape, merged in order; all problems are found at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from advisor.knowledge.documents import Document, Path, UnreadableError, read_document
from advisor.knowledge.kinds import KINDS, Kind, kind_of
from advisor.knowledge.models import Override, PackFile, Statement
from advisor.knowledge.pack import Entry, Knowledge, PackInfo, Section
from advisor.knowledge.shape import shape_problems
from advisor.problems import PackError, Problem, did_you_mean

_OVERRIDE_WORDS = ("replaces", "extends", "off")


@dataclass
class _Raw:
    """An entry as written, before its shape is checked."""

    data: dict[str, Any]
    pack: str
    file: str
    document: Document
    at: Path

    def problem(self, path: Path, code: str, message: str, suggestion: str | None = None) -> Problem:
        mark = self.document.mark((*self.at, *path))
        return Problem(".".join(map(str, path)), code, message, suggestion, mark.line, mark.column, self.file)


@dataclass
class _Merged:
    """What has been read so far."""

    entries: dict[str, dict[str, _Raw]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    sections: dict[str, dict[str, Any]] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    packs: list[PackInfo] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def load_packs(folders: Sequence[str | os.PathLike[str]]) -> Knowledge:
    """The knowledge of several pack folders, later ones over earlier; PackError with all problems of shape."""
    merged = _Merged()
    for folder in folders:
        _read_pack(FilePath(folder), merged)
    models = {kind: dict(_validated(kind, entries, merged)) for kind, entries in merged.entries.items()}
    if merged.problems:
        raise PackError(merged.problems)
    order = sorted(merged.sections.values(), key=lambda s: (s["order"], s["section"]))
    sections = tuple(
        Section(s["section"], s["title"], s["order"], tuple(q for q in s["ids"] if q in models["questions"]))
        for s in order
    )
    questions = {q: models["questions"][q] for section in sections for q in section.questions}
    named = {KINDS[kind].attribute: found for kind, found in models.items()}
    return Knowledge(tuple(merged.packs), sections, **{**named, "questions": questions}, statements=merged.statements)


def pack_files(folder: FilePath) -> list[FilePath]:
    """The YAML files of a pack, in a fixed order."""
    found = [path for path in folder.rglob("*") if path.suffix in (".yaml", ".yml") and path.is_file()]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def pack_hash(folder: FilePath, contents: Mapping[str, bytes]) -> str:
    """SHA-256 over the names and bytes of a pack's files; line ends do not count."""
    digest = hashlib.sha256()
    for name in sorted(contents):
        raw = contents[name].replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(raw)}\0".encode())
        digest.update(raw)
    return digest.hexdigest()


def _read_pack(folder: FilePath, merged: _Merged) -> None:
    where = str(folder)
    if not folder.is_dir():
        merged.problems.append(
            Problem("", "no-pack", f"There is no folder `{where}`.", "A pack is a folder with a pack.yaml.", file=where)
        )
        return
    contents: dict[str, bytes] = {}
    documents: dict[str, Document] = {}
    for path in pack_files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            contents[name] = path.read_bytes()
            documents[name] = read_document(contents[name])
        except OSError as error:
            merged.problems.append(Problem("", "unreadable", f"Cannot be read: {error.strerror}.", file=str(path)))
        except UnreadableError as error:
            merged.problems.append(error.problem.in_file(str(path)))
    info = _pack_file(folder, documents.pop("pack.yaml", None), "pack.yaml" in contents, merged)
    if info is None:
        return
    before = dict(merged.entries), {kind: dict(found) for kind, found in merged.entries.items()}
    overrides = 0
    own: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for name, document in documents.items():
        kind = kind_of(name)
        if kind is None:
            merged.problems.append(
                Problem(
                    "",
                    "unknown-file",
                    "This file belongs to no part of a pack.",
                    did_you_mean(name, [k.place for k in KINDS.values()])
                    or "Parts are " + ", ".join(k.place for k in KINDS.values()) + ".",
                    file=str(folder / name),
                )
            )
            continue
        for raw in _entries(kind, document, str(folder / name), info.name, merged):
            overrides += _merge(kind, raw, own[kind.name], before[1][kind.name], merged)
    merged.packs.append(PackInfo(info.name, info.version, info.title, pack_hash(folder, contents), overrides, where))


def _pack_file(folder: FilePath, document: Document | None, readable: bool, merged: _Merged) -> PackFile | None:
    file = str(folder / "pack.yaml")
    if document is None:
        if not readable:
            merged.problems.append(
                Problem(
                    "",
                    "no-pack-file",
                    "The pack has no readable pack.yaml.",
                    "It needs `name:`, `version:` and `title:`.",
                    file=file,
                )
            )
        return None
    try:
        return PackFile.model_validate(document.data)
    except ValidationError as error:
        merged.problems.extend(p.in_file(file) for p in shape_problems(error, PackFile, document))
        return None


def _entries(kind: Kind, document: Document, file: str, pack: str, merged: _Merged) -> Iterator[_Raw]:
    """The entries that one file holds."""

    def wrong(path: Path, code: str, message: str, suggestion: str | None = None) -> None:
        mark = document.mark(path)
        merged.problems.append(
            Problem(".".join(map(str, path)), code, message, suggestion, mark.line, mark.column, file)
        )

    data = document.data
    if not isinstance(data, dict):
        wrong((), "shape", "The file must hold fields such as `id:`.")
        return
    if kind.list_field is None:
        stem = FilePath(file).stem
        if data.get("id") is not None and data["id"] != stem:
            wrong(
                ("id",),
                "file-name",
                f"The file is called `{stem}`, its id is `{data['id']}`.",
                "Give both the same name.",
            )
        yield _Raw(
            {"id": stem, **data} if "id" not in data and any(w in data for w in _OVERRIDE_WORDS) else data,
            pack,
            file,
            document,
            (),
        )
        return
    rest = {key: value for key, value in data.items() if key != kind.list_field}
    try:
        assert kind.file_model is not None
        shell = kind.file_model.model_validate({**rest, kind.list_field: []})
    except ValidationError as error:
        merged.problems.extend(p.in_file(file) for p in shape_problems(error, kind.file_model or PackFile, document))
        return
    entries = data.get(kind.list_field)
    if not isinstance(entries, list):
        wrong((kind.list_field,), "shape", f"`{kind.list_field}:` must be a list.")
        return
    if kind.name == "questions":
        section = merged.sections.setdefault(rest["section"], {**rest, "ids": []})
        section["ids"] += [
            e["id"] for e in entries if isinstance(e, dict) and "id" in e and e["id"] not in section["ids"]
        ]
    merged.statements.update(getattr(shell, "statements", {}))
    for index, entry in enumerate(entries):
        if isinstance(entry, dict):
            yield _Raw(entry, pack, file, document, (kind.list_field, index))
        else:
            wrong((kind.list_field, index), "shape", "An entry has fields such as `id:`.")


def _merge(kind: Kind, raw: _Raw, own: set[str], earlier: Mapping[str, _Raw], merged: _Merged) -> int:
    """Put an entry among the others; 1 where it changes an earlier pack's."""
    id, found = raw.data.get("id"), merged.entries[kind.name]
    words = [word for word in _OVERRIDE_WORDS if raw.data.get(word) not in (None, False)]
    if not isinstance(id, str):
        merged.problems.append(raw.problem(("id",), "missing", "`id` is missing."))
        return 0
    if id in own:
        first = found.get(id)
        place = f" in {first.file}" if first and first.file != raw.file else ""
        merged.problems.append(
            raw.problem(
                ("id",), "duplicate-id", f"`{id}` exists already{place}.", "Ids are unique; rename one of the two."
            )
        )
        return 0
    own.add(id)
    if not words:
        if id in earlier:
            merged.problems.append(
                raw.problem(
                    ("id",),
                    "conflict",
                    f"`{id}` exists already in the pack `{earlier[id].pack}`.",
                    f"Write `replaces: {earlier[id].pack}` to replace it, or `extends: {earlier[id].pack}` to change parts.",
                )
            )
            return 0
        found[id] = raw
        return 0
    if id not in earlier:
        merged.problems.append(
            raw.problem((words[0],), "nothing-to-override", f"No earlier pack has `{id}`.", did_you_mean(id, earlier))
        )
        return 0
    target = raw.data.get(words[0])
    if isinstance(target, str) and target != earlier[id].pack:
        merged.problems.append(
            raw.problem((words[0],), "conflict", f"`{id}` comes from the pack `{earlier[id].pack}`, not `{target}`.")
        )
        return 0
    if "off" in words:
        found.pop(id, None)
    elif "extends" in words:
        data = {key: value for key, value in raw.data.items() if key not in _OVERRIDE_WORDS}
        found[id] = _Raw(_extended(earlier[id].data, data), raw.pack, raw.file, raw.document, raw.at)
    else:
        found[id] = raw
    return 1


def _extended(base: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """`base` with the named parts changed; lists whose members have ids join by id."""
    result = dict(base)
    for key, value in parts.items():
        old = result.get(key)
        if isinstance(old, list) and isinstance(value, list) and _have_ids(old) and _have_ids(value):
            changed = {member["id"]: member for member in value}
            result[key] = [changed.pop(m["id"], m) for m in old] + list(changed.values())
        else:
            result[key] = value
    return result


def _have_ids(members: Iterable[Any]) -> bool:
    return all(isinstance(member, dict) and "id" in member for member in members)


def _validated(kind: str, entries: Mapping[str, _Raw], merged: _Merged) -> Iterator[tuple[str, Entry[Any]]]:
    model = KINDS[kind].model
    for id, raw in entries.items():
        try:
            checked: Override = model.model_validate(raw.data)
        except ValidationError as error:
            merged.problems.extend(p.in_file(raw.file) for p in shape_problems(error, model, raw.document, raw.at))
            continue
        yield id, Entry(checked, raw.pack, raw.file, raw.document, raw.at)
