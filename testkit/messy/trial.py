"""A spreadsheet read: every row comes out or is told, and so does every cell, as it was meant."""

from __future__ import annotations

import random
from functools import lru_cache
from pathlib import Path
from typing import Any

from advisor.batch.runs.rows import sorted_pieces
from advisor.batch.runs.sources import Sources
from advisor.batch.runs.work import Job, Worker
from advisor.batch.tables.headers import ColumnMap
from advisor.cases.answers import Answer, DontKnow, Exactly, Partly, Range
from advisor.problems import CaseError
from testkit.batches import batch, errors_of
from testkit.campaign.trials import must
from testkit.messy.cells import ANYTHING, EMPTY, TOLD, UNSURE, Cell
from testkit.messy.sheets import Sheet, a_sheet
from testkit.shipped import shipped_advisor

WHOLE_WAY = 0.03  # of the sheets go through a whole batch, which costs fifty times as much


def try_spreadsheets(seed: int, folder: Path) -> int:
    """A sheet of some companies, read; now and then through a whole batch."""
    dice = random.Random(f"spreadsheets {seed}")
    questions = [e.model for e in shipped_advisor().knowledge.questions.values() if not e.model.settles]
    sheet = a_sheet(folder / "t", questions, dice)
    read_sheet(sheet)
    if dice.random() < WHOLE_WAY:
        whole_way(sheet, folder)
    return 1


@lru_cache(maxsize=1)
def _worker() -> Worker:
    return Worker(Job(detail="verdicts"), shipped_advisor().rulebase)


def read_sheet(sheet: Sheet) -> None:
    """Read a sheet, and hold it to what was meant."""
    worker = _worker()
    worker.job = Job(detail="verdicts", map=ColumnMap(sheet.columns))
    parts = list(Sources([str(sheet.path)], 100).parts())
    must(sum(part.count for part in parts) == sheet.rows, f"{sheet.rows} rows are {sum(p.count for p in parts)}")
    seen: set[str] = set()
    for part in parts:
        pieces, bad = sorted_pieces(part, strict=False)
        try:
            encoded, _ = worker._encoded(part, pieces)
        except CaseError as error:
            must(not sheet.readable, f"headers: {[str(problem) for problem in error.problems]}")
            return
        must(sheet.readable, "headers that stand twice were read")
        must(len(encoded.ids) + len(encoded.errors) + len(bad) == part.count, "rows are lost")
        questions = worker.headers(part.headers, part.source).questions
        for place, row in enumerate(encoded.rows):
            name = encoded.ids[place]
            told = {cell.header for cell in encoded.told.unknown.get(int(row), ())}
            read_as = " ".join(encoded.told.read_as.get(int(row), ()))
            answers = worker.case(encoded, place).answers
            seen.add(name)
            for question, cell in sheet.meant.get(name, {}).items():
                header = questions[question]
                marked = header in told or question in told or header.strip() in told
                broke = wrong(cell, answers.get(question), marked, marked or header.strip()[:50] in read_as)
                must(not broke, f"{question}, {cell}: {broke}; read as {answers.get(question)}, {read_as}")
    must(seen == sheet.meant.keys(), f"companies are missing: {sorted(sheet.meant.keys() - seen)}")


def wrong(cell: Cell, answer: Answer | None, told: bool, marked: bool) -> str:
    """What is wrong with how a cell was read; empty where nothing is.

    `told`: it is left out, in whole or in part, with a word; `marked`: it is, or it is told how it was read.
    """
    got = plain(answer)
    if cell.meant == EMPTY:
        return "" if answer is None and not told else "nothing was meant"
    if cell.meant == TOLD:
        return "" if told else "two things could be meant, and nobody is told"
    if cell.meant == ANYTHING:
        blank = not str(cell.written).strip("\u200b \t\n")
        return "" if answer is not None or marked or blank else "it is left out without a word"
    if cell.meant == UNSURE:
        return "" if got == UNSURE or told else "don't know was meant"
    return "" if got == cell.meant or told else f"{cell.meant} was meant"


def plain(answer: Answer | None) -> Any:
    """An answer as cells have it."""
    said = None if answer is None else answer.said
    if isinstance(said, DontKnow):
        return UNSURE
    if isinstance(said, Range):
        return said.low, said.high
    if isinstance(said, Partly):
        return said
    if isinstance(said, Exactly):
        return frozenset(said.value) if isinstance(said.value, tuple) else said.value
    return None


def whole_way(sheet: Sheet, folder: Path) -> None:
    """A batch of the sheet: what goes in comes out, or is told."""
    out = folder / "o.csv"
    finished = batch([sheet.path], out, map=ColumnMap(sheet.columns))
    must(finished.count == sheet.rows, f"{sheet.rows} rows, {finished.count} read")
    must(finished.written + finished.failed == finished.count, "rows are lost")
    must(finished.written >= len(sheet.meant) if sheet.readable else finished.written == 0, f"{finished}")
    told = errors_of(out)
    must(len(told) == finished.problems, "problems are lost")
    must(all(row["reason"] and row["source"] for row in told), "a problem without a reason or a source")
