"""Whom to call first, what changed, and the workbook that people work in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.batch.portfolio.calls import Call
from advisor.batch.portfolio.changes import direction, matters
from advisor.batch.portfolio.portfolio import Portfolio, portfolio_of, read_errors, read_results
from advisor.batch.portfolio.views import text
from advisor.batch.portfolio.workbook import write_workbook
from advisor.inference.certainty import Status
from advisor.problems import FileError
from testkit.batches import batch
from testkit.shipped import shipped_advisor

ADVISOR = shipped_advisor()
KNOWLEDGE = ADVISOR.program.knowledge
IDS = [name for name, entry in KNOWLEDGE.diagnoses.items() if not entry.model.person]
STATUSES = [status.value for status in Status]


def results(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Results in which all is open but what a row says; a finding is a pair of status and low bound."""
    made = []
    for row in rows:
        told: dict[str, Any] = {"case": row["case"], "as_of": "2026-11-22", "share_known": row.get("share_known", 0.5)}
        for name in IDS:
            status, low = row.get(name, ("open", 0.0))
            told |= {name: status, f"{name}.low": low, f"{name}.high": max(low, 0.9), f"{name}.settled": False}
        for name in ("need_by", "runway_months", "gates_now", "option.a.chance_delivered", "headline"):
            told[name] = row.get(name)
        made.append(told)
    return pl.DataFrame(made, infer_schema_length=None)


def order(*rows: dict[str, Any]) -> list[str]:
    """The companies worth a call, those first that come first."""
    return [call.case for call in portfolio_of(results(list(rows)), KNOWLEDGE).calls]


WRONG = {IDS[0]: ("confirmed", 0.8)}
LATE = {"need_by": "2026-12-20", "option.a.chance_delivered": 0.1}


def test_what_presses_comes_first_and_what_is_only_unknown_is_no_reason_to_call() -> None:
    """The same finding, by date, runway and access; a company of which nothing is known stands on its own list."""
    far = {**WRONG, "need_by": "2028-11-20", "option.a.chance_delivered": 0.1}
    rows = (
        {"case": "unknown", "share_known": 0.0},
        {"case": "plain", **WRONG},
        {"case": "far", **far},
        {"case": "soon", **WRONG, **LATE},
        {"case": "soon and broke", **WRONG, **LATE, "runway_months": 4.0},
    )
    assert order(*rows) == ["soon and broke", "soon", "far", "plain"]
    made = portfolio_of(results(list(rows)), KNOWLEDGE)
    assert made.least_known[0].case == "unknown"


@settings(max_examples=12)
@given(
    st.dictionaries(st.sampled_from(IDS), st.tuples(st.sampled_from(STATUSES[:2]), st.floats(0.25, 1.0)), max_size=6),
    st.sampled_from(IDS),
    st.floats(0.3, 1.0),
)
def test_more_wrong_sooner_or_with_less_money_is_never_worth_less(
    findings: dict[str, Any], more: str, low: float
) -> None:
    """And an open question more or less changes nothing."""
    base = {"case": "a", **findings}
    worse = {"case": "b", **findings, more: ("confirmed", max(low, findings.get(more, ("", 0.0))[1]))}
    calls = {
        c.case: c.worth for c in portfolio_of(results([base, worse, {**base, "case": "c", **LATE}]), KNOWLEDGE).calls
    }
    worth: Any = lambda case: calls.get(case, 0.0)  # noqa: E731
    assert worth("a") <= worth("b") and worth("a") <= worth("c")


def test_a_call_says_why_now_what_is_wrong_and_whom_to_ask_first(tmp_path: Path) -> None:
    """From a table of two companies to the page, by the shipped pack."""
    table = tmp_path / "t.csv"
    table.write_text(
        "case,as_of,role.exists,role.stage,role.open_days,milestone.date_exists,milestone.need_by,milestone.work_left_weeks,"
        "budget.cash_months,team.people_on_it,team.share_percent\n"
        "late,2026-11-22,open,nobody,210,yes,2026-12-20,40,6,1,50\nquiet,2026-11-22,open,in_calls,5,no,,,40,3,50\n"
    )
    batch([table], tmp_path / "o.csv", detail="plan")
    made = portfolio_of(read_results(tmp_path / "o.csv"), KNOWLEDGE, errors=read_errors(tmp_path / "o.csv"))
    first = made.calls[0]
    assert first.case == "late" and first.need_by == "2026-12-20" and first.runway_months == 6
    assert first.why_now[0].startswith("deadline Dec 20, 2026, ") and "6 months of runway" in first.why_now
    assert first.headline and first.model and first.first_question and first.ask
    page = text(made, KNOWLEDGE)
    assert f"Ask {KNOWLEDGE.people[first.ask].model.title}: " in " ".join(page.split())
    assert "0%, at most 100%" not in page
    assert all(len(line) <= 80 for line in page.splitlines())


