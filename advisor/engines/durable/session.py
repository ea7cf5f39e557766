"""durable-rules 2.0.28, kept inside the part of it that can be trusted; rules outside it are refused.

The C module is called directly, and all that it sees is made here:

- **Values are region numbers** (`regions.py`). Python finds exactly in which region a value lies, the engine
  compares small integers. So its comparison through text, its spellings of numbers and its limits on strings
  cannot matter, and any choice among a field's values is a range with holes: it needs no `$or`, fires once.
- **Names are generated** (rules r00.., fields f0..): names that the engine knows by 32-bit hashes only.
- **Patterns are guarded** by a kind and a bucket, so none matches the engine's own facts. What can wait in
  its stack of 64 is computed on the tree that it will build; buckets and rule sets are made to fit.
- **One session at a time**: one fact; an always-firing rule is drained first, then the rest; the session is
  deleted. Where nothing fired, deleting would read unset memory: then the rule set is given up and made anew.
"""

from __future__ import annotations

import importlib
import os
import threading
import weakref
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Final, Protocol, cast

from advisor.engines.durable.layout import FACT_FIELDS, OPEN, Layout, RuleSetText, lay_out
from advisor.engines.durable.regions import FactError, Pattern, SubsetError, Value
from advisor.problems import EngineError

__all__ = ["DurableRules", "FactError", "SubsetError", "available", "version"]

SESSION: Final = "s"
FACT: Final = '{"id":"1","sid":"s","k":1,"one":1'


class NativeModule(Protocol):
    """The functions of the C module that are used."""

    error: type[Exception]

    def create_ruleset(self, name: str, rules: str, /) -> int: ...
    def assert_fact(self, handle: int, fact: str, /) -> tuple[int, int]: ...
    def start_action_for_state(self, handle: int, state: int, /) -> tuple[str, str] | None: ...
    def complete_and_start_action(self, handle: int, state: int, /) -> str | None: ...
    def delete_state(self, handle: int, session: str, /) -> None: ...
    def delete_ruleset(self, handle: int, /) -> None: ...


def available() -> bool:
    """Whether the C module can be imported."""
    try:
        _engine()
    except EngineError:
        return False
    return True


def version() -> str:
    """Name and version, "durable-rules 2.0.28". EngineError where it is not installed."""
    import importlib.metadata  # here, because it takes longer than all the rest of this file

    try:
        return f"durable-rules {importlib.metadata.version('durable-rules')}"
    except importlib.metadata.PackageNotFoundError as missing:
        raise EngineError("durable-rules isn't installed.") from missing


def _engine() -> NativeModule:
    try:
        return cast(NativeModule, importlib.import_module("durable_rules_engine"))
    except ImportError as missing:
        problem = f"durable-rules can't be imported ({missing}); install it or choose the Python engine."
        raise EngineError(problem) from missing


class DurableRules:
    """Rules compiled for durable-rules; `fire` tells which of them hold for a fact.

    `rules` maps rule ids to patterns, or is a sequence of such pairs, or their layout; an id that occurs twice holds
    where either pattern does. `name_hint` names the rules in messages. SubsetError for a rule that is not for this
    engine, EngineError where the engine is missing or refuses. Threads may share it (they take turns), and a
    forked process makes rule sets of its own. Freed with the object, or by `close`.
    """

    def __init__(
        self, rules: Mapping[str, Pattern] | Iterable[tuple[str, Pattern]] | Layout, *, name_hint: str = "rules"
    ):
        self._engine = _engine()
        if not isinstance(rules, Layout):
            rules = lay_out(rules.items() if isinstance(rules, Mapping) else rules, name_hint)
        self._encodings = rules.encodings
        self._sets: list[_RuleSet] = []
        self._free = weakref.finalize(self, _close, self._engine, self._sets)
        self._free.atexit = False
        for text in rules.sets:
            self._sets.append(_RuleSet(self._engine, rules.name, text))

    def fire(self, facts: Mapping[str, Value]) -> frozenset[str]:
        """The ids of the rules that hold for these facts.

        Fields that no pattern tests are dropped unread. FactError where a value is not of the one type that
        the patterns compare its field with (True or False, number, text), or is None, not finite, beyond 64
        bits, or 60,000 bytes of text or more. EngineError after `close`, and where the engine misbehaves.
        """
        encodings = self._encodings
        entries: dict[str, str] = {}
        if len(encodings) < len(facts):
            for field, (region, texts) in encodings.items():
                if field in facts:
                    entries[field] = texts[region(facts[field])]
        else:
            for field, value in facts.items():
                encoding = encodings.get(field)
                if encoding is not None:
                    region, texts = encoding
                    entries[field] = texts[region(value)]
        return frozenset[str]().union(*[rule_set.fire(self._engine, entries) for rule_set in self._sets])

    def close(self) -> None:
        """Free the rule sets."""
        self._free()


def _close(engine: NativeModule, rule_sets: Sequence[_RuleSet]) -> None:
    for rule_set in rule_sets:
        rule_set.close(engine)


class _RuleSet:
    """One rule set of the engine, for one thread at a time and for one process.

    While a session lives its handle is not in place; it is put back once the session has been deleted.
    """

    def __init__(self, engine: NativeModule, name: str, text: RuleSetText):
        self._name = name
        self._text = text
        self._id = slice(2, 3 + text.digits)
        self._closed = False
        self._take_over()
        self._handle = self._create(engine)

    def _take_over(self) -> None:
        """Begin without what another process, which this one was forked from, may have left half done."""
        self._lock = threading.Lock()
        self._handle = 0
        self._process = os.getpid()

    def _create(self, engine: NativeModule) -> int:
        try:
            return engine.create_ruleset("rules", self._text.definition)
        except engine.error as problem:
            raise EngineError(f"{self._name}: {problem}") from problem

    def fire(self, engine: NativeModule, entries: Mapping[str, str]) -> list[str]:
        """The ids of the rules that fire for a fact of these entries, an id as often as its rules fire."""
        if self._process != os.getpid():
            self._take_over()
        kept = (
            entries.values()
            if len(entries) <= FACT_FIELDS
            else [entry for field, entry in entries.items() if field in self._text.fields]
        )
        fact = f"{FACT}{''.join(kept)}}}"
        with self._lock:
            if self._closed:
                raise EngineError(f"{self._name}: these rules have been closed.")
            handle, self._handle = self._handle or self._create(engine), 0
            try:
                messages = self._drain(engine, handle, fact)
            except engine.error as problem:
                raise EngineError(f"{self._name}: {problem}") from problem
        ids, own = self._text.ids, self._id
        return [ids[message[own]] for message in messages]

    def _drain(self, engine: NativeModule, handle: int, fact: str) -> list[str]:
        fired = False
        try:
            _, state = engine.assert_fact(handle, fact)
            first = engine.start_action_for_state(handle, state)
            fired = first is not None
            if first is None or not first[1].startswith(OPEN):
                raise EngineError(f"{self._name}: the engine didn't fire the rule that always fires.")
            rest = iter(partial(engine.complete_and_start_action, handle, state), None)
            messages = list(islice(rest, self._text.most + 1))
            if len(messages) > self._text.most:
                raise EngineError(f"{self._name}: the engine fires more often than the rules can.")
            return messages
        finally:
            if fired:
                engine.delete_state(handle, SESSION)
                self._handle = handle

    def close(self, engine: NativeModule) -> None:
        """Free the rule set for good."""
        if self._process != os.getpid():
            self._take_over()
        with self._lock:
            self._closed = True
            if self._handle:
                engine.delete_ruleset(self._handle)
                self._handle = 0
