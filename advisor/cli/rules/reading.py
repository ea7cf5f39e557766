"""`advisor rules show|words|sources|docs`: the knowledge base, readable."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path, PurePath
from typing import Any

import click

from advisor.cases.values import AnswerError
from advisor.cli.completing import ENTRY, SECTION
from advisor.cli.days import day_typed
from advisor.cli.names import FILE_NAME
from advisor.cli.options import advisor_options
from advisor.library import Advisor
from advisor.problems import did_you_mean


@click.command("show")
@click.argument("name", type=ENTRY, metavar="ID")
@click.option(
    "--yaml", "as_yaml", is_flag=True, help="The text of its file, to copy or to replace in a pack of your own."
)
@advisor_options
def show(name: str, as_yaml: bool, advisor: Advisor) -> None:
    """Print the diagnosis, question, fact, contradiction, action, row, figure or law called ID, for authors.

    `model` is the decision table.
    """
    from advisor.authoring.pages.laws import law_page
    from advisor.authoring.pages.portray import Portrait, folded
    from advisor.authoring.pages.rows import figure_page, row_page, rows_of, table_page
    from advisor.authoring.pages.written import entry_as_yaml

    knowledge, portrait = advisor.knowledge, Portrait(advisor.knowledge)
    kinds: tuple[tuple[Mapping[str, Any], Callable[[Any], Iterator[str]]], ...] = (
        (knowledge.diagnoses, portrait.diagnosis),
        (knowledge.questions, portrait.question),
        (knowledge.facts, portrait.fact),
        (knowledge.contradictions, portrait.contradiction),
        (knowledge.actions, portrait.action),
        ({f"law.{law}": entry for law, entry in knowledge.laws.items()}, partial(law_page, portrait.usage)),
        (rows_of(knowledge), partial(row_page, knowledge)),
        (knowledge.models, table_page),
        (knowledge.figures, figure_page),
    )
    for entries, page in kinds:
        if name in entries and as_yaml:
            entry = entries[name]
            place = f"{PurePath(entry.file).name} of the pack {entry.pack}"
            way = (
                f"In a pack of yours, `extends: {entry.pack}` changes parts of it, `replaces: {entry.pack}` all of it."
            )
            click.echo(f"# {place}. {way}\n{entry_as_yaml(entry)}", nl=False)
            return
        if name in entries:
            click.echo("\n".join(line for text in page(entries[name]) for line in folded(text)))
            return
    names = [name for entries, _ in kinds for name in entries]
    raise click.UsageError(f"There's nothing called `{name}`. {did_you_mean(name, names) or ''}".strip())


@click.command("words")
@click.argument("section", required=False, type=SECTION)
@advisor_options
def words(section: str | None, advisor: Advisor) -> None:
    """List what a condition may say: the names, types and options of a SECTION, or all sections."""
    from advisor.authoring.pages.words import section_names
    from advisor.authoring.pages.words import words as listed

    names = section_names(advisor.knowledge)
    if section is not None and section not in names:
        way = did_you_mean(section, names) or f"Sections are {', '.join(names)}."
        raise click.UsageError(f"There's no section `{section}`. {way}")
    click.echo("\n".join(listed(advisor.knowledge, advisor.program.vocabulary, section)))


@click.command("sources")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--on", metavar="DAY", help="Check reviews due on this date; today by default.")
@advisor_options
def sources(form: str, on: str | None, advisor: Advisor) -> None:
    """Show what rests on each numbered statement of the article, and which laws are due for review.

    Exit code 1 if nothing rests on a statement, unexplained.
    """
    from advisor.authoring.pages.laws import due_for_review, review_as_data, review_as_text
    from advisor.authoring.pages.statements import as_text, statements

    try:
        day = date.today() if on is None else day_typed(on)
    except AnswerError as error:
        raise click.UsageError(f"--on: {error.message} {error.suggestion or ''}".strip()) from None
    found = statements(advisor.knowledge)
    if form == "json":
        due = review_as_data(due_for_review(advisor.knowledge, day))
        click.echo(json.dumps({"statements": [asdict(s) for s in found], "law_due": due}, ensure_ascii=False))
    else:
        click.echo("\n".join([as_text(found), *review_as_text(advisor.knowledge, day)]))
    if not all(stated.accounted_for for stated in found):
        click.get_current_context().exit(1)


@click.command("docs")
@click.option("--write", "target", type=FILE_NAME, metavar="FILE", help="Write the page to FILE.")
@advisor_options
def docs(target: str | None, advisor: Advisor) -> None:
    """Print the whole knowledge base as one page of Markdown."""
    from advisor.authoring.pages.docs import knowledge_page
    from advisor.files.writing import write_whole

    page = knowledge_page(advisor.knowledge)
    if target is None:
        click.echo(page, nl=False)
    else:
        write_whole(Path(target), page)
        click.echo(f"{target} written", err=True)
