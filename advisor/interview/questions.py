"""A question as plain data: what a client needs to show it and to read an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.interview.shapes import QuestionData
    from advisor.knowledge.models import Question


def question_as_data(question: Question, section: str) -> QuestionData:
    """A question, in the section of that id."""
    return {
        "id": question.id,
        "section": section,
        "ask": question.ask,
        "short": question.short,
        "help": question.help,
        "type": question.type.value,
        "options": [{"id": each.id, "label": each.label, "help": each.help} for each in question.options],
        "most": question.most,
        "range": list(question.range) if question.range is not None else None,
        "bands": [{"label": band.label, "from": band.low, "to": band.high} for band in question.bands],
        "unit": question.unit,
        "lies": question.lies,
        "who": question.who,
        "known": question.known,
        "line": question.line,
        "seconds": question.seconds,
        "confidential": question.confidential,
    }
