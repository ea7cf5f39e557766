"""Days of the plan that the case names: when to look again where nothing should change, and by when to act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from advisor.cases.answers import Exactly, Range
from advisor.inference.facts import Facts

if TYPE_CHECKING:
    from advisor.knowledge.pack import Knowledge
    from advisor.knowledge.planmodels import Action, LookAgain

DAYS = {"days": 1.0, "weeks": 7.0, "months": 30.44}  # units of a length of time, in days


def check_day(knowledge: Knowledge, action: Action, facts: Facts) -> tuple[date, str | None]:
    """The first of the days named by the action that lies ahead, or the last that it allows, and why it is that day (a
    clause with placeholders); the fixed time, and None, where the case names none.
    """
    days = [(day, on.says) for on in action.look_again for day in _days(knowledge, on, facts) if day > facts.as_of]
    if days and action.look_no_later is not None:
        days.append((facts.as_of + timedelta(weeks=action.look_no_later.weeks), action.look_no_later.says))
    return min(days, key=lambda found: found[0], default=(facts.as_of + timedelta(weeks=action.weeks), None))


def by_day(action: Action, facts: Facts) -> date:
    """The day by which a dated action has to be done, at the earliest the day of the case."""
    given = facts.answers.get(action.by.question) if action.by is not None else None
    if action.by is None or not isinstance(given, (Exactly, Range)):
        return facts.as_of
    early = given.value if isinstance(given, Exactly) else given.low
    return max(early + timedelta(action.by.days), facts.as_of) if isinstance(early, date) else facts.as_of


def comes_first(action: Action, facts: Facts) -> bool:
    """Whether a dated action can't wait until the first fix is done."""
    soon = action.by is not None and (by_day(action, facts) - facts.as_of).days <= action.by.first_within
    return action.presses or soon


def _days(knowledge: Knowledge, on: LookAgain, facts: Facts) -> Iterator[date]:
    """The day that an answer gives; none where the question does not apply or has no plain answer."""
    given = facts.answers.get(on.question)
    if facts.asked.get(on.question, 1) == -1 or not isinstance(given, (Exactly, Range)):
        return
    # Of a range, the earliest day: the low end of a date, the high end of a length of time, which grows day by day.
    early, late = (given.value, given.value) if isinstance(given, Exactly) else (given.low, given.high)
    if isinstance(early, date):
        yield early + timedelta(on.days)
    elif on.reaches is not None and isinstance(late, (int, float)):
        unit = DAYS.get(knowledge.questions[on.question].model.unit or "")
        if unit is not None:
            yield facts.as_of + timedelta(round((on.reaches - late) * unit) + on.days)
