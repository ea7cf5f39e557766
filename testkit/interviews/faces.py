"""An interview without a terminal: answered by its own order, or fed from a list of lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from advisor.interview import moves
from advisor.interview.choosing.interviewer import Done, Interviewer, is_opening
from advisor.interview.state import State
from advisor.interview.words.prompts import Prompt
from testkit.companies.answers import AS_OF

OPENING = ("1", "none")  # who answers, and nothing in particular brought them
FIRST = (*OPENING, "3", "", "y", "2", "in 8 weeks")  # what must ship, without a name; a day; who was told, and which


def interviewed(interviewer: Interviewer, answers: Mapping[str, Any], state: State | None = None) -> State:
    """The state at which nothing can change anymore, asked by the interview's own order."""
    state = state or moves.begin("company", AS_OF)
    for _ in range(400):
        step = interviewer.next(state)
        if isinstance(step, Done):
            return state
        question = step.question.id
        if step.earlier is not None or (is_opening(step.question) and question not in answers):
            state = moves.keep(state) if state.revisiting else moves.pass_over(state, question)
        else:
            state = moves.answer(interviewer.assessor, state, question, answers[question])
    raise AssertionError("the interview goes round in a circle")


def past_opening(interviewer: Interviewer, case: str = "acme") -> State:
    """An interview in which nobody said who is answering, why they came, or what they call things, and nobody asks."""
    questions = interviewer.program.knowledge.questions
    skipped = tuple(question for question, entry in questions.items() if is_opening(entry.model))
    return replace(moves.begin(case, AS_OF), passed=skipped)


@dataclass
class ListFace:
    """A face fed from a list: strings are lines; it ends as a closed terminal does."""

    lines: Sequence[str]
    said: list[str] = field(default_factory=list)
    prompts: list[Prompt] = field(default_factory=list)
    columns: int = 80
    _place: int = 0

    def say(self, lines: Sequence[str]) -> None:
        self.said.extend(lines)

    def ask(self, prompt: Prompt, shown: Any = None) -> str:
        self.prompts.append(prompt)
        return self._next()

    def read(self, lines: Sequence[str]) -> None:
        self.say(lines)

    def page(self, lines: Sequence[str]) -> str:
        self.say(lines)
        return ""

    def line(self, label: str) -> str:
        self.said.append(label)
        return self._next()

    def _next(self) -> str:
        if self._place == len(self.lines):
            raise EOFError
        self._place += 1
        return self.lines[self._place - 1]

    @property
    def text(self) -> str:
        return "\n".join(self.said)

    @property
    def asked(self) -> list[str]:
        """The questions shown, in order."""
        return [prompt.question.id for prompt in self.prompts]


@dataclass
class PatientFace(ListFace):
    """A face whose person goes on whenever it is asked, and whose lines answer questions only.

    `results` tells after how many questions each result was shown.
    """

    results: list[int] = field(default_factory=list)

    def line(self, label: str) -> str:
        self.said.append(label)
        self.results += [len(self.prompts)] if label.startswith("Go on?") else []
        return ""


@dataclass
class SituationFace(PatientFace):
    """A face whose person knows a situation: a line for each question that it answers, and "don't know" to others."""

    lines: Sequence[str] = ()
    knows: Mapping[str, str] = field(default_factory=dict)

    def line(self, label: str) -> str:
        return "1" if "that's all" in label else super().line(label)

    def ask(self, prompt: Prompt, shown: Any = None) -> str:
        self.prompts.append(prompt)
        return "" if prompt.again else self.knows.get(prompt.question.id, "dk")
