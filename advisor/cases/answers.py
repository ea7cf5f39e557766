"""Answers: their types, how they are read from plain data, and how they are written back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Union

from advisor.cases.oneline import takes_other
from advisor.cases.values import LONGEST_SHOWN, AnswerError, Scalar, at_most, read_options, read_text, read_value, shown
from advisor.language.kleene import UNSURE
from advisor.language.vocabulary import Kind
from advisor.problems import did_you_mean

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

LONGEST_NOTE = 2_000
LONGEST_NAME = 200
MOST_CLAIMS = 20
NOBODY: Mapping[str, str] = MappingProxyType({})
_FIELDS = ("value", "unsure", "ask", "from", "to", "has", "lacks")


@dataclass(frozen=True, slots=True)
class Exactly:
    """A plain answer: yes/no, an option, options (a tuple in the questionnaire's order), a number, a day, a text.

    `tentative`: nobody gave it, and an answer that is not given yet could have another follow in its place.
    """

    value: Scalar
    tentative: bool = field(default=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Range:
    """A number or a day known to lie between two bounds, both included."""

    low: float | date
    high: float | date


@dataclass(frozen=True, slots=True)
class Partly:
    """A list known in part: options that are on it and options that are not; of the others nobody knows.

    Both in the questionnaire's order, never both empty ("don't know" then), never all options (`Exactly` then).
    """

    has: tuple[str, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DontKnow:
    """The person asked does not know; `ask` names who could."""

    ask: str | None = None


Given = Union[Exactly, Range, Partly, DontKnow]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one of several people said."""

    given: Given
    by: str


@dataclass(frozen=True, slots=True)
class Differ:
    """Two or more people answered differently."""

    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a case holds for one question, with an optional note.

    `other` is what was said beside the options, in the person's own words: kept and told, never evidence.
    """

    said: Given | Differ
    note: str | None = None
    other: str | None = None


def read_answer(question: Question, raw: Any, people: Mapping[str, str] = NOBODY) -> Answer:
    """The answer in plain data; AnswerError says what does not fit.

    `people` are those whom `ask` may name, each name with the id it stands for; anybody where there are none.
    """
    if raw is UNSURE:
        return Answer(DontKnow())
    if not isinstance(raw, Mapping):
        return Answer(Exactly(read_value(question, raw)))
    _check_fields(raw, (*_FIELDS, "differ", "note", "other"))
    note, other = _words(raw, "note", "A note"), _words(raw, "other", "What is said beside the options")
    if other is not None and not takes_other(question):
        raise AnswerError("type", f"A {question.type.value} question has no `other:`.", "Make it a note.", ("other",))
    if "differ" in raw:
        return Answer(_differ(question, raw["differ"], people), note, other)
    if other is not None and not any(key in raw for key in _FIELDS):
        return Answer(_beside(question), note, other)
    return Answer(_given(question, raw, people), note, other)


def _words(raw: Mapping[str, Any], name: str, what: str) -> str | None:
    words = raw.get(name)
    if words is not None and not isinstance(words, str):
        raise AnswerError("type", f"{what} is a text, not {shown(words)}.", at=(name,))
    return read_text(words, LONGEST_NOTE, (name,)) if words is not None else None


def _beside(question: Question) -> Given:
    """What is known where only something beside the options was said: the option `other` where there is one."""
    if all(option.id != "other" for option in question.options):
        return DontKnow()
    return Exactly("other") if question.type is Kind.CHOICE else known_in_part(question, ["other"], ())


def _check_fields(raw: Mapping[str, Any], known: Sequence[str]) -> None:
    """Refuse unknown fields, and fields that exclude each other."""
    for key in raw:
        if key not in known:
            name = str(key)[:LONGEST_SHOWN]
            raise AnswerError(
                "unknown-field", f"An answer has no field {shown(name)}.", did_you_mean(name, known), (key,)
            )
    ways = [key for key in (*_FIELDS, "differ") if key != "ask" and key in raw and raw[key] is not False]
    if len(ways) > 1 and ways not in (["from", "to"], ["has", "lacks"]):
        first, second = ways[0], ways[-1]
        raise AnswerError("type", f"`{first}` and `{second}` exclude each other.", "Keep one of them.", (second,))


def _given(question: Question, raw: Mapping[str, Any], people: Mapping[str, str]) -> Given:
    ask, unsure = raw.get("ask"), raw.get("unsure", False)
    if ask is not None:
        ask = _person(ask, people)
    if not isinstance(unsure, bool):
        raise AnswerError("type", f"`unsure` is true or left out, not {shown(unsure)}.", "Write `true`.", ("unsure",))
    if unsure:
        return DontKnow(ask)
    if ask is not None:
        raise AnswerError("type", "`ask` belongs to `unsure: true`.", "Leave it out, or add that.", ("ask",))
    if "from" in raw or "to" in raw:
        if "from" not in raw or "to" not in raw:
            raise AnswerError("missing", "A range has `from:` and `to:`.")
        return _range(question, raw["from"], raw["to"])
    if "has" in raw or "lacks" in raw:
        return _partly(question, raw)
    if "value" not in raw:
        raise AnswerError("missing", "The answer has no `value:`, no `unsure: true` and no range.")
    try:
        return Exactly(read_value(question, raw["value"]))
    except AnswerError as error:
        raise error.inside("value") from None


def _person(ask: Any, people: Mapping[str, str]) -> str:
    """The id of who is named; AnswerError for who is nobody."""
    if not isinstance(ask, str) or (people and ask not in people):
        way = did_you_mean(str(ask)[:LONGEST_SHOWN], people)
        known = f"one of {', '.join(dict.fromkeys(people.values()))}" if people else "a person"
        raise AnswerError("unknown-option", f"`ask` names {known}.", way, ("ask",))
    return people.get(ask) or read_text(ask, LONGEST_NAME, ("ask",))


def _range(question: Question, low: Any, high: Any) -> Given:
    if not (question.type.numeric or question.type is Kind.DATE):
        raise AnswerError("type", f"A {question.type.value} question has no range.", at=("from",))
    bounds: list[float | date] = []
    for name, bound in (("from", low), ("to", high)):
        try:
            value = read_value(question, bound)
        except AnswerError as error:
            raise error.inside(name) from None
        assert isinstance(value, (int, float, date))
        bounds.append(value)
    start, end = bounds
    if start > end:  # type: ignore[operator]  # both of one kind, by the question's type
        raise AnswerError(
            "range", f"The range starts at {start} and ends before that, at {end}.", "Swap them.", ("from",)
        )
    return Exactly(start) if start == end else Range(start, end)


def _partly(question: Question, raw: Mapping[str, Any]) -> Given:
    sides: dict[str, tuple[str, ...]] = {}
    for name in ("has", "lacks"):
        if question.type is not Kind.CHOICES and name in raw:
            message = f"A {question.type.value} question has no `{name}:`; only a list can be known in part."
            raise AnswerError("type", message, "Write the answer itself, or `{unsure: true}`.", (name,))
        try:
            sides[name] = read_options(question, raw.get(name, []))
            if name == "has":
                at_most(question, sides[name])
        except AnswerError as error:
            raise error.inside(name) from None
    both = [option for option in sides["has"] if option in sides["lacks"]]
    if both:
        message = f"`{both[0]}` is under both `has:` and `lacks:`."
        raise AnswerError("type", message, "Keep it in one of them.", ("lacks",))
    return known_in_part(question, sides["has"], sides["lacks"])


def known_in_part(question: Question, has: Collection[str], lacks: Collection[str]) -> Given:
    """What is known of a list: in part, or as a plain list where each option is named, or nothing at all.

    No option stands in both.
    """
    options = [option.id for option in question.options]
    there, missing = (tuple(o for o in options if o in side) for side in (has, lacks))
    if not there and not missing:
        return DontKnow()
    return Exactly(there) if len(there) + len(missing) == len(options) else Partly(there, missing)


def joined(question: Question, several: Sequence[Given]) -> Given | None:
    """What several people know of one list, put together; None where one has what another lacks, or it is no list.

    A whole list lacks what it does not name, so one that agrees with the rest stands as it is.
    """
    has: set[str] = set()
    lacks: set[str] = set()
    for given in several:
        if isinstance(given, Partly):
            has.update(given.has)
            lacks.update(given.lacks)
        elif isinstance(given, Exactly) and isinstance(given.value, tuple):
            has.update(given.value)
            lacks.update(option.id for option in question.options if option.id not in given.value)
        else:
            return None
    return None if has & lacks else known_in_part(question, has, lacks)


def _differ(question: Question, raw: Any, people: Mapping[str, str]) -> Given | Differ:
    if not isinstance(raw, list) or not 2 <= len(raw) <= MOST_CLAIMS:
        message = f"`differ` lists what two or more people said, {MOST_CLAIMS} at most."
        raise AnswerError("type", message, "As in `[{value: 4, by: cto}, {value: 6, by: founder}]`.", ("differ",))
    claims: list[Claim] = []
    for i, said in enumerate(raw):
        try:
            if not isinstance(said, Mapping) or not isinstance(said.get("by"), str) or not said["by"].strip():
                raise AnswerError("type", "Each entry of `differ` has `value:` and `by:`.")
            by = read_text(said["by"], LONGEST_NAME, ("by",))
            _check_fields(said, (*_FIELDS, "by"))
            claims.append(Claim(_given(question, said, people), people.get(by, by)))
        except AnswerError as error:
            raise error.inside("differ", i) from None
    known = [claim for claim in claims if not isinstance(claim.given, DontKnow)]
    if len({claim.given for claim in known}) <= 1:
        return known[0].given if known else claims[0].given
    return joined(question, [claim.given for claim in known]) or Differ(tuple(known))


# ---- back to plain data ----------------------------------------------------------------------------------


def plain_value(value: Scalar | float) -> Any:
    """A value as JSON has it."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def plain_given(given: Given) -> Any:
    """What was given, as JSON has it."""
    if isinstance(given, Exactly):
        return plain_value(given.value)
    if isinstance(given, Range):
        return {"from": plain_value(given.low), "to": plain_value(given.high)}
    if isinstance(given, Partly):
        return {"has": list(given.has), "lacks": list(given.lacks)}
    return {"unsure": True, **({"ask": given.ask} if given.ask else {})}


def plain_answer(answer: Answer) -> Any:
    """An answer as a case file has it."""
    said = answer.said
    plain: Any
    if isinstance(said, Differ):
        claims = [plain_given(claim.given) for claim in said.claims]
        plain = {
            "differ": [
                {**(value if isinstance(value, dict) else {"value": value}), "by": claim.by}
                for value, claim in zip(claims, said.claims)
            ]
        }
    else:
        plain = plain_given(said)
    words = {name: text for name, text in (("note", answer.note), ("other", answer.other)) if text is not None}
    return {**(plain if isinstance(plain, dict) else {"value": plain}), **words} if words else plain
