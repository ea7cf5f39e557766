"""`advisor assess`."""

from __future__ import annotations

import itertools
import re
import shlex
import sys
import unicodedata
from pathlib import Path

import click

from advisor.cli.casefiles import read_cases
from advisor.cli.names import CASE_NAME, FILE_NAME, FOLDER_NAME
from advisor.cli.options import advisor_options
from advisor.files.json_text import as_shown
from advisor.library import Advisor
from advisor.problems import one_line
from advisor.report.told import Told

_LONGEST_NAME = 200  # bytes; file systems take 255

EPILOG = """\b
Examples:
  advisor assess textbook                      a built-in case
  advisor assess acme.yaml --format json       for other programs
  advisor assess acme.yaml --html acme.html    a page to forward
  advisor assess cto.yaml people.yaml          two people's answers on one case
  cat cases.jsonl | advisor assess - --format json
  advisor assess acme --fail-on confirmed      exit code 1 if a problem is confirmed
"""


@click.command("assess", epilog=EPILOG)
@click.argument("cases", nargs=-1, required=True, type=CASE_NAME, metavar="CASE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Output format; with several cases JSON is one object per line.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["likely", "confirmed", "suspected"]),  # the last is the id in JSON, for `likely`
    metavar="[likely|confirmed]",
    help="Exit with 1 if any finding is at least this sure.",
)
@click.option("-v", "--verbose", is_flag=True, help="Ids, certainties, sources, and what was ruled out.")
@click.option("-q", "--quiet", is_flag=True, help="Only the headline.")
@click.option(
    "--kit",
    "kit_folder",
    type=FOLDER_NAME,
    metavar="DIR",
    help="Also write the role card, interview plan, day one, plan, trade-offs, who owns what and board brief.",
)
@click.option("--html", "page", type=FILE_NAME, metavar="FILE", help="Also write the result as one page for a browser.")
@click.option("--board", is_flag=True, help="With --html: a page for the board; says here what it leaves out.")
@advisor_options
def command(
    cases: tuple[str, ...],
    form: str,
    fail_on: str | None,
    verbose: bool,
    quiet: bool,
    kit_folder: str | None,
    page: str | None,
    board: bool,
    advisor: Advisor,
) -> None:
    """What's wrong in each CASE, how sure that is, and which answers it rests on.

    A CASE is a YAML or JSON file (you can leave out the extension), the name of a built-in case, or - for
    standard input. Files of the same case are merged.
    """
    if board and page is None:
        raise click.UsageError("--board goes with --html FILE.")
    bad = met = False
    written = 0
    taken: set[str] = set()
    reads = read_cases(advisor, cases)
    several = len(reads) > 1 or len(cases) > 1 or cases[0] == "-"
    if page is not None and sum(read.case is not None for read in reads) > 1:
        raise click.UsageError("--html is for one case. Run it once for each.")
    again = None if several or len(cases[0]) > 30 else shlex.quote(cases[0])
    for read in reads:
        if read.case is None:
            bad = True
            for problem in read.problems:
                click.echo(str(problem), err=True)
            continue
        assessment = advisor.assess(read.case)
        told = Told(assessment, advisor.rulebase)
        met = met or bool(
            assessment.found if fail_on == "confirmed" else fail_on and assessment.found + assessment.likely
        )
        if form == "json":
            data = assessment.to_dict()
            click.echo(as_shown(data, indent=None if several else 2))
        elif form == "markdown":
            from advisor.report.markdown import markdown

            click.echo(markdown(told))
        else:
            from advisor.report.text import text

            click.echo(("\n" if written else "") + text(told, verbose=verbose, quiet=quiet, again=again), nl=False)
        if kit_folder is not None:
            folder = Path(kit_folder)
            _write_kit(told, folder / _folder_name(read.case.id, taken) if several else folder)
        if page is not None:
            _write_page(told, Path(page), board=board)
        written += 1
    if bad:
        sys.stdout.flush()
        click.get_current_context().exit(3)
    if met:
        click.get_current_context().exit(1)


def _write_page(told: Told, path: Path, *, board: bool) -> None:
    """Write the page, readable by its owner alone; what a board isn't told stands on standard error."""
    from advisor.files.writing import write_whole

    if board:
        from advisor.report.html.board import board_page

        made = board_page(told)
        write_whole(path, made.html, private=True)
        click.echo(one_line(f"{told.case.id}: board page written to {path}. It leaves out:"), err=True)
        for line in made.left_out:
            click.echo(one_line(f"  - {line}"), err=True)
        return
    from advisor.report.html.verdict import verdict_page

    write_whole(path, verdict_page(told), private=True)
    click.echo(one_line(f"{told.case.id}: page written to {path}."), err=True)


def _folder_name(case: str, taken: set[str]) -> str:
    """A case's name as the name of one folder, whatever it holds; none that another case of this run has.

    `taken` are the names given so far, without what some file systems do not tell apart: capitals, and the ways in
    which a letter with an accent is written.
    """
    name = re.sub(r"[^\w-]+", "-", case).strip("-") or "case"
    name = name.encode()[:_LONGEST_NAME].decode(errors="ignore")
    names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
    found = next(each for each in names if _plain(each) not in taken)
    taken.add(_plain(found))
    return found


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKD", name).casefold()


def _write_kit(told: Told, folder: Path) -> None:
    """Write the kit, readable by its owner alone."""
    from advisor.files.writing import write_whole
    from advisor.report.kit.files import kit_files

    files = kit_files(told)
    if files:
        from advisor.report.html.kit_page import FILE, kit_page

        files[FILE] = kit_page(told, files)
    older = 0
    for name, content in files.items():
        older += _is_other(folder / name, content)
        write_whole(folder / name, content, private=True)
    over = f", {older} of them replace older ones" if older else ""
    said = f"{told.case.id}: {len(files)} files written to {folder}{over}." if files else "These rules have no kit."
    click.echo(one_line(said), err=True)


def _is_other(path: Path, content: str) -> bool:
    """Whether something else stood there before."""
    try:
        return path.read_bytes() != content.encode()
    except OSError:
        return False
