"""A case as an assistant hands it over: labels, "9 weeks" and "don't know" are read; what isn't understood is told.

The case that comes out is the same plain data that a file has, so it can be handed over again as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from advisor.batch.tables.cells import CellStyle
from advisor.batch.tables.understanding import given_in_words, understood
from advisor.cases.answers import LONGEST_NOTE, Answer, Differ, plain_answer, read_answer
from advisor.cases.case import FIELDS, Case, read_case
from advisor.cases.oneline import says_dont_know
from advisor.cases.values import AnswerError
from advisor.cases.written.days import DayError, read_day
from advisor.cases.written.options import option_written
from advisor.cases.written.words import dont_know
from advisor.knowledge.models import Question
from advisor.knowledge.pack import Knowledge
from advisor.language.vocabulary import Kind
from advisor.problems import Problem, did_you_mean, shortened
from advisor.serving.refused import RefusedError, refuse
from advisor.serving.takes import takes

NAME = "company"  # of a case that was given none
MOST_ANSWERS = 600
_STYLE = CellStyle()
_LONGEST = 2_000  # letters of an answer that isn't a text itself


@dataclass(frozen=True)
class NotUnderstood:
    """An answer that was left out: what was said, why, and what would be understood."""

    question: str
    problem: Problem
    would_be: str | None = None


@dataclass(frozen=True)
class Read:
    """A case, what was left out of it, how answers in words were taken, and doubts about the rest."""

    case: Case
    not_understood: tuple[NotUnderstood, ...]
    read_as: Mapping[str, str]
    doubts: tuple[Problem, ...]


def read_leniently(raw: Any, knowledge: Knowledge, today: date) -> Read:
    """The case in plain data, as far as it is understood; RefusedError where it is no case at all.

    `today` is the day of the answers where the case names none.
    """
    if not isinstance(raw, Mapping):
        raise refuse("case", "shape", "A case is an object with `answers`.", 'As in {"answers": {...}}.')
    answers = raw.get("answers", {})
    if not isinstance(answers, Mapping):
        raise refuse("answers", "shape", "`answers` is an object: a question's id, then its answer.")
    if len(answers) > MOST_ANSWERS:
        raise refuse("answers", "too-many", f"A case has at most {MOST_ANSWERS} answers, not {len(answers):,}.")
    as_of = _day(raw.get("as_of"), today)
    reader = _Reader(knowledge, as_of)
    plain = {question: plain_answer(answer) for question, answer in reader.answers(answers)}
    rest = {key: value for key, value in raw.items() if key in FIELDS}
    whole = {**rest, "case": raw.get("case") or NAME, "as_of": as_of.isoformat(), "answers": plain}
    case, problems = read_case(whole, knowledge)
    if case is None:
        raise RefusedError(problems)
    return Read(case, tuple(reader.not_understood), reader.read_as, tuple(problems))


def answer_leniently(question: Question, raw: Any, today: date) -> tuple[Answer, str | None, tuple[str, ...]]:
    """One answer, how it was taken where that isn't plain, and the parts of a list that weren't understood.

    `quote` beside a value holds the words that it rests on, and is kept as the answer's note. AnswerError where
    nothing is understood.
    """
    if not isinstance(raw, Mapping):
        return _value(question, raw, today)
    fields = {key: value for key, value in raw.items() if key != "quote"}
    note = _note(raw.get("quote"), raw.get("note"))
    if "value" in fields and not {"from", "to", "has", "lacks", "differ", "unsure"} & fields.keys():
        found, read_as, left_out = _value(question, fields.pop("value"), today)
        plain = plain_answer(found)
        whole = {**(plain if isinstance(plain, Mapping) else {"value": plain}), **fields}
        return read_answer(question, whole if note is None else {**whole, "note": note}), read_as, left_out
    fields = {key: _end(question, value, today) if key in ("from", "to") else value for key, value in fields.items()}
    for side in {"has", "lacks"} & fields.keys():
        if isinstance(fields[side], list):
            fields[side] = [_option(question, each) for each in fields[side]]
    if note is not None:
        fields["note"] = note
    return read_answer(question, fields), None, ()


def _note(quote: Any, note: Any) -> str | None:
    """The words that an answer rests on, in quotes, and a note beside them."""
    said = [f'"{quote.strip()}"'] if isinstance(quote, str) and quote.strip() else []
    said += [note] if isinstance(note, str) and note else []
    return " ".join(said)[:LONGEST_NOTE] or None


def _value(question: Question, raw: Any, today: date) -> tuple[Answer, str | None, tuple[str, ...]]:
    if isinstance(raw, list):
        return _listed(question, raw, today)
    if isinstance(raw, bool) and question.type is Kind.CHOICE:
        raw = "yes" if raw else "no"
    if question.type is Kind.TEXT:
        unsure = isinstance(raw, str) and (says_dont_know(question, raw) or dont_know(raw))
        return read_answer(question, {"unsure": True} if unsure else raw), None, ()
    if isinstance(raw, str) and len(raw) > _LONGEST:
        message = f"The answer has {len(raw):,} characters; at most {_LONGEST:,} are read."
        raise AnswerError("too-long", message, "Answer in a few words; the rest goes into `quote`.")
    found = understood(raw, question, _STYLE, today)
    if found.answer is None:
        raise AnswerError("missing", "The answer is empty.", "Leave the question out, or answer `unsure`.")
    return found.answer, found.read_as, found.left_out


def _listed(question: Question, raw: list[Any], today: date) -> tuple[Answer, str | None, tuple[str, ...]]:
    """A list of options, by id or label; `!` before one says that it isn't there, `...` that there may be more."""
    if question.type is not Kind.CHOICES:
        if len(raw) != 1 or isinstance(raw[0], list):
            raise AnswerError("type", f"One answer is expected, not a list of {len(raw)}.")
        return _value(question, raw[0], today)
    named = [part for part in raw if not (isinstance(part, str) and part.strip() in ("...", "\u2026"))]
    has: list[str] = []
    lacks: list[str] = []
    unknown: list[str] = []
    for part in named:
        denied = isinstance(part, str) and part.strip().startswith("!")
        try:
            (lacks if denied else has).append(_option(question, part.strip()[1:] if denied else part))
        except AnswerError:
            unknown.append(shortened(str(part), 60))
    if unknown and not has and not lacks:
        raise AnswerError("unknown-option", f"None of these is an option: {', '.join(unknown[:5])}.")
    whole = len(named) == len(raw) and not lacks and not unknown
    answer = read_answer(question, has if whole else {"has": has, "lacks": [o for o in lacks if o not in has]})
    assert not isinstance(answer.said, Differ)
    plain = all(part in {option.id for option in question.options} for part in named if isinstance(part, str))
    return answer, None if plain else given_in_words(answer.said, question), tuple(unknown)


