"""What `advisor rules check` reports, and how it is written for people, programs and GitHub."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from advisor.files.documents import Path
from advisor.files.nearby import near
from advisor.knowledge.pack import Entry
from advisor.problems import Problem


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a pack. A warning does not make the check fail."""

    problem: Problem
    warning: bool = False

    @property
    def place(self) -> tuple[str, int, int, str]:
        """What faults are sorted by."""
        found = self.problem
        return (found.file or "", found.line or 0, found.column or 0, found.code)


def fault(entry: Entry[Any], path: Path, code: str, message: str, suggestion: str | None = None) -> Fault:
    """A fault at a place inside an entry."""
    return Fault(entry.problem(path, code, message, suggestion))


def warning(entry: Entry[Any], path: Path, code: str, message: str, suggestion: str | None = None) -> Fault:
    """A warning at a place inside an entry."""
    return Fault(entry.problem(path, code, message, suggestion), True)


def as_text(faults: Sequence[Fault]) -> str:
    """One fault a line; what to paste stands indented below it."""
    lines = []
    for found in faults:
        way, *paste = (found.problem.suggestion or "").splitlines() or [""]
        shown = replace(found.problem, file=near(found.problem.file), suggestion=way or None)
        lines.append(f"{shown} [{'warning' if found.warning else 'fault'} {shown.code}]")
        lines += [f"    {line}" for line in paste]
    return "\n".join(lines)


def as_data(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    """Faults for other programs."""
    return [
        {
            "severity": "warning" if found.warning else "fault",
            "code": found.problem.code,
            "file": near(found.problem.file),
            "line": found.problem.line,
            "column": found.problem.column,
            "path": found.problem.path,
            "message": found.problem.message,
            "suggestion": found.problem.suggestion,
        }
        for found in faults
    ]


def as_github(faults: Sequence[Fault]) -> str:
    """Annotations that GitHub shows beside the lines."""
    lines = []
    for found in faults:
        problem = found.problem
        place = f"file={_property(near(problem.file))},line={problem.line or 1},col={problem.column or 1}"
        text = f"{problem.message} {problem.suggestion or ''}".strip()
        lines.append(f"::{'warning' if found.warning else 'error'} {place},title={problem.code}::{_escaped(text)}")
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
