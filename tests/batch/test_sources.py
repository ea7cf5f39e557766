"""What a batch is given, from wherever it comes: names that are no text, standard input, pipes."""

from __future__ import annotations

import codecs
import contextlib
import gzip
import io
import os
import re
import shutil
import sys
import threading
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from advisor.batch.portfolio.portfolio import read_results
from advisor.batch.runs.sources import Part, Sources
from advisor.batch.tables.streams import Bad
from advisor.problems import FileError
from testkit.batches import batch, errors_of

CASE = "case: {}\nas_of: 2026-11-22\nanswers:\n  role.open_days: 58\n"


def badly_named(folder: Path, ending: str, content: str) -> Path:
    """A file whose name is no UTF-8."""
    path = os.fsencode(folder) + b"/z\xff" + ending.encode()
    try:
        with open(path, "wb") as file:
            file.write(content.encode())
    except OSError:
        pytest.skip("This file system takes no such name.")
    return Path(os.fsdecode(path))


def test_results_end_no_link(tmp_path: Path) -> None:
    """Neither OUT, nor its errors, nor the lock of its parts."""
    table, out, kept = tmp_path / "t.csv", tmp_path / "out.csv", tmp_path / "kept"
    table.write_text("case,as_of\na,2026-11-22\nb,never\n")
    kept.write_text("kept")
    out.symlink_to("kept")
    with pytest.raises(FileError, match=f"This is a link. Name the file that it leads to: {re.escape(str(kept))}"):
        batch([table], out)
    out.unlink()
    parts = tmp_path / "out.csv.parts"
    parts.mkdir()
    (parts / "lock").symlink_to(kept)
    with pytest.raises(FileError, match="a lock is none"):
        batch([table], out, resume=True)
    shutil.rmtree(parts)
    assert kept.read_text() == "kept"
    (tmp_path / "out.csv.errors").symlink_to("kept")
    assert batch([table], out).written == 1
    assert (tmp_path / "out.csv.errors").is_symlink() and "never" in kept.read_text()


def test_a_file_whose_name_is_no_text_is_told_and_the_others_are_assessed(tmp_path: Path) -> None:
    """Between others in a folder, and as a table that was named."""
    folder = tmp_path / "cases"
    folder.mkdir()
    for name in ("a", "b", "{"):  # sorted before and after it
        (folder / f"{name}.yaml").write_text(CASE.format(f"case {ord(name)}"), encoding="utf-8")
    badly_named(folder, ".yaml", CASE.format("z"))
    table = badly_named(tmp_path, ".csv", "case,as_of\nc,2026-11-22\n")
    out = tmp_path / "out.csv"
    finished = batch([folder, table], out)
    assert (finished.count, finished.written) == (5, 3)
    assert pl.read_csv(out)["case"].to_list() == ["case 97", "case 98", "case 123"]
    assert [(Path(row["source"]).name, row["code"]) for row in errors_of(out)] == [
        ("z\\xff.yaml", "unreadable"),
        ("z\\xff.csv", "unreadable"),
    ]
    assert all("Rename it" in row["reason"] for row in errors_of(out))


# ---- standard input and pipes ----------------------------------------------------------------------------

TABLE = b"case;as_of;role.open_days\nacme;2026-11-22;58\n"
MANY = b"case,as_of,Ort\n" + b"".join(b"c%d,2026-11-22,Bonn\n" % number for number in range(2_000))
LINE = b'{"case":"acme","as_of":"2026-11-22","answers":{"role.open_days":58}}\n'


class Trickle(io.RawIOBase):
    """Bytes that arrive a few at a time, as from a slow program."""

    def __init__(self, content: bytes, at_once: int):
        super().__init__()
        self._left = content
        self._at_once = at_once

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = min(len(buffer), self._at_once)
        found, self._left = self._left[:size], self._left[size:]
        buffer[: len(found)] = found
        return len(found)


