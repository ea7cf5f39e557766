"""A sheet of questions for one person, in Markdown or CSV, and the answers read back from it."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from advisor.cases.answers import LONGEST_NOTE, Answer
from advisor.cases.oneline import takes_other
from advisor.cases.values import AnswerError, read_text
from advisor.files.documents import decode
from advisor.inference.compiled.program import Program
from advisor.interview.words.prompts import hint_of
from advisor.interview.words.typed import answer_typed, matching
from advisor.language.shown import counted, day_text
from advisor.language.vocabulary import Kind
from advisor.problems import Problem, did_you_mean
from advisor.report.layout import escaped

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

COLUMNS = ("id", "about", "question", "how", "answer", "note")
_ID = re.compile(r"^`([a-z0-9_.]+)`")
_BOX = re.compile(r"^\s*[-*]\s*\[\s*(\S?)\s*\]\s*(.*)$")
_MORE = "And maybe more"
_OTHER = "Something else, in your words:"
_CLOSES = "&gt;"  # what would end the comment that names the case
_BY = re.compile(r"^<!-- for: ([^,>]+), case: (.*?) -->$")


@dataclass(frozen=True)
class Filled:
    """What came back: the answers, by whom, on which day if it says one, and what wasn't understood."""

    answers: dict[str, Answer]
    by: str | None
    case: str | None
    problems: tuple[Problem, ...]
    on: date | None = None


def markdown_sheet(case: str, as_of: date, who: str, questions: Sequence[Question], head: Sequence[str] = ()) -> str:
    """The sheet as Markdown: tick a box, or write behind `Answer:`; `head` says what it is about, and by when."""
    minutes = max(1, round(sum(question.seconds for question in questions) / 60))
    lines = [
        f"# Questions about {escaped(case)}",
        f"<!-- for: {who}, case: {case.replace('>', _CLOSES)} -->",
        "",
        *([escaped(" ".join(head)), ""] if head else []),
        f"{counted(len(questions), 'question')}, about {counted(minutes, 'minute')}; as of "
        f"{day_text(as_of)}. Put an x in a box, or write after `Answer:`. If you don't know, write dk.",
        *(["Where you can check several boxes, a - means no."] if any(map(_listed, questions)) else []),
    ]
    for number, question in enumerate(questions, start=1):
        lines += ["", f"## {number}. {escaped(question.ask)}", f"`{question.id}` - {escaped(question.short)}"]
        lines += ["", escaped(question.help), ""]
        if question.type is Kind.YES_NO:
            lines += ["- [ ] Yes", "- [ ] No"]
        elif question.options:
            lines += [f"- [ ] {escaped(option.label)}" for option in question.options]
            if question.type is Kind.CHOICES:
                lines += [f"- [ ] {_MORE}", "- [ ] None of these"]
            lines.append(f"- [ ] {_OTHER} ")
        else:
            lines += [f"({hint_of(question)})", ""]
            if question.bands:
                lines += [*(f"- [ ] {escaped(band.label)}" for band in question.bands), ""]
            lines.append("Answer: ")
        lines += ["", "Note: "]
    return "\n".join(lines) + "\n"


def _listed(question: Question) -> bool:
    return question.type is Kind.CHOICES


def csv_sheet(questions: Sequence[Question], head: Sequence[str] = ()) -> str:
    """The sheet as CSV: the answer goes into the column `answer`. It begins with the mark that tells Excel UTF-8.

    `head` says what it is about, and by when, in a row of its own, which has no id and so is no answer.
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    if head:
        writer.writerow(("", "", " ".join(head), "", "", ""))
    for question in questions:
        labels = [*(option.label for option in question.options), *(band.label for band in question.bands)]
        how = " / ".join([*labels, *([hint_of(question)] if question.bands else [])]) or hint_of(question) or "yes / no"
        if question.type is Kind.CHOICES:
            how += " (all that apply, with ; between; !x: not x; ...: maybe more)"
        if takes_other(question):
            how += " (or other: and your words)"
        writer.writerow((question.id, question.short, question.ask, how, "", ""))
    return out.getvalue()


def sheet_text(raw: bytes) -> str:
    """The text of a sheet as an office program may have saved it: UTF-8, UTF-16 with its mark, or Windows-1252.

    UnreadableError where it is no text.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raw = raw.decode("utf-16", "replace").encode()
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        raw = raw.decode("cp1252", "replace").encode()
    return decode(raw)


def read_sheet(program: Program, text: str, today: date, file: str) -> Filled:
    """What a filled-in sheet says; Markdown or CSV, by its first line. `program` is in the words of the case, as the
    sheet was.
    """
    text = text.removeprefix("\ufeff")
    first = text.lstrip().split("\n", 1)[0]
    reader = _SheetReader(program, today, file)
    table = first.startswith("id") and not first.startswith("#")
    rows = _csv_rows(text, reader.complain) if table else _markdown_rows(text, program)
    by = case = None
    for found in map(_BY.match, (line.strip() for line in text.split("\n")[:20])):
        if found is not None:
            by, case = found.group(1).strip(), found.group(2).replace(_CLOSES, ">")
    for line, question_id, typed, note in rows:
        reader.take(line, question_id, typed, note)
    return Filled(reader.answers, by, case, tuple(reader.problems))


