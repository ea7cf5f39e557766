"""Which entries a pack can have changed the meaning of, so that what it stands over need not be looked at again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any

from advisor.authoring.conditions.usage import Usage, names_in, texts_of
from advisor.knowledge.pack import Entry, Knowledge

# Entries of these kinds are read by name alone, so that whoever reads one can be found. What stands in any other kind
# (figures, the timeline, people, law) works through numbers and lists: a pack that has one is looked at with all.
_NAMED = ("diagnoses", "contradictions", "actions", "models", "questions", "facts", "sources", "kits")
_SINGLE = ("models", "kits")  # there's one of each, which nobody names
_CONCLUDED = re.compile(r"\b(?:diagnosed|suspected)\(\s*(\w+)")
_WORD = re.compile(r"[a-z][a-z0-9_-]*")


class Scope:
    """Which entries are to be looked at: those of one's own packs, and those that mean something else because of one.

    `trusted` are the names of the packs that were looked at before; without any, every entry is covered.
    """

    def __init__(self, knowledge: Knowledge, trusted: Collection[str] = ()):
        self.knowledge = knowledge
        self.trusted = frozenset(trusted)
        self.own = [pack for pack in knowledge.packs if pack.name not in self.trusted]
        self.whole = not self.trusted or not self.own or self._changes_more()
        self._covered: dict[tuple[str, tuple[Any, ...]], bool] = {}
        self._named: dict[tuple[str, tuple[Any, ...]], tuple[frozenset[str], frozenset[str]]] = {}

    def covers(self, entry: Entry[Any]) -> bool:
        """Whether an entry is to be looked at."""
        if self.whole or entry.pack not in self.trusted:
            return True
        place = (entry.file, entry.at)
        if place not in self._covered:
            self._covered[place] = self._reached(entry)
        return self._covered[place]

    def _reached(self, entry: Entry[Any]) -> bool:
        """Whether a trusted entry names what was changed, or reads all that a contradiction of one's own reads."""
        # A contradiction takes cases away from the world of a condition only where all its questions are read anyway
        # (`advisor.authoring.solver.worlds`), gates included.
        if self._changed and self._changed & _words(entry):
            return True
        return any(dispute <= self._reads(entry) for dispute in self._disputes)

    @cached_property
    def _changed(self) -> frozenset[str]:
        """The ids of entries of trusted packs that a pack of one's own replaces or extends."""
        return frozenset(e.model.id for kind, e in self._own_entries() if kind not in _SINGLE and _overrides(e))

    @cached_property
    def _disputes(self) -> list[frozenset[str]]:
        found = self.knowledge.contradictions.values()
        return [self._behind(names_in(e.model.when)) for e in found if e.pack not in self.trusted]

    def _changes_more(self) -> bool:
        """Whether a pack of one's own turns something off, changes what others read by name, or has other parts."""
        mine = list(self._own_entries())
        overriding = [(kind, entry) for kind, entry in mine if _overrides(entry)]
        if len(overriding) != sum(pack.overrides for pack in self.own):
            return True  # something was turned off, which leaves no entry
        return any(kind not in _NAMED for kind, _ in mine) or any(k in ("questions", "facts") for k, _ in overriding)

    def _own_entries(self) -> Iterator[tuple[str, Entry[Any]]]:
        for part in fields(self.knowledge):
            entries = getattr(self.knowledge, part.name)
            for entry in entries.values() if isinstance(entries, Mapping) else ():
                if isinstance(entry, Entry) and entry.pack not in self.trusted:
                    yield part.name, entry

    # ---- what an entry reads -------------------------------------------------------------------------

    @cached_property
    def _usage(self) -> Usage:
        return Usage(self.knowledge)

    def _reads(self, entry: Entry[Any]) -> frozenset[str]:
        """The questions that an entry rests on: its own, and those of the diagnoses that its conditions name."""
        diagnoses = self.knowledge.diagnoses
        waiting, seen, names = [entry], set[str](), set[str]()
        while waiting:
            read, concluded = self._directly(waiting.pop())
            names |= read
            for named in concluded & diagnoses.keys() - seen:
                seen.add(named)
                waiting.append(diagnoses[named])
        return self._behind(names)

    def _directly(self, entry: Entry[Any]) -> tuple[frozenset[str], frozenset[str]]:
        """The names in an entry's texts, and the diagnoses that its conditions name."""
        place = (entry.file, entry.at)
        if place not in self._named:
            text = "\n".join(texts_of(entry))
            concluded = frozenset(name.replace("_", "-") for name in _CONCLUDED.findall(text))
            self._named[place] = (names_in(text), concluded)
        return self._named[place]

    def _behind(self, names: Iterable[str]) -> frozenset[str]:
        """Questions by name, with those behind derived facts and gates."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            question = self.knowledge.questions.get(name)
            if question is not None:
                found.add(name)
                waiting += names_in(question.model.asked_when or "")
            waiting += [behind for behind in self._usage.facts_behind.get(name, ()) if behind not in found]
        return frozenset(found)


def _overrides(entry: Entry[Any]) -> bool:
    return bool(entry.model.replaces or entry.model.extends)


def _words(entry: Entry[Any]) -> frozenset[str]:
    """The words of an entry's texts that may be ids, written with dashes."""
    return frozenset(word.replace("_", "-") for text in texts_of(entry) for word in _WORD.findall(text))
