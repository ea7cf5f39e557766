"""A case: one company's answers on one day, read from plain data with all problems at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from advisor.inference.answers import Answer, AnswerError, Claim, Differ, DontKnow, plain_answer, read_answer, read_date
from advisor.knowledge.documents import DEEPEST, Document
from advisor.knowledge.pack import Knowledge
from advisor.problems import Problem, did_you_mean

FIELDS = ("case", "as_of", "pack", "answers", "set_aside", "expect", "meta")
LONGEST_NAME = 200


@dataclass(frozen=True)
class Case:
    """One company's answers on one day. `set_aside` keeps answers that stopped applying; `expect` is for tests."""

    id: str
    as_of: date
    answers: Mapping[str, Answer] = field(default_factory=dict)
    set_aside: Mapping[str, Answer] = field(default_factory=dict)
    pack: str | None = None
    expect: Mapping[str, Any] = field(default_factory=dict)
    meta: Mapping[str, Any] = field(default_factory=dict)

    def plain_answers(self) -> dict[str, Any]:
        """The answers as a case file has them, in a fixed order."""
        return {id: plain_answer(self.answers[id]) for id in sorted(self.answers)}


def read_case(
    raw: Any, knowledge: Knowledge, document: Document | None = None, file: str | None = None
) -> tuple[Case | None, list[Problem]]:
    """The case in plain data, and every problem found; the case is None where one of them forbids it."""
    reader = _CaseReader(knowledge, document, file)
    case = reader.read(raw)
    return (None if reader.problems else case), reader.problems


class _CaseReader:
    """Collects the problems of one case."""

    def __init__(self, knowledge: Knowledge, document: Document | None, file: str | None):
        self.knowledge = knowledge
        self.document = document
        self.file = file
        self.problems: list[Problem] = []
        self.renamed = {old: id for id, entry in knowledge.questions.items() for old in entry.model.was}

    def read(self, raw: Any) -> Case | None:
        if not isinstance(raw, Mapping):
            self.complain((), "shape", "A case has fields `case:`, `as_of:` and `answers:`.")
            return None
        for key in raw:
            if key not in FIELDS:
                near = did_you_mean(str(key), FIELDS)
                if near is None and (str(key) in self.knowledge.questions or "." in str(key)):
                    near = "Answers stand below `answers:`."
                self.complain((str(key),), "unknown-field", f"A case has no field `{_short(key)}`.", near)
        id = raw.get("case")
        if not isinstance(id, (str, int)) or isinstance(id, bool) or not str(id).strip() or len(str(id)) > LONGEST_NAME:
            self.complain(
                ("case",),
                "missing" if id is None else "type",
                "`case:` must name the company."
                if id is None
                else f"`case:` is a name of at most {LONGEST_NAME} characters.",
            )
        as_of = self._day(raw.get("as_of"))
        answers = self._answers(raw.get("answers", {}), "answers")
        set_aside = self._answers(raw.get("set_aside", {}), "set_aside")
        for key in ("expect", "meta"):
            if raw.get(key) is not None and not isinstance(raw[key], Mapping):
                self.complain((key,), "shape", f"`{key}:` has fields.")
        if self.problems or as_of is None:
            return None
        return Case(
            str(id).strip(), as_of, answers, set_aside, raw.get("pack"), raw.get("expect") or {}, raw.get("meta") or {}
        )

    def _day(self, raw: Any) -> date | None:
        if raw is None:
            self.complain(
                ("as_of",),
                "missing",
                "`as_of:` is missing.",
                "Write the day of the answers, as in `as_of: 2026-11-22`.",
            )
            return None
        try:
            return read_date(raw)
        except AnswerError as error:
            self.complain(("as_of",), error.code, error.message)
            return None

    def _answers(self, raw: Any, name: str) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        if raw is None:
            return found
        if not isinstance(raw, Mapping):
            self.complain((name,), "shape", f"`{name}:` has one line per question.")
            return found
        for id, value, path in self._flat(raw, (name,)):
            if id in self.renamed and id not in self.knowledge.questions:
                id = self.renamed[id]
            entry = self.knowledge.questions.get(id)
            if entry is None:
                self.complain(
                    path,
                    "unknown-question",
                    f"There is no question `{_short(id)}`.",
                    did_you_mean(id[:100], self.knowledge.questions),
                )
                continue
            if id in found:
                self.complain(path, "duplicate-answer", f"`{id}` is answered twice.", "Keep one of the two.")
                continue
            try:
                found[id] = read_answer(entry.model, value)
            except AnswerError as error:
                self.complain((*path, *error.at), error.code, error.message, error.suggestion)
        return found

    def _flat(
        self, raw: Mapping[Any, Any], path: tuple[str, ...], prefix: str = ""
    ) -> list[tuple[str, Any, tuple[str, ...]]]:
        """Answers written flat (`role.x: 1`) or nested (`role: {x: 1}`)."""
        found = []
        for key, value in raw.items():
            id, place = f"{prefix}{key}", (*path, str(key))
            known = id in self.knowledge.questions or id in self.renamed
            if (
                isinstance(value, Mapping)
                and not known
                and len(place) < DEEPEST
                and any(question.startswith(f"{id}.") for question in (*self.knowledge.questions, *self.renamed))
            ):
                found += self._flat(value, place, f"{id}.")
            else:
                found.append((id, value, place))
        return found

    def complain(self, path: tuple[Any, ...], code: str, message: str, suggestion: str | None = None) -> None:
        mark = self.document.mark(path) if self.document is not None and self.document.marks else None
        self.problems.append(
            Problem(
                ".".join(map(_short, path)),
                code,
                message,
                suggestion,
                mark.line if mark else None,
                mark.column if mark else None,
                self.file,
            )
        )


def _short(text: Any) -> str:
    shown = str(text)
    return shown if len(shown) <= 80 else shown[:77] + "..."


def join_cases(cases: list[Case]) -> tuple[Case, list[Problem]]:
    """Several files of one case as one: the latest day counts, different answers become `differ`."""
    first = cases[0]
    answers: dict[str, Answer] = dict(first.answers)
    for number, case in enumerate(cases[1:], start=2):
        for id, answer in case.answers.items():
            answers[id] = answer if id not in answers else _both(answers[id], answer, number)
    problems = []
    if len({case.as_of for case in cases}) > 1:
        days = ", ".join(sorted({case.as_of.isoformat() for case in cases}))
        problems.append(
            Problem(
                "as_of",
                "days-differ",
                f"The files of `{first.id}` are of different days: {days}.",
                "Give them the same `as_of:`.",
            )
        )
    joined = Case(
        first.id,
        max(case.as_of for case in cases),
        answers,
        {id: a for case in cases for id, a in case.set_aside.items()},
        first.pack,
        first.expect,
        first.meta,
    )
    return joined, problems


def _both(one: Answer, other: Answer, number: int) -> Answer:
    note = "\n".join(dict.fromkeys(n for n in (one.note, other.note) if n)) or None
    if one.said == other.said or isinstance(other.said, DontKnow):
        return Answer(one.said, note)
    if isinstance(one.said, DontKnow):
        return Answer(other.said, note)
    claims: list[Claim] = []
    for said, by in ((one.said, "file 1"), (other.said, f"file {number}")):
        claims += said.claims if isinstance(said, Differ) else [Claim(said, by)]
    return Answer(Differ(tuple(dict.fromkeys(claims))), note)
