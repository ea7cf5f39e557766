"""Nothing is lost: broken rows of every kind, kills, full disks, files that break off, names that stand twice."""

from __future__ import annotations

import csv
import errno
import gzip
import itertools
import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pexpect
import polars as pl
import pytest

from advisor.batch.runs import ledger
from advisor.batch.runs.pool import Alone, Processes
from advisor.batch.runs.results import PartDone
from advisor.batch.runs.sources import Part
from advisor.batch.runs.work import Job, Worker
from advisor.batch.tables.parts import ARROW
from advisor.problems import FileError
from testkit.batches import a_table, batch, errors_of
from testkit.processes import children, left_of, parts_done
from testkit.shipped import shipped_advisor

KILLS = int(os.environ.get("BATCH_KILLS", "2"))


@pytest.mark.slow
def test_every_kind_of_bad_row_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    """Sources of all kinds in one run, each with something broken in it."""
    good = {"case": "good", "as_of": "2026-11-22", "answers": {"role.open_days": 58}}
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "a.yaml").write_text("case: a\nas_of: 2026-11-22\nanswers: {role.open_days: 58}\n")
    (tmp_path / "cases" / "b.yaml").write_text("case: b\nas_of: [\n")
    (tmp_path / "cases" / "c.json").write_text("[]")
    (tmp_path / "cases" / "d.json").write_bytes(b"\xff\xfe\x00")
    lines = [
        json.dumps(good),
        "{",
        "",
        json.dumps({**good, "case": "odd", "answers": {"role.open_dayz": 1}}),
        json.dumps(good),
    ]
    (tmp_path / "l.jsonl").write_text("\n".join(lines))
    (tmp_path / "t.csv").write_text(
        'case,as_of,role.open_days\nx,2026-11-22,5\ny,2026-11-22\nz,2026-11-22,many\n"q,2026-11-22,1\n'
    )
    packed = gzip.compress(a_table(tmp_path / "p.csv", 3000).read_bytes())
    (tmp_path / "cut.csv.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 nothing PAR1")
    (tmp_path / "broken.xlsx").write_bytes(b"PK nothing")
    (tmp_path / "empty.csv").write_text("")
    out = tmp_path / "out.jsonl"
    sources = [
        tmp_path / "cases",
        *(tmp_path / n for n in ("l.jsonl", "t.csv", "broken.parquet", "broken.xlsx", "empty.csv")),
    ]
    finished = batch(sources, out, strict=True)
    found = {(Path(e["source"]).name, e["place"], e["code"]) for e in errors_of(out)}
    assert [json.loads(line)["case"] for line in out.read_text().splitlines()] == ["a", "good", "x"]
    assert (finished.count, finished.written) == (15, 3)
    assert {name for name, _, _ in found} == {
        "b.yaml",
        "c.json",
        "d.json",
        "l.jsonl",
        "t.csv",
        "broken.parquet",
        "broken.xlsx",
        "empty.csv",
    }
    assert {
        ("l.jsonl", "line 4", "unknown-question"),
        ("l.jsonl", "line 5", "duplicate-case"),
        ("t.csv", "line 4", "type"),
    } <= found
    cut = batch([tmp_path / "cut.csv.gz"], tmp_path / "cut.csv")
    assert cut.failed == 1 and cut.written > 500
    assert "The file ends early here: " in errors_of(tmp_path / "cut.csv")[0]["reason"]


@pytest.mark.slow
def test_all_ways_of_packing_and_writing_agree(tmp_path: Path) -> None:
    """CSV, gz, zst, Parquet and a workbook in; CSV, JSON lines and Parquet out."""
    import openpyxl
    import zstandard

    table = a_table(tmp_path / "t.csv", 120)
    (tmp_path / "g.csv.gz").write_bytes(gzip.compress(table.read_bytes()))
    (tmp_path / "z.csv.zst").write_bytes(zstandard.compress(table.read_bytes()))
    frame = pl.read_csv(table, infer_schema=False)
    frame.write_parquet(tmp_path / "p.parquet")
    book = openpyxl.Workbook()
    for row in [tuple(frame.columns), *frame.iter_rows()]:
        book.active.append([int(v) if v and v.isdigit() else v for v in row])
    book.save(tmp_path / "x.xlsx")
    wanted: pl.DataFrame | None = None
    for name in ("t.csv", "g.csv.gz", "z.csv.zst", "p.parquet", "x.xlsx"):
        for ending in ("csv", "jsonl", "parquet"):
            out = tmp_path / f"out.{ending}"
            assert batch([tmp_path / name], out).written == 120
            readers: dict[str, Any] = {"csv": pl.read_csv, "jsonl": pl.read_ndjson, "parquet": pl.read_parquet}
            found = (
                readers[ending](out).select(pl.exclude("source", "place", "as_of", "contradictions")).cast(pl.String)
            )
            wanted = found if wanted is None else wanted
            found = found.select(wanted.columns)
            assert found.equals(wanted), (name, ending)


