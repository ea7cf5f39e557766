"""Whether a date question asks about the past or the future, as the rules read it."""

from __future__ import annotations

import re

from advisor.inference.compiled.program import Program
from advisor.interview.words.days import Tense


def tense_of(program: Program, question: str) -> Tense:
    """Past where conditions only ask for the weeks since the day, future otherwise."""
    knowledge = program.knowledge
    texts = [condition.text for stratum in program.strata for condition in stratum.conditions]
    texts += [contradiction.condition.text for contradiction in program.contradictions]
    texts += [entry.model.when or entry.model.value or "" for entry in knowledge.facts.values()]

    def named(function: str) -> bool:
        pattern = re.compile(rf"{function}\(\s*{re.escape(question)}\s*\)")
        return any(pattern.search(text) for text in texts)

    return "past" if named("weeks_since") and not named("weeks_until") else "future"
