"""Whom to call first: by what is at stake and how soon, never by what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from advisor.inference.certainty import Status
from advisor.knowledge.pack import Knowledge
from advisor.language.shown import counted, day_text, number_shown
from advisor.report.chart import chance_words

_CALL_QUESTIONS = 8
_GRAVEST = 5  # the highest impact that a diagnosis can have


@dataclass(frozen=True)
class Call:
    """A company to call: what a call is worth, what is wrong, why now, and what to ask whom first.

    `chance` is the best way of staffing's of delivering by `need_by`; `gates` are actions that are due before anyone
    has access. `questions` are by the person whom to ask, worth most first.
    """

    case: str
    worth: float
    found: tuple[str, ...]
    likely: tuple[str, ...]
    open: tuple[str, ...]
    questions: Mapping[str, tuple[str, ...]]
    headline: str = ""
    why_now: tuple[str, ...] = ()
    model: str | None = None
    model_sure: str | None = None
    need_by: str | None = None
    chance: float | None = None
    runway_months: float | None = None
    gates: tuple[str, ...] = ()
    first_question: str | None = None
    ask: str | None = None
    first_action: str | None = None
    share_known: float = 0.0
    as_of: str = ""


def calls_of(table: pl.DataFrame, ids: Sequence[str], knowledge: Knowledge) -> list[Call]:
    """Every company, those first that have most at stake and soonest; `ids` are the diagnoses that may be told."""
    made = [_call(row, ids, knowledge) for row in table.iter_rows(named=True)]
    return sorted(made, key=lambda call: (-call.worth, call.case))


def _call(row: Mapping[str, Any], ids: Sequence[str], knowledge: Knowledge) -> Call:
    by_status: dict[str, list[str]] = {}
    for diagnosis in ids:
        by_status.setdefault(str(row[diagnosis]), []).append(diagnosis)
    impact = {diagnosis: knowledge.diagnoses[diagnosis].model.impact for diagnosis in ids}
    for group in by_status.values():
        group.sort(key=lambda d: (-impact[d], -row[f"{d}.low"], -row[f"{d}.high"], d))
    found, likely = by_status.get(Status.CONFIRMED.value, []), by_status.get(Status.SUSPECTED.value, [])
    asked = [q for q in (row.get("open_questions") or []) if q in knowledge.questions]
    questions: dict[str, list[str]] = {}
    for question in asked[:_CALL_QUESTIONS]:
        questions.setdefault(knowledge.questions[question].model.who, []).append(question)
    chance, pressing = _chance(row), Pressing.of(row)
    actions = [row.get(f"action_{place}") for place in (1, 2, 3)]
    first = next((action for action in actions if action in knowledge.actions), None)
    return Call(
        row["case"],
        round(_worth([(impact[d], row[f"{d}.low"]) for d in (*found, *likely)], pressing, chance, knowledge), 3),
        tuple(found),
        tuple(likely),
        tuple(by_status.get(Status.OPEN.value, ())),
        {who: tuple(ids) for who, ids in questions.items()},
        headline=row.get("headline") or _title(found, likely, knowledge),
        why_now=tuple(pressing.in_words(chance)),
        model=row.get("model"),
        model_sure=row.get("model_sure"),
        need_by=None if pressing.need_by is None else pressing.need_by.isoformat(),
        chance=chance,
        runway_months=pressing.runway,
        gates=tuple(gate for gate in (row.get("gates") or ()) if gate in knowledge.actions),
        first_question=asked[0] if asked else None,
        ask=knowledge.questions[asked[0]].model.who if asked else None,
        first_action=first,
        share_known=float(row.get("share_known") or 0.0),
        as_of=str(row.get("as_of") or "")[:10],
    )


def _title(found: Sequence[str], likely: Sequence[str], knowledge: Knowledge) -> str:
    """The gravest finding, for results without a headline."""
    for group, before in ((found, ""), (likely, "Probably: ")):
        if group:
            return f"{before}{knowledge.diagnoses[group[0]].model.title}."
    return ""


@dataclass(frozen=True)
class Pressing:
    """What makes a call urgent: a day by which something must ship, the months money lasts, access to take away."""

    as_of: date | None
    need_by: date | None
    runway: float | None
    gates_now: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Pressing:
        """What a row of results says of it."""
        runway = row.get("runway_months")
        return cls(
            _day(row.get("as_of")),
            _day(row.get("need_by")),
            float(runway) if runway is not None else None,
            int(row.get("gates_now") or 0),
        )

    @property
    def weeks(self) -> float | None:
        """Until the day, from the day of the answers; below 0 where it is past."""
        return None if self.need_by is None or self.as_of is None else (self.need_by - self.as_of).days / 7

    def in_words(self, chance: float | None) -> Iterator[str]:
        """Each thing that presses, in some words."""
        if self.need_by is not None:
            past = self.weeks is not None and self.weeks < 0
            odds = "" if past or chance is None else f", {_odds(chance)}"
            yield f"deadline {'was ' if past else ''}{day_text(self.need_by)}{odds}"
        if self.runway is not None:
            yield f"{number_shown(self.runway)} months of runway"
        if self.gates_now:
            yield f"access to take away now ({counted(self.gates_now, 'gate')})"


def _odds(chance: float) -> str:
    words = chance_words(chance)
    return {"no": "no way makes it", "yes": "on track"}.get(words, f"{words} to make it")


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) or value is None:
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _chance(row: Mapping[str, Any]) -> float | None:
    """The chance to deliver by the day on the best way of staffing, None where no way has one."""
    chances = [v for name, v in row.items() if name.endswith(".chance_delivered") and isinstance(v, (int, float))]
    return max(chances) if chances else None


def _worth(wrong: Sequence[tuple[int, float]], pressing: Pressing, chance: float | None, knowledge: Knowledge) -> float:
    """What is at stake, by impact and certainty of what is confirmed or likely, times how soon it bites.

    The gravest finding counts whole, the next one half, the third a third: ten small things are no emergency. How soon
    is a judgement, and the figures `call-...` are its numbers; a pack without them ranks by what is at stake. A gap in
    the answers adds nothing: of what is not known the low bound is 0.
    """
    weights = sorted(((impact / _GRAVEST) ** 2 * low for impact, low in wrong), reverse=True)
    stake = sum(weight / place for place, weight in enumerate(weights, start=1))
    unknown = _figure(knowledge, "call-date-unknown")
    near = 0.0 if pressing.weeks is None else _falling(max(pressing.weeks, 0.0), _figure(knowledge, "call-half-weeks"))
    missed = (unknown if chance is None else 1 - chance) * near
    money = 0.0 if pressing.runway is None else _falling(pressing.runway, _figure(knowledge, "call-half-months"))
    soon = missed + money + (_figure(knowledge, "call-access") if pressing.gates_now else 0.0)
    known_to_miss = missed if chance is not None else 0.0
    return stake * (1 + soon) + known_to_miss


def _falling(value: float, half: float) -> float:
    """1 at 0, a half at `half`, and less beyond; 0 where there is no half."""
    return half / (half + value) if half else 0.0


def _figure(knowledge: Knowledge, name: str) -> float:
    found = knowledge.figures.get(name)
    return 0.0 if found is None else found.model.values[0].ends[1]
