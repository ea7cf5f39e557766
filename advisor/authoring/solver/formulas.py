"""Statements about a case that the solver may choose, and how they are joined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from advisor.authoring.solver.smt import Term, z3


@dataclass(frozen=True)
class Formula:
    """A statement about a world, and the names of all that it reads (questions, gates' questions, points).

    The names tell which laws the solver must be given along: a variable without its laws could take any value.
    """

    term: Term
    reads: frozenset[str]


class Logic:
    """Joins formulas; `always` and `never` are true and false of every world."""

    def __init__(self) -> None:
        self.z3 = z3()
        self.always = Formula(self.z3.BoolVal(True), frozenset())
        self.never = Formula(self.z3.BoolVal(False), frozenset())

    def all_of(self, parts: Iterable[Formula]) -> Formula:
        """Every part holds."""
        found = list(parts)
        if len(found) == 1:
            return found[0]
        return Formula(self.z3.And([p.term for p in found]), reads_of(found)) if found else self.always

    def any_of(self, parts: Iterable[Formula]) -> Formula:
        """Some part holds."""
        found = list(parts)
        if len(found) == 1:
            return found[0]
        return Formula(self.z3.Or([p.term for p in found]), reads_of(found)) if found else self.never

    def at_least(self, n: int, parts: Iterable[Formula]) -> Formula:
        """At least `n` of the parts hold."""
        found = list(parts)
        return Formula(self.z3.PbGe([(p.term, 1) for p in found], n), reads_of(found))

    def negated(self, part: Formula) -> Formula:
        """The part does not hold (it may be open)."""
        return Formula(self.z3.Not(part.term), part.reads)


def reads_of(parts: Iterable[Formula]) -> frozenset[str]:
    """All that some formulas read."""
    return frozenset().union(*(p.reads for p in parts))
