"""The page of a portfolio: what the text and the results say, for each company, with no name taken for a command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from advisor.batch.portfolio import page as pages
from advisor.batch.portfolio.heat import columns_of, companies_of
from advisor.batch.portfolio.page import portfolio_page
from advisor.batch.portfolio.portfolio import portfolio_of, read_errors, read_results
from advisor.batch.portfolio.views import Page, in_words, text
from testkit.batches import batch, results_of
from testkit.commands import run_here
from testkit.pages import HOSTILE, TURNED, flat, reaches_out, read_page
from testkit.places import COMPANIES
from testkit.shipped import shipped_advisor

KNOWLEDGE = shipped_advisor().program.knowledge
PERSONS = [name for name, entry in KNOWLEDGE.diagnoses.items() if entry.model.person]
IDS = [name for name in KNOWLEDGE.diagnoses if name not in PERSONS]
LATE = {"need_by": "2026-12-20", "option.a.chance_delivered": 0.1}
MARKS = {"confirmed": "c", "suspected": "l", "open": "o"}


def companies(*names: str, **more: Any) -> pl.DataFrame:
    """Results with these companies, in each of which something is confirmed."""
    return results_of([{"case": name, IDS[0]: ("confirmed", 0.8), **LATE, **more} for name in names], IDS)


def page_of(table: pl.DataFrame, **options: Any) -> str:
    """The page of results."""
    return portfolio_page(portfolio_of(table, KNOWLEDGE, **options), table, KNOWLEDGE)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of some of the companies that tests know."""
    out = tmp_path_factory.mktemp("results") / "o.jsonl"
    batch(sorted(COMPANIES.glob("*.yaml"))[:6], out, detail="model")
    return out


def test_the_page_says_what_the_results_say_of_each_company(found: Path) -> None:
    """Each finding with its status and interval, in the order of the calls; nothing about one person's load."""
    table = read_results(found)
    made = portfolio_of(table, KNOWLEDGE, errors=read_errors(found))
    html = portfolio_page(made, table, KNOWLEDGE)
    page, rows = read_page(html), {row["case"]: row for row in table.iter_rows(named=True)}
    shown = companies_of(made, table, Page(KNOWLEDGE, markdown=False), None, 99)
    assert [each.name for each in shown if each.called] == [call.case for call in made.calls]
    assert sorted(each.name for each in shown) == sorted(rows)
    for company in shown:
        row = rows[company.name]
        for name, cell in zip(columns_of(made), company.cells, strict=True):
            assert cell.mark == MARKS.get(row[name], "")
            assert (cell.low, cell.high) == tuple(int(100 * row[f"{name}.{end}"] + 0.5) for end in ("low", "high"))
            assert not cell.mark or f'<td class="{cell.mark}">{cell.low}–{cell.high}</td>' in html
        for wrong in (*company.confirmed, *company.likely):
            assert flat(f"{wrong.title} ({wrong.low} to {wrong.high})") in page.text
        assert flat(company.headline) in page.text and company.why_now in page.text
    for frequency in made.findings:
        title = KNOWLEDGE.diagnoses[frequency.diagnosis].model.title
        assert (title in page.text) == bool(frequency.found or frequency.likely)
        assert not (frequency.found or frequency.likely) or in_words(frequency) in page.values("aria-label")
    assert not [name for name in PERSONS if KNOWLEDGE.diagnoses[name].model.title in page.text]


def test_every_line_of_a_call_in_the_text_stands_on_the_page(found: Path) -> None:
    """Headline, why now, staffing, first action, whom to ask what; the tables below with their counts."""
    table = read_results(found)
    made = portfolio_of(table, KNOWLEDGE)
    page = read_page(portfolio_page(made, table, KNOWLEDGE)).text
    words, lines = Page(KNOWLEDGE, markdown=False), text(made, KNOWLEDGE)
    for call in made.calls:
        parts = [call.headline, *call.why_now, words.model(call.model), words.action(call.first_action)]
        parts += [words.asked(call.first_question)] if call.first_question is not None else []
        for part in parts:
            assert flat(part) in page and flat(part) in flat(lines)
    for model, count in made.models:
        assert f"{words.model(model)} {count}" in page


def test_names_that_look_like_html_stay_text() -> None:
    """In rows, calls and details; one script runs, ours, by its hash."""
    html = page_of(companies(HOSTILE[:150], f"{TURNED} b", headline=HOSTILE))
    page = read_page(html)
    assert not reaches_out(html) and not page.wrong
    assert [tag for tag, _ in page.tags].count("script") == 1 and "img" not in {tag for tag, _ in page.tags}
    (policy,) = [a["content"] for _, a in page.tags if a.get("http-equiv")]
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "script-src 'sha256-" in policy
    assert "unsafe" not in policy and "<script>alert(1)</script>" in page.text
    assert not any(char in html for char in "\u202e\u2066\u200f\u0007")


def test_too_many_companies_are_told_and_the_most_urgent_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """With how to get all of them; the counts are of all."""
    monkeypatch.setattr(pages, "MOST", 3)
    table = pl.concat(
        [companies("far", "near", "next", "last"), companies("first", runway_months=1.0)], how="vertical_relaxed"
    )
    page = read_page(page_of(table)).text
    assert "5 companies are too many for one page. These are the 3 most urgent." in page
    assert "--workbook FILE.xlsx" in page and "5 of 5 companies need a call" in page
    assert "near" not in page and page.index("first") < page.index("far") < page.index("last")
    monkeypatch.undo()
    assert "too many" not in read_page(page_of(table)).text


def test_what_changed_and_groups_stand_on_the_page() -> None:
    """As in the text; the groups of a column can be filtered by."""
    before, now = companies("a", "gone"), companies("a", "new").with_columns(pl.lit("north").alias("meta.region"))
    now = now.with_columns(pl.lit("suspected").alias(IDS[0]))
    made = portfolio_of(now, KNOWLEDGE, by="region", earlier=before)
    html = portfolio_page(made, now, KNOWLEDGE, "region")
    page = read_page(html)
    assert "What changed since last time" in page.text and "Not in this batch any more: gone." in page.text
    assert "better" in page.text and "New since last time" in page.text
    assert "by-group" in page.values("id") and page.values("data-group") == ["north", "north"]
    assert "Groups of fewer than five aren't shown: 1." in page.text


def test_the_command_writes_the_page_for_its_owner_alone(found: Path, tmp_path: Path) -> None:
    """Beside the text, told on standard error."""
    page = tmp_path / "p.html"
    ended = run_here("portfolio", str(found), "--html", str(page))
    assert (ended.code, ended.err) == (0, f"Page written to {page}.\n")
    assert ended.out.startswith("6 companies\n")
    assert page.stat().st_mode & 0o077 == 0 and page.read_text().startswith("<!doctype html>")
