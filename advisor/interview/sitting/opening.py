"""The first question of a new interview, as the questionnaire alone gives it.

What to ask next hangs on every condition of the rules, and reading them all for the first time takes longer than
loading them. While nothing has been answered the answer is known without: who is answering, or the first question of
the core that is asked in every case. So that one is shown at once, and the conditions are read behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.interview.words.prompts import Prompt, prompt
from advisor.knowledge.pack import Knowledge

if TYPE_CHECKING:
    from advisor.knowledge.models import Question


@dataclass(frozen=True)
class Opening:
    """The first question, and how many the core has; `seconds` is what they take together."""

    question: Question
    section: str
    core: int
    seconds: int

    @property
    def prompt(self) -> Prompt:
        """The question as a face shows it."""
        return prompt(self.question, self.section, f"1 of about {self.core}")


def opening_of(knowledge: Knowledge) -> Opening | None:
    """The opening of an interview by these packs; None where every question of the core hangs on another."""
    first = [knowledge.questions[question].model for question in knowledge.opening]
    core = [*first, *(entry.model for entry in knowledge.questions.values() if entry.model.core)]
    question = next((q for q in core if q.asked_when is None), None)
    if question is None:
        return None
    section = next(s.title for s in knowledge.sections if question.id in s.questions)
    return Opening(question, section, len(core), sum(q.seconds for q in core))