def told(parts: list[Part]) -> list[Any]:
    """What is in the parts, wherever they come from."""
    return [(part.kind, part.headers, part.semicolons, list(part.pieces)) for part in parts]


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (TABLE, "csv"),
        (MANY + "last,2026-11-22,K\u00f6ln\n".encode("cp1252"), "csv"),
        (MANY + "last,2026-11-22,K\u00f6ln".encode("cp1252"), "csv"),
        (codecs.BOM_UTF8 + TABLE, "csv"),
        (codecs.BOM_UTF16_LE + TABLE.decode().encode("utf-16-le"), "csv"),
        (LINE * 300, "jsonl"),
        (codecs.BOM_UTF8 + LINE + LINE, "jsonl"),
        (b" \n\n" + LINE, "jsonl"),
    ],
)
@pytest.mark.parametrize("at_once", [7, 5_000, 1 << 21])
def test_standard_input_is_read_as_the_same_bytes_in_a_file_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, ending: str, at_once: int
) -> None:
    """However few of them are there at a moment: the signs between cells, the encoding, the kind."""
    path = tmp_path / f"t.{ending}"
    path.write_bytes(content)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Trickle(content, at_once))))
    wanted = list(Sources([str(path)], 100).parts())
    assert told(list(Sources(["-"], 100).parts())) == told(wanted)
    assert wanted and not any(isinstance(piece, Bad) for part in wanted for piece in part.pieces)


def piped(path: Path, content: bytes) -> list[Part]:
    """The parts of what another program writes into a pipe."""

    def write() -> None:
        with open(path, "wb") as pipe, contextlib.suppress(BrokenPipeError):
            pipe.write(content)

    def read() -> None:
        parts.extend(Sources([str(path)], 5_000).parts())

    os.mkfifo(path)
    parts: list[Part] = []
    ends = [threading.Thread(target=end, daemon=True) for end in (write, read)]
    for end in ends:
        end.start()
    ends[1].join(30)
    assert not ends[1].is_alive()
    return parts


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="There are no named pipes here.")
@pytest.mark.parametrize(
    ("name", "content", "pieces"),
    [
        ("t.csv", TABLE, 1),
        ("t.csv", MANY * 20, 40_019),
        ("t.csv.gz", gzip.compress(TABLE, mtime=0), 1),
        ("t.jsonl", LINE * 2, 2),
    ],
)
def test_a_named_pipe_is_read_once(tmp_path: Path, name: str, content: bytes, pieces: int) -> None:
    """A second look would wait for a writer that is gone."""
    parts = piped(tmp_path / name, content)
    assert sum(len(part.pieces) for part in parts) == pieces
    assert not any(isinstance(piece, Bad) for part in parts for piece in part.pieces)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="There are no named pipes here.")
@pytest.mark.parametrize("ending", ["xlsx", "parquet"])
def test_a_pipe_is_refused_where_a_reader_must_go_back(tmp_path: Path, ending: str) -> None:
    """Nobody need write into it."""
    path = tmp_path / f"t.{ending}"
    os.mkfifo(path)
    ((kind, _, _, (piece,)),) = told(list(Sources([str(path)], 10).parts()))
    assert kind == "rows" and piece.reason == "Only text can be piped in. Save it as a file, and name that."


def test_what_breaks_off_in_its_first_megabyte_is_read_up_to_there(tmp_path: Path) -> None:
    """The beginning is looked at first, and a fault in it is told in its place."""
    packed = gzip.compress(MANY, mtime=0)
    (tmp_path / "cut.csv.gz").write_bytes(packed[: len(packed) // 2])
    (part,) = Sources([str(tmp_path / "cut.csv.gz")], 5_000).parts()
    assert len(part.pieces) > 500
    assert [piece.reason[:26] for piece in part.pieces if isinstance(piece, Bad)] == ["The file ends early here: "]


@pytest.mark.parametrize("name", ["results [2]", "a*b?", "{x,y} %20 #1", "~t", "a=1"])
@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
def test_a_files_name_is_no_pattern(tmp_path: Path, name: str, ending: str) -> None:
    """Letters that shells and libraries take for patterns stand for themselves, in names of sources and of results."""
    (tmp_path / name).mkdir()
    source, out = tmp_path / name / f"{name}.parquet", tmp_path / name / f"{name}.{ending}.out.{ending}"
    table = pl.DataFrame({"case": ["a", "a", "b"], "as_of": ["2026-11-22"] * 3})
    table.write_parquet(source)
    table.select("case").write_parquet(tmp_path / name / f"{name}2.parquet")
    finished = batch([source], out)
    assert (finished.written, finished.failed) == (2, 1)
    assert read_results(out)["case"].to_list() == ["a", "b"]
