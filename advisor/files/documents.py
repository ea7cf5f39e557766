"""What was read from a text: plain data, and the line and column of every value.

How YAML and JSON are read stands in `yaml_text` and `json_text`; both give a Document or an UnreadableError.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, Union

from advisor.problems import Problem

Path = tuple[Union[str, int], ...]
# Bounds that no honest file comes near, and that keep a hostile one from taking the process down.
DEEPEST = 40  # levels
MOST_BYTES = 10_000_000
MOST_NODES = 500_000  # values and keys
LONGEST_NUMBER = 30  # characters


@dataclass(frozen=True)
class Mark:
    """A place in a text; both count from 1."""

    line: int
    column: int


@dataclass
class Document:
    """The data of one text, or of a part of it, and where each value stands.

    `marks` maps a path to its place; `find_marks` gives them where nobody has asked yet. `at` is the path of
    the data inside `whole`, the document that it is a part of; `above` counts the lines that stand before the
    text in its file.
    """

    data: Any
    marks: dict[Path, Mark] = field(default_factory=dict)
    text: str = ""
    find_marks: Callable[[str], dict[Path, Mark]] | None = None
    above: int = 0
    whole: Document | None = None
    at: Path = ()

    def __getstate__(self) -> dict[str, Any]:
        """Without what can be found again in the text."""
        state = dict(self.__dict__)
        if self.find_marks is not None and self.whole is None:
            state.update(data=None, marks={})
        return state

    @property
    def placed(self) -> bool:
        """Whether the data came from a text, so that there are places to name."""
        return self.whole.placed if self.whole else bool(self.marks or self.find_marks)

    def mark(self, path: Sequence[str | int]) -> Mark:
        """The place of a value, or of the nearest thing around it."""
        if self.whole is not None:
            return self.whole.mark((*self.at, *path))
        if not self.marks and self.find_marks is not None:
            self.marks = self.find_marks(self.text)
        place = tuple(path)
        while place and place not in self.marks:
            place = place[:-1]
        mark = self.marks.get(place, Mark(1, 1))
        return Mark(mark.line + self.above, mark.column)

    def part(self, index: int) -> Document:
        """One member of a list, as a document of its own."""
        return Document(self.data[index], text=self.text, whole=self, at=(index,))


class UnreadableError(Exception):
    """A text that is not a document; `problem` says where and why."""

    def __init__(self, problem: Problem):
        super().__init__(problem.message)
        self.problem = problem


def unreadable(code: str, message: str, mark: Mark | None = None, suggestion: str | None = None) -> NoReturn:
    """Raise UnreadableError with a problem of the whole text."""
    raise UnreadableError(
        Problem("", code, message, suggestion, mark.line if mark else None, mark.column if mark else None)
    )


def too_deep(mark: Mark | None = None) -> NoReturn:
    """Raise UnreadableError for a text that nests without end."""
    unreadable("too-deep", f"The text is nested deeper than {DEEPEST} levels.", mark)


def huge_number(text: str, mark: Mark | None = None) -> NoReturn:
    """Raise UnreadableError for a number that no computer number holds."""
    shown = f"A number of {len(text)} characters" if len(text) > LONGEST_NUMBER else text
    unreadable("huge-number", f"{shown} is too large.", mark)


def not_finite(text: str, mark: Mark | None = None) -> NoReturn:
    """Raise UnreadableError for infinity and for what is no number at all."""
    unreadable("not-finite", f"{text} isn't a number that can be used.", mark, "Leave it out if you don't know it.")


_MARKED = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def decode(raw: bytes) -> str:
    """The text of a file: UTF-8 (a byte-order mark is dropped), neither empty nor too long, no binary."""
    if len(raw) > MOST_BYTES:
        unreadable("too-large", f"The file has {len(raw):,} bytes; at most {MOST_BYTES:,} are read.")
    other = next((name for mark, name in _MARKED if raw.startswith(mark)), None)
    if other is None and b"\0" in raw and _every_second_is_zero(raw[:200]):
        other = "UTF-16"
    if other is not None:
        unreadable("encoding", f"The text is {other}, not UTF-8.", None, "Save it as UTF-8.")
    if b"\0" in raw:
        unreadable("binary", "This is a binary file, not a text.", None, "Give a YAML or JSON file.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line_start = before.rfind(b"\n") + 1
        mark = Mark(before.count(b"\n") + 1, len(before[line_start:].decode("utf-8", "replace")) + 1)
        unreadable("encoding", f"The text isn't UTF-8 (byte 0x{raw[error.start]:02x}).", mark, "Save it as UTF-8.")
    if not text.strip():
        unreadable("empty", "The file is empty.")
    return text


def _every_second_is_zero(raw: bytes) -> bool:
    return len(raw) > 3 and not (any(raw[1::2]) and any(raw[::2]))


def place_name(path: Path) -> str:
    """A place in a document as one name: `board.lines.4.claims`."""
    return ".".join(map(str, path))
