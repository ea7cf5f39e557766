"""Markdown for the site: texts of rules as they are, links between pages, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_CODE = re.compile(r"(`[^`]*`)")


def literal(text: str) -> str:
    """A text in which braces and angles mean nothing, but for what stands in backticks."""
    parts = _CODE.split(text)
    return "".join(part if part.startswith("`") else _escaped(part) for part in parts)


def _escaped(text: str) -> str:
    for sign, entity in (("{", "&#123;"), ("}", "&#125;"), ("<", "&lt;")):
        text = text.replace(sign, entity)
    return text


def nested(text: str) -> str:
    """A text whose lists inside lists stand as deep as Python-Markdown wants them: four blanks a level.

    >>> nested("- a\\n  - b")
    '- a\\n    - b'
    """
    return re.sub(r"^( +)(?=- |\d+\. )", lambda blanks: "    " * -(-len(blanks[1]) // 3), text, flags=re.MULTILINE)


def cell(text: str) -> str:
    """A text as the cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table."""
    names = list(heads)
    yield f"| {' | '.join(names)} |"
    yield f"|{' --- |' * len(names)}"
    yield from (f"| {' | '.join(map(cell, row))} |" for row in rows)


def slug(title: str) -> str:
    """A title as a file's name.

    >>> slug("The staffing model: what wins")
    'the-staffing-model-what-wins'
    """
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
