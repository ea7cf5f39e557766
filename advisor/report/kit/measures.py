"""The numbers of the timeline for one way of staffing, each in words that stand in a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from advisor.language.shown import money
from advisor.report.chart import chance_words
from advisor.report.kit.guarded import unknown
from advisor.report.told import Told
from advisor.report.work_left import delivery_waits_for, need_by_day, not_known, ships, short_day, start_waits_for
from advisor.timeline.options import OptionTimeline

NOT_POSSIBLE = "not possible here"
NOW = "now"


def in_words(told: Told, option: str, measure: str) -> str:
    """`productive`, `ships`, `chance` or `cost` of a way; `not known: ...` with what is missing."""
    company_timeline = told.timeline
    if company_timeline is None or option not in company_timeline.options:
        return not_known(told, ())
    if option in company_timeline.barred:
        return NOT_POSSIBLE
    timeline = company_timeline.options[option]
    if timeline is None:
        return not_known(told, start_waits_for(told, option) or company_timeline.waits_for[option])
    return _MEASURES[measure](told, option, timeline)


def _productive(told: Told, option: str, timeline: OptionTimeline) -> str:
    missing = start_waits_for(told, option)
    if missing:
        return not_known(told, missing)
    return _days(told, timeline.productive.likely, timeline.productive.safe)


def _ships(told: Told, option: str, timeline: OptionTimeline) -> str:
    hangs_on = ships(told, option)
    if hangs_on is not None:
        return hangs_on
    missing = delivery_waits_for(told, option)
    if missing or timeline.delivered is None:
        return not_known(told, missing)
    return _days(told, timeline.delivered.likely, timeline.delivered.safe)


def _chance(told: Told, option: str, timeline: OptionTimeline) -> str:
    assert told.knowledge.timeline is not None
    need_by = told.knowledge.timeline.model.need_by
    if need_by_day(told) is None:
        asked = told.assessment.decided_in.facts.asked.get(need_by)
        return "no deadline" if asked == -1 else not_known(told, (need_by,))
    missing = delivery_waits_for(told, option)
    if missing or timeline.delivered is None or timeline.delivered.by_need is None:
        return not_known(told, missing)
    return chance_words(timeline.delivered.by_need)


def _cost(told: Told, option: str, timeline: OptionTimeline) -> str:
    currency = told.timeline.currency if told.timeline is not None else None
    if timeline.cost_per_month is None or currency is None:
        assert told.knowledge.timeline is not None
        model = told.knowledge.timeline.model
        missing = unknown(told, (model.region, model.currency))
        return not_known(told, missing) if missing else "we don't know: no price for this country and currency"
    return money(timeline.cost_per_month, currency)


def _days(told: Told, likely: float | None, safe: float | None) -> str:
    by_likely, by_safe = _by(told, likely), _by(told, safe)
    return by_likely if by_likely == by_safe == NOW else f"likely {by_likely}, safe {by_safe}"


def _by(told: Told, weeks: float | None) -> str:
    if weeks is None:
        return "later than we can see"
    day = told.case.as_of + timedelta(weeks=weeks)
    return NOW if day <= told.case.as_of else f"by {short_day(told, day)}"


_MEASURES: Mapping[str, Callable[[Told, str, OptionTimeline], str]] = {
    "productive": _productive,
    "ships": _ships,
    "chance": _chance,
    "cost": _cost,
}
