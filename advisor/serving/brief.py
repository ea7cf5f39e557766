"""The short result: what a chat lacks, in sentences that can be quoted, and never longer than a few thousand bytes.

Every sentence is one of the report's own; whole entries are left out where there's no room, never parts of one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from advisor.language.shown import small
from advisor.planning.measured import READ
from advisor.planning.plan import PlanEntry
from advisor.report.chart import chance_words
from advisor.report.papers import due, groups, law_lines
from advisor.report.staffing import assumptions
from advisor.report.story import headline, steps
from advisor.report.told import Told
from advisor.report.words import answered_text, changes_text, flips_if, not_taken, only_if_text, seller_note
from advisor.report.work_left import chosen_ships_if, need_by_day, not_known, ships, start_waits_for
from advisor.result.findings import Finding
from advisor.result.wording import STATUS_WORDS
from advisor.timeline.options import When

MOST_BYTES = 4_000
_SHOWN = {"wrong": 5, "first": READ, "ways_out": 3, "flips_to": 3, "ask_next": 5, "options": 6}
# Where there's no room, the last entry of these goes first, down to so many; then the next list.
_GIVES_WAY = (
    ("ask_next", 3), ("wrong", 4), ("options", 3), ("flips_to", 2), ("ways_out", 2), ("why", 3), ("wrong", 3),
    ("not_counted", 0), ("flips_to", 1), ("ask_next", 1), ("access", 2), ("conflicts", 1), ("wrong", 2), ("why", 2),
    ("options", 1), ("vendors", 0), ("how", 1), ("first", 2), ("assumes", 0), ("how", 0), ("wrong", 1), ("ask_next", 0),
    ("options", 0), ("access", 1), ("ways_out", 1), ("flips_to", 0), ("why", 0), ("first", 1), ("conflicts", 0),
    ("staffing", 0),
)  # fmt: skip


def brief(told: Told, *, most_bytes: int = MOST_BYTES) -> dict[str, Any]:
    """The short result as plain data of at most so many bytes of JSON; `left_out` names what had to go."""
    parts = {name: part for name, part in _parts(told) if part not in (None, [], "", {})}
    left_out: list[str] = []
    for name, least in _GIVES_WAY:
        while size({**parts, "left_out": left_out} if left_out else parts) > most_bytes and _shorten(
            parts, name, least
        ):
            left_out = [*left_out, name] if name not in left_out else left_out
    if left_out:
        parts["left_out"] = left_out
    return parts


def size(data: Any) -> int:
    """How many bytes of JSON the data take."""
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def _shorten(parts: dict[str, Any], name: str, least: int) -> bool:
    """Take the last entry of a part away, or the part; whether there was one to take."""
    part = parts.get(name)
    if isinstance(part, list) and len(part) > max(least, 1):
        parts[name] = part[:-1]
        return True
    if part is not None and least == 0:
        del parts[name]
        return True
    return False


def _parts(told: Told) -> Iterator[tuple[str, Any]]:
    result = told.assessment
    shown = [*result.found, *result.likely]
    yield "case", told.case.id[:80]
    yield "as_of", result.as_of
    yield "answered", answered_text(told)
    yield "headline", headline(told)[1]
    yield "date", _date(told)
    yield (
        "ways_out",
        [] if result.ways_out is None else [_way(way) for way in result.ways_out.ways][: _SHOWN["ways_out"]],
    )
    yield "access", [{"do": head, "what": lines} for head, lines in groups(told)]
    yield "wrong", [_wrong(told, finding) for finding in shown[: _SHOWN["wrong"]]]
    yield "wrong_in_all", len(shown) or None
    yield "why", steps(told)
    yield "first", list(_first(told))
    yield "how", [{"id": entry.id, "says": " ".join(entry.how)} for entry in _read(told) if entry.how]
    yield "staffing", _staffing(told)
    yield "options", list(_options(told))[: _SHOWN["options"]]
    yield "flips_to", _flips(told)
    yield "assumes", assumptions(told)
    yield "vendors", None if result.model is None else seller_note(told, result.model)
    yield "law", " ".join(law_lines(told))
    yield "conflicts", [f"{each.says} To settle it: {each.settle}" for each in result.contradictions]
    yield "not_counted", not_taken(told)
    yield "can_still_change", len(result.open_questions) or None
    yield "ask_next", list(_ask_next(told))


def _date(told: Told) -> str | None:
    """What is said about the day by which something must ship."""
    if told.assessment.ways_out is not None:
        return told.assessment.ways_out.says
    return chosen_ships_if(told)


def _way(way: Any) -> str:
    return " ".join((way.says, *way.details))


def _wrong(told: Told, finding: Finding) -> dict[str, Any]:
    says = [sign.says for sign in finding.signs if sign.value == "true" and sign.says]
    only_if = [only_if_text(told, resolution) for resolution in finding.only_if[:1]]
    unless = [f"unless {small(finding.assuming[0])}"] if finding.assuming else []
    found = {
        "id": finding.id,
        "says": finding.title,
        "status": STATUS_WORDS[finding.status],
        "because": says[:1],
        "but": " ".join([*unless, *only_if]),
        "due": due(finding),
    }
    return {name: part for name, part in found.items() if part}


def _read(told: Told) -> list[PlanEntry]:
    """The entries that everybody reads; what is owed to others is never among them."""
    plan = told.assessment.plan
    found = [entry for entry in plan.entries if entry.kind != "duty"] if plan is not None else []
    return found[: _SHOWN["first"]]


def _first(told: Told) -> Iterator[dict[str, Any]]:
    knowledge = told.knowledge
    for entry in _read(told):
        action = knowledge.actions.get(entry.id)
        gains = round(entry.weeks_gained)
        found: dict[str, Any] = {
            "id": entry.id,
            "do": entry.short,
            "who": told.who(entry.owner),
            "by": entry.due.isoformat(),
            "effort": knowledge.effort_of(entry.effort_days),
        }
        if action is not None and action.model.shows is not None:
            found["gives"] = told.wording.plain(action.model.shows)
        if gains:
            found["weeks_gained"] = gains
        if entry.because is not None:
            found["because"] = told.wording.plain(entry.because)
        yield found


def _staffing(told: Told) -> dict[str, Any] | None:
    model = told.assessment.model
    if model is None:
        return None
    return {
        "id": model.model,
        "option": told.knowledge.model_title(model.model) + (f" ({model.label})" if model.label else ""),
        "sure": "firm" if model.firm else "leaning",
        "because": model.because,
    }


def _options(told: Told) -> Iterator[dict[str, Any]]:
    """Each option by the calendar: productive from likely to safe, and its chances by the day."""
    timeline, by_day = told.timeline, need_by_day(told)
    if timeline is None:
        return
    chosen = told.assessment.model.model if told.assessment.model is not None else None
    for option, found in sorted(timeline.options.items(), key=lambda item: item[0] != chosen):
        said: dict[str, Any] = {"option": told.knowledge.options[option].model.short}
        missing = start_waits_for(told, option)
        if option in timeline.barred:
            said["says"] = "not possible here"
        elif found is None or missing:
            said["says"] = not_known(told, missing or timeline.waits_for[option])
        else:
            said["productive"] = _days(told, found.productive)
            if by_day is not None and found.productive.by_need is not None:
                said["productive_by_deadline"] = chance_words(found.productive.by_need)
            if found.delivered is not None and not timeline.waits_for[option]:
                said["ships"] = _days(told, found.delivered)
                if found.delivered.by_need is not None:
                    said["ships_by_deadline"] = chance_words(found.delivered.by_need)
            elif (hangs_on := ships(told, option)) is not None:
                said["says"] = hangs_on
        yield said


def _days(told: Told, when: When) -> str:
    """From the likely day to the safe one, ISO; a day that can't be seen is told as such."""
    days = [
        None if weeks is None else (told.case.as_of + timedelta(weeks=weeks)).isoformat()
        for weeks in (when.likely, when.safe)
    ]
    if days[0] is None:
        return "later than we can see"
    return f"likely {days[0]}, {'safe later than we can see' if days[1] is None else f'safe {days[1]}'}"


def _flips(told: Told) -> list[str]:
    model = told.assessment.model
    return [
        f"{told.knowledge.model_title(rival.model, short=True)}, {flips_if(told, rival)}."
        for rival in (model.rivals[: _SHOWN["flips_to"]] if model is not None else ())
    ]


def _ask_next(told: Told) -> Iterator[dict[str, Any]]:
    """What to ask before anything else, by what an answer could change."""
    for asked in told.assessment.ask_first[: _SHOWN["ask_next"]]:
        question = told.program.question(asked.question)
        yield {
            "id": asked.question,
            "ask": question.ask,
            "who": told.who(question.who),
            "could": changes_text(asked),
        }
