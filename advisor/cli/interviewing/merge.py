"""`advisor merge`."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.cases.files import find_case
from advisor.cli.names import FILE_NAME
from advisor.cli.options import advisor_options
from advisor.files.documents import UnreadableError
from advisor.interview.sheets.merging import merge
from advisor.interview.sheets.sheets import read_sheet, sheet_text
from advisor.interview.sitting.session import Session
from advisor.library import Advisor
from advisor.problems import FileError
from advisor.report.layout import wrapped
from advisor.shipped import shipped


@click.command("merge")
@click.argument("case", type=FILE_NAME, metavar="CASE")
@click.argument("sheet", type=FILE_NAME, metavar="SHEET")
@click.option("--by", metavar="NAME", help="Who filled in the sheet; by default, who it was made for.")
@advisor_options
def command(case: str, sheet: str, by: str | None, advisor: Advisor) -> None:
    """Add the answers in SHEET to CASE. Nothing is overwritten: where two people differ, both answers stay."""
    path = find_case(case)
    if path.resolve().is_relative_to(shipped("cases").resolve()):
        raise FileError(f"{case}: This is a built-in case. Copy it to a file of your own first.")
    try:
        text = sheet_text(Path(sheet).read_bytes())
    except OSError as error:
        raise FileError(f"{sheet}: Cannot be read: {error.strerror}.") from None
    except UnreadableError as error:
        raise FileError(str(error.problem.in_file(sheet))) from None
    with Session(path) as session:
        state = session.load(advisor.knowledge)
        filled = read_sheet(advisor.rulebase.program_for(state.answers), text, state.case.as_of, sheet)
        merged = merge(state.case, filled.answers, by or filled.by or Path(sheet).stem, advisor.knowledge)
        for problem in filled.problems:
            click.echo(str(problem), err=True)
        if filled.answers:
            session.save(state.with_answers(merged.case.answers))
    short = [advisor.program.question(question_id).short for question_id in merged.differ]
    told = [f"{len(merged.new)} new, {len(merged.differ)} different, {len(merged.same)} the same; saved in {path}."]
    if filled.problems:
        told.append(f"{len(filled.problems)} not understood (see above). Fix them in {sheet} and run this again.")
    if short:
        told.append(f"To settle in the interview or by hand: {'; '.join(short)}.")
    click.echo("\n".join(wrapped(" ".join(told))), err=True)
    if filled.problems:
        click.get_current_context().exit(3)
