"""CSV as other programs write it: every ending of lines, encoding and word about the delimiter; what breaks off."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.batch.tables.streams import Bad, SourceLine, csv_rows, csv_style
from testkit.batches import batch, errors_of
from testkit.commands import run_here

ROWS = [["case", "as_of", "flow.note"], ["Zoë", "2026-11-22", "two\r\nlines"], ["b", "2026-11-22", 'a "quote", and;']]
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


def written(rows: list[list[str]], encoding: str, end: str, delimiter: str, said: bool) -> bytes:
    """A table as some program writes it."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return ((f"sep={delimiter}{end}" if said else "") + text.getvalue()).encode(encoding)


def read(content: bytes) -> list[object]:
    """The cells of each row, or what is said of it."""
    pieces = csv_rows(io.BytesIO(content), csv_style(content))
    return [piece.content if isinstance(piece, SourceLine) else piece for piece in pieces]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("said", [False, True])
def test_a_table_is_the_same_however_it_is_written(encoding: str, end: str, delimiter: str, said: bool) -> None:
    assert read(written(ROWS, encoding, end, delimiter, said)) == ROWS


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff\ufffd"), max_size=5)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=4), st.sampled_from(ENCODINGS), st.sampled_from("\n\r")
)
def test_no_text_in_a_cell_changes_how_the_table_is_read(rows: list[list[str]], encoding: str, end: str) -> None:
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if encoding == "cp1252":
        rows = [[cell.encode("cp1252", "ignore").decode("cp1252") for cell in row] for row in [ROWS[1], *rows]]
        rows = [row for row in rows if any(cell.strip() for cell in row)]
    assert read(written([ROWS[0], *rows], encoding, end, ",", False)) == [ROWS[0], *rows]


@pytest.mark.parametrize("end", ["\n", "\r"])
def test_lines_are_counted_as_an_editor_counts_them(end: str) -> None:
    content = written([*ROWS, ["c", "2026-11-22"]], "utf-8", end, ",", True)
    assert read(content)[-1] == Bad("line 6", "The row has 2 cells, the headers are 3.")


def test_half_a_letter_in_a_wide_encoding_is_told() -> None:
    content = written(ROWS, "utf-16-le", "\n", ",", False) + "c,2026-11-22,\ud800x\n".encode(
        "utf-16-le", "surrogatepass"
    )
    assert read(content)[-1] == Bad("line 5", "The row has bytes that aren't text in the file's encoding.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_where_a_packed_table_breaks_off_nothing_half_is_read(tmp_path: Path, encoding: str) -> None:
    rows = [["case", "as_of", "role.open_days"], *([f"c{i}", "2026-11-22", f"{i * 7919 % 300}"] for i in range(3000))]
    packed = gzip.compress(written(rows, encoding, "\n", ",", False))
    path = tmp_path / "t.csv.gz"
    path.write_bytes(packed[: len(packed) * 2 // 3])
    finished = batch([path], tmp_path / "o.csv", size=5000)
    told = errors_of(tmp_path / "o.csv")
    assert finished.failed == 1 and finished.written > 100
    assert told[0]["place"] == f"line {finished.written + 2}" and "The file ends early here: " in told[0]["reason"]


def test_a_closed_standard_input_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for more in (["-", "-o", "z.csv"], ["--suggest-columns", "-"]):
        ended = run_here("batch", *more, stdin=None)
        assert (ended.code, ended.out, ended.err) == (3, "", "Standard input is closed.\n")
    assert list(tmp_path.iterdir()) == []