class _SheetReader:
    """Collects answers and problems."""

    def __init__(self, program: Program, today: date, file: str):
        self.program = program
        self.today = today
        self.file = file
        self.answers: dict[str, Answer] = {}
        self.problems: list[Problem] = []

    def take(self, line: int, question_id: str, typed: str, note: str) -> None:
        """One row: nothing where it was left open."""
        questions = self.program.knowledge.questions
        if not typed.strip():
            if note.strip():
                self.complain(
                    line,
                    question_id,
                    "empty",
                    "There's a note, but no answer.",
                    "Add the answer, or dk for don't know.",
                )
            return
        if question_id not in questions:
            self.complain(
                line,
                question_id,
                "unknown-question",
                f"There's no question `{question_id[:80]}`.",
                did_you_mean(question_id[:80], questions),
            )
            return
        if question_id in self.answers:
            self.complain(
                line, question_id, "duplicate-answer", f"`{question_id}` is answered twice.", "Keep one of them."
            )
            return
        try:
            answer = answer_typed(questions[question_id].model, typed, self.today)
            self.answers[question_id] = replace(answer, note=read_text(note.strip(), LONGEST_NOTE) or None)
        except AnswerError as error:
            self.complain(line, question_id, error.code, error.message, error.suggestion)

    def complain(self, line: int, question_id: str, code: str, message: str, way: str | None) -> None:
        """What was not understood, with its line."""
        self.problems.append(Problem(question_id, code, message, way, line, 1, self.file))


_Row = tuple[int, str, str, str]  # line, id, what was typed, note


def _csv_rows(text: str, complain: Callable[[int, str, str, str, str | None], None]) -> Iterator[_Row]:
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    names: list[str] = []
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            complain(
                reader.line_num, "", "syntax", f"This row can't be read: {error}.", "Shorten it, and run this again."
            )
            continue
        if not names:
            names = [cell.strip().casefold() for cell in cells]
            continue
        row = dict(zip(names, cells))
        if row.get("id", "").strip():
            yield reader.line_num, row["id"].strip(), row.get("answer", ""), row.get("note", "")


def _markdown_rows(text: str, program: Program) -> Iterator[_Row]:
    blocks: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        found = _ID.match(line.strip())
        if found:
            blocks.append((number, found.group(1), []))
        elif blocks and not line.startswith("## "):
            blocks[-1][2].append(line)
    for number, question_id, lines in blocks:
        entry = program.knowledge.questions.get(question_id)
        question = entry.model if entry is not None else None
        yield number, question_id, _typed(question, lines), _behind("Note:", lines)


def _typed(question: Question | None, lines: Sequence[str]) -> str:
    """What a block says: its ticked boxes, or the text behind `Answer:` or below the boxes."""
    boxes = [(found.group(1), _plain(found.group(2).strip())) for found in map(_BOX.match, lines) if found]
    written = _behind("Answer:", lines) or _below_the_boxes(lines)
    if question is None:
        return written
    other = " ".join(label.removeprefix(_OTHER).strip() for _, label in boxes if label.startswith(_OTHER))
    ticked = [(mark, label) for mark, label in boxes if mark.strip() and not label.startswith(_OTHER)]
    said = _ticked(question, ticked, written) if ticked else written
    return "; ".join(part for part in (said, f"other: {other}" if other else "") if part)


def _ticked(question: Question, boxes: Sequence[tuple[str, str]], written: str) -> str:
    """The ticked boxes as a line that would be typed."""
    listed = _listed(question)
    ticked = [("!" if listed and mark in ("-", "!") else "", label) for mark, label in boxes]
    if question.type.numeric:
        return written or ", ".join(label for _, label in ticked)
    if ("", _MORE) in ticked and listed:
        ticked = [box for box in ticked if box[1] != _MORE] + [("", "...")]
    places = [matching(question, label) for _, label in ticked]
    return ", ".join(f"{mark}{found[0] + 1 if found else label}" for (mark, label), found in zip(ticked, places))


def _plain(label: str) -> str:
    """A label without the marks by which Markdown takes it as text."""
    return re.sub(r"\\([^\w\s])", r"\1", label)


def _below_the_boxes(lines: Sequence[str]) -> str:
    """What somebody wrote under a box in place of ticking one."""
    first = next((i for i, line in enumerate(lines) if _BOX.match(line)), len(lines))
    parts = itertools.takewhile(lambda line: not line.startswith(("Note:", "Answer:", "#")), lines[first:])
    return " ".join(part.strip() for part in parts if part.strip() and not _BOX.match(part))


def _behind(word: str, lines: Iterable[str]) -> str:
    parts: list[str] = []
    inside = False
    for line in lines:
        if line.strip().startswith(word):
            inside = True
            parts.append(line.strip()[len(word) :].strip())
        elif inside and (line.startswith(("#", "Note:", "Answer:")) or (not line.strip() and any(parts))):
            inside = False
        elif inside:
            parts.append(line.strip())
    return " ".join(part for part in parts if part)
