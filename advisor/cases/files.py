"""Cases in files: YAML, JSON, a list of cases, or JSON lines; several files of one case are joined.

Nothing here prints, prompts or reads standard input. What cannot be read is a problem of its case, with file, line
and column, and does not stop the others. Tables of many thousand cases are read elsewhere, piece by piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Union

from advisor.cases.case import Case, join_cases, read_case
from advisor.files.documents import Document, UnreadableError, decode
from advisor.files.json_text import read_json
from advisor.files.yaml_text import read_yaml
from advisor.knowledge.pack import Knowledge
from advisor.problems import CaseError, FileError, Problem, did_you_mean, shortened
from advisor.shipped import shipped

ENDINGS = (".yaml", ".yml", ".json", ".jsonl")
_UTF8_MARK = b"\xef\xbb\xbf"
_OBJECT_BEGINS = re.compile(rb"^\{[ \t]*\"", re.MULTILINE)
_Found = Union[Document, Problem]


@dataclass(frozen=True)
class CaseRead:
    """What one case came to: the case with doubts about it, or the problems that forbid it; `name` is its file."""

    name: str
    case: Case | None
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class CaseText:
    """A text that holds cases, and how messages name it; or why there is none.

    `named` tells that the name's ending says how the text is written; otherwise the text itself gives it away.
    """

    name: str
    content: bytes | Problem
    named: bool = True


def read_files(knowledge: Knowledge, names: Iterable[str]) -> Iterator[CaseRead]:
    """Every case of the files named; a name is a path, a path without its ending, or that of a shipped case."""
    return read_texts(knowledge, map(text_of, names))


def read_texts(knowledge: Knowledge, texts: Iterable[CaseText]) -> Iterator[CaseRead]:
    """Every case of the texts, those that cannot be read first; texts of one case are joined."""
    parts: dict[str, list[CaseRead]] = {}
    for text in texts:
        first_lines: dict[str, int] = {}
        for document in _documents_of(text):
            if isinstance(document, Problem):
                yield CaseRead(text.name, None, (document,))
                continue
            case, problems = read_case(document.data, knowledge, document, text.name)
            if case is None:
                yield CaseRead(text.name, None, tuple(problems))
            elif case.id in first_lines:
                yield CaseRead(text.name, None, (_twice(case.id, document, text.name, first_lines[case.id]),))
            else:
                first_lines[case.id] = document.mark(("case",)).line
                parts.setdefault(case.id, []).append(CaseRead(text.name, case, doubts=tuple(problems)))
    yield from (_joined(part, knowledge) for part in parts.values())


def _joined(parts: list[CaseRead], knowledge: Knowledge) -> CaseRead:
    """The parts of one case as one, named by the first file."""
    cases = [part.case for part in parts if part.case is not None]
    joined, faults = (cases[0], []) if len(cases) == 1 else join_cases(cases, knowledge)
    file = parts[0].name
    doubts = tuple(doubt for part in parts for doubt in part.doubts)
    return CaseRead(file, None if faults else joined, tuple(fault.in_file(file) for fault in faults), doubts)


def _twice(case: str, document: Document, file: str, first: int) -> Problem:
    mark = document.mark(("case",))
    message = f"The case `{case}` is in this input twice; the first is on line {first}."
    return Problem("case", "duplicate-case", message, "Give each case its own name.", mark.line, mark.column, file)


# ---- which file is meant ---------------------------------------------------------------------------------


def files_of(folder: Path) -> list[str]:
    """The case files of a folder; FileError where it has none."""
    if not folder.exists():
        raise FileError(f"{folder}: Can't find this folder.")
    if not folder.is_dir():
        raise FileError(f"{folder}: This is a file. Name the folder that holds the cases.")
    files = sorted(str(path) for path in folder.iterdir() if path.suffix in ENDINGS)
    if not files:
        raise FileError(f"{folder}: No cases in this folder. A case file ends in {' or '.join(ENDINGS)}.")
    return files


def find_case(name: str) -> Path:
    """The file that a name means: the path, the path with an ending, or a shipped case. FileError otherwise."""
    try:
        return _find(name)
    except OSError as error:
        raise FileError(f"{shortened(name, 100)}: Can't be read: {error.strerror}.") from None


def _find(name: str) -> Path:
    path = Path(name)
    if not name.strip():
        raise FileError("The name of a case file is empty.")
    for candidate in (path, *(Path(name + ending) for ending in ENDINGS)):
        if candidate.is_file() or candidate.is_fifo():
            return candidate
    if path.is_dir():
        raise FileError(f"{name}: This is a folder. Name the case files in it, as in `{name.rstrip('/')}/*.yaml`.")
    if path.exists():
        raise FileError(f"{name}: This isn't a file.")
    if path.parent == Path("."):
        known = shipped("cases") / (path.name if path.suffix == ".yaml" else path.name + ".yaml")
        if known.is_file():
            return known
    here = [p.name for p in path.parent.glob("*") if p.suffix in ENDINGS] if path.parent.is_dir() else []
    way = did_you_mean(path.name[:100], [*here, *(p.stem for p in shipped("cases").glob("*.yaml"))])
    raise FileError(f"{shortened(name, 100)}: Can't find this file.{' ' + way if way else ''}")


def text_of(name: str) -> CaseText:
    """The text of the file that a name means, or the problem that there is none."""
    try:
        path = find_case(name)
        return CaseText(str(path), bytes_of(path))
    except FileError as error:
        return CaseText(name, Problem("", "unreadable", str(error)))


def bytes_of(path: Path) -> bytes:
    """What a file holds; FileError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: Can't be read: {error.strerror}.") from None


