"""The Markdown of the kit as HTML: headings, paragraphs, lists, boxes to tick, tables, quotes, and bold.

It reads what this program writes and nothing else, so that each part of the kit is made once. Every text is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from advisor.report.layout import clean

_HEAD = re.compile(r"(#{1,4}) (.*)")
_ITEM = re.compile(r"( *)(?:-|\d+\.) (.*)")
_BOX = re.compile(r"\[([ x])\] (.*)")
_BOLD = re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*")
_ESCAPED = re.compile(r"\\([^\w\s])")
_CELL = re.compile(r"(?<!\\)\|")


def as_html(markdown: str, *, below: int) -> Markup:
    """A file of the kit as HTML; its title gets a heading of the level below so many others."""
    return Markup("\n").join(_blocks(markdown.splitlines(), below))


def _blocks(lines: Sequence[str], below: int) -> Iterator[Markup]:
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if head := _HEAD.fullmatch(line):
            level = min(len(head[1]) + below, 6)
            yield Markup("<h{0}>{1}</h{0}>").format(level, _inline(head[2]))
        elif line.startswith("|"):
            end = _end(lines, at, lambda each: each.startswith("|"))
            yield _table(lines[at:end])
        elif line.startswith("> "):
            end = _end(lines, at, lambda each: each.startswith("> "))
            yield Markup("<blockquote>{}</blockquote>").format(_inline(" ".join(each[2:] for each in lines[at:end])))
        elif _ITEM.fullmatch(line):
            end = _end(lines, at, lambda each: _ITEM.fullmatch(each) is not None)
            yield _list(lines[at:end])
        elif line.strip():
            end = _end(lines, at, lambda each: bool(each.strip()) and not each.startswith(("|", "#", "> ")))
            yield Markup("<p>{}</p>").format(_inline(" ".join(lines[at:end])))
        at = end


def _end(lines: Sequence[str], at: int, goes_on: object) -> int:
    assert callable(goes_on)
    return next((i for i in range(at + 1, len(lines)) if not goes_on(lines[i])), len(lines))


def _inline(text: str) -> Markup:
    """A text with what is bold in it; what Markdown keeps as text is that text."""
    parts = _BOLD.split(text)
    return Markup("").join(
        Markup("<strong>{}</strong>").format(_plain(part)) if number % 2 else escape(_plain(part))
        for number, part in enumerate(parts)
    )


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text if text.isprintable() else clean(text))


def _table(lines: Sequence[str]) -> Markup:
    head, _, *rows = [[cell.strip() for cell in _CELL.split(line.strip()[1:-1])] for line in lines]
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(_inline(cell)) for cell in head)
    body = Markup("\n").join(Markup("<tr>{}</tr>").format(_row(cells)) for cells in rows)
    table = Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(heads, body)
    return Markup('<div class="scroll" role="region" aria-label="{}" tabindex="0">{}</div>').format(
        _inline(" / ".join(filter(None, head))), table
    )


def _row(cells: Sequence[str]) -> Markup:
    first, *others = cells
    rest = Markup("").join(Markup("<td>{}</td>").format(_inline(cell)) for cell in others)
    return Markup('<th scope="row">{}</th>').format(_inline(first)) + rest


def _list(lines: Sequence[str]) -> Markup:
    """A list, in which what is indented belongs to the item above it."""
    found = [item for item in map(_ITEM.fullmatch, lines) if item is not None]
    items: list[Markup] = []
    for item in found:
        depth, text = len(item[1]), item[2]
        if depth and items:
            items[-1] += Markup('<br><span class="sub">{}</span>').format(_inline(text))
        else:
            items.append(_item(text))
    ordered = not lines[0].lstrip().startswith("-")
    boxes = all(_BOX.match(item[2]) for item in found if not item[1])
    inner = Markup("\n").join(Markup("<li>{}</li>").format(item) for item in items)
    kind = Markup("ol") if ordered else Markup("ul")
    return Markup("<{0}{1}>{2}</{0}>").format(kind, Markup(' class="boxes"') if boxes else "", inner)


def _item(text: str) -> Markup:
    box = _BOX.match(text)
    if box is None:
        return _inline(text)
    sign, word = ("☑", "done") if box[1] == "x" else ("☐", "to do")
    return Markup('<span role="img" aria-label="{}">{}</span> {}').format(word, sign, _inline(box[2]))
