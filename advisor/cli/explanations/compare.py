"""`advisor compare`."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.cli.explanations.printing import show
from advisor.cli.explanations.saved import explainer_of
from advisor.cli.names import CASE_NAME, FILE_NAME
from advisor.cli.options import advisor_options
from advisor.library import Advisor
from advisor.problems import one_line


@click.command(
    "compare",
    epilog="\b\nExamples:\n  advisor compare acme-nov.yaml acme-feb.yaml\n"
    "  advisor compare november.json acme.yaml        a saved assessment\n"
    "  advisor compare acme-nov.yaml acme-feb.yaml --html change.html\n",
)
@click.argument("before", type=CASE_NAME, metavar="BEFORE")
@click.argument("after", type=CASE_NAME, metavar="AFTER")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("--html", "page", type=FILE_NAME, metavar="FILE", help="Also write it as one page for a browser.")
@click.option("-v", "--verbose", is_flag=True, help="Ids and decimals as well.")
@advisor_options
def command(before: str, after: str, form: str, page: str | None, verbose: bool, advisor: Advisor) -> None:
    """What changed at a company between two dates. Takes case files, or assessments saved as JSON.

    Both are assessed by today's rules: what's resolved, new, worse and better, which answers changed or are old
    enough to ask again, and what got done from the first plan.
    """
    old, new = explainer_of(advisor, before), explainer_of(advisor, after)
    found = old.compare(new)
    show([found], advisor, form, verbose)
    if page is not None:
        from advisor.explaining.views.page import comparison_page
        from advisor.files.writing import write_whole

        write_whole(Path(page), comparison_page(old.context, new.context, found), private=True)
        click.echo(one_line(f"{found.case}: page written to {page}."), err=True)
