"""A workbook says what its writer saw: percentages as they are shown, and formulas that nothing has computed."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from advisor.batch.runs.sources import Sources
from advisor.batch.runs.work import Job, Worker
from advisor.batch.tables.cells import CellStyle, answer_in
from advisor.batch.tables.encoded import Encoded
from advisor.batch.tables.sheets import sheet_rows
from advisor.batch.tables.shown_cells import Unreadable
from advisor.batch.tables.streams import SourceLine
from advisor.cases.answers import Exactly
from advisor.cases.values import AnswerError
from testkit.batches import batch, errors_of
from testkit.shipped import shipped_advisor

SHARE, OPEN = "team.share_percent", "role.open_days"
SHEET = "xl/worksheets/sheet1.xml"


def workbook(path: Path, columns: list[str], rows: list[list[Any]], formats: dict[str, str] | None = None) -> Path:
    """A workbook of cases on one day; `formats` are by cell."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["case", "as_of", *columns])
    for number, row in enumerate(rows):
        sheet.append([f"c{number}", date(2026, 11, 22), *row])
    for cell, form in (formats or {}).items():
        sheet[cell].number_format = form
    book.save(path)
    return path


def cells(path: Path) -> list[Any]:
    """The cells of the third column, below its header."""
    return [piece.content[2] for piece in list(sheet_rows(str(path)))[1:] if isinstance(piece, SourceLine)]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0.3, "0%", "30%"),
        (0.29, "0.00%", "29%"),
        (0.1255, "0.0%;[Red]-0.0%", "12.55%"),
        (1, "0%", "100%"),
        (-0.5, '0 "of all" %', "-50%"),
        (0.3, "0.0", 0.3),
        (30, "General", 30),
        (30, '0"%"', 30),
        (30, "0\\%", 30),
        (True, "0%", True),
        ("0.3", "0%", "0.3"),
    ],
)
def test_a_percentage_is_read_as_it_is_shown(tmp_path: Path, value: object, form: str, shown: object) -> None:
    """Only where the format multiplies: a % in quotes is a letter like others."""
    assert cells(workbook(tmp_path / "t.xlsx", [SHARE], [[value]], {"C2": form})) == [shown]


def test_a_percentage_answers_only_a_question_in_percent() -> None:
    """For any other question it is told, not guessed; in CSV as in a workbook."""
    questions = shipped_advisor().knowledge.questions
    for written in ("30%", "30 %"):
        answer = answer_in(written, questions[SHARE].model, CellStyle())
        assert answer is not None and answer.said == Exactly(30)
        with pytest.raises(AnswerError, match="A number is expected"):
            answer_in(written, questions[OPEN].model, CellStyle())


def test_a_percentage_in_a_workbook_is_the_answer(tmp_path: Path) -> None:
    """From the file to the case; the other rows of the column are plain numbers."""
    path = workbook(tmp_path / "t.xlsx", [SHARE], [[0.3], [40]], {"C2": "0%"})
    worker = Worker(Job(detail="verdicts"), shipped_advisor().rulebase)
    (part,) = Sources([str(path)], 10).parts()
    encoded, _ = worker._encoded(part, list(part.pieces))  # type: ignore[arg-type]  # all are lines
    assert isinstance(encoded, Encoded) and not encoded.errors
    assert [worker.case(encoded, row).plain_answers() for row in (0, 1)] == [{SHARE: 30}, {SHARE: 40}]


def test_a_formula_without_a_saved_result_is_told(tmp_path: Path) -> None:
    """A library wrote the workbook, and no spreadsheet program ever opened it; a result that is no text is none."""
    path, out = tmp_path / "t.xlsx", tmp_path / "out.csv"
    workbook(tmp_path / "plain.xlsx", [OPEN], [["=50+8"], ["=50+9"], ['=""'], [60]])
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == SHEET:
                content = content.replace(b"<f>50+9</f><v />", b"<f>50+9</f><v>59</v>")
                content = content.replace(b'<c r="C4"><f>', b'<c r="C4" t="str"><f>')
                assert b"<v>59</v>" in content and b't="str"><f>' in content
            new.writestr(name, content)
    unread, *others = cells(path)
    assert isinstance(unread, Unreadable) and others == [59, None, 60]
    finished = batch([path], out)
    assert (finished.count, finished.written) == (4, 4)
    (error,) = errors_of(out)
    assert (error["place"], error["header"], error["left_out"]) == ("row 2", OPEN, "cell")
    assert error["reason"].startswith("The cell holds a formula without a saved result. Open the workbook")
    finished = batch([path], out, strict=True)
    assert (finished.count, finished.written) == (4, 3)
    (error,) = errors_of(out)
    assert error["place"] == "row 2"
    assert error["reason"] == (
        f"The cell below `{OPEN}` holds a formula without a saved result. "
        "Open the workbook in a spreadsheet program, save it, and try again."
    )
