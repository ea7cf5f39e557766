"""`advisor figures`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from advisor.cli.completing import FIGURE
from advisor.cli.options import advisor_options
from advisor.problems import FileError, did_you_mean
from advisor.report.layout import across, wrapped
from advisor.result.sources import source_text

if TYPE_CHECKING:
    from advisor.library import Advisor


@click.command(
    "figures", epilog="\b\nExamples:\n  advisor figures\n  advisor figures notice\n  advisor figures --format json\n"
)
@click.argument("figure_id", required=False, type=FIGURE, metavar="[ID]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@advisor_options
def command(figure_id: str | None, form: str, advisor: Advisor) -> None:
    """The numbers we use when a company has none of its own, with source and grade.

    Grades: A statute or official statistics, B a large survey, C a company's figures with some method, D a vendor's
    claim or our judgment.
    """
    figures = {key: entry.model for key, entry in advisor.knowledge.figures.items()}
    if figure_id is not None and figure_id not in figures:
        raise FileError(
            f"There's no figure `{figure_id}`. {did_you_mean(figure_id, figures) or '`advisor figures` lists them.'}"
        )
    shown = figures if figure_id is None else {figure_id: figures[figure_id]}
    if form == "json":
        click.echo(
            json.dumps(
                [f.model_dump(exclude_none=True, mode="json") for f in shown.values()], ensure_ascii=False, indent=2
            )
        )
        return
    if figure_id is None:
        from tabulate import tabulate

        rows = [(key, figure.title, figure.grade) for key, figure in figures.items()]
        click.echo(tabulate(rows, headers=["id", "figure", "grade"], maxcolwidths=[26, 44, 5]))
        return
    for figure in shown.values():
        click.echo("\n".join(across(figure.title, f"grade {figure.grade}")))
        for line in wrapped(figure.of, 2, "  "):
            click.echo(line)
        for value in figure.values:
            low, mode, high = value.ends
            number = f"{mode:g}" if low == high else f"{low:g} / {mode:g} / {high:g}"
            where = ", ".join(str(v) for v in (value.region, value.post, value.currency) if v) or "anywhere"
            click.echo(f"  {where:<22} {number} {figure.unit}")
        click.echo("\n".join(wrapped(f"Source: {source_text(figure.source)}", 2, "  ")))
        if figure.why:
            click.echo("\n".join(wrapped(figure.why, 2, "  ")))
        if figure.sellers:
            click.echo("  Only vendors that sell engineers publish it, so we also work out the result without it.")
