"""Conditions too large to look at whole, cut into parts that share no question.

What a join of such parts can become is known from what each of them can become: their answers are given apart from
each other. So each part is looked at by itself, and the join of parts that are exact is exact.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from advisor.language.normal import AllOf, AnyOf, Normal, literals_of
from advisor.language.tree import Concluded, points_of_atom, questions_of_atom


def with_gates(normal: Normal, gates: Mapping[str, Normal]) -> list[str]:
    """The questions of a normal form and of the gates above them."""
    found: dict[str, None] = {}
    waiting = [normal]
    while waiting:
        for literal in literals_of(waiting.pop()):
            for question in questions_of_atom(literal.atom):
                if question not in found:
                    found[question] = None
                    if question in gates:
                        waiting.append(gates[question])
    return list(found)


def split(normal: Normal, gates: Mapping[str, Normal]) -> tuple[Normal, ...]:
    """The parts of a join, those that share a question, a conclusion or a computed number taken together; what cannot
    be cut comes back by itself.
    """
    if not isinstance(normal, (AllOf, AnyOf)):
        return (normal,)
    groups: list[tuple[set[Hashable], list[Normal]]] = []
    for part in normal.parts:
        read, parts = _read(part, gates), [part]
        for group in [g for g in groups if g[0] & read]:
            groups.remove(group)
            read, parts = read | group[0], [*group[1], *parts]
        groups.append((read, parts))
    return tuple(parts[0] if len(parts) == 1 else type(normal)(tuple(parts)) for _, parts in groups)


def most_read(normal: Normal, gates: Mapping[str, Normal]) -> int:
    """How many questions, gates included, the part with the most of them rests on that cannot be cut."""
    parts = split(normal, gates)
    return len(with_gates(normal, gates)) if len(parts) < 2 else max(most_read(part, gates) for part in parts)


def _read(normal: Normal, gates: Mapping[str, Normal]) -> set[Hashable]:
    """What a part reads that another could read as well."""
    questions = with_gates(normal, gates)
    literals = [*literals_of(normal), *(lit for q in questions if q in gates for lit in literals_of(gates[q]))]
    points = {("number", name) for literal in literals for name in points_of_atom(literal.atom)}
    concluded = {("diagnosis", lit.atom.diagnosis) for lit in literals if isinstance(lit.atom, Concluded)}
    return {*questions, *points, *concluded}
