"""Sentences with placeholders: read once when a pack is loaded, filled from a case's answers when printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Union

from advisor.knowledge.opening.naming import capital, lower
from advisor.language.intervals import Interval, interval_of
from advisor.language.parsing.errors import ConditionError
from advisor.language.parsing.parse import parse_number
from advisor.language.shown import after_one, day_text, number_shown
from advisor.language.tree import Count, Number, numbers_in, questions_of_number
from advisor.language.vocabulary import Kind, Vocabulary
from advisor.problems import did_you_mean

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class AnswerSlot:
    """A placeholder for an answer that is not a number."""

    question: str


@dataclass(frozen=True)
class NameSlot:
    """A placeholder for a name that the company gave, or what stands there without one."""

    question: str
    capital: bool


@dataclass(frozen=True)
class NumberSlot:
    """A placeholder for a number, known or computed."""

    number: Number


@dataclass(frozen=True)
class OpenItems:
    """A placeholder for the titles of what is due by an event, and cannot be told yet."""


Piece = Union[str, AnswerSlot, NameSlot, NumberSlot, OpenItems]


@dataclass(frozen=True)
class Sentence:
    """A text in pieces."""

    pieces: tuple[Piece, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions whose answers the sentence prints."""
        found: list[str] = []
        for piece in self.pieces:
            if isinstance(piece, AnswerSlot):
                found.append(piece.question)
            elif isinstance(piece, NumberSlot):
                found += questions_of_number(piece.number)
        return tuple(dict.fromkeys(found))

    def fill(
        self,
        answer: Callable[[str], str],
        leaf: Callable[..., Interval],
        names: Mapping[str, str] | None = None,
        open_items: Sequence[str] = (),
    ) -> str:
        """The sentence with its placeholders filled; `answer` prints an answer, `leaf` gives a number's range, `names`
        is what stands for each name, `open_items` what cannot be told yet.
        """

        def text(piece: Piece) -> str:
            if isinstance(piece, str):
                return piece
            if isinstance(piece, AnswerSlot):
                return answer(piece.question)
            if isinstance(piece, NameSlot):
                return _named(piece, names or {})
            if isinstance(piece, OpenItems):
                return "; ".join(open_items) or "nothing"
            return number_text(piece.number, interval_of(piece.number, leaf))

        said = [text(piece) for piece in self.pieces]
        for i, piece in enumerate(self.pieces[:-1]):
            if said[i] == "1" and isinstance(piece, NumberSlot):
                said[i + 1] = after_one(said[i + 1])
        return "".join(said)


def read_sentence(text: str, vocabulary: Vocabulary) -> Sentence:
    """The sentence of a text; ConditionError for a placeholder that means nothing."""
    pieces: list[Piece] = []
    end = 0
    for found in _PLACEHOLDER.finditer(text):
        pieces.append(_plain(text, end, found.start()))
        try:
            pieces.append(_slot(found.group(1).strip(), vocabulary))
        except ConditionError as error:
            raise _placed(error, text, found.start(1)) from None
        end = found.end()
    pieces.append(_plain(text, end, len(text)))
    return Sentence(tuple(piece for piece in pieces if piece != ""))


def _plain(text: str, start: int, end: int) -> str:
    """A piece without placeholders; ConditionError for a bracket that has no other half."""
    found = re.search(r"[{}]", text[start:end])
    if found is None:
        return text[start:end]
    what = "A `{` isn't closed." if found.group() == "{" else "A `}` stands without its `{`."
    raise _placed(ConditionError("placeholder", what, token=found.group()), text, start + found.start())


def _placed(error: ConditionError, text: str, start: int) -> ConditionError:
    """The error of a part of the text, placed in the whole."""
    before = text[:start]
    if error.line == 0:
        error.column += start - (before.rfind("\n") + 1)
    error.line += before.count("\n")
    return error


def _named(slot: NameSlot, names: Mapping[str, str]) -> str:
    name = names.get(slot.question, slot.question)
    return capital(name) if slot.capital else name


def _slot(text: str, vocabulary: Vocabulary) -> Piece:
    if not text:
        raise ConditionError("placeholder", "Nothing stands between `{` and `}`.")
    if text == "open_items":
        return OpenItems()
    if text.startswith("law."):
        return _day_of_law(text, vocabulary)
    if lower(text) in vocabulary.spoken:
        return NameSlot(lower(text), text[0].isupper())
    term = vocabulary.terms.get(text)
    if term is not None and not term.kind.numeric:
        if term.kind is Kind.YES_NO:
            raise ConditionError("placeholder", f"`{{{text}}}` would print yes or no.", "Say it in words.", token=text)
        return AnswerSlot(text)
    return NumberSlot(parse_number(text, vocabulary))


def _day_of_law(text: str, vocabulary: Vocabulary) -> str:
    """The day on which a law begins or ends: `law.x.from`, `law.x.to`."""
    name, _, end = text.rpartition(".")
    law = vocabulary.laws.get(name)
    if end not in ("from", "to"):
        way = f"Write `{{{text}.from}}` or `{{{text}.to}}`." if text in vocabulary.laws else None
        raise ConditionError("placeholder", "Of a law its days can be printed: `from` or `to`.", way, token=text)
    if law is None:
        message = f"There's no law `{name}`."
        raise ConditionError("unknown-name", message, did_you_mean(name, vocabulary.laws), token=text)
    day = law.begins if end == "from" else law.ends
    if day is None:
        raise ConditionError("placeholder", f"`{name}` has no `to:`.", token=text)
    return day_text(day)


def points_of(sentence: Sentence) -> tuple[str, ...]:
    """The computed numbers that a sentence prints."""
    return tuple(
        n.name for p in sentence.pieces if isinstance(p, NumberSlot) for n in numbers_in(p.number) if hasattr(n, "name")
    )


def range_text(interval: Interval) -> str:
    """A number as a person writes it, "4 to 5" where only a range is known."""
    low, high = (round(bound, 1) for bound in interval)
    return number_shown(low) if low == high else f"{number_shown(low)} to {number_shown(high)}"


def number_text(number: Number, interval: Interval) -> str:
    """A number in words; "at least 5" of a list of which five are known, and perhaps more are on it."""
    low, high = interval
    if isinstance(number, Count) and low < high:
        if high == number.most and low > 0:
            return f"at least {number_shown(low)}"
        if low == 0 and high < number.most:
            return f"at most {number_shown(high)}"
    return range_text(interval)


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words joined as in a sentence: "a, b and c"; `last` is the word before the last one."""
    if len(words) < 2:
        return words[0] if words else "nothing"
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def labelled(options: Sequence[str], labels: Mapping[str, str]) -> str:
    """Options as their labels, joined as in a sentence."""
    return listed([labels.get(option, option) for option in options])
