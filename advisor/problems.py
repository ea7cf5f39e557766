"""What can go wrong with a pack, a case or a file, told to the person who made the mistake.

AdvisorError        `problems` holds every fault found, `code` that of the first
 +- PackError       a pack cannot be used
 +- CaseError       a case or an answer cannot be read
 +- ArgumentError   something of another kind was given than is wanted; a TypeError and a ValueError too
 +- FileError       a file is missing, unreadable or cannot be written
 +- EngineError     the chosen inference engine is not available or refused the rules
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where it stands, what is wrong, and the way out.

    `path` is the place inside the document ("evidence.0.when"), `code` is stable and meant for programs,
    `line` and `column` count from 1 and are None where the input was not text.
    """

    path: str
    code: str
    message: str
    suggestion: str | None = None
    line: int | None = None
    column: int | None = None
    file: str | None = None

    def in_file(self, file: str) -> Problem:
        """The same problem, placed in `file`."""
        return replace(self, file=file)

    def __str__(self) -> str:
        place = self.file or ""
        if self.line is not None:
            place += f":{self.line}:{self.column or 1}"
        subject = f"{self.path}: " if self.path else ""
        way_out = f" {self.suggestion}" if self.suggestion else ""
        return one_line((f"{place}: " if place else "") + subject + self.message + way_out)


def one_line(text: str) -> str:
    """The text with line ends and other characters that no screen shows written out."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def name_in_text(name: str) -> str:
    """The name of a file as any text can hold it: bytes that are not UTF-8 are written out.

    Python keeps such bytes as half letters, which no file, table or screen takes.

    >>> name_in_text("z\\udcff.yaml")
    'z\\\\xff.yaml'
    """
    if not is_text(name):
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    return name


def is_text(name: str) -> bool:
    """Whether the name of a file can be written into a text as it is."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def shortened(text: str, longest: int = 80) -> str:
    """The text, cut where it is too long to be read in a message."""
    return text if len(text) <= longest else text[: longest - 3] + "..."


class AdvisorError(Exception):
    """The family of errors that this library raises.

    `code` is stable and meant for programs; `problems` holds each fault with its place and the way out.
    """

    _CODE = "failed"

    @property
    def code(self) -> str:
        """The code of the first problem."""
        return self.problems[0].code if self.problems else self._CODE

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every fault found; one where the message says it all."""
        return (Problem("", self._CODE, str(self)),)

    def to_dict(self) -> dict[str, Any]:
        """Plain data by the schema `problems`."""
        return {"schema": 1, "code": self.code, "problems": [asdict(problem) for problem in self.problems]}


class ProblemsError(AdvisorError):
    """An error that carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]):
        self._problems = tuple(problems)
        super().__init__("\n".join(map(str, self._problems)))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every fault found."""
        return self._problems

    def __reduce__(self) -> tuple[type[ProblemsError], tuple[tuple[Problem, ...]]]:
        """Pickled by its problems, so that it comes back whole from another process."""
        return (type(self), (self._problems,))


class PackError(ProblemsError):
    """A pack of knowledge cannot be used."""

    _CODE = "pack"


class CaseError(ProblemsError):
    """A case or an answer cannot be read."""

    _CODE = "case"


class ArgumentError(ProblemsError, TypeError, ValueError):
    """A method was given something of another kind than it takes; `path` of the problem is the argument's name."""

    _CODE = "argument"


class FileError(AdvisorError):
    """A file is missing, unreadable or cannot be written."""

    _CODE = "file"


class EngineError(AdvisorError):
    """The inference engine asked for is not there, or refused the rules."""

    _CODE = "engine"


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name that the writer most likely meant, or None where nothing is near."""
    import difflib  # here, because most runs have nothing to suggest

    known = list(names)
    found = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if not found and "." not in name:
        found = [known_name for known_name in known if known_name.rsplit(".", 1)[-1] == name][:1]
    return found[0] if found else None


def did_you_mean(name: str, names: Iterable[str]) -> str | None:
    """The sentence that offers the nearest name, or None."""
    near = nearest(name, names)
    return f"Did you mean `{near}`?" if near else None