def test_no_cell_is_taken_for_a_formula_and_nobody_else_may_read(tmp_path: Path) -> None:
    """CSV cells that begin with = + - @ are neutralised, in the results and in the errors."""
    (tmp_path / "t.csv").write_text("case,as_of,Note\n=1+1,2026-11-22,@x\n-b,2026-11-22,+2\n=bad,never,\n")
    out = tmp_path / "out.csv"
    batch([tmp_path / "t.csv"], out)
    rows = list(csv.reader(out.open()))
    assert [row[0] for row in rows[1:]] == ["'=1+1", "'-b"]
    assert [row[rows[0].index("meta.Note")] for row in rows[1:]] == ["'@x", "'+2"]
    assert errors_of(out)[0]["case"] == "'=bad"
    assert stat.S_IMODE(out.stat().st_mode) == stat.S_IMODE(Path(f"{out}.errors").stat().st_mode) == 0o600
    assert not list(tmp_path.glob("*.parts")) and not list(tmp_path.glob(".*"))


def test_no_cell_and_no_error_moves_the_cursor_of_who_looks_at_it(tmp_path: Path) -> None:
    """Letters that control a screen, in remarks, headers and refused names, are written out; notes keep their lines."""
    odd = "\x1b[2J\x1b]0;x\x07\u202eabc\u2028\x9b"
    table = pl.DataFrame(
        {
            "case": ["a", f"b{odd}"],
            "as_of": ["2026-11-22"] * 2,
            "Note": [f"one\ntwo\t{odd}", "-"],
            f"N{odd}": ["x", "y"],
        }
    )
    table.write_csv(tmp_path / "t.csv")
    table.select("case", "as_of", "Note").write_parquet(tmp_path / "t.parquet")
    for source in ("t.csv", "t.parquet"):
        out = tmp_path / f"{source}.csv"
        batch([tmp_path / source], out)
        for text in (out.read_text(encoding="utf-8"), Path(f"{out}.errors").read_text(encoding="utf-8")):
            assert all(line.replace("\t", "").isprintable() for line in text.split("\n")), ascii(text)
        (row,) = csv.DictReader(out.read_text(encoding="utf-8").splitlines(keepends=True))
        assert row["meta.Note"] == "one\ntwo\t\\x1b[2J\\x1b]0;x\\x07\\u202eabc\\u2028\\x9b"


def test_a_refused_name_with_a_line_end_in_it_makes_no_other_row(tmp_path: Path) -> None:
    """Each row of OUT.errors has a reason, whatever stands in the row that it is about."""
    names = ["a\rb", "a\nb", "a\r\nb", '"a\r"', "\r"]
    pl.DataFrame({"case": names, "as_of": ["2026-11-22"] * 5}).write_parquet(tmp_path / "t.parquet")
    finished = batch([tmp_path / "t.parquet"], tmp_path / "o.csv")
    rows = errors_of(tmp_path / "o.csv")
    assert finished.failed == len(rows) == 5
    assert all(row["reason"] and row["place"] == f"row {number}" for number, row in enumerate(rows, 1))


