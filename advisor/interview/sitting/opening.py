"""The first question of a new interview, as the packs alone give it.

What to ask next hangs on every condition of the rules, and reading them all for the first time takes longer than
loading them. While nothing has been answered the answer is known without: the order of the interview begins with it, or
it is the first question that is asked in every case. So that one is shown at once, and the conditions are read behind
it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.interview.words.prompts import Prompt, prompt
from advisor.knowledge.order.policy import policy_of
from advisor.knowledge.pack import Knowledge

if TYPE_CHECKING:
    from advisor.knowledge.models import Question


@dataclass(frozen=True)
class Opening:
    """The first question, and how many lines there are to the first result; `seconds` is about what they take."""

    question: Question
    section: str
    core: int
    seconds: float

    @property
    def prompt(self) -> Prompt:
        """The question as a face shows it."""
        return prompt(self.question, self.section, f"1 of about {self.core}")


def opening_of(knowledge: Knowledge) -> Opening | None:
    """The opening of an interview by these packs; None where every question hangs on another, or no order is given."""
    policy = policy_of(knowledge)
    order = (*policy.first, *policy.opening)
    question = next(
        (knowledge.questions[q].model for q in order if knowledge.questions[q].model.asked_when is None), None
    )
    if question is None or not policy.first_result:
        return None
    section = next(s.title for s in knowledge.sections if question.id in s.questions)
    seconds = [entry.model.seconds for entry in knowledge.questions.values()]
    return Opening(question, section, policy.first_result, policy.first_result * sum(seconds) / len(seconds))
