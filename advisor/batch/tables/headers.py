"""Which column of a table means what: by the names of questions, or by the user's map of columns."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from advisor.batch.tables.cells import CellStyle, Dates
from advisor.cases.answers import read_answer
from advisor.cases.oneline import DONT_KNOW_WORDS
from advisor.cases.values import AnswerError
from advisor.files.documents import Document, UnreadableError, decode
from advisor.files.yaml_text import read_yaml
from advisor.knowledge.pack import Knowledge
from advisor.problems import CaseError, FileError, Problem, did_you_mean

UNSURE = "__unsure"
META = "meta."
_FIELDS = ("case", "as_of", "columns", "ignore", "dont_know", "dates", "decimal", "words")
DAY_WORDS = (
    "as of",
    "asof",
    "as of date",
    "date",
    "day",
    "answered on",
    "updated",
    "updated on",
    "last update",
    "last updated",
    "survey date",
    "date of answers",
    "stand",
    "datum",
)
NAME_WORDS = (
    "case",
    "case id",
    "company",
    "company name",
    "portfolio company",
    "portco",
    "startup",
    "name",
    "client",
    "customer",
    "organization",
    "firm",
    "firma",
    "unternehmen",
    "societe",
    "entreprise",
    "empresa",
    "id",
)
_NEAR = 0.82  # how alike a header and a question's name must be to be taken for a slip of the pen


@dataclass(frozen=True)
class ColumnMap:
    """What a user says about the columns of a table: from their headers to questions, and how cells are written."""

    columns: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    style: CellStyle = field(default_factory=CellStyle)
    decimal_said: bool = False


@dataclass(frozen=True)
class Headers:
    """The columns of one table by what they mean; `questions` and `unsure` are by question, `meta` by name;
    `points` are columns that give the timeline's numbers instead of having them computed.
    """

    case: str | None
    as_of: str | None
    questions: Mapping[str, str]
    unsure: Mapping[str, str]
    meta: Mapping[str, str]
    points: Mapping[str, str]


def read_map(path: Path, knowledge: Knowledge) -> ColumnMap:
    """The map of columns in a file; CaseError with all problems, FileError where it cannot be read."""
    try:
        document = read_yaml(decode(path.read_bytes()))
    except OSError as error:
        raise FileError(f"{path}: Can't be read: {error.strerror}.") from None
    except UnreadableError as error:
        raise CaseError([error.problem.in_file(str(path))]) from None
    problems = [*_problems(document, knowledge, str(path))]
    if problems:
        raise CaseError(problems)
    data = document.data
    columns = {str(header): str(meaning) for header, meaning in (data.get("columns") or {}).items()}
    columns |= {str(data[name]): name for name in ("case", "as_of") if data.get(name)}
    words = {
        question: {str(k).casefold(): v for k, v in said.items()}
        for question, said in (data.get("words") or {}).items()
    }
    dont_know = data.get("dont_know")
    style = CellStyle(
        tuple(str(word).casefold() for word in dont_know) if dont_know is not None else DONT_KNOW_WORDS,
        cast(Dates, data.get("dates") or "iso"),
        data.get("decimal") or ".",
        words,
    )
    return ColumnMap(columns, tuple(map(str, data.get("ignore") or ())), style, "decimal" in data)


def _problems(document: Document, knowledge: Knowledge, file: str) -> Sequence[Problem]:
    found: list[Problem] = []

    def complain(path: tuple[Any, ...], message: str, way: str | None) -> None:
        mark = document.mark(path)
        found.append(Problem(".".join(map(str, path)), "map", message, way, mark.line, mark.column, file))

    data = document.data
    if not isinstance(data, Mapping):
        complain((), "A map of columns has fields such as `columns:`.", None)
        return found
    for key in data:
        if key not in _FIELDS:
            complain((key,), f"A map of columns has no field `{key}`.", did_you_mean(str(key), _FIELDS))
    for name, kind in (("columns", Mapping), ("words", Mapping), ("ignore", list), ("dont_know", list)):
        if data.get(name) is not None and not isinstance(data[name], kind):
            complain((name,), f"`{name}:` is {'a list' if kind is list else 'a mapping'}.", None)
            return found
    known = [*knowledge.questions, *(old for e in knowledge.questions.values() for old in e.model.was), "case", "as_of"]
    for header, meaning in (data.get("columns") or {}).items():
        stem = str(meaning).removesuffix(UNSURE)
        if stem not in known and not str(meaning).startswith(META):
            way = did_you_mean(stem, known) or "Write a question, `case`, `as_of` or `meta.` and a name."
            complain(("columns", header), f"There's no question `{meaning}`.", way)
    for question, said in (data.get("words") or {}).items():
        if question not in knowledge.questions or not isinstance(said, Mapping):
            complain(
                ("words", question),
                "`words:` has for a question what each word means.",
                did_you_mean(str(question), known),
            )
            continue
        for word, meaning in said.items():
            try:
                read_answer(knowledge.questions[question].model, meaning)
            except AnswerError as error:
                complain(("words", question, word), error.message, error.suggestion)
    if data.get("dates") not in (None, "iso", "day-first", "month-first"):
        complain(("dates",), "`dates:` is iso, day-first or month-first.", None)
    if data.get("decimal") not in (None, ".", ","):
        complain(("decimal",), '`decimal:` is "." or ",".', None)
    return found


def read_headers(
    names: Sequence[str], knowledge: Knowledge, said: ColumnMap, source: str, points: frozenset[str] = frozenset()
) -> Headers:
    """What the columns mean, by their names or as the user `said`; CaseError names every header that is nearly a
    question, or stands for one twice.
    """
    meanings: dict[str, str] = {}
    problems: list[Problem] = []
    renamed = {old: question for question, entry in knowledge.questions.items() for old in entry.model.was}
    known = {"case", "as_of", *knowledge.questions, *points}
    meant = {said.columns.get(name.strip(), name.strip()) for name in names}
    for name in names:
        header = name.strip()
        meaning = said.columns.get(header, header)
        stem, mark = (meaning.removesuffix(UNSURE), UNSURE) if meaning.endswith(UNSURE) else (meaning, "")
        stem = renamed.get(stem, stem)
        if header in said.ignore or not header:
            continue
        if stem in known:
            meaning = stem + mark
        elif not meaning.startswith(META):
            field, near = near_field(meaning, meant), near_question(meaning, knowledge)
            if field is not None or near is not None:
                near = field or near
                what = (
                    "is close to a question's name, but isn't one"
                    if field is None
                    else f"seems to be `{field}`, but isn't"
                )
                way = f"Write `{near}`, or say in the map of columns what it is, as in `{META}{_short(header)}`."
                problems.append(
                    Problem(
                        _short(header),
                        "near-miss",
                        f"This column {what}.",
                        way,
                        file=source,
                    )
                )
                continue
            meaning = META + header
        if meaning in meanings:
            problems.append(
                Problem(_short(header), "duplicate-column", f"Two columns are for `{meaning}`.", None, file=source)
            )
        meanings[meaning] = name
    for header, meaning in said.columns.items():
        if header not in {n.strip() for n in names} and meaning in ("case", "as_of"):
            what = f"The map's column for `{meaning}` isn't in the table."
            problems.append(Problem(_short(header), "missing", what, None, file=source))
    if problems:
        raise CaseError(problems)
    questions = {q: meanings[q] for q in knowledge.questions if q in meanings}
    unsure = {q: meanings[q + UNSURE] for q in knowledge.questions if q + UNSURE in meanings}
    meta = {m.removeprefix(META): name for m, name in meanings.items() if m.startswith(META)}
    given = {name: meanings[name] for name in points if name in meanings}
    return Headers(meanings.get("case"), meanings.get("as_of"), questions, unsure, meta, given)


def near_field(header: str, given: Collection[str]) -> str | None:
    """`case` or `as_of` where a header seems to mean it, and no column of those `given` does.

    Left alone, the day would be kept as a remark, and every case dated by the day of the run.
    """
    plain = normal(header)
    if plain in DAY_WORDS and "as_of" not in given:
        return "as_of"
    return "case" if plain in NAME_WORDS[:-1] and "case" not in given else None


def near_question(header: str, knowledge: Knowledge) -> str | None:
    """The question whose name a header nearly is."""
    plain = normal(header)
    names = {normal(question): question for question in knowledge.questions}
    if plain in names:
        return names[plain]
    last = {normal(question.split(".", 1)[1]): question for question in knowledge.questions}
    if "_" in header and plain in last:
        return last[plain]
    found = difflib.get_close_matches(plain, names, n=1, cutoff=_NEAR) if "." in header or "_" in header else []
    return names[found[0]] if found else None


def normal(text: str) -> str:
    """A name without case, blanks and signs."""
    return re.sub(r"[^a-z0-9]+", " ", text.casefold()).strip()


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
