"""Texts in a company's words: `{name.role}` in any text of a pack stands for what the company calls it.

A text that is not a sentence (a title, a question, an option) has no other placeholders, so it is filled when the
knowledge is put into words; sentences are filled when they are printed (`advisor.inference.compiled.sentences`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from advisor.knowledge.pack import Entry, Knowledge

if TYPE_CHECKING:
    from advisor.files.documents import Path
    from advisor.knowledge.models import Naming

_PLACEHOLDER = re.compile(r"\{([A-Za-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)\}")
_PLAIN = (bool, int, float, type(None))


def namings(knowledge: Knowledge) -> dict[str, Naming]:
    """What questions give names to, by question."""
    return {name: e.model.names for name, e in knowledge.questions.items() if e.model.names is not None}


def capital(text: str) -> str:
    """The text with a capital letter first."""
    return text[:1].upper() + text[1:]


def lower(placeholder: str) -> str:
    """The question that a placeholder names, which has a capital letter where a sentence begins with it."""
    return placeholder[:1].lower() + placeholder[1:]


def fill(text: str, names: Mapping[str, str]) -> str:
    """A text with its names; `names` are those of all questions that give some. Other placeholders stay."""

    def said(found: re.Match[str]) -> str:
        name = names.get(lower(found[1]))
        if name is None:
            return found[0]
        return capital(name) if found[1][0].isupper() else name

    return _PLACEHOLDER.sub(said, text) if "{" in text else text


def filled(part: Any, names: Mapping[str, str]) -> Any:
    """A part of a pack with its names; the very same where no text in it has one."""
    if isinstance(part, str):
        return fill(part, names)
    if isinstance(part, _PLAIN):
        return part
    if isinstance(part, tuple):
        members = tuple(filled(member, names) for member in part)
        return members if any(new is not old for new, old in zip(members, part)) else part
    if isinstance(part, Mapping):
        values = {key: filled(value, names) for key, value in part.items()}
        return values if any(values[key] is not value for key, value in part.items()) else part
    held = getattr(part, "__dict__", None)
    if not held:
        return part
    printed = {name: old for name, old in held.items() if name != "examples"}  # most of it, and printed nowhere
    changed = {name: new for name, old in printed.items() if (new := filled(old, names)) is not old}
    if not changed:
        return part
    # A copy with other fields, whether that is a model or stands in for one: what was valid stays so, since a name
    # is shorter than any text may be.
    made = copy(part)
    made.__dict__.update(changed)
    return made


def spoken_of(written: Knowledge) -> frozenset[str]:
    """The questions whose names some text prints, in knowledge as written."""
    texts = (
        text for _, entries in _kinds(written) for entry in entries.values() for _, text in _texts(entry.model, ())
    )
    return frozenset(lower(found) for text in texts for found in _PLACEHOLDER.findall(text))


def strange_names(entry: Entry[Any], known: Mapping[str, Naming]) -> Iterator[tuple[Path, str]]:
    """Placeholders in an entry that look like a name and name nothing, with their place."""
    kinds = {question.partition(".")[0] for question in known}
    for path, text in _texts(entry.model, ()):
        for found in _PLACEHOLDER.finditer(text):
            question = lower(found[1])
            if question.partition(".")[0] in kinds and question not in known:
                yield path, question


def _texts(part: Any, at: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(part, str):
        yield at, part
    elif isinstance(part, tuple):
        for i, member in enumerate(part):
            yield from _texts(member, (*at, i))
    elif not isinstance(part, _PLAIN):
        held = part if isinstance(part, Mapping) else getattr(part, "__dict__", {})
        for name, value in held.items():
            yield from _texts(value, (*at, name))


@dataclass(eq=False)
class _Filled(Mapping[str, Entry[Any]]):
    """Entries of one kind in a company's words, each filled when it is first looked at."""

    written: Mapping[str, Entry[Any]]
    plain: Mapping[str, Entry[Any]]  # the same in nobody's words; the very same entry where it speaks of nothing named
    names: Mapping[str, str]
    _made: dict[str, Entry[Any]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Entry[Any]:
        written = self.written[name]
        if self.plain[name] is written:
            return written
        if name not in self._made:
            self._made[name] = replace(written, model=filled(written.model, self.names))
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.written)

    def __len__(self) -> int:
        return len(self.written)


def in_nobodys_words(written: Knowledge, names: Mapping[str, str]) -> Knowledge:
    """Knowledge with what stands where a company gave no name; entries that speak of nothing named stay the same."""
    made: dict[str, Any] = {}
    for name, entries in _kinds(written):
        found = {key: filled(entry.model, names) for key, entry in entries.items()}
        made[name] = {
            key: entry if found[key] is entry.model else replace(entry, model=found[key])
            for key, entry in entries.items()
        }
    return replace(written, **made)


def in_words(written: Knowledge, plain: Knowledge, names: Mapping[str, str]) -> Knowledge:
    """Knowledge in a company's words; `plain` is the same in nobody's."""
    made: dict[str, Any] = {name: _Filled(entries, getattr(plain, name), names) for name, entries in _kinds(written)}
    return replace(written, **made)


def _kinds(knowledge: Knowledge) -> Iterator[tuple[str, Mapping[str, Entry[Any]]]]:
    for each in fields(knowledge):
        entries = getattr(knowledge, each.name)
        if isinstance(entries, Mapping) and any(isinstance(entry, Entry) for entry in entries.values()):
            yield each.name, entries
