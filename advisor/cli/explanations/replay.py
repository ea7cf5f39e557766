"""`advisor replay`."""

from __future__ import annotations

from collections.abc import Mapping

import click

from advisor.cli.explanations.printing import show
from advisor.cli.explanations.saved import saved_assessment
from advisor.cli.names import FILE_NAME
from advisor.cli.options import advisor_options
from advisor.explaining.differences.replaying import case_of, replay
from advisor.library import Advisor
from advisor.problems import CaseError


@click.command(
    "replay",
    epilog="\b\nExample:\n  advisor assess acme --format json > november.json\n  advisor replay november.json\n",
)
@click.argument("assessment", type=FILE_NAME, metavar="ASSESSMENT")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("-v", "--verbose", is_flag=True, help="Show every difference.")
@advisor_options
def command(assessment: str, form: str, verbose: bool, advisor: Advisor) -> None:
    """Check that a saved assessment's answers give the same result, or show what differs.

    ASSESSMENT is what `advisor assess CASE --format json` printed. Exit code 1 if the rules or the result differ.
    """
    data = saved_assessment(assessment)
    case, problems = case_of(data, advisor.knowledge, assessment)
    if case is None or not isinstance(data, Mapping):
        raise CaseError(problems)
    found = replay(data, advisor.assess(case))
    show([found], advisor, form, verbose)
    if not found.clean:
        click.get_current_context().exit(1)
