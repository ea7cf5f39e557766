"""The page of a comparison: before and after, with findings and chances as slopes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from advisor.explaining.context import Context
from advisor.explaining.differences.comparing import Comparison
from advisor.explaining.differences.difference import DiagnosisChange, OptionChange
from advisor.explaining.views.changes import NUMBERS, WAYS, number_text
from advisor.explaining.views.lines import Names, names_in, status_words
from advisor.language.shown import day_text
from advisor.report.chart import chance_words
from advisor.report.html.paper import render
from advisor.report.told import Told
from advisor.result.staffing_data import options_as_data

_ROOM = 30.0  # of the height of a slope, between no chance and certainty
_CHANCES = {"chance_delivered": "ships by the deadline", "chance_productive": "productive by the deadline"}


@dataclass(frozen=True)
class Slope:
    """A line from before to after on a picture of 120 x 36: heights are those of its ends, and of its interval."""

    was: tuple[float, float]
    now: tuple[float, float]
    way: str
    says: str

    @property
    def ends(self) -> tuple[float, float]:
        """The middle of the interval before and after."""
        return sum(self.was) / 2, sum(self.now) / 2


@dataclass(frozen=True)
class Row:
    """What changed, from what to what, and the slope of it."""

    title: str
    was: str
    now: str
    slope: Slope


@dataclass(frozen=True)
class Group:
    """Rows of one direction: what is no longer so, what is new."""

    name: str
    rows: tuple[Row, ...]


def comparison_page(before: Context, after: Context, found: Comparison) -> str:
    """The page as one file of HTML; both assessments are by the rules of today."""
    names = names_in(after.program.knowledge)
    days = tuple(day_text(date.fromisoformat(day)) for day in (found.before, found.after))
    return render(
        "compare.html",
        kind="compare",
        title=f"{found.case}: {days[0]} and {days[1]}",
        found=found,
        days=days,
        headlines=(before.assessment.headline, after.assessment.headline),
        model=_model(found, names),
        groups=list(_groups(found)),
        chances=list(_chances(before, after, names)),
        numbers=[
            (f"{names(each.option)}, {_named(each.number)}", *_ends(each))
            for each in found.difference.options
            if not each.number.startswith("chance")
        ],
        answers=[(each.short, each.before or "not answered", each.after or "not answered") for each in found.answers],
        rules=Told(after.assessment, after.rulebase).rules,
    )


def _named(number: str) -> str:
    """A number of an option in words, by its path in the JSON; an amount of money goes by what it is of."""
    return NUMBERS.get(number.removesuffix(".amount"), number)


def _ends(change: OptionChange) -> tuple[str, str]:
    return number_text(change.number, change.before), number_text(change.number, change.after)


def _model(found: Comparison, names: Names) -> tuple[str, str, str, str] | None:
    """The staffing option before and after, each with how sure it is; None where neither differs."""
    model = found.difference.model
    return None if model is None else (names(model.before), model.sure[0], names(model.after), model.sure[1])


def _groups(found: Comparison) -> Iterator[Group]:
    for way, word in WAYS:
        rows = tuple(_finding(change) for change in found.difference.diagnoses if change.way == way)
        if rows and way != "changed":
            yield Group(word, rows)


def _finding(change: DiagnosisChange) -> Row:
    was, now = map(status_words, change.status)
    (a, b), (c, d) = change.certainty
    says = f"{change.title}: from {_hundredths(a, b)} to {_hundredths(c, d)}"
    slope = Slope((_height(a), _height(b)), (_height(c), _height(d)), _direction(change.way), says)
    if not change.flipped:
        now = f"{now}, {'more' if (c, d) > (a, b) else 'less'} sure"
    return Row(change.title, was, now, slope)


def _direction(way: str) -> str:
    return "good" if way in ("resolved", "better") else "bad" if way in ("new", "worse") else ""


def _chances(before: Context, after: Context, names: Names) -> Iterator[Row]:
    """The chances of each option where both are known."""
    old = {option["id"]: option for option in options_as_data(before.assessment)}
    for option in options_as_data(after.assessment):
        yield from _chances_of(names(option["id"]), old.get(option["id"], {}), option)


def _chances_of(name: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Row]:
    for number, words in _CHANCES.items():
        was, now = old.get(number), new[number]
        if isinstance(was, float) and isinstance(now, float):
            way = "good" if now > was else "bad" if now < was else ""
            says = f"{name} {words}: from {chance_words(was)} to {chance_words(now)}"
            slope = Slope((_height(was),) * 2, (_height(now),) * 2, way, says)
            yield Row(f"{name}, {words}", chance_words(was), chance_words(now), slope)


def _height(share: float) -> float:
    return round(3 + _ROOM * (1 - share), 1)


def _hundredths(low: float, high: float) -> str:
    return f"{low * 100:.0f}-{high * 100:.0f} in 100"
