"""How patterns are laid out as rules of durable-rules: in its JSON, in buckets and rule sets that fit its limits.

The engine joins the conditions of all rules of a set into one tree, in which rules share their beginnings (as in
Forgy's Rete, 1982, without joins: here every rule tests one fact). It walks that tree depth first, with a stack of 64
places for the conditions that still wait; with more of them its answers are worth nothing. How many will wait follows
from the shape of the tree, so the tree is built here first (`_Node`), and the rules are divided until it fits.

Rules stand in *buckets*. Each begins with a guard that is always true and spelled differently for each bucket
(`1 >= -bucket`), so that the engine cannot join what stands behind two guards. While one bucket is worked
through, of every other bucket only its guard waits: what waits at most is the number of buckets and the fullest of
them, not the sum. Buckets fill a *rule set* until that, or the fields of one fact, would be too many; then another set
begins. What one rule cannot be given because it is too large alone is halved at its largest alternative, and fires
under one id from both halves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from advisor.engines.durable import regions as patterns
from advisor.engines.durable.regions import Form, Pattern, RegionScale, SubsetError

# The engine's limits (in brackets), each with some room. Within these, its limits on a rule set (4,096 rules)
# and on what follows one condition (511 conditions, 127 exits of `$or`, 255 patterns) are out of reach.
PENDING: Final = 62  # conditions waiting for one fact (64)
BUCKET_PENDING: Final = 40  # of these inside one bucket, so that 23 buckets and more go into a rule set
BUCKET_RULES: Final = 30
NODES: Final = 13  # and/or nodes of one pattern (15)
FACT_FIELDS: Final = 240  # fields of one fact (250 beside the four that every fact has)
FIELDS: Final = 10_000  # f0..f9999 have hashes of their own, and none that of a word of the engine
WAYS: Final = 1024  # ways in which one rule can hold: the engine fires once for each that does

OPEN: Final = '{"open":'  # a rule set begins with the rule that always fires

Step: TypeAlias = "str | tuple[Chain, ...]"  # a condition in the engine's JSON, or the branches of an `$or`
Chain: TypeAlias = "tuple[Step, ...]"  # conditions that must all hold, tested from left to right


@dataclass(frozen=True)
class RuleSetText:
    """A rule set as the engine reads it. `ids` maps its own names of `digits` digits to rule ids, `most` is how often
    it can fire for one fact, `fields` are those that it tests.
    """

    definition: str
    ids: Mapping[str, str]
    digits: int
    most: int
    fields: frozenset[str]


@dataclass(frozen=True)
class Layout:
    """All rules ready for the engine: plain data, which can be kept.

    `encodings` gives for each field what tells a value's region, and the entry of a fact for each region.
    """

    name: str
    encodings: Mapping[str, tuple[Callable[[object], int], Sequence[str]]]
    sets: tuple[RuleSetText, ...]


def lay_out(rules: Iterable[tuple[str, Pattern]], name: str) -> Layout:
    """The layout of rules; SubsetError for a rule that is not for this engine."""
    pairs = list(rules)
    scales = patterns.scales(pairs)
    if len(scales) > FIELDS:
        raise SubsetError(
            name,
            f"{len(scales):,} fields are tested, at most {FIELDS:,} can be",
            "divide the rules among several DurableRules",
        )
    names = {field: f"f{number}" for number, field in enumerate(scales)}
    compiled = [
        part for rule, pattern in pairs for part in engine_rules(rule, patterns.form(pattern, scales), names, scales)
    ]
    encodings = {
        field: (scale.region, [f',"{names[field]}":{region}' for region in range(scale.size)])
        for field, scale in scales.items()
    }
    return Layout(name, encodings, tuple(_text(buckets) for buckets in rule_sets_of(buckets_of(compiled))))


def _text(buckets: Sequence[Bucket]) -> RuleSetText:
    """The rule set of some buckets; `k` marks our facts, so that no rule matches what the engine asserts of its own."""
    rules = [(number, rule) for number, bucket in enumerate(buckets) for rule in bucket.rules]
    digits = len(str(len(rules)))
    ids: dict[str, str] = {}
    texts = [OPEN + '{"all":[{"m":{"k":1}}]}']
    for bucket, rule in rules:
        own = f"r{len(ids):0{digits}}"
        guarded = as_json(('{"k":1}', f'{{"$gte":{{"one":{-bucket}}}}}', *rule.chain))
        texts.append(f'"{own}":{{"all":[{{"m":{guarded}}}]}}')
        ids[own] = rule.id
    fields = frozenset[str]().union(*(bucket.fields for bucket in buckets))
    return RuleSetText(",".join(texts) + "}", ids, digits, sum(rule.ways for _, rule in rules), fields)


@dataclass(frozen=True)
class EngineRule:
    """A rule as the engine knows it; several of them may stand for one rule id."""

    id: str
    chain: Chain
    fields: frozenset[str]
    ways: int


def engine_rules(
    rule: str, form: Form, names: Mapping[str, str], scales: Mapping[str, RegionScale]
) -> Iterator[EngineRule]:
    """The rules of which one holds where `form` does: one, or several if it is too large for the engine."""
    ways, fields = patterns.ways(form), frozenset(patterns.fields(form))
    if ways > WAYS:
        raise SubsetError(
            rule,
            f"its alternatives combine to {ways:,} ways to hold, at most {WAYS:,} can be",
            "make a part of the condition a derived fact",
        )
    if form == patterns.NEVER:
        return
    chain = _chain(form, names, scales) or ('{"one":1}',)
    if _nodes(chain) <= NODES and len(fields) <= FACT_FIELDS and _Node([chain]).pending() <= BUCKET_PENDING:
        yield EngineRule(rule, chain, fields, ways)
        return
    halves = patterns.halves(form)
    if not halves:
        raise SubsetError(
            rule,
            f"it tests {len(fields)} fields at once, at most {FACT_FIELDS} can be",
            "make a part of the condition a derived fact",
        )
    for half in halves:
        yield from engine_rules(rule, half, names, scales)


def _chain(form: Form, names: Mapping[str, str], scales: Mapping[str, RegionScale]) -> Chain:
    """The form as steps of the engine: tests come first, alternatives last, so that they are looked into seldom."""
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


def as_json(chain: Chain) -> str:
    """One condition or all of several, as the engine reads them."""
    steps = [step if isinstance(step, str) else f'{{"$or":[{",".join(map(as_json, step))}]}}' for step in chain]
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
        """The most conditions that can wait while the engine works, depth first, through what is below.

        A node hands on to all that is below it: all but the one that is looked into wait. A run of single nodes is gone
        through in a loop, so that a long chain does not exhaust Python's own stack.
        """
        below = [*self.next.values(), *self.exits]
        while len(below) == 1:
            below = [*below[0].next.values(), *below[0].exits]
        return max(len(below) - 1 + max((node.pending() for node in below), default=0), 1)


class Bucket:
    """Rules that stand behind one guard."""

    def __init__(self, rules: Sequence[EngineRule]):
        self.rules = rules
        self.fields = frozenset[str]().union(*(rule.fields for rule in rules))
        self.pending = _Node(rule.chain for rule in rules).pending()


def buckets_of(rules: Sequence[EngineRule]) -> list[Bucket]:
    """The rules in runs that are small enough for a bucket; each rule alone is."""
    bucket = Bucket(rules)
    if len(rules) <= BUCKET_RULES and bucket.pending <= BUCKET_PENDING and len(bucket.fields) <= FACT_FIELDS:
        return [bucket] if rules else []
    middle = len(rules) // 2
    return buckets_of(rules[:middle]) + buckets_of(rules[middle:])


def rule_sets_of(buckets: Iterable[Bucket]) -> Iterator[list[Bucket]]:
    """The buckets in runs that fit into a rule set, where all wait while the fullest is worked through."""
    together: list[Bucket] = []
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
