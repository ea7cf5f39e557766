"""What an author told of a question, a fact, an action, a row or a contradiction, as entries of a pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from advisor.authoring.conditions.programs import program_of
from advisor.authoring.drafts.placing import Addition
from advisor.authoring.examples.worked import example_lines, worked_contradiction
from advisor.authoring.pages.written import block
from advisor.authoring.solver.worlds import Worlds
from advisor.files.documents import Document
from advisor.knowledge.models import Contradiction, Question
from advisor.knowledge.pack import Entry, Knowledge
from advisor.problems import PackError


def source_of(told: str) -> dict[str, str]:
    """A source: a number of the article, such as 03.1, or a sentence of the author's own."""
    digits = told.replace(".", "", 1)
    is_number = digits.isascii() and digits.isdigit() and 2 <= len(told.partition(".")[0]) <= 2
    return {"article" if is_number else "judgement": told}


def question_addition(section: str, title: str, data: Mapping[str, Any], knowledge: Knowledge) -> Addition:
    """A question for the file of its section; a section that is there keeps its title and its place."""
    known = next((each for each in knowledge.sections if each.id == section), None)
    order = known.order if known is not None else max((each.order for each in knowledge.sections), default=0) + 10
    head = {"section": section, "title": known.title if known is not None else title, "order": order}
    return Addition(f"questions/{section}.yaml", data, "questions", head)


def fact_addition(data: Mapping[str, Any]) -> Addition:
    """A derived fact for the file of facts."""
    return Addition("facts.yaml", data, "facts")


def action_addition(data: Mapping[str, Any]) -> Addition:
    """An action in a file of its own."""
    return Addition(f"actions/{data['id']}.yaml", data)


def row_addition(data: Mapping[str, Any], knowledge: Knowledge) -> Addition:
    """A row for a table that extends the one that is there."""
    pack = knowledge.table.pack if knowledge.table is not None else ""
    return Addition("model.yaml", data, "rows", {"extends": pack or True})


def contradiction_additions(
    data: Mapping[str, Any], replies: Sequence[tuple[str, str]], who: str, knowledge: Knowledge
) -> list[Addition]:
    """A contradiction, and the question that settles it; `replies` are the answers with the label that each has there.

    Needs the solver, which works out the examples.
    """
    name = str(data["id"]).replace("-", "_")
    section = next((each for each in knowledge.sections if each.id == "settle"), None)
    settling = {
        "id": f"settle.{name}",
        "ask": f"{str(data['title']).rstrip('.?')}: which answer is wrong?",
        "short": f"Which answer is wrong: {str(data['title'])[:50].strip()}",
        "help": "They can't all be true. Pick the one to take back.",
        "type": "choice",
        "options": [{"id": answer.replace(".", "_"), "label": label} for answer, label in replies],
        "settles": True,
        "who": who,
        "changeable": False,
        "seconds": 10,
    }
    answers = [answer for answer, _ in replies]
    withdraws = {answer.replace(".", "_"): answer for answer in answers}
    whole = {**data, "answers": answers, "settle": {"question": settling["id"], "withdraws": withdraws}}
    lines = list(block({key: whole[key] for key in ("id", "title", "when", "answers", "says", "settle", "source")}))
    examples = _worked(whole, settling, knowledge)
    text = "\n".join([*lines, "examples:", *examples] if examples else lines) + "\n"
    title = section.title if section is not None else "Conflicting answers"
    return [
        question_addition("settle", title, settling, knowledge),
        Addition(f"contradictions/{data['id']}.yaml", whole, text=text),
    ]


def _worked(data: Mapping[str, Any], settling: Mapping[str, Any], knowledge: Knowledge) -> list[str]:
    """Examples of the contradiction as YAML; none where it doesn't compile, which the loader tells about."""

    def entry(model: Any) -> Entry[Any]:
        return Entry(model, "", "", Document({}))

    contradiction, question = Contradiction.model_validate(data), Question.model_validate(settling)
    with_both = Knowledge(
        **{
            **{name: getattr(knowledge, name) for name in Knowledge.__dataclass_fields__},
            "questions": {**knowledge.questions, question.id: entry(question)},
            "contradictions": {**knowledge.contradictions, contradiction.id: entry(contradiction)},
        }
    )
    try:
        program = program_of(with_both)
    except PackError:
        return []
    return example_lines(worked_contradiction(program, Worlds(program, complete=True), contradiction.id))
