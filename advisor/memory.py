"""What threads and forked processes can share without locks: a bounded memory, and properties computed once.

The memory is for what is expensive to make and may be forgotten. A memory whose arguments are cheap to hash and that
belongs to one function is better a `functools.lru_cache`, which is written in C; this one is for whoever looks up many
keys before making the missing values together.

A `functools.cached_property` has a lock before Python 3.12. Forked while another thread computes one, a child would
wait for that thread, which it does not have; so every child gets locks of its own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Hashable, Iterator
from functools import cached_property
from threading import RLock
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Cache(Generic[Key, Value]):
    """Remembers the last `size` to 2 x `size` values used; 0 remembers at most one. No value is None.

    Two generations of plain dictionaries stand in for a lock and for an order of use: what is used is young; when
    the young are `size`, they become the old, and the old before them are forgotten together. What was old and is
    used again is put among the young once more. Every step is one operation of a dictionary or one assignment, so two
    threads may compute the same value twice or forget one early, never get a wrong one, and a fork cannot leave a lock
    held.

    >>> cache: Cache[str, int] = Cache(1)
    >>> for number, name in enumerate("abc"):
    ...     cache.put(name, number)
    >>> cache.get("a"), cache.get("b"), cache.get("c")
    (None, 1, 2)
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._young: dict[Key, Value] = {}
        self._old: dict[Key, Value] = {}

    def __len__(self) -> int:
        return len(self._young.keys() | self._old.keys())

    def get(self, key: Key) -> Value | None:
        """The value remembered for the key, if any."""
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.put(key, found)
        return found

    def put(self, key: Key, value: Value) -> None:
        """Remember a value."""
        if len(self._young) >= self._size:
            self._old, self._young = self._young, {}
        self._young[key] = value


def cached_properties() -> Iterator[cached_property[Any]]:
    """The properties of this program's classes that are computed once, as far as they have been imported."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == __name__.partition(".")[0]:
            for found in list(vars(module).values()):
                if isinstance(found, type) and found.__module__ == name:
                    yield from (member for member in vars(found).values() if isinstance(member, cached_property))


def _free_them() -> None:
    for each in cached_properties():
        each.lock = RLock()  # type: ignore[attr-defined]  # before 3.12; what a thread had begun is computed anew


if sys.version_info < (3, 12) and hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_free_them)
