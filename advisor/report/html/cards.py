"""Ways out, entries of the plan and numbers of the options, as pages show them side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.language.shown import money, short_day
from advisor.planning.plan import PlanEntry, steps_of
from advisor.report.kit.measures import in_words
from advisor.report.staffing import what_it_does
from advisor.report.told import Told
from advisor.report.work_left import need_by_day
from advisor.result.ways.said import SaidWay, chance_in_ten

_KINDS = {
    "scope": "Smaller scope",
    "date": "Later date",
    "hands": "More people on it",
    "hands_and_scope": "More people, smaller scope",
    "hands_and_date": "More people, later date",
}
_MEASURES = ("productive", "ships", "chance", "cost")
_SHORT = 16  # letters of a cell that may stand in every row


@dataclass(frozen=True)
class Card:
    """A way out: its kind, its sentence, and its numbers with what each is; `chosen` where it goes with the result's
    staffing option.
    """

    kind: str
    chosen: bool
    says: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Move:
    """An entry of the plan; `works_on` are the numbers of findings on the same page."""

    title: str
    how: tuple[str, ...]
    owner: str
    effort: str
    due: str
    does: str
    works_on: tuple[int, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Measures:
    """The options as a table, and a sentence for each column in which all of them would say the same."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    same: tuple[str, ...]


def card_of(told: Told, said: SaidWay) -> Card:
    """A way out in the numbers that the text tells in sentences."""
    way, found = said.way, told.assessment.ways_out
    assert found is not None
    as_of, day = told.case.as_of, way.need_by or found.found.need_by
    names = [told.knowledge.person_title(owner) for owner in said.owners]
    facts = [(f"Ready by {short_day(as_of, day)}", chance_in_ten(way.chance))]
    model = told.assessment.model
    chosen = model is not None and model.model == way.option
    short = told.knowledge.options[way.option].model.short
    facts.append(("Staffing option", f"{short}, as above" if chosen else short))
    if way.cost is not None and found.found.currency is not None:
        facts.append(("Cost until then", f"about {money(float(f'{way.cost:.2g}'), found.found.currency)}"))
    if way.starts > as_of:
        facts.append(("Counted from", short_day(as_of, way.starts)))
    if way.first:
        titles = [told.wording.plain(told.knowledge.actions[each].model.title) for each in way.first]
        facts.append(("First", "; ".join(titles)))
    facts.append(("Decides", ", ".join(names)))
    facts.append(("Decide by", "today: no slack" if way.decide_by <= as_of else short_day(as_of, way.decide_by)))
    return Card(_KINDS[way.kind], chosen, said.says, tuple(facts))


def move_of(told: Told, entry: PlanEntry, numbers: Mapping[str, int]) -> Move:
    """An entry of the plan; `numbers` are those of the findings that stand on the page."""
    return Move(
        entry.short,
        entry.how,
        told.who(entry.owner),
        told.knowledge.effort_of(entry.effort_days),
        short_day(told.case.as_of, entry.due),
        what_it_does(told, entry, {}, told.wording),
        tuple(sorted(numbers[diagnosis] for diagnosis in entry.for_diagnoses if diagnosis in numbers)),
        tuple(told.wording.plain(step) for step in steps_of(entry, told.knowledge)),
    )


def measures_of(told: Told) -> Measures:
    """Each option with its numbers in words; what holds for all of them is said once, below."""
    options = list(told.timeline.options) if told.timeline is not None else []
    day = need_by_day(told)
    heads = (
        "Productive",
        "Ships",
        "Chance" if day is None else f"Chance by {short_day(told.case.as_of, day)}",
        "Cost per month",
    )
    columns = [[in_words(told, option, measure) for option in options] for measure in _MEASURES]
    once = [len(options) > 1 and len(set(column)) == 1 and len(column[0]) > _SHORT for column in columns]
    kept = [number for number, same in enumerate(once) if not same]
    return Measures(
        ("Option", *(heads[number] for number in kept)),
        tuple(
            (told.knowledge.options[option].model.title, tuple(columns[number][row] for number in kept))
            for row, option in enumerate(options)
        ),
        tuple(f"{heads[number]}, for all: {columns[number][0]}." for number, same in enumerate(once) if same),
    )
