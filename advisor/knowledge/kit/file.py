"""rules/kit.yaml as a whole, with every condition and sentence in it that is read for one company."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, Field

from advisor.files.documents import Path
from advisor.knowledge.kit.cards import Criterion, DayOneLine, Exercise, InterviewStep, Profile
from advisor.knowledge.kit.contracts import ContractAsk, ContractBrief
from advisor.knowledge.kit.guarded import Area, Areas, Board, Said, Strategy, TradeOffTable
from advisor.knowledge.models import ConditionText, Dotted, Override, Source, Text
from advisor.knowledge.planmodels import StaffingModel

GUARDED = ("board", "pace", "strategy", "trade_offs", "areas", "contracts")

PLAIN_TOO = (
    "lines",
    "numbers",
    "lead",
    "closing",
    "pace",
)  # lists in which a sentence may stand without what it claims


class KitFile(Override):
    """rules/kit.yaml: role cards, exercises, scorecard, day one, ways side by side, owners, briefs."""

    id: Literal["kit"] = "kit"

    hiring_under: tuple[StaffingModel, ...] = Field(
        (), description="Models under which role card and interview are part of the kit; any, if left out."
    )
    hiring_when: ConditionText | None = Field(None, description="They're part of it wherever this is true, too.")
    profiles: tuple[Profile, ...]
    exercises: tuple[Exercise, ...]
    exercises_note: Text | None = Field(None, description="Stands above the exercises.")
    fitting_note: Text | None = Field(None, description="Stands above exercises that fit the work.")
    default_note: Text | None = Field(None, description="Stands above those that are printed where none fits.")
    scorecard: tuple[Criterion, ...]
    scorecard_note: Text | None = Field(None, description="Stands above the scorecard.")
    interview: tuple[InterviewStep, ...]
    decider: Text | None = None
    deadline: Text | None = None
    pace: tuple[Text | Said, ...] = Field((), description="On how fast this company decides about candidates.")
    day_one: tuple[DayOneLine, ...]
    day_one_question: Dotted | None = Field(None, description="The multiple choice whose options the lines tick off.")
    strategy: Strategy | None = None
    trade_offs: TradeOffTable | None = None
    areas: Areas | None = None
    board: Board
    contracts: ContractBrief | None = None
    source: tuple[Source, ...] = ()

    def conditions(self) -> Iterator[tuple[Path, str]]:
        """Every condition by which a part about the company is said, with its place."""
        for at, part in self._guarded():
            if isinstance(part, Said):
                yield (*at, "claims"), part.claims
            elif isinstance(part, Area):
                for name in ("owned", "contractors", "needed"):
                    if getattr(part, name) is not None:
                        yield (*at, name), getattr(part, name)
            elif isinstance(part, ContractAsk) and part.claims is not None:
                yield (*at, "claims"), part.claims

    def sentences(self) -> Iterator[tuple[Path, str]]:
        """Every sentence that may have placeholders, with its place; a guarded one ends in `says`."""
        for i, profile in enumerate(self.profiles):
            yield ("profiles", i, "deliverable"), profile.deliverable
        for at, part in self._guarded():
            if isinstance(part, Said):
                yield (*at, "says"), part.says
            elif isinstance(part, ContractAsk):
                texts = {"to": part.to, "send": part.send, "clause": part.clause or ""}
                yield from (((*at, name), text) for name, text in texts.items())
                yield from (((*at, "counsel", i), text) for i, text in enumerate(part.counsel))
            elif isinstance(part, str) and at[-2] in PLAIN_TOO:
                yield at, part

    def _guarded(self) -> Iterator[tuple[Path, object]]:
        for name in GUARDED:
            yield from _parts(getattr(self, name), (name,))


def _parts(part: object, at: Path) -> Iterator[tuple[Path, object]]:
    """A part and all that stands in it, each with its place."""
    yield at, part
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _parts(getattr(part, name), (*at, name))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _parts(value, (*at, key))
    elif isinstance(part, tuple):
        for i, value in enumerate(part):
            yield from _parts(value, (*at, i))
