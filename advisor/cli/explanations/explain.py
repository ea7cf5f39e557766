"""`advisor explain`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from advisor.cli.completing import FACT, FOUND, GOAL, NOT_FOUND, PLANNED
from advisor.cli.names import CASE_NAME
from advisor.cli.options import advisor_options

if TYPE_CHECKING:
    from advisor.explaining.views import Structure
    from advisor.library import Advisor

EPILOG = """\b
Examples:
  advisor explain textbook --how 1                     finding 1 of the screen
  advisor explain textbook --how model
  advisor explain acme --why-not pedigree-over-execution
  advisor explain acme --what-if loop.rounds=4 --what-if team.spare_percent=unsure
  advisor explain acme --levers                        ways out of every finding
  advisor explain acme --levers --for 80% --given milestone.need_by=2027-03-01
  advisor explain acme --above a c
  advisor explain acme --sensitivity
"""


@click.command("explain", epilog=EPILOG)
@click.argument("case", type=CASE_NAME, metavar="CASE")
@click.option(
    "--how", type=FOUND, metavar="ID", help="Why a finding, the staffing option (`model`) or an action came out."
)
@click.option(
    "--why-not", "why_not", type=NOT_FOUND, metavar="ID", help="Why a problem, a staffing option or an action didn't."
)
@click.option(
    "--what-if",
    "facts",
    multiple=True,
    type=FACT,
    metavar="FACT=VALUE",
    help="What another answer would change. Values can also be `unsure`, `30..45` or a date like 2026-11-22.",
)
@click.option(
    "--levers", is_flag=True, help="What you could change: the smallest sets of up to three actions or facts."
)
@click.option(
    "--for",
    "goal",
    type=GOAL,
    metavar="GOAL",
    help="With --levers: a problem, a staffing option, another-model, or a chance (80%).",
)
@click.option(
    "--given",
    "givens",
    multiple=True,
    type=FACT,
    metavar="FACT=VALUE",
    help="With --levers: facts you could change (date, region, scope), in place of the usual ones.",
)
@click.option("--above", nargs=2, type=PLANNED, metavar="A B", help="Why entry A of the plan ranks above B.")
@click.option("--sensitivity", is_flag=True, help="Which answers and figures to double-check.")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("-v", "--verbose", is_flag=True, help="Ids, decimals and sources as well.")
@advisor_options
def command(
    case: str,
    how: str | None,
    why_not: str | None,
    facts: tuple[str, ...],
    levers: bool,
    goal: str | None,
    givens: tuple[str, ...],
    above: tuple[str, str] | None,
    sensitivity: bool,
    form: str,
    verbose: bool,
    advisor: Advisor,
) -> None:
    """Dig into a result of CASE.

    An ID can be a finding's number or a plan entry's letter from `advisor assess`.
    """
    from advisor.cli.explanations.printing import show
    from advisor.cli.explanations.saved import one_case

    asked = [how is not None, why_not is not None, bool(facts), levers, above is not None, sensitivity]
    if sum(asked) != 1:
        raise click.UsageError("Add one of --how, --why-not, --what-if, --levers, --above or --sensitivity.")
    if (goal is not None or givens) and not levers:
        raise click.UsageError("--for and --given belong to --levers.")
    for fact in (*facts, *givens):
        if "=" not in fact:
            raise click.UsageError(f"`{fact}` isn't FACT=VALUE. Write it as in `loop.rounds=4`.")
    explainer = advisor.explain(advisor.assess(one_case(advisor, case)))
    found: Sequence[Structure]
    if how is not None:
        found = [explainer.how(how)]
    elif why_not is not None:
        found = [explainer.why_not(why_not)]
    elif facts:
        found = [explainer.what_if(facts)]
    elif levers:
        found = explainer.levers(explainer.goal(goal) if goal is not None else None, givens)
    elif above is not None:
        found = [explainer.above(*above)]
    else:
        found = [explainer.sensitivity()]
    show(found, advisor, form, verbose)
