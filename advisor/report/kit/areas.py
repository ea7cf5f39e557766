"""Who owns which part of the work, as far as the company said, and what to ask about each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.report.kit.guarded import to_answer, true_ones, truth, unknown
from advisor.report.layout import escaped
from advisor.report.told import Told

if TYPE_CHECKING:
    from advisor.knowledge.kit.guarded import Area, Areas


def who_owns_what(told: Told, areas: Areas) -> Iterator[str]:
    """A table of the areas, then each with what owning it means and the question to ask."""
    yield f"# {escaped(areas.title)}"
    for text in true_ones(told, areas.lead, ("areas", "lead")):
        yield from ("", escaped(text))
    yield from ("", "| area | who owns it today | what must ship next |", "| --- | --- | --- |")
    for i, area in enumerate(areas.areas):
        cells = (area.title, _owner(told, areas, i), _needed(told, areas, i))
        yield f"| {' | '.join(map(escaped, cells))} |"
    for area in areas.areas:
        yield from ("", f"## {escaped(area.title)}", "", escaped(area.means), "", f"Ask: {escaped(area.ask)}")


def _owner(told: Told, areas: Areas, number: int) -> str:
    area, at = areas.areas[number], ("areas", "areas", number)
    for text in true_ones(told, area.said, (*at, "said")):
        return text
    words = areas.words
    if area.contractors is not None and truth(told, (*at, "contractors")) == 1:
        return words.contractors
    owned = truth(told, (*at, "owned"))
    return words.owned if owned == 1 else words.nobody if owned == -1 else _cannot_tell(told, area.needs)


def _needed(told: Told, areas: Areas, number: int) -> str:
    area: Area = areas.areas[number]
    if area.needed is None:
        return ""
    value = truth(told, ("areas", "areas", number, "needed"))
    if value == 0:
        return _cannot_tell(told, told.program.late.lines[f"areas.areas.{number}.needed"].condition.questions)
    return areas.words.needed if value == 1 else areas.words.not_needed


def _cannot_tell(told: Told, questions: tuple[str, ...]) -> str:
    return to_answer(told, unknown(told, questions))
