"""The crews of each option at one side of what is not known of a company, made of its inputs and of figures."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Literal

from advisor.language.intervals import Interval, Truth
from advisor.staffing.inputs import Inputs, Side
from advisor.timeline.distributions import Triangle
from advisor.timeline.options import Crew, OptionInputs, Price, Situation
from advisor.timeline.paths import Hiring, Joining, RoleStanding

if TYPE_CHECKING:
    from advisor.knowledge.timemodels import CrewModel, StaffingOption

_STANDINGS = {standing.value: standing for standing in RoleStanding}


def situations(inputs: Inputs) -> list[Situation]:
    """The inputs of the timeline at each of a company's sides."""
    made: dict[tuple[Hashable, ...], Crew | None] = {}
    return [_situation(inputs, side, made) for side in inputs.sides]


def situation(inputs: Inputs, side: Side) -> Situation:
    """The inputs of the timeline at the best, the worst, or the likely circumstances."""
    return _situation(inputs, side, {})


def _situation(inputs: Inputs, side: Side, made: dict[tuple[Hashable, ...], Crew | None]) -> Situation:
    crews = CrewMaker(inputs, side, made)
    options = tuple(
        crews.option(option) for option in inputs.knowledge.options.values() if option.id not in inputs.barred
    )
    work = None if inputs.work_left is None else _at(inputs.work_left, "low", side)
    need = None if inputs.need_by is None else int(_at_day(inputs.need_by, "high", side))
    return Situation(tuple(option for option in options if option is not None), work, need)


