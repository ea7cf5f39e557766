"""What each tool gives. The published output schemas are made from these, and tests hold results against them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Output(BaseModel):
    """Only what is named; what is not there is left out."""

    model_config = ConfigDict(extra="forbid")


class Asked(Output):
    """A question, short."""

    id: str
    ask: str
    type: str
    options: dict[str, str] | None = None
    takes: str | None = None
    most: int | None = None
    help: str | None = None
    who: str


class NotUnderstood(Output):
    """An answer that was left out."""

    question: str
    what: str
    way_out: str | None
    takes: str | None = None


class ProblemTold(Output):
    """A doubt about what was given."""

    where: str
    code: str
    what: str
    way_out: str | None


class Wrong(Output):
    """A problem found, or likely."""

    id: str
    says: str
    status: str
    because: list[str] | None = None
    but: str | None = None
    due: str | None = None


class Do(Output):
    """A step of the plan."""

    id: str
    do: str
    who: str
    by: str
    effort: str
    gives: str | None = None
    weeks_gained: int | None = None
    because: str | None = None


class How(Output):
    """How a step is done in this company."""

    id: str
    says: str


class Staffing(Output):
    """The staffing option."""

    id: str
    option: str
    sure: str
    because: str


class OptionTold(Output):
    """One option by the calendar; days are ISO, chances in words."""

    option: str
    says: str | None = None
    productive: str | None = None
    productive_by_deadline: str | None = None
    ships: str | None = None
    ships_by_deadline: str | None = None


class AskNext(Output):
    """What to ask next, and what the answer could change."""

    id: str
    ask: str
    who: str
    could: str


class Access(Output):
    """Access to take away or not to give yet."""

    do: str
    what: list[str]


class Brief(Output):
    """The short result; `left_out` names the lists that had to be cut to keep it short."""

    case: str
    as_of: str
    answered: str
    headline: str
    date: str | None = None
    ways_out: list[str] | None = None
    access: list[Access] | None = None
    wrong: list[Wrong] | None = None
    wrong_in_all: int | None = None
    why: list[str] | None = None
    first: list[Do] | None = None
    how: list[How] | None = None
    staffing: Staffing | None = None
    options: list[OptionTold] | None = None
    flips_to: list[str] | None = None
    assumes: str | None = None
    vendors: str | None = None
    law: str | None = None
    conflicts: list[str] | None = None
    not_counted: str | None = None
    can_still_change: int | None = None
    ask_next: list[AskNext] | None = None
    left_out: list[str] | None = None


class AssessGiven(Output):
    """A result, and what was not understood of the answers."""

    session: str
    not_understood: list[NotUnderstood] | None = None
    more_not_understood: int | None = None
    read_as: dict[str, str] | None = None
    doubts: list[ProblemTold] | None = None
    brief: Brief | None = None
    text: str | None = None
    full: dict[str, Any] | None = None


class SectionTold(Output):
    """A section of the questionnaire."""

    id: str
    title: str
    questions: int


class QuestionsGiven(Output):
    """Questions, the weightiest first."""

    questions: list[Asked] | None = None
    catalogue: list[str] | None = None
    pages: int | None = None
    elsewhere: list[str] | None = None
    sections: list[SectionTold] | None = None


class Left(Output):
    """What could still be asked."""

    questions: int
    minutes: int


class Step(Output):
    """The next question, or that nothing can change any more."""

    session: str | None = None
    case: dict[str, Any] | None = None
    done: bool
    question: Asked | None = None
    beside: list[Asked] | None = None
    section: str | None = None
    left: Left | None = None
    earlier: Any = None
    settles: list[str] | None = None
    may_stop: bool | None = None
    form: str | None = None
    answered: dict[str, Any] | None = None
    not_understood: list[NotUnderstood] | None = None
    read_as: str | None = None


class Explained(Output):
    """Lines of words; `left_out` counts the lines that there was no room for."""

    way: str | None = None
    subject: str | None = None
    says: list[str]
    left_out: int | None = None


class Call(Output):
    """A company to call."""

    case: str
    headline: str | None = None
    why_now: list[str] | None = None
    found: list[str] | None = None
    likely: list[str] | None = None
    staffing: str | None = None
    sure: str | None = None
    first: str | None = None
    ask: str | None = None
    who: str | None = None
    worth: float


class InCommon(Output):
    """A problem that several companies have."""

    id: str
    title: str
    cases: int


class PortfolioGiven(Output):
    """Whom to call first."""

    cases: int
    calls: list[Call]
    more: int
    in_common: list[InCommon]
