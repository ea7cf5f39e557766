"""Ways out in the words of the packs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from advisor.inference.compiled.program import Program
from advisor.inference.compiled.sentences import listed
from advisor.language.shown import money, short_day, small, with_unit
from advisor.planning.ways.ways_out import WayOut, WaysOut
from advisor.result.wording import Wording

if TYPE_CHECKING:
    from advisor.knowledge.timemodels import WaysOutTexts

_NUMBERS = ("No ways", "One way", "Two ways", "Three ways", "Four ways", "Five ways")


@dataclass(frozen=True)
class SaidWay:
    """One way out: the sentence, and what is said below it, sentence by sentence; `owners` decide."""

    way: WayOut
    says: str
    details: tuple[str, ...]
    owners: tuple[str, ...]


@dataclass(frozen=True)
class SaidWaysOut:
    """The ways out with the sentence above them."""

    found: WaysOut
    says: str
    ways: tuple[SaidWay, ...]


def said_ways_out(program: Program, found: WaysOut, as_of: date, wording: Wording) -> SaidWaysOut | None:
    """Ways out in words; None where the packs have none for them. `wording` fills the titles of actions."""
    timeline = program.knowledge.timeline
    texts = timeline.model.ways_out if timeline is not None else None
    if texts is None:
        return None
    speaker = _Speaker(program, texts, found, as_of, wording)
    heading: str = getattr(texts, found.why)
    says = heading.format(day=short_day(as_of, found.need_by), ways=f"{_NUMBERS[len(found.ways)]} out")
    return SaidWaysOut(found, says, tuple(speaker.way(way) for way in found.ways))


class _Speaker:
    """Says the ways out of one case."""

    def __init__(self, program: Program, texts: WaysOutTexts, found: WaysOut, as_of: date, wording: Wording):
        assert program.knowledge.timeline is not None
        self._knowledge, self._texts, self._found, self._as_of = program.knowledge, texts, found, as_of
        self._wording = wording
        self._unit = program.question(program.knowledge.timeline.model.work_left).unit or ""

    def way(self, way: WayOut) -> SaidWay:
        """One way out in words."""
        part = getattr(self._texts, self._kind_of_text(way))
        owners = [part.owner] if part.owner is not None else []
        owners += [self._knowledge.actions[action].model.owner for action in way.actions]
        says = part.says.format(
            day=self._day(self._found.need_by),
            later="" if way.need_by is None else self._day(way.need_by),
            work="" if way.work_left is None else with_unit(way.work_left, self._unit),
            actions=self._titles(way.actions),
        )
        whose = tuple(dict.fromkeys(owners))
        return SaidWay(way, says, tuple(self._details(way, whose)), whose)

    def _kind_of_text(self, way: WayOut) -> str:
        if way.work_left is not None and self._found.why == "work_unknown":
            return f"{way.kind}_unknown"
        return "hands_likely" if way.kind == "hands" and way.chance < self._found.wanted else way.kind

    def _details(self, way: WayOut, owners: tuple[str, ...]) -> Iterator[str]:
        """Its chance, what it costs, from when it counts, what comes first, who decides by when."""
        texts, currency = self._texts, self._found.currency
        option = self._knowledge.options[way.option].model.short
        yield texts.chance.format(option=option, chance=chance_in_ten(way.chance))
        if way.cost is not None and currency is not None:
            yield texts.cost.format(cost=money(float(f"{way.cost:.2g}"), currency))
        if way.starts > self._as_of:
            yield texts.starts.format(starts=self._day(way.starts))
        if way.first:
            yield texts.first.format(actions=self._titles(way.first))
        who = listed([self._knowledge.person_title(owner) for owner in owners])
        if way.decide_by > self._as_of:
            yield texts.decide.format(who=who, decide=self._day(way.decide_by))
        else:
            yield texts.decide_today.format(who=who)

    def _day(self, day: date) -> str:
        return short_day(self._as_of, day)

    def _titles(self, actions: tuple[str, ...]) -> str:
        titles = [self._wording.plain(self._knowledge.actions[action].model.title) for action in actions]
        return "; ".join(small(title) for title in titles)


def chance_in_ten(chance: float) -> str:
    """A chance in tenths, never more than it is; nothing is sure."""
    return f"{min(int(chance * 10 + 1e-9), 9)} in 10"
