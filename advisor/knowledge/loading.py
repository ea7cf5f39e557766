"""Packs from folders: every file read, checked for shape, merged in order; all problems are found at once."""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError

from advisor.files.documents import Document, Path, UnreadableError, decode
from advisor.files.yaml_text import read_yaml
from advisor.knowledge.kinds import KINDS, EntryKind, kind_of
from advisor.knowledge.law.checks import law_problems
from advisor.knowledge.merging import OVERRIDE_WORDS, MergedEntries, Raw, merge
from advisor.knowledge.models import Override, PackFile
from advisor.knowledge.opening.options import take_options
from advisor.knowledge.pack import Entry, Knowledge, PackInfo, Section
from advisor.knowledge.pack_files import pack_files
from advisor.knowledge.shapes.problems import shape_problems
from advisor.problems import PackError, Problem, did_you_mean


@dataclass(frozen=True)
class PacksRead:
    """Packs as read. With `problems`, the knowledge lacks what is faulty.

    `doubtful` are the ids that it may lack for that reason; None where nobody can tell which those are. `off` are those
    that a pack turned off, with the place where it says so.
    """

    knowledge: Knowledge
    problems: tuple[Problem, ...] = ()
    doubtful: frozenset[str] | None = frozenset()
    off: Mapping[str, Raw] = field(default_factory=dict)


def load_packs(folders: Sequence[str | os.PathLike[str]]) -> Knowledge:
    """The knowledge of several pack folders, later ones over earlier; PackError with all problems of shape."""
    read = read_packs(folders)
    if read.problems:
        raise PackError(read.problems)
    return read.knowledge


def read_packs(folders: Sequence[str | os.PathLike[str]], figures: Sequence[str | os.PathLike[str]] = ()) -> PacksRead:
    """What several pack folders say, later ones over earlier, and every problem of shape.

    `figures` are files of figures that stand over all packs; an entry names only what it changes.
    """
    merged = MergedEntries()
    for folder in folders:
        _read_pack(FilePath(folder), merged)
    for file in figures:
        _read_figures(FilePath(file), merged)
    doubtful = _doubtful(merged.problems)
    models = {kind: dict(_validated(kind, entries, merged)) for kind, entries in merged.entries.items()}
    if doubtful is not None:
        doubtful |= {
            entry_id for kind, entries in merged.entries.items() for entry_id in entries if entry_id not in models[kind]
        }
    take_options(models)
    merged.problems.extend(_fixes_among(models))
    merged.problems.extend(_strangers(models))
    merged.problems.extend(law_problems(models["law"]))
    order = sorted(merged.sections.values(), key=lambda s: (s["order"], s["section"]))
    sections = tuple(
        Section(s["section"], s["title"], s["order"], tuple(q for q in s["ids"] if q in models["questions"]))
        for s in order
    )
    questions = {q: models["questions"][q] for section in sections for q in section.questions}
    named = {KINDS[kind].attribute: found for kind, found in models.items()}
    parts: dict[str, Any] = {**named, "questions": questions, "statements": merged.statements}
    knowledge = Knowledge(tuple(merged.packs), sections, **parts)
    return PacksRead(knowledge, tuple(merged.problems), doubtful, merged.off)


def _fixes_among(models: Mapping[str, dict[str, Entry[Any]]]) -> Iterator[Problem]:
    """Put the fixes of signs among the actions; yields those whose name is taken."""
    for entry in models["diagnoses"].values():
        for i, evidence in enumerate(entry.model.evidence):
            fix = evidence.fix
            if fix is None:
                continue
            at = ("evidence", i, "fix")
            if fix.id in models["actions"]:
                message = f"There's already an action `{fix.id}`."
                yield entry.problem((*at, "id"), "duplicate-id", message, "Ids are unique; rename one of the two.")
            else:
                where = (*entry.at, *at)
                models["actions"][fix.id] = Entry(fix.as_action(), entry.pack, entry.file, entry.document, where)


