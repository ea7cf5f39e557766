"""Spreadsheets drawn with what their cells mean: read so, or told; and a reader that isn't so is found out."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.batch.tables import encode
from advisor.batch.tables.understanding import Reading
from advisor.cases.answers import Answer, Exactly
from testkit.batches import batch, errors_of
from testkit.campaign.trials import Kind, tried
from testkit.messy.cells import EMPTY, TOLD, UNSURE, Cell
from testkit.messy.trial import try_spreadsheets, wrong

SPREADSHEETS = Kind("spreadsheets", try_spreadsheets)


@pytest.mark.parametrize("seed", range(6))
def test_every_row_comes_out_and_every_cell_is_read_as_meant_or_told(seed: int, tmp_path: Path) -> None:
    assert try_spreadsheets(seed, tmp_path) == 1


def test_a_reader_that_drops_cells_without_a_word_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encode, "understood", lambda *_: Reading(None))
    assert any("was meant" in tried(SPREADSHEETS, seed).broke for seed in range(4))


@pytest.mark.parametrize(
    "cell, answer, told",
    [
        (Cell("30%", 30), 3, False),
        (Cell("3-5", (3, 5)), 3, False),
        (Cell("03/04/2027", TOLD), 3, False),
        (Cell("", EMPTY), 3, False),
        (Cell("", EMPTY), None, True),
        (Cell("?", UNSURE), 3, False),
    ],
)
def test_what_is_read_otherwise_than_meant_is_wrong(cell: Cell, answer: int | None, told: bool) -> None:
    assert wrong(cell, None if answer is None else Answer(Exactly(answer)), told, told)
    assert not wrong(Cell(30, 30), Answer(Exactly(30)), False, False)


def test_a_header_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    """However many parts the table is done in."""
    table = tmp_path / "t.csv"
    table.write_text("case,as_of,role_open_days\n" + "".join(f"c{row},2026-11-22,3\n" for row in range(9)))
    finished = batch([table], tmp_path / "o.csv", size=2)
    assert (finished.count, finished.failed, finished.problems) == (9, 9, 1)
    assert [row["place"] for row in errors_of(tmp_path / "o.csv")] == ["headers"]