@pytest.mark.parametrize(
    ("before", "now", "wanted"),
    [
        ("no-sign", "confirmed", "worse"),
        ("open", "suspected", "worse"),
        ("suspected", "confirmed", "worse"),
        ("confirmed", "suspected", "better"),
        ("confirmed", "ruled-out", "better"),
        ("suspected", "no-sign", "better"),
        ("confirmed", "open", "unknown"),
        ("open", "no-sign", "unknown"),
    ],
)
def test_a_change_is_for_the_worse_for_the_better_or_unknown(before: str, now: str, wanted: str) -> None:
    assert direction(before, now) == wanted


def test_changes_are_told_by_company_and_only_where_something_was_or_is_wrong() -> None:
    name, other = IDS[:2]
    before = results([{"case": "a", name: ("confirmed", 0.8)}, {"case": "gone"}])
    now = results([{"case": "a", name: ("ruled-out", 0.0), other: ("no-sign", 0.0)}, {"case": "new"}])
    made = portfolio_of(now, KNOWLEDGE, earlier=before)
    assert made.new == ("new",) and made.gone == ("gone",)
    assert [(c.diagnosis, c.direction) for c in made.changes if matters(c)] == [(name, "better")]
    assert "WHAT CHANGED SINCE LAST TIME" in text(made, KNOWLEDGE)


# ---- the workbook ----------------------------------------------------------------------------------------


def companies(*names: str) -> Portfolio:
    """A portfolio with these companies to call."""
    return portfolio_of(results([{"case": name, **WRONG, **LATE} for name in names]), KNOWLEDGE)


def work(path: Path) -> dict[str, dict[str, Any]]:
    """The rows of the sheet to work in, by company and header."""
    head, *rows = openpyxl.load_workbook(path)["Work"].iter_rows(values_only=True)
    return {str(row[1]): dict(zip(map(str, head), row)) for row in rows}


def test_what_people_wrote_is_there_after_the_next_run(tmp_path: Path) -> None:
    """By company, in whatever order they stand now; a column of their own too, and companies that are gone."""
    path = tmp_path / "calls.xlsx"
    write_workbook(companies("a", "b"), KNOWLEDGE, path)
    book = openpyxl.load_workbook(path)
    sheet = book["Work"]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(1, len(heads) + 1, "Partner")
    for row in sheet.iter_rows(min_row=2):
        sheet.cell(row[1].row, heads.index("Owner") + 1, f"owner of {row[1].value}")
        sheet.cell(row[1].row, len(heads) + 1, "Kim")
    book.save(path)
    write_workbook(companies("c", "b"), KNOWLEDGE, path)
    found = work(path)
    assert found["b"]["Owner"] == "owner of b" and found["a"]["Owner"] == "owner of a"
    assert found["b"]["Partner"] == "Kim" and found["c"]["Owner"] is None
    write_workbook(companies("a"), KNOWLEDGE, path)
    assert {name: row["Owner"] for name, row in work(path).items()} == {"a": "owner of a", "b": "owner of b"}


def test_a_workbook_has_filters_widths_and_links_both_ways(tmp_path: Path) -> None:
    path = tmp_path / "calls.xlsx"
    write_workbook(companies("a", "b"), KNOWLEDGE, path)
    book = openpyxl.load_workbook(path)
    for sheet in book:
        assert sheet.auto_filter.ref and sheet.freeze_panes
    assert book["Calls"]["B3"].hyperlink.location == "'Work'!B3"
    assert book["Work"]["B2"].hyperlink.location == "'Calls'!B2"
    assert book["Calls"].column_dimensions["C"].width > 40


@pytest.mark.parametrize("content", [b"", b"PK nothing"])
def test_a_file_that_cannot_be_read_is_not_written_over(tmp_path: Path, content: bytes) -> None:
    """Somebody's notes may be in it."""
    path = tmp_path / "calls.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileError, match="Name another file"):
        write_workbook(companies("a"), KNOWLEDGE, path)
    assert path.read_bytes() == content
    openpyxl.Workbook().save(path)
    with pytest.raises(FileError, match="no sheet `Work`"):
        write_workbook(companies("a"), KNOWLEDGE, path)


def test_a_company_worth_no_call_is_on_no_list_of_calls() -> None:
    """Nothing is wrong in it as far as anybody knows, and no date is missed."""
    calls: tuple[Call, ...] = portfolio_of(results([{"case": "fine", "runway_months": 2.0}]), KNOWLEDGE).calls
    assert calls == ()
