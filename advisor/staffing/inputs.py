"""What one company's answers say about the inputs of the timeline, and what is not known of them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from advisor.cases.answers import Exactly, Given, Range
from advisor.inference.answer_fields import seen_answer
from advisor.language.intervals import EVERYTHING, Interval, Truth, interval_of
from advisor.language.kleene import Between, Seen, value_of
from advisor.language.normal import Normal
from advisor.language.tree import Amount, Concluded, Count, Number, Point, WeeksUntil
from advisor.language.vocabulary import Term
from advisor.staffing.figures import Lookup, Override
from advisor.staffing.timeline_knowledge import TimelineKnowledge
from advisor.timeline.distributions import MOST, Triangle
from advisor.timeline.options import Crew, OptionInputs, Price, Situation
from advisor.timeline.paths import Hiring, Joining, RoleStanding

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
        )
        self.stands = self._choice(model.stands)
        self.starts = self._days(model.starts_on)
        self.no_need_by = self.truth(knowledge.no_need_by) == 1
        self.need_by = None if self.no_need_by else self._days(model.need_by)
        self.work_left = self._range(Amount(model.work_left)) if model.work_left in self._known else None
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
        self.barred = {o.id for o in knowledge.options.values() if self._barred(o)}
        self.sides: tuple[Side, ...] = ("best", "worst", "likely") if self._uncertain() else ("likely",)

    # ---- what is known -------------------------------------------------------------------------------

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(q for q, given in self.answers.items() if isinstance(given, (Exactly, Range)))

    def _choice(self, question: str) -> str | None:
        given = self.answers.get(question)
        return given.value if isinstance(given, Exactly) and isinstance(given.value, str) else None

    def _days(self, question: str) -> tuple[int, int] | None:
        """Days from today until an answered date, never below 0, nor beyond what can be reckoned with."""
        given = self.answers.get(question)
        if isinstance(given, Exactly) and isinstance(given.value, date):
            return (self._until(given.value), self._until(given.value))
        if isinstance(given, Range) and isinstance(given.low, date) and isinstance(given.high, date):
            return (self._until(given.low), self._until(given.high))
        return None

    def _until(self, day: date) -> int:
        return min(max((day - self.as_of).days, 0), int(MOST))

    def _range(self, number: Number) -> Interval:
        def leaf(part: Amount | Count | WeeksUntil | Point) -> Interval:
            seen = self.seen(part.question) if not isinstance(part, Point) else None
            return (seen.low, seen.high) if isinstance(seen, Between) else EVERYTHING

        return interval_of(number, leaf)

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

    def _uncertain(self) -> bool:
        ranges = [self.work_left, self.share, self.here_people, *self.people.values(), self.need_by, self.starts]
        circumstances = (self.ready, self.familiar)
        return any(r is not None and r[0] != r[1] for r in ranges) or 0 in circumstances

    def _barred(self, option: StaffingOption) -> bool:
        """Whether an option cannot happen: outside people where data forbid them, or nobody there to do it."""
        comes = {crew.comes for crew in option.crews}
        if "external" in comes and self.forbidden == 1:
            return True
        first = self._people_of(option, option.crews[0])
        return first is not None and first[1] <= 0

    def circumstances(self) -> tuple[str, ...]:
        """The questions not answered that would tell a circumstance, where a number is known as a range only."""
        ready_by = self.knowledge.ready_by if self.ready == 0 else ()
        familiar_by = self.knowledge.familiar_by if self.familiar == 0 else ()
        return tuple(q for q in dict.fromkeys((*ready_by, *familiar_by)) if q not in self._known)

    def gaps(self, questions: frozenset[str]) -> Hashable:
        """All that `missing` depends on; `questions` are those that it may name."""
        given = (self.stands, self.starts is None, self.work_left is None, self.share is None, self.need_by is None)
        people = frozenset(self.people), self.here_people is not None and self.here_people[0] > 0
        known = questions & self._known, questions.intersection(self.answers)
        return (given, people, self.here_people is None, self.forbidden, self.regulated, self.here, known)

    def missing(self, option_id: str, point: str) -> tuple[str, ...]:
        """The questions that a number of an option (of POINTS, or its kind, as `delivered`) waits for."""
        model, option = self.knowledge.model, self.knowledge.options[option_id]
        found: list[str] = []
        crews = option.crews if point.startswith(("delivered", "chance_delivered")) else option.crews[:1]
        if point == "ownership_weeks":
            crews = tuple(crew for crew in option.crews if crew.id == option.owner)
        for crew in crews:
            if crew.comes == "permanent" and crew.clock == "post":
                if self.stands is None:
                    found.append(model.stands)
                elif self.stands == RoleStanding.SIGNED.value and self.starts is None:
                    found.append(model.starts_on)
            if crew.comes == "external" and self.here == 0:
                found += self.knowledge.here_by
            if crew.comes == "external" and self.forbidden == 0 and self.regulated == 0 and self.here != 1:
                found.append(model.data_access)
            if point.startswith(("delivered", "chance_delivered")):
                if crew.comes == "external" and self.here == 1 and self.here_people is None:
                    found += [q for q in self.knowledge.here_people_by if q not in self.answers]
                if self._people_of(option, crew) is None:
                    found += self.knowledge.people_by[option_id, crew.id]
                if crew.comes == "present" and self.share is None:
                    found.append(model.share_percent)
        if point.startswith(("delivered", "chance_delivered")) and self.work_left is None:
            found.append(model.work_left)
        if point.startswith("chance") and self.need_by is None:
            found.append(model.need_by)
        return tuple(dict.fromkeys(q for q in found if q not in self._known))

    def _people_of(self, option: StaffingOption, crew: CrewModel) -> Interval | None:
        if crew.comes == "external" and self.here == 1 and self.here_people is not None and self.here_people[0] > 0:
            return self.here_people
        return self.people.get((option.id, crew.id))

    # ---- one side ------------------------------------------------------------------------------------

    def situation(self, side: Side) -> Situation:
        """The inputs of the timeline at the best, the worst, or the likely circumstances."""
        options = tuple(
            self._option(option, side) for option in self.knowledge.options.values() if option.id not in self.barred
        )
        work = None if self.work_left is None else _at(self.work_left, "low", side)
        need = (
            None if self.need_by is None else int(_at((float(self.need_by[0]), float(self.need_by[1])), "high", side))
        )
        return Situation(tuple(o for o in options if o is not None), work, need)

    def _option(self, option: StaffingOption, side: Side) -> OptionInputs | None:
        crews, ids = [], []
        for number, crew in enumerate(option.crews):
            made = self._crew(option, crew, side, first=number == 0)
            if made is not None:
                crews.append(made)
                ids.append(crew.id)
            elif number == 0:
                return None
        owner = ids.index(option.owner) if option.owner in ids else None
        handover = self.figures.triangle(option.handover).mode if option.handover else 0.0
        return OptionInputs(option.id, tuple(crews), owner, handover)

    def _crew(self, option: StaffingOption, crew: CrewModel, side: Side, *, first: bool) -> Crew | None:
        range_ = self._people_of(option, crew)
        people = _at(range_, "high", side) if range_ is not None else 1.0 if first or crew.id == option.owner else 0.0
        if people <= 0:
            return None
        lookup = self.figures
        if crew.comes == "present":
            share = _at(self.share, "high", side) / 100 if self.share is not None else 1.0
            left = 1.0 - lookup.triangle("team-switching").mode if share < 1 else 1.0
            learning = lookup.triangle("team-learning")
            if self._holds(self.familiar, side):
                learning = learning.times(lookup.triangle("team-learning-left").mode)
            output = share * left * lookup.triangle("team-output").mode
            return Crew(Joining((lookup.triangle("team-freeing"),), (learning,)), people, output, 0.0, Price(0.0, 0.0))
        unready = () if self._holds(self.ready, side) else (lookup.triangle("ramp-unready"),)
        guiding = lookup.triangle("ramp-guiding").mode
        if crew.comes == "external":
            return Crew(self._external(unready), people, 1.0, guiding, self._external_price())
        path = self._hiring(crew, (lookup.triangle("ramp"), *unready), side)
        return Crew(path, people, 1.0, guiding, self._employee_price()) if path is not None else None

    def _holds(self, truth: Truth, side: Side) -> bool:
        """A circumstance that is not known is taken as good, except on the worst side."""
        return truth == 1 or (truth == 0 and side != "worst")

    def _external(self, unready: tuple[Triangle, ...]) -> Joining:
        if self.here == 1:
            return Joining((), ())
        access = "external-access-regulated" if self.regulated == 1 else "external-access"
        lookup = self.figures
        before = (lookup.triangle("external-sign"), lookup.triangle(access))
        return Joining(before, (lookup.triangle("ramp-external"), *unready))

    def _hiring(self, crew: CrewModel, after: tuple[Triangle, ...], side: Side) -> Hiring | None:
        lookup = self.figures
        standing = RoleStanding.NOBODY
        starts: int | None = None
        if crew.clock == "post":
            if self.stands is None:
                return None
            known = {s.value: s for s in RoleStanding}
            standing = known.get(self.stands, RoleStanding.NOBODY)
            if standing is RoleStanding.SIGNED:
                if self.starts is None:
                    return None
                starts = int(_at((float(self.starts[0]), float(self.starts[1])), "low", side))
        return Hiring(
            lookup.triangle("search-source"),
            lookup.triangle("search-loop"),
            lookup.triangle("search-close"),
            lookup.triangle("notice"),
            after,
            lookup.number("offer-acceptance"),
            lookup.number("offer-joining"),
            lookup.triangle("search-again").mode,
            lookup.triangle("search-close-left").mode,
            standing,
            starts,
        )

    def _employee_price(self) -> Price | None:
        month = self.figures.amount("employee-month-cost")
        return None if month is None else Price(month, self.figures.amount("hire-cost") or 0.0)

    def _external_price(self) -> Price | None:
        day = self.figures.amount("external-day-rate")
        return None if day is None else Price(day * self.figures.triangle("external-month-days").mode, 0.0)


def _at(range_: Interval, good: Literal["low", "high"], side: Side) -> float:
    """A number of a range at one side, its middle on the likely one; `good` tells which end is the better one."""
    low, high = range_
    if side == "likely":
        return (low + high) / 2
    return low if (good == "low") is (side == "best") else high
