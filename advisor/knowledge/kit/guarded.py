"""The shape of those parts of the kit that speak of one company: each sentence with what must be true for it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from advisor.knowledge.models import ConditionText, Dotted, Kebab, Model, Source, Text
from advisor.knowledge.planmodels import StaffingModel

Measure = Literal["productive", "ships", "chance", "cost"]
OptionText = Literal["ownership", "closing_risk", "load", "guidance", "need"]


class Said(Model):
    """A sentence that is printed only where what it claims is true."""

    says: Text
    claims: ConditionText


class Board(Model):
    """The sentences of the brief for the board; one with `claims` only where these are true.

    They are the company's own, so they say `we`; what other files say to the company is told the same way there.
    """

    decisions: dict[StaffingModel, Text] = Field({}, description="What the board is asked for, by staffing option.")
    lines: tuple[Text | Said, ...]
    numbers: tuple[Text | Said, ...] = Field((), description="Stands above the table of options.")


class AnswerPart(Model):
    """A part of an answer: the first of its sentences that is true; where none is, what to answer to know it."""

    id: Kebab
    first_of: Annotated[tuple[Said, ...], Field(min_length=1)]
    about: Text | None = Field(None, description="As in `We don't know when it's due yet`; beside `needs`.")
    needs: tuple[Dotted, ...] = Field((), description="What to answer where none of the sentences is true.")

    @model_validator(mode="after")
    def _says_what_is_not_known(self) -> AnswerPart:
        if bool(self.needs) != (self.about is not None):
            raise ValueError("write `about` and `needs` together")
        return self


class StrategicQuestion(Model):
    """A question about the whole, answered from the case part by part; then by a number of the timeline for each of
    some ways of staffing.
    """

    id: Kebab
    ask: Text
    parts: Annotated[tuple[AnswerPart, ...], Field(min_length=1)]
    measure: Measure | None = None
    options: tuple[Kebab, ...] = Field((), description="The ways for which the measure is told.")
    source: tuple[Source, ...] = ()


class Strategy(Model):
    """The strategic questions, which stand on top of the plan."""

    title: Text
    lead: Text | None = None
    questions: Annotated[tuple[StrategicQuestion, ...], Field(min_length=1)]


class TradeOffRow(Model):
    """A row of the table of ways: a number of the timeline, or what the way's own file says; then the company's own
    sentences, of which each one that is true is printed.
    """

    id: Kebab
    title: Text
    measure: Measure | None = None
    text: OptionText | None = Field(None, description="Which of the option's `trade_offs` stands in the cell.")
    says: dict[Kebab, tuple[Said, ...]] = {}
    source: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _fills_its_cells(self) -> TradeOffRow:
        if (self.measure is None) == (self.text is None):
            raise ValueError("write either `measure` or `text`")
        return self


class TradeOffTable(Model):
    """The ways of staffing side by side."""

    title: Text
    lead: tuple[Text | Said, ...] = ()
    options: Annotated[tuple[Kebab, ...], Field(min_length=2)]
    rows: Annotated[tuple[TradeOffRow, ...], Field(min_length=1)]
    premises_title: Text = Field(description="Stands above what must be true for each way, which the ways say.")
    closing: tuple[Text | Said, ...] = ()
    source: tuple[Source, ...] = ()


class Area(Model):
    """A part of the work that somebody must own, and how answers tell who does.

    `said` are sentences for what lies between; the first that is true stands in place of the general ones.
    """

    id: Kebab
    title: Text
    means: Text
    owned: ConditionText
    contractors: ConditionText | None = None
    needed: ConditionText
    said: tuple[Said, ...] = ()
    needs: tuple[Dotted, ...] = Field((), description="What to answer to know who owns it.")
    ask: Text
    source: tuple[Source, ...] = ()


class AreaWords(Model):
    """What is said of any area."""

    owned: Text
    contractors: Text
    nobody: Text
    needed: Text
    not_needed: Text


class Areas(Model):
    """Who can own what."""

    title: Text
    lead: tuple[Text | Said, ...] = ()
    words: AreaWords
    areas: Annotated[tuple[Area, ...], Field(min_length=1)]
