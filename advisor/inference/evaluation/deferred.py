"""Truths of the last stratum, told when somebody asks.

Nothing is concluded from what is read after all diagnoses: rows of the decision table, whether an action is offered,
lines of the kit. An assessment asks for some of it, a what-if for very little: whether an action makes sense, which row
comes first. So its conditions are not read before. Who is handed the truths of a stratum cannot tell the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, overload

from advisor.language.intervals import Truth
from advisor.language.patterns import Facts as Fact
from advisor.language.patterns import Value


class DeferredTruths(Sequence[int]):
    """The truths of a stratum that an engine tells when the first of them is asked for."""

    def __init__(self, fire: Callable[[], Sequence[int]], size: int):
        self._fire: Callable[[], Sequence[int]] | None = fire
        self._size = size
        self._told: Sequence[int] = ()
        self._firsts: dict[tuple[int, ...], int | None] = {}

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, slot: int) -> int: ...
    @overload
    def __getitem__(self, slot: slice) -> Sequence[int]: ...
    def __getitem__(self, slot: int | slice) -> int | Sequence[int]:
        fire = self._fire  # two threads may both fire; they are told the same
        if fire is not None:
            self._told = fire()
            self._fire = None
        return self._told[slot]

    def first_true(self, slots: tuple[int, ...]) -> int | None:
        """The first of some slots of which the condition is certainly true."""
        if slots not in self._firsts:
            self._firsts[slots] = next((slot for slot in slots if self[slot] == 1), None)
        return self._firsts[slots]

    def __iter__(self) -> Iterator[int]:
        return iter(self[:])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (tuple, DeferredTruths)) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied and pickled as the plain truths."""
        return tuple, (tuple(self),)


class TouchedTruths(DeferredTruths):
    """The truths of a stratum after a change: a condition that reads what changed is read again when it is asked for.

    `before` are those without the change, `slots` has the conditions by the fields that they read, `truth` the function
    for each condition, and `fact` is made from the facts as they now are, and what was concluded.
    """

    def __init__(
        self,
        before: Sequence[int],
        changed: Collection[str],
        slots: Mapping[str, tuple[int, ...]],
        truth: Sequence[Callable[[Fact], Truth]],
        fact: tuple[Mapping[str, Value], Mapping[str, Value]],
    ):
        super().__init__(self._all, len(before))
        self._before, self._truth = before, truth
        self._changed, self._slots = changed, slots
        self._parts = fact
        self._touched: frozenset[int] | None = None
        self._fact: Mapping[str, Value] = {}
        self._known: dict[int, int] = {}

    def _begin(self) -> frozenset[int]:
        found: set[int] = set()
        for name in self._changed:
            found.update(self._slots.get(name, ()))
        answers, conclusions = self._parts
        self._fact = {**answers, **conclusions} if conclusions else answers
        self._touched = frozenset(found)
        return self._touched

    @overload
    def __getitem__(self, slot: int) -> int: ...
    @overload
    def __getitem__(self, slot: slice) -> Sequence[int]: ...
    def __getitem__(self, slot: int | slice) -> int | Sequence[int]:
        if isinstance(slot, slice):
            return super().__getitem__(slot)
        touched = self._begin() if self._touched is None else self._touched
        if slot not in touched:
            return self._before[slot]
        value = self._known.get(slot)
        if value is None:
            value = self._known[slot] = self._truth[slot](self._fact)
        return value

    def first_true(self, slots: tuple[int, ...]) -> int | None:
        """As above; what the change did not touch is looked up, not read."""
        touched = self._begin() if self._touched is None else self._touched
        was, behind = first_true(self._before, slots), False
        for slot in slots:
            if behind or slot in touched:
                if self[slot] == 1:
                    return slot
            elif slot == was:
                return slot
            behind = behind or slot == was
        return None

    def _all(self) -> Sequence[int]:
        return tuple(self[slot] for slot in range(len(self._before)))


def first_true(truths: Sequence[int], slots: tuple[int, ...]) -> int | None:
    """The first of some slots of which the condition is certainly true."""
    if isinstance(truths, DeferredTruths):
        return truths.first_true(slots)
    return next((slot for slot in slots if truths[slot] == 1), None)
