"""`advisor compare`."""

from __future__ import annotations

import click

from advisor.cli.explanations.printing import show
from advisor.cli.explanations.saved import explainer_of
from advisor.cli.names import FILE_NAME
from advisor.cli.options import advisor_options
from advisor.library import Advisor


@click.command(
    "compare",
    epilog="\b\nExamples:\n  advisor compare acme-nov.yaml acme-feb.yaml\n"
    "  advisor compare november.json acme.yaml        a saved assessment\n",
)
@click.argument("before", type=FILE_NAME, metavar="BEFORE")
@click.argument("after", type=FILE_NAME, metavar="AFTER")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("-v", "--verbose", is_flag=True, help="Ids and decimals as well.")
@advisor_options
def command(before: str, after: str, form: str, verbose: bool, advisor: Advisor) -> None:
    """What happened to one company between two days: case files, or assessments saved as JSON.

    Both are assessed by the rules of today: resolved, new, worse and better, answers that changed or should be asked
    again because of their age, and what was done of the first plan.
    """
    show([explainer_of(advisor, before).compare(explainer_of(advisor, after))], advisor, form, verbose)
