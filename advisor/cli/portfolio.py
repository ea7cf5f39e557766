"""`advisor portfolio`."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.cli.batch import NEEDED, require
from advisor.cli.names import FOLDER_NAME
from advisor.library import Advisor
from advisor.problems import one_line

EPILOG = """\b
Examples:
  advisor portfolio result.csv
  advisor portfolio result.parquet --by meta.region --format markdown
  advisor portfolio result.csv --html portfolio.html
  advisor portfolio result.csv --against last-quarter.csv --workbook calls.xlsx
"""


@click.command("portfolio", epilog=EPILOG)
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="EARLIER",
    help="Results of an earlier batch, to see what changed since.",
)
@click.option("--by", metavar="COLUMN", help="Group the findings by a column; groups under five aren't shown.")
@click.option("--calls", type=click.IntRange(1), default=12, show_default=True, help="How many companies to show.")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@click.option(
    "--workbook",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write an .xlsx workbook; notes on its sheet Work stay.",
)
@click.option(
    "--html",
    "page",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write one page for a browser: calls, a heat map, every company.",
)
@click.option(
    "--pack",
    "packs",
    multiple=True,
    type=FOLDER_NAME,
    metavar="DIR",
    help="Folder of rules that override the built-in ones.",
)
def command(
    out: Path,
    against: Path | None,
    by: str | None,
    calls: int,
    form: str,
    workbook: Path | None,
    page: Path | None,
    packs: tuple[str, ...],
) -> None:
    """Who to call first, how common each finding is, and what would help the most companies.

    OUT is what `advisor batch` wrote, one row per case.
    """
    require(NEEDED, "batch")
    from advisor.batch.portfolio.portfolio import portfolio_of, read_errors, read_results
    from advisor.batch.portfolio.views import as_json, text
    from advisor.batch.portfolio.workbook import write_workbook

    advisor = Advisor(packs, engine="python")
    knowledge = advisor.program.knowledge
    earlier = read_results(against) if against is not None else None
    results = read_results(out)
    portfolio = portfolio_of(results, knowledge, by=by, earlier=earlier, errors=read_errors(out))
    if workbook is not None:
        write_workbook(portfolio, knowledge, workbook)
    if page is not None:
        from advisor.batch.portfolio.page import portfolio_page
        from advisor.files.writing import write_whole

        write_whole(page, portfolio_page(portfolio, results, knowledge, by), private=True)
        click.echo(one_line(f"Page written to {page}."), err=True)
    click.echo(
        as_json(portfolio) if form == "json" else text(portfolio, knowledge, markdown=form == "markdown", calls=calls),
        nl=False,
    )
