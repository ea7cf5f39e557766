"""What holds in every world of a kind, whatever the rules say: the solver is given these along with each question."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.authoring.solver.meaning import Meaning
from advisor.authoring.solver.smt import Term
from advisor.authoring.solver.subjects import EXAMPLE_DAY, MOST_DAYS
from advisor.language.tree import DAY

NEED_BY = "timeline.need_by_weeks"


class Laws:
    """The laws of the worlds that a meaning speaks of, made for each name once."""

    # Without these the solver would find cases that no company can hand in: a choice with two options at once, a
    # chance of 3, an answer to a question that is not asked. The timeline's numbers are bound by little more than
    # their signs, because the solver cannot compute a timeline: whatever it finds with them is tried with the
    # rules' own reader before anyone believes it.

    def __init__(self, meaning: Meaning):
        self.meaning = meaning
        self.z3 = meaning.z3
        self._made: dict[str, list[Term]] = {}

    def of(self, names: Iterable[str]) -> list[Term]:
        """What is true of the questions and points of these names in every world."""
        wanted = set(names)
        timeline = self.meaning.program.knowledge.timeline
        if timeline is not None and NEED_BY in wanted:
            wanted.add(timeline.model.need_by)
        for name in sorted(wanted - self._made.keys()):
            self._made[name] = self._of(name)
        return [law for name in sorted(wanted) for law in self._made[name]]

    def _of(self, name: str) -> list[Term]:
        if name == DAY:
            return self._of_day()
        if name not in self.meaning.program.vocabulary.terms:
            return self._of_point(name)
        subject = self.meaning.subject(name)
        if self.meaning.complete:
            return subject.laws()
        told = self.z3.Or(subject.known, subject.unsure)
        both = self.z3.And(subject.known, subject.unsure)
        off = self.meaning.off(name).term
        return [*subject.laws(), self.z3.Not(both), self.z3.Implies(off, self.z3.Not(told))]

    def _of_day(self) -> list[Term]:
        """The day of a case lies near that of examples."""
        day = self.meaning.day
        first, last = (EXAMPLE_DAY.toordinal() + days for days in (-MOST_DAYS, MOST_DAYS))
        return [day >= first, day <= last]

    def _of_point(self, name: str) -> list[Term]:
        """A computed number is not negative, a chance at most 1. It is known in a complete world; the weeks until the
        need-by day exactly where that day is.
        """
        (low, high), known = self.meaning.point(name), self.meaning.known_name(name).term
        found = [low >= 0, low <= high]
        if ".chance" in name:
            found.append(high <= 1)
        timeline = self.meaning.program.knowledge.timeline
        if timeline is not None and name == NEED_BY:
            day = self.meaning.known(timeline.model.need_by).term
            weeks = self.meaning.subject(timeline.model.need_by).number
            weeks = self.z3.If(weeks < 0, 0, weeks)
            return [*found, known == day, self.z3.Implies(known, self.z3.And(low == weeks, high == weeks))]
        return [*found, known] if self.meaning.complete else found
