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
from advisor.shipped import packs_in


@click.command("diff")
@click.argument("old", type=FOLDER_NAME, metavar="OLD")
@click.argument("new", type=FOLDER_NAME, metavar="NEW")
@click.option("--cases", "folder", type=FOLDER_NAME, metavar="DIR", required=True, help="Folder of case files.")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("-v", "--verbose", is_flag=True, help="Ids and decimals as well.")
def command(old: str, new: str, folder: str, form: str, verbose: bool) -> None:
    """Which cases get a different verdict under the rules in folder NEW than under those in OLD."""
    advisors = [Advisor(packs_in(Path(rules)), base=None, engine="python") for rules in (old, new)]
    files = files_of(Path(folder))
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
