"""Facts as the reference evaluator wants them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from advisor.inference.answer_fields import seen_answer
from advisor.inference.compiled.program import Program
from advisor.inference.facts import Facts
from advisor.language.fields import conclusion_field
from advisor.language.intervals import Interval, Truth
from advisor.language.kleene import Seen
from advisor.language.patterns import Value
from advisor.language.tree import DAY, Concluded
from advisor.language.vocabulary import Term


@dataclass(frozen=True)
class FactsView:
    """The facts of one resolution with its conclusions, as the reference evaluator wants them.

    With `certain` the computed numbers are those without presumptions; the conclusions should be too.
    """

    program: Program
    facts: Facts
    conclusions: Mapping[str, Value]
    certain: bool = False
    _seen: dict[str, Seen] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def terms(self) -> Mapping[str, Term]:
        """The questions, with their declared ranges."""
        return self.program.vocabulary.terms

    def seen(self, question: str) -> Seen:
        """The answer to a question."""
        if question not in self._seen:
            self._seen[question] = seen_answer(self.facts.answers.get(question), self.facts.as_of)
        return self._seen[question]

    def asked(self, question: str) -> Truth:
        """Whether the question applies."""
        return self.facts.asked.get(question, 1)

    def concluded(self, conclusion: Concluded) -> Truth:
        """Whether a diagnosis was concluded."""
        value = self.conclusions.get(conclusion_field(conclusion))
        return 0 if value is None else 1 if value is True else -1

    def point(self, name: str) -> Interval | None:
        """A computed number, None where its inputs are unknown; the day of the case."""
        if name == DAY:
            return (float(self.facts.as_of.toordinal()),) * 2
        points = self.facts.certain_points if self.certain else self.facts.points
        return points.known.get(name)
