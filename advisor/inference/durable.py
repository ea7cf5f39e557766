"""durable-rules 2.0.28, kept inside the part of it that can be trusted; rules outside it are refused.

The C module is called directly, and all that it sees is made here:

- **Values are region numbers** (`patterns.py`). Python finds exactly in which region a value lies, the engine
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
import importlib.metadata
import os
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final, ParamSpec, Protocol, TypeAlias, TypeVar, cast

from advisor.inference import patterns
from advisor.inference.patterns import FactError, Form, Pattern, Scale, SubsetError, Value
from advisor.problems import EngineError

__all__ = ["DurableRules", "FactError", "SubsetError", "available", "version"]

# The engine's limits (in brackets), each with some room. Within these, its limits on a rule set (4,096 rules)
# and on what follows one condition (511 conditions, 127 exits of `$or`, 255 patterns) are out of reach.
PENDING: Final = 62         # conditions waiting for one fact (64)
BUCKET_PENDING: Final = 40  # of these inside one bucket, so that 23 buckets and more go into a rule set
BUCKET_RULES: Final = 30
NODES: Final = 13           # and/or nodes of one pattern (15)
FACT_FIELDS: Final = 240    # fields of one fact (250 beside the four that every fact has)
FIELDS: Final = 10_000      # f0..f9999 have hashes of their own, and none that of a word of the engine
WAYS: Final = 1024          # ways in which one rule can hold: the engine fires once for each that does

SESSION: Final = "s"
FACT: Final = '{"id":"1","sid":"s","k":1,"one":1'
OPEN: Final = '{"open":'

Step: TypeAlias = "str | tuple[Chain, ...]"  # a condition in the engine's JSON, or the branches of an `$or`
Chain: TypeAlias = "tuple[Step, ...]"        # conditions that must all hold, tested from left to right


class Engine(Protocol):
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
    try:
        return f"durable-rules {importlib.metadata.version('durable-rules')}"
    except importlib.metadata.PackageNotFoundError as missing:
        raise EngineError("durable-rules is not installed.") from missing


def _engine() -> Engine:
    try:
        return cast(Engine, importlib.import_module("durable_rules_engine"))
    except ImportError as missing:
        problem = f"durable-rules cannot be imported ({missing}); install it or choose the Python engine."
        raise EngineError(problem) from missing


class DurableRules:
    """Rules compiled for durable-rules; `fire` tells which of them hold for a fact.

    `rules` maps rule ids to patterns, or is a sequence of such pairs; an id that occurs twice holds where
    either pattern does. `name_hint` names the rules in messages. SubsetError for a rule that the engine is not
    to be trusted with, EngineError where the engine is missing or refuses. Threads may share it (they take
    turns), and a forked process makes rule sets of its own. Freed with the object, or by `close`.
    """

    def __init__(self, rules: Mapping[str, Pattern] | Iterable[tuple[str, Pattern]], *,
                 name_hint: str = "rules"):
        self._engine = _engine()
        pairs = list(rules.items() if isinstance(rules, Mapping) else rules)
        scales = patterns.scales(pairs)
        if len(scales) > FIELDS:
            raise SubsetError(name_hint, f"{len(scales):,} fields are tested, at most {FIELDS:,} can be",
                              "divide the rules among several DurableRules")
        names = {field: f"f{number}" for number, field in enumerate(scales)}
        compiled = [part for rule, pattern in pairs
                    for part in _compile(rule, patterns.form(pattern, scales), names, scales)]
        self._readers = {
            field: (scale.region, [f',"{names[field]}":{region}' for region in range(scale.size)])
            for field, scale in scales.items()}
        self._sets: list[_RuleSet] = []
        self._free = weakref.finalize(self, _close, self._engine, self._sets)
        self._free.atexit = False
        for buckets in _rule_sets(_buckets(compiled)):
            self._sets.append(_RuleSet(self._engine, name_hint, buckets))

    def fire(self, facts: Mapping[str, Value]) -> frozenset[str]:
        """The ids of the rules that hold for these facts.

        Fields that no pattern tests are dropped unread. FactError where a value is not of the one type that
        the patterns compare its field with (True or False, number, text), or is None, not finite, beyond 64
        bits, or 60,000 bytes of text or more. EngineError after `close`, and where the engine misbehaves.
        """
        return self._fire(self._engine, facts)

    def fire_timed(self, facts: Mapping[str, Value]) -> tuple[frozenset[str], float]:
        """As `fire`, with the seconds that passed inside the engine's functions (for benchmarks)."""
        timed = _TimedEngine(self._engine)
        return self._fire(timed, facts), timed.seconds

    def close(self) -> None:
        """Free the rule sets."""
        self._free()

    def _fire(self, engine: Engine, facts: Mapping[str, Value]) -> frozenset[str]:
        readers = self._readers
        entries: dict[str, str] = {}
        for field, value in facts.items():
            reader = readers.get(field)
            if reader is not None:
                region, texts = reader
                entries[field] = texts[region(value)]
        return frozenset[str]().union(*[rule_set.fire(engine, entries) for rule_set in self._sets])


