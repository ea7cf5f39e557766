"""The published schema of gates, of what is due, and of the law read; a part of that of an assessment."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from advisor.knowledge.planmodels import DueLevel
from advisor.result.staffing_schema import ShownPart


class AccessShown(ShownPart):
    """An option of a question about access, and its label."""

    question: str
    option: str
    label: str


class GateShown(ShownPart):
    """A gate that is due: which access to take away now, and which not to give yet, until what; the project goes on."""

    id: str
    title: str
    owner: str
    take_away: list[AccessShown]
    keep_closed: list[AccessShown]
    until: str
    for_: list[str] = Field(alias="for")


class DueShown(ShownPart):
    """By which event a finding has to be right: a gate before access, a must before the event, a should at renewal."""

    level: DueLevel
    before: str


class LawShown(ShownPart):
    """A rule of law, the days on which it holds, when somebody last looked, and what nobody has checked."""

    id: str
    jurisdiction: str
    says: str
    from_: str = Field(alias="from")
    to: str | None
    as_of: str
    review_by: str
    grade: Literal["A", "B", "C", "D"]
    open: str | None


class LawReadShown(ShownPart):
    """The law that findings and actions read, as of the oldest look at it; `old` from six months on."""

    as_of: str
    old: bool
    laws: list[LawShown]
