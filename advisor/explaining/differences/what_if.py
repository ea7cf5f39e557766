"""What if an answer were another one: the difference to now."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from advisor.cases.answers import Answer, Differ, DontKnow, Exactly, Given, Partly, Range, read_answer
from advisor.cases.oneline import list_of_parts, says_dont_know
from advisor.cases.values import AnswerError
from advisor.cases.written.reading import in_own_words
from advisor.explaining.context import Context
from advisor.explaining.differences.difference import Difference, difference
from advisor.explaining.subjects import UnknownSubjectError
from advisor.language.vocabulary import Kind
from advisor.problems import CaseError, Problem, did_you_mean
from advisor.result.wording import given_text

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_NO_VALUE = object()
_RANGE = re.compile(rf"({_NUMBER}|{_DAY})\s*\.\.\s*({_NUMBER}|{_DAY})")


@dataclass(frozen=True)
class Supposed:
    """One answer imagined: as it is (None where nothing was answered) and as it would be (None: left out)."""

    question: str
    short: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class WhatIf:
    """What would differ. `stays` tells the model and how it stands where that does not differ."""

    supposed: tuple[Supposed, ...]
    difference: Difference
    contradictions: tuple[str, ...]


def what_if(context: Context, facts: Mapping[str, Given | None]) -> WhatIf:
    """The difference that other answers make; None leaves an answer out."""
    supposed = []
    for question, given in facts.items():
        labels = context.program.knowledge.labels(question)
        now = context.case.answers.get(question)
        said = None if now is None else now.said
        before = "people differ" if isinstance(said, Differ) else None if said is None else given_text(said, labels)
        supposed.append(
            Supposed(
                question,
                context.program.question(question).short,
                before,
                None if given is None else given_text(given, labels),
            )
        )
    same = all(_said(context.case.answers.get(q)) == given for q, given in facts.items())
    after = context.assessment if same else context.again(context.with_answers(facts))
    known = {c.id for c in context.assessment.contradictions}
    new = tuple(c.says for c in after.contradictions if c.id not in known)
    return WhatIf(tuple(supposed), difference(context.assessment, after), new)


def _said(answer: Answer | None) -> object:
    return answer.said if answer is not None else None


def read_facts(context: Context, facts: Mapping[str, Any] | Sequence[str]) -> dict[str, Given | None]:
    """The answers of `fact=value` texts, or of values by fact as a case file has them; every problem at once as a
    CaseError, an unknown fact names the nearest.

    In a text a value is yes, no, a number, a range (`30..45`), a day (`2026-11-22`, or `Jan 17`, counted from the day
    of the case), an option by id or label, options with commas between (`[]` for none of these; `a;!b;...` where a is
    one, b is not, and there may be more), `unsure`, or nothing to leave the answer out. Capitals are no matter.
    """
    found: dict[str, Given | None] = {}
    problems: list[Problem] = []
    questions = context.program.knowledge.questions
    renamed = {old: question for question, entry in questions.items() for old in entry.model.was}
    pairs = facts.items() if isinstance(facts, Mapping) else map(_parted, facts)
    for name, value in pairs:
        name = name if name in questions else name.lower()
        question = renamed.get(name, name)
        if value is _NO_VALUE:
            problems.append(Problem("", "syntax", f"`{name}` isn't `fact=value`.", "Write it as in `loop.rounds=4`."))
        elif question not in questions:
            way = did_you_mean(question[:100], questions) or "`advisor rules show` lists what can be answered."
            if len(facts) == 1:
                raise UnknownSubjectError(f"There's no question `{question[:80]}`. {way}")
            problems.append(Problem("", "unknown-question", f"There's no question `{question[:80]}`.", way))
        else:
            try:
                found[question] = _given(
                    questions[question].model, value, isinstance(facts, Mapping), context.case.as_of
                )
            except AnswerError as error:
                problems.append(Problem(question, error.code, error.message, error.suggestion))
    if problems:
        raise CaseError(problems)
    return found


def _parted(text: str) -> tuple[str, object]:
    name, equals, value = (part.strip() for part in text.partition("="))
    return (name, value) if equals else (text[:80], _NO_VALUE)


def _given(question: Question, value: Any, is_data: bool, today: date) -> Given | None:
    if isinstance(value, (Exactly, Range, Partly, DontKnow)):
        return value
    if value is None or value == "":
        return None
    said = read_answer(question, value).said if is_data else _in_a_text(question, value, today)
    if isinstance(said, Differ):
        raise AnswerError("type", "Here an answer is what one person says.", "Try each answer by itself.")
    return said


def _in_a_text(question: Question, text: str, today: date) -> Given | Differ:
    try:
        return read_answer(question, _plain(question, text)).said
    except AnswerError as error:
        if question.type is Kind.DATE and (days := re.fullmatch(r"(.+?)\s*\.\.\s*(.+)", text)) is not None:
            ends = [in_own_words(question, end, today, error)[0] for end in days.groups()]
            return read_answer(question, {"from": ends[0], "to": ends[1]}).said
        raw, unknown = in_own_words(question, text, today, error)
        if unknown:
            raise error from None
        return read_answer(question, raw).said


def _plain(question: Question, text: str) -> Any:
    """The value as a case file would have it."""
    if says_dont_know(question, text):
        return {"unsure": True}
    span = _RANGE.fullmatch(text)
    if span is not None and (question.type.numeric or question.type is Kind.DATE):
        low, high = span.groups()
        return {"from": _plain(question, low), "to": _plain(question, high)}
    if question.type is Kind.CHOICES:
        inner = text.strip("[]").strip()
        return list_of_parts(re.split("[,;]", inner)) if inner.lower() != "none" else []
    if question.type.numeric and re.fullmatch(_NUMBER, text):
        return float(text) if "." in text else int(text)
    return text