class CrewMaker:
    """Makes crews for one company at one side; `made` are those that its sides share, at first none."""

    def __init__(self, inputs: Inputs, side: Side, made: dict[tuple[Hashable, ...], Crew | None]):
        self._inputs, self._side, self._figures = inputs, side, inputs.figures
        # Several options have the same people, and sides often differ in nothing that a crew reads.
        self._made = made
        newcomer = self._holds(inputs.ready)
        self._reads: dict[str, Hashable] = {
            "present": (
                self._side_of(inputs.share),
                self._holds(inputs.familiar),
                *self._lengths("team-learning"),
            ),
            "external": (
                self._side_of(inputs.here_days),
                newcomer,
                *self._lengths("ramp-external", "external-sign"),
            ),
            "permanent": (self._side_of(inputs.starts), newcomer, *self._lengths("ramp")),
        }

    def _side_of(self, range_: tuple[float, float] | None) -> Side | None:
        """The side, where a range has different ones."""
        return None if range_ is None or range_[0] == range_[1] else self._side

    def option(self, option: StaffingOption) -> OptionInputs | None:
        """An option with its crews; None where what the first one needs is not known."""
        crews, ids = [], []
        for number, crew in enumerate(self._inputs.knowledge.coming[option.id]):
            made = self._crew(option, crew, first=number == 0)
            if made is not None:
                crews.append(made)
                ids.append(crew.id)
            elif number == 0:
                return None
        owner = ids.index(option.owner) if option.owner in ids else None
        handover = self._figures.triangle(option.handover).mode if option.handover else 0.0
        team = self._inputs.knowledge.beside.get(option.id)
        beside = None
        if team is not None and not self._inputs.team_unknown(option):
            beside = self._crew(option, team, first=False)
        return OptionInputs(option.id, tuple(crews), owner, handover, beside)

    def _crew(self, option: StaffingOption, crew: CrewModel, *, first: bool) -> Crew | None:
        range_ = self._inputs.people_of(option, crew)
        unsaid = 1.0 if first or crew.id == option.owner else 0.0
        people = _at(range_, "high", self._side) if range_ is not None else unsaid
        if people <= 0:
            return None
        same = crew.comes, crew.clock, people, self._reads[crew.comes]
        if same not in self._made:
            self._made[same] = self._of(crew, people)
        return self._made[same]

    def _of(self, crew: CrewModel, people: float) -> Crew | None:
        if crew.comes == "present":
            return self._present(people)
        unready = () if self._holds(self._inputs.ready) else (self._figures.triangle("ramp-unready"),)
        guiding = self._figures.triangle("ramp-guiding").mode
        if crew.comes == "external":
            return Crew(self._external(unready), people, 1.0, guiding, self._external_price())
        path = self._hired(crew, (self._length("ramp"), *unready))
        return Crew(path, people, 1.0, guiding, self._employee_price()) if path is not None else None

    def _present(self, people: float) -> Crew:
        """The present team. It costs the pay for the share of its week that the work gets, and what the rest of the
        week loses by the second stream of work; what the work itself loses by it is in the output already.
        """
        lookup = self._figures
        share = _at(self._inputs.share, "high", self._side) / 100 if self._inputs.share is not None else 1.0
        lost = lookup.triangle("team-switching").mode if share < 1 else 0.0
        learning = self._length("team-learning")
        if self._holds(self._inputs.familiar):
            learning = learning.times(lookup.triangle("team-learning-left").mode)
        output = share * (1.0 - lost) * lookup.triangle("team-output").mode
        pay = lookup.amount("employee-month-cost")
        price = None if pay is None else Price(pay * (share + (1.0 - share) * lost), 0.0)
        return Crew(Joining((lookup.triangle("team-freeing"),), (learning,)), people, output, 0.0, price)

    def _length(self, figure: str) -> Triangle:
        """A length, by the figure that stands in where it is known to; where that is open, on the best side only. The
        company's own number counts before both.
        """
        return self._figures.triangle(self._length_figure(figure))

    def _lengths(self, *figures: str) -> tuple[str, ...]:
        """The figures that are read for these."""
        return tuple(map(self._length_figure, figures))

    def _length_figure(self, figure: str) -> str:
        if self._figures.is_own(figure):
            return figure
        for truth, other in self._inputs.instead.get(figure, ()):
            if truth == 1 or (truth == 0 and self._side == "best"):
                return other
        return figure

    def _holds(self, truth: Truth) -> bool:
        """A circumstance that is not known is taken as good, except on the worst side."""
        return truth == 1 or (truth == 0 and self._side != "worst")

    def _external(self, unready: tuple[Triangle, ...]) -> Joining:
        inputs, lookup = self._inputs, self._figures
        if inputs.here == 1:
            if inputs.here_days is None:
                return Joining((), ())
            return Joining(
                (), (self._length("ramp-external"), *unready), int(_at(inputs.here_days, "high", self._side))
            )
        access = "external-access-regulated" if inputs.regulated == 1 else "external-access"
        before = (self._length("external-sign"), lookup.triangle(access))
        return Joining(before, (self._length("ramp-external"), *unready))

    def _hired(self, crew: CrewModel, after: tuple[Triangle, ...]) -> Hiring | Joining | None:
        inputs, lookup = self._inputs, self._figures
        standing = RoleStanding.NOBODY
        starts: int | None = None
        if crew.clock == "post":
            if inputs.stands is None:
                return None
            standing = _STANDINGS.get(inputs.stands, RoleStanding.NOBODY)
            if standing is RoleStanding.SIGNED:
                if inputs.starts is None:
                    return None
                starts = int(_at_day(inputs.starts, "low", self._side))
                if starts < 0:  # has begun, so turned up
                    return Joining((), after, -starts)
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
        month = self._figures.amount("employee-month-cost")
        return None if month is None else Price(month, self._figures.amount("hire-cost") or 0.0)

    def _external_price(self) -> Price | None:
        day = self._figures.amount("external-day-rate")
        return None if day is None else Price(day * self._figures.triangle("external-month-days").mode, 0.0)


def _at_day(days: tuple[int, int], good: Literal["low", "high"], side: Side) -> float:
    return _at((float(days[0]), float(days[1])), good, side)


def _at(range_: Interval, good: Literal["low", "high"], side: Side) -> float:
    """A number of a range at one side, its middle on the likely one; `good` tells which end is the better one."""
    low, high = range_
    if side == "likely":
        return (low + high) / 2
    return low if (good == "low") is (side == "best") else high
