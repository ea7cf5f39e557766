"""Tests in words: what was tested, what was needed, what was said, and how far apart the two are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta

from advisor.cases.answers import DontKnow
from advisor.explaining.context import Context
from advisor.inference.assessor import Inference
from advisor.inference.compiled.sentences import number_text as sentence_number
from advisor.inference.evaluation.facts_view import FactsView
from advisor.inference.facts import UnknownPoint
from advisor.language.intervals import EVERYTHING, Interval, Truth, interval_of
from advisor.language.kleene import literal_value
from advisor.language.normal import SignedAtom
from advisor.language.shown import day_text, number_shown, one_of, small
from advisor.language.tree import (
    OPPOSITE,
    Amount,
    Arithmetic,
    Compare,
    Concluded,
    Constant,
    Count,
    Day,
    Extreme,
    Has,
    IsYes,
    Number,
    OneOf,
    Operator,
    Point,
    Unsure,
    WeeksUntil,
    numbers_in,
    plain_number,
    questions_of_number,
)
from advisor.result.wording import STATUS_WORDS

NEVER = 1e8  # beyond any horizon
_WITH_NUMBER: Mapping[Operator, str] = {
    ">=": "{} or more",
    ">": "more than {}",
    "<=": "at most {}",
    "<": "less than {}",
    "==": "{}",
    "!=": "anything but {}",
}
_WITH_DAY: Mapping[Operator, str] = {
    ">=": "{} or later",
    ">": "after {}",
    "<=": "{} or earlier",
    "<": "before {}",
    "==": "exactly {}",
    "!=": "not {}",
}
_POINTS = {
    "productive_p50_weeks": "weeks until productive, likely",
    "productive_p80_weeks": "weeks until productive, safely",
    "delivered_p50_weeks": "weeks until it ships, likely",
    "delivered_p80_weeks": "weeks until it ships, safely",
    "chance_productive": "chance of being productive by the deadline",
    "chance_delivered": "chance of shipping by the deadline",
    "ownership_weeks": "weeks until an owner takes over",
    "need_by_weeks": "weeks until the deadline",
}


class TestWording:
    """Tells the tests of one resolution in words."""

    def __init__(self, context: Context, inferred: Inference):
        self.context = context
        self.inferred = inferred
        self.wording = context.wording(inferred)
        self.view = FactsView(context.program, inferred.facts, inferred.conclusions)

    def truth(self, literal: SignedAtom) -> Truth:
        """Whether a test holds."""
        return literal_value(literal, self.view)

    def subject(self, literal: SignedAtom) -> str:
        """What is tested."""
        atom = literal.atom
        if isinstance(atom, Concluded):
            return self.context.program.diagnoses[atom.diagnosis].model.title
        if isinstance(atom, Compare):
            return self._law(atom.left) if isinstance(atom.left, Day) else _capital(self.words(atom.left))
        return self.context.program.question(atom.question).short

    def needed(self, literal: SignedAtom) -> str:
        """What the test asks for."""
        atom, holds = literal.atom, literal.positive
        if (
            isinstance(atom, Compare)
            and isinstance(atom.left, Count)
            and atom.right == Constant(0.0)
            and atom.op == "=="
        ):
            return "none" if holds else "one or more"
        if isinstance(atom, IsYes):
            return "yes" if holds else "no"
        if isinstance(atom, OneOf):
            labels = self.context.program.knowledge.labels(atom.question)
            told = _either([f'"{labels.get(o, o)}"' for o in atom.options])
            return told if holds else f"anything but {told}"
        if isinstance(atom, Has):
            label = self.context.program.knowledge.labels(atom.question).get(atom.option, atom.option)
            return f'"{label}" among them' if holds else f'to be without "{label}"'
        if isinstance(atom, Unsure):
            return '"don\'t know"' if holds else "an answer"
        if isinstance(atom, Concluded):
            what = "confirmed" if atom.how == "diagnosed" else "confirmed or likely"
            return what if holds else f"not {what}"
        return self._comparison(atom, holds)

    def said(self, literal: SignedAtom) -> str:
        """What there is, in the user's words."""
        atom = literal.atom
        if isinstance(atom, Concluded):
            return STATUS_WORDS[self.inferred.verdicts[atom.diagnosis].status]
        if isinstance(atom, Compare):
            if isinstance(atom.left, Count) and atom.left.question in self.inferred.facts.answers:
                return f"{self.number_text(atom.left)} ({self.wording.answer(atom.left.question)})"
            if isinstance(atom.left, (Amount, WeeksUntil)):
                return self._answer(atom.left.question)
            if isinstance(atom.left, Day):
                return day_text(self.inferred.facts.as_of)
            answers = self.inferred.facts.answers
            open_ = [q for q in questions_of_number(atom.left) if isinstance(answers.get(q, DontKnow()), DontKnow)]
            if len(open_) == 1:
                return self._answer(open_[0])
            return "not known" if open_ else self.number_text(atom.left)
        return self._answer(atom.question)

    def distance(self, literal: SignedAtom) -> float:
        """How far the test is from holding: 0 holds, 1 the opposite; what is not known lies half way."""
        truth = self.truth(literal)
        if truth != -1:
            return 0.0 if truth == 1 else 0.5
        atom = literal.atom
        if not isinstance(atom, Compare):
            return 1.0
        left, right = self.range(atom.left), self.range(atom.right)
        if left is None or right is None or not all(map(math.isfinite, (*left, *right))):
            return 1.0
        gap = max(left[0] - right[1], right[0] - left[1], 0.0)
        return max(0.05, min(1.0, gap / max(abs(right[0]), abs(right[1]), 1.0)))

    def range(self, number: Number) -> Interval | None:
        """The range of a number; None where something it needs is not known."""
        try:
            found = interval_of(number, lambda n: self.context.assessor.maker.number(n, self.inferred.facts))
        except UnknownPoint:
            return None
        return found

    def number_text(self, number: Number) -> str:
        """A number as people write it."""
        found = self.range(number)
        if found is None or found == EVERYTHING:
            return "not known"
        if self._is_chance(number):
            low, high = (f"{bound * 100:.0f}%" for bound in found)
            return low if low == high else f"{low} to {high}"
        if found[0] >= NEVER:
            return "never, as far as we can see"
        return sentence_number(number, found) if found[1] < NEVER else f"{plain_number(round(found[0], 1))} or never"

    def words(self, number: Number) -> str:
        """What a number is, in words."""
        if isinstance(number, Constant):
            return plain_number(number.value)
        if isinstance(number, Amount):
            return self.context.program.question(number.question).short
        if isinstance(number, Count):
            return f"number of: {small(self.context.program.question(number.question).short)}"
        if isinstance(number, WeeksUntil):
            return self.context.program.question(number.question).short
        if isinstance(number, Day):
            return "the day of the answers"
        if isinstance(number, Point):
            return self._point(number.name)
        if isinstance(number, Extreme):
            which = "the smallest of" if number.which == "min" else "the largest of"
            return f"{which} ({'; '.join(self.words(part) for part in number.parts)})"
        if number.op == "-" and number.left == Constant(0.0) and isinstance(number.right, WeeksUntil):
            return f"weeks since: {small(self.words(number.right))}"
        if number.op == "-" and isinstance(number.left, WeeksUntil) and isinstance(number.right, WeeksUntil):
            start, end = self.words(number.right), self.words(number.left)
            return f"weeks from ({small(start)}) to ({small(end)})"
        if number.op == "/" and number.right == Constant(100.0):
            return self.words(number.left)  # a share of the hundred
        sign = {"+": "plus", "-": "less", "*": "times", "/": "divided by"}[number.op]
        return f"{self._operand(number.left)} {sign} {self._operand(number.right)}"

    def _operand(self, number: Number) -> str:
        """A part of a sum in words; brackets only where they are needed."""
        told = self.words(number)
        if isinstance(number, WeeksUntil):
            return f"weeks until ({small(told)})"
        return f"({small(told)})" if isinstance(number, Arithmetic) else small(told)

    def _point(self, name: str) -> str:
        parts = name.split(".")
        words = _POINTS[parts[-1]]
        option = self.context.program.knowledge.options.get(parts[1]) if len(parts) == 3 else None
        return f"{option.model.short}: {words}" if option is not None else words

    def _law(self, day: Day) -> str:
        """Whose law it is, and what it says."""
        law = self.context.program.knowledge.laws[day.law].model
        return f'Law, {law.jurisdiction}, "{law.says.rstrip(".")}"'

    def _is_chance(self, number: Number) -> bool:
        return isinstance(number, Point) and "chance" in number.name

    def _comparison(self, atom: Compare, holds: bool) -> str:
        op: Operator = atom.op if holds else "!="
        if isinstance(atom.left, Day) and isinstance(atom.right, Constant):
            told = atom.op if holds else OPPOSITE[atom.op]
            return _WITH_DAY[told].format(day_text(date.fromordinal(int(atom.right.value))))
        if isinstance(atom.left, WeeksUntil) and isinstance(atom.right, Constant):
            day = self.inferred.facts.as_of + timedelta(days=math.floor(atom.right.value * 7))
            return _WITH_DAY[op].format(day_text(day))
        if isinstance(atom.right, Constant):
            if self._is_chance(atom.left):
                return _WITH_NUMBER[op].format(f"{atom.right.value * 100:.0f}%")
            unit = self._unit(atom.left)
            unit = f" {one_of(unit.strip())}" if atom.right.value == 1 and unit.startswith(" ") else unit
            return _WITH_NUMBER[op].format(f"{number_shown(atom.right.value)}{unit}")
        plain = not any(isinstance(n, (Arithmetic, Extreme)) for n in numbers_in(atom.right))
        value = self.number_text(atom.right)
        if value == "not known":
            return _WITH_NUMBER[op].format("what your other answers add up to")
        where = f"{small(self.words(atom.right))}" if plain else "worked out from your answers"
        if isinstance(atom.right, WeeksUntil):
            where = f"weeks until {self.wording.answer(atom.right.question)}"
        return f"{_WITH_NUMBER[op].format(value)} ({where})"

    def _unit(self, number: Number) -> str:
        if isinstance(number, Amount):
            unit = self.context.program.question(number.question).unit
            return "" if not unit else "%" if unit == "percent" else f" {unit}"
        return ""

    def _answer(self, question: str) -> str:
        if self.inferred.facts.asked.get(question, 1) == -1:
            return "not asked, it doesn't apply here"
        told = self.wording.answer(question)
        return told if told in ("not answered", "don't know") else f'"{told}"' if not told[:1].isdigit() else told


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]
