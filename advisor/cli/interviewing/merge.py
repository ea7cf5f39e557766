"""`advisor merge`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from advisor.cases.case import Case
from advisor.cases.files import find_case
from advisor.cli.casefiles import standard_input
from advisor.cli.names import FILE_NAME
from advisor.cli.options import advisor_options
from advisor.files.documents import UnreadableError
from advisor.inference.compiled.program import Program
from advisor.interview.sheets.answered import is_answered, read_answered
from advisor.interview.sheets.merging import merge, with_who_and_when
from advisor.interview.sheets.sheets import Filled, read_sheet, sheet_text
from advisor.interview.sitting.session import Session
from advisor.library import Advisor
from advisor.problems import FileError, one_line
from advisor.report.layout import wrapped
from advisor.shipped import shipped


@click.command(
    "merge",
    epilog="\b\nExamples:\n  advisor merge acme.yaml cto.md                    a sheet that was filled in\n"
    "  advisor merge acme.yaml acme-cto-answers.json     what a form saved\n"
    "  advisor merge acme.yaml - < pasted.txt            what a form copied\n",
)
@click.argument("case", type=FILE_NAME, metavar="CASE")
@click.argument("sheet", type=FILE_NAME, metavar="SHEET")
@click.option("--by", metavar="NAME", help="Who filled in the sheet; by default, who it was made for.")
@advisor_options
def command(case: str, sheet: str, by: str | None, advisor: Advisor) -> None:
    """Add the answers in SHEET to CASE. Nothing is overwritten: where two people differ, both answers stay.

    Who answered what, and when, is kept in the case. What the answers changed in the result is printed.
    """
    path = find_case(case)
    if path.resolve().is_relative_to(shipped("cases").resolve()):
        raise FileError(f"{case}: This is a built-in case. Copy it to a file of your own first.")
    text = _text_of(sheet)
    with Session(path) as session:
        state = session.load(advisor.knowledge)
        filled = _filled(advisor.rulebase.program_for(state.answers), text, state.case, sheet)
        whose = by or filled.by or Path(sheet).stem
        merged = merge(state.case, filled.answers, whose, advisor.knowledge)
        for problem in filled.problems:
            click.echo(str(problem), err=True)
        if filled.answers:
            after = with_who_and_when(merged, whose, filled.on or date.today())
            session.save(replace(state.with_answers(after.answers), case=after))
    short = [advisor.program.question(question_id).short for question_id in merged.differ]
    told = [f"{len(merged.new)} new, {len(merged.differ)} different, {len(merged.same)} the same; saved in {path}."]
    if filled.problems:
        told.append(f"{len(filled.problems)} not understood (see above). Fix them in {sheet} and run this again.")
    if short:
        told.append(f"To settle in the interview or by hand: {'; '.join(short)}.")
    click.echo("\n".join(wrapped(" ".join(told))), err=True)
    if merged.new or merged.differ:
        _tell_changes(advisor, state.case, merged.case)
    if filled.problems:
        click.get_current_context().exit(3)


def _text_of(sheet: str) -> str:
    """The text of a sheet or of what a form saved; of standard input for `-`."""
    try:
        return sheet_text(standard_input() if sheet == "-" else Path(sheet).read_bytes())
    except OSError as error:
        raise FileError(f"{sheet}: Cannot be read: {error.strerror}.") from None
    except UnreadableError as error:
        raise FileError(str(error.problem.in_file(sheet))) from None


def _filled(program: Program, text: str, case: Case, sheet: str) -> Filled:
    """What a sheet or a form says; a form of another case is told, since its answers may not be about this one."""
    if not is_answered(text):
        return read_sheet(program, text, case.as_of, sheet)
    filled = read_answered(program, text, sheet)
    if filled.case is not None and filled.case != case.id:
        click.echo(one_line(f"{sheet}: These answers are about {filled.case}, not {case.id}."), err=True)
    return filled


def _tell_changes(advisor: Advisor, before: Case, after: Case) -> None:
    """Print what the answers changed in the result."""
    from advisor.explaining.differences.difference import difference
    from advisor.explaining.views import text_of_difference
    from advisor.explaining.views.lines import names_in

    found = difference(advisor.assess(before), advisor.assess(after))
    click.echo(text_of_difference(found, names_in(advisor.knowledge)), nl=False)