def _strangers(models: Mapping[str, Mapping[str, Entry[Any]]]) -> Iterator[Problem]:
    """Who is named in questions and actions and stands in no list of people, where packs have one."""
    people = models["people"]
    for kind, part in (("questions", "who"), ("actions", "owner")):
        for entry in models[kind].values() if people else ():
            named = getattr(entry.model, part)
            if named not in people:
                way = did_you_mean(named, people) or f"It's one of {', '.join(people)}."
                yield entry.problem((part,), "unknown-person", f"`{part}` can't be `{named}`.", way)


def _doubtful(problems: Sequence[Problem]) -> frozenset[str] | None:
    """The ids that problems of reading hide; None where a whole file of names may be hidden."""
    # A file that cannot be read lacks in the knowledge, and everything that names its entry would be called wrong
    # after it. Of a kind with one entry a file, the file's name is the id, so complaints about that id can be kept
    # back. A file of many entries (questions, figures) hides nobody knows what: nothing further is said then.
    found = set()
    for problem in problems:
        path = FilePath(problem.file or "")
        if problem.code in ("conflict", "duplicate-id") or path.name == "pack.yaml":
            continue
        kind = KINDS.get(path.parent.name)
        if kind is None or kind.list_field is not None:
            return None
        found.add(path.stem)
    return frozenset(found)


def pack_hash(contents: Mapping[str, bytes]) -> str:
    """SHA-256 over the names and bytes of a pack's files, in hexadecimal; line ends do not count.

    `contents` are the bytes of the files by their path in the pack. Assessments name their packs by it.
    """
    # The length of each file is hashed before its bytes, so that text which moves from the end of one file to the
    # beginning of the next gives another hash. Git may write CRLF on one machine and LF on another for one commit.
    digest = hashlib.sha256()
    for name in sorted(contents):
        raw = contents[name].replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(raw)}\0".encode())
        digest.update(raw)
    return digest.hexdigest()


def _read_pack(folder: FilePath, merged: MergedEntries) -> None:
    where = str(folder)
    if not (folder / "pack.yaml").is_file():
        what = "is a file" if folder.is_file() else "has no pack.yaml" if folder.is_dir() else "doesn't exist"
        way = "A pack is a folder with a pack.yaml, which holds `name:`, `version:` and `title:`."
        merged.problems.append(Problem("", "no-pack", f"This {what}.", way, file=where))
        return
    contents: dict[str, bytes] = {}
    documents: dict[str, Document] = {}
    for path in pack_files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            contents[name] = path.read_bytes()
            documents[name] = read_yaml(decode(contents[name]))
        except OSError as error:
            merged.problems.append(Problem("", "unreadable", f"Can't be read: {error.strerror}.", file=str(path)))
        except UnreadableError as error:
            merged.problems.append(error.problem.in_file(str(path)))
    info = _pack_file(folder, documents.pop("pack.yaml", None), merged)
    twin = next((pack for pack in merged.packs if pack.name == info.name), None)
    if twin is not None:
        what = f"There's already a pack called `{info.name}`, from {twin.folder}."
        merged.problems.append(
            Problem("", "conflict", what, "Give each pack once, with a name of its own.", file=where)
        )
        return
    earlier = {kind: dict(found) for kind, found in merged.entries.items()}
    own: dict[str, set[str]] = {kind: set() for kind in KINDS}
    overrides = 0
    for name, document in documents.items():
        kind = kind_of(name)
        if kind is None:
            merged.problems.append(_unknown_file(name).in_file(str(folder / name)))
            continue
        for raw in _entries(kind, document, str(folder / name), info.name, merged):
            overrides += merge(kind, raw, own[kind.name], earlier[kind.name], merged)
    merged.packs.append(PackInfo(info.name, info.version, info.title, pack_hash(contents), overrides, where))


