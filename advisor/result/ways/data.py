"""Ways out as plain data."""

from __future__ import annotations

from typing import Any

from advisor.result.staffing_data import money_as_data
from advisor.result.ways.said import SaidWay, SaidWaysOut


def ways_out_as_data(said: SaidWaysOut | None) -> dict[str, Any] | None:
    """The ways out as data; None where there are none, or no date is at risk."""
    if said is None:
        return None
    found = said.found
    return {
        "says": said.says,
        "why": found.why,
        "need_by": found.need_by.isoformat(),
        "wanted": found.wanted,
        "option": found.option,
        "chance": found.chance,
        "ways": [_way(way, found.currency) for way in said.ways],
    }


def _way(said: SaidWay, currency: str | None) -> dict[str, Any]:
    way = said.way
    return {
        "kind": way.kind,
        "says": said.says,
        "details": list(said.details),
        "option": way.option,
        "actions": list(way.actions),
        "first": list(way.first),
        "work_left": way.work_left,
        "need_by": None if way.need_by is None else way.need_by.isoformat(),
        "starts": way.starts.isoformat(),
        "chance": way.chance,
        "holds": way.holds,
        "cost": None if currency is None else money_as_data(way.cost, currency),
        "owners": list(said.owners),
        "decide_by": way.decide_by.isoformat(),
    }
