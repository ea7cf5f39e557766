"""The shape of what the kit says of candidates and of the first day, as pydantic models."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from advisor.knowledge.models import ConditionText, Kebab, Model, Snake, Source, Text


class Profile(Model):
    """A kind of engineer that the work can need."""

    id: Kebab
    title: Text
    when: ConditionText
    deliverable: Text
    must_haves: Annotated[tuple[Text, ...], Field(max_length=4)]
    leave_out: tuple[Text, ...]


class Rubric(Model):
    """What each of three levels looks like in one exercise."""

    poor: Annotated[tuple[Text, ...], Field(min_length=1)]
    fair: Annotated[tuple[Text, ...], Field(min_length=1)]
    good: Annotated[tuple[Text, ...], Field(min_length=1)]


class Exercise(Model):
    """A job-like exercise for the interview."""

    id: Kebab
    title: Text
    when: ConditionText
    by_default: bool = Field(False, description="Printed where no exercise is known to fit the work.")
    instead_of: tuple[Kebab, ...] = Field((), description="Exercises that aren't printed beside it.")
    brief: Text
    minutes: int
    rubric: Rubric
    source: tuple[Source, ...] = ()


class Criterion(Model):
    """A line of the scorecard: what a poor, a fair and a good candidate does."""

    id: Kebab
    look_for: Text
    poor: Text
    fair: Text
    good: Text
    source: tuple[Source, ...] = ()


class InterviewStep(Model):
    """A step of the interview plan."""

    step: Text
    minutes: int
    purpose: Text


class DayOneLine(Model):
    """A line of the day-one checklist, tied to an option of the question about the first day."""

    option: Snake
    line: Text
