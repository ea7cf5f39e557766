"""`advisor questions`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cases.answers import DontKnow
from advisor.cases.case import Case
from advisor.cases.opening import answering
from advisor.cli.casefiles import read_cases
from advisor.cli.completing import PERSON
from advisor.cli.names import CASE_NAME, FILE_NAME
from advisor.cli.options import advisor_options
from advisor.files.documents import UnreadableError
from advisor.files.writing import write_whole
from advisor.inference.compiled.program import Program
from advisor.knowledge.opening.naming import capital
from advisor.language.shown import counted
from advisor.library import Advisor
from advisor.problems import CaseError, FileError, name_in_text, one_line
from advisor.result.assessment import Assessment

if TYPE_CHECKING:
    from advisor.knowledge.models import Question


@click.command("questions")
@click.argument("case", type=CASE_NAME, metavar="CASE")
@click.option("--who", type=PERSON, metavar="PERSON", help="Only the questions for this person.")
@click.option(
    "-o",
    "--output",
    "sheet",
    type=FILE_NAME,
    metavar="SHEET",
    help="Where to write the sheet: .md or .csv; the screen by default.",
)
@click.option(
    "--html",
    "form",
    type=FILE_NAME,
    metavar="FILE",
    help="Where to write a form to fill in with a browser, in place of the sheet.",
)
@advisor_options
def command(case: str, who: str | None, sheet: str | None, form: str | None, advisor: Advisor) -> None:
    """A sheet of the open questions of CASE for someone else to fill in. `advisor merge` reads it back in."""
    from advisor.interview.sheets.heads import head_of
    from advisor.interview.sheets.sheets import csv_sheet, markdown_sheet

    if sheet is not None and form is not None:
        raise click.UsageError("-o and --html exclude each other.")
    people = advisor.knowledge.who_can_be_asked
    who = _person(advisor, who)
    if who is not None and who not in people:
        known = ", ".join(f"'{person}'" for person in people)
        raise click.BadParameter(f"'{who}' isn't one of {known}.", param_hint="'--who'")
    company = _one_case(advisor, case)
    here = answering(advisor.knowledge, company.answers)
    if who is not None and who == here:
        click.echo(
            f"{capital(advisor.knowledge.person_title(who))} answers this case. Pick up the interview instead.",
            err=True,
        )
        return
    assessment = advisor.assess(company)
    program = advisor.rulebase.program_for(company.answers)
    questions = [program.question(question_id) for question_id in open_for(advisor, assessment, who)]
    if not questions:
        click.echo("There's nothing to ask" + (f" {who}" if who else "") + " that could change the result.", err=True)
        return
    if form is not None:
        _write_form(advisor, assessment, who, questions, Path(form), case)
        return
    as_csv = sheet is not None and sheet.endswith(".csv")
    head = head_of(program, assessment, who)
    text = (
        csv_sheet(questions, head)
        if as_csv
        else markdown_sheet(company.id, company.as_of, who or "anybody", questions, head)
    )
    if sheet is None:
        click.echo(text, nl=False)
        return
    _refuse_if_filled_in(program, sheet, case)
    write_whole(Path(sheet), text, private=True)
    click.echo(
        f"{counted(len(questions), 'question')} in {sheet}. Once it's filled in, run: advisor merge {case} {sheet}",
        err=True,
    )


def _one_case(advisor: Advisor, case: str) -> Case:
    """The one case of a file."""
    found = read_cases(advisor, [case])
    problems = [problem for read in found for problem in read.problems]
    if problems:
        raise CaseError(problems)
    if len(found) != 1 or found[0].case is None:
        raise click.UsageError(f"{case} holds {len(found)} cases; a sheet is about one.")
    return found[0].case


def _write_form(
    advisor: Advisor, assessment: Assessment, who: str | None, questions: list[Question], path: Path, case: str
) -> None:
    """Write a form; what somebody filled in is kept by their browser, so nothing of theirs can be overwritten."""
    from advisor.interview.sheets.form import file_name, form_page
    from advisor.interview.sheets.heads import head_of

    company, name = assessment.assessed.case, who or "anybody"
    person = advisor.knowledge.person_title(who) if who is not None else "your colleagues"
    head = head_of(advisor.rulebase.program_for(company.answers), assessment, who)
    shown_as = name_in_text(Path(case).name)
    write_whole(path, form_page(company.id, company.as_of, name, person, questions, head, shown_as), private=True)
    merge = f"advisor merge {shown_as} {file_name(company.id, name)}"
    click.echo(one_line(f"{counted(len(questions), 'question')} in {path}. Once it comes back, run: {merge}"), err=True)


def _refuse_if_filled_in(program: Program, sheet: str, case: str) -> None:
    """FileError where a sheet stands that somebody has answered: their work would be gone."""
    from advisor.interview.sheets.sheets import read_sheet, sheet_text

    try:
        text = sheet_text(Path(sheet).read_bytes())
    except (OSError, UnreadableError):
        return
    filled = read_sheet(program, text, date.today(), sheet)
    if filled.answers or filled.problems:
        way = f"Read them in with `advisor merge {case} {sheet}`, or name another file."
        raise FileError(f"{sheet}: This sheet has answers in it. {way}")


def _person(advisor: Advisor, said: str | None) -> str | None:
    """The id of the person that somebody typed: it, or what the person is called, whatever its capitals."""
    if said is None:
        return None
    plain = said.casefold().removeprefix("the ")
    for person, entry in advisor.knowledge.people.items():
        names = (person, person.replace("_", " "), entry.model.short, entry.model.title)
        if plain in [name.casefold().removeprefix("the ") for name in names]:
            return person
    return said


def open_for(advisor: Advisor, assessment: Assessment, who: str | None) -> list[str]:
    """The questions that could still change something, of one person, or of everybody but the one who is answering:
    those that nobody answered, and "don't know".
    """
    found, case = [], assessment.assessed.case
    here = answering(advisor.knowledge, case.answers)
    for question in assessment.open_questions:
        said = case.answers[question.id].said if question.id in case.answers else None
        asked = said.ask if isinstance(said, DontKnow) else None
        knows = asked or advisor.program.question(question.id).who
        if knows == who or (who is None and knows != here):
            found.append(question.id)
    order = {question_id: number for number, question_id in enumerate(advisor.program.knowledge.questions)}
    return sorted(found, key=order.__getitem__)
