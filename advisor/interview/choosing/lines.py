"""Lines: questions that are shown together count as one, and one that was begun is finished first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from advisor.interview.screening import screened
from advisor.interview.state import State
from advisor.knowledge.pack import Knowledge


class Lines:
    """The lines of some packs. A question without a line is a line of its own, by its own id."""

    def __init__(self, knowledge: Knowledge):
        self._knowledge = knowledge
        self.of: Mapping[str, str] = {q: entry.model.line or q for q, entry in knowledge.questions.items()}
        self.order = {question: number for number, question in enumerate(knowledge.questions)}
        self.section_of = {q: section.id for section in knowledge.sections for q in section.questions}

    def members(self, question: str) -> tuple[str, ...]:
        """The questions of the line in which a question stands, in the order of the questionnaire."""
        return self._knowledge.lines.get(self.of[question], (question,))

    def section(self, line: str) -> str:
        """The section of a line: that of its first question."""
        return self.section_of[self._knowledge.lines.get(line, (line,))[0]]

    def among(self, questions: Iterable[str]) -> dict[str, list[str]]:
        """Some questions by line."""
        found: dict[str, list[str]] = {}
        for question in questions:
            found.setdefault(self.of[question], []).append(question)
        return found

    def done(self, state: State) -> tuple[str, ...]:
        """The lines that were shown so far, those passed over included; settling a contradiction is no line, nor
        is what a list left unchecked.
        """
        said = screened(self._knowledge, state)
        asked = (*(q for q in state.trail if q not in said), *state.passed)
        return tuple(
            dict.fromkeys(self.of[q] for q in asked if q in self.of and not self._knowledge.questions[q].model.settles)
        )
