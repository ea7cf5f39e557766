"""The kit as one page: its parts in a row, each on sheets of its own where it is printed."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.language.shown import day_text
from advisor.report.html.marked import as_html
from advisor.report.html.paper import render
from advisor.report.told import Told

FILE = "kit.html"
_ORDER = ("board-brief.md", "role-card.md", "interview-plan.md", "day-one.md", "plan.md")


def kit_page(told: Told, files: Mapping[str, str]) -> str:
    """The files of a kit (`kit_files`) as one page."""
    order = [*(name for name in _ORDER if name in files), *(name for name in files if name not in _ORDER)]
    return render(
        "kit.html",
        kind="kit",
        title=f"{told.case.id}: kit, {day_text(told.case.as_of)}",
        case=told.case.id,
        day=day_text(told.case.as_of),
        rules=told.rules,
        parts=[(name.removesuffix(".md"), _name(name), as_html(files[name], below=1)) for name in order],
    )


def _name(file: str) -> str:
    return file.removesuffix(".md").replace("-", " ").capitalize()
