"""Case files from paths, from the shipped cases, or from standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.inference.case import Case, join_cases
from advisor.knowledge.documents import Document, UnreadableError, read_document, read_json
from advisor.library import Advisor
from advisor.problems import AdvisorError, FileError, Problem, did_you_mean
from advisor.shipped import shipped

ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True)
class CaseRead:
    """What one case came to: the case, or the problems that forbid it."""

    name: str
    case: Case | None
    problems: tuple[Problem, ...]


def read_cases(advisor: Advisor, names: Sequence[str]) -> Iterator[CaseRead]:
    """Every case of the files named, in order; files of one case are joined, problems stay with their case."""
    pending: dict[str, list[Case]] = {}
    files: dict[str, str] = {}
    for name in names:
        seen: set[str] = set()
        for read in _cases_of(advisor, name):
            if read.case is None:
                yield read
            elif read.case.id in seen:
                problem = Problem(
                    "case",
                    "duplicate-case",
                    f"The case `{read.case.id}` stands twice in one input.",
                    "Give each case its own name.",
                    file=read.name,
                )
                yield CaseRead(read.name, None, (problem,))
            else:
                seen.add(read.case.id)
                pending.setdefault(read.case.id, []).append(read.case)
                files.setdefault(read.case.id, read.name)
    for id, cases in pending.items():
        case, problems = (cases[0], []) if len(cases) == 1 else join_cases(cases)
        yield CaseRead(files[id], None if problems else case, tuple(p.in_file(files[id]) for p in problems))


def _cases_of(advisor: Advisor, name: str) -> Iterator[CaseRead]:
    try:
        shown, raw = _bytes(name)
        documents = list(_documents(raw, shown))
    except UnreadableError as error:
        yield CaseRead(name, None, (error.problem.in_file(name if name != "-" else "standard input"),))
        return
    except AdvisorError as error:
        yield CaseRead(name, None, (Problem("", "unreadable", str(error)),))
        return
    for place, document in documents:
        case, problems = advisor.read(document.data, document, place)
        yield CaseRead(place, case, tuple(problems))


def find_case(name: str) -> Path:
    """The file that a name means: the path, the path with an ending, or a shipped case. FileError otherwise."""
    path = Path(name)
    if path.is_dir():
        raise FileError(f"{name}: This is a folder. Name the case files in it, as in `{name.rstrip('/')}/*.yaml`.")
    for candidate in (path, *(Path(name + ending) for ending in ENDINGS)):
        if candidate.is_file():
            return candidate
    if path.exists():
        raise FileError(f"{name}: This is not a file.")
    if path.parent == Path("."):
        known = shipped("cases") / (path.name if path.suffix == ".yaml" else path.name + ".yaml")
        if known.is_file():
            return known
    here = [p.name for p in path.parent.glob("*") if p.suffix in ENDINGS] if path.parent.is_dir() else []
    way = did_you_mean(path.name, [*here, *(p.stem for p in shipped("cases").glob("*.yaml"))])
    raise FileError(f"{name}: There is no such file.{' ' + way if way else ''}")


def _bytes(name: str) -> tuple[str, bytes]:
    if name == "-":
        return "standard input", sys.stdin.buffer.read()
    path = find_case(name)
    try:
        return str(path), path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: Cannot be read: {error.strerror}.") from None


def _documents(raw: bytes, name: str) -> Iterator[tuple[str, Document]]:
    """The cases of one text: YAML, JSON, a list of cases, or JSON lines."""
    text = raw.lstrip()[:1]
    if name.endswith(".jsonl") or text == b"{" and _is_lines(raw):
        for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), start=1):
            if line.strip():
                try:
                    yield f"{name}:{number}", Document(read_json(line), {}, line)
                except UnreadableError as error:
                    yield f"{name}:{number}", Document(_Broken(error.problem), {}, line)
        return
    as_json = name.endswith(".json") or text == b"{"
    document = read_document(raw, as_json=as_json)
    if as_json:
        document = _with_marks(document, raw)
    if not isinstance(document.data, list):
        yield name, document
        return
    for index, data in enumerate(document.data):
        marks = {path[1:]: mark for path, mark in document.marks.items() if path[:1] == (index,)}
        yield name, Document(data, marks, document.text)


@dataclass(frozen=True)
class _Broken:
    """A line that is not JSON: read as a case it has no shape, which is reported with its line."""

    problem: Problem


def _is_lines(raw: bytes) -> bool:
    lines = [line for line in raw.splitlines() if line.strip()]
    return len(lines) > 1 and all(line.lstrip().startswith(b"{") and line.rstrip().endswith(b"}") for line in lines)


def _with_marks(document: Document, raw: bytes) -> Document:
    """JSON is (nearly) YAML: its places come from reading it again as YAML, where that works."""
    try:
        marks: Any = read_document(raw).marks
    except UnreadableError:
        marks = {}
    return Document(document.data, marks, document.text)
