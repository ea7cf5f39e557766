"""A portfolio as a workbook to work in: what people wrote on its sheet `Work` is still there after the next run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.batch.portfolio.calls import Call
from advisor.batch.portfolio.changes import matters
from advisor.batch.portfolio.portfolio import Portfolio
from advisor.batch.portfolio.views import Page, change_in_words, day_shown, for_any, status_word
from advisor.batch.runs.joining import neutral_text
from advisor.batch.runs.ledger import told, whole_file
from advisor.knowledge.pack import Knowledge
from advisor.problems import FileError
from advisor.report.layout import clean

Rows = Sequence[Sequence[Any]]
WORK = "Work"
OWN = ("Owner", "Called on", "Note")  # columns of the sheet that people fill in
_WIDTHS = {"Company": 24, "Headline": 60, "Why now": 40, "Finding": 44, "Question": 60, "Note": 50, "Reason": 50}
_WIDTHS |= {
    "Ask first": 44,
    "First action": 44,
    "Confirmed": 44,
    "Likely": 44,
    "Way out": 50,
    "Staffing": 34,
    "Action": 50,
}
_USUAL = 14
_HEAD, _WORSE, _BETTER, _URGENT = "DCE6F1", "F8CBAD", "C6E0B4", "FFE699"  # fills


@dataclass
class Kept:
    """What people wrote on the sheet `Work` of an earlier workbook: by company, by header; and headers of their own."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    headers: tuple[str, ...] = OWN


def kept_from(path: Path) -> Kept:
    """What stands on the sheet to work in of a workbook that is there already; FileError where it cannot be read."""
    import openpyxl

    if not path.exists():
        return Kept()
    try:
        book = openpyxl.load_workbook(path)
    except Exception as error:  # a broken workbook fails in many ways
        way = "Your notes may be in it, so it stays as it is. Name another file."
        raise FileError(f"{path}: Can't read the workbook that's there: {error}. {way}") from None
    if WORK not in book.sheetnames:
        raise FileError(f"{path}: This workbook has no sheet `{WORK}`, so it isn't a portfolio. Name another file.")
    rows = list(book[WORK].iter_rows(values_only=True))
    heads = [str(cell).strip() if cell is not None else "" for cell in (rows[0] if rows else ())]
    if "Company" not in heads:
        raise FileError(f"{path}: The sheet `{WORK}` has no column `Company`. Put it back, or name another file.")
    company = heads.index("Company")
    own = [head for head in heads if head and head not in ("Company", *_GIVEN)]
    found = Kept({}, tuple(dict.fromkeys((*OWN, *own))))
    for row in rows[1:]:
        values = {head: value for head, value in zip(heads, row) if head in found.headers and value is not None}
        if row[company] is not None and values:
            found.rows.setdefault(str(row[company]), {}).update(values)
    return found


_GIVEN = ("Rank", "Ask first", "Of")


def write_workbook(portfolio: Portfolio, knowledge: Knowledge, path: Path) -> None:
    """A workbook with sheets for calls, work, findings, changes, questions, what is least known and errors.

    What people wrote on the sheet `Work` of the file that is there is kept, by company, also of companies that are
    gone. FileError where that file cannot be read, or this one not be written.
    """
    import openpyxl

    kept = kept_from(path)
    page = Page(knowledge, markdown=False)
    book = openpyxl.Workbook()
    if book.active is not None:
        book.remove(book.active)
    calls = _sheet(book, "Calls", _CALL, [_call_row(page, n, call) for n, call in enumerate(portfolio.calls, 1)])
    work = _sheet(book, WORK, ("Rank", "Company", *kept.headers, "Ask first", "Of"), _work_rows(page, portfolio, kept))
    _linked(calls, work)
    _linked(work, calls)
    for row, call in enumerate(portfolio.calls, start=2):
        if call.why_now:
            _fill(calls.cell(row, 4), _URGENT)
    findings = (*portfolio.findings, *portfolio.groups)
    _sheet(book, "Findings", _FINDING, [(f.group, *page.finding(f), f.of) for f in findings if f.found or f.likely])
    changes = [change for change in portfolio.changes if matters(change)]
    if portfolio.changes or portfolio.new or portfolio.gone:
        told_of = [(c.case, change_in_words(c, knowledge), status_word(c.before), str(c.direction)) for c in changes]
        told_of += [(case, "", "", "new") for case in portfolio.new]
        told_of += [(case, "", "", "gone") for case in portfolio.gone]
        sheet = _sheet(book, "Changes", ("Company", "Finding", "Before", "Change"), told_of)
        for number, (*_, change) in enumerate(told_of, start=2):
            if change in ("worse", "better"):
                _fill(sheet.cell(number, 4), _WORSE if change == "worse" else _BETTER)
    actions = [(for_any(knowledge.actions[action].model.title), n) for action, n in portfolio.actions]
    _sheet(book, "Actions", ("Action", "Companies"), actions)
    questions = [(knowledge.questions[q].model.ask, page.person(who), n) for q, who, n in portfolio.questions]
    _sheet(book, "Questions", ("Question", "Ask", "Companies"), questions)
    least = [
        (c.case, c.share_known, page.question(c.first_question), page.person(c.ask)) for c in portfolio.least_known
    ]
    for sheet_row in _sheet(book, "Least known", ("Company", "Answered", "Ask first", "Of"), least).iter_rows(
        min_row=2
    ):
        sheet_row[1].number_format = "0%"
    _sheet(book, "Errors", _ERROR, [tuple(row.get(name, "") for name in _ERROR_FIELDS) for row in portfolio.errors])
    with told(path), whole_file(path) as made:
        book.save(made)


