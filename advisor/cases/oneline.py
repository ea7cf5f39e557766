"""Answers as they are written in one line, which mean the same at a prompt, on a sheet, in a cell and in a what-if."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from advisor.files.digits import small_number
from advisor.language.vocabulary import Kind

if TYPE_CHECKING:
    from advisor.knowledge.models import Band, Question

MORE = ("...", "\u2026")  # in a list: and maybe more
DONT_KNOW_WORDS = (
    "dk",
    "d",
    "don't know",
    "dont know",
    "don't know",
    "i don't know",
    "i dont know",
    "i don't know",
    "dunno",
    "unsure",
    "not sure",
    "no idea",
    "unknown",
    "n/a",
    "na",
    "tbd",
    "?",
    "??",
)
_IN_TEXT = ("dk", "don't know", "i don't know")  # any other word may be the text itself
_OTHER = re.compile(r"(?:(.*?)[ ,;]+)?other *: *(.*)", re.IGNORECASE | re.DOTALL)


def says_dont_know(question: Question, text: str) -> bool:
    """Whether a line says that somebody does not know; not where it names an option."""
    words = " ".join(text.replace("\u2019", "'").split()).casefold()
    if words not in (_IN_TEXT if question.type is Kind.TEXT else DONT_KNOW_WORDS):
        return False
    return all(words not in (option.id, option.label.casefold()) for option in question.options)


def takes_other(question: Question) -> bool:
    """Whether something beside its options can be said to a question: to every choice, in the person's own words."""
    return question.type in (Kind.CHOICE, Kind.CHOICES)


def parted(question: Question, line: str) -> tuple[str, str | None]:
    """A line without what is said beside the options, and that; `1, 3; other: a tool of ours` has both parts."""
    found = _OTHER.fullmatch(line.strip()) if takes_other(question) else None
    if found is None or not found[2].strip():
        return line, None
    return (found[1] or "").strip(), " ".join(found[2].split())


def list_of_parts(parts: Iterable[str]) -> Any:
    """A list as it is written in one line, as plain data: `!b` says that b is not on it, `...` that more may be."""
    written = [part.strip() for part in parts if part.strip()]
    named = [part for part in written if part not in MORE]
    lacks = [part[1:].strip() for part in named if part.startswith("!")]
    if not lacks and len(named) == len(written):
        return named
    return {"has": [part for part in named if not part.startswith("!")], "lacks": lacks}


def with_other(raw: Any, other: str | None) -> Any:
    """Plain data of an answer with what was said beside the options; `raw` is None where nothing else was."""
    if other is None:
        return raw
    if raw is None:
        return {"other": other}
    return {**(raw if isinstance(raw, dict) else {"value": raw}), "other": other}


def band_meant(question: Question, line: str) -> Band | None:
    """The band that a line names: by its number, as `#2`, by its label, or by the beginning of its label in words.

    A number alone is never a band: `3` is 3 of the question's unit.
    """
    words = line.strip().casefold()
    if re.fullmatch(r"# ?\d+", words):
        place = small_number(words[1:].strip()) or 0
        return question.bands[place - 1] if 1 <= place <= len(question.bands) else None
    found = [band for band in question.bands if band.label.casefold() == words]
    if not found and re.match(r"[a-z]", words):
        found = [band for band in question.bands if re.match(rf"{re.escape(words)}\b", band.label.casefold())]
    return found[0] if len(found) == 1 else None
