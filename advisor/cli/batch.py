"""`advisor batch`."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from advisor.cases.values import AnswerError
from advisor.cli.days import day_typed
from advisor.cli.names import FILE_NAME, FOLDER_NAME
from advisor.problems import FileError, did_you_mean

if TYPE_CHECKING:
    from advisor.batch.runs.pool import Workforce
    from advisor.batch.runs.work import Job
    from advisor.batch.suggesting.suggest import Ask, Suggested
    from advisor.library import Advisor

EPILOG = """\b
Examples:
  advisor batch companies.csv -o result.csv --as-of 2026-11-22
  advisor batch cases/ -o result.jsonl --full          whole assessments
  advisor batch big.parquet -o result.parquet --detail verdicts
  advisor batch --template csv > companies.csv         a table to fill in
  advisor batch --suggest-columns theirs.xlsx -o map.yaml
  advisor batch theirs.xlsx --columns map.yaml -o result.csv
"""
FEW_PARTS = 16  # of which this process does its share; it notes and joins what the others do of more
NEEDED = ("polars", "openpyxl", "zstandard")


def _day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return day_typed(value)
    except AnswerError as error:
        raise click.BadParameter(str(error)) from None


@click.command("batch", epilog=EPILOG)
@click.argument("sources", nargs=-1, type=FILE_NAME, metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    "out",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Where the results go: .jsonl, .csv or .parquet.",
)
@click.option(
    "--detail",
    type=click.Choice(["verdicts", "model", "plan"]),
    default="plan",
    show_default=True,
    help="How much to work out; verdicts alone are a thousand times faster than plans.",
)
@click.option("--long", "form", flag_value="long", help="One row per case and problem.")
@click.option("--full", "form", flag_value="full", help="Whole assessments, as JSON lines.")
@click.option("--as-of", callback=_day, metavar="DATE", help="Date for cases that don't have one of their own.")
@click.option(
    "--columns",
    "columns",
    type=click.Path(path_type=Path),
    metavar="MAP",
    help="A file that maps the headers of your table to questions.",
)
@click.option("--suggest-columns", type=click.Path(), metavar="FILE", help="Write a first draft of that map, and stop.")
@click.option("--template", type=click.Choice(["csv"]), help="Print an empty table with every question, and stop.")
@click.option("--strict", is_flag=True, help="Leave out every row with a cell that can't be understood.")
@click.option("--resume", is_flag=True, help="Pick up a run that was stopped.")
@click.option("--allow-errors", is_flag=True, help="Exit with 0 even if some rows couldn't be read.")
@click.option("--processes", type=click.IntRange(1, 256), help="Number of processes; by default one per core.")
@click.option("--part-rows", type=click.IntRange(1, 1_000_000), help="Cases per part of the work.")
@click.option("--cluster", metavar="ADDRESS", help="Run on the Dask cluster with this scheduler address.")
@click.option(
    "--pack",
    "packs",
    multiple=True,
    type=FOLDER_NAME,
    metavar="DIR",
    help="Folder of rules that override the built-in ones.",
)
@click.option("--drafts", is_flag=True, help="Include problems that aren't released yet.")
def command(
    sources: tuple[str, ...],
    out: Path | None,
    detail: Any,
    form: Any,
    as_of: date | None,
    columns: Path | None,
    suggest_columns: str | None,
    template: str | None,
    strict: bool,
    resume: bool,
    allow_errors: bool,
    processes: int | None,
    part_rows: int | None,
    cluster: str | None,
    packs: tuple[str, ...],
    drafts: bool,
) -> None:
    """Assess every case of each SOURCE: files, folders and patterns, or - for standard input.

    Sources are YAML and JSON case files, JSON lines, CSV, .xlsx and Parquet, also with .gz or .zst. A row that
    can't be read goes to OUT.errors, and the rest goes on.
    """
    require(NEEDED, "batch")
    from advisor.batch.runs.work import Job
    from advisor.batch.tables.headers import ColumnMap, read_map
    from advisor.library import Advisor
    from advisor.rulebase.store import own_folder

    advisor = Advisor(packs, engine="python", drafts=drafts, kept_in=own_folder())
    if template is not None or suggest_columns is not None:
        _first_table(advisor, suggest_columns, out)
        return
    if not sources or out is None:
        raise click.UsageError(
            "Name the input and the output, as in `advisor batch SOURCE -o OUT`." if not sources else "Add `-o OUT`."
        )
    job = Job(
        tuple(map(os.fspath, packs)),
        drafts,
        detail,
        form or "wide",
        as_of,
        read_map(columns, advisor.knowledge) if columns is not None else ColumnMap(),
        strict,
    )
    crew = partial(_workforce, job, advisor, processes, cluster)
    failed = _run(sources, out, job, advisor, crew, part_rows=part_rows, resume=resume, columns=columns)
    if failed and not allow_errors:
        click.get_current_context().exit(3)


def _run(
    sources: tuple[str, ...],
    out: Path,
    job: Job,
    advisor: Advisor,
    crew: Callable[[int | None], Workforce],
    *,
    part_rows: int | None,
    resume: bool,
    columns: Path | None,
) -> bool:
    """Do a batch and say how it came out; whether something could not be read."""
    from advisor.batch.runs.run import check_output, part_size, run
    from advisor.batch.runs.sources import Sources, find_sources
    from advisor.batch.suggesting.ending import ending
    from advisor.batch.suggesting.unused import unused_lines

    check_output(out, job)
    names = find_sources(sources)
    if str(out.resolve()) in {str(Path(path).resolve()) for path in names if path != "-"}:
        raise FileError(f"{out}: This is one of the sources. Name another file.")
    for line in unused_lines(job.map, names) if columns is not None else ():
        click.echo(f"{columns}: {line}", err=True)
    total = Sources(names, part_rows or part_size(job)).total()
    found = Sources(names, part_rows or part_size(job, total))
    parts = None if total is None else -(-total // found.size)
    finished = run(found, out, job, crew(parts), advisor.knowledge, resume=resume, total=total)
    for line in ending(finished, out, job, sources[0]):
        click.echo(line, err=True)
    return finished.failed > 0


def _first_table(advisor: Advisor, suggested_for: str | None, out: Path | None) -> None:
    """Print, or write to `out`, a first map of columns for a table, or else an empty table with all questions."""
    from advisor.batch.suggesting.suggest import suggestion, template_csv
    from advisor.files.writing import write_whole

    if suggested_for is None:
        text = template_csv(advisor.knowledge)
    else:
        on_terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
        text = suggestion(suggested_for, advisor.knowledge, _asks(advisor) if on_terminal else None)
    if out is None:
        click.echo(text, nl=False)
        return
    write_whole(out, text, private=True)
    if suggested_for is not None:
        click.echo(f"Check {out}, then: `advisor batch {suggested_for} --columns {out} -o result.csv`", err=True)


def _asks(advisor: Advisor) -> Ask:
    """Asks on the terminal what a column means, where that isn't sure: Enter takes what is suggested."""
    questions = advisor.knowledge.questions

    def ask(each: Suggested) -> str | None:
        click.echo(f"\n{each.header}   (such as {each.sample})", err=True)
        if each.meaning is not None and each.meaning in questions:
            click.echo(f"  {each.word}: {questions[each.meaning].model.short}", err=True)
        prompt = "  Question, or - to keep it as a remark"
        while True:
            said = str(click.prompt(prompt, default=each.meaning or "-", err=True)).strip()
            if said == "-":
                return None
            if said in questions or said in ("case", "as_of"):
                return said
            click.echo(f"  There's no question `{said}`. {did_you_mean(said, questions) or ''}".rstrip(), err=True)

    return ask


def _workforce(job: Job, advisor: Advisor, processes: int | None, cluster: str | None, parts: int | None) -> Workforce:
    """Who does the work: a cluster if there is an address, else so many processes, or one for each processor but no
    more than there is work for: to start one takes as long as a part or two.
    """
    from advisor.batch.runs.pool import Alone, Processes, usable_processors
    from advisor.batch.runs.work import Worker

    if cluster is not None:
        require(("distributed",), "cluster")
        from advisor.batch.runs.cluster import Cluster

        return Cluster(job, cluster)
    count = processes or min(usable_processors(), usable_processors() if parts is None else max(parts - 1, 1))
    here = partial(Worker, job, advisor.rulebase)
    few = parts is not None and parts <= FEW_PARTS
    return Alone(here()) if count == 1 else Processes(job, count, here if few else None)


def require(modules: tuple[str, ...], extra: str) -> None:
    """FileError that names the extra to install, where a module of it is missing."""
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        raise FileError(f"This needs {', '.join(missing)}. Install it with `pip install 'staffing-advisor[{extra}]'`.")
