"""A portfolio as text, as Markdown, as JSON, and as a workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tabulate import tabulate

from advisor.batch.portfolio.portfolio import Call, Frequency, Portfolio, percent
from advisor.batch.runs.joining import neutral_text
from advisor.batch.runs.ledger import told, whole_file
from advisor.files.json_text import as_shown
from advisor.inference.certainty import Status
from advisor.knowledge.pack import Knowledge
from advisor.language.shown import counted
from advisor.report.layout import clean, escaped
from advisor.result.wording import STATUS_WORDS

Rows = Sequence[Sequence[Any]]
_MOST_SHOWN = 12
_WIDEST = {  # columns of a screen, so that no table has more than eighty
    "company": 14,
    "worth": None,
    "confirmed": 19,
    "likely": 19,
    "ask": 16,
    "group": 12,
    "finding": 30,
    "share": None,
    "model": None,
    "companies": None,
    "action": 48,
    "among the first three in": None,
    "question": 52,
    "before": None,
    "now": None,
}


def in_words(frequency: Frequency) -> str:
    """A share, always as a range over the unknown: "confirmed 12%, at most 71%; n = 300"."""
    found, most = percent(frequency.found, frequency.of), percent(frequency.at_most, frequency.of)
    return f"confirmed {found}, at most {most}; n = {frequency.of}"


def text(portfolio: Portfolio, knowledge: Knowledge, *, markdown: bool = False) -> str:
    """The portfolio for a screen, or as Markdown."""
    lines = []
    form = "github" if markdown else "simple"

    def section(title: str, headers: Sequence[str], rows: Rows) -> None:
        if rows:
            safe = escaped if markdown else clean
            rows = [[safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
            widths = None if markdown else [_WIDEST[header] for header in headers]
            lines.extend(
                [
                    f"## {title}" if markdown else title.upper(),
                    "",
                    tabulate(rows, headers, tablefmt=form, disable_numparse=True, maxcolwidths=widths),
                    "",
                ]
            )

    lines += [f"# {portfolio.cases:,} companies" if markdown else f"{portfolio.cases:,} companies", ""]
    section(
        "Who to call first",
        ("company", "worth", "confirmed", "likely", "ask"),
        [_call_row(call, knowledge) for call in portfolio.calls[:_MOST_SHOWN]],
    )
    section(
        "Findings", ("finding", "share"), [(_title(f, knowledge), in_words(f)) for f in portfolio.findings if f.at_most]
    )
    section(
        "By group",
        ("group", "finding", "share"),
        [(f.group, _title(f, knowledge), in_words(f)) for f in portfolio.groups if f.found or f.likely],
    )
    if portfolio.left_out:
        lines += [f"Groups of fewer than five aren't shown: {len(portfolio.left_out)}.", ""]
    section("Staffing options", ("model", "companies"), portfolio.models)
    section(
        "What would help the most companies",
        ("action", "among the first three in"),
        [
            (_for_any(knowledge.actions[action].model.title), percent(n, portfolio.cases))
            for action, n in portfolio.actions[:_MOST_SHOWN]
        ],
    )
    section(
        "Questions that settle the most",
        ("question", "ask", "companies"),
        [(knowledge.questions[question].model.short, who, n) for question, who, n in portfolio.questions[:_MOST_SHOWN]],
    )
    section(
        "What changed",
        ("company", "finding", "before", "now"),
        [_changed(change, knowledge) for change in portfolio.changes[:50]],
    )
    if portfolio.new or portfolio.gone:
        lines += [f"New: {len(portfolio.new)}. Gone: {len(portfolio.gone)}.", ""]
    if portfolio.errors:
        rows_failed = len({(row.get("source"), row.get("place")) for row in portfolio.errors})
        lines += [f"{counted(rows_failed, 'row')} couldn't be read; see the errors file.", ""]
    return "\n".join(lines).rstrip() + "\n"


def _for_any(title: str) -> str:
    """The title of an action without the numbers of one company."""
    return re.sub(r"\{[^{}]*\}", "N", title)


def _changed(change: Any, knowledge: Knowledge) -> tuple[str, ...]:
    title = knowledge.diagnoses[change.diagnosis].model.title
    return change.case, title, _status(change.before), _status(change.now)


def _status(told: str) -> str:
    """A status as people read it."""
    return STATUS_WORDS[Status(told)] if told in {each.value for each in Status} else told


def _title(frequency: Frequency, knowledge: Knowledge) -> str:
    return knowledge.diagnoses[frequency.diagnosis].model.title


def _call_row(call: Call, knowledge: Knowledge) -> tuple[Any, ...]:
    asks = "; ".join(f"{who}: {len(ids)}" for who, ids in call.questions.items())
    return call.case, f"{call.worth:.2f}", _few(call.found), _few(call.likely), asks


def _few(ids: Sequence[str]) -> str:
    return ", ".join(ids[:2]) + (f" and {len(ids) - 2} more" if len(ids) > 2 else "")


def as_json(portfolio: Portfolio) -> str:
    """Everything, for other programs."""
    data = asdict(portfolio)
    return as_shown({"schema": 1, **data}, indent=2) + "\n"


def write_workbook(portfolio: Portfolio, knowledge: Knowledge, path: Path) -> None:
    """A workbook with sheets for calls, findings, questions and errors; FileError where it cannot be written."""
    import openpyxl

    book = openpyxl.Workbook()
    if book.active is not None:
        book.remove(book.active)
    _sheet(
        book,
        "Calls",
        ("Company", "Worth", "Confirmed", "Likely", "Can't tell", "Ask"),
        [
            (
                c.case,
                c.worth,
                ", ".join(c.found),
                ", ".join(c.likely),
                ", ".join(c.open),
                "; ".join(f"{who}: {', '.join(ids)}" for who, ids in c.questions.items()),
            )
            for c in portfolio.calls
        ],
    )
    _sheet(
        book,
        "Findings",
        ("Group", "Finding", "Confirmed", "Likely", "At most", "Of"),
        [
            (f.group, _title(f, knowledge), f.found, f.likely, f.at_most, f.of)
            for f in (*portfolio.findings, *portfolio.groups)
        ],
    )
    _sheet(
        book,
        "Questions",
        ("Question", "Ask", "Companies"),
        [(knowledge.questions[question].model.ask, who, n) for question, who, n in portfolio.questions],
    )
    _sheet(
        book,
        "Errors",
        ("Source", "Place", "Case", "Field", "Reason", "Way out"),
        [
            tuple(row.get(name, "") for name in ("source", "place", "case", "field", "reason", "way_out"))
            for row in portfolio.errors
        ],
    )
    with told(path), whole_file(path) as made:
        book.save(made)


def _sheet(book: Any, title: str, headers: Sequence[str], rows: Rows) -> None:
    sheet = book.create_sheet(title)
    sheet.append(list(headers))
    for row in rows:
        sheet.append([neutral_text(clean(cell)) if isinstance(cell, str) else cell for cell in row])
    sheet.freeze_panes = "A2"
    for number, header in enumerate(headers):
        sheet.column_dimensions[chr(ord("A") + number)].width = (
            40 if header in ("Finding", "Question", "Ask", "Open", "Reason") else 18
        )
