"""The plan by 30, 60 and 90 days, below the strategic questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.language.shown import day_text
from advisor.planning.plan import steps_of
from advisor.report.kit.strategy import strategy_lines
from advisor.report.layout import escaped
from advisor.report.told import Told

if TYPE_CHECKING:
    from advisor.knowledge.kit.file import KitFile


def plan(told: Told, kit: KitFile) -> Iterator[str]:
    """What the case answers of the strategic questions, then what to do by which day."""
    found, wording = told.assessment.plan, told.wording
    yield "# Plan"
    if kit.strategy is not None:
        yield from strategy_lines(told, kit.strategy)
    if found is None:
        return
    as_of = told.case.as_of
    for low, high in ((0, 30), (30, 60), (60, 3_650)):
        entries = [e for e in found.entries if low <= (e.due - as_of).days < high]
        if not entries:
            continue
        yield from ("", f"## {'After 60 days' if low == 60 else f'By day {high}'}")
        for entry in entries:
            owner = told.knowledge.person_short(entry.owner)
            yield from (
                "",
                f"### {escaped(entry.short)}",
                "",
                f"{owner}, {day_text(entry.start)} to {day_text(entry.due)}",
                "",
            )
            if entry.how:
                yield from (escaped(" ".join(entry.how)), "")
            if entry.because is not None:
                yield from (f"Why this day: {escaped(wording.plain(entry.because))}.", "")
            for number, step in enumerate(steps_of(entry, told.knowledge), start=1):
                yield f"{number}. {escaped(wording.plain(step))}"
