"""The pure function on tables, a Dask cluster that loses a worker, and the portfolio."""

from __future__ import annotations

import io
import json
import os
import pickle
import re
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from advisor import Advisor
from advisor.batch import assess_table
from advisor.batch.portfolio.portfolio import LEAST_IN_GROUP, portfolio_of, read_errors, read_results
from advisor.batch.portfolio.views import as_json, in_words, text
from advisor.batch.portfolio.workbook import write_workbook
from advisor.batch.runs.cluster import Cluster
from advisor.batch.runs.work import Job
from advisor.batch.table import TableAssessor
from advisor.cli.main import command
from advisor.problems import FileError
from testkit.batches import a_table, batch
from testkit.companies.drawn import some_company
from testkit.shipped import shipped_advisor


def small_table() -> pl.DataFrame:
    """Three companies, one of which cannot be read."""
    return pl.DataFrame(
        {
            "case": ["a", "b", "c"],
            "as_of": ["2026-11-22", "never", "2026-11-22"],
            "role.open_days": [58, 3, None],
        }
    )


def test_every_row_of_a_table_has_its_row_of_results() -> None:
    """In order; what is wrong stands beside it. The same from polars and from Arrow."""
    made = assess_table(small_table(), shipped_advisor())
    assert made["case"].to_list() == ["a", None, "c"]
    assert [reason is None for reason in made["error"]] == [True, False, True]
    assert "as_of" in made["error"][1]
    arrow = assess_table(small_table().to_arrow(), shipped_advisor())
    assert pl.from_arrow(arrow).equals(made.with_columns(pl.selectors.enum().cast(pl.String)), null_equal=True) or (
        arrow.column("case").to_pylist() == ["a", None, "c"]
    )


def test_an_assessor_travels_to_other_processes() -> None:
    """As Spark, Ray and Dask need it."""
    assessor = pickle.loads(pickle.dumps(TableAssessor(detail="verdicts")))
    assert assessor(small_table()).height == 3


def test_a_table_agrees_with_assess() -> None:
    """The statuses of cases with contradictions and ranges, through the whole of the batch."""
    advisor = shipped_advisor()
    cases = [some_company(advisor, seed) for seed in range(30)]
    folder = [{"case": c.id, "as_of": c.as_of.isoformat(), "answers": c.plain_answers()} for c in cases]
    from advisor.batch.runs.sources import Part
    from advisor.batch.runs.work import Worker
    from advisor.batch.tables.streams import SourceLine

    worker = Worker(Job(detail="model"), advisor.rulebase)
    pieces = [SourceLine(f"line {i}", json.dumps(raw).encode()) for i, raw in enumerate(folder)]
    done = worker.do(Part(0, "s", "lines", len(pieces), pieces=pieces))
    table = pl.read_ipc(io.BytesIO(done.table))
    for row, case in zip(table.iter_rows(named=True), cases):
        assessment = advisor.assess(case)
        for diagnosis in advisor.program.diagnoses:
            together = assessment.assessed.together[diagnosis]
            assert (row[diagnosis], row[f"{diagnosis}.low"], row[f"{diagnosis}.high"]) == (
                together.status.value,
                together.shown.low,
                together.shown.high,
            )
        assert row["model"] == (assessment.decision.model if assessment.decision else None)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_cluster_that_loses_a_worker_gives_every_row_once(tmp_path: Path, ending: str) -> None:
    """A real scheduler with two worker processes, one killed in mid-run."""
    distributed: Any = pytest.importorskip("distributed")
    table = a_table(tmp_path / "t.csv", 3000)
    wanted, out = tmp_path / f"wanted.{ending}", tmp_path / f"out.{ending}"
    batch([table], wanted, size=100)
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "local_directory": str(tmp_path)}
    with distributed.LocalCluster(**options) as local:

        class KillsOne(Cluster):
            def do(self, parts: Any, folder: Any = None) -> Any:
                pids = [worker.pid for worker in local.workers.values()]
                for number, done in enumerate(super().do(parts, folder)):
                    if number == 3:
                        os.kill(pids[0], signal.SIGKILL)
                        time.sleep(0.2)
                    yield done

        finished = batch([table], out, size=100, crew=KillsOne(Job(detail="verdicts"), local.scheduler_address))
    assert finished.written == 3000
    assert out.read_bytes() == wanted.read_bytes()


def test_a_portfolio_tells_shares_as_ranges_and_shows_no_small_group(tmp_path: Path) -> None:
    """Counted by hand from the rows of the batch."""
    advisor = shipped_advisor()
    lines = ["case,as_of,role.open_days,Region"]
    lines += [f"c{i},2026-11-22,{200 if i < 6 else ''},{'north' if i < 8 else 'south'}" for i in range(11)]
    (tmp_path / "t.csv").write_text("\n".join([*lines, "bad,never,,north"]))
    out = tmp_path / "out.csv"
    batch([tmp_path / "t.csv"], out)
    results = read_results(out)
    made = portfolio_of(results, advisor.knowledge, by="Region", errors=read_errors(out))
    assert made.cases == 11 and len(made.errors) == 1
    for finding in made.findings:
        rows = results.to_dicts()
        diagnosis = finding.diagnosis
        assert finding.found == sum(row[diagnosis] == "confirmed" for row in rows)
        assert finding.found <= finding.at_most <= finding.of == 11
    assert {f.group for f in made.groups} == {"north"} and made.left_out == ("south",)
    assert LEAST_IN_GROUP == 5
    assert "at most" in in_words(made.findings[0]) and "n = 11" in in_words(made.findings[0])
    assert "fewer than five" in text(made, advisor.knowledge)
    assert json.loads(as_json(made))["cases"] == 11
    write_workbook(made, advisor.knowledge, tmp_path / "w.xlsx")
    import openpyxl

    names = ["Calls", "Work", "Findings", "Actions", "Questions", "Least known", "Errors"]
    assert openpyxl.load_workbook(tmp_path / "w.xlsx").sheetnames == names


