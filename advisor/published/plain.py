"""Answers as clients give them: plain data as in a case file, values of Python, and texts as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from advisor.cases.answers import Answer, Differ, DontKnow, Exactly, Given, Partly, Range, read_answer
from advisor.cases.oneline import band_meant, list_of_parts, says_dont_know
from advisor.cases.values import AnswerError, shown
from advisor.cases.written.options import options_written
from advisor.cases.written.reading import in_own_words
from advisor.cases.written.words import dont_know
from advisor.knowledge.pack import Knowledge
from advisor.language.kleene import UNSURE
from advisor.language.vocabulary import Kind
from advisor.problems import CaseError, Problem, did_you_mean

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

_SPAN = re.compile(r"(.+?)\s*\.\.\s*(.+)")


def question_called(knowledge: Knowledge, name: Any) -> Question:
    """A question by its id, or by one that it had before; CaseError names the nearest."""
    if isinstance(name, str):
        if name in knowledge.questions:
            return knowledge.questions[name].model
        for entry in knowledge.questions.values():
            if name in entry.model.was:
                return entry.model
    asked = name[:100] if isinstance(name, str) else str(type(name).__name__)
    way = did_you_mean(asked, knowledge.questions) or "`advisor.questions` has them all."
    raise CaseError([Problem(asked, "unknown-question", f"There's no question `{asked}`.", way)])


def read_answers(knowledge: Knowledge, values: Mapping[str, Any], today: date) -> dict[str, Answer | None]:
    """Answers by question; None is kept, and means no answer. CaseError with every problem found."""
    found: dict[str, Answer | None] = {}
    problems: list[Problem] = []
    for name, value in values.items():
        try:
            question = question_called(knowledge, name)
            found[question.id] = None if value is None else read_plain(knowledge, question, value, today)
        except CaseError as error:
            problems += error.problems
    if problems:
        raise CaseError(problems)
    return found


def read_plain(knowledge: Knowledge, question: Question, value: Any, today: date) -> Answer:
    """The answer that a value means; CaseError says what doesn't fit.

    Days in words, such as "in 8 weeks", are counted from `today`.
    """
    if isinstance(value, Answer):
        return value
    if value is UNSURE:
        return Answer(DontKnow())
    if isinstance(value, (Exactly, Range, Partly, DontKnow, Differ)):
        return Answer(value)
    try:
        return _read(knowledge, question, _as_data(question, value), today)
    except AnswerError as error:
        place = ".".join(map(str, (question.id, *error.at)))
        raise CaseError([Problem(place, error.code, error.message, error.suggestion)]) from None


def given_of(question: str, answer: Answer | None) -> Given | None:
    """What one person gave; CaseError where several differ."""
    if answer is None:
        return None
    if isinstance(answer.said, Differ):
        message = "Here an answer is what one person says."
        raise CaseError([Problem(question, "type", message, "Leave out `differ`, and try each answer by itself.")])
    return answer.said


def _as_data(question: Question, value: Any) -> Any:
    """Values of Python as a case file would have them: a pair as a range, a set as a list, a time as its day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, AbstractSet):
        return sorted(value, key=str)
    if isinstance(value, tuple):
        if len(value) == 2 and (question.type.numeric or question.type is Kind.DATE):
            return {"from": value[0], "to": value[1]}
        return list(value)
    return value


def _read(knowledge: Knowledge, question: Question, raw: Any, today: date) -> Answer:
    people = knowledge.people_called
    try:
        return read_answer(question, raw, people)
    except AnswerError as plainly:
        if isinstance(raw, str):
            try:
                return read_answer(question, _in_words(question, raw.strip(), today, plainly), people)
            except AnswerError as told:
                # An id's slip is told with the nearest id, but where words could mean two options these are named.
                both_unknown = plainly.code == told.code == "unknown-option"
                raise plainly if both_unknown and "could mean" not in told.message else told from None
        if isinstance(raw, list) and question.type is Kind.CHOICES and all(isinstance(each, str) for each in raw):
            return read_answer(question, _list(question, ";".join(raw)), people)
        raise


def _in_words(question: Question, text: str, today: date, plainly: AnswerError) -> Any:
    """What a text means, as plain data; AnswerError where it isn't one thing. `plainly` is what is wrong with it as a
    case file would have it.
    """
    if question.type is Kind.CHOICES and not (says_dont_know(question, text) or dont_know(text)):
        return _list(question, text)
    if question.type is Kind.DATE and (span := _SPAN.fullmatch(text)) is not None:
        low, high = (_in_words(question, end, today, plainly) for end in span.groups())
        if isinstance(low, date) and isinstance(high, date):
            return {"from": low, "to": high}
    band = band_meant(question, text)
    return {"from": band.low, "to": band.high} if band is not None else in_own_words(question, text, today, plainly)[0]


def _list(question: Question, text: str) -> Any:
    """Options with commas or semicolons between; `!b` says that b isn't on the list, `...` that more may be."""
    raw = list_of_parts(re.split("[,;]", text.strip("[]")))
    known = {option.id for option in question.options}
    named = raw if isinstance(raw, list) else [*raw["has"], *raw["lacks"]]
    if named and known.issuperset(named):
        return raw
    found, unknown = options_written(question, text)
    if unknown:
        way = did_you_mean(unknown[0], known) or f"`advisor.questions['{question.id}'].options` has them all."
        raise AnswerError("unknown-option", f"{shown(unknown[0])} isn't one of the options.", way)
    return found
