"""The shape of every kind of file in a pack, as pydantic models; the published JSON Schemas come from them.

Only shape is checked here. Whether names exist, types fit and circles are absent is the loader's business.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from advisor.knowledge.ends import Opens
from advisor.language.vocabulary import Kind
from advisor.problems import did_you_mean

CERTAINTY_WORDS = {"hint": 20, "weak": 30, "fair": 45, "strong": 65, "proof": 90}
_CERTAINTIES = f"{', '.join(CERTAINTY_WORDS)}, or 0.01 to 0.99"


def _dotted(value: object) -> object:
    if isinstance(value, str):
        for part in value.split("."):
            if keyword.iskeyword(part):
                raise ValueError(f"`{part}` belongs to the condition language and can't be part of a name")
    return value


def hundredths(value: object) -> object:
    """A certainty word or a number below 1 with at most two decimals, as hundredths."""
    if isinstance(value, str):
        if value not in CERTAINTY_WORDS:
            way = did_you_mean(value[:60], CERTAINTY_WORDS) or f"Write one of {_CERTAINTIES}."
            raise ValueError(f"`{value[:60]}` isn't a certainty. {way}")
        return CERTAINTY_WORDS[value]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"a certainty is one of {_CERTAINTIES}")
    found = round(value * 100) if abs(value) <= 1 else 0
    if not 1 <= found <= 99 or abs(value * 100 - found) > 1e-9:
        # 65 is meant as 65 in 100, and what is finer than hundredths is rounded.
        near = found if 1 <= found <= 99 else round(value) if 1 < value <= 99 else 99 if value == 1 else None
        way = f"Write `{near / 100:g}`." if near is not None else f"Write one of {_CERTAINTIES}."
        raise ValueError(f"a certainty lies between 0.01 and 0.99 and has at most two decimals. {way}")
    return found


KEBAB = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
SNAKE = r"^[a-z][a-z0-9_]*$"
DOTTED = r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$"
VERSION = r"^\d+\.\d+\.\d+$"
PERSON = "person"  # what stands for the ids of people in a schema until packs say who they are
ARTICLE = r"^\d\d(\.\d+)?$"
Kebab = Annotated[str, StringConstraints(pattern=KEBAB, max_length=60)]
Snake = Annotated[str, StringConstraints(pattern=SNAKE, max_length=60)]
Dotted = Annotated[str, StringConstraints(pattern=DOTTED, max_length=80), BeforeValidator(_dotted)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
ConditionText = Annotated[str, StringConstraints(min_length=1, max_length=4_000)]
Certainty = Annotated[
    int,
    BeforeValidator(
        hundredths, json_schema_input_type=Union[Literal["hint", "weak", "fair", "strong", "proof"], float]
    ),
]
Who = Annotated[Snake, WithJsonSchema({"type": "string", "format": PERSON})]  # one of rules/people.yaml
Status = Literal["confirmed", "suspected", "open", "no-sign", "ruled-out"]
Lifecycle = Literal["draft", "stable", "deprecated"]


class Model(BaseModel):
    """What all parts have in common: nothing unknown is let through, nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)


class Source(Model):
    """Where a claim comes from: one of the article, the evidence, a listed source, or the author's judgement."""

    article: Annotated[str, StringConstraints(pattern=ARTICLE)] | None = None
    evidence: str | None = None
    source: Kebab | None = None
    judgement: Text | None = None


class PackFile(Model):
    """rules/pack.yaml: what a pack is called and which version it has."""

    name: Kebab
    version: Annotated[str, StringConstraints(pattern=VERSION)]
    title: Text
    description: Text | None = None


class Override(Model):
    """How an entry of a later pack treats the entry of the same id in an earlier one."""

    replaces: Kebab | Literal[True] | None = Field(None, description="The whole entry of an earlier pack is replaced.")
    extends: Kebab | Literal[True] | None = Field(
        None, description="Only the named parts change; lists of entries join by id."
    )
    off: bool = Field(False, description="Removes the entry of an earlier pack.")


class Option(Model):
    """One answer of a choice."""

    id: Snake
    label: Annotated[str, StringConstraints(min_length=1, max_length=90)]
    help: Text | None = None
    was: tuple[Snake, ...] = Field((), description="Ids by which earlier versions knew it; cases may still say them.")


class Band(Model):
    """A stretch of numbers that is offered as an answer, for what people know only roughly; stored as the range."""

    label: Annotated[str, StringConstraints(min_length=1, max_length=90)]
    low: float = Field(alias="from")
    high: float = Field(alias="to")


class Presumption(Model):
    """What the timeline takes an answer to be while nobody has given it: a figure for circumstances."""

    value: bool | int | float | str
    when: ConditionText | None = Field(None, description="Made only where this is certainly true by known answers.")
    grade: Literal["A", "B", "C", "D"]
    source: Annotated[tuple[Source, ...], Field(min_length=1)]
    says: Text = Field(description="The presumption in words, as a clause: `no one is far along in your pipeline`.")
    opposites: tuple[bool | int | float | str, ...] = Field(
        (), description="Values that are tried as what may be so instead; without any, the other options."
    )


