"""Figures looked up for one company: by region and kind of post, replaced by its own numbers where it has some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advisor.cases.answers import Exactly, Given, Range
from advisor.timeline.distributions import Triangle, own_number, own_range

if TYPE_CHECKING:
    from advisor.knowledge.timemodels import Figure, FigureValue, OwnCounts

Override = float | str
"""A figure changed for a what-if: a new mode (low and high scale along), or the id of a figure that stands in."""

REQUIRED = (
    "search-source",
    "search-loop",
    "search-close",
    "search-close-left",
    "search-again",
    "offer-acceptance",
    "offer-joining",
    "notice",
    "ramp",
    "ramp-unready",
    "ramp-external",
    "ramp-guiding",
    "external-sign",
    "external-access",
    "external-access-regulated",
    "team-freeing",
    "team-learning",
    "team-learning-left",
    "team-output",
    "team-switching",
    "own-number",
    "own-counts",
    "horizon",
    "employee-month-cost",
    "external-day-rate",
    "external-month-days",
    "hire-cost",
    "effort-half-day",
    "effort-two-days",
    "effort-week",
    "effort-more",
    "effort-least",
    "delay-not-said",
    "plan-floor",
    "plan-most",
    "ask-first-most",
    "plan-lightest",
    "plan-begins-share",
    "stale-after",
    "step-number",
    "step-date",
    "lever-date",
    "lever-scope",
    "ways-out-chance",
)
"""The figures that the timeline, the plan and the explanations cannot do without."""

REPLACEABLE = ("ramp", "ramp-external", "team-learning", "external-sign")
"""The figures for which another may stand in where a circumstance holds."""

SPREAD, COUNTS = "own-number", "own-counts"


@dataclass(frozen=True)
class LeanedOn:
    """A figure as it was used: low, mode, high in its unit; `own` where the company's own number stood in for it."""

    id: str
    ends: tuple[float, float, float]
    own: bool


@dataclass
class Lookup:
    """The figures as they hold for one company; remembers what was leaned on."""

    figures: Mapping[str, Figure]
    answers: Mapping[str, Given]
    region: str | None
    post: str | None
    currency: str | None
    own: Mapping[str, str]
    own_counts: Mapping[str, OwnCounts]
    overrides: Mapping[str, Override]
    # The nearest value by figure, region and post, shared by all companies: at most one entry for each of these.
    nearest: dict[tuple[str, str | None, str | None], FigureValue | None]
    plain: dict[tuple[str, str | None, str | None], tuple[Triangle, LeanedOn]]
    leaned_on: dict[str, LeanedOn] = field(default_factory=dict)
    # Each figure is looked up once for a company: at most one entry for each figure of the packs.
    _triangles: dict[str, Triangle] = field(default_factory=dict)
    _numbers: dict[str, float] = field(default_factory=dict)

    def has(self, figure: str) -> bool:
        """Whether there is such a figure."""
        return figure in self.figures

    def triangle(self, figure: str) -> Triangle:
        """A figure as a duration (or share) with its spread; the company's own number counts before the figure."""
        found = self._triangles.get(figure)
        if found is None:
            found = self._triangles[figure] = self._triangle(figure)
        return found

    def is_own(self, figure: str) -> bool:
        """Whether the company gave a number of its own for a figure."""
        given = self.answers.get(self.own.get(figure, ""))
        return given is not None and self._own(given) is not None

    def _triangle(self, figure: str) -> Triangle:
        override = self.overrides.get(figure)
        if isinstance(override, str):
            return self.triangle(override)
        given = self.answers.get(self.own.get(figure, ""))
        if given is not None and override is None:
            made = self._own(given)
            if made is not None:
                self.leaned_on[figure] = LeanedOn(figure, (made.low, made.mode, made.high), True)
                return made
        if override is None:
            triangle, leaned_on = self._plain(figure)
            self.leaned_on.setdefault(figure, leaned_on)
            return triangle
        low, mode, high = self._plain(figure)[1].ends
        scale = override / mode if mode else 0.0
        low, mode, high = low * scale, override, high * scale if mode else override
        self.leaned_on.setdefault(figure, LeanedOn(figure, (low, mode, high), False))
        return Triangle(low, mode, high)

    def _plain(self, figure: str) -> tuple[Triangle, LeanedOn]:
        """A figure as the packs have it for the region and the post, and how it is leaned on."""
        place = (figure, self.region, self.post)
        found = self.plain.get(place)
        if found is None:
            value = self._value(figure)
            assert value is not None, f"the figure {figure} has no value for any region"
            low, mode, high = value.ends
            found = self.plain[place] = Triangle(low, mode, high), LeanedOn(figure, (low, mode, high), False)
        return found

    def number(self, figure: str) -> float:
        """A figure as one number: its mode, or what the company's own counts make of it."""
        found = self._numbers.get(figure)
        if found is None:
            found = self._numbers[figure] = self._number(figure)
        return found

    def _number(self, figure: str) -> float:
        counts = self.own_counts.get(figure)
        mode = self.triangle(figure).mode
        if counts is None or figure in self.overrides:
            return mode
        happened, out_of = self._exact(counts.happened), self._exact(counts.out_of)
        if happened is None or not out_of or happened > out_of:
            return mode
        weight = self.triangle(COUNTS).mode
        # A few offers of one's own say little: one refused of one would be a chance of 0. So the figure counts as
        # `weight` cases seen before (the mean of a beta distribution after the counts), and fades as own cases add up.
        times = out_of - happened if counts.missed else happened
        share = (times + weight * mode) / (out_of + weight)
        self.leaned_on[figure] = LeanedOn(figure, (share, share, share), True)
        return share

    def amount(self, figure: str) -> float | None:
        """An amount of money in the company's currency (or the figure's own, where none was named); None without."""
        given = self.answers.get(self.own.get(figure, ""))
        if isinstance(given, Exactly) and isinstance(given.value, (int, float)):
            return float(given.value)
        value = self._value(figure)
        if value is None or (self.currency is not None and value.currency != self.currency):
            return None
        if value.currency is None:
            return None
        self.leaned_on.setdefault(figure, LeanedOn(figure, value.ends, False))
        return value.ends[1]

    def money(self, figure: str) -> str | None:
        """The currency in which an amount is."""
        value = self._value(figure)
        return self.currency or (value.currency if value is not None else None)

    def _own(self, given: Given) -> Triangle | None:
        if isinstance(given, Range) and isinstance(given.low, (int, float)) and isinstance(given.high, (int, float)):
            return own_range(float(given.low), float(given.high)) if given.high > 0 else None
        if isinstance(given, Exactly) and isinstance(given.value, (int, float)) and not isinstance(given.value, bool):
            if given.value <= 0:
                return Triangle(0.0, 0.0, 0.0)
            spread = self._value(SPREAD)
            assert spread is not None
            return own_number(float(given.value), Triangle(*spread.ends))
        return None

    def _exact(self, question: str) -> float | None:
        given = self.answers.get(question)
        value = given.value if isinstance(given, Exactly) else None
        return float(value) if isinstance(value, (int, float)) else None

    def _value(self, figure: str) -> FigureValue | None:
        """The nearest value: region and post, region, post, any."""
        key = (figure, self.region, self.post)
        if key not in self.nearest:
            values = self.figures[figure].values
            places = ((self.region, self.post), (self.region, None), (None, self.post), (None, None))
            near = (value for place in places for value in values if (value.region, value.post) == place)
            self.nearest[key] = next(near, None)
        return self.nearest[key]
