"""The strategic questions answered from the case, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.report.kit.guarded import to_answer, true_ones, unknown
from advisor.report.kit.measures import in_words
from advisor.report.layout import escaped
from advisor.report.staffing import assumptions
from advisor.report.told import Told

if TYPE_CHECKING:
    from advisor.files.documents import Path
    from advisor.knowledge.kit.guarded import AnswerPart, Strategy

ASKED_ABOVE = "we need the answer above first"


def strategy_lines(told: Told, strategy: Strategy) -> Iterator[str]:
    """The questions as a section, an empty line before it."""
    yield from ("", f"## {escaped(strategy.title)}")
    if strategy.lead is not None:
        yield from ("", escaped(strategy.lead))
    asked: set[str] = set()
    for i, question in enumerate(strategy.questions):
        yield from ("", f"### {escaped(question.ask)}", "")
        for j, part in enumerate(question.parts):
            said = _part(told, part, ("strategy", "questions", i, "parts", j, "first_of"), asked)
            if said:
                yield f"- {escaped(said)}"
        for option in question.options if question.measure is not None else ():
            if option in told.knowledge.options:
                title = told.knowledge.options[option].model.title
                yield f"- {escaped(title)}: {escaped(in_words(told, option, question.measure or ''))}"
        if question.measure is not None and assumptions(told):
            yield from ("", escaped(assumptions(told)))


def _part(told: Told, part: AnswerPart, at: Path, asked: set[str]) -> str:
    """The first sentence that is true; else what to answer, and nothing where no answer is missing.

    Each question stands on the page once: `asked` are those that do already.
    """
    for text in true_ones(told, part.first_of, at):
        return text
    missing = unknown(told, part.needs)
    if not missing:
        return ""
    new = tuple(question for question in missing if question not in asked)
    how = to_answer(told, new) if new else ASKED_ABOVE
    asked.update(missing)
    return f"We don't yet know {part.about}: {how}."
