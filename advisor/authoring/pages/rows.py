"""Rows of the decision table and figures as pages, for authors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from advisor.authoring.pages.portray import one_line, sources_text
from advisor.knowledge.pack import Entry, Knowledge
from advisor.knowledge.planmodels import Row
from advisor.knowledge.timemodels import Figure


def rows_of(knowledge: Knowledge) -> Mapping[str, Entry[Any]]:
    """The rows of the decision table, each with its place in the file of the table."""
    table: Entry[Any] | None = knowledge.table
    if table is None:
        return {}
    return {row.id: replace(table, model=row, at=("rows", i)) for i, row in enumerate(table.model.rows)}


def row_page(knowledge: Knowledge, entry: Entry[Row]) -> Iterator[str]:
    """When a row wins, what it says, and between which others it stands."""
    row, order = entry.model, list(rows_of(knowledge))
    at = order.index(row.id)
    yield from (f"## The row `{row.id}`: {row.model}", "")
    yield from (f"· row {at + 1} of {len(order)}; the first true one wins", "")
    yield f"- true when: `{one_line(row.when)}`"
    if row.claims is not None:
        yield f"- and, for what it says: `{one_line(row.claims)}`"
    yield f"- because: {one_line(row.because)}"
    yield f"- wins if: {one_line(row.wins_if)}"
    if at > 0:
        yield f"- below `{order[at - 1]}`"
    if at + 1 < len(order):
        yield f"- above `{order[at + 1]}`; a row of yours with `before: {row.id}` stands above this one"
    if row.source:
        yield f"- sources: {sources_text(row.source)}"


def figure_page(entry: Entry[Figure]) -> Iterator[str]:
    """A figure in a line; `advisor figures` tells all of it."""
    figure = entry.model
    yield from (f"## {figure.title}", "", f"`{figure.id}`", "", f"- grade {figure.grade}, in {figure.unit}")
    yield f"- `advisor figures {figure.id}` has its values"


def table_page(entry: Entry[Any]) -> Iterator[str]:
    """The rows in their order."""
    yield from ("## The decision table", "", "The first true row wins.", "")
    for number, row in enumerate(entry.model.rows, 1):
        yield f"{number}. `{row.id}`: {row.model}"
