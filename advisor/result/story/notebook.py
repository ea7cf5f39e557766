"""A result as a cell of a notebook shows it: what is wrong, the staffing option, the first moves."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from advisor.inference.certainty import Status
from advisor.planning.measured import READ
from advisor.problems import one_line
from advisor.result.wording import STATUS_WORDS

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")


class Shown(NamedTuple):
    """What a cell shows: a heading, a line in bold, further lines, and a table of moves."""

    heading: str
    headline: str
    lines: tuple[str, ...]
    moves: tuple[tuple[str, str, str], ...]


class InNotebooks:
    """Shown in notebooks by the published data, so that a result from pickle looks the same."""

    @property
    def _data(self) -> Mapping[str, Any]:
        raise NotImplementedError

    def _repr_markdown_(self) -> str:
        return as_markdown(shown_of(self._data))

    def _repr_html_(self) -> str:
        return as_html(shown_of(self._data))


def as_markdown(shown: Shown) -> str:
    """The cell as Markdown; nothing in a text is taken for markup."""
    told = [f"#### {_plain(shown.heading)}", f"**{_plain(shown.headline)}**", *map(_plain, shown.lines)]
    if shown.moves:
        rows = [f"| {' | '.join(map(_plain, move))} |" for move in shown.moves]
        told.append("\n".join(["| First | Who | By |", "| --- | --- | --- |", *rows]))
    return "\n\n".join(told) + "\n"


def as_html(shown: Shown) -> str:
    """The cell as HTML."""
    told = [f"<h4>{_escaped(shown.heading)}</h4><p><b>{_escaped(shown.headline)}</b></p>"]
    told += [f"<p>{_escaped(line)}</p>" for line in shown.lines]
    if shown.moves:
        cells = "".join(f"<tr>{''.join(f'<td>{_escaped(cell)}</td>' for cell in move)}</tr>" for move in shown.moves)
        told.append(f"<table><thead><tr><th>First</th><th>Who</th><th>By</th></tr></thead>{cells}</table>")
    return "".join(told)


def shown_of(data: Mapping[str, Any]) -> Shown:
    """What a cell shows of a published assessment; what is owed to others is never among the first moves."""
    first = [entry for entry in (data["plan"] or [])[:READ] if entry["kind"] != "duty"]
    return Shown(
        f"{data['case']}, {data['as_of']}",
        data["headline"] or "No problems found in the answers so far.",
        tuple(_lines(data)),
        tuple((entry["title"], entry["owner"], entry["due"]) for entry in first),
    )


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    for status in (Status.CONFIRMED, Status.SUSPECTED):
        titles = [finding["title"] for finding in data["diagnoses"] if finding["status"] == status.value]
        if titles:
            yield f"{STATUS_WORDS[status].capitalize()}: {'; '.join(titles)}."
    staffing = data["staffing"]
    if staffing is not None and staffing["because"] is not None:
        yield f"Staffing ({staffing['sure']}): {staffing['because']}"


def _escaped(text: str) -> str:
    return html.escape(one_line(text))


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", one_line(text))