def _close(engine: Engine, rule_sets: Sequence[_RuleSet]) -> None:
    for rule_set in rule_sets:
        rule_set.close(engine)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule as the engine knows it; several of them may stand for one rule id."""

    id: str
    chain: Chain
    fields: frozenset[str]
    ways: int


def _compile(rule: str, form: Form, names: Mapping[str, str], scales: Mapping[str, Scale]) -> Iterator[_Rule]:
    """The rules of which one holds where `form` does: one, or several if it is too large for the engine."""
    ways, fields = patterns.ways(form), frozenset(patterns.fields(form))
    if ways > WAYS:
        raise SubsetError(rule, f"its alternatives combine to {ways:,} ways to hold, at most {WAYS:,} can be",
                          "make a part of the condition a derived fact")
    if form == patterns.NEVER:
        return
    chain = _chain(form, names, scales) or ('{"one":1}',)
    if _nodes(chain) <= NODES and len(fields) <= FACT_FIELDS and _Node([chain]).pending() <= BUCKET_PENDING:
        yield _Rule(rule, chain, fields, ways)
        return
    halves = patterns.halves(form)
    if not halves:
        raise SubsetError(rule, f"it tests {len(fields)} fields at once, at most {FACT_FIELDS} can be",
                          "make a part of the condition a derived fact")
    for half in halves:
        yield from _compile(rule, half, names, scales)


def _chain(form: Form, names: Mapping[str, str], scales: Mapping[str, Scale]) -> Chain:
    if isinstance(form, patterns.Within):
        return tuple(_conditions(names[form.field], scales[form.field].size, form.regions))
    if isinstance(form, patterns.Every):
        return tuple(step for part in form.parts for step in _chain(part, names, scales))
    return (tuple(_chain(part, names, scales) for part in form.parts),)


def _conditions(name: str, size: int, regions: frozenset[int]) -> Iterator[str]:
    """Conditions that all hold where the field's region is one of `regions`: bounds, then holes."""
    low, high = min(regions), max(regions)
    if low == high:
        yield f'{{"{name}":{low}}}'
        return
    if len(regions) == size:
        yield f'{{"$ex":{{"{name}":1}}}}'
    if low > 0:
        yield f'{{"$gte":{{"{name}":{low}}}}}'
    if high < size - 1:
        yield f'{{"$lte":{{"{name}":{high}}}}}'
    yield from (f'{{"$neq":{{"{name}":{hole}}}}}' for hole in range(low, high) if hole not in regions)


def _nodes(chain: Chain) -> int:
    """The and/or nodes of a pattern: its own `$and`, each `$or`, each branch of more than one condition."""
    branches = [branch for step in chain if not isinstance(step, str) for branch in step]
    choices = sum(not isinstance(step, str) for step in chain)
    return 1 + choices + sum(_nodes(branch) for branch in branches if len(branch) > 1)


def _json(chain: Chain) -> str:
    """One condition or all of several, as the engine reads them."""
    steps = [step if isinstance(step, str) else f'{{"$or":[{",".join(map(_json, step))}]}}' for step in chain]
    return steps[0] if len(steps) == 1 else f'{{"$and":[{",".join(steps)}]}}'


class _Node:
    """A condition in the tree that the engine makes of chains; they share their beginnings, but no `$or`."""

    __slots__ = ("exits", "next")

    def __init__(self, chains: Iterable[Chain] = ()):
        self.next: dict[str, _Node] = {}
        self.exits: list[_Node] = []
        for chain in chains:
            self._grow(chain)

    def _grow(self, chain: Chain) -> _Node:
        node = self
        for step in chain:
            if isinstance(step, str):
                node = node.next.setdefault(step, _Node())
            else:
                after = _Node()
                for branch in step:
                    node._grow(branch).exits.append(after)
                node = after
        return node

    def pending(self) -> int:
        """The most conditions that can wait while the engine works, depth first, through what is below."""
        below = [*self.next.values(), *self.exits]
        while len(below) == 1:
            below = [*below[0].next.values(), *below[0].exits]
        return max(len(below) - 1 + max((node.pending() for node in below), default=0), 1)


class _Bucket:
    """Rules that stand behind one guard."""

    def __init__(self, rules: Sequence[_Rule]):
        self.rules = rules
        self.fields = frozenset[str]().union(*(rule.fields for rule in rules))
        self.pending = _Node(rule.chain for rule in rules).pending()


def _buckets(rules: Sequence[_Rule]) -> list[_Bucket]:
    """The rules in runs that are small enough for a bucket; each rule alone is."""
    bucket = _Bucket(rules)
    if len(rules) <= BUCKET_RULES and bucket.pending <= BUCKET_PENDING and len(bucket.fields) <= FACT_FIELDS:
        return [bucket] if rules else []
    middle = len(rules) // 2
    return _buckets(rules[:middle]) + _buckets(rules[middle:])