def test_a_full_disk_is_told_and_the_run_goes_on_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was being written, the output is as before, and nothing has to be done twice."""
    table = a_table(tmp_path / "t.csv", 200)
    wanted = tmp_path / "wanted.csv"
    batch([table], wanted)
    out = tmp_path / "out.csv"
    out.write_text("as before")
    real, left = os.replace, 5

    def full(a: Any, b: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, "No space left on device", str(b))
        real(a, b)

    monkeypatch.setattr(ledger.os, "replace", full)
    with pytest.raises(FileError, match=r"No space left on device.*--resume"):
        batch([table], out)
    monkeypatch.undo()
    assert out.read_text() == "as before"
    assert batch([table], out, resume=True).written == 200
    assert out.read_text() == wanted.read_text()


def test_a_run_that_changed_is_not_resumed(tmp_path: Path) -> None:
    """Other options or another source would give a mixture."""
    table = a_table(tmp_path / "t.csv", 100)
    out = tmp_path / "out.csv"
    worker = Worker(Job(detail="verdicts"), shipped_advisor().rulebase)

    class Stops(Alone):
        def do(self, parts: Any, folder: Any = None) -> Any:
            yield next(iter(super().do(parts, folder)))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch([table], out, crew=Stops(worker))
    with pytest.raises(FileError, match="--resume"):
        batch([table], out)
    with pytest.raises(FileError, match="other sources, options"):
        batch([table], out, resume=True, detail="model")
    a_table(table, 101)
    with pytest.raises(FileError, match="changed since"):
        batch([table], out, resume=True)


@pytest.mark.slow
def test_a_worker_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    """Its parts are done again by another."""
    table = a_table(tmp_path / "t.csv", 300)
    wanted, out = tmp_path / "wanted.csv", tmp_path / "out.csv"
    batch([table], wanted)

    class KillsOne(Processes):
        def do(self, parts: Any, folder: Any = None) -> Any:
            killed = False
            for done in super().do(parts, folder):
                if not killed:
                    child = next(iter(children(os.getpid())))
                    os.kill(child, signal.SIGKILL)
                    killed = True
                yield done

    finished = batch([table], out, size=20, crew=KillsOne(Job(detail="verdicts"), 1))
    assert finished.written == 300
    assert out.read_text() == wanted.read_text()


@pytest.mark.parametrize("seed", range(4))
def test_killed_while_its_parts_are_cleared_away_a_run_can_be_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Whichever files of the folder are gone by then: the output is the same."""
    dice = random.Random(seed)

    def some(folder: Path, ignore_errors: bool) -> None:
        for file in sorted(folder.iterdir()):
            if dice.random() < 0.5:
                file.unlink()

    table, out = a_table(tmp_path / "t.csv", 100), tmp_path / "o.csv"
    with monkeypatch.context() as patched:
        patched.setattr(ledger.shutil, "rmtree", some)
        batch([table], out, size=20)
    wanted = out.read_bytes()
    assert (tmp_path / "o.csv.parts").exists()
    batch([table], out, size=20, resume=True)
    assert out.read_bytes() == wanted and not (tmp_path / "o.csv.parts").exists()


