"""Patterns read for many cases at once: each distinct part becomes a mask over the cases, shared wherever it repeats.

Masks of one circuit are the rows of one array: tests on one column are made together, and so are all parts that need
the same number of earlier rows, so that few calls do for many conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.batch.columns.block import Array
from advisor.batch.columns.columnfacts import FactColumns

MaskMaker = Callable[[FactColumns, Array], None]
"""Makes the masks of some tests on one column, as the rows of an array."""
NEVER, ALWAYS = 0, 1  # rows that every wiring has


@dataclass(frozen=True)
class MaskedTest:
    """A test, made together with others of its group."""

    group: Hashable
    test: Hashable


@dataclass(frozen=True)
class JoinedRows:
    """Rows made into one, by "and", "or" or "not"."""

    how: str
    rows: tuple[int, ...]


class Wiring:
    """What is to be made of what, each distinct row once; rows are known by number."""

    # Parts are looked up by what they are made of (hash consing; Ershov 1958), so that a part that several conditions
    # have in common is made once, and constants are folded on the way. A part is numbered after all that it is made of:
    # ascending order is an order in which rows can be made, and nothing may ever change that.

    def __init__(self) -> None:
        self.parts: list[MaskedTest | JoinedRows] = [JoinedRows("or", ()), JoinedRows("and", ())]
        self._numbers: dict[MaskedTest | JoinedRows, int] = {}

    def test(self, group: Hashable, test: Hashable) -> int:
        """A test, made together with others of its group."""
        return self._row(MaskedTest(group, test))

    def all_true(self, rows: Sequence[int]) -> int:
        """Where every row is true."""
        return self._joined("and", rows, ALWAYS, NEVER)

    def any_true(self, rows: Sequence[int]) -> int:
        """Where some row is true."""
        return self._joined("or", rows, NEVER, ALWAYS)

    def negated(self, row: int) -> int:
        """Where the row is false."""
        if row in (NEVER, ALWAYS):
            return ALWAYS - row
        part = self.parts[row]
        if isinstance(part, JoinedRows) and part.how == "not":
            return part.rows[0]
        return self._row(JoinedRows("not", (row,)))

    def several_true(self, least: int, rows: Sequence[int]) -> int:
        """Where at least so many rows are true."""
        # Row by row, from the greatest count down, so that no row is counted twice: least * len(rows) parts in place of
        # one part for every choice of `least` rows, of which there may be thousands.
        reached = [ALWAYS, *([NEVER] * least)]  # where at least 0, 1, 2, ... of the rows so far are true
        for row in rows:
            for count in range(least, 0, -1):
                reached[count] = self.any_true([reached[count], self.all_true([reached[count - 1], row])])
        return reached[max(least, 0)]

    def _joined(self, how: str, rows: Sequence[int], neutral: int, decisive: int) -> int:
        different = sorted(set(rows) - {neutral})
        if decisive in different:
            return decisive
        if len(different) < 2:
            return different[0] if different else neutral
        return self._row(JoinedRows(how, tuple(different)))

    def _row(self, part: MaskedTest | JoinedRows) -> int:
        if part not in self._numbers:
            self._numbers[part] = len(self.parts)
            self.parts.append(part)
        return self._numbers[part]

    def needed(self, rows: Sequence[int]) -> list[int]:
        """These rows and all that they are made of, in an order in which they can be made."""
        found: set[int] = set()
        left = list(rows)
        while left:
            number = left.pop()
            part = self.parts[number]
            if number not in found and isinstance(part, JoinedRows):
                left += part.rows
            found.add(number)
        return sorted(found - {NEVER, ALWAYS})


class Circuit:
    """The rows that some outputs need, in an order in which few calls make them."""

    def __init__(self, wiring: Wiring, outputs: Sequence[int], reader: Callable[[Hashable, list[Hashable]], MaskMaker]):
        """`reader` gives what makes all tests of one group."""
        # A call of numpy takes about as long as its work on the few thousand bytes of a row, so that calls count.
        # The level of a part is one more than the greatest of those that it is made of: parts of one level need nothing
        # of each other, and those of them with the same operator and the same number of inputs are made by one call.
        tests: dict[Hashable, dict[int, Hashable]] = {}
        joined: dict[tuple[int, str, int], dict[int, tuple[int, ...]]] = {}
        levels = {NEVER: 0, ALWAYS: 0}
        for number in wiring.needed(outputs):
            part = wiring.parts[number]
            if isinstance(part, MaskedTest):
                levels[number] = 0
                tests.setdefault(part.group, {})[number] = part.test
            else:
                levels[number] = 1 + max(levels[row] for row in part.rows)
                joined.setdefault((levels[number], part.how, len(part.rows)), {})[number] = part.rows
        self._places = {NEVER: NEVER, ALWAYS: ALWAYS}
        self._reads = [(reader(group, list(some.values())), *self._placed(some)) for group, some in tests.items()]
        self._steps = []
        for (_, how, _), some in sorted(joined.items()):
            inputs = np.array([self.places(rows) for rows in some.values()], np.intp).T
            self._steps.append((how, np.ascontiguousarray(inputs), *self._placed(some)))
        self._outputs = self.places(outputs)

    def places(self, rows: Sequence[int]) -> Array:
        """Where rows that are outputs stand in what `run` gives."""
        return np.array([self._places[row] for row in rows], np.intp)

    def _placed(self, numbers: Iterable[int]) -> tuple[int, int]:
        """Give the rows the next places; where these start and stop."""
        start = len(self._places)
        self._places.update((number, start + i) for i, number in enumerate(numbers))
        return start, len(self._places)

    def run(self, facts: FactColumns) -> Array:
        """All rows, in memory that the next circuit of these facts uses again."""
        width = -(-facts.size // 8)
        made = facts.memory.bytes_for("rows", len(self._places), width)
        made[NEVER], made[ALWAYS] = 0, 255
        for read, start, stop in self._reads:
            read(facts, made[start:stop])
        for how, inputs, start, stop in self._steps:
            taken, into = facts.memory.bytes_for("inputs", *inputs.shape, width), made[start:stop]
            np.take(made, inputs, axis=0, out=taken, mode="clip")  # "raise" would go through a copy of `out`
            if how == "not":
                np.invert(taken[0], out=into)
            else:
                join = np.bitwise_and if how == "and" else np.bitwise_or
                join(taken[0], taken[1], out=into)
                for further in taken[2:]:
                    join(into, further, out=into)
        return made

    def masks(self, facts: FactColumns) -> list[Array]:
        """The masks of the outputs, in their order."""
        return list(self.run(facts).take(self._outputs, axis=0))
