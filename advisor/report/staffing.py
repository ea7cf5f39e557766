"""The staffing model and the plan in words; views of what was decided and measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from advisor.inference.compiled.sentences import listed
from advisor.language.shown import counted, day_text
from advisor.planning.measured import READ
from advisor.planning.plan import PlanEntry
from advisor.report.chart import LABEL, Bar, chance_words, chart
from advisor.report.kit.measures import in_words
from advisor.report.layout import across, columns, wrapped
from advisor.report.told import Told
from advisor.report.words import changes_text, flips_if, seller_note, value_text
from advisor.report.work_left import chosen_ships_if, need_by_day, not_known, ships, short_day, start_waits_for
from advisor.result.sources import source_text
from advisor.result.staffing import StaffingModel
from advisor.result.wording import Wording
from advisor.staffing.company_timeline import CompanyTimeline

SHOWN = READ


def first_steps(told: Told, numbers: Mapping[str, int], verbose: bool) -> Iterator[str]:
    """The first three entries of the plan with what they do; all of them in the verbose form.

    What is owed to others is never among the first three.
    """
    plan = told.assessment.plan
    if plan is None or not plan.entries:
        return
    wording, knowledge = told.wording, told.knowledge
    first = [entry for entry in plan.entries[:SHOWN] if entry.kind != "duty"]
    shown = plan.entries if verbose else first
    if shown:
        yield "FIRST".ljust(columns() - 25) + "who      effort   by"
    for letter, entry in zip("abcdefghijklmnopqrstuvwxyz", shown):
        effort = knowledge.effort_of(entry.effort_days)
        right = f"{told.who(entry.owner):<8} {effort:<8} {entry.due:%b} {entry.due.day}"
        yield from _beside(f"  {letter} {entry.short}", right)
        yield from (line for how in entry.how for line in wrapped(how, 4))
        line = what_it_does(told, entry, numbers, wording)
        if line:
            yield from wrapped(line, 6)
    if len(plan.entries) > len(shown):
        yield f"  and {len(plan.entries) - len(shown)} more in the plan (-v)"


def ask_first(told: Told) -> Iterator[str]:
    """What to ask before anything else, with who knows and what an answer could change."""
    for number, asked in enumerate(told.assessment.ask_first):
        question = told.program.question(asked.question)
        head = ("ASK FIRST" if number == 0 else "").ljust(10)
        who = told.who(question.who)
        changes = changes_text(asked)
        yield from wrapped(f"{question.ask} ({who}; {changes})", 10, head)


def _beside(left: str, right: str) -> list[str]:
    lines = wrapped(left[4:], 4, left[:4], columns() - 26)
    return [lines[0].ljust(columns() - 25) + right, *lines[1:]]


def what_it_does(told: Told, entry: PlanEntry, numbers: Mapping[str, int], wording: Wording) -> str:
    """What an entry of the plan brings, in a line; `numbers` are those of the findings that it may name."""
    action = told.knowledge.actions.get(entry.id)
    parts = []
    if action is not None and action.model.shows is not None:
        parts.append(wording.plain(action.model.shows).rstrip("."))
    if entry.because is not None:
        parts.append(f"{short_day(told, entry.due)} because {wording.plain(entry.because)}")
    if abs(entry.weeks_gained) >= 0.5:
        weeks = counted(round(abs(entry.weeks_gained)), "week")
        parts.append(f"{'gains' if entry.weeks_gained > 0 else 'costs'} {weeks}")
    if entry.risk_removed < 0 and entry.worth is not None:
        worse = [diagnosis for diagnosis, drop in entry.worth.measured.removed_by.items() if drop < -1e-9]
        titles = [told.knowledge.diagnoses[diagnosis].model.title for diagnosis in worse]
        parts.append(f"then watch for this: {listed(titles)}")
    helped = [str(numbers[diagnosis]) for diagnosis in entry.for_diagnoses if diagnosis in numbers]
    if helped:
        parts.append(f"works on {', '.join(helped)}")
    return "; ".join(parts)


def staffing(told: Told, verbose: bool) -> Iterator[str]:
    """The model, why, the options as a picture, and what would flip it."""
    model, company_timeline = told.assessment.model, told.timeline
    if model is not None:
        title = told.knowledge.model_title(model.model)
        label = f" ({model.label})" if model.label else ""
        now = "" if model.keep is None else ", as now" if model.keep else ""
        yield from across(f"{title}{label}{now}", "(firm)" if model.firm else "(leaning)", 10, "STAFFING  ")
        yield from wrapped(model.because, 10)
        hangs_on = chosen_ships_if(told)
        if hangs_on is not None:
            yield from wrapped(hangs_on, 10)
    if company_timeline is not None:
        yield from _picture(told, company_timeline)
        yield from _days_and_prices(told, company_timeline) if verbose else ()
    if model is not None:
        yield from _flips(told, model, verbose)
    if company_timeline is not None and model is not None:
        yield from _honesty(told, model, company_timeline, verbose)


def _picture(told: Told, company_timeline: CompanyTimeline) -> Iterator[str]:
    options, day = told.knowledge.options, need_by_day(told)
    bars, below = [], []
    for option, timeline in company_timeline.options.items():
        short = options[option].model.short
        missing = start_waits_for(told, option)
        if option in company_timeline.barred:
            bars.append(Bar(short, None, None, "", "not possible here"))
        elif timeline is None or missing:
            bars.append(Bar(short, None, None, "", not_known(told, missing or company_timeline.waits_for[option])))
        else:
            start = timeline.productive
            ship = None if company_timeline.waits_for[option] else timeline.delivered
            chances = [when.by_need for when in (start, ship) if when is not None and when.by_need is not None]
            right = " ".join(f"{chance_words(chance):<7}" for chance in chances)
            bars.append(Bar(short, start.likely, start.safe, right.rstrip()))
            below.append((option, short))
    head = "" if day is None else f"by {short_day(told, day)}: start, ship"
    yield from chart(bars, told.case.as_of, company_timeline.need_by_weeks, head)
    marks = "=  productive, from likely to safe"
    need_by = f"!  {day_text(day)}" if day is not None else ""
    on_one = f"{marks}   {need_by}".rstrip()
    yield from (" " * LABEL + line for line in ([on_one] if LABEL + len(on_one) <= columns() else [marks, need_by]))
    hanging = [(short, hangs_on) for option, short in below if (hangs_on := ships(told, option)) is not None]
    # What holds for all of them is said once.
    if len({hangs_on for _, hangs_on in hanging}) == 1 and len(hanging) > 1:
        hanging = [("all of these", hanging[0][1])]
    for short, hangs_on in hanging:
        yield from wrapped(hangs_on, LABEL, f"  {short:<{LABEL - 2}}")
    assumed = assumptions(told)
    if assumed:
        yield from wrapped(assumed, 2, "  ")


def _days_and_prices(told: Told, company_timeline: CompanyTimeline) -> Iterator[str]:
    """The days and prices behind the picture, of the options of which they are known."""
    for option, timeline in company_timeline.options.items():
        if timeline is None or option in company_timeline.barred or start_waits_for(told, option):
            continue
        parts = [f"productive {in_words(told, option, 'productive')}"]
        if timeline.delivered is not None and not company_timeline.waits_for[option]:
            parts.append(f"ships {in_words(told, option, 'ships').removeprefix('ships ')}")
        if timeline.cost_per_month is not None and company_timeline.currency is not None:
            parts.append(f"{in_words(told, option, 'cost')} per month")
        short = told.knowledge.options[option].model.short
        yield from wrapped("; ".join(parts), LABEL, f"  {short:<{LABEL - 2}}")


def assumptions(told: Told) -> str:
    """What the timeline takes for granted that was not answered, as a sentence; empty where it is nothing."""
    says = [presumed.says for presumed in told.assessment.presumptions]
    return f"These numbers assume that {listed(says)}." if says else ""


def _flips(told: Told, model: StaffingModel, verbose: bool) -> Iterator[str]:
    for number, rival in enumerate(model.rivals if verbose else model.rivals[:SHOWN]):
        title = told.knowledge.model_title(rival.model, short=True)
        text = f"{title}, {flips_if(told, rival)}."
        yield from wrapped(text, 12, ("  Flips to: " if number == 0 else " " * 12))


def _honesty(told: Told, model: StaffingModel, company_timeline: CompanyTimeline, verbose: bool) -> Iterator[str]:
    figures = told.knowledge.figures
    guesses = [leaned for leaned in company_timeline.leaned_on if not leaned.own]
    doubtful = [leaned for leaned in guesses if figures[leaned.id].model.grade == "D"]
    yield from wrapped(seller_note(told, model), 2, "  ")
    if not verbose:
        yield from wrapped(
            f"{counted(len(guesses), 'figure')} of ours fill in for yours, {len(doubtful)} of them guesses (-v).",
            2,
            "  ",
        )
        return
    for leaned in guesses:
        figure = figures[leaned.id].model
        yield from wrapped(
            f"{figure.title}: {value_text(leaned)} {figure.unit}, grade {figure.grade} ({source_text(figure.source)})",
            6,
            "    - ",
        )
