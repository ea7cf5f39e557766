"""What a batch is given, from wherever it comes: names that are no text, standard input, pipes."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import polars as pl
import pytest

from advisor.problems import FileError
from testkit.batches import batch, errors_of

CASE = "case: {}\nas_of: 2026-11-22\nanswers:\n  post.open_days: 58\n"


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
