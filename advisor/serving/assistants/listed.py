"""The tools as they are listed: a name, when to use it, what it takes and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from advisor.serving.assistants import inputs, outputs
from advisor.serving.assistants.tools import Tools
from advisor.serving.plain import as_model, checked


@dataclass(frozen=True)
class ListedTool:
    """One tool."""

    name: str
    title: str
    description: str
    takes: type[BaseModel]
    gives: type[BaseModel]
    does: Callable[[Tools, Any], dict[str, Any]]

    @cached_property
    def input_schema(self) -> dict[str, Any]:
        """What it takes, as JSON schema."""
        return self.takes.model_json_schema()

    @cached_property
    def output_schema(self) -> dict[str, Any]:
        """What it gives, as JSON schema."""
        return self.gives.model_json_schema()

    def read(self, raw: Any) -> Any:
        """The input as its model has it; RefusedError with every problem."""
        return as_model(self.takes, checked(raw))


TOOLS = {
    each.name: each
    for each in (
        ListedTool(
            "questions",
            "Questions that matter most",
            "The questions that would change the result most, given the answers so far, with options and help. With a "
            "story or notes at hand start with `catalogue` 1: all questions in a line each, so that you can answer "
            "everything the story tells in one `assess`. `ids` and `section` give options and help, `find` looks up "
            "words.",
            inputs.Questions,
            outputs.QuestionsGiven,
            Tools.questions,
        ),
        ListedTool(
            "assess",
            "Assess",
            "What's wrong, how sure that is, what to do first, which staffing option fits and when it ships. Takes "
            "many answers at once, on top of those known, and says which it didn't understand. The brief result is "
            "made to be quoted; `ask_next` says what to ask. Hand its `session` over in later calls.",
            inputs.Assess,
            outputs.AssessGiven,
            Tools.assess,
        ),
        ListedTool(
            "next_question",
            "Next question",
            "The next question of an interview, with those shown beside it. Without a case it starts a new one.",
            inputs.NextQuestion,
            outputs.Step,
            Tools.next_question,
        ),
        ListedTool(
            "answer",
            "Answer",
            "Record one answer, and get the next question. Give the person's words as `quote`.",
            inputs.AnswerOne,
            outputs.Step,
            Tools.answer,
        ),
        ListedTool(
            "explain",
            "Explain",
            "Why a finding, the staffing option or a step came out or didn't, what would change it, what to "
            "double-check.",
            inputs.Explain,
            outputs.Explained,
            Tools.explain,
        ),
        ListedTool(
            "what_if",
            "What if",
            "What other answers would change in the result, without recording them.",
            inputs.WhatIf,
            outputs.Explained,
            Tools.what_if,
        ),
        ListedTool(
            "compare",
            "Compare",
            "What changed at a company between two dates: resolved, new, better, worse, and what got done of the plan.",
            inputs.Compare,
            outputs.Explained,
            Tools.compare,
        ),
        ListedTool(
            "portfolio",
            "Portfolio",
            "Several companies: who to call first and why now, and the problems they share.",
            inputs.Portfolio,
            outputs.PortfolioGiven,
            Tools.portfolio,
        ),
    )
}
