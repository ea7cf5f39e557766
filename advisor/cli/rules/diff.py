"""`advisor rules diff`."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.cases.files import files_of
from advisor.cli.casefiles import read_cases
from advisor.cli.explanations.printing import show
from advisor.cli.names import FOLDER_NAME
from advisor.explaining.differences.versions import CaseDiffers, case_differs, versions_differ
from advisor.library import Advisor
from advisor.shipped import packs_in, shipped


@click.command(
    "diff",
    epilog="\b\nExamples:\n"
    "  advisor rules diff --pack our-rules              what your pack changes in the built-in cases\n"
    "  advisor rules diff old-rules our-rules --over    two versions of your pack\n"
    "  advisor rules diff rules new/rules --cases ours  two whole sets of rules\n",
)
@click.argument("old", required=False, type=FOLDER_NAME, metavar="[OLD]")
@click.argument("new", required=False, type=FOLDER_NAME, metavar="[NEW]")
@click.option(
    "--cases", "folder", type=FOLDER_NAME, metavar="DIR", help="Folder of case files; the built-in ones by default."
)
@click.option(
    "--pack",
    "packs",
    multiple=True,
    type=FOLDER_NAME,
    metavar="DIR",
    help="Compare the built-in rules with these packs over them.",
)
@click.option("--over", is_flag=True, help="OLD and NEW are packs that override built-in rules.")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("-v", "--verbose", is_flag=True, help="Ids and decimals as well.")
def command(
    old: str | None, new: str | None, folder: str | None, packs: tuple[str, ...], over: bool, form: str, verbose: bool
) -> None:
    """Which cases get a different verdict under the rules in folder NEW than under those in OLD."""
    advisors = _both(old, new, packs, over)
    files = files_of(Path(folder) if folder is not None else shipped("cases"))
    differing: list[CaseDiffers] = []
    for file in files:
        reads = [read_cases(advisor, [file]) for advisor in advisors]
        for before, after in zip(*reads):
            if before.case is None or after.case is None:
                problems = before.problems or after.problems
                which = "the old rules" if before.case is None else "the new rules"
                told = f"can't be read by {which}: {problems[0].message}"
                differing.append(CaseDiffers(Path(file).stem, None, told))
                continue
            found = case_differs(advisors[0].assess(before.case), advisors[1].assess(after.case))
            differing += [found] if found is not None else []
    names = [" and ".join(f"{p.name} {p.version}" for p in advisor.packs) for advisor in advisors]
    show([versions_differ(names[0], names[1], len(files), differing)], advisors[1], form, verbose)


def _both(old: str | None, new: str | None, packs: tuple[str, ...], over: bool) -> tuple[Advisor, Advisor]:
    """The advisors that are compared; UsageError where the line doesn't say which."""
    if packs:
        if old is not None or over:
            raise click.UsageError("--pack compares with the built-in rules. Leave out OLD, NEW and --over.")
        return Advisor(engine="python"), Advisor(packs, engine="python")
    if old is None or new is None:
        raise click.UsageError("Name two folders of rules, or --pack DIR to see what your pack changes.")
    if over:
        return Advisor([old], engine="python"), Advisor([new], engine="python")
    return (
        Advisor(packs_in(Path(old)), base=None, engine="python"),
        Advisor(packs_in(Path(new)), base=None, engine="python"),
    )
