"""Who reads which question and which derived fact: rules, gates, contradictions, placeholders, figures, actions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from advisor.knowledge.pack import Entry, Knowledge
from advisor.knowledge.stored import Kept

_NAME = re.compile(r"(?<![\w.])[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
_OTHER_PARTS = ("sections", "questions", "facts", "sources", "packs", "statements")


@dataclass(frozen=True)
class KnowledgeReader:
    """Something that reads answers: its kind and id, and the texts in which names may stand."""

    kind: str
    id: str
    names: frozenset[str]


class Usage:
    """The readers of a knowledge base. Facts are looked through: who reads a fact reads what it rests on."""

    def __init__(self, knowledge: Knowledge):
        self.knowledge = knowledge

    @cached_property
    def readers(self) -> tuple[KnowledgeReader, ...]:
        """Everything that reads answers, with all names that it reads directly."""
        found = [
            KnowledgeReader("gate", question, names_in(entry.model.asked_when or ""))
            for question, entry in self.knowledge.questions.items()
            if entry.model.asked_when
        ]
        found += [
            KnowledgeReader("pointless", question, names_in(entry.model.pointless_when))
            for question, entry in self.knowledge.questions.items()
            if entry.model.pointless_when is not None
        ]
        for name, entries in ((part.name, getattr(self.knowledge, part.name)) for part in fields(self.knowledge)):
            if name not in _OTHER_PARTS and isinstance(entries, Mapping):
                found += [KnowledgeReader(name, entry_id, self._read_by(entry)) for entry_id, entry in entries.items()]
        return tuple(found)

    def _read_by(self, entry: Entry[Any]) -> frozenset[str]:
        """Names in all texts of an entry but its examples, which only show the rest."""
        # Names are looked for in texts, not in conditions: placeholders of sentences, ids in lists and keys of
        # mappings count as well, and an entry that does not compile is read all the same. What has a dot and looks
        # like a name but is none does no harm, since only names of questions and facts are asked about.
        return frozenset(name for text in texts_of(entry) for name in names_in(text))

    @cached_property
    def facts_behind(self) -> Mapping[str, frozenset[str]]:
        """For each derived fact, the questions and facts that it rests on, at any distance."""
        direct = {
            fact: names_in(f"{entry.model.when or ''} {entry.model.value or ''}")
            for fact, entry in self.knowledge.facts.items()
        }
        found: dict[str, frozenset[str]] = {}
        for fact in direct:
            seen: set[str] = set()
            waiting = [fact]
            while waiting:
                for name in direct.get(waiting.pop(), ()):
                    if name not in seen:
                        seen.add(name)
                        waiting.append(name)
            found[fact] = frozenset(seen)
        return found

    def readers_of(self, name: str) -> tuple[KnowledgeReader, ...]:
        """Who reads a question or a fact, directly or through facts."""
        through = {name} | {fact for fact, behind in self.facts_behind.items() if name in behind}
        return tuple(reader for reader in self.readers if reader.names & through)


def texts_of(entry: Entry[Any]) -> Iterator[str]:
    """Every text of an entry but those of its examples."""
    return _texts(entry.model.model_dump(exclude={"examples", "was"}))


def names_in(text: str) -> frozenset[str]:
    """The dotted names in a text."""
    return frozenset(_NAME.findall(text))


def _texts(data: Any) -> Iterator[str]:
    """Every text in plain data, keys included."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, (BaseModel, Kept)):
        yield from _texts(data.model_dump())
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from _texts(key)
            yield from _texts(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from _texts(value)
