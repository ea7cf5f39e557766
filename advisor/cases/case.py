"""A case: one company's answers on one day, read from plain data with all problems at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from advisor.cases.answers import LONGEST_NAME, Answer, Claim, Differ, DontKnow, joined, plain_answer, read_answer
from advisor.cases.doubts import doubts_about
from advisor.cases.names import as_seen
from advisor.cases.values import AnswerError, read_date, read_text, shown, text_of_value
from advisor.files.documents import DEEPEST, Document
from advisor.knowledge.pack import Knowledge
from advisor.language.shown import counted
from advisor.problems import Problem, did_you_mean, nearest, one_line, shortened

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

FIELDS = ("case", "as_of", "pack", "answers", "set_aside", "expect", "meta")
EXPECTED = {"found": list, "likely": list, "absent": list, "pending": dict, "model": str, "first": str, "why": str}


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
        return {question: plain_answer(self.answers[question]) for question in sorted(self.answers)}


def read_case(
    raw: Any, knowledge: Knowledge, document: Document | None = None, file: str | None = None
) -> tuple[Case | None, list[Problem]]:
    """The case in plain data, and every problem found; the case is None where one of them forbids it.

    With a case there may still be doubts: a day that lies on the wrong side of `as_of`, other packs.
    """
    reader = _CaseReader(knowledge, document, file)
    case = reader.read(raw)
    if case is None or reader.problems:
        return None, reader.problems
    doubts = [*reader.earlier_ids(), *doubts_about(case.answers, case.as_of, case.pack, knowledge)]
    return case, [reader.placed(doubt) for doubt in doubts]


class _CaseReader:
    """Collects the problems of one case."""

    def __init__(self, knowledge: Knowledge, document: Document | None, file: str | None):
        self.knowledge = knowledge
        self.document = document
        self.file = file
        self.problems: list[Problem] = []
        self.places: dict[str, tuple[Any, ...]] = {}  # where each answer stands
        self.renamed = {old: now for now, entry in knowledge.questions.items() for old in entry.model.was}
        self.questions = (*knowledge.questions, *self.renamed)
        self.earlier: dict[str, str] = {}  # questions that go by the id of an earlier version, and today's

    def read(self, raw: Any) -> Case | None:
        if not isinstance(raw, Mapping):
            what = "a list" if isinstance(raw, list) else "nothing" if raw is None else "a single value"
            self.complain((), "shape", f"A case has fields `case:`, `as_of:` and `answers:`; this is {what}.")
            return None
        for key in raw:
            if key not in FIELDS:
                self.complain((key,), "unknown-field", f"A case has no field `{_short(key)}`.", self._field(str(key)))
        name = self._name(raw.get("case"))
        as_of = self._day(raw.get("as_of"))
        answers = self._answers(raw.get("answers", {}), "answers")
        set_aside = self._answers(raw.get("set_aside", {}), "set_aside")
        pack = raw.get("pack")
        if pack is not None and not isinstance(pack, str):
            self.complain(("pack",), "type", f"`pack:` names a pack; this is {shown(pack)}.")
        expect, meta = self._expect(raw.get("expect")), raw.get("meta") or {}
        if not isinstance(meta, Mapping):
            self.complain(("meta",), "shape", f"`meta:` has fields; this is {shown(meta)}.")
        if self.problems or as_of is None:
            return None
        return Case(name, as_of, answers, set_aside, pack, expect, meta)

    def _field(self, key: str) -> str | None:
        """What may have been meant by a field that cases do not have."""
        if any(question == key or question.startswith(f"{key}.") for question in self.questions):
            return "Answers go under `answers:`."
        return did_you_mean(key[:100], FIELDS) or f"Its fields are {', '.join(FIELDS)}."

    def _name(self, raw: Any) -> str:
        if raw is None:
            self.complain(("case",), "missing", "`case:` is missing.", "Name the company, as in `case: acme`.")
        elif not isinstance(raw, (str, int)) or isinstance(raw, bool):
            self.complain(("case",), "type", f"`case:` is a name; this is {shown(raw)}.")
        else:
            name = as_seen(text_of_value(raw))
            try:
                name = read_text(name, LONGEST_NAME)
            except AnswerError as error:
                self.complain(("case",), error.code, error.message, error.suggestion)
            if not name or len(name.splitlines()) > 1:
                self.complain(("case",), "type", "`case:` is a name on one line, and not empty.")
            return name
        return ""

    def _expect(self, raw: Any) -> Mapping[str, Any]:
        if raw is None:
            return {}
        if not isinstance(raw, Mapping):
            self.complain(("expect",), "shape", f"`expect:` has fields; this is {shown(raw)}.")
            return {}
        for key, value in raw.items():
            kind = EXPECTED.get(str(key))
            if kind is None:
                way = did_you_mean(str(key)[:100], EXPECTED)
                self.complain(("expect", key), "unknown-field", f"`expect:` has no field `{_short(key)}`.", way)
            elif value is not None and not isinstance(value, kind):
                form = {list: "a list of ids", dict: "a reason for each id", str: "a text"}[kind]
                self.complain(("expect", key), "type", f"`{key}:` is {form}; this is {shown(value)}.")
        return raw

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
            self.complain(("as_of",), error.code, error.message, error.suggestion)
            return None

    def _answers(self, raw: Any, name: str) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        if raw is None:
            return found
        if not isinstance(raw, Mapping):
            self.complain((name,), "shape", f"`{name}:` has one line per question; this is {shown(raw)}.")
            return found
        places: dict[str, tuple[Any, ...]] = {}
        for written, value, path in self._flat(raw, (name,)):
            question = self.renamed.get(written, written) if written not in self.knowledge.questions else written
            entry = self.knowledge.questions.get(question)
            if entry is None:
                self.complain(path, "unknown-question", *self._unknown(question))
                continue
            if question in places:
                self.complain(path, "duplicate-answer", self._twice(question, places[question]), "Keep one of them.")
                continue
            places[question] = path
            if written != question:
                self.earlier[written] = question
            self.places.setdefault(f"{name}.{question}", path)
            try:
                found[question] = read_answer(entry.model, value, self.knowledge.people_called)
            except AnswerError as error:
                self.complain((*path, *error.at), error.code, error.message, error.suggestion)
        return found

    def earlier_ids(self) -> Iterator[Problem]:
        """One remark on all questions that go by ids of an earlier version; their answers count as ever."""
        if not self.earlier:
            return
        written, now = next(iter(self.earlier.items()))
        more = f", and {counted(len(self.earlier) - 1, 'other')} by theirs" if len(self.earlier) > 1 else ""
        message = f"`{now}` goes by its earlier id `{written}`{more}. The answers count all the same."
        yield Problem(f"answers.{now}", "earlier-id", message, "What `advisor` writes next has today's ids.")

    def _unknown(self, written: str) -> tuple[str, str | None]:
        """What to say of an answer to no question, and the way out."""
        below = [question for question in self.knowledge.questions if question.startswith(f"{written}.")]
        if below:
            return f"`{written}` isn't a question, but the first part of some.", f"Write `{below[0]}`, for instance."
        near = nearest(written[:100], self.questions)
        way = f"Did you mean `{self.renamed.get(near, near)}`?" if near is not None else None
        return f"There's no question `{_short(written)}`.", way

    def _twice(self, question: str, first: tuple[Any, ...]) -> str:
        where = f"on line {self.document.mark(first).line}" if self.document and self.document.placed else ""
        name = ".".join(map(str, first[1:]))
        return f"`{question}` is answered twice; the first is {where or f'`{_short(name)}`'}."

    def _flat(
        self, raw: Mapping[Any, Any], path: tuple[Any, ...], prefix: str = ""
    ) -> list[tuple[str, Any, tuple[Any, ...]]]:
        """Answers written flat (`role.x: 1`) or nested (`role: {x: 1}`)."""
        found = []
        for key, value in raw.items():
            name, place = f"{prefix}{key}", (*path, key)
            inner = name not in self.questions and any(question.startswith(f"{name}.") for question in self.questions)
            if inner and isinstance(value, Mapping) and len(place) < DEEPEST:
                found += self._flat(value, place, f"{name}.")
            elif not (inner and value is None):
                found.append((name, value, place))
        return found

    def complain(self, path: tuple[Any, ...], code: str, message: str, suggestion: str | None = None) -> None:
        """Note a problem at a place inside the case."""
        self.problems.append(self._placed(Problem(".".join(map(_short, path)), code, message, suggestion), path))

    def placed(self, doubt: Problem) -> Problem:
        """A doubt about an answer or a field, with its line and file."""
        return self._placed(doubt, self.places.get(doubt.path, (doubt.path,)))

    def _placed(self, problem: Problem, path: tuple[Any, ...]) -> Problem:
        mark = self.document.mark(path) if self.document is not None and self.document.placed else None
        line, column = (mark.line, mark.column) if mark else (None, None)
        return replace(problem, line=line, column=column, file=self.file)


def _short(text: Any) -> str:
    """A name as it was written, on one line, never long."""
    return one_line(shortened(str(text)))


def join_cases(cases: list[Case], knowledge: Knowledge) -> tuple[Case, list[Problem]]:
    """Several files of one case (one at least) as one, and what is doubtful about joining them.

    The latest day counts; where files answer a question differently, both answers become one that says so (`differ`),
    what they know of one list is put together, and who knows counts before who does not. The name, the pack and what
    is expected are those of the first file.
    """
    first = cases[0]
    answers: dict[str, Answer] = dict(first.answers)
    for number, case in enumerate(cases[1:], start=2):
        for question, answer in case.answers.items():
            before = answers.get(question)
            asked = knowledge.questions[question].model
            answers[question] = answer if before is None else _both(asked, before, answer, number)
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
    whole = Case(
        first.id,
        max(case.as_of for case in cases),
        answers,
        {question: answer for case in cases for question, answer in case.set_aside.items()},
        first.pack,
        first.expect,
        first.meta,
    )
    return whole, problems


def _both(question: Question, one: Answer, other: Answer, number: int) -> Answer:
    """Two answers to one question as one; `number` is that of the file that the other stands in."""
    note = "\n".join(dict.fromkeys(n for n in (one.note, other.note) if n)) or None
    beside = "\n".join(dict.fromkeys(words for words in (one.other, other.other) if words)) or None
    if one.said == other.said or isinstance(other.said, DontKnow):
        return Answer(one.said, note, beside)
    if isinstance(one.said, DontKnow):
        return Answer(other.said, note, beside)
    if not isinstance(one.said, Differ) and not isinstance(other.said, Differ):
        together = joined(question, [one.said, other.said])
        if together is not None:
            return Answer(together, note, beside)
    claims: list[Claim] = []
    for said, by in ((one.said, "file 1"), (other.said, f"file {number}")):
        claims += said.claims if isinstance(said, Differ) else [Claim(said, by)]
    return Answer(Differ(tuple(dict.fromkeys(claims))), note, beside)
