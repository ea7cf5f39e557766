"""The story of a result, as published JSON has it."""

from __future__ import annotations

from pydantic import Field

from advisor.result.staffing_schema import ShownPart


class CauseShown(ShownPart):
    """A finding that leads to another one, and how."""

    from_: str = Field(alias="from")
    to: str
    says: str


class StoryShown(ShownPart):
    """One way from the root to what it costs; each link begins where the one before ends."""

    root: str
    cost: str
    links: list[CauseShown]


class LookedAtShown(ShownPart):
    """The sections of questions in which nothing can be wrong by the answers, and those in which that cannot be told;
    `enough` says whether the questions that matter most were answered.
    """

    enough: bool
    clear: list[str]
    unclear: list[str]
