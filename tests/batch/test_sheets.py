"""Workbooks as other programs and ill-wishers write them: all rows are read, or what is not read is told."""

from __future__ import annotations

import zipfile
from datetime import time, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.batch.tables.sheets import sheet_rows
from advisor.batch.tables.streams import Bad, SourceLine
from advisor.problems import FileError
from testkit.batches import batch, errors_of

SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["case", "as_of", "role.open_days"], *([f"c{i}", "2026-11-22", 5 + i] for i in range(4))]


def workbook(folder: Path, *changes: tuple[str, str], file: str = SHEET) -> Path:
    """A workbook of four cases, with texts of one of its files exchanged."""
    plain, path = folder / "plain.xlsx", folder / "t.xlsx"
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name).decode()
            for before, after in changes if name == file else ():
                assert before in content
                content = content.replace(before, after, 1)
            new.writestr(name, content)
    return path


def contents(path: Path) -> list[object]:
    """The cells of each row, or what is said of it."""
    return [piece.content if isinstance(piece, SourceLine) else piece for piece in sheet_rows(str(path))]


@given(st.sampled_from(["A1", "A1:B2", "A1:C3", "C5:C5", "A1:XFD1048576", "B2:C3"]))
def test_rows_are_those_that_stand_in_the_sheet_whatever_size_it_states(
    tmp_path_factory: pytest.TempPathFactory, stated: str
) -> None:
    path = workbook(tmp_path_factory.mktemp("size"), ('ref="A1:C5"', f'ref="{stated}"'))
    assert contents(path) == ROWS


def test_a_cell_in_the_last_corner_is_told_at_once_with_its_row(tmp_path: Path) -> None:
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    *rows, last = contents(workbook(tmp_path, ("</sheetData>", corner)))
    assert rows == ROWS
    assert last == Bad("row 1048576", "The row has 16384 cells, the headers are 3.")


def test_rows_and_cells_that_are_left_out_keep_their_places(tmp_path: Path) -> None:
    more = '<row r="9"><c r="C9"><v>7</v></c></row></sheetData>'
    pieces = list(sheet_rows(str(workbook(tmp_path, ("</sheetData>", more)))))
    assert pieces[-1] == SourceLine("row 9", [None, None, 7])


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (f"<v>{'9' * 5000}</v>", "The cell below `role.open_days` holds a number with too many digits."),
        ("<v>five</v>", "The cell below `role.open_days` is damaged and can't be read."),
    ],
)
def test_a_cell_that_cannot_be_read_costs_its_own_row_only(tmp_path: Path, value: str, said: str) -> None:
    path = workbook(tmp_path, ("<v>6</v>", value))
    finished = batch([path], tmp_path / "o.csv", strict=True)
    assert (finished.written, finished.failed) == (3, 1)
    assert [(row["place"], row["reason"]) for row in errors_of(tmp_path / "o.csv")] == [("row 3", said)]


def test_a_cell_that_cannot_be_read_is_left_out_alone_and_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("<v>6</v>", "<v>five</v>"))
    finished = batch([path], tmp_path / "o.csv")
    assert (finished.written, finished.failed) == (4, 0)
    (row,) = errors_of(tmp_path / "o.csv")
    assert (row["place"], row["header"], row["left_out"]) == ("row 3", "role.open_days", "cell")
    assert row["reason"] == "The cell is damaged and can't be read."


def test_a_sheet_that_breaks_off_is_told_and_what_stands_before_is_kept(tmp_path: Path) -> None:
    *rows, last = contents(workbook(tmp_path, ('<row r="4">', '<row r="4"><<')))
    assert rows == ROWS[:3]
    assert isinstance(last, Bad) and last.place == "row 4" and "can't be read from here on" in last.reason


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><'


@pytest.mark.parametrize("file", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
@pytest.mark.parametrize("before", ["", "<!--" + "x" * 5000 + "-->"])
def test_a_workbook_with_entities_is_refused_wherever_they_stand(tmp_path: Path, file: str, before: str) -> None:
    with zipfile.ZipFile(workbook(tmp_path)) as made:
        begins = made.read(file).decode().partition(">")[0]
    path = workbook(tmp_path, (begins, f"{before}{ENTITIES}{begins[1:]}"), file=file)
    with pytest.raises(FileError, match="defines entities"):
        contents(path)


def test_a_workbook_that_unpacks_to_far_more_than_it_holds_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    workbook(tmp_path).rename(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/more.xml", "w") as stream:
        for _ in range(120):
            stream.write(b" " * 1_000_000)
    with pytest.raises(FileError, match="far more than a table does"):
        contents(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"case,as_of\n"])
def test_what_is_no_workbook_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"Can't read this workbook: |The workbook has no sheet"):
        contents(path)


def test_a_workbook_without_a_sheet_of_cells_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("<sheets>", "<!--"), ("</sheets>", "-->"), file="xl/workbook.xml")
    with pytest.raises(FileError, match=r"Can't read this workbook: |has no sheet"):
        contents(path)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_the_sheet_that_is_read_is_the_first_that_somebody_sees(tmp_path: Path, state: str) -> None:
    """What is hidden before it, as lists that cells choose from, is nobody's table; where all is hidden, it is read."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["case", "as_of"])
    book.worksheets[0].append(["not-to-be-seen", "2026-11-22"])
    seen = book.create_sheet("Companies")
    for row in ROWS:
        seen.append(row)
    book.worksheets[0].sheet_state = state
    book.active = 1
    book.save(tmp_path / "t.xlsx")
    assert contents(tmp_path / "t.xlsx") == ROWS


def test_a_time_in_place_of_a_day_or_a_number_is_told_as_it_stands(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["case", "as_of", "milestone.need_by", "role.open_days"],
        ["a", "2026-11-22", time(12), timedelta(hours=30)],
    ):
        book.worksheets[0].append(row)
    book.save(tmp_path / "t.xlsx")
    batch([tmp_path / "t.xlsx"], tmp_path / "o.csv")
    assert {row["field"]: row["reason"] for row in errors_of(tmp_path / "o.csv")} == {
        "milestone.need_by": "The cell holds the time 12:00:00.",
        "role.open_days": "The cell holds the span 1 day, 6:00:00.",
    }
