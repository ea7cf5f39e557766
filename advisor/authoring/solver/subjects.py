"""The solver's variables for one question: whether it is known or unsure, and its value."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from advisor.authoring.solver.smt import Term
from advisor.language.vocabulary import Kind
from advisor.language.vocabulary import Term as Question

EXAMPLE_DAY = date(2026, 11, 22)  # the day of examples that do not say another
AS_OF = "as_of"  # what stands among the answers of an example for its day
MOST_DAYS = 30 * 365  # how far days may lie from it


class QuestionTerms:
    """One question as the solver sees it. `doubted` questions may be answered with "don't know"."""

    def __init__(self, z3: Any, question: Question, doubted: bool):
        self.z3 = z3
        self.question = question
        self.doubted = doubted

    @cached_property
    def known(self) -> Term:
        """A known answer was given."""
        return self.z3.Bool(f"{self.question.id}#known")

    @cached_property
    def unsure(self) -> Term:
        """ "Don't know" was answered."""
        return self.z3.Bool(f"{self.question.id}#unsure")

    def value(self, option: object) -> Term:
        """Yes; or that an option was chosen."""
        return self.z3.Bool(f"{self.question.id}={option if isinstance(option, str) else 'yes'}")

    @cached_property
    def whole(self) -> Term:
        """The whole number answered, or the days from the as-of day to the day answered."""
        return self.z3.Int(f"{self.question.id}#whole")

    @cached_property
    def number(self) -> Term:
        """The number that conditions compare: as answered, options counted, or weeks from the as-of day."""
        kind = self.question.kind
        if kind is Kind.CHOICES:
            one, none = self.z3.RealVal(1), self.z3.RealVal(0)
            return self.z3.Sum([self.z3.If(self.value(o), one, none) for o in self.question.options])
        if kind is Kind.NUMBER:
            return self.z3.Real(f"{self.question.id}#number")
        return self.z3.ToReal(self.whole) / (7 if kind is Kind.DATE else 1)

    @property
    def declared(self) -> tuple[float | None, float | None]:
        """The range that stands in for an answer that is not known; None where there is none."""
        if self.question.kind is Kind.CHOICES:
            return 0.0, float(len(self.question.options))
        return (self.question.low, self.question.high) if self.question.kind.numeric else (None, None)

    def laws(self) -> list[Term]:
        """What is true of every answer: its range, and that a choice has one option."""
        kind, z3 = self.question.kind, self.z3
        if kind is Kind.CHOICE:
            options = [self.value(o) for o in self.question.options]
            return [z3.Or(options), z3.AtMost(*options, 1)]
        if kind is Kind.DATE:
            return [self.whole >= -MOST_DAYS, self.whole <= MOST_DAYS]
        if kind.numeric:
            low, high = Fraction(self.question.low), Fraction(self.question.high)
            term = self.whole if kind is Kind.WHOLE else self.number
            bound = (lambda f: int(f)) if kind is Kind.WHOLE else (lambda f: z3.Q(f.numerator, f.denominator))
            return [term >= bound(low), term <= bound(high)]
        return []
