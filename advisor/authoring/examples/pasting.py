"""Answers as YAML to paste: what may be written for a question, and cases as they stand in files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from advisor.knowledge.models import Question
from advisor.knowledge.pack import Knowledge
from advisor.language.tree import plain_number
from advisor.language.vocabulary import Kind


def answer_lines(knowledge: Knowledge, questions: Iterable[str]) -> list[str]:
    """A line for each question, with a possible answer and what else may stand there."""
    return [answer_line(knowledge.questions[question].model) for question in questions]


def answer_line(question: Question) -> str:
    """`loop.rounds: 3  # 0 to 20`"""
    value, others = _possible(question)
    return f"{question.id}: {value}  # {others}"


def _possible(question: Question) -> tuple[str, str]:
    kind = question.type
    if kind is Kind.YES_NO:
        return "true", "or false"
    options = [option.id for option in question.options]
    if kind is Kind.CHOICE:
        return options[0], "or " + ", ".join(options[1:])
    if kind is Kind.CHOICES:
        return f"[{options[0]}]", "any of " + ", ".join(options)
    if kind is Kind.DATE:
        return "2027-01-17", "a day"
    if kind is Kind.TEXT:
        return "...", "a text"
    low, high = question.range or (0, 0)
    unit = f" {question.unit}" if question.unit else ""
    return plain_number(low), f"{plain_number(low)} to {plain_number(high)}{unit}"


def as_yaml(value: Any) -> str:
    """A plain value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {as_yaml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(as_yaml(inner) for inner in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return plain_number(value) if value == round(value, 4) else repr(value)
    return text_as_yaml(value) if isinstance(value, str) else str(value)


def text_as_yaml(text: str) -> str:
    """A text as a YAML scalar on one line, quoted where it must be."""
    plain = text and not any(sign in text for sign in ":#{}[],&*!|>'\"%@`\n\\") and text[0] not in "-? "
    typed = text.lower() in ("true", "false", "null", "~") or text[-1:] == " " or text.replace(".", "", 1).isdigit()
    return text if plain and not typed else json.dumps(text, ensure_ascii=False)
