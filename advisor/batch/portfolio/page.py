"""A portfolio as one page: whom to call first, companies and findings as a heat map, and each company folded in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from advisor.batch.portfolio.changes import matters
from advisor.batch.portfolio.heat import columns_of, companies_of
from advisor.batch.portfolio.portfolio import Frequency, Portfolio, percent
from advisor.batch.portfolio.views import Page, change_in_words, in_words
from advisor.knowledge.pack import Knowledge
from advisor.language.shown import counted, day_text
from advisor.report.html.paper import render, script_of

MOST = 500  # companies on a page: beyond, a browser takes seconds to open it
FIRST = 12  # that are told at the top
_MOST_ROWS = 20
_WAYS = {"unknown": "can't tell now"}
_SOON = (4, 8, 13)  # weeks that the deadline can be filtered by


@dataclass(frozen=True)
class Rare:
    """How frequent a finding is: in how many companies for sure, likely and at most, with the ends in hundredths."""

    title: str
    found: int
    likely: int
    open: int
    says: str
    low: int
    high: int


@dataclass(frozen=True)
class Table:
    """A section with a table: its first column names the row."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    after: str = ""


def portfolio_page(portfolio: Portfolio, table: pl.DataFrame, knowledge: Knowledge, by: str | None = None) -> str:
    """The page as one file of HTML; `table` are the results that the portfolio is of, `by` the column of its groups.

    Beyond MOST companies it holds the most urgent ones, and says so.
    """
    page = Page(knowledge, markdown=False)
    by = f"meta.{by}" if by is not None and by not in table.columns else by
    companies = companies_of(portfolio, table, page, by, MOST)
    return render(
        "portfolio.html",
        kind="portfolio",
        script=script_of("portfolio.js"),
        also="portfolio.css",
        title=f"Portfolio: {counted(portfolio.cases, 'company', 'companies')}",
        days=_days(portfolio),
        cases=portfolio.cases,
        head=_head(portfolio),
        lead=_lead(portfolio),
        left_out=_left_out(portfolio, len(companies)),
        first=[each for each in companies[:FIRST] if each.called],
        companies=companies,
        columns=[_rare(each, page) for each in portfolio.findings if each.diagnosis in set(columns_of(portfolio))],
        nowhere=sum(1 for each in portfolio.findings if not (each.found or each.likely)),
        asks=sorted({each.ask for each in companies if each.ask}),
        models=sorted({each.model for each in companies if each.model}),
        groups=sorted({each.group for each in companies if each.group}),
        by=(by or "").removeprefix("meta."),
        soon=_SOON,
        tables=[each for each in _tables(portfolio, page) if each.rows or each.after],
    )


def _days(portfolio: Portfolio) -> str:
    """The day of the answers, or the first and the last one."""
    days = sorted({call.as_of for call in portfolio.least_known if call.as_of})
    shown = [day_text(date.fromisoformat(day)) for day in days]
    return shown[0] if len(shown) == 1 else f"{shown[0]} to {shown[-1]}" if shown else ""


def _head(portfolio: Portfolio) -> str:
    if not portfolio.calls:
        return f"{counted(portfolio.cases, 'company', 'companies')}, none that needs a call"
    return f"{len(portfolio.calls):,} of {counted(portfolio.cases, 'company', 'companies')} need a call"


def _lead(portfolio: Portfolio) -> str:
    """How many have something confirmed, a deadline that they miss as things stand, or access to take away."""
    confirmed = sum(1 for call in portfolio.calls if call.found)
    late = sum(1 for call in portfolio.calls if call.chance is not None and call.chance < 0.5)
    gates = sum(1 for call in portfolio.calls if call.gates)
    parts = [f"{confirmed:,} have a confirmed problem"]
    parts += [f"{late:,} are likelier to miss their deadline than to make it"] if late else []
    parts += [f"{gates:,} have contracts to settle before anyone gets access"] if gates else []
    return f"{', '.join(parts)}. The most urgent come first."


def _left_out(portfolio: Portfolio, shown: int) -> str:
    if shown >= portfolio.cases:
        return ""
    return (
        f"{portfolio.cases:,} companies are too many for one page. These are the {shown:,} most urgent. For all of "
        "them, add `--workbook FILE.xlsx`. The counts are of all."
    )


def _rare(frequency: Frequency, page: Page) -> Rare:
    title, found, likely, unknown = page.finding(frequency)
    low, high = (round(100 * each / frequency.of) for each in (frequency.found, frequency.at_most))
    return Rare(title, found, likely, unknown, in_words(frequency), low, high)


def _tables(portfolio: Portfolio, page: Page) -> Iterator[Table]:
    """What the text shows beside calls and findings."""
    rows = [(f.group, *page.finding(f)) for f in portfolio.groups if f.found or f.likely]
    few = f"Groups of fewer than five aren't shown: {len(portfolio.left_out)}." if portfolio.left_out else ""
    yield Table("groups", "By group", ("Group", "Finding", "Confirmed", "Likely", "Can't tell"), tuple(rows), few)
    changes = [
        (change.case, change_in_words(change, page.knowledge), _WAYS.get(change.direction, change.direction))
        for change in filter(matters, portfolio.changes)
    ]
    gone = f"Not in this batch any more: {', '.join(portfolio.gone)}." if portfolio.gone else ""
    yield _few("changed", "What changed since last time", ("Company", "Finding now", "Way"), changes, gone)
    models = [(page.model(model), count) for model, count in portfolio.models]
    yield _few("staffing", "Staffing options", ("Staffing", "Companies"), models)
    actions = [(page.action(action), percent(count, portfolio.cases)) for action, count in portfolio.actions]
    yield _few("actions", "What would help the most companies", ("Action", "Among the first three in"), actions)
    questions = [(page.asked(question), page.person(who), count) for question, who, count in portfolio.questions]
    yield _few("questions", "Questions that settle the most", ("Question", "Ask", "Companies"), questions)
    errors = [tuple(row.get(name) or "" for name in ("source", "place", "case", "reason")) for row in portfolio.errors]
    cells = (
        f"{counted(portfolio.cells, 'cell')} couldn't be understood and count as not given." if portfolio.cells else ""
    )
    yield _few("errors", "Rows that couldn't be read", ("Source", "Place", "Company", "Reason"), errors, cells)


def _few(name: str, title: str, heads: tuple[str, ...], rows: Sequence[tuple[Any, ...]], after: str = "") -> Table:
    """A table of the first rows, which says how many more there are."""
    more = len(rows) - _MOST_ROWS
    parts = [f"{more:,} more."] if more > 0 else []
    return Table(name, title, heads, tuple(rows[:_MOST_ROWS]), " ".join([*parts, *([after] if after else [])]))
