"""The dialogues of `advisor rules new` for everything beside diagnoses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import click

from advisor.cli.rules.asking import (
    condition,
    dotted,
    identifier,
    new_in,
    number,
    one_of,
    sentence,
    snake,
    words,
)

if TYPE_CHECKING:
    from advisor.authoring.drafts.placing import Addition
    from advisor.knowledge.models import Question
    from advisor.library import Advisor

_EFFORTS = ("half-day", "two-days", "week", "more")
_KINDS = ("fix", "gate", "look-up", "duty")
SOURCE = "Source (a statement such as 03.1, or a sentence of your own)"


def new_question(advisor: Advisor, name: str) -> list[Addition]:
    """A question, in a section that is there or in one of the author's own."""
    from advisor.authoring.drafts.entries import question_addition
    from advisor.language.vocabulary import Kind

    knowledge = advisor.knowledge
    dotted(name)
    _is_new(name, {**knowledge.questions, **knowledge.facts}, "question or fact")
    sections = [section.id for section in knowledge.sections]
    section = click.prompt("Section (one of `advisor rules words`, or a new one)", value_proc=identifier)
    title = section
    if section not in sections:
        title = click.prompt("Title of the section", value_proc=words())
    data: dict[str, Any] = {"id": name, "ask": click.prompt("Question", value_proc=words())}
    data["short"] = click.prompt("In a few words, for tables", value_proc=words(75))
    data["help"] = click.prompt("What counts as an answer", value_proc=words())
    data["type"] = click.prompt("Type", type=click.Choice([kind.value for kind in Kind]))
    if data["type"] in ("choice", "choices"):
        data["options"] = _options()
    elif data["type"] in ("number", "whole-number"):
        least = click.prompt("Least number", value_proc=number)
        greatest = click.prompt("Greatest number", value_proc=_above(least))
        data["range"] = [least, greatest]
        data["unit"] = click.prompt("Unit, such as days", value_proc=words(40))
    elif data["type"] == "date":
        data["lies"] = click.prompt("It lies", type=click.Choice(["ahead", "behind"]))
    gate = click.prompt("Asked only when (a condition, or none)", value_proc=condition(advisor, none=True))
    if gate is not None:
        data["asked_when"] = gate
    data["who"] = click.prompt("Who knows it", value_proc=one_of(knowledge.who_can_be_asked, "person"))
    data["changeable"] = click.confirm("Can you change it, as you can't change the past?", default=True)
    data["seconds"] = click.prompt("Seconds to answer it", type=click.IntRange(1, 600), default=15)
    return [question_addition(section, title, data, knowledge)]


def new_fact(advisor: Advisor, name: str) -> list[Addition]:
    """A derived fact: a condition, or a number."""
    from advisor.authoring.drafts.entries import fact_addition

    dotted(name)
    _is_new(name, {**advisor.knowledge.questions, **advisor.knowledge.facts}, "question or fact")
    data = {"id": name, "title": click.prompt("In words, as in `there are few desks`", value_proc=words())}
    return [fact_addition({**data, "when": click.prompt("It's true when", value_proc=condition(advisor))})]


def new_action(advisor: Advisor, name: str) -> list[Addition]:
    """Something to do, and what it changes or cures."""
    from advisor.authoring.drafts.entries import action_addition, source_of

    knowledge = advisor.knowledge
    identifier(name)
    _is_new(name, knowledge.actions, "action")
    data: dict[str, Any] = {"id": name}
    data["title"] = click.prompt("Title, starting with a verb", value_proc=sentence(advisor, 90))
    data["kind"] = click.prompt("Kind", type=click.Choice(_KINDS), default="fix")
    data["owner"] = click.prompt("Who does it", value_proc=one_of(knowledge.who_can_be_asked, "person"))
    offered = click.prompt("Offered only when (a condition, or none)", value_proc=condition(advisor, none=True))
    if offered is not None:
        data["when"] = offered
    asked = one_of(knowledge.questions, "question", none=True, way="`advisor rules words` lists them.")
    changed = click.prompt("Which answer does it change? (a question, or none)", value_proc=asked)
    if changed is not None:
        data["changes"] = [_change(knowledge.questions[changed].model)]
    cured = one_of(knowledge.diagnoses, "diagnosis", none=True)
    diagnosis = click.prompt("Which problem of the past does it cure? (an id, or none)", value_proc=cured)
    if diagnosis is not None:
        share = click.prompt("Share of it that goes away", type=click.FloatRange(0.01, 1), default=0.5)
        data["cures"] = {diagnosis: share}
    data["weeks"] = click.prompt("Weeks until it counts", type=click.FloatRange(0, 104))
    data["effort"] = click.prompt("Effort", type=click.Choice(_EFFORTS))
    data["shows"] = click.prompt("How you see that it worked", value_proc=sentence(advisor))
    data["source"] = [source_of(click.prompt(SOURCE, value_proc=words()))]
    return [action_addition(data)]


