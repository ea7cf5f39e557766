"""The staffing model and the plan in words; views of what was decided and measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from advisor.planning.plan import PlanEntry
from advisor.report.chart import Bar, chance_words, chart
from advisor.report.layout import across, wrapped
from advisor.result.assessment import Assessment
from advisor.result.sources import source_text
from advisor.result.wording import Wording, day_text
from advisor.staffing.company_timeline import CompanyTimeline
from advisor.staffing.decision import Decision, Rival

if TYPE_CHECKING:
    from advisor.knowledge.timemodels import Figure

SHOWN = 3


def clock_of(assessment: Assessment) -> CompanyTimeline | None:
    """The timeline of the reading that the model was decided in."""
    decision = assessment.decision
    index = decision.reading if decision is not None else 0
    detail = assessment.assessed.inferences[index].facts.points.detail
    return detail if isinstance(detail, CompanyTimeline) else None


def wording_of(assessment: Assessment) -> Wording:
    """Prints the answers of the reading that the model was decided in."""
    decision = assessment.decision
    facts = assessment.assessed.inferences[decision.reading if decision is not None else 0].facts
    return Wording(assessment.program, assessment.maker, facts)


def first_steps(assessment: Assessment, numbers: Mapping[str, int], verbose: bool) -> Iterator[str]:
    """The first three entries of the plan with what they do; all of them in the verbose form."""
    plan = assessment.plan
    if plan is None or not plan.entries:
        return
    wording, knowledge = wording_of(assessment), assessment.program.knowledge
    yield "FIRST" + " " * 50 + "who      effort   by"
    shown = plan.entries if verbose else plan.entries[:SHOWN]
    for letter, entry in zip("abcdefghijklmnopqrstuvwxyz", shown):
        action = knowledge.actions.get(entry.id)
        effort = knowledge.effort_short(action.model.effort if action else "half-day")
        right = f"{knowledge.person_short(entry.owner):<8} {effort:<8} {entry.due.day:>2} {entry.due:%b}"
        yield from _beside(f"  {letter} {entry.title}", right)
        line = _what_it_does(assessment, entry, numbers, wording)
        if line:
            yield from wrapped(line, 6)
    if len(plan.entries) > len(shown):
        yield f"  and {len(plan.entries) - len(shown)} more in the plan (-v)"


def _beside(left: str, right: str) -> list[str]:
    lines = wrapped(left[4:], 4, left[:4], 54)
    return [lines[0].ljust(55) + right, *lines[1:]]


def _what_it_does(assessment: Assessment, entry: PlanEntry, numbers: Mapping[str, int], wording: Wording) -> str:
    action = assessment.program.knowledge.actions.get(entry.id)
    parts = []
    if action is not None and action.model.shows is not None:
        parts.append(wording.plain(action.model.shows).rstrip("."))
    if entry.weeks_gained >= 0.5:
        parts.append(f"gains {entry.weeks_gained:.0f} {'week' if round(entry.weeks_gained) == 1 else 'weeks'}")
    helped = [str(numbers[id]) for id in entry.for_diagnoses if id in numbers]
    if helped:
        parts.append(f"works on {', '.join(helped)}")
    if entry.questions:
        parts.append(f"{len(entry.questions)} {'question' if len(entry.questions) == 1 else 'questions'}")
    return "; ".join(parts)


def staffing(assessment: Assessment, verbose: bool) -> Iterator[str]:
    """The model, why, the options as a picture, and what would flip it."""
    decision, clock = assessment.decision, clock_of(assessment)
    if decision is not None:
        wording, title = wording_of(assessment), assessment.program.knowledge.model_title(decision.model)
        label = f" ({decision.row.label})" if decision.row.label else ""
        now = "" if decision.keep is None else ", as now" if decision.keep else ""
        yield from across(f"{title}{label}{now}", "(firm)" if decision.firm else "(leaning)", 10, "STAFFING  ")
        yield from wrapped(wording.plain(decision.row.because), 10)
    if clock is not None:
        yield from _picture(assessment, clock)
    if decision is not None:
        yield from _flips(assessment, decision, verbose)
    if clock is not None and decision is not None:
        yield from _honesty(assessment, decision, clock, verbose)


def _picture(assessment: Assessment, clock: CompanyTimeline) -> Iterator[str]:
    options = assessment.program.knowledge.options
    bars = []
    for id, timeline in clock.options.items():
        short = options[id].model.short
        if id in clock.barred:
            bars.append(Bar(short, None, None, "no      no", "not possible here"))
        elif timeline is None or (clock.waits_for[id] and start_unknown(assessment, id)):
            bars.append(Bar(short, None, None, "?", "not known: " + _waits(assessment, clock.waits_for[id])))
        else:
            start, ship = timeline.productive, timeline.delivered
            right = f"{chance_words(start.by_need):<7} {chance_words(ship.by_need if ship else None)}"
            bars.append(Bar(short, start.likely, start.safe, right if clock.need_by_weeks is not None else ""))
    head = ""
    if clock.need_by_weeks is not None:
        day = assessment.assessed.case.as_of + timedelta(weeks=clock.need_by_weeks)
        head = f"by {day.day} {day:%b}: start, ship"
    yield from chart(bars, assessment.assessed.case.as_of, clock.need_by_weeks, head)
    marks = "=  productive, from likely to safe"
    yield " " * 16 + marks + (f"   !  {day_text(day)}" if clock.need_by_weeks is not None else "")


def start_unknown(assessment: Assessment, id: str) -> bool:
    """Whether an input is missing without which nobody can say when an option is productive."""
    decision = assessment.decision
    points = assessment.assessed.inferences[decision.reading if decision else 0].facts.points
    return f"timeline.{id}.productive_p50_weeks" not in points.known


def _waits(assessment: Assessment, questions: tuple[str, ...]) -> str:
    shorts = [assessment.program.question(q).short for q in questions[:1]]
    text = shorts[0][:1].lower() + shorts[0][1:] if shorts else "more answers"
    return text if len(text) <= 30 else text[:29].rsplit(" ", 1)[0] + " .."


def _flips(assessment: Assessment, decision: Decision, verbose: bool) -> Iterator[str]:
    wording = wording_of(assessment)
    for number, rival in enumerate(decision.rivals if verbose else decision.rivals[:SHOWN]):
        title = assessment.program.knowledge.model_title(rival.model, short=True)
        text = f"{title}, {_condition(assessment, rival, wording)}."
        yield from wrapped(text, 12, ("  Flips to: " if number == 0 else " " * 12))


def _condition(assessment: Assessment, rival: Rival, wording: Wording) -> str:
    if rival.figure is not None:
        figure: Figure = assessment.program.knowledge.figures[rival.figure].model
        return f"if a guess of ours is at its end: {figure.title[:1].lower() + figure.title[1:]}"
    text = wording.plain(rival.row.wins_if).rstrip(".")
    return f"if {text}" if not text.lower().startswith("if ") else text


def _honesty(assessment: Assessment, decision: Decision, clock: CompanyTimeline, verbose: bool) -> Iterator[str]:
    table = assessment.program.knowledge.table
    assert table is not None
    figures = assessment.program.knowledge.figures
    guesses = [leaned for leaned in clock.leaned_on if not leaned.own]
    doubtful = [leaned for leaned in guesses if figures[leaned.id].model.grade == "D"]
    note = table.model.seller_note
    if decision.without_sellers is not None:
        title = assessment.program.knowledge.model_title(decision.without_sellers)
        note += (
            " Without the sellers' figures the model is the same."
            if decision.without_sellers == decision.model
            else f" Without the sellers' figures it would be: {title}."
        )
    yield from wrapped(note, 2, "  ")
    if not verbose:
        yield from wrapped(
            f"{len(guesses)} figures stand in for numbers of yours, {len(doubtful)} of them guesses (-v).", 2, "  "
        )
        return
    for leaned in guesses:
        figure = figures[leaned.id].model
        low, mode, high = leaned.ends
        value = f"{mode:g}" if low == high else f"{low:g} / {mode:g} / {high:g}"
        yield from wrapped(
            f"{figure.title}: {value} {figure.unit}, grade {figure.grade} ({source_text(figure.source)})", 6, "    - "
        )
