"""From the next question of an interview to the prompt that a face shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from advisor.cases.answers import Answer, Differ, DontKnow, Exactly, Given, Partly, Range
from advisor.inference.compiled.sentences import listed
from advisor.interview.choosing.interviewer import Ask
from advisor.interview.words.prompts import Face, Prompt, prompt
from advisor.interview.words.typed import is_dont_know, perhaps_more
from advisor.knowledge.pack import Knowledge
from advisor.language.vocabulary import Kind
from advisor.report.layout import counted
from advisor.result.wording import given_text

if TYPE_CHECKING:
    from advisor.knowledge.models import Question


def prompt_of(knowledge: Knowledge, ask: Ask, number: int, answered: int, remarks: Sequence[str] = ()) -> Prompt:
    """The prompt of a question; `number` is its place among those asked, `answered` how many have an answer."""
    if ask.core:
        progress = f"{number} of about {max(answered + ask.core_left, number)}"
    else:
        progress = f"{number}, at most {ask.at_most_left - 1} more"
    if ask.earlier is None:
        return prompt(ask.question, ask.section, progress, remarks)
    told = [*remarks, f"Your answer so far: {earlier(knowledge, ask.earlier, ask.question)}. Enter keeps it."]
    return prompt(ask.question, ask.section, progress, told, _chosen(ask.earlier, ask.question), again=True)


def earlier(knowledge: Knowledge, answer: Answer, question: Question) -> str:
    """An answer that stands, in words."""
    labels = {option.id: option.label for option in question.options}
    if isinstance(answer.said, Differ):
        return listed([f"{claim.by} says {given_text(claim.given, labels)}" for claim in answer.said.claims])
    if isinstance(answer.said, DontKnow) and answer.said.ask:
        return f"don't know, to ask {knowledge.person_title(answer.said.ask)}"
    return given_text(answer.said, labels)


def understood(question: Question, given: Given, as_of: date) -> str:
    """How a day or a range was understood, so that a slip shows; empty where what was typed says it itself."""
    if isinstance(given, (DontKnow, Partly)) or not (question.type is Kind.DATE or isinstance(given, Range)):
        return ""
    day = given.value if isinstance(given, Exactly) else given.high
    weeks = ""
    if isinstance(day, date) and (number := round(abs((day - as_of).days) / 7)):
        weeks = f", in {counted(number, 'week')}" if day > as_of else f", {counted(number, 'week')} ago"
    return f"Understood: {given_text(given, {})}{weeks}"


def whole_or_part(face: Face, question: Question, typed: str, given: Given) -> Given:
    """A list as it was typed where these are all, else what is known of it; any other answer as it is."""
    in_part = perhaps_more(question, typed, given)
    for _ in range(2 if in_part is not None else 0):
        try:
            said = face.line("Are these all? (Enter: yes, n: maybe more)").strip().casefold()
        except EOFError:
            break
        if said in ("", "y", "yes"):
            return Exactly(given.has) if isinstance(given, Partly) else given
        if said in ("n", "no", "maybe") or is_dont_know(question, said):
            break
        face.say(["Type y where there are no others, n where there may be more."])
    return given if in_part is None else in_part


def _chosen(answer: Answer | None, question: Question) -> tuple[int, ...]:
    if answer is None:
        return ()
    if isinstance(answer.said, Partly):
        return tuple(i for i, option in enumerate(question.options) if option.id in answer.said.has)
    if isinstance(answer.said, Range):
        ends = answer.said.low, answer.said.high
        return tuple(i for i, band in enumerate(question.bands) if (band.low, band.high) == ends)
    if not isinstance(answer.said, Exactly):
        return ()
    value = answer.said.value
    if question.type is Kind.YES_NO:
        return (0 if value else 1,)
    picked = value if isinstance(value, tuple) else (value,)
    return tuple(i for i, option in enumerate(question.options) if option.id in picked)
