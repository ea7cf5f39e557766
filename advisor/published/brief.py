"""A result in under 4 kB: what a chat, a ticket or a table cell has room for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from advisor.problems import shortened
from advisor.report.staffing import SHOWN
from advisor.report.story import headline
from advisor.report.told import Told
from advisor.report.words import flips_if
from advisor.report.work_left import need_by_day
from advisor.result.staffing_data import options_as_data

if TYPE_CHECKING:
    from advisor.planning.plan import PlanEntry
    from advisor.published.shapes import (
        BriefData,
        BriefDate,
        BriefGate,
        BriefModel,
        BriefQuestion,
        BriefStep,
        KeyDay,
    )

MOST_BYTES = 4_000
_LONGEST = 200  # letters of one text
_VERDICTS: Mapping[str, Literal["wrong", "likely", "good", "so_far"]] = {
    "WRONG": "wrong",
    "LIKELY": "likely",
    "GOOD": "good",
    "SO FAR": "so_far",
}


def brief_of(told: Told) -> BriefData:
    """The brief of an assessment, in the words of its screen."""
    assessment = told.assessment
    word, says = headline(told)
    brief: BriefData = {
        "schema": 1,
        "case": shortened(assessment.case, _LONGEST),
        "as_of": assessment.as_of,
        "verdict": _VERDICTS[word],
        "headline": shortened(assessment.headline or says, 2 * _LONGEST),
        "model": _model(told),
        "date": _date(told),
        "first": [_step(entry) for entry in _first(told)],
        "gates": _gates(told),
        "ask_first": _asked(told),
        "key_days": list(_days(told)),
        "confirmed": [finding.id for finding in assessment.found],
        "likely": [finding.id for finding in assessment.likely],
        "conflicts": [found.settle_question for found in assessment.contradictions],
        "open_questions": len(assessment.open_questions),
        "left_out": [],
    }
    _shorten(brief)
    return brief


def size_of(data: Any) -> int:
    """The bytes of plain data in the widest JSON that is usual: with blanks, and letters beyond ASCII written out."""
    return len(json.dumps(data))


def _model(told: Told) -> BriefModel | None:
    model = told.assessment.model
    if model is None:
        return None
    options = {option["id"]: option for option in options_as_data(told.assessment)}
    return {
        "id": model.model,
        "title": told.knowledge.model_title(model.model),
        "sure": "firm" if model.firm else "leaning",
        "change": None if model.keep is None else "keep" if model.keep else "move",
        "chance": options[model.model]["chance_delivered"] if model.model in options else None,
        "flips_to": [
            {
                "id": rival.model,
                "title": told.knowledge.model_title(rival.model, short=True),
                "says": shortened(flips_if(told, rival), _LONGEST),
            }
            for rival in model.rivals[:2]
        ],
    }


def _date(told: Told) -> BriefDate | None:
    found = told.assessment.ways_out
    if found is None:
        return None
    return {
        "need_by": found.found.need_by.isoformat(),
        "says": shortened(found.says, _LONGEST),
        "ways": [
            {
                "says": shortened(way.says, _LONGEST),
                "chance": way.way.chance,
                "owners": list(way.owners),
                "decide_by": way.way.decide_by.isoformat(),
            }
            for way in found.ways
        ],
    }


def _first(told: Told) -> list[PlanEntry]:
    """The first entries of the plan; what is owed to others is never among them, as on the screen."""
    plan = told.assessment.plan
    return [entry for entry in plan.entries[:SHOWN] if entry.kind != "duty"] if plan is not None else []


def _step(entry: PlanEntry) -> BriefStep:
    return {
        "id": entry.id,
        "title": shortened(entry.short, _LONGEST),
        "owner": entry.owner,
        "start": entry.start.isoformat(),
        "due": entry.due.isoformat(),
        "effort_days": entry.effort_days,
        "settled": entry.settled,
    }


def _gates(told: Told) -> list[BriefGate]:
    return [
        {
            "id": gate.id,
            "title": shortened(gate.title, _LONGEST),
            "owner": gate.owner,
            "take_away": [access.label for access in gate.take_away],
            "keep_closed": [access.label for access in gate.keep_closed],
            "until": shortened(gate.until, _LONGEST),
        }
        for gate in told.assessment.gates
    ]


def _asked(told: Told) -> list[BriefQuestion]:
    found: list[BriefQuestion] = []
    for asked in told.assessment.ask_first:
        question = told.program.question(asked.question)
        found.append(
            {
                "id": asked.question,
                "ask": shortened(question.ask, _LONGEST),
                "who": question.who,
                "could_change": list(asked.could_change),
                "settles": asked.settles,
            }
        )
    return found


def _days(told: Told) -> Iterator[KeyDay]:
    """The days to keep in mind, the earliest first where they are known."""
    ways, first, need_by = told.assessment.ways_out, _first(told), need_by_day(told)
    days: list[KeyDay] = []
    if ways is not None and ways.ways:
        days.append({"day": min(way.way.decide_by for way in ways.ways).isoformat(), "what": "decide_by"})
    if first:
        days.append({"day": first[0].due.isoformat(), "what": "first_due"})
    if need_by is not None:
        days.append({"day": need_by.isoformat(), "what": "need_by"})
    yield from sorted(days, key=lambda each: each["day"])


def _shorten(brief: BriefData) -> None:
    """Cut the lists that take most room, from their end, until the whole is short enough; `left_out` names them."""
    lists: dict[str, list[Any]] = {
        "gates": brief["gates"],
        "ask_first": brief["ask_first"],
        "confirmed": brief["confirmed"],
        "likely": brief["likely"],
        "conflicts": brief["conflicts"],
        "flips_to": brief["model"]["flips_to"] if brief["model"] is not None else [],
        "ways": brief["date"]["ways"] if brief["date"] is not None else [],
    }
    while size_of(brief) > MOST_BYTES:
        longest = max(lists, key=lambda part: size_of(lists[part]))
        if not lists[longest]:
            return
        lists[longest].pop()
        if longest not in brief["left_out"]:
            brief["left_out"].append(longest)
