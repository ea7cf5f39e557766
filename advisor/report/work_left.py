"""How much work may be left by the need-by day, in words; and what is not known where nobody can tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from advisor.cases.answers import Exactly
from advisor.language import shown
from advisor.report.told import Told
from advisor.staffing.break_even import BreakEven
from advisor.staffing.company_timeline import number_of


def need_by_day(told: Told) -> date | None:
    """The day by which it is needed, None where that is not known."""
    weeks = told.timeline.need_by_weeks if told.timeline is not None else None
    return None if weeks is None else told.case.as_of + timedelta(weeks=weeks)


def short_day(told: Told, day: date) -> str:
    """A day as in `Mar 22`; with its year where that isn't plain from the day of the answers."""
    return shown.short_day(told.case.as_of, day)


def ships(told: Told, option: str) -> str | None:
    """When an option ships, where no day says by when it should; else what that hangs on; a part of a sentence.

    None where its chance by the day is known, and for what does not start.
    """
    timeline = told.timeline
    if need_by_day(told) is not None or timeline is None:
        return ships_if(told, option)
    found = timeline.options.get(option)
    if found is None or found.delivered is None or not _is_known(told, option, "delivered_p50_weeks"):
        return None
    likely, safe = (_day_after(told, weeks) for weeks in (found.delivered.likely, found.delivered.safe))
    return f"ships by {likely} (safe: {safe})"


def _day_after(told: Told, weeks: float | None) -> str:
    return "later than we can see" if weeks is None else short_day(told, told.case.as_of + timedelta(weeks=weeks))


def _is_known(told: Told, option: str, point: str) -> bool:
    return number_of(option, point) in told.assessment.decided_in.facts.points.known


def ships_if(told: Told, option: str) -> str | None:
    """How an option that may or may not deliver by the day hangs on what is not known, as a part of a sentence.

    None where its chance is known, or no day is.
    """
    timeline, day = told.timeline, need_by_day(told)
    if timeline is None or day is None or option in timeline.barred or not timeline.waits_for.get(option):
        return None
    found = told.assessment.break_evens.get(option)
    if found is None or found.together is None:
        waits_for = timeline.waits_for[option]
        if found is None or found.each is None:
            return not_known(told, waits_for)
        rest = tuple(question for question in waits_for if question != _work_left(told))
        return f"{not_known(told, rest)}; {_each(told, found.each, day)}"
    together = found.together
    by = short_day(told, day)
    if together.meaning(together.likely) == "not-by-then":
        return f"not by {by}, even with little left"
    if together.meaning(together.likely) == "whatever":
        how = "no matter how much is left"
    else:
        how = f"if at most {_work(told, together.likely)} {'is' if together.likely == 1 else 'are'} left"
    return f"ships by {by} {how}{_safe(together)}"


def chosen_ships_if(told: Told) -> str | None:
    """What the chosen way hangs on, as a sentence; None where it has no break-even."""
    model = told.assessment.model
    found = ships_if(told, model.model) if model is not None and model.model in told.assessment.break_evens else None
    return None if found is None else f"{found[:1].upper()}{found[1:]}."


def _safe(found: BreakEven) -> str:
    meaning = found.meaning(found.safe)
    if meaning == "not-by-then":
        return " (never safe)"
    if meaning == "whatever":
        return ""
    return f" (safe: {shown.number_shown(found.safe)})"


def _each(told: Told, found: BreakEven, day: date) -> str:
    meaning = found.meaning(found.likely)
    if meaning == "not-by-then":
        return f"one person on it full time won't finish by {short_day(told, day)}, even with little left"
    about = "about" if meaning == "at-most" else "at least"
    return f"each person on it full time gets through {about} {_work(told, found.likely)} by then"


def _work(told: Told, weeks: float) -> str:
    """An amount of work with its unit."""
    return shown.with_unit(weeks, told.program.question(_work_left(told)).unit or "")


def _work_left(told: Told) -> str:
    """The question for the work left."""
    assert told.knowledge.timeline is not None
    return told.knowledge.timeline.model.work_left


def not_known(told: Told, questions: Sequence[str]) -> str:
    """`we don't know: ...` with what the answers to some questions would tell; each whole, never cut.

    Where what is left waits for somebody else, which is known then, the pack's words for that: nothing else would tell.
    """
    waits = told.knowledge.timeline.model.waits if told.knowledge.timeline is not None else None
    if waits is not None and waits.on in questions:
        if isinstance(told.assessment.decided_in.facts.answers.get(waits.on), Exactly):
            return waits.says
    shorts = [told.program.question(question).short for question in questions]
    return "we don't know: " + ("; ".join(shown.small(s) for s in shorts) if shorts else "we need more answers")


def start_waits_for(told: Told, option: str) -> tuple[str, ...]:
    """The questions without which nobody can say when an option is productive; empty where that can be said."""
    return _waits_for(told, option, "productive_p50_weeks")


def delivery_waits_for(told: Told, option: str) -> tuple[str, ...]:
    """The questions without which nobody can say when an option delivers; empty where that can be said."""
    return _waits_for(told, option, "delivered_p50_weeks")


def _waits_for(told: Told, option: str, point: str) -> tuple[str, ...]:
    waits_for = told.assessment.decided_in.facts.points.waits_for
    return () if _is_known(told, option, point) else tuple(waits_for.get(number_of(option, point), ()))