class Follows(Model):
    """When a question needs no answer, because others say it already."""

    value: bool | int | float | str
    given: Annotated[dict[Dotted, Literal["known"] | tuple[bool | Snake, ...]], Field(min_length=1)] = Field(
        alias="from", description="By question: the answers of which any will do, or `known` for whatever it is."
    )


class Naming(Model):
    """What a text answer names: any text prints it as `{name.role}`, by the id of the question, or `{Name.role}`."""

    otherwise: Annotated[str, StringConstraints(min_length=1, max_length=60)] = Field(
        description="What it says where no one gave a name: `the role`."
    )
    spoken: Annotated[str, StringConstraints(pattern=r"^[^{}]*\{\}[^{}]*$", max_length=60)] = Field(
        "{}", description="The name as in a sentence, `{}` being what was typed: `the {} role`."
    )


class Question(Override, Opens):
    """One thing to ask."""

    id: Dotted
    ask: Text
    short: Annotated[str, StringConstraints(min_length=1, max_length=75)]
    help: Text
    type: Kind
    options: tuple[Option, ...] = ()
    options_from: Literal["people", "complaints"] | None = Field(
        None, description="Takes its options from that list. It weighs what is asked; no condition may read it."
    )
    most: Annotated[int, Field(ge=1)] | None = Field(None, description="Of a list: how many of it an answer may name.")
    screens: dict[Snake, dict[Dotted, bool | int | float | str | tuple[Snake, ...]]] = Field(
        {}, description="Of a list, by option: what leaving it unchecked answers. No condition may read the list."
    )
    names: Naming | None = Field(None, description="Of a text: gives a name to something. No condition may read it.")
    range: tuple[float, float] | None = None
    bands: tuple[Band, ...] = Field((), description="Of a number: ranges that are offered, rising.")
    unit: str | None = None
    lies: Literal["ahead", "behind"] | None = Field(
        None, description="Of a date: on which side of the day of the answers it lies; another day is doubted."
    )
    asked_when: ConditionText | None = None
    pointless_when: ConditionText | None = Field(
        None, description="The interview doesn't ask it where this holds for sure. An answer given all the same counts."
    )
    presume: Presumption | None = None
    existence: Literal[True] | Text | None = Field(
        None, description="It asks whether a thing is there, so gates may read it; in words why, where it's no yes-no."
    )
    follows: tuple[Follows, ...] = Field((), description="Where it wasn't given: the first of these that fits.")
    who: Who
    known: Literal["often", "sometimes", "rarely"] = Field(
        "sometimes", description="How likely the person it's for knows the answer offhand."
    )
    line: Kebab | None = Field(None, description="Questions of one line are shown together; any may be left empty.")
    changeable: bool
    seconds: Annotated[int, Field(ge=1, le=600)]
    core: bool = False
    settles: bool = Field(False, description="Asked only to settle a contradiction.")
    confidential: bool = Field(False, description="Never shown outside the case's own report.")
    was: tuple[Dotted, ...] = ()
    awaits: Literal["plan"] | None = None


class QuestionsFile(Model):
    """rules/questions/<section>.yaml"""

    section: Kebab
    title: Text
    order: int
    questions: tuple[Question, ...]


class Fact(Override):
    """A named derived fact: a condition (`when`) or a number (`value`)."""

    id: Dotted
    title: Text
    when: ConditionText | None = None
    value: ConditionText | None = None
    unit: str | None = None
    awaits: Literal["plan"] | None = None


class FactsFile(Model):
    """rules/facts.yaml"""

    facts: tuple[Fact, ...]


class Settle(Model):
    """The question that settles a contradiction, and which answer each reply withdraws."""

    question: Dotted
    withdraws: dict[Snake, Dotted]


class ContradictionExample(Model):
    """A small case and whether the contradiction shows in it."""

    name: Text
    given: dict[str, object]
    expect: Literal[True, False, "open"]


class Contradiction(Override):
    """rules/contradictions/<id>.yaml: answers that cannot all be true."""

    id: Kebab
    title: Text
    when: ConditionText
    answers: Annotated[tuple[Dotted, ...], Field(min_length=2)]
    says: Text
    settle: Settle
    source: tuple[Source, ...] = ()
    examples: tuple[ContradictionExample, ...] = ()


class SourceEntry(Override):
    """One published source."""

    id: Kebab
    author: Text
    title: Text
    address: str | None = None
    read_on: str | None = None
    grade: Literal["A", "B", "C", "D"]
    note: Text | None = None


class Statement(Model):
    """What a numbered statement of the article says, in the project's own words."""

    gist: Text
    not_encoded: Text | None = None
    awaits: Literal["plan"] | None = None


class SourcesFile(Model):
    """rules/sources.yaml"""

    sources: tuple[SourceEntry, ...]
    statements: dict[str, Statement] = {}


def field_names(model: type[BaseModel]) -> frozenset[str]:
    """Every field name of a model and of the models inside it."""
    found: set[str] = set()
    waiting: list[type[BaseModel]] = [model]
    seen: set[type[BaseModel]] = set()
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            found |= set(each.model_fields)
            waiting += [inner for field in each.model_fields.values() for inner in _models_in(field.annotation)]
    return frozenset(found)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
