"""Companies and findings side by side, as the rows and cells of a page: each cell a status with its interval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from advisor.batch.portfolio.calls import Call
from advisor.batch.portfolio.changes import matters
from advisor.batch.portfolio.portfolio import Portfolio
from advisor.batch.portfolio.views import Page, change_in_words, day_shown
from advisor.inference.certainty import Status
from advisor.language.shown import number_shown
from advisor.report.chart import chance_words

_MARKS = {Status.CONFIRMED.value: "c", Status.SUSPECTED.value: "l", Status.OPEN.value: "o"}
_WAYS = {"worse": "Worse", "better": "Better", "unknown": "Can't tell now"}


@dataclass(frozen=True)
class Cell:
    """A finding of a company: `mark` is `c`, `l` or `o` for confirmed, likely and can't tell, empty for the rest; the
    ends of its certainty are in hundredths.
    """

    mark: str
    low: int
    high: int


@dataclass(frozen=True)
class Wrong:
    """A finding that is confirmed or likely, with the ends of its certainty in hundredths."""

    title: str
    low: int
    high: int


@dataclass(frozen=True)
class Company:
    """A company as the page shows it; `called` says that it is worth a call, `weeks` is how far its deadline is off."""

    number: int
    name: str
    called: bool
    headline: str
    why_now: str
    model: str
    sure: str
    deadline: str
    need_by: str
    weeks: int | None
    chance: float | None
    chance_text: str
    runway: str
    ask: str
    known: int
    group: str
    first_action: str
    gates: tuple[str, ...]
    questions: tuple[tuple[str, tuple[str, ...]], ...]
    confirmed: tuple[Wrong, ...]
    likely: tuple[Wrong, ...]
    open: int
    changes: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...]


def columns_of(portfolio: Portfolio) -> list[str]:
    """The findings that are confirmed or likely in some company, the most frequent first."""
    return [each.diagnosis for each in portfolio.findings if each.found or each.likely]


def companies_of(portfolio: Portfolio, table: pl.DataFrame, page: Page, by: str | None, most: int) -> list[Company]:
    """The companies, those first that are to be called first, and then those about which least is known; `most` of
    them. `table` are the results that the portfolio is of, `by` the column of their groups.
    """
    called = {call.case for call in portfolio.calls}
    calls = [*portfolio.calls, *(call for call in portfolio.least_known if call.case not in called)][:most]
    shown = table.filter(pl.col("case").is_in([call.case for call in calls]))
    rows = {str(row["case"]): row for row in shown.iter_rows(named=True)}
    columns = columns_of(portfolio)
    changes = _changes(portfolio, page)
    return [
        _company(number, call, rows[call.case], page, columns, by, changes.get(call.case, ()))
        for number, call in enumerate(calls, start=1)
    ]


def _changes(portfolio: Portfolio, page: Page) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {case: [("New", "not in the earlier batch")] for case in portfolio.new}
    for change in filter(matters, portfolio.changes):
        told = _WAYS[change.direction], change_in_words(change, page.knowledge)
        found.setdefault(change.case, []).append(told)
    return found


def _company(
    number: int,
    call: Call,
    row: Mapping[str, Any],
    page: Page,
    columns: Sequence[str],
    by: str | None,
    changes: Sequence[tuple[str, str]],
) -> Company:
    titles = page.knowledge.diagnoses
    group = row.get(by) if by is not None else None
    return Company(
        number,
        call.case,
        call.worth > 0,
        call.headline,
        "; ".join(call.why_now),
        page.model(call.model) if call.model is not None else "",
        call.model_sure or "",
        day_shown(call.need_by),
        call.need_by or "",
        _weeks(call),
        call.chance,
        "" if call.chance is None else chance_words(call.chance),
        "" if call.runway_months is None else number_shown(call.runway_months),
        page.person(call.ask),
        round(100 * call.share_known),
        "not given" if by is not None and group is None else str(group or ""),
        page.action(call.first_action),
        tuple(page.action(gate) for gate in call.gates),
        tuple((page.person(who), tuple(page.asked(q) for q in asked)) for who, asked in call.questions.items()),
        tuple(Wrong(titles[name].model.title, *_ends(row, name)) for name in call.found),
        tuple(Wrong(titles[name].model.title, *_ends(row, name)) for name in call.likely),
        len(call.open),
        tuple(changes),
        tuple(_cells(row, columns)),
    )


def _weeks(call: Call) -> int | None:
    """From the day of the answers to the deadline, in whole weeks begun; below 0 where it is past."""
    if call.need_by is None or not call.as_of:
        return None
    return -(-(date.fromisoformat(call.need_by) - date.fromisoformat(call.as_of)).days // 7)


def _cells(row: Mapping[str, Any], columns: Sequence[str]) -> Iterator[Cell]:
    for name in columns:
        yield Cell(_MARKS.get(str(row[name]), ""), *_ends(row, name))


def _ends(row: Mapping[str, Any], name: str) -> tuple[int, int]:
    low, high = (int(100 * (row[f"{name}.{end}"] or 0.0) + 0.5) for end in ("low", "high"))
    return low, high
