"""Ways out of a date at risk: the first thing that a page says where there are any."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.report.layout import escaped, wrapped
from advisor.report.told import Told


def ways_out_text(told: Told) -> Iterator[str]:
    """The ways out as lines of text."""
    said = told.assessment.ways_out
    if said is None:
        return
    yield from wrapped(said.says, 8, "DATE".ljust(8))
    for number, way in enumerate(said.ways, start=1):
        yield from wrapped(way.says, 8, f"{number:>6}  ")
        yield from wrapped(" ".join(way.details), 8)


def ways_out_markdown(told: Told) -> Iterator[str]:
    """The ways out as Markdown, an empty line before them."""
    said = told.assessment.ways_out
    if said is None:
        return
    yield from ("", f"**{escaped(said.says)}**", "")
    for number, way in enumerate(said.ways, start=1):
        yield f"{number}. {escaped(way.says)} {escaped(' '.join(way.details))}"
