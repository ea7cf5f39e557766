"""A question, and those shown beside it, as a form that a client can show to a person; and what came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from advisor.language.vocabulary import Kind
from advisor.serving.takes import takes

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

UNSURE, NONE = "unsure", "none"
TITLED = "2025-11-25"  # the first protocol in which a form has options with titles, and lists


def form_of(questions: Sequence[Question], protocol: str | None) -> tuple[str, dict[str, Any]]:
    """What stands above the form, and its schema. Every field may be left empty."""
    titled = protocol is None or protocol >= TITLED
    message = questions[0].ask if len(questions) == 1 else f"{questions[0].ask} And what goes with it."
    message += " Leave a field empty to skip it."
    return message, {"type": "object", "properties": {each.id: _field(each, titled) for each in questions}}


def answers_of(content: Mapping[str, Any] | None, questions: Sequence[Question]) -> dict[str, Any]:
    """The answers in a form that came back, by question; empty fields are left out."""
    found: dict[str, Any] = {}
    for question in questions:
        value = (content or {}).get(question.id)
        if value is None or value == [] or (isinstance(value, str) and not value.strip()):
            continue
        if isinstance(value, list):
            value = UNSURE if UNSURE in value and _adds(question, UNSURE) else value
            value = [] if value == [NONE] and _adds(question, NONE) else value
        found[question.id] = value
    return found


def _adds(question: Question, name: str) -> bool:
    """Whether a form adds an option to those of the question."""
    return all(option.id != name for option in question.options)


def _field(question: Question, titled: bool) -> dict[str, Any]:
    said = {"title": question.ask, "description": question.help}
    options: dict[str, str] = {}
    if question.type is Kind.YES_NO:
        options = {"yes": "Yes", "no": "No"}
    elif question.type in (Kind.CHOICE, Kind.CHOICES):
        options = {option.id: option.label for option in question.options}
    if question.type is Kind.CHOICES and _adds(question, NONE):
        options[NONE] = "None of these"
    if options and _adds(question, UNSURE):
        options[UNSURE] = "I don't know"
    if not options or (question.type is Kind.CHOICES and not titled):
        listed = "" if not options else " " + "; ".join(f"{key}: {label}" for key, label in options.items()) + "."
        return {"type": "string", **said, "description": f"{question.help} It takes {takes(question)}.{listed}"}
    if question.type is Kind.CHOICES:
        items = [{"const": key, "title": label} for key, label in options.items()]
        return {"type": "array", **said, "items": {"anyOf": items}}
    if titled:
        return {"type": "string", **said, "oneOf": [{"const": key, "title": label} for key, label in options.items()]}
    return {"type": "string", **said, "enum": list(options), "enumNames": list(options.values())}
