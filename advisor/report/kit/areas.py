"""Who owns which part of the work, as far as the company said, and what to ask about each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.files.documents import place_name
from advisor.report.kit.guarded import to_answer, true_ones, truth, unknown
from advisor.report.layout import escaped
from advisor.report.told import Told
from advisor.report.work_left import not_known

if TYPE_CHECKING:
    from advisor.knowledge.kit.guarded import Areas


def who_owns_what(told: Told, areas: Areas) -> Iterator[str]:
    """A table of the areas and what to answer to fill it, then each with what owning it means and what to ask."""
    yield f"# {escaped(areas.title)}"
    for text in true_ones(told, areas.lead, ("areas", "lead")):
        yield from ("", escaped(text))
    yield from ("", "| area | who owns it today | the next milestone |", "| --- | --- | --- |")
    waits_for: dict[str, None] = {}
    for i, area in enumerate(areas.areas):
        cells = [area.title]
        for text, missing in (_owner(told, areas, i), _needed(told, areas, i)):
            cells.append(text or not_known(told, missing))
            waits_for.update(dict.fromkeys(missing))
        yield f"| {' | '.join(map(escaped, cells))} |"
    if waits_for:
        yield from ("", escaped(f"To fill in the rest, {to_answer(told, tuple(waits_for))}."))
    for area in areas.areas:
        yield from ("", f"## {escaped(area.title)}", "", escaped(area.means), "", f"Ask: {escaped(area.ask)}")


def _owner(told: Told, areas: Areas, number: int) -> tuple[str, tuple[str, ...]]:
    """What is said of who owns an area; nothing where nobody can tell, then with what to answer."""
    area, at, words = areas.areas[number], ("areas", "areas", number), areas.words
    for text in true_ones(told, area.said, (*at, "said")):
        return text, ()
    if area.contractors is not None and truth(told, (*at, "contractors")) == 1:
        return words.contractors, ()
    owned = truth(told, (*at, "owned"))
    if owned == 0:
        return "", unknown(told, area.needs)
    return words.owned if owned == 1 else words.nobody, ()


def _needed(told: Told, areas: Areas, number: int) -> tuple[str, tuple[str, ...]]:
    """Whether what must ship next needs an area; nothing where that is not known, then with what to answer."""
    at = ("areas", "areas", number, "needed")
    value = truth(told, at)
    if value == 0:
        return "", unknown(told, told.program.late.lines[place_name(at)].condition.questions)
    return areas.words.needed if value == 1 else areas.words.not_needed, ()
