"""How findings lead to each other, drawn: causes to the left of what they lead to, each a link to its page."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from advisor import Advisor

_WIDTH, _GAP, _LINE, _PAD, _BETWEEN = 190, 60, 15, 8, 14  # in pixels
_LETTERS = 27  # of a line in a box
_SWEEPS = 6
_STYLE = (
    ".causes rect{fill:var(--md-default-bg-color,#fff);stroke:currentColor;rx:4}"
    ".causes text{font-size:12px;fill:currentColor}.causes .this rect{stroke-width:2.5}"
    ".causes path{fill:none;stroke:currentColor;opacity:.45}"
)


class Link(NamedTuple):
    """One finding leads to another."""

    source: str
    target: str
    says: str


def links_of(advisor: Advisor) -> list[Link]:
    """Every link of the rules, in their order."""
    return [
        Link(name, link.id, link.says) for name, diagnosis in advisor.diagnoses.items() for link in diagnosis.leads_to
    ]


def columns_around(name: str, links: Iterable[Link]) -> list[list[str]]:
    """What leads to a finding, itself, and what it leads to; what does both stands on the left."""
    links = list(links)
    causes = list(dict.fromkeys(link.source for link in links if link.target == name))
    effects = list(dict.fromkeys(link.target for link in links if link.source == name and link.target not in causes))
    return [column for column in (causes, [name], effects) if column]


def columns_of(links: Sequence[Link]) -> list[list[str]]:
    """All findings in columns: each to the right of its causes, as far as they lead in no circle."""
    ranks = ranks_of(links)
    columns: list[list[str]] = [[] for _ in range(max(ranks.values(), default=-1) + 1)]
    for name, rank in ranks.items():
        columns[rank].append(name)
    for sweep in range(_SWEEPS):  # each beside the middle of what it's linked with, so that fewer lines cross
        for number in range(len(columns)) if sweep % 2 == 0 else reversed(range(len(columns))):
            places = {name: place / len(column) for column in columns for place, name in enumerate(column)}
            columns[number].sort(key=lambda name: _middle(name, links, places))
    return columns


def ranks_of(links: Sequence[Link]) -> dict[str, int]:
    """How many steps of causes stand before each finding; a step that closes a circle doesn't count."""
    ranks: dict[str, int] = {}
    waiting: list[str] = []

    def rank(name: str) -> int:
        if name not in ranks:
            waiting.append(name)
            before = [link.source for link in links if link.target == name and link.source not in waiting]
            ranks[name] = max((rank(cause) + 1 for cause in dict.fromkeys(before)), default=0)
            waiting.remove(name)
        return ranks[name]

    for name in dict.fromkeys(name for link in links for name in (link.source, link.target)):
        rank(name)
    return ranks


def _middle(name: str, links: Sequence[Link], places: Mapping[str, float]) -> float:
    near = [link.target if link.source == name else link.source for link in links if name in (link.source, link.target)]
    return sum(places[other] for other in near) / len(near)


def drawing(
    columns: Sequence[Sequence[str]], links: Iterable[Link], titles: Mapping[str, str], this: str | None = None
) -> str:
    """The columns as an SVG on one line; `this` is the finding whose page it stands on."""
    lines = {name: textwrap.wrap(titles[name], _LETTERS) for column in columns for name in column}
    heights = {name: len(lines[name]) * _LINE + 2 * _PAD for name in lines}
    tall = max(sum(heights[name] + _BETWEEN for name in column) for column in columns)
    boxes: dict[str, tuple[int, int]] = {}
    for number, column in enumerate(columns):
        top = (tall - sum(heights[name] + _BETWEEN for name in column)) // 2 + _BETWEEN // 2
        for name in column:
            boxes[name] = (number * (_WIDTH + _GAP), top)
            top += heights[name] + _BETWEEN
    wide = len(columns) * (_WIDTH + _GAP) - _GAP
    parts = [
        f'<div style="overflow-x:auto"><svg class="causes" viewBox="-2 -2 {wide + 4} {tall + 4}" role="img"',
        f' style="width:{wide + 4}px;max-width:none">',
        f"<title>Causes and effects</title><style>{_STYLE}</style>{_ARROW}",
    ]
    drawn = [link for link in links if link.source in boxes and link.target in boxes]
    parts += [_arrow(boxes[link.source], boxes[link.target], heights, link) for link in drawn]
    parts += [_box(name, boxes[name], heights[name], lines[name], name == this) for name in boxes]
    return "".join([*parts, "</svg></div>"])


_ARROW = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0,0 L8,4 L0,8" style="opacity:1"/></marker></defs>'
)


def _arrow(start: tuple[int, int], end: tuple[int, int], heights: Mapping[str, int], link: Link) -> str:
    x, y = start[0] + _WIDTH, start[1] + heights[link.source] // 2
    to_x, to_y = end[0], end[1] + heights[link.target] // 2
    bend = max(_GAP // 2, abs(to_x - x) // 3)
    return (
        f'<path d="M{x},{y} C{x + bend},{y} {to_x - bend},{to_y} {to_x},{to_y}" marker-end="url(#tip)">'
        f"<title>{html.escape(link.says)}</title></path>"
    )


def _box(name: str, place: tuple[int, int], height: int, lines: Sequence[str], this: bool) -> str:
    x, y = place
    return "".join(_parts_of_box(name, x, y, height, lines, this))


def _parts_of_box(name: str, x: int, y: int, height: int, lines: Sequence[str], this: bool) -> Iterator[str]:
    yield f'<a href="../{name}/"{" class=this" if this else ""}>'
    yield f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{height}"/>'
    for number, line in enumerate(lines, start=1):
        yield f'<text x="{x + _PAD}" y="{y + _PAD + number * _LINE - 4}">{html.escape(line)}</text>'
    yield "</a>"
