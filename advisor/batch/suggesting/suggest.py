"""A first map of columns for somebody's table, and an empty table with all questions."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from advisor.batch.runs.sources import Part, Sources, find_sources
from advisor.batch.suggesting.likeness import Likeness, read_all, share_understood
from advisor.batch.tables.cells import plain_cell
from advisor.batch.tables.headers import DAY_WORDS, META, NAME_WORDS, normal
from advisor.batch.tables.streams import SourceLine
from advisor.batch.tables.understanding import Reading
from advisor.cases.values import AnswerError
from advisor.knowledge.pack import Knowledge
from advisor.language.vocabulary import Kind
from advisor.problems import FileError

_LOOKED_AT = 300  # rows
_TRIED = 30  # different cells that are read as answers to a question, to see whether they are some
_SAMPLE = 3  # cells that are shown of a column
_SURE, _LIKELY, _LEAST = 0.6, 0.35, 0.22  # how alike header and question are, cells counted in
_READ = 60  # different cells of a column of which the map says what they mean
_CLOSE = 0.85  # how near a second question comes to the first where nobody can be sure
_MOST_WORDS = 8  # of a column that the map explains
_SLASHED = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{2,4}")


@dataclass(frozen=True)
class Suggested:
    """What a column may mean: a question, `case`, `as_of`, or None; how likely that is, and some of its cells."""

    header: str
    meaning: str | None
    confidence: float
    values: tuple[Any, ...]

    @property
    def word(self) -> str:
        """The confidence in a word."""
        if self.meaning is None:
            return "no match"
        return "sure" if self.confidence >= _SURE else "likely" if self.confidence >= _LIKELY else "a guess"

    @property
    def sample(self) -> str:
        """Some different cells."""
        return "; ".join(str(value)[:30] for value in self.values[:_SAMPLE])


Ask = Callable[[Suggested], "str | None"]
"""Asks a person what a column means, given what it may mean."""


def suggestions(path: str, knowledge: Knowledge) -> list[Suggested]:
    """What each column of a table may mean, in its order. FileError where it has no headers."""
    part = next(Sources(find_sources([path])[:1], _LOOKED_AT).parts(), None)
    if part is None or not part.headers:
        raise FileError(f"{path}: This file has no headers. A map of columns is for CSV, .xlsx and Parquet.")
    columns = {header: values for header, values in _columns(part) if header}
    found = {header: Suggested(header, None, 0.0, tuple(dict.fromkeys(values))) for header, values in columns.items()}
    _name_and_day(found, columns)
    likeness = Likeness(knowledge)
    pairs = []
    for header, each in found.items():
        if each.meaning is None:
            pairs += [(score, header, name) for name, score in _scores(each, likeness, knowledge)]
    taken: set[str] = set()
    for score, header, name in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if score >= _LEAST and found[header].meaning is None and name not in taken:
            rivals = [other for other, where, what in pairs if where == header and what != name]
            close = max(rivals, default=0.0) > _CLOSE * score
            found[header] = replace(found[header], meaning=name, confidence=min(score, _LIKELY) if close else score)
            taken.add(name)
    return list(found.values())


def _columns(part: Part) -> Iterator[tuple[str, list[Any]]]:
    """The headers of a part, and the cells below each that are not empty."""
    if part.kind == "parquet":
        import polars as pl

        table = pl.scan_parquet(part.source, glob=False).head(part.count).collect()
        for header in part.headers:
            yield header, [str(cell) for cell in table[header].drop_nulls().to_list()]
        return
    rows = [piece.content for piece in part.pieces if isinstance(piece, SourceLine)]
    for place, header in enumerate(part.headers):
        cells = [plain_cell(row[place]) for row in rows]
        yield header.strip(), [cell for cell in cells if cell is not None]


def _scores(each: Suggested, likeness: Likeness, knowledge: Knowledge) -> Iterator[tuple[str, float]]:
    """The questions that a column may be for: alike by header, and answered by its cells."""
    candidates = likeness.candidates(each.header)
    for name, alike in candidates[:1] if candidates and candidates[0][1] == 1 else candidates:
        question = knowledge.questions[name].model
        share = share_understood(each.values[:_TRIED], question, date.today()) if each.values else 1.0
        telling = question.type in (Kind.CHOICE, Kind.CHOICES, Kind.DATE, Kind.YES_NO)
        if share >= (0.3 if alike < 1 else 0):
            yield name, min(alike * (0.25 + 0.75 * share) * (1.15 if telling and share > 0.6 else 1.0), 1.0)


def _name_and_day(found: dict[str, Suggested], columns: dict[str, list[Any]]) -> None:
    """The columns that name the company and the day of the answers."""
    for meaning, words in (("case", NAME_WORDS), ("as_of", DAY_WORDS)):
        fitting = [header for header in found if normal(header) in words]
        if fitting:
            best = max(fitting, key=lambda header: (len(set(columns[header])), header == fitting[0]))
            found[best] = replace(found[best], meaning=meaning, confidence=1.0)


# ---- as a file -------------------------------------------------------------------------------------------


def suggestion(path: str, knowledge: Knowledge, ask: Ask | None = None) -> str:
    """The text of a map of columns: what is near is filled in, the rest becomes `meta.*`; `ask` is asked what is not
    sure.
    """
    made = []
    for each in suggestions(path, knowledge):
        if ask is not None and each.word != "sure" and each.values:
            answer = ask(each)
            each = replace(each, meaning=answer, confidence=1.0 if answer else 0.0)
        made.append(each)
    lines = ["# Check each line: on the left the header of your table, on the right the question it answers."]
    for name, hint in (("case", "Which column names the company?"), ("as_of", "Or leave it out, and use --as-of.")):
        header = next((each.header for each in made if each.meaning == name), None)
        lines.append(f"{name}: {_quoted(header)}" if header else f"# {name}: ...   {hint}")
    lines.append("columns:")
    for each in made:
        if each.meaning not in ("case", "as_of"):
            lines.append(
                f"  {_quoted(each.header)}: {_quoted(each.meaning or META + each.header)}  # {_about(each, knowledge)}"
            )
    lines += _style_lines(made, knowledge)
    lines += _word_lines(made, knowledge)
    return "\n".join(lines) + "\n"


def _about(each: Suggested, knowledge: Knowledge) -> str:
    """What stands behind a line of the map: the question in words, how sure, and some cells."""
    question = knowledge.questions.get(each.meaning or "")
    short = f"{question.model.short}; " if question is not None else ""
    return " ".join(f"{each.word}: {short}{each.sample}".split())


def _style_lines(made: Sequence[Suggested], knowledge: Knowledge) -> list[str]:
    texts = [value for each in made for value in each.values if isinstance(value, str)]
    days = [found for text in texts if (found := _SLASHED.fullmatch(text))]
    first, second = any(int(d[1]) > 12 for d in days), any(int(d[2]) > 12 for d in days)
    order = "day-first" if first and not second else "month-first" if second and not first else "iso"
    why = "as the days in your table are written" if order != "iso" else "or day-first, month-first"
    commas = sum(bool(re.fullmatch(r"-?\d+,\d{1,2}", text)) for text in texts)
    points = sum(bool(re.fullmatch(r"-?\d+\.\d{1,2}", text)) for text in texts)
    decimal = "," if commas > points else "."
    return [
        "# How the cells are written:",
        f"dates: {order}  # {why}",
        f'decimal: "{decimal}"',
        '# dont_know: ["?", "n/a"]   only these words mean "don\'t know"; left out, many do',
    ]


def _word_lines(made: Sequence[Suggested], knowledge: Knowledge) -> list[str]:
    """`words:` for the cells that were seen: as they would be read, and as comments where nobody knows."""
    lines: list[str] = []
    open_ones = False
    for each in made:
        entry = knowledge.questions.get(each.meaning or "")
        if entry is None or not entry.model.options:
            continue
        inner, unknown = [], []
        for value, read in read_all(
            [v for v in each.values[:_READ] if isinstance(v, str)], entry.model, date.today()
        ).items():
            if isinstance(read, AnswerError):
                unknown.append(f"    # {_quoted(value)}: ")
            elif isinstance(read, Reading) and read.read_as and entry.model.type is Kind.CHOICE and read.answer:
                option = getattr(read.answer.said, "value", None)
                inner += [f"    {_quoted(value)}: {option}"] if isinstance(option, str) else []
        if inner or unknown:
            options = ", ".join(option.id for option in entry.model.options)
            head = f"  {each.meaning}:" if inner else f"  # {each.meaning}:"
            lines += [f"{head}  # {options}", *inner[:_MOST_WORDS], *unknown[:_MOST_WORDS]]
            open_ones = open_ones or bool(inner)
    if not lines:
        return ['# words: {role.stage: {"still looking": nobody}}   what your own words mean']
    return ["words:" if open_ones else "# words:", *lines]


def _quoted(text: str) -> str:
    plain = text.replace(".", "").replace("_", "").isalnum() and text.isascii() and not text[:1].isdigit()
    yaml_words = ("yes", "no", "true", "false", "null", "on", "off", "y", "n")
    return text if plain and text.casefold() not in yaml_words else json.dumps(text, ensure_ascii=False)


def template_csv(knowledge: Knowledge) -> str:
    """The headers of a table that needs no map."""
    text = io.StringIO()
    asked = [question for question, entry in knowledge.questions.items() if not entry.model.settles]
    csv.writer(text, lineterminator="\n").writerow(["case", "as_of", *asked])
    return text.getvalue()
