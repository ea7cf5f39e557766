"""What one company's answers say about the inputs of the timeline, and what is not known of them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from advisor.cases.answers import Exactly, Given, Partly, Range
from advisor.inference.answer_fields import seen_answer
from advisor.language.intervals import EVERYTHING, Interval, Truth, interval_of
from advisor.language.kleene import Between, Seen, value_of
from advisor.language.normal import Normal
from advisor.language.tree import Amount, Concluded, Count, Number, Point, WeeksUntil
from advisor.language.vocabulary import Term
from advisor.staffing.figures import Lookup, Override
from advisor.staffing.timeline_knowledge import TimelineKnowledge
from advisor.timeline.distributions import MOST
from advisor.timeline.paths import RoleStanding

if TYPE_CHECKING:
    from advisor.knowledge.timemodels import CrewModel, StaffingOption

Side = Literal["best", "worst", "likely"]


class Inputs:
    """One company's inputs, with what is known of each."""

    def __init__(
        self,
        knowledge: TimelineKnowledge,
        answers: Mapping[str, Given],
        as_of: date,
        overrides: Mapping[str, Override],
    ):
        self.knowledge = knowledge
        self.answers = answers
        self.as_of = as_of
        model = knowledge.model
        self.figures = Lookup(
            knowledge.figures,
            answers,
            self._choice(model.region),
            self._choice(model.post),
            self._choice(model.currency),
            model.own,
            model.own_counts,
            overrides,
            knowledge.nearest,
            knowledge.plain,
        )
        self.stands = self._standing()
        self.starts = self._days(model.starts_on, -int(MOST))
        self.no_need_by = self.truth(knowledge.no_need_by) == 1
        self.need_by = None if self.no_need_by else self._days(model.need_by, 0)
        # True where what is left waits for somebody else; open where it may.
        self.waits: Truth = -1 if knowledge.waits is None else self.truth(knowledge.waits)
        tells = model.work_left in self._known and self.waits != 1
        self.work_left = self._range(Amount(model.work_left)) if tells else None
        self.share = self._range(Amount(model.share_percent)) if model.share_percent in self._known else None
        self.forbidden, self.regulated = (
            self.truth(knowledge.forbidden),
            self.truth(knowledge.regulated),
        )
        self.ready, self.familiar = self.truth(knowledge.ready), self.truth(knowledge.familiar)
        self.here = self.truth(knowledge.here)
        self.people = {
            key: self._range(number)
            for key, number in knowledge.people.items()
            if self._known.issuperset(knowledge.people_by[key])
        }
        self.here_people = (
            self._range(knowledge.here_people) if self._known.issuperset(knowledge.here_people_by) else None
        )
        self.here_days = self._first_known(knowledge.here_days)
        self.instead = {
            figure: tuple((self._stands_in(when, longer), other) for when, other, longer in ways)
            for figure, ways in knowledge.instead.items()
        }
        self.barred = {o.id for o in knowledge.options.values() if self._barred(o)}
        self.sides: tuple[Side, ...] = ("best", "worst", "likely") if self._uncertain() else ("likely",)

    # ---- what is known -------------------------------------------------------------------------------

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(q for q, given in self.answers.items() if isinstance(given, (Exactly, Range, Partly)))

    def _choice(self, question: str) -> str | None:
        given = self.answers.get(question)
        return given.value if isinstance(given, Exactly) and isinstance(given.value, str) else None

    def _standing(self) -> str | None:
        """How far the furthest candidate is: nobody where there is no role, signed where that is known."""
        knowledge = self.knowledge
        if knowledge.signed is not None and self.truth(knowledge.signed) == 1:
            return RoleStanding.SIGNED.value
        if knowledge.unopened is not None and self.truth(knowledge.unopened) == 1:
            return RoleStanding.NOBODY.value
        return self._choice(knowledge.model.stands)

    def _days(self, question: str, least: int) -> tuple[int, int] | None:
        """Days from today until an answered date, never below `least`, nor beyond what can be reckoned with."""
        given = self.answers.get(question)
        if isinstance(given, Exactly) and isinstance(given.value, date):
            return (self._until(given.value, least), self._until(given.value, least))
        if isinstance(given, Range) and isinstance(given.low, date) and isinstance(given.high, date):
            return (self._until(given.low, least), self._until(given.high, least))
        return None

    def _until(self, day: date, least: int) -> int:
        return min(max((day - self.as_of).days, least), int(MOST))

    def _range(self, number: Number) -> Interval:
        def leaf(part: Amount | Count | WeeksUntil | Point) -> Interval:
            seen = self.seen(part.question) if not isinstance(part, Point) else None
            return (seen.low, seen.high) if isinstance(seen, Between) else EVERYTHING

        return interval_of(number, leaf)

    def _first_known(self, numbers: Sequence[tuple[Number, frozenset[str]]]) -> Interval | None:
        """The first of some numbers whose answers are all known, never below 0."""
        for number, questions in numbers:
            if self._known.issuperset(questions):
                low, high = self._range(number)
                return (max(low, 0.0), max(high, 0.0))
        return None

    def truth(self, normal: Normal) -> Truth:
        """A circumstance in three values."""
        return value_of(normal, self)

    # the answers as the reference evaluator wants them; what does not apply was taken out before
    @property
    def terms(self) -> Mapping[str, Term]:
        """The questions."""
        return self.knowledge.program.vocabulary.terms

    def seen(self, question: str) -> Seen:
        """The answer to a question."""
        return seen_answer(self.answers.get(question), self.as_of)

    def asked(self, question: str) -> Truth:
        """An answer that is there applies."""
        return 1 if question in self.answers else 0

    def concluded(self, conclusion: Concluded) -> Truth:
        """The timeline rests on answers and figures only."""
        return 0

    def point(self, name: str) -> Interval | None:
        """The timeline rests on answers and figures only."""
        return None

    def _stands_in(self, when: Normal, longer: bool) -> Truth:
        """Whether a figure stands in; one that takes longer does so only where that is known."""
        truth = self.truth(when)
        return -1 if longer and truth == 0 else truth

    def _uncertain(self) -> bool:
        ranges = [self.work_left, self.share, self.here_people, *self.people.values(), self.need_by, self.starts]
        ranges.append(self.here_days)
        circumstances = [self.ready, self.familiar, *(truth for ways in self.instead.values() for truth, _ in ways)]
        return any(r is not None and r[0] != r[1] for r in ranges) or 0 in circumstances

    def _barred(self, option: StaffingOption) -> bool:
        """Whether an option cannot happen: outside people where data forbid them, or nobody there to do it."""
        comes = {crew.comes for crew in option.crews}
        if "external" in comes and self.forbidden == 1:
            return True
        first = self.people_of(option, option.crews[0])
        return first is not None and first[1] <= 0

    @cached_property
    def circumstances(self) -> tuple[str, ...]:
        """The questions not answered that would tell a circumstance, where a number is known as a range only."""
        ready_by = self.knowledge.ready_by if self.ready == 0 else ()
        familiar_by = self.knowledge.familiar_by if self.familiar == 0 else ()
        instead_by = [
            question
            for figure, ways in self.instead.items()
            for (truth, _), questions in zip(ways, self.knowledge.instead_by[figure], strict=True)
            if truth == 0
            for question in questions
        ]
        return tuple(q for q in dict.fromkeys((*ready_by, *familiar_by, *instead_by)) if q not in self._known)

    def team_unknown(self, option: StaffingOption) -> tuple[str, ...]:
        """The questions that would tell how much the present team does beside the others of an option."""
        beside = self.knowledge.beside.get(option.id)
        if beside is None:
            return ()
        people = self.people_of(option, beside)
        if people is None:
            return tuple(q for q in self.knowledge.people_by[option.id, beside.id] if q not in self._known)
        return (self.knowledge.model.share_percent,) if people[1] > 0 and self.share is None else ()

    def perhaps_barred(self, option_id: str, *, owned: bool) -> tuple[str, ...]:
        """The questions of which an answer could say that an option cannot happen, or (`owned`) that nobody owns what
        it leaves: nobody of a crew that it needs comes, or data keep out the outsiders who are here.
        """
        option = self.knowledge.options[option_id]
        crews = [crew for crew in option.crews if owned and crew.id == option.owner]
        needed = [crew for crew in (*option.crews[:1], *crews) if self.people_of(option, crew) is None]
        found = [question for crew in needed for question in self.knowledge.people_by[option_id, crew.id]]
        if self.forbidden == 0 and any(crew.comes == "external" for crew in option.crews):
            found.append(self.knowledge.model.data_access)
        return tuple(question for question in dict.fromkeys(found) if question not in self._known)

    def gaps(self, questions: frozenset[str]) -> Hashable:
        """All that `missing` depends on; `questions` are those that it may name."""
        given = (self.stands, self.starts is None, self.work_left is None, self.share is None, self.need_by is None)
        people = frozenset(self.people), self.here_people is not None and self.here_people[0] > 0
        known = questions & self._known, questions.intersection(self.answers)
        return (given, people, self.here_people is None, self.forbidden, self.regulated, self.here, self.waits, known)

    def missing(self, option_id: str, point: str) -> tuple[str, ...]:
        """The questions that a number of an option (of POINTS, or its kind, as `delivered`) waits for."""
        model, option = self.knowledge.model, self.knowledge.options[option_id]
        found: list[str] = []
        crews = (
            self.knowledge.coming[option_id]
            if point.startswith(("delivered", "chance_delivered"))
            else option.crews[:1]
        )
        if point == "ownership_weeks":
            crews = tuple(crew for crew in option.crews if crew.id == option.owner)
        for crew in crews:
            if crew.comes == "permanent" and crew.clock == "post":
                if self.stands is None:
                    found += (*self.knowledge.stands_by, model.stands)
                elif self.stands == RoleStanding.SIGNED.value and self.starts is None:
                    found.append(model.starts_on)
            if crew.comes == "external" and self.here == 0:
                found += self.knowledge.here_by
            if crew.comes == "external" and self.forbidden == 0 and self.regulated == 0 and self.here != 1:
                found.append(model.data_access)
            if point.startswith(("delivered", "chance_delivered")):
                if crew.comes == "external" and self.here == 1 and self.here_people is None:
                    found += [q for q in self.knowledge.here_people_by if q not in self.answers]
                if self.people_of(option, crew) is None:
                    found += self.knowledge.people_by[option_id, crew.id]
                if crew.comes == "present" and self.share is None:
                    found.append(model.share_percent)
        if point.startswith(("delivered", "chance_delivered")) and self.work_left is None:
            found.append(model.work_left)
        if point.startswith("chance") and self.need_by is None:
            found.append(model.need_by)
        waits = [model.waits.on] if model.waits is not None and self.waits == 1 and "delivered" in point else []
        return tuple(dict.fromkeys([*(q for q in found if q not in self._known), *waits]))

    def perhaps_waits(self) -> tuple[str, ...]:
        """The questions of which an answer could say that what is left waits for somebody else; empty where it is known
        whether it does.
        """
        if self.waits != 0:
            return ()
        return tuple(q for q in self.knowledge.waits_by if q not in self._known) or (self.knowledge.model.work_left,)

    def people_of(self, option: StaffingOption, crew: CrewModel) -> Interval | None:
        """How many people a crew of an option has; None where that is not known."""
        if crew.comes == "external" and self.here == 1 and self.here_people is not None and self.here_people[0] > 0:
            return self.here_people
        return self.people.get((option.id, crew.id))
