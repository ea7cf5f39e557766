"""The shapes of an interview's published data, for type checkers and for the JSON Schemas, which are made of them."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import NotRequired, TypedDict

from advisor.result.shapes.assessment import AssessmentData

AnswerType = Literal["yes-no", "choice", "choices", "whole-number", "number", "date", "text"]


class AnswerOption(TypedDict):
    """One answer of a choice; answers name it by `id`."""

    id: str
    label: str
    help: str | None


AnswerBand = TypedDict("AnswerBand", {"label": str, "from": float, "to": float})
AnswerBand.__doc__ = "A stretch of numbers that's offered as an answer, for what people know only roughly."


class QuestionData(TypedDict):
    """A question. `range` has the least and the greatest number, `most` how many options an answer may name.

    `lies` is the side of the day of the answers on which a date lies, `who` the id of the person who knows best,
    `line` names questions that are shown together, `seconds` is how long an answer takes.
    """

    id: str
    section: str
    ask: str
    short: str
    help: str
    type: AnswerType
    options: list[AnswerOption]
    most: int | None
    range: list[float] | None
    bands: list[AnswerBand]
    unit: str | None
    lies: Literal["ahead", "behind"] | None
    who: str
    known: Literal["often", "sometimes", "rarely"]
    line: str | None
    seconds: int
    confidential: bool


class StopData(TypedDict):
    """An offer to stop: what is shown would stay, or several questions in a row weren't known."""

    because: Literal["stable", "unknown"]
    tried: int
    changed: int
    lines_left: int
    questions_left: int


class AskData(TypedDict):
    """The next question.

    `ask` is its id; `line` are the ids of the questions that are shown with it, itself the first. `why` are the
    findings (and `model`) that the answer can change, the weightiest first; `core` tells that the first result isn't
    due yet. `earlier` is the answer that stands where the question is shown again, as in a case file; `settles` are the
    answers that contradict each other.
    """

    schema: Literal[1]
    ask: str
    question: QuestionData
    line: list[str]
    section: str
    why: list[str]
    core: bool
    at_most_left: int
    seconds_left: int
    earlier: Any
    settles: list[str]
    stop: StopData | None


class StateOwn(TypedDict):
    """The interview's own part of a state: the order of the answers, and where it stands."""

    trail: list[str]
    seconds: float
    revisiting: NotRequired[str]
    passed: NotRequired[list[str]]
    notes: NotRequired[dict[str, str]]
    shown: NotRequired[bool]
    went_on: NotRequired[int]


class StateData(TypedDict):
    """An interview: a case file with the interview's own part under `meta`, `interview`."""

    case: str
    as_of: str
    pack: NotRequired[str]
    answers: dict[str, Any]
    set_aside: NotRequired[dict[str, Any]]
    expect: NotRequired[dict[str, Any]]
    meta: dict[str, Any]


class DoneData(TypedDict):
    """Nothing that can still be asked would change a status or the model: `done` is the assessment."""

    schema: Literal[1]
    done: AssessmentData