_CALL = (
    "Rank", "Company", "Headline", "Why now", "Deadline", "Chance", "Runway (months)", "Staffing", "Sure", "Ask first",
    "Of", "First action", "Confirmed", "Likely", "Can't tell", "Answered",
)  # fmt: skip
_FINDING = ("Group", "Finding", "Confirmed", "Likely", "Can't tell", "Of")
_ERROR = ("Source", "Place", "Company", "Field", "Reason", "Way out")
_ERROR_FIELDS = ("source", "place", "case", "field", "reason", "way_out")


def _call_row(page: Page, rank: int, call: Call) -> tuple[Any, ...]:
    titles = page.knowledge.diagnoses
    return (
        rank,
        call.case,
        call.headline,
        "; ".join(call.why_now),
        day_shown(call.need_by),
        call.chance,
        call.runway_months,
        page.model(call.model),
        call.model_sure or "",
        page.question(call.first_question),
        page.person(call.ask),
        page.action(call.first_action),
        "; ".join(titles[name].model.title for name in call.found),
        "; ".join(titles[name].model.title for name in call.likely),
        len(call.open),
        call.share_known,
    )


def _work_rows(page: Page, portfolio: Portfolio, kept: Kept) -> list[tuple[Any, ...]]:
    """A row for every company to call with what people wrote about it; then those that are not on the list any more."""
    rows = []
    for rank, call in enumerate(portfolio.calls, start=1):
        own = kept.rows.get(call.case, {})
        asked = page.question(call.first_question), page.person(call.ask)
        rows.append((rank, call.case, *(own.get(head) for head in kept.headers), *asked))
    listed = {call.case for call in portfolio.calls}
    for case, own in kept.rows.items():
        if case not in listed:
            rows.append((None, case, *(own.get(head) for head in kept.headers), "", ""))
    return rows


def _sheet(book: Any, title: str, headers: Sequence[str], rows: Rows) -> Any:
    """A sheet with a header that stays, filters, widths and wrapped texts."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.append([neutral_text(clean(header)) for header in headers])
    for row in rows:
        sheet.append([neutral_text(clean(cell)) if isinstance(cell, str) else cell for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        _fill(cell, _HEAD)
    top = Alignment(vertical="top", wrap_text=True)
    for line in sheet.iter_rows(min_row=2):
        for header, cell in zip(headers, line):
            cell.alignment = top
            if header in ("Chance", "Answered"):
                cell.number_format = "0%"
            elif header == "Called on":
                cell.number_format = "yyyy-mm-dd"
    sheet.freeze_panes = "C2" if headers[:2] == ("Rank", "Company") else "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{max(len(rows) + 1, 2)}"
    for number, header in enumerate(headers, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(header, _USUAL)
    return sheet


def _linked(sheet: Any, other: Any) -> None:
    """Each company of a sheet leads to its row on another one, if it stands there."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    places = {row[1].value: row[1].row for row in other.iter_rows(min_row=2)}
    for row in sheet.iter_rows(min_row=2):
        place = places.get(row[1].value)
        if place is not None:
            row[1].hyperlink = Hyperlink(ref=row[1].coordinate, location=f"'{other.title}'!B{place}")
            row[1].font = Font(color="0563C1", underline="single")


def _fill(cell: Any, color: str) -> None:
    from openpyxl.styles import PatternFill

    cell.fill = PatternFill("solid", fgColor=color)
