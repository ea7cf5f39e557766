"""`advisor rules`: the commands for those who write rules."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from advisor.cases.case import Case
from advisor.cases.files import files_of
from advisor.cli.casefiles import read_cases
from advisor.cli.completing import RULE
from advisor.cli.names import FOLDER_NAME
from advisor.cli.options import Choices, advisor_options, pack_options
from advisor.cli.rules.diff import command as diff
from advisor.cli.rules.new import new
from advisor.cli.rules.reading import docs, show, sources, words
from advisor.language.shown import counted
from advisor.library import Advisor
from advisor.problems import CaseError
from advisor.shipped import shipped, shipped_packs

_BOUNDARIES = "tests/boundaries"


_EVERYTHING = click.option(
    "--all", "everything", is_flag=True, help="With --pack: look at every built-in rule too, whatever your packs say."
)


@click.group("rules")
def command() -> None:
    """For people who write rules."""


@command.command("check")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option(
    "--pack",
    "packs",
    multiple=True,
    type=FOLDER_NAME,
    metavar="DIR",
    help="Folder of rules that override the built-in ones.",
)
@_EVERYTHING
def check(form: str, packs: tuple[str, ...], everything: bool) -> None:
    """Find every fault of the rules at once. Exit code 3 if there is one.

    With --pack, what your packs say is checked, and each built-in rule that they can change the meaning of.

    Beside wrong names, types and circles these are: signs that can never hold, that another sign contains, or that
    always hold; levels, verdicts and rows of the decision table out of reach; wrong `confirms_with`; questions and
    facts that no rule reads; advice that no answer can change; placeholders that may not be known when printed; a
    `why` that repeats the title; missing sources and examples.
    """
    from advisor.authoring.checks.check import check_folders
    from advisor.authoring.checks.faults import as_data, as_github, as_text

    begun = time.perf_counter()
    built_in = shipped_packs()
    found = check_folders([*built_in, *packs], trusted=len(built_in) if packs and not everything else 0)
    faults = sum(not f.warning for f in found)
    if form == "json":
        click.echo(json.dumps(as_data(found), ensure_ascii=False, indent=2))
    elif found:
        click.echo(as_text(found) if form == "text" else as_github(found))
    if form == "text":
        seconds = time.perf_counter() - begun
        words = f"{counted(faults, 'fault')}, {counted(len(found) - faults, 'warning')}"
        words = re.sub(r"\b0 ", "no ", words)
        click.echo(f"{words} ({seconds:.1f} s)")
    if faults:
        click.get_current_context().exit(3)


@command.command("test")
@click.argument("ids", nargs=-1, type=RULE, metavar="[ID]...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--cases", "folder", type=FOLDER_NAME, metavar="DIR", help="Folder of case files; the built-in ones by default."
)
@_EVERYTHING
@pack_options
def test(ids: tuple[str, ...], form: str, folder: str | None, everything: bool, choices: Choices) -> None:
    """Run the examples of every rule, and what the cases expect. Exit code 1 if one fails.

    With --pack, the examples of your packs are run, and those of each built-in rule that they can change the meaning
    of. With IDs (of diagnoses, contradictions, or `model`) only what concerns these is run.
    """
    from advisor.authoring.examples.examples import Examples
    from advisor.authoring.examples.outcomes import as_text

    advisor = choices.advisor()
    _known(ids, {**advisor.program.diagnoses, **advisor.knowledge.contradictions, "model": None})
    cases = _cases(advisor, folder)
    trusted = [] if everything else [p.name for p in advisor.packs if Path(p.folder) in shipped_packs()]
    examples = Examples(advisor.rulebase, trusted if choices.packs else ())
    outcomes = [*examples.outcomes(ids), *examples.expectations(cases, ids)]
    if form == "json":
        click.echo(json.dumps([asdict(o) for o in outcomes], ensure_ascii=False, default=str))
    else:
        click.echo(as_text(outcomes, advisor.knowledge))
    if not all(outcome.passed for outcome in outcomes):
        click.get_current_context().exit(1)


def _cases(advisor: Advisor, folder: str | None) -> list[tuple[str, Case]]:
    """The cases of a folder with their files; CaseError where one cannot be read, FileError where there is none."""
    files = files_of(Path(folder) if folder is not None else shipped("cases"))
    reads = read_cases(advisor, files)
    problems = [problem for read in reads for problem in read.problems]
    if any(read.case is None for read in reads):
        raise CaseError(problems)
    return [(read.name, read.case) for read in reads if read.case is not None]


def _known(ids: Iterable[str], known: Iterable[str]) -> None:
    """Refuse ids that nothing has."""
    from advisor.problems import did_you_mean

    names = list(known)
    for name in ids:
        if name not in names:
            raise click.UsageError(f"There's nothing called `{name}`. {did_you_mean(name, names) or ''}".strip())


@command.command("coverage")
@click.argument("ids", nargs=-1, type=RULE, metavar="[ID]...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--cases", "folder", type=FOLDER_NAME, metavar="DIR", help="Folder of case files; the built-in ones by default."
)
@click.option(
    "--boundaries",
    type=FOLDER_NAME,
    metavar="DIR",
    default=_BOUNDARIES,
    show_default=True,
    help="Folder of generated cases; it doesn't have to exist.",
)
@click.option(
    "--write",
    "target",
    type=FOLDER_NAME,
    metavar="DIR",
    help="Write generated cases for everything not shown by hand; those in --boundaries stay where they still fit.",
)
@advisor_options
def coverage(
    ids: tuple[str, ...], form: str, folder: str | None, boundaries: str, target: str | None, advisor: Advisor
) -> None:
    """Tell what examples, cases and generated boundaries show of every condition. Exit code 1 if something is missing.

    Each condition must be seen true, false and open; each test in it must decide it both ways, at its very threshold,
    wherever some case can show that. Cases for what is missing are printed, ready to paste.

    With IDs (of diagnoses, or contradictions, gates, model, actions, kit) only these are looked at.
    """
    from advisor.authoring.examples.boundaries import read_boundaries
    from advisor.authoring.examples.coverage import Coverage
    from advisor.authoring.examples.coverage_text import as_data, as_text, write_boundaries

    made = Coverage(advisor.rulebase)
    _known(ids, made.files)
    if ids and target is not None:
        raise click.UsageError("`--write` writes the cases of all rules. Leave out the IDs.")
    for file in [file for file in made.files if ids and file not in ids]:
        made.forget(file)
    made.add_examples()
    made.add_cases(case for _, case in _cases(advisor, folder))
    generated = list(read_boundaries(Path(boundaries)))
    if not generated and boundaries != _BOUNDARIES:
        click.echo(f"{boundaries}: No generated cases here; only examples and cases count.", err=True)
    if target is None:
        made.add_boundaries(generated)
    else:
        made.keep(generated)
    covered = made.finish()
    if form == "json":
        click.echo(json.dumps(as_data(covered), ensure_ascii=False, indent=2))
    else:
        click.echo(as_text(covered, ready=target is None))
    if target is not None:
        files = write_boundaries(Path(target), covered.boundaries)
        click.echo(
            f"{counted(len(covered.boundaries), 'case')} in {counted(files, 'file')} written to {target}", err=True
        )
    elif covered.missing:
        click.get_current_context().exit(1)


@command.command("schema")
@click.argument("name", required=False)
@click.option("--write", "folder", type=FOLDER_NAME, metavar="DIR", help="Write every schema to DIR/<name>.json.")
@advisor_options
def schema(name: str | None, folder: str | None, advisor: Advisor) -> None:
    """Print the JSON Schema called NAME (assessment, brief, case, diagnosis, ...), or write them all."""
    from advisor.files.writing import write_whole
    from advisor.problems import did_you_mean

    made = {key: json.dumps(value, indent=2, ensure_ascii=False) + "\n" for key, value in advisor.schemas().items()}
    if folder is not None:
        for key, text in made.items():
            write_whole(Path(folder) / f"{key}.json", text)
        click.echo(f"{len(made)} schemas written to {folder}", err=True)
    elif name is None:
        click.echo("\n".join(sorted(made)))
    elif name not in made:
        raise click.UsageError(
            f"There's no schema `{name}`. {did_you_mean(name, made) or 'There are ' + ', '.join(sorted(made)) + '.'}"
        )
    else:
        click.echo(made[name], nl=False)


for further in (show, words, new, sources, docs, diff):
    command.add_command(further)