# ---- from a text to the cases in it, unchecked -----------------------------------------------------------


def read_document(path: Path) -> Document:
    """The one document of a file; CaseError where it is no YAML or JSON, FileError where it cannot be read."""
    try:
        return _document_in(decode(bytes_of(path).removeprefix(_UTF8_MARK)), path.name)
    except UnreadableError as error:
        raise CaseError([error.problem.in_file(str(path))]) from None


def _documents_of(text: CaseText) -> Iterator[_Found]:
    """The cases of one text, and what of it cannot be read."""
    if isinstance(text.content, Problem):
        yield text.content
        return
    content = text.content.removeprefix(_UTF8_MARK)
    if text.name.endswith(".jsonl") or (not text.name.endswith((".yaml", ".yml")) and _is_lines(content)):
        yield from _lines(content, text.name)
        return
    try:
        decoded = decode(content)
        document = _document_in(decoded, text.name) if text.named else _json_or_yaml(decoded)
    except UnreadableError as error:
        problem = error.problem
        if problem.code == "documents":
            problem = replace(problem, suggestion="Put several cases in a list.")
        yield problem.in_file(text.name)
        return
    if not isinstance(document.data, list):
        yield document
    elif not document.data:
        yield Problem("", "empty", "The list has no cases.", file=text.name)
    else:
        yield from (document.part(index) for index in range(len(document.data)))


def _document_in(text: str, name: str) -> Document:
    """A text by the ending of its name; YAML where that says nothing. UnreadableError where it is neither."""
    return read_json(text) if name.endswith(".json") else read_yaml(text)


def _is_lines(content: bytes) -> bool:
    """Whether this is JSON with a case on each line: two lines or more begin an object, not indented."""
    return len(_OBJECT_BEGINS.findall(content[:1_000_000])) > 1


def _lines(content: bytes, name: str) -> Iterator[_Found]:
    """One case a line; a line that cannot be read does not stop the others."""
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.strip():
            try:
                document = read_json(decode(line))
                document.above = number - 1
                yield document
            except UnreadableError as error:
                yield replace(error.problem, line=number, column=error.problem.column or 1, file=name)


def _json_or_yaml(text: str) -> Document:
    """Of a text that no ending gives away: JSON where it begins like it, YAML where only that can be read.

    YAML could read both, but the JSON reader is much faster and says in JSON's own words what is wrong. Only where
    the syntax fails YAML is tried, which takes `{a: 1}` too; where that fails as well, the text was meant as JSON.
    """
    if text.lstrip()[:1] not in ("{", "["):
        return read_yaml(text)
    try:
        return read_json(text)
    except UnreadableError as no_json:
        if no_json.problem.code != "syntax":
            raise
        try:
            return read_yaml(text)
        except UnreadableError:
            raise no_json from None
