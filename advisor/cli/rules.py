"""`advisor rules`: the commands for those who write rules."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from advisor.cli.casefiles import read_cases
from advisor.cli.options import advisor_options
from advisor.cli.rulesdiff import command as diff
from advisor.library import Advisor
from advisor.shipped import shipped


@click.group("rules")
def command() -> None:
    """For those who write rules."""


@command.command("check")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--pack", "packs", multiple=True, metavar="DIR", help="A folder of rules that stands over the shipped ones.")
def check(form: str, packs: tuple[str, ...]) -> None:
    """Find every fault of the rules at once. Exit code 3 if there is one.

    Beside wrong names, types and circles these are: signs that can never hold, that another sign contains, or that
    always hold; levels, verdicts and rows of the decision table out of reach; wrong `confirms_with`; questions and
    facts that nobody reads; advice that no answer can change; placeholders that may not be known when printed; a
    `why` that repeats the title; missing sources and examples.
    """
    from advisor.authoring.check import check_folders
    from advisor.authoring.faults import as_data, as_github, as_text

    begun = time.perf_counter()
    found = check_folders([shipped("rules"), *packs])
    faults = sum(not f.warning for f in found)
    if form == "json":
        click.echo(json.dumps(as_data(found), ensure_ascii=False, indent=2))
    elif found:
        click.echo(as_text(found) if form == "text" else as_github(found))
    if form == "text":
        seconds = time.perf_counter() - begun
        click.echo(f"{_counted(faults, 'fault')}, {_counted(len(found) - faults, 'warning')} ({seconds:.1f} s)")
    if faults:
        click.get_current_context().exit(3)


def _counted(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"


@command.command("test")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--cases", "folder", metavar="DIR", help="Folder of case files; the shipped ones otherwise.")
@advisor_options
def test(ids: tuple[str, ...], form: str, folder: str | None, advisor: Advisor) -> None:
    """Run the examples of every rule, and what the cases expect. Exit code 1 if one fails.

    With IDs (of diagnoses, contradictions, or `model`) only what concerns these is run.
    """
    from advisor.authoring.examples import Examples
    from advisor.authoring.outcomes import as_text

    _known(ids, {**advisor.program.judgements, **advisor.knowledge.contradictions, "model": None})
    files = sorted(str(p) for p in (Path(folder) if folder else shipped("cases")).glob("*.yaml"))
    reads = list(read_cases(advisor, files)) if files else []
    for read in reads:
        for problem in read.problems:
            click.echo(str(problem), err=True)
    examples = Examples(advisor)
    cases = [(read.name, read.case) for read in reads if read.case is not None]
    outcomes = [*examples.outcomes(ids), *examples.expectations(cases, ids)]
    if form == "json":
        click.echo(json.dumps([asdict(o) for o in outcomes], ensure_ascii=False, default=str))
    else:
        click.echo(as_text(outcomes, advisor.knowledge))
    if any(read.case is None for read in reads):
        click.get_current_context().exit(3)
    if not all(outcome.passed for outcome in outcomes):
        click.get_current_context().exit(1)


def _known(ids: Iterable[str], known: Iterable[str]) -> None:
    """Refuse ids that nothing has."""
    from advisor.problems import did_you_mean

    names = list(known)
    for id in ids:
        if id not in names:
            raise click.UsageError(f"There is nothing called `{id}`. {did_you_mean(id, names) or ''}".strip())


@command.command("schema")
@click.argument("name", required=False)
@click.option("--write", "folder", metavar="DIR", help="Write every schema to DIR/<name>.json.")
@advisor_options
def schema(name: str | None, folder: str | None, advisor: Advisor) -> None:
    """Print the JSON Schema called NAME (assessment, case, diagnosis, ...), or write them all."""
    from advisor.problems import did_you_mean
    from advisor.report.schema import schemas
    from advisor.report.writing import write_whole

    made = {key: json.dumps(value, indent=2, ensure_ascii=False) + "\n" for key, value in schemas(advisor.knowledge).items()}
    if folder is not None:
        for key, text in made.items():
            write_whole(Path(folder) / f"{key}.json", text)
        click.echo(f"{len(made)} schemas written to {folder}", err=True)
    elif name is None:
        click.echo("\n".join(sorted(made)))
    elif name not in made:
        raise click.UsageError(f"There is no schema `{name}`. {did_you_mean(name, made) or 'There are ' + ', '.join(sorted(made)) + '.'}")
    else:
        click.echo(made[name], nl=False)


command.add_command(diff)