def _read_figures(path: FilePath, merged: MergedEntries) -> None:
    """A file of figures: a pack of figures only, whose entries extend those that are there."""
    try:
        raw_bytes = path.read_bytes()
        document = read_yaml(decode(raw_bytes))
    except OSError as error:
        merged.problems.append(Problem("", "unreadable", f"Can't be read: {error.strerror}.", file=str(path)))
        return
    except UnreadableError as error:
        merged.problems.append(error.problem.in_file(str(path)))
        return
    kind = KINDS["figures"]
    earlier, own, overrides = dict(merged.entries[kind.name]), set[str](), 0
    for raw in _entries(kind, document, str(path), path.stem, merged):
        figure = raw.data.get("id")
        if isinstance(figure, str) and figure not in earlier:
            way = did_you_mean(figure, earlier) or "`advisor figures` lists them."
            merged.problems.append(raw.problem(("id",), "unknown-figure", f"There's no figure `{figure}`.", way))
            continue
        merged.problems.extend(_fixed(raw, earlier[figure].data) if isinstance(figure, str) else ())
        raw.data["extends"] = True
        overrides += merge(kind, raw, own, earlier, merged)
    digest = pack_hash({path.name: raw_bytes})
    merged.packs.append(PackInfo(path.stem, "0.0.0", "Own figures", digest, overrides, str(path)))


def _fixed(raw: Raw, figure: Mapping[str, Any]) -> Iterator[Problem]:
    """What a company's own figures cannot change: what a figure is about."""
    for name in ("unit", "covers"):
        if name in raw.data and raw.data[name] != figure.get(name):
            said = figure.get(name)
            told = f"`{said}`" if isinstance(said, str) else "another" if said else "none"
            message = f"The `{name}` of `{figure['id']}` is {told}, and isn't yours to change."
            yield raw.problem((name,), "figure", message, "Leave the line out, and give `values` to match.")


def _unknown_file(name: str) -> Problem:
    places = {PurePath(kind.place.split("/")[0]).stem: kind.place for kind in KINDS.values()}
    near = difflib.get_close_matches(PurePath(PurePath(name).parts[0]).stem, places, n=1, cutoff=0.75)
    way = f"Did you mean `{places[near[0]]}`?" if near else f"Parts are {', '.join(places.values())}."
    return Problem("", "unknown-file", "This file belongs to no part of a pack.", way)


def _pack_file(folder: FilePath, document: Document | None, merged: MergedEntries) -> PackFile:
    """What pack.yaml says; a stand-in where it is faulty, so that the other files are checked too."""
    if document is not None:
        try:
            return PackFile.model_validate(document.data)
        except ValidationError as error:
            file = str(folder / "pack.yaml")
            merged.problems.extend(p.in_file(file) for p in shape_problems(error, PackFile, document))
    return PackFile(name="unnamed", version="0.0.0", title=str(folder) or "unnamed")


def _entries(kind: EntryKind, document: Document, file: str, pack: str, merged: MergedEntries) -> Iterator[Raw]:
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
    if kind.single:
        yield Raw({"id": kind.name, **data}, pack, file, document, ())
        return
    if kind.list_field is None:
        stem = FilePath(file).stem
        if data.get("id") is not None and data["id"] != stem:
            what = f"The file is called `{stem}`, its id is `{data['id']}`."
            wrong(("id",), "file-name", what, "Give both the same name.")
        yield Raw(
            {"id": stem, **data} if "id" not in data and any(w in data for w in OVERRIDE_WORDS) else data,
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
        known = {question for other in merged.sections.values() for question in other["ids"]}
        ids = [entry.get("id") for entry in entries if isinstance(entry, dict)]
        section["ids"] += [
            question for question in dict.fromkeys(i for i in ids if isinstance(i, str)) if question not in known
        ]
    merged.statements.update(getattr(shell, "statements", {}))
    for index, entry in enumerate(entries):
        if isinstance(entry, dict):
            yield Raw(entry, pack, file, document, (kind.list_field, index))
        else:
            wrong((kind.list_field, index), "shape", "An entry has fields such as `id:`.")


def _validated(kind: str, entries: Mapping[str, Raw], merged: MergedEntries) -> Iterator[tuple[str, Entry[Any]]]:
    model = KINDS[kind].model
    for entry_id, raw in entries.items():
        try:
            checked: Override = model.model_validate(raw.data)
        except ValidationError as error:
            merged.problems.extend(p.in_file(raw.file) for p in shape_problems(error, model, raw.document, raw.at))
            continue
        yield entry_id, Entry(checked, raw.pack, raw.file, raw.document, raw.at)
