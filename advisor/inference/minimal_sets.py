"""Which signs are enough: the smallest sets of signs whose certainties together reach a threshold."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from advisor.inference.certainty import combine

Choice = tuple[int, int]  # the number of a sign, and the weakest of its levels that is enough


def minimal_sets(signs: Sequence[Sequence[int]], threshold: int) -> tuple[tuple[Choice, ...], ...]:
    """The sets of signs, each at least at a level, that reach a threshold and of which nothing can be spared.

    A sign is given by the certainties of its levels in hundredths, strongest first; the threshold is in
    ten-thousandths. No member of a set can be left out, and none can be had at a weaker level. Smallest sets first.

    >>> minimal_sets([[65, 40], [40]], 6_000)
    (((0, 0),), ((0, 1), (1, 0)))
    """
    # Certainty only grows with each sign and with each stronger level, so "reaches the threshold" is a monotone
    # function of the choices. Such a function is told completely by its minimal points (its prime implicants;
    # W. V. Quine, 1952), and a point is minimal as soon as no single step down from it still reaches: larger steps
    # reach even less. It would take more than single steps if some sign could lower a certainty.
    # All choices are looked at: a diagnosis has a handful of signs with one to three levels each.
    found: list[tuple[Choice, ...]] = []
    for chosen in itertools.product(*(range(-1, len(levels)) for levels in signs)):
        members = tuple((i, level) for i, level in enumerate(chosen) if level >= 0)
        if _reached(signs, members) >= threshold and all(_reached(signs, m) < threshold for m in _less(signs, members)):
            found.append(members)
    return tuple(sorted(found, key=lambda members: (len(members), members)))


def _reached(signs: Sequence[Sequence[int]], members: Sequence[Choice]) -> int:
    return combine(signs[i][level] for i, level in members)


def _less(signs: Sequence[Sequence[int]], members: Sequence[Choice]) -> list[list[Choice]]:
    """The set with one member weakened by a level, or left out."""
    found = []
    for place, (i, level) in enumerate(members):
        rest = [*members[:place], *members[place + 1 :]]
        found.append([*rest, (i, level + 1)] if level + 1 < len(signs[i]) else rest)
    return found
