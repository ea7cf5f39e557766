"""From the next question of an interview to the prompt that a face shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from advisor.cases.answers import Answer, Differ, DontKnow, Exactly, Given, Partly, Range
from advisor.cases.oneline import says_dont_know
from advisor.inference.compiled.sentences import listed
from advisor.interview.choosing.interviewer import Ask
from advisor.interview.words.prompts import Face, Prompt, prompt
from advisor.interview.words.typed import perhaps_more
from advisor.knowledge.pack import Knowledge
from advisor.language.shown import counted
from advisor.language.vocabulary import Kind
from advisor.result.wording import given_text

if TYPE_CHECKING:
    from advisor.knowledge.models import Question


def prompt_of(
    knowledge: Knowledge,
    ask: Ask,
    number: int,
    remarks: Sequence[str] = (),
    *,
    enter: str = "",
    withdrawn: bool = False,
) -> Prompt:
    """The prompt of a question; `number` is the place of its line among those shown.

    `enter` says what Enter does to a question without an answer; `withdrawn`: the answer that stands does not count.
    """
    if ask.core:
        progress = f"{number} of about {max(number + ask.core_left - 1, number)}"
    else:
        progress = f"{number}, at most {counted(ask.at_most_left, 'question')} left"
    if ask.earlier is None:
        return prompt(ask.question, ask.section, progress, remarks, enter=enter)
    said = earlier(knowledge, ask.earlier, ask.question)
    so_far = f"Your answer was: {said}." if withdrawn else f"Your answer so far: {said}. Enter keeps it."
    return prompt(ask.question, ask.section, progress, [*remarks, so_far], _chosen(ask.earlier, ask.question), True)


def contradicting(knowledge: Knowledge, ask: Ask, answers: Mapping[str, Answer], says: Sequence[str]) -> list[str]:
    """What stands above a question that settles a contradiction: what is wrong, and what was said to each question."""
    differ = ask.question.id in ask.settles
    first = "People gave different answers." if differ else "Two of your answers can't both be true."
    told = [" ".join([first, *says])]
    for question_id in ask.settles:
        if question_id in answers and question_id != ask.question.id:
            question = knowledge.questions[question_id].model
            told.append(f"- {question.short}: {earlier(knowledge, answers[question_id], question)}")
    return told


def earlier(knowledge: Knowledge, answer: Answer, question: Question) -> str:
    """An answer that stands, in words."""
    labels = {option.id: option.label for option in question.options}
    if answer.other is not None:
        words = f'in your words "{answer.other}"'
        return words if answer.said == DontKnow() else f"{earlier(knowledge, Answer(answer.said), question)}; {words}"
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
    if in_part is None:
        return given
    while True:
        try:
            said = face.line(f"{_ticked(question, in_part)}. And the rest?  1 that's all  2 don't know (Enter)")
        except EOFError:
            return in_part
        said = said.strip().casefold()
        if said in ("1", "y", "yes", "all"):
            return Exactly(given.has) if isinstance(given, Partly) else given
        if said in ("", "2", "n", "no", "maybe") or says_dont_know(question, said):
            return in_part
        face.say(["Type 1 if there are no others, 2 if there may be more."])


def _ticked(question: Question, given: Given) -> str:
    """Which options, by number, are there and which are not."""
    assert isinstance(given, Partly)
    told = []
    for side, word in ((given.has, "yes"), (given.lacks, "no")):
        numbers = [str(number) for number, option in enumerate(question.options, 1) if option.id in side]
        told += [f"{', '.join(numbers)} {word}"] if numbers else []
    return "; ".join(told)


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
