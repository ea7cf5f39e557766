"""`advisor rules`: the commands for those who write rules."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from advisor.cli.casefiles import read_cases
from advisor.cli.options import advisor_options
from advisor.library import Advisor
from advisor.shipped import shipped


@click.group("rules")
def command() -> None:
    """For those who write rules."""


@command.command("test")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--cases", "folder", metavar="DIR", help="Folder of case files; the shipped ones otherwise.")
@advisor_options
def test(form: str, folder: str | None, advisor: Advisor) -> None:
    """Run the examples of every rule, and what the cases expect. Exit code 1 if one fails."""
    from advisor.authoring.examples import run_examples, run_expectations

    files = sorted(str(p) for p in (Path(folder) if folder else shipped("cases")).glob("*.yaml"))
    reads = list(read_cases(advisor, files)) if files else []
    for read in reads:
        for problem in read.problems:
            click.echo(str(problem), err=True)
    outcomes = list(run_examples(advisor))
    outcomes += run_expectations(advisor, [(read.name, read.case) for read in reads if read.case is not None])
    failed = [o for o in outcomes if not o.passed]
    if form == "json":
        click.echo(json.dumps([asdict(o) for o in outcomes], ensure_ascii=False, default=str))
    else:
        for outcome in failed:
            click.echo(
                f"{outcome.file}:{outcome.line}: {outcome.rule}: {outcome.name}: "
                f"expected {outcome.expected}, got {outcome.got}"
            )
            for problem in outcome.problems:
                click.echo(f"    {problem}")
            if outcome.missing:
                click.echo("    still open, add to `given:` " + ", ".join(f"{q}: ..." for q in outcome.missing))
        click.echo(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    if any(read.case is None for read in reads):
        click.get_current_context().exit(3)
    if failed:
        click.get_current_context().exit(1)


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
