"""Sheets as nobody should write them: no traceback, no row lost, no cell changed without a word."""

from __future__ import annotations

import os
import random
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from advisor.batch.runs.sources import Sources
from advisor.batch.runs.work import Job, Worker
from advisor.batch.suggesting.suggest import suggestion, suggestions
from advisor.batch.suggesting.unused import unused_lines
from advisor.batch.tables.encode import TableReader
from advisor.batch.tables.headers import ColumnMap, read_map
from advisor.problems import CaseError, FileError
from testkit.batches import batch, errors_of
from testkit.shipped import shipped_advisor

ADVISOR = shipped_advisor()
SHEETS = int(os.environ.get("MESSY_SHEETS", "4"))
WORDS = (
    "yes|X|9 weeks|3-4 wks|~25|$12k|50%|03/04/2027|mid March|=1+1|#REF!|1.200|1,5|\u200b|\u0665|\u00bd|12 months+|"
    "-|?|n/a|"
    "llm; nonsense|in calls|<b>|None|nan|inf|1e5|\u2713| ||" + "a" * 400
).split("|")
ODD: tuple[Any, ...] = (
    *(None, 0.5, 7, -3, 1e300, 46_400, True, date(2027, 3, 1), datetime(2027, 3, 1, 12, 30)),
    *WORDS,
)


def fuzzed(path: Path, seed: int) -> int:
    """A workbook with headers of questions, of nobody, and none, and cells of any kind; how many companies it has."""
    rng = random.Random(seed)
    questions = [name for name, entry in ADVISOR.knowledge.questions.items() if not entry.model.settles]
    headers: list[Any] = ["case", "as_of", *rng.sample(questions, 12), "Remarks", None]
    rows = rng.randint(1, 8)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    if rng.random() < 0.3:
        sheet.append(["Portfolio, Q4"])
    sheet.append(headers)
    for row in range(rows):
        day = rng.choice(["2026-11-22", date(2026, 11, 22), "soon"])
        sheet.append([f"c{row}", day, *(rng.choice(ODD) for _ in headers[2:])])
    if rng.random() < 0.3:
        sheet.cell(sheet.max_row, len(headers) + 2, "a note at the side")
    book.save(path)
    return rows


@pytest.mark.parametrize("seed", range(SHEETS))
def test_every_company_comes_out_or_is_told_and_so_does_every_cell(tmp_path: Path, seed: int) -> None:
    """A cell gives an answer, or it is empty, or it is told; `MESSY_SHEETS=20000` for many."""
    rows = fuzzed(tmp_path / "t.xlsx", seed)
    worker = Worker(Job(detail="verdicts"), ADVISOR.rulebase)
    (part,) = Sources([str(tmp_path / "t.xlsx")], 100).parts()
    encoded, _ = worker._encoded(part, list(part.pieces))  # type: ignore[arg-type]  # all are lines
    assert len(encoded.ids) + len(encoded.errors) == rows == part.count
    headers = worker.headers(part.headers, "t")
    for place, row in enumerate(encoded.rows):
        answers = worker.case(encoded, place).answers
        told = {cell.header for cell in encoded.told.unknown.get(int(row), ())}
        read_as = " ".join(encoded.told.read_as.get(int(row), ()))
        cells = dict(zip(part.headers, part.pieces[int(row)].content))  # type: ignore[union-attr]  # all are lines
        for question, header in headers.questions.items():
            empty = cells[header] is None or not str(cells[header]).strip("\u200b \t")
            assert question in answers or empty or header in told or header in read_as, (header, cells[header])


def test_a_map_is_suggested_by_headers_and_by_what_stands_below(tmp_path: Path) -> None:
    """Columns of the same name mean what their cells answer; the map reads back, with its words."""
    path, out = tmp_path / "t.csv", tmp_path / "map.yaml"
    path.write_text(
        "Company,Last update,Role open (days),Stage,Funding stage,Deadline,Runway (months),Sector\n"
        "Acme,2026-11-22,9 weeks,in interviews,Series A,25/12/2026,14 mo,fintech\n"
        "Beta,2026-11-22,20-30,great,seed round,03/04/2027,9,health\n"
    )
    found = {each.header: each.meaning for each in suggestions(str(path), ADVISOR.knowledge)}
    assert found == {
        "Company": "case",
        "Last update": "as_of",
        "Role open (days)": "role.open_days",
        "Stage": "role.stage",
        "Funding stage": "company.stage",
        "Deadline": "milestone.need_by",
        "Runway (months)": "budget.runway_months",
        "Sector": None,
    }
    out.write_text(suggestion(str(path), ADVISOR.knowledge))
    columns = read_map(out, ADVISOR.knowledge)
    assert columns.style.dates == "day-first"
    assert columns.style.words["company.stage"] == {"seed round": "seed"}
    assert "# great: " in out.read_text()
    finished = batch([path], tmp_path / "o.csv", map=columns)
    assert (finished.written, finished.cells) == (2, 1)
    assert [row["value"] for row in errors_of(tmp_path / "o.csv")] == ["great"]


def test_a_person_is_asked_what_is_not_sure(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Company,Sector\nAcme,fintech\n")
    asked: list[str] = []

    def ask(each: Any) -> str | None:
        asked.append(each.header)
        return "role.kind"

    assert "Sector: role.kind" in suggestion(str(path), ADVISOR.knowledge, ask)
    assert asked == ["Sector"]


def test_lines_of_a_map_that_no_table_answers_to_are_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Company,Runway\nAcme,9\n")
    columns = ColumnMap({"Company": "case", "Runwy": "budget.cash_months"}, ignore=("Notes",))
    told = list(unused_lines(columns, [str(path)]))
    assert len(told) == 2 and "`Runwy` fits no column of the table. Did you mean `Runway`?" in told[0]


def test_words_of_a_map_that_are_no_answers_are_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("words:\n  role.stage:\n    great: finallist\n", encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        read_map(path, ADVISOR.knowledge)
    assert [(p.path, p.line) for p in caught.value.problems] == [("words.role.stage.great", 3)]


def test_a_table_without_headers_has_no_map(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("case: a\n")
    with pytest.raises(FileError, match="no headers"):
        suggestion(str(tmp_path / "c.yaml"), ADVISOR.knowledge)


def test_the_most_frequent_problems_are_counted_with_their_cure(tmp_path: Path) -> None:
    rows = [f"c{i},2026-11-22,{'lots' if i < 5 else 'many' if i < 7 else 3}" for i in range(9)]
    (tmp_path / "t.csv").write_text("\n".join(["case,as_of,role.open_days", *rows]))
    finished = batch([tmp_path / "t.csv"], tmp_path / "o.csv")
    assert (finished.written, finished.failed, finished.cells) == (9, 0, 7)
    assert [(each.header, each.value, each.count) for each in finished.frequent] == [
        ("role.open_days", "lots", 5),
        ("role.open_days", "many", 2),
    ]
    assert finished.frequent[0].way_out == "Write a number (days)."


def test_strict_and_lenient_readers_agree_on_what_is_plain() -> None:
    """The option is the reader's, not the cells'."""
    worker = Worker(Job(detail="verdicts"), ADVISOR.rulebase)
    assert not worker.job.strict
    assert TableReader(ADVISOR.knowledge, worker.terms, ColumnMap().style, None).strict
