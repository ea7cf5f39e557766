"""What an author types into a dialogue, read so that only what the loader takes gets through; anything else is asked
for again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

import click

from advisor.problems import did_you_mean

if TYPE_CHECKING:
    from advisor.library import Advisor

KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
SNAKE = re.compile(r"[a-z][a-z0-9_]*\Z")
DOTTED = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+\Z")
_LONGEST_ID, _LONGEST_NAME, _LONGEST = 60, 80, 2_000
Read = Callable[[str], Any]


def identifier(text: str) -> str:
    """The id of an entry; UsageError where it is none."""
    if not KEBAB.match(text) or len(text) > _LONGEST_ID:
        raise click.UsageError(f"`{text[:80]}` isn't an id. Use lowercase letters and dashes, as in `slow-decision`.")
    return text


def dotted(text: str) -> str:
    """The id of a question or a fact; UsageError where it is none."""
    import keyword

    taken = any(keyword.iskeyword(part) for part in text.split("."))
    if not DOTTED.match(text) or len(text) > _LONGEST_NAME or taken or text.startswith("law."):
        way = "Use lowercase letters with a dot between topic and name, as in `role.open_days`."
        raise click.UsageError(f"`{text[:80]}` can't be the id of a question or a fact. {way}")
    return text


def snake(text: str) -> str:
    """The id of an option; UsageError where it is none."""
    if not SNAKE.match(text) or len(text) > _LONGEST_ID:
        raise click.UsageError(f"`{text[:80]}` isn't an option's id. Use lowercase letters, as in `offer_out`.")
    return text


def words(longest: int = _LONGEST) -> Read:
    """Reads a text that can be printed, of so many characters."""

    def read(text: str) -> str:
        from advisor.cases.values import control_character

        told = " ".join(text.split())
        if not told or control_character(told) is not None:
            raise click.UsageError("Type some words.")
        if len(told) > longest:
            raise click.UsageError(f"That's {len(told)} characters; at most {longest} fit.")
        return told

    return read


def one_of(known: Collection[str], what: str, *, none: bool = False, way: str | None = None) -> Read:
    """Reads a name that is known, or `none` where that is offered, which is None."""

    def read(text: str) -> str | None:
        if none and text == "none":
            return None
        if text not in known:
            others = f"It's one of {', '.join(known)}." if len(known) <= 12 else None
            raise click.UsageError(
                f"There's no {what} `{text[:80]}`. {did_you_mean(text, known) or way or others or ''}"
            )
        return text

    return read


def new_in(told: Collection[str], what: str, read: Read) -> Read:
    """Reads an id that is none of those told before."""

    def checked(text: str) -> Any:
        if text in told:
            raise click.UsageError(f"There's already {what} `{text}`. Give this one another id.")
        return read(text)

    return checked


def number(text: str) -> float:
    """A plain number."""
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,4})?", text.strip()):
        raise click.UsageError(f"`{text[:40]}` isn't a number. Type it as in 12 or 0.5.")
    return float(text)


def condition(advisor: Advisor, *, none: bool = False) -> Read:
    """Reads a condition, or says what is wrong with it; None for `none` where that is offered."""
    from advisor.language.parsing.errors import ConditionError
    from advisor.language.parsing.parse import parse_condition

    def read(text: str) -> str | None:
        if none and text.strip() == "none":
            return None
        try:
            parse_condition(text, advisor.program.vocabulary)
        except ConditionError as error:
            raise click.UsageError(f"{error.message} {error.suggestion or ''}".strip()) from None
        return " ".join(text.split())

    return read


def sentence(advisor: Advisor, longest: int = _LONGEST) -> Read:
    """Reads a sentence with placeholders."""
    from advisor.inference.compiled.sentences import read_sentence
    from advisor.language.parsing.errors import ConditionError

    def read(text: str) -> str:
        told: str = words(longest)(text)
        try:
            read_sentence(told, advisor.program.vocabulary)
        except ConditionError as error:
            raise click.UsageError(f"{error.message} {error.suggestion or ''}".strip()) from None
        return told

    return read
