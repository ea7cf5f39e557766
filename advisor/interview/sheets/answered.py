"""The answers that a form saved: JSON with each answer as a case file has it, who gave them, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from advisor.cases.answers import LONGEST_NAME, Answer, read_answer
from advisor.cases.values import AnswerError, read_date, read_text
from advisor.files.documents import Document, Path, UnreadableError
from advisor.files.json_text import read_json
from advisor.inference.compiled.program import Program
from advisor.interview.sheets.sheets import Filled
from advisor.problems import Problem, did_you_mean

_SHEET = 1  # the form of the file


def is_answered(text: str) -> bool:
    """Whether a text is what a form saved, not a sheet."""
    return text.removeprefix("\ufeff").lstrip().startswith("{")


def read_answered(program: Program, text: str, file: str) -> Filled:
    """What a form saved; whatever in it is no answer to a question is told with its line, and the rest counts."""
    try:
        document = read_json(text.removeprefix("\ufeff").strip())
    except UnreadableError as error:
        return Filled({}, None, None, (error.problem.in_file(file),))
    data = document.data
    answers = data.get("answers") if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or data.get("sheet") != _SHEET or not isinstance(answers, Mapping):
        message = "This isn't what a form saves: it has no `answers:`."
        way = "Save the form again, or copy its text whole."
        return Filled({}, None, None, (Problem("", "shape", message, way, 1, 1, file),))
    found: dict[str, Answer] = {}
    problems: list[Problem] = []
    for question, raw in answers.items():
        try:
            found[str(question)] = _answer(program, str(question), raw)
        except AnswerError as error:
            problems.append(_problem(document, (str(question), *error.at), error, file))
    case = data.get("case")
    by = next(_names(data), None)
    return Filled(found, by, case if isinstance(case, str) else None, tuple(problems), _day(data.get("on")))


def _answer(program: Program, question: str, raw: Any) -> Answer:
    entry = program.knowledge.questions.get(question)
    if entry is None:
        way = did_you_mean(question[:80], program.knowledge.questions)
        raise AnswerError("unknown-question", f"There's no question `{question[:80]}`.", way)
    return read_answer(entry.model, raw, program.knowledge.people_called)


def _names(data: Mapping[str, Any]) -> Iterator[str]:
    """Who answered: the name that was typed, else whom the form was made for."""
    for part in ("by", "for"):
        name = data.get(part)
        try:
            name = read_text(name, LONGEST_NAME).strip() if isinstance(name, str) else ""
        except AnswerError:
            continue
        if name:
            yield name


def _day(raw: Any) -> date | None:
    try:
        return read_date(raw)
    except AnswerError:
        return None


def _problem(document: Document, at: Path, error: AnswerError, file: str) -> Problem:
    mark = document.mark(("answers", *at))
    return Problem(str(at[0]), error.code, error.message, error.suggestion, mark.line, mark.column, file)
