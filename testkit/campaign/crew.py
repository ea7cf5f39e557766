"""Processes that try inputs for some time, and who watches them: one that dies or hangs is told and replaced."""

from __future__ import annotations

import gc
import itertools
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from testkit.campaign.trials import Kind, Tried, tried

_PATIENCE = 30.0  # seconds beyond its limit after which an input is beyond Python's reach, and its process is ended
_BETWEEN = 50  # inputs after which circles among objects are looked for


@dataclass(frozen=True)
class Orders:
    """What one process tries: kinds, the first seed, every how manieth it takes, for how long, how many of a kind."""

    kinds: Sequence[Kind]
    first: int
    step: int
    seconds: float
    most: int | None = None


@dataclass
class _Member:
    """A process, what it is at, and when it began with that."""

    orders: Orders
    process: BaseProcess
    pipe: Connection
    at: tuple[str, int] | None = None
    since: float = field(default_factory=time.monotonic)

    @property
    def limit(self) -> float:
        """How long it may be at one input, the loading of the rules before the first one included."""
        return max(kind.limit for kind in self.orders.kinds) + _PATIENCE


def all_tried(orders: Orders) -> Iterator[tuple[Kind, int]]:
    """Kinds and seeds in turn: next is always the kind that had the least of its part of the time so far."""
    until = time.monotonic() + orders.seconds
    spent = dict.fromkeys(orders.kinds, 0.0)
    seeds = {kind: itertools.count(orders.first, orders.step) for kind in orders.kinds}
    left = dict.fromkeys(orders.kinds, orders.most)
    while time.monotonic() < until and spent:
        kind = min(spent, key=lambda each: spent[each] / each.share)
        begun = time.monotonic()
        yield kind, next(seeds[kind])
        spent[kind] += time.monotonic() - begun
        count = left[kind]
        if count is not None:
            left[kind] = count - 1
            if count == 1:
                del spent[kind]


def results(orders: Sequence[Orders]) -> Iterator[Tried]:
    """What comes of all inputs, as it comes. An input that ends its process, or never ends, is one that broke."""
    crew = [_started(each) for each in orders]
    try:
        while crew:
            ready = wait([member.pipe for member in crew], timeout=1.0)
            for member in list(crew):
                over = time.monotonic() - member.since > member.limit
                if member.pipe not in ready and not over:
                    continue
                said = None if over and member.pipe not in ready else _said(member)
                if isinstance(said, Tried):
                    member.at, member.since = None, time.monotonic()
                    yield said
                elif isinstance(said, tuple):
                    member.at, member.since = said, time.monotonic()
                else:
                    crew.remove(member)
                    yield from _fate(member, crew, hangs=over)
    finally:
        for member in crew:
            member.process.kill()
            member.process.join()


def _fate(member: _Member, crew: list[_Member], *, hangs: bool) -> Iterator[Tried]:
    """A process that is no more: at its end, or in the middle of an input, after which another goes on."""
    if hangs:
        member.process.kill()
    member.process.join()
    if member.at is None and member.process.exitcode == 0:
        return
    name, seed = member.at or ("start", member.orders.first)
    what = f"no answer in {member.limit:g} s" if hangs else f"the process ended with {member.process.exitcode}"
    yield Tried(name, seed, 1, time.monotonic() - member.since, what)
    if member.at is not None:
        old = member.orders
        # Seeds from far away: those that are near have been tried, and this one would end the next process too.
        crew.append(_started(Orders(old.kinds, old.first + 1_000_003 * old.step, old.step, old.seconds / 2, old.most)))


def _started(orders: Orders) -> _Member:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(orders, theirs), daemon=False)
    process.start()
    theirs.close()
    return _Member(orders, process, ours)


def _said(member: _Member) -> Tried | tuple[str, int] | None:
    try:
        said: Tried | tuple[str, int] = member.pipe.recv()
    except EOFError:
        return None
    return said


def _work(orders: Orders, pipe: Connection) -> None:
    for number, (kind, seed) in enumerate(all_tried(orders)):
        pipe.send((kind.name, seed))
        pipe.send(tried(kind, seed))
        if number % _BETWEEN == 0:
            gc.unfreeze()  # each command freezes what there is when it ends, as if its process ended
            gc.collect()
    pipe.close()