def test_names_of_digits_are_names_in_a_portfolio(tmp_path: Path) -> None:
    """Of cases and of groups: 007 is not 7."""
    (tmp_path / "t.csv").write_text("case,as_of,Area\n007,2026-11-22,01\n7,2026-11-22,1\n")
    batch([tmp_path / "t.csv"], tmp_path / "out.csv")
    results = read_results(tmp_path / "out.csv")
    assert results.select("case", "meta.Area").rows() == [("007", "01"), ("7", "1")]


def test_a_name_in_a_portfolio_is_only_a_name(tmp_path: Path) -> None:
    """In Markdown it opens no tag and no column; a screen does not obey it, and a workbook takes it."""
    name, group = "a|b *x* <b>", "A|B <i>"
    rows = [f'"{name} {i}",2026-11-22,900,"{group}"' for i in range(5)]
    source, out = tmp_path / "g.csv", tmp_path / "out.csv"
    source.write_text("\n".join(["case,as_of,role.open_days,Region", *rows]) + "\n", encoding="utf-8")
    batch([source], out, detail="plan")
    knowledge = shipped_advisor().knowledge
    results = read_results(out).with_columns(pl.col("meta.Region") + "\x1b[2J")
    made = portfolio_of(results, knowledge, by="Region")
    page = text(made, knowledge, markdown=True)
    assert r"| a\|b \*x\* \<b\> 0 |" in page and r"| A\|B \<i\> \[2J" in page
    assert not re.search(r"(?<!\\)<", page)
    assert "\x1b" not in page + text(made, knowledge)
    errors = ({"source": "s.csv", "place": "line 2", "reason": "a\x07b"},)
    write_workbook(replace(made, errors=errors), knowledge, tmp_path / "w.xlsx")
    assert (tmp_path / "w.xlsx").is_file()


def test_a_portfolio_tells_nothing_of_a_persons_load(tmp_path: Path) -> None:
    """It is in the results, which are the company's own, but in no view for outsiders, and nothing is grouped by it."""
    advisor = shipped_advisor()
    (about_a_person,) = [name for name, entry in advisor.knowledge.diagnoses.items() if entry.model.person]
    diagnosis = advisor.knowledge.diagnoses[about_a_person].document.data
    given = next(example["given"] for example in diagnosis["examples"] if example["expect"] == "confirmed")
    cases = [{"case": f"c{i}", "as_of": "2026-11-22", "answers": given} for i in range(6)]
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, cases)))
    batch([tmp_path / "t.jsonl"], tmp_path / "o.csv")
    results = read_results(tmp_path / "o.csv")
    assert set(results[about_a_person]) == {"confirmed"}
    made = portfolio_of(results, advisor.knowledge, earlier=results.with_columns(pl.lit("open").alias(about_a_person)))
    write_workbook(made, advisor.knowledge, tmp_path / "w.xlsx")
    import openpyxl

    cells = [c.value for s in openpyxl.load_workbook(tmp_path / "w.xlsx") for row in s.iter_rows() for c in row]
    title = advisor.knowledge.diagnoses[about_a_person].model.title
    for view in (as_json(made), text(made, advisor.knowledge), "\n".join(map(str, cells))):
        assert title not in view and about_a_person not in view
    with pytest.raises(FileError, match="no column"):
        portfolio_of(results, advisor.knowledge, by=about_a_person)


def test_a_portfolio_tells_what_changed(tmp_path: Path) -> None:
    """Against an earlier batch: statuses that are others, companies that came and went."""
    advisor: Advisor = shipped_advisor()
    for name, days, companies in (("before", 5, "ab"), ("now", 400, "bc")):
        rows = [f"{c},2026-11-22,{days}" for c in companies]
        (tmp_path / f"{name}.csv").write_text("\n".join(["case,as_of,role.open_days", *rows]))
        batch([tmp_path / f"{name}.csv"], tmp_path / f"{name}-out.csv")
    now, before = (read_results(tmp_path / f"{name}-out.csv") for name in ("now", "before"))
    made = portfolio_of(now, advisor.knowledge, earlier=before)
    assert made.new == ("c",) and made.gone == ("a",)
    assert made.changes and {c.case for c in made.changes} == {"b"}


def test_the_command_prints_a_template_that_reads_back(tmp_path: Path) -> None:
    """An empty template filled with one name is a batch of one."""
    runner = CliRunner()
    template = runner.invoke(command, ["batch", "--template", "csv"]).output
    row = "acme,2026-11-22" + "," * (template.count(",") - 1)
    (tmp_path / "t.csv").write_text(template + row + "\n")
    assert batch([tmp_path / "t.csv"], tmp_path / "o.csv").written == 1