def _rule_sets(buckets: Iterable[_Bucket]) -> Iterator[list[_Bucket]]:
    """The buckets in runs that fit into a rule set, where all wait while the fullest is worked through."""
    together: list[_Bucket] = []
    for bucket in buckets:
        more = [*together, bucket]
        pending = len(more) + max(each.pending for each in more)
        fields = frozenset[str]().union(*(each.fields for each in more))
        if together and (pending > PENDING or len(fields) > FACT_FIELDS):
            yield together
            more = [bucket]
        together = more
    if together:
        yield together


class _RuleSet:
    """One rule set of the engine, for one thread at a time and for one process.

    While a session lives its handle is not in place; it is put back once the session has been deleted.
    """

    def __init__(self, engine: Engine, name: str, buckets: Sequence[_Bucket]):
        self._name = name
        rules = [(number, rule) for number, bucket in enumerate(buckets) for rule in bucket.rules]
        digits = len(str(len(rules)))
        self._ids: dict[str, str] = {}
        self._id = slice(2, 3 + digits)
        self._cap = sum(rule.ways for _, rule in rules)
        self._fields = frozenset[str]().union(*(bucket.fields for bucket in buckets))
        self._definition = OPEN + '{"all":[{"m":{"k":1}}]}'
        for bucket, rule in rules:
            own = f"r{len(self._ids):0{digits}}"
            guarded = _json(('{"k":1}', f'{{"$gte":{{"one":{-bucket}}}}}', *rule.chain))
            self._definition += f',"{own}":{{"all":[{{"m":{guarded}}}]}}'
            self._ids[own] = rule.id
        self._definition += "}"
        self._closed = False
        self._take_over()
        self._handle = self._create(engine)

    def _take_over(self) -> None:
        """Begin without what another process, which this one was forked from, may have left half done."""
        self._lock = threading.Lock()
        self._handle = 0
        self._process = os.getpid()

    def _create(self, engine: Engine) -> int:
        try:
            return engine.create_ruleset("rules", self._definition)
        except engine.error as problem:
            raise EngineError(f"{self._name}: {problem}") from problem

    def fire(self, engine: Engine, entries: Mapping[str, str]) -> list[str]:
        """The ids of the rules that fire for a fact of these entries, an id as often as its rules fire."""
        if self._process != os.getpid():
            self._take_over()
        kept = (entries.values() if len(entries) <= FACT_FIELDS else
                [entry for field, entry in entries.items() if field in self._fields])
        fact = f"{FACT}{''.join(kept)}}}"
        with self._lock:
            if self._closed:
                raise EngineError(f"{self._name}: these rules have been closed.")
            handle, self._handle = self._handle or self._create(engine), 0
            try:
                messages = self._drain(engine, handle, fact)
            except engine.error as problem:
                raise EngineError(f"{self._name}: {problem}") from problem
        ids, own = self._ids, self._id
        return [ids[message[own]] for message in messages]

    def _drain(self, engine: Engine, handle: int, fact: str) -> list[str]:
        fired = False
        try:
            _, state = engine.assert_fact(handle, fact)
            first = engine.start_action_for_state(handle, state)
            fired = first is not None
            if first is None or not first[1].startswith(OPEN):
                raise EngineError(f"{self._name}: the engine did not fire the rule that always fires.")
            rest = iter(partial(engine.complete_and_start_action, handle, state), None)
            messages = list(islice(rest, self._cap + 1))
            if len(messages) > self._cap:
                raise EngineError(f"{self._name}: the engine fires more often than the rules can.")
            return messages
        finally:
            if fired:
                engine.delete_state(handle, SESSION)
                self._handle = handle

    def close(self, engine: Engine) -> None:
        """Free the rule set for good."""
        if self._process != os.getpid():
            self._take_over()
        with self._lock:
            self._closed = True
            if self._handle:
                engine.delete_ruleset(self._handle)
                self._handle = 0


Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class _TimedEngine:
    """An engine with a stopwatch: `seconds` have passed inside its functions."""

    def __init__(self, engine: Engine):
        self.seconds = 0.0
        self.error = engine.error
        self.create_ruleset = self._timed(engine.create_ruleset)
        self.assert_fact = self._timed(engine.assert_fact)
        self.start_action_for_state = self._timed(engine.start_action_for_state)
        self.complete_and_start_action = self._timed(engine.complete_and_start_action)
        self.delete_state = self._timed(engine.delete_state)
        self.delete_ruleset = self._timed(engine.delete_ruleset)

    def _timed(self, function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        def timed(*arguments: Arguments.args, **names: Arguments.kwargs) -> Result:
            start = time.perf_counter()
            try:
                return function(*arguments, **names)
            finally:
                self.seconds += time.perf_counter() - start
        return timed
