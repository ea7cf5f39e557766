"""The shape of dated law, as pydantic models."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from advisor.knowledge.models import Model, Override, Snake, Source, Text


class Law(Override):
    """A rule of law and the days on which it holds; conditions name it `law.<id>`."""

    id: Snake
    jurisdiction: Annotated[str, Field(min_length=1, max_length=40)]
    says: Text = Field(description="The rule in one plain sentence.")
    begins: date = Field(alias="from", description="The first day on which it holds.")
    ends: date | None = Field(None, alias="to", description="The first day on which it no longer holds.")
    replaces_law: Snake | None = Field(None, description="The law whose place it takes; the two must not overlap.")
    as_of: date = Field(description="The day on which someone last looked.")
    review_by: date = Field(description="The day by which someone has to look again.")
    grade: Literal["A", "B", "C", "D"]
    source: Annotated[tuple[Source, ...], Field(min_length=1)]
    open: Text | None = Field(None, description="What no one has checked yet.")

    @model_validator(mode="after")
    def _ordered(self) -> Law:
        if self.ends is not None and self.ends <= self.begins:
            raise ValueError("`to` is the first day on which the law no longer holds, so it lies after `from`")
        if self.review_by <= self.as_of:
            raise ValueError("`review_by` lies after `as_of`")
        return self


class LawFile(Model):
    """law.yaml: the law that rules may ask for, with its days. Rules themselves name no dates."""

    law: tuple[Law, ...]
