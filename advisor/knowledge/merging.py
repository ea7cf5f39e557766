"""Entries of several packs become one set: a later pack replaces, extends or removes what an earlier one has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from advisor.files.documents import Document, Path
from advisor.knowledge.kinds import KINDS, EntryKind
from advisor.knowledge.models import Statement
from advisor.knowledge.pack import PackInfo
from advisor.problems import Problem, did_you_mean

MOST_NAMED = 6
OVERRIDE_WORDS = ("replaces", "extends", "off")


@dataclass
class Raw:
    """An entry as written, before its shape is checked."""

    data: dict[str, Any]
    pack: str
    file: str
    document: Document
    at: Path

    def problem(self, path: Path, code: str, message: str, suggestion: str | None = None) -> Problem:
        """A problem at a place inside this entry."""
        mark = self.document.mark((*self.at, *path))
        return Problem(".".join(map(str, path)), code, message, suggestion, mark.line, mark.column, self.file)


@dataclass
class MergedEntries:
    """What has been read so far."""

    entries: dict[str, dict[str, Raw]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    sections: dict[str, dict[str, Any]] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    packs: list[PackInfo] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    off: dict[str, Raw] = field(default_factory=dict)  # what packs turned off, and where they say so


def merge(kind: EntryKind, raw: Raw, own: set[str], earlier: Mapping[str, Raw], merged: MergedEntries) -> int:
    """Put an entry among the others; 1 where it changes an earlier pack's. Problems are noted in `merged`.

    `own` holds the ids that this pack gave so far, `earlier` the entries of the packs before it.
    """
    # A pack says what it does to others: an id that an earlier pack has is a conflict unless the entry says that it
    # replaces, extends or removes it. Two packs that happen to use one id would otherwise change each other silently.
    # `earlier` is as it was before this pack began, so that the order of files within a pack does not matter.
    entry_id, found = raw.data.get("id"), merged.entries[kind.name]
    words = [word for word in OVERRIDE_WORDS if raw.data.get(word) not in (None, False)]
    problem = _problem(raw, entry_id, words, own, found, earlier)
    if problem is not None:
        merged.problems.append(problem)
        return 0
    assert isinstance(entry_id, str)
    own.add(entry_id)
    if "off" in words:
        found.pop(entry_id, None)
        merged.off[entry_id] = raw
    elif "extends" in words:
        found[entry_id] = _extended(earlier[entry_id], raw)
    else:
        found[entry_id] = raw
    return 1 if words else 0


def told_of_off(problems: Iterable[Problem], off: Mapping[str, Raw]) -> tuple[list[Problem], list[Problem]]:
    """Problems that are none of a name that is turned off, and one for each such name with all who still name it.

    The place of the latter is where the name is turned off, since that is what its author can change.
    """
    others: list[Problem] = []
    naming: dict[str, list[str]] = {}
    for problem in problems:
        name = next((name for name in off if _lacks(problem, name)), None)
        if name is None:
            others.append(problem)
        else:
            file = "/".join(PurePath(problem.file or "").parts[-2:])
            naming.setdefault(name, []).append(f"{file}:{problem.line or 1}")
    told = []
    for name, places in naming.items():
        rest = f" and {len(places) - MOST_NAMED} more" if len(places) > MOST_NAMED else ""
        listed = ", ".join(dict.fromkeys(places[:MOST_NAMED])) + rest
        message = f"`{name}` is turned off here, and still named in {listed}."
        way = "Turn these off too, change them with `extends: true`, or leave this `off` out."
        told.append(off[name].problem(("off",), "off-but-named", message, way))
    return others, told


def _lacks(problem: Problem, name: str) -> bool:
    """Whether a problem is that a name is not there."""
    missing = problem.code in ("unknown-name", "unknown-diagnosis", "unknown-option", "unknown-figure", "bad-fact")
    return missing and f" `{name}`" in problem.message


def _problem(
    raw: Raw, entry_id: Any, words: list[str], own: set[str], found: Mapping[str, Raw], earlier: Mapping[str, Raw]
) -> Problem | None:
    """Why an entry cannot stand among the others, if so."""
    if entry_id is None:
        return raw.problem(("id",), "missing", "`id` is missing.")
    if not isinstance(entry_id, str):
        return raw.problem(("id",), "shape", "An id is a name, such as `slow-decision`.")
    if entry_id in own:
        first = found.get(entry_id)
        place = f" in {first.file}" if first and first.file != raw.file else ""
        way = "Ids are unique; rename one of them."
        return raw.problem(("id",), "duplicate-id", f"`{entry_id}` exists already{place}.", way)
    if not words:
        if entry_id not in earlier:
            return None
        pack = earlier[entry_id].pack
        way = f"Write `replaces: {pack}` to replace it, or `extends: {pack}` to change parts."
        return raw.problem(("id",), "conflict", f"`{entry_id}` exists already in the pack `{pack}`.", way)
    word, target = words[0], raw.data[words[0]]
    if len(words) > 1:
        both = " and ".join(f"`{word}`" for word in words)
        return raw.problem((words[1],), "conflict", f"{both} exclude each other.", "Keep one of them.")
    if word == "off" and target is not True:
        return raw.problem(("off",), "shape", "`off` is true or false.")
    if entry_id not in earlier:
        message = f"No earlier pack has `{entry_id}`."
        return raw.problem((word,), "nothing-to-override", message, did_you_mean(entry_id, earlier))
    if isinstance(target, str) and target != earlier[entry_id].pack:
        message = f"`{entry_id}` comes from the pack `{earlier[entry_id].pack}`, not `{target}`."
        return raw.problem((word,), "conflict", message)
    return None


def _extended(base: Raw, parts: Raw) -> Raw:
    """`base` with the named parts changed; lists whose members have ids join by id. Places are those of `parts`."""
    # A member of the base keeps its place in the list, because the order of signs is the order in which they are told;
    # new members come behind. The joined entry claims to stand where `parts` stands: a problem in a part that was not
    # changed is told at the extending entry, whose author can do something about it.
    data = dict(base.data)
    document = Document(parts.data, dict(parts.document.marks), parts.document.text)
    for key, value in parts.data.items():
        if key in OVERRIDE_WORDS:
            data["extends"] = value  # the joined entry says that it isn't as it was
            continue
        old = data.get(key)
        if isinstance(old, list) and isinstance(value, list) and _have_ids(old) and _have_ids(value):
            changed = {member["id"]: member for member in value}
            data[key] = _placed([changed.pop(m["id"], m) for m in old] + list(changed.values()))
            _move_marks(document, (*parts.at, key), [value.index(m) if m in value else None for m in data[key]])
        else:
            data[key] = value
    return Raw(data, parts.pack, parts.file, document, parts.at)


def _placed(members: list[Any]) -> list[Any]:
    """The members with each that says `before: ID` right above that one; several before one keep their order."""
    # Rows that name each other in a circle, or one that is not there, stay where they are: whoever checks the rows
    # tells about them.
    found = list(members)
    for member in [m for m in members if isinstance(m.get("before"), str)]:
        at = next((i for i, other in enumerate(found) if other["id"] == member["before"]), None)
        if at is not None and found[at] is not member:
            found.remove(member)
            found.insert(next(i for i, other in enumerate(found) if other["id"] == member["before"]), member)
    return found


def _move_marks(document: Document, at: Path, written: list[int | None]) -> None:
    """Let the places of a joined list follow its members: member i is written as member `written[i]`, or nowhere."""
    # All marks below the list are taken out before any is put back. Moved one by one, a member that goes from place 0
    # to 2 would overwrite the marks of member 2 before these have moved.
    depth = len(at)
    inside = {path: mark for path, mark in document.marks.items() if path[:depth] == at and len(path) > depth}
    for path in inside:
        del document.marks[path]
    for now, before in enumerate(written):
        for path, mark in inside.items():
            if path[depth] == before:
                document.marks[(*at, now, *path[depth + 1 :])] = mark


def _have_ids(members: Iterable[Any]) -> bool:
    return all(isinstance(member, dict) and isinstance(member.get("id"), str) for member in members)
