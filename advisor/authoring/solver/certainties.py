"""How certain a diagnosis is, as formulas: by the minimal sets of signs that reach a threshold."""

from __future__ import annotations

from collections.abc import Callable

from advisor.authoring.solver.formulas import Formula, Logic
from advisor.inference.compiled.program import CONFIRMED, SUSPECTED, Program
from advisor.inference.compiled.written import signs_of, unless_of
from advisor.inference.minimal_sets import Choice, minimal_sets
from advisor.language.patterns import Pattern


class Certainties:
    """The certainty of one diagnosis. `of_pattern` says in which worlds a condition's pattern holds.

    Made by `Meaning.certainties`.
    """

    # A certainty is a product of numbers, which no solver reasons about well. It is never needed as a number: that
    # it reaches a threshold says that one of few sets of signs holds, and that is plain propositional logic. This
    # rests on every sign only ever adding certainty (see `minimal_sets`).

    def __init__(self, logic: Logic, of_pattern: Callable[[Pattern], Formula], program: Program, diagnosis: str):
        self.logic = logic
        self.of_pattern = of_pattern
        compiled = program.diagnoses[diagnosis]
        self.signs = signs_of(program, compiled)
        self.unless = unless_of(program, compiled)

    def lends(self, sign: int, level: int) -> Formula:
        """The sign fired at this level or a stronger one."""
        levels = self.signs[sign].levels[: level + 1]
        return self.logic.any_of(self.of_pattern(w.compiled.true) for w in levels)

    def cannot_lend(self, sign: int, level: int) -> Formula:
        """The sign cannot fire at this level or a stronger one."""
        levels = self.signs[sign].levels[: level + 1]
        return self.logic.all_of(self.of_pattern(w.compiled.false) for w in levels)

    def ruled_out(self) -> Formula:
        """Some `unless` is true."""
        return self.logic.any_of(self.of_pattern(w.compiled.true) for w in self.unless)

    def surely_not_ruled_out(self) -> Formula:
        """Every `unless` is false."""
        return self.logic.all_of(self.of_pattern(w.compiled.false) for w in self.unless)

    def sets_reaching(self, threshold: int) -> tuple[tuple[Choice, ...], ...]:
        """The minimal sets of signs that reach a threshold, in ten-thousandths."""
        return minimal_sets([sign.certainties for sign in self.signs], threshold)

    def reaches(self, threshold: int) -> Formula:
        """What fired reaches the threshold."""
        sets = self.sets_reaching(threshold)
        return self.logic.any_of(self.logic.all_of(self.lends(i, level) for i, level in s) for s in sets)

    def cannot_reach(self, threshold: int) -> Formula:
        """Even with all that is open the threshold is not reached."""
        sets = self.sets_reaching(threshold)
        return self.logic.all_of(self.logic.any_of(self.cannot_lend(i, level) for i, level in s) for s in sets)

    def concluded(self, how: str, truth: bool) -> Formula:
        """`diagnosed` or `suspected`, in the shown reading, is decided so."""
        threshold = CONFIRMED if how == "diagnosed" else SUSPECTED
        out = self.ruled_out()
        if truth:
            return self.logic.all_of([self.logic.negated(out), self.reaches(threshold)])
        return self.logic.any_of([out, self.cannot_reach(threshold)])