@pytest.mark.parametrize("seed", range(4))
def test_a_part_whose_files_are_gone_is_done_again(tmp_path: Path, seed: int) -> None:
    """A note alone is no part."""
    table, out, whole = a_table(tmp_path / "t.csv", 100), tmp_path / "o.csv", tmp_path / "w.csv"
    batch([table], whole, size=20)

    class Stops(Alone):
        def do(self, parts: Any, place: Any = None) -> Any:
            yield from itertools.islice(super().do(parts, place), 4)
            raise FileError("stopped")

    with pytest.raises(FileError, match="stopped"):
        batch([table], out, size=20, crew=Stops(Worker(Job(detail="verdicts"), shipped_advisor().rulebase)))
    random.Random(seed).choice(sorted((tmp_path / "o.csv.parts").glob("*.arrow"))).unlink()
    batch([table], out, size=20, resume=True)
    assert out.read_bytes() == whole.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_killed_at_any_moment_and_resumed_the_output_is_the_same(tmp_path: Path, ending: str) -> None:
    """SIGKILL at random moments (`BATCH_KILLS=20` for many), byte for byte after sorting."""
    table = a_table(tmp_path / "t.csv", 1500)
    wanted, out = tmp_path / f"wanted.{ending}", tmp_path / f"out.{ending}"
    command = [
        sys.executable,
        "-m",
        "advisor",
        "batch",
        str(table),
        "--detail",
        "verdicts",
        "--part-rows",
        "25",
        "--processes",
        "1",
    ]
    subprocess.run([*command, "-o", str(wanted)], check=True, stderr=subprocess.DEVNULL)
    chance = random.Random(7)
    killed = 0
    for _ in range(KILLS):
        enough = parts_done(tmp_path) + chance.randint(1, 20)
        process = subprocess.Popen([*command, "-o", str(out), "--resume"], stderr=subprocess.DEVNULL)
        while process.poll() is None and parts_done(tmp_path) < enough:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.05))
        process.kill()
        killed += process.wait() != 0
        if out.exists():
            assert sorted(out.read_bytes().splitlines()) == sorted(wanted.read_bytes().splitlines())
            out.unlink()
    last = subprocess.run([*command, "-o", str(out), "--resume"], check=True, capture_output=True, text=True)
    assert "1,500 rows in = 1,500 out + 0 with errors." in last.stderr
    assert sorted(out.read_bytes().splitlines()) == sorted(wanted.read_bytes().splitlines())
    assert killed


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("moment", ["starting", "working"])
def test_nothing_outlives_a_run_that_is_stopped(tmp_path: Path, ending: signal.Signals, moment: str) -> None:
    """Neither one that is killed nor one that is stopped with Ctrl-C, which reaches the workers too: no trace of it."""
    table = a_table(tmp_path / "t.csv", 4000 if moment == "starting" else 390)  # few parts: it works on some itself
    options = ["--detail", "plan", "--part-rows", "25", "--processes", "2", "-o", str(tmp_path / "out.csv")]
    command = [sys.executable, "-m", "advisor", "batch", str(table), *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    group = process.pid
    try:
        while process.poll() is None and not (children(group) if moment == "starting" else parts_done(tmp_path)):
            time.sleep(0.005)
        if ending is signal.SIGINT:
            os.killpg(group, ending)
        else:
            process.kill()
        _, told = process.communicate(timeout=60)
        assert process.returncode == (130 if ending is signal.SIGINT else -ending), told
        # A worker that was just being started when its parent was killed may say that there is nothing to read.
        assert ending is signal.SIGKILL or "Traceback" not in told
        for _ in range(3_000):
            if not left_of(group):
                break
            time.sleep(0.01)
        assert not left_of(group)
    finally:
        for one in left_of(group):
            os.kill(one, signal.SIGKILL)


@pytest.mark.slow
def test_parts_done_here_and_by_another_process_are_as_done_here_alone(tmp_path: Path) -> None:
    table, job = a_table(tmp_path / "t.csv", 40), Job(detail="plan")
    batch([table], tmp_path / "alone.csv", size=10, detail="plan")
    done_here: list[int] = []

    class Counted(Worker):
        def do(self, part: Part, ending: str = ARROW) -> PartDone:
            done_here.append(part.number)
            return super().do(part, ending)

    crew = Processes(job, 2, lambda: Counted(job, shipped_advisor().rulebase))
    batch([table], tmp_path / "both.csv", size=10, detail="plan", crew=crew)
    assert (tmp_path / "both.csv").read_bytes() == (tmp_path / "alone.csv").read_bytes()
    assert done_here and len(done_here) < 4


@pytest.mark.slow
def test_a_terminal_sees_how_far_the_run_is(tmp_path: Path) -> None:
    """Cases done, rate and time left, on one line that is wiped at the end; a pipe sees nothing of it."""
    table = a_table(tmp_path / "t.csv", 1200)
    options = ["--detail", "verdicts", "--part-rows", "20", "--processes", "1"]
    arguments = ["-m", "advisor", "batch", str(table), "-o", str(tmp_path / "out.csv"), *options]
    child = pexpect.spawn(sys.executable, arguments, encoding="utf-8", timeout=120, dimensions=(24, 100))
    child.expect(r"\r\[[#.]{20}\] ([\d,]+) of 1,200, ([\d,]+)/s, \d+:\d\d left")
    first = int(child.match.group(1).replace(",", ""))
    child.expect(r"\r\[#{20}\] 1,200 of 1,200, ([\d,]+)/s, 0:00 left")
    assert 0 < first < 1200 and int(child.match.group(1).replace(",", "")) > 0
    child.expect(r"\r +\r.*1,200 rows in = 1,200 out \+ 0 with errors\.")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    arguments[arguments.index("-o") + 1] = str(tmp_path / "piped.csv")
    piped = subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True)
    assert piped.stderr == "1,200 rows in = 1,200 out + 0 with errors.\n"
