"""From a company's answers to the timeline of each option, and from there to the numbers that rules read.

Where an answer is a range, or a circumstance is not known (is the company ready for newcomers?), the timeline is
worked out at both ends; a number that rules read is then a range, and they stay open where the ends disagree.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from advisor.cases.answers import Given
from advisor.inference.compiled.program import Program
from advisor.inference.computed_numbers import ComputedNumbers, PointInputs
from advisor.language.intervals import Interval
from advisor.staffing.crews import situations
from advisor.staffing.figures import LeanedOn, Override
from advisor.staffing.inputs import Inputs
from advisor.staffing.timeline_knowledge import TimelineKnowledge
from advisor.timeline.options import OptionTimeline, Situation
from advisor.timeline.timeline import Timeline

if TYPE_CHECKING:
    from advisor.knowledge.timemodels import StaffingOption

POINTS = (
    "productive_p50_weeks",
    "productive_p80_weeks",
    "delivered_p50_weeks",
    "delivered_p80_weeks",
    "chance_productive",
    "chance_delivered",
    "ownership_weeks",
)
# Both quantiles of a day wait for the same answers.
_KIND_OF = tuple(point.removesuffix("_p50_weeks").removesuffix("_p80_weeks") for point in POINTS)
_READ_AS = tuple((point, point.startswith("chance"), "delivered" in point) for point in POINTS)
_OWNED = "ownership_weeks"
_CHANCE_DELIVERED = POINTS.index("chance_delivered")
NEVER = 1e9  # what lies beyond the horizon: greater than any number that a rule names, and finite for the engine
MOST_REMEMBERED = 500  # companies, and patterns of what is not known; then all are forgotten


def number_of(option: str, point: str) -> str:
    """The name by which rules read a number of an option: `timeline.bridge_and_hire.chance_delivered`."""
    return f"timeline.{option.replace('-', '_')}.{point}"


def point_names(options: Mapping[str, StaffingOption]) -> frozenset[str]:
    """The name of every number that rules may read, as `timeline.bridge_and_hire.chance_delivered`."""
    return frozenset({"timeline.need_by_weeks", *(number_of(option, point) for option in options for point in POINTS)})


@dataclass(frozen=True)
class CompanyTimeline:
    """The timeline of a company: each option at its likely circumstances (None where an input is not known).

    `barred` are options that cannot happen; `waits_for` the questions that an option's chance of delivering waits
    for; `leaned_on` the figures that were used. `currency` is that of all amounts; `region` and `post` (its kind) are
    those that figures were looked up by, None where not known.
    """

    options: Mapping[str, OptionTimeline | None]
    barred: frozenset[str]
    need_by_weeks: float | None
    leaned_on: tuple[LeanedOn, ...]
    waits_for: Mapping[str, tuple[str, ...]]
    currency: str | None
    region: str | None
    post: str | None


class TimelineCalculator:
    """Computes the timeline for one program without faults of the timeline (`faults_of_timeline`); a PointMaker."""

    def __init__(self, program: Program):
        self.program = program
        self.knowledge = TimelineKnowledge(program)
        self.model, self.figures, self.options = self.knowledge.model, self.knowledge.figures, self.knowledge.options
        self.timeline = Timeline(int(self.figures["horizon"].values[0].ends[1]))
        self.questions = self.knowledge.questions
        self._read = tuple(sorted(self.questions))
        self._names = {option: tuple(number_of(option, point) for point in POINTS) for option in self.options}
        m = self.model
        self._waited_for = frozenset(
            {
                m.stands,
                m.starts_on,
                m.data_access,
                m.share_percent,
                m.work_left,
                m.need_by,
                *self.knowledge.stands_by,
                *self.knowledge.here_by,
                *self.knowledge.here_people_by,
                *self.knowledge.waits_by,
            }
        ).union(*self.knowledge.people_by.values())
        self._missing_for: dict[Hashable, Mapping[str, tuple[tuple[str, ...], ...]]] = {}
        # One case asks for the same numbers again and again (resolutions, what-ifs, explanations), then never more.
        self._remembered: dict[Hashable, ComputedNumbers] = {}

    def __call__(self, answers: Mapping[str, Given], as_of: date, figures: Mapping[str, Override]) -> ComputedNumbers:
        """The numbers that rules read, as far as their inputs are known; the same inputs are worked out once."""
        return self.of_many([(answers, as_of, figures)])[0]

    def of_many(self, inputs: Sequence[PointInputs]) -> list[ComputedNumbers]:
        """The numbers for each of some inputs (answers that apply, day, overridden figures), in their order.

        Faster than one by one, and with the same results to the last bit.
        """
        keys = [self._key(*each) for each in inputs]
        found = [self._remembered.get(key) for key in keys]
        missing = {key: each for key, each, points in zip(keys, inputs, found) if points is None}
        made = dict(zip(missing, self._worked_out(list(missing.values())))) if missing else {}
        if len(self._remembered) + len(made) > MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered.update(made)
        return [made[key] if points is None else points for key, points in zip(keys, found)]

    def _key(self, answers: Mapping[str, Given], as_of: date, figures: Mapping[str, Override]) -> Hashable:
        return (as_of, tuple([answers.get(q) for q in self._read]), frozenset(figures.items()))

    def _worked_out(self, wanted: Sequence[PointInputs]) -> list[ComputedNumbers]:
        # A number of the timeline only ever grows, or only ever falls, with each of its inputs: more work or a later
        # start makes no date earlier. So for a range it is enough to look at the two ends, with every input at its best
        # and with every input at its worst; between them lie all companies that the answers allow, and rules on the
        # number stay open where the ends disagree. Where nothing is a range, one side serves. The likely side stands
        # last: it is what pages show. If an input ever worked in both directions the ends would no longer enclose the
        # rest, and rules would claim too much.
        inputs = [Inputs(self.knowledge, *each) for each in wanted]
        at_sides = [situations(each) for each in inputs]
        # What is presumed often changes nothing but what is known: then both readings have one timeline.
        place: dict[Situation, int] = {}
        places = [[place.setdefault(at_side, len(place)) for at_side in sides] for sides in at_sides]
        made = [{timeline.id: timeline for timeline in of_one} for of_one in self.timeline.of_many(list(place))]
        return [self._points(each, [made[number] for number in numbers]) for each, numbers in zip(inputs, places)]

    def _points(self, inputs: Inputs, made: Sequence[Mapping[str, OptionTimeline]]) -> ComputedNumbers:
        """The numbers of one company, from the timelines of each of its sides."""
        known: dict[str, Interval] = {}
        waits: dict[str, tuple[str, ...]] = {}
        if inputs.need_by is not None:
            known["timeline.need_by_weeks"] = (inputs.need_by[0] / 7, inputs.need_by[1] / 7)
        else:
            waits["timeline.need_by_weeks"] = (self.model.need_by,)
        missing_for, maybe_waits = self._missing(inputs), inputs.perhaps_waits()
        for option, names in self._names.items():
            barred = option in inputs.barred
            timelines = [each[option] for each in made if option in each]
            there = len(timelines) == len(made)
            # A present team of which nothing is known is left out; it would only bring a delivery nearer.
            team = inputs.team_unknown(self.options[option])
            maybe_barred = inputs.perhaps_barred(option, owned=False)
            for name, (point, chance, delivered), missing in zip(names, _READ_AS, missing_for[option]):
                if barred:
                    known[name] = (0.0, 0.0) if chance else (NEVER, NEVER)
                elif missing or not there:
                    waits[name] = missing
                else:
                    values = [value for timeline in timelines if (value := _point(timeline, point)) is not None]
                    if len(values) == len(made):
                        low, high = min(values), max(values)
                        if team and delivered:
                            low, high = (low, 1.0) if chance else (0.0, high)
                        perhaps = inputs.perhaps_barred(option, owned=True) if point == _OWNED else maybe_barred
                        perhaps = (*perhaps, *maybe_waits) if delivered else perhaps
                        if perhaps:
                            low, high = (0.0, high) if chance else (low, NEVER)
                        known[name] = low, high
                        if low != high:
                            others = (*(team if delivered else ()), *perhaps)
                            waits[name] = (*inputs.circumstances, *others)
        likely = made[-1]
        company_timeline = CompanyTimeline(
            {option: likely.get(option) for option in self.options},
            frozenset(inputs.barred),
            None if inputs.need_by is None else sum(inputs.need_by) / 14,
            tuple(inputs.figures.leaned_on.values()),
            {option: missing_for[option][_CHANCE_DELIVERED] for option in self.options},
            inputs.figures.money("employee-month-cost"),
            inputs.figures.region,
            inputs.figures.post,
        )
        return ComputedNumbers(known, waits, company_timeline)

    def _missing(self, inputs: Inputs) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """The questions that each number of each option waits for, by option, in the order of POINTS.

        Kept by what is not known (`Inputs.gaps`), of which companies share a few patterns; emptied when it is full.
        """
        gaps = inputs.gaps(self._waited_for)
        found = self._missing_for.get(gaps)
        if found is None:
            if len(self._missing_for) > MOST_REMEMBERED:
                self._missing_for.clear()
            by_kind = {
                (option, kind): inputs.missing(option, kind)
                for option in self.options
                for kind in dict.fromkeys(_KIND_OF)
            }
            found = {option: tuple(by_kind[option, kind] for kind in _KIND_OF) for option in self.options}
            self._missing_for[gaps] = found
        return found


def _point(timeline: OptionTimeline, point: str) -> float | None:
    """A number of an option, rounded as results are; None where there is none."""
    if point.startswith("productive"):
        return _quantile(timeline.productive.likely if "p50" in point else timeline.productive.safe)
    if point.startswith("delivered"):
        if timeline.delivered is None:
            return None
        return _quantile(timeline.delivered.likely if "p50" in point else timeline.delivered.safe)
    if point == "ownership_weeks":
        return NEVER if timeline.owned is None else _quantile(timeline.owned.likely)
    when = timeline.productive if point == "chance_productive" else timeline.delivered
    return None if when is None or when.by_need is None else rounded(when.by_need, 3)


def _quantile(weeks: float | None) -> float:
    return NEVER if weeks is None else rounded(weeks, 1)


def rounded(value: float, decimals: int) -> float:
    """Rounded half up."""
    scale = 10.0**decimals
    return int(value * scale + 0.5) / scale if value >= 0 else -(int(-value * scale + 0.5) / scale)
