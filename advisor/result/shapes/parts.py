"""The parts of a published assessment; written by `python -m tools.shapes`."""

from __future__ import annotations

from typing import Literal

from typing_extensions import NotRequired, TypedDict

# A finding that leads to another one, and how.
CauseData = TypedDict(
    "CauseData",
    {
        "from": str,
        "to": str,
        "says": str,
    },
)


class StoryData(TypedDict):
    """One way from the root to what it costs; each link begins where the one before ends."""

    root: str
    cost: str
    links: list[CauseData]


class LookedAtData(TypedDict):
    """The sections of questions in which nothing can be wrong by the answers, and those in which that cannot
    be told; `enough` says whether the questions that matter most were answered.
    """

    enough: bool
    clear: list[str]
    unclear: list[str]


class DueData(TypedDict):
    """By which event a finding has to be right: a gate before access, a must before the event, a should at
    renewal.
    """

    level: Literal["gate", "must", "should"]
    before: str


class SourceData(TypedDict):
    """Where a claim comes from: one of the article, the evidence, a listed source, or the author's judgement."""

    article: NotRequired[str]
    evidence: NotRequired[str]
    source: NotRequired[str]
    judgement: NotRequired[str]


# A model that could still win.
RivalData = TypedDict(
    "RivalData",
    {
        "model": str,
        "if": str,
        "decided_by": list[str],
        "figure": "str | None",
    },
)


class BreakEvenData(TypedDict):
    """Person-weeks of work that may be left for it to be done by the need-by day: likely, and safe. The words
    say how to read each number: `at-most` so many; `not-by-then` (the number is 0), however little is left;
    `whatever` (the number is the end of the question's declared range), whatever is left.
    """

    likely: float
    likely_means: Literal["not-by-then", "at-most", "whatever"]
    safe: float
    safe_means: Literal["not-by-then", "at-most", "whatever"]


class QuantilesData(TypedDict):
    """Weeks by which it is likely (50 in 100) and safe (80 in 100); null beyond the horizon or where not
    known.
    """

    p50: float | None
    p80: float | None


class MoneyData(TypedDict):
    """An amount in a currency, never converted."""

    amount: int
    currency: str


class StaffingOptionData(TypedDict):
    """One way of staffing; chances are by the need-by date, `waits_for` names what is not known. `break_even`
    is there where only the work left is not known; `break_even_each` where the present team would do it and
    nobody said how many they are or how much of their week is free: for one of them who does nothing else.
    `team_weeks_a_week` is what the present team does beside the others in person-weeks a week; null where it
    does nothing or is not known.
    """

    id: str
    possible: bool
    waits_for: list[str]
    productive_weeks: QuantilesData
    delivered_weeks: QuantilesData
    ownership_weeks: float | None
    chance_productive: float | None
    chance_delivered: float | None
    team_weeks_a_week: float | None
    cost: MoneyData | None
    cost_per_month: MoneyData | None
    break_even: BreakEvenData | None
    break_even_each: BreakEvenData | None
    presumed: list[str]


class StaffingData(TypedDict):
    """The staffing model; null fields where the packs have no decision table. Its break-evens are those of
    the option that it goes by.
    """

    model: Literal["hire", "contract", "bridge-and-hire", "in-house", "descope", "hold", "undecided"] | None
    label: str | None
    change: Literal["keep", "move"] | None
    sure: Literal["firm", "leaning"] | None
    because: str | None
    rivals: list[RivalData]
    without_sellers_figures: str | None
    presumed: list[str]
    break_even: BreakEvenData | None
    break_even_each: BreakEvenData | None
    need_by_weeks: float | None
    options: list[StaffingOptionData]


class WayOutData(TypedDict):
    """One way out on one option: what is done (`actions`, after those in `first`), how much may be left then,
    the later day; from when the actions count; the chance of shipping by the day, and the one that still
    `holds` when it is decided on the last day. `cost` is the mean cost until the day, null where rates are
    not known.
    """

    kind: Literal["scope", "date", "hands", "hands_and_scope", "hands_and_date"]
    says: str
    details: list[str]
    option: str
    actions: list[str]
    first: list[str]
    work_left: float | None
    need_by: str | None
    starts: str
    chance: float
    holds: float
    cost: MoneyData | None
    owners: list[str]
    decide_by: str


class WaysOutData(TypedDict):
    """What can be done where no option likely makes the need-by day: `none`; `as_far_as_known`, where the
    chance of some is not known; `work_unknown`, where nobody can tell since the work left is not known.
    `option` is the one that is gone by, `chance` its chance as things stand, `wanted` the chance that a
    smaller scope or a later day must have.
    """

    says: str
    why: Literal["none", "as_far_as_known", "work_unknown"]
    need_by: str
    wanted: float
    option: str
    chance: float | None
    ways: list[WayOutData]


class AccessData(TypedDict):
    """An option of a question about access, and its label."""

    question: str
    option: str
    label: str


# A gate that is due: which access to take away now, and which not to give yet, until what; the project goes
# on.
GateData = TypedDict(
    "GateData",
    {
        "id": str,
        "title": str,
        "owner": str,
        "take_away": list[AccessData],
        "keep_closed": list[AccessData],
        "until": str,
        "for": list[str],
    },
)


# A rule of law, the days on which it holds, when somebody last looked, and what nobody has checked.
LawData = TypedDict(
    "LawData",
    {
        "id": str,
        "jurisdiction": str,
        "says": str,
        "from": str,
        "to": "str | None",
        "as_of": str,
        "review_by": str,
        "grade": Literal["A", "B", "C", "D"],
        "open": "str | None",
    },
)


class LawReadData(TypedDict):
    """The law that findings and actions read, as of the oldest look at it; `old` from six months on."""

    as_of: str
    old: bool
    laws: list[LawData]


class OppositeData(TypedDict):
    """What would be so with another value: the model, and what is found or likely then, and what no longer
    is.
    """

    value: bool | int | float | str
    model: str | None
    new: list[str]
    gone: list[str]


class PresumptionData(TypedDict):
    """What the timeline takes an answer to be while nobody has given it; `says` is a clause. Of the other
    values in `if_not` those that change the model stand first.
    """

    id: str
    value: bool | int | float | str
    says: str
    if_not: list[OppositeData]