def new_row(advisor: Advisor, name: str) -> list[Addition]:
    """A row of the decision table, above one that is there."""
    from advisor.authoring.drafts.entries import row_addition, source_of
    from advisor.knowledge.planmodels import StaffingModel

    table = advisor.knowledge.table
    if table is None:
        raise click.UsageError("These rules have no decision table, so a row has nowhere to stand.")
    rows = {row.id: row for row in table.model.rows}
    identifier(name)
    _is_new(name, rows, "row")
    data: dict[str, Any] = {"id": name}
    data["before"] = click.prompt("It stands above the row", value_proc=one_of(rows, "row"))
    data["model"] = click.prompt("Staffing option", type=click.Choice(get_args(StaffingModel)))
    data["when"] = click.prompt("It's true when", value_proc=condition(advisor))
    data["because"] = click.prompt("Because", value_proc=sentence(advisor))
    data["wins_if"] = click.prompt("It would win if, as in `your runway is short`", value_proc=sentence(advisor))
    data["source"] = [source_of(click.prompt(SOURCE, value_proc=words()))]
    return [row_addition(data, advisor.knowledge)]


def new_contradiction(advisor: Advisor, name: str) -> list[Addition]:
    """Answers that can't all be true, and the question that settles it."""
    from advisor.authoring.drafts.entries import contradiction_additions, source_of
    from advisor.language.parsing.parse import parse_condition
    from advisor.language.tree import questions_of

    identifier(name)
    _is_new(name, advisor.knowledge.contradictions, "contradiction")
    data: dict[str, Any] = {"id": name, "title": click.prompt("Title", value_proc=words())}

    def of_two(text: str) -> str:
        told: str = condition(advisor)(text)
        if len(set(questions_of(parse_condition(told, advisor.program.vocabulary)))) < 2:
            raise click.UsageError("Two answers at least have to clash: name two questions.")
        return told

    data["when"] = click.prompt("They can't all be true when", value_proc=of_two)
    data["says"] = click.prompt("It says", value_proc=sentence(advisor))
    asked = list(dict.fromkeys(questions_of(parse_condition(data["when"], advisor.program.vocabulary))))
    replies = [
        (question, click.prompt(f"In a few words, `{question}` as the wrong answer", value_proc=words(90)))
        for question in asked
    ]
    who = click.prompt("Who can settle it", value_proc=one_of(advisor.knowledge.who_can_be_asked, "person"))
    data["source"] = [source_of(click.prompt(SOURCE, value_proc=words()))]
    return contradiction_additions(data, replies, who, advisor.knowledge)


DIALOGUES = {
    "question": new_question,
    "action": new_action,
    "fact": new_fact,
    "row": new_row,
    "contradiction": new_contradiction,
}


def _is_new(name: str, known: Any, what: str) -> None:
    if name in known:
        pack = getattr(known[name], "pack", None)
        raise click.UsageError(f"There's already a {what} `{name}`" + (f", in the pack `{pack}`." if pack else "."))


def _options() -> list[dict[str, str]]:
    """Two options or more."""
    told: dict[str, str] = {}
    while len(told) < 2 or click.confirm("Another option?"):
        option = click.prompt("Option (its id)", value_proc=new_in(told, "an option", snake))
        told[option] = click.prompt("Its label", value_proc=words(90))
    return [{"id": option, "label": label} for option, label in told.items()]


def _above(least: float) -> Any:
    def read(text: str) -> float:
        if number(text) <= least:
            raise click.UsageError("The greatest number is above the least.")
        return number(text)

    return read


def _change(question: Question) -> dict[str, Any]:
    """What an answer is once the action is done."""
    from advisor.language.vocabulary import Kind

    options = [option.id for option in question.options]
    if question.type is Kind.YES_NO:
        return {"question": question.id, "set": click.prompt("To", type=click.Choice(["yes", "no"])) == "yes"}
    if question.type is Kind.CHOICE:
        return {"question": question.id, "set": click.prompt("To", type=click.Choice(options))}
    if question.type is Kind.CHOICES:
        return {"question": question.id, "add": [click.prompt("Adds", type=click.Choice(options))]}
    if question.type is Kind.DATE:
        return {"question": question.id, "later_days": click.prompt("So many days later", type=click.IntRange(1, 730))}
    if not question.type.numeric:
        raise click.UsageError("An action can't change what someone calls something.")
    end = click.prompt("At most or at least", type=click.Choice(["at_most", "at_least"]))
    low, high = question.range or (float("-inf"), float("inf"))
    return {"question": question.id, end: click.prompt("That many", type=click.FloatRange(low, high))}
