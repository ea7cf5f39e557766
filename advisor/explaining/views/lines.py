"""Lines of words with a depth, and the words that all views share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from advisor.knowledge.pack import Knowledge
from advisor.report.layout import escaped
from advisor.result.wording import STATUS_WORDS

__all__ = [
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
_STATUS = {status.value: words for status, words in STATUS_WORDS.items()}


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
"""Staffing models, and people, as screens name them."""


def by_id(model: str | None) -> str:
    """A staffing model or a person named by the id."""
    return model or "none"


def names_in(knowledge: Knowledge) -> Names:
    """As the rules name them, short."""

    def named(model_or_person: str | None) -> str:
        if model_or_person is None:
            return "none"
        if model_or_person in knowledge.people:
            return knowledge.person_short(model_or_person)
        return knowledge.model_title(model_or_person, short=True)

    return named


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