def _option(question: Question, raw: Any) -> str:
    if not isinstance(raw, str) or len(raw) > 200:
        raise AnswerError("type", "An option is a text.")
    return raw if any(option.id == raw for option in question.options) else option_written(question, raw)


def _end(question: Question, raw: Any, today: date) -> Any:
    """One end of a range, as plain data."""
    if not isinstance(raw, str):
        return raw
    answer, _, _ = _value(question, raw, today)
    plain = plain_answer(answer)
    if isinstance(plain, Mapping):
        raise AnswerError("type", f"`{shortened(raw, 40)}` isn't one end of a range.")
    return plain


def _day(raw: Any, today: date) -> date:
    """The day of the answers; written out, or in words."""
    if raw is None:
        return today
    try:
        found = read_day(raw, today, "behind") if isinstance(raw, str) and len(raw) < 60 else None
    except DayError:
        found = None
    if not isinstance(found, date):
        raise refuse("as_of", "type", "`as_of` is the day of the answers.", "Write it as 2026-11-22, or leave it out.")
    return found


class _Reader:
    """Reads the answers of one case."""

    def __init__(self, knowledge: Knowledge, as_of: date):
        self.not_understood: list[NotUnderstood] = []
        self.read_as: dict[str, str] = {}
        self._knowledge, self._as_of = knowledge, as_of
        self._renamed = {old: now for now, entry in knowledge.questions.items() for old in entry.model.was}

    def answers(self, raw: Mapping[Any, Any]) -> Iterator[tuple[str, Answer]]:
        """Each answer that is understood."""
        for key, value in raw.items():
            question = self._question(str(key))
            if question is None or value is None:
                continue
            try:
                answer, read_as, left_out = answer_leniently(question, value, self._as_of)
            except AnswerError as error:
                self._leave_out(question, error.code, error.message, error.suggestion, error.at)
                continue
            if left_out:
                message = f"Not understood in this list: {', '.join(left_out)[:200]}. The rest counts, as a part of it."
                self._leave_out(question, "unknown-option", message, None)
            if read_as is not None:
                self.read_as[question.id] = read_as
            yield question.id, answer

    def _question(self, key: str) -> Question | None:
        found = self._knowledge.questions.get(self._renamed.get(key, key))
        if found is not None:
            return found.model
        way = did_you_mean(key[:100], self._knowledge.questions) or "The tool `questions` finds ids by words."
        told = shortened(key, 80)
        problem = Problem(f"answers.{told}", "unknown-question", f"There's no question `{told}`.", way)
        self.not_understood.append(NotUnderstood(told, problem))
        return None

    def _leave_out(
        self, question: Question, code: str, message: str, way: str | None, at: tuple[str | int, ...] = ()
    ) -> None:
        place = ".".join(map(str, ("answers", question.id, *at)))
        self.not_understood.append(NotUnderstood(question.id, Problem(place, code, message, way), takes(question)))
