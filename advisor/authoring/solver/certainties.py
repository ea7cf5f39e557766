"""How certain a diagnosis is, as formulas: by the minimal sets of signs that reach a threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.inference.compiled.program import CONFIRMED, SUSPECTED
from advisor.inference.compiled.written import signs_of, unless_of
from advisor.inference.minimal_sets import minimal_sets

if TYPE_CHECKING:
    from advisor.authoring.solver.meaning import Formula, Meaning


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
        sets = minimal_sets([sign.certainties for sign in self.signs], threshold)
        return self.meaning.any_of(self.meaning.all_of(self.lends(i, level) for i, level in s) for s in sets)

    def cannot_reach(self, threshold: int) -> Formula:
        """Even with all that is open the threshold is not reached."""
        sets = minimal_sets([sign.certainties for sign in self.signs], threshold)
        return self.meaning.all_of(self.meaning.any_of(self.cannot_lend(i, level) for i, level in s) for s in sets)

    def concluded(self, how: str, truth: bool) -> Formula:
        """`diagnosed` or `suspected`, in the shown reading, is decided so."""
        threshold = CONFIRMED if how == "diagnosed" else SUSPECTED
        out = self.ruled_out()
        if truth:
            return self.meaning.all_of([self.meaning.negated(out), self.reaches(threshold)])
        return self.meaning.any_of([out, self.cannot_reach(threshold)])
