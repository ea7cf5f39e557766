"""Whether there is a point in asking a question that applies, by what else is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from advisor.inference.assessor import Inference
from advisor.inference.compiled.program import Program
from advisor.inference.evaluation.facts_view import FactsView
from advisor.language.intervals import Truth
from advisor.language.kleene import value_of


@dataclass(frozen=True)
class Points:
    """The point of asking, in all resolutions of one case."""

    program: Program
    inferences: Sequence[Inference]

    def pointless(self, question: str) -> Truth:
        """1 where nobody would be asked, in every resolution; -1 where there is a point in some; else open."""
        condition = self.program.pointless.get(question)
        if condition is None:
            return -1
        found = {value_of(condition.normal, view) for view in self._views}
        return 1 if found == {1} else -1 if -1 in found else 0

    def reads(self, question: str) -> tuple[str, ...]:
        """The questions whose answers decide whether there is a point."""
        condition = self.program.pointless.get(question)
        return condition.questions if condition is not None else ()

    @cached_property
    def _views(self) -> tuple[FactsView, ...]:
        return tuple(FactsView(self.program, each.facts, {}) for each in self.inferences)
