"""Whole spreadsheets of companies: odd headers, forms of files, cells where none belong; and what was meant."""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from advisor.knowledge.models import Question
from testkit.messy.cells import Cell, a_cell

SHEET = "xl/worksheets/sheet1.xml"
DAYS = ("2026-11-22", "2026-11-30", date(2026, 11, 22))


@dataclass(frozen=True)
class Sheet:
    """A spreadsheet and what was meant: by company and question the cell, how many rows are filled below the headers,
    and whether its headers can be read at all.
    """

    path: Path
    meant: dict[str, dict[str, Cell]]
    rows: int
    readable: bool
    columns: dict[str, str]


def a_sheet(path: Path, questions: Sequence[Question], dice: random.Random) -> Sheet:
    """A spreadsheet in the folder of `path`, its ending by the dice."""
    book = dice.random() < 0.6
    chosen = dice.sample(questions, dice.choice((1, 3, 8, 8, 15, 40)))
    headers: list[Any] = []
    columns: dict[str, str] = {}
    for question in chosen:
        header = question.id if dice.random() < 0.6 else f"{question.short} ({dice.randrange(9999)})"
        if header != question.id:
            columns[header] = question.id
        headers.append(f" {header}" if dice.random() < 0.1 else header)
    rows = [[a_cell(question, dice, book=book) for question in chosen] for _ in range(dice.choice((1, 2, 5, 12)))]
    meant = {f"c{row}": dict(zip([q.id for q in chosen], cells)) for row, cells in enumerate(rows)}
    table: list[list[Any]] = [["case", "as_of", *headers]]
    table += [[f"c{row}", dice.choice(DAYS if book else DAYS[:2]), *cells] for row, cells in enumerate(rows)]
    readable = _spoil_headers(table, dice)
    made = path.with_suffix(".xlsx" if book else ".csv")
    extra = (_as_book if book else _as_csv)(made, table, dice)
    return Sheet(made, meant, len(rows) + extra, readable, columns)


def _spoil_headers(table: list[list[Any]], dice: random.Random) -> bool:
    """Columns of nobody, without a name, of a name that another has; whether the headers can still be read."""
    width, twice = len(table[0]), False
    for number in range(dice.choice((0, 0, 1, 2))):
        place = dice.randint(2, width)
        how = dice.random()
        again = next(header for header in table[0][2:] if header)
        header = "" if how < 0.4 else f"Remarks {number}" if how < 0.9 else again
        twice = twice or header == again
        for row in table:
            row.insert(place, dice.choice(("", "x", "see mail")) if row is not table[0] else header)
    return not twice


# ---- comma-separated values ------------------------------------------------------------------------------


def _as_csv(path: Path, table: list[list[Any]], dice: random.Random) -> int:
    delimiter = dice.choice(",,;\t")
    out = io.StringIO(newline="")
    if dice.random() < 0.1:
        out.write(f"sep={delimiter}\n")
    quoting = dice.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    writer = csv.writer(out, delimiter=delimiter, lineterminator=dice.choice(("\n", "\r\n")), quoting=quoting)
    for number, row in enumerate(table):
        cells = [cell.written if isinstance(cell, Cell) else cell for cell in row]
        writer.writerow(["" if cell is None else cell for cell in cells])
        if number and dice.random() < 0.05:
            out.write("\n")  # a line with nothing on it is no row
    text = out.getvalue()
    encodings = ["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-32"]
    path.write_bytes(text.encode(dice.choice(encodings)))
    return 0


# ---- workbooks -------------------------------------------------------------------------------------------


def _as_book(path: Path, table: list[list[Any]], dice: random.Random) -> int:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    extra = 0
    if dice.random() < 0.2:
        book.epoch = CALENDAR_MAC_1904
    if dice.random() < 0.2:
        sheet.append(["Portfolio, Q4"])
        if len(table[0]) > 3 and dice.random() < 0.5:
            sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=3)
    for row in table:
        if dice.random() < 0.05:
            sheet.append([])
        top = sheet.max_row + 1 if sheet._cells else 1
        for column, cell in enumerate(row, start=1):
            value = cell.written if isinstance(cell, Cell) else cell
            if value is None or value == "":
                continue
            try:
                put = sheet.cell(top, column, value)
            except openpyxl.utils.exceptions.IllegalCharacterError:
                put = sheet.cell(top, column, re.sub(r"[\x00-\x1f]", "", value))
            if isinstance(cell, Cell) and cell.shown is not None:
                put.number_format = cell.shown
    if dice.random() < 0.1:
        sheet.cell(sheet.max_row + 1, len(table[0]) + dice.choice((3, 900)), "a note at the side")
        extra += 1
    if dice.random() < 0.05:
        sheet.cell(dice.choice((5_000, 1_048_576)), dice.choice((1, len(table[0]), 16_384)), "far away")
        extra += 1
    if dice.random() < 0.1:
        hidden = book.create_sheet("Lists", 0)
        hidden.append(["case", "as_of"])
        hidden.sheet_state = "hidden"
        book.active = 1
    book.save(path)
    if dice.random() < 0.3:
        _lie(path, dice)
    return extra


def _lie(path: Path, dice: random.Random) -> None:
    """The sheet says that it is smaller or larger than it is, or nothing."""
    said = dice.choice(('<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>', '<dimension ref="A1:B2"/>', ""))
    with zipfile.ZipFile(path) as old:
        files = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in files.items():
            if name == SHEET:
                content = re.sub(rb"<dimension [^>]*/>", said.encode(), content, count=1)
            new.writestr(name, content)
