"""How certain a diagnosis is, as formulas: by the minimal sets of signs that reach a threshold."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from advisor.authoring.conditions.written import WrittenSign, signs_of, unless_of
from advisor.inference.certainty import combine
from advisor.inference.compiled.program import CONFIRMED, SUSPECTED

if TYPE_CHECKING:
    from advisor.authoring.solver.meaning import Formula, Meaning

Choice = tuple[int, int]  # the number of a sign, and the weakest of its levels that is enough


def minimal_sets(signs: Sequence[WrittenSign], threshold: int) -> tuple[tuple[Choice, ...], ...]:
    """The sets of signs, each at least at a level, that together reach a threshold (in ten-thousandths) and of
    which nothing can be left out or weakened.
    """
    found: list[tuple[Choice, ...]] = []
    for chosen in itertools.product(*(range(-1, len(sign.certainties)) for sign in signs)):
        members = tuple((i, level) for i, level in enumerate(chosen) if level >= 0)
        if _reached(signs, members) >= threshold and all(_reached(signs, m) < threshold for m in _less(signs, members)):
            found.append(members)
    return tuple(sorted(found, key=lambda members: (len(members), members)))


def _reached(signs: Sequence[WrittenSign], members: Sequence[Choice]) -> int:
    return combine(signs[i].certainties[level] for i, level in members)


def _less(signs: Sequence[WrittenSign], members: Sequence[Choice]) -> list[list[Choice]]:
    """The set with one member weakened by a level, or left out."""
    found = []
    for place, (i, level) in enumerate(members):
        rest = [*members[:place], *members[place + 1 :]]
        found.append([*rest, (i, level + 1)] if level + 1 < len(signs[i].certainties) else rest)
    return found


class Certainties:
    """The certainty of one diagnosis as formulas over a kind of world."""

    def __init__(self, meaning: Meaning, diagnosis: str):
        self.meaning = meaning
        compiled = meaning.program.diagnoses[diagnosis]
        self.signs = signs_of(meaning.program, compiled)
        self.unless = unless_of(meaning.program, compiled)

    def lends(self, sign: int, level: int) -> Formula:
        """The sign fired at this level or a stronger one."""
        levels = self.signs[sign].levels[: level + 1]
        return self.meaning.any_of(self.meaning.pattern(w.compiled.true) for w in levels)

    def cannot_lend(self, sign: int, level: int) -> Formula:
        """The sign cannot fire at this level or a stronger one."""
        levels = self.signs[sign].levels[: level + 1]
        return self.meaning.all_of(self.meaning.pattern(w.compiled.false) for w in levels)

    def ruled_out(self) -> Formula:
        """Some `unless` is true."""
        return self.meaning.any_of(self.meaning.pattern(w.compiled.true) for w in self.unless)

    def surely_not_ruled_out(self) -> Formula:
        """Every `unless` is false."""
        return self.meaning.all_of(self.meaning.pattern(w.compiled.false) for w in self.unless)

    def reaches(self, threshold: int) -> Formula:
        """What fired reaches the threshold."""
        sets = minimal_sets(self.signs, threshold)
        return self.meaning.any_of(self.meaning.all_of(self.lends(i, level) for i, level in s) for s in sets)

    def cannot_reach(self, threshold: int) -> Formula:
        """Even with all that is open the threshold is not reached."""
        sets = minimal_sets(self.signs, threshold)
        return self.meaning.all_of(self.meaning.any_of(self.cannot_lend(i, level) for i, level in s) for s in sets)

    def concluded(self, how: str, truth: bool) -> Formula:
        """`diagnosed` or `suspected`, in the shown reading, is decided so."""
        threshold = CONFIRMED if how == "diagnosed" else SUSPECTED
        out = self.ruled_out()
        if truth:
            return self.meaning.all_of([self.meaning.negated(out), self.reaches(threshold)])
        return self.meaning.any_of([out, self.cannot_reach(threshold)])
