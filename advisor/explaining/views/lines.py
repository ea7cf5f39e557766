"""Lines of words with a depth, and the words that all views share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from advisor.knowledge.pack import Knowledge
from advisor.report.markdown import escaped
from advisor.report.staffing import PEOPLE
from advisor.report.text import WORDS

__all__ = [
    "PEOPLE",
    "WORDS",
    "Line",
    "Names",
    "by_id",
    "days",
    "either",
    "escaped",
    "names_in",
    "quoted",
    "several",
    "status_words",
]
_STATUS = {status.value: words for status, words in WORDS.items()}


@dataclass(frozen=True)
class Line:
    """One line; `detail` is printed only in the verbose form."""

    depth: int
    text: str
    detail: bool = False


def status_words(status: str) -> str:
    """A status as screens say it."""
    return _STATUS.get(status, status)


Names = Callable[["str | None"], str]
"""Staffing models as screens name them."""


def by_id(model: str | None) -> str:
    """A staffing model named by its id."""
    return model or "none"


def names_in(knowledge: Knowledge) -> Names:
    """As the rules name them, short."""
    return lambda model: "none" if model is None else knowledge.model_title(model, short=True)


def days(number: float) -> str:
    """Days of work in words."""
    if number == 0.5:
        return "half a day"
    return f"{number:g} {'day' if number == 1 else 'days'}"


def several(words: Iterable[str]) -> str:
    """Joined with "and"."""
    told = list(words)
    return told[0] if len(told) == 1 else ", ".join(told[:-1]) + " and " + told[-1] if told else "nothing"


def either(words: Iterable[str]) -> str:
    """Joined with "or"."""
    told = list(words)
    return told[0] if len(told) == 1 else ", ".join(told[:-1]) + " or " + told[-1] if told else "nothing"


def quoted(said: str) -> str:
    """An answer in quotes, unless it is a plain yes, no or number."""
    return said if said in ("yes", "no", "none of these") or said[:1].isdigit() else f'"{said}"'
