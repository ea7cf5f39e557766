"""Case files from paths, from the shipped cases, or from standard input."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Union

import click

from advisor.cases.case import Case, join_cases
from advisor.files.documents import Document, UnreadableError, decode
from advisor.files.json_text import read_json
from advisor.files.yaml_text import read_yaml
from advisor.library import Advisor
from advisor.problems import FileError, Problem, did_you_mean, shortened
from advisor.shipped import shipped

ENDINGS = (".yaml", ".yml", ".json", ".jsonl")
STANDARD_INPUT = "standard input"
_UTF8_MARK = b"\xef\xbb\xbf"
_OBJECT_BEGINS = re.compile(rb"^\{[ \t]*\"", re.MULTILINE)
_Read = Union[Document, Problem]


@dataclass(frozen=True)
class CaseRead:
    """What one case came to: the case, or the problems that forbid it."""

    name: str
    case: Case | None
    problems: tuple[Problem, ...]


def read_cases(advisor: Advisor, names: Sequence[str]) -> Iterator[CaseRead]:
    """Every case of the files named; files of one case are joined, problems come first and stay with their case.

    Doubts about a case that can be read are told on standard error.
    """
    pending: dict[str, list[Case]] = {}
    files: dict[str, str] = {}
    for name in names:
        shown, documents = _read(name)
        seen: dict[str, int] = {}
        for document in documents:
            if isinstance(document, Problem):
                yield CaseRead(shown, None, (document,))
                continue
            case, problems = advisor.read(document.data, document, shown)
            if case is None:
                yield CaseRead(shown, None, tuple(problems))
            elif case.id in seen:
                yield CaseRead(shown, None, (_twice(case.id, document, shown, seen[case.id]),))
            else:
                for doubt in problems:
                    click.echo(str(doubt), err=True)
                seen[case.id] = document.mark(("case",)).line
                pending.setdefault(case.id, []).append(case)
                files.setdefault(case.id, shown)
    for id, cases in pending.items():
        joined, faults = (cases[0], []) if len(cases) == 1 else join_cases(cases)
        yield CaseRead(files[id], None if faults else joined, tuple(p.in_file(files[id]) for p in faults))


def _twice(id: str, document: Document, file: str, first: int) -> Problem:
    mark = document.mark(("case",))
    message = f"The case `{id}` stands twice in one input; the first is on line {first}."
    return Problem("case", "duplicate-case", message, "Give each case its own name.", mark.line, mark.column, file)


def _read(name: str) -> tuple[str, list[_Read]]:
    """The cases of one input, unchecked, and how messages name the input."""
    shown = STANDARD_INPUT if name == "-" else name
    try:
        shown, raw = _bytes(name)
        found = list(_documents(raw, shown))
    except UnreadableError as error:
        found = [_in_words(error.problem, shown)]
    except FileError as error:
        found = [Problem("", "unreadable", str(error))]
    return shown, found


def files_of(folder: Path) -> list[str]:
    """The case files of a folder; FileError where it has none."""
    if not folder.exists():
        raise FileError(f"{folder}: There is no such folder.")
    if not folder.is_dir():
        raise FileError(f"{folder}: This is a file. Name the folder that holds the cases.")
    files = sorted(str(path) for path in folder.iterdir() if path.suffix in ENDINGS)
    if not files:
        raise FileError(f"{folder}: No case is in this folder. A case file ends in {' or '.join(ENDINGS)}.")
    return files


def find_case(name: str) -> Path:
    """The file that a name means: the path, the path with an ending, or a shipped case. FileError otherwise."""
    try:
        return _find(name)
    except OSError as error:
        raise FileError(f"{shortened(name, 100)}: Cannot be read: {error.strerror}.") from None


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
        raise FileError(f"{name}: This is not a file.")
    if path.parent == Path("."):
        known = shipped("cases") / (path.name if path.suffix == ".yaml" else path.name + ".yaml")
        if known.is_file():
            return known
    here = [p.name for p in path.parent.glob("*") if p.suffix in ENDINGS] if path.parent.is_dir() else []
    way = did_you_mean(path.name[:100], [*here, *(p.stem for p in shipped("cases").glob("*.yaml"))])
    raise FileError(f"{shortened(name, 100)}: There is no such file.{' ' + way if way else ''}")


def _bytes(name: str) -> tuple[str, bytes]:
    if name == "-":
        if sys.stdin is None:
            raise FileError("Standard input is closed.")
        return STANDARD_INPUT, sys.stdin.buffer.read()
    path = find_case(name)
    try:
        return str(path), path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: Cannot be read: {error.strerror}.") from None


def _documents(raw: bytes, name: str) -> Iterator[_Read]:
    """The cases of one text: YAML, JSON, a list of cases, or JSON lines."""
    raw = raw.removeprefix(_UTF8_MARK)
    if name.endswith(".jsonl") or (not name.endswith((".yaml", ".yml")) and _is_lines(raw)):
        yield from _lines(raw, name)
        return
    text = decode(raw)
    read = _json_or_yaml if name == STANDARD_INPUT else read_json if name.endswith(".json") else read_yaml
    document = read(text)
    if not isinstance(document.data, list):
        yield document
    elif not document.data:
        yield Problem("", "empty", "The list holds no case.", file=name)
    else:
        yield from (document.part(index) for index in range(len(document.data)))


def _is_lines(raw: bytes) -> bool:
    """Whether this is JSON with a case on each line: two lines or more begin an object, not indented."""
    return len(_OBJECT_BEGINS.findall(raw[:1_000_000])) > 1


def _lines(raw: bytes, name: str) -> Iterator[_Read]:
    """One case a line; a line that cannot be read does not stop the others."""
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if line.strip():
            try:
                document = read_json(decode(line))
                document.above = number - 1
                yield document
            except UnreadableError as error:
                yield replace(error.problem, line=number, column=error.problem.column or 1, file=name)


def _json_or_yaml(text: str) -> Document:
    """Of a text that no ending gives away: JSON where it begins like it, YAML where only that can be read."""
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


def _in_words(problem: Problem, name: str) -> Problem:
    """A problem of the whole text, in the words of somebody who gives cases."""
    if problem.code == "empty" and name == STANDARD_INPUT:
        problem = replace(problem, message="Nothing came in.", suggestion="Give a case, as in `< acme.yaml`.")
    elif problem.code == "documents":
        problem = replace(problem, suggestion="Several cases stand in a list.")
    return problem.in_file(name)
