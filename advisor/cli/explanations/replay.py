"""`advisor replay`, and reading saved assessments."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import click

from advisor.cases.case import Case
from advisor.cli.casefiles import find_case
from advisor.cli.options import advisor_options
from advisor.explaining.differences.replaying import case_of, replay
from advisor.files.documents import UnreadableError, decode
from advisor.files.json_text import read_json
from advisor.library import Advisor
from advisor.problems import CaseError, FileError


@click.command(
    "replay",
    epilog="\b\nExample:\n  advisor assess acme --format json > november.json\n  advisor replay november.json\n",
)
@click.argument("assessment", metavar="ASSESSMENT")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("-v", "--verbose", is_flag=True, help="Every place that differs.")
@advisor_options
def command(assessment: str, form: str, verbose: bool, advisor: Advisor) -> None:
    """Prove that the same result comes out of a saved assessment's answers, or show what differs.

    ASSESSMENT is what `advisor assess CASE --format json` printed. Exit code 1 if the rules or the result differ.
    """
    from advisor.cli.explanations.explain import show

    data = _saved(assessment)
    case, problems = case_of(data, advisor.knowledge, assessment)
    if case is None or not isinstance(data, Mapping):
        raise CaseError(problems)
    found = replay(data, advisor.assess(case))
    show([found], advisor, form, verbose)
    if not found.clean:
        click.get_current_context().exit(1)


def saved_case(advisor: Advisor, name: str) -> Case | None:
    """The case of a saved assessment; None where the file is something else, such as a case."""
    if name == "-" or find_case(name).suffix != ".json":
        return None
    data = _saved(name)
    if not isinstance(data, Mapping) or "diagnoses" not in data:
        return None
    case, problems = case_of(data, advisor.knowledge, name)
    if case is None:
        raise CaseError(problems)
    return case


def _saved(name: str) -> Any:
    """The JSON of a file, or of standard input; CaseError where it is none."""
    try:
        raw = sys.stdin.buffer.read() if name == "-" else find_case(name).read_bytes()
        return read_json(decode(raw)).data
    except UnreadableError as error:
        raise CaseError([error.problem.in_file(name)]) from None
    except OSError as error:
        raise FileError(f"{name}: Cannot be read: {error.strerror}.") from None
