"""What a page says to who looks at it for a minute: the first step, the day, and what is not sure yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.language.shown import counted, day_text, short_day
from advisor.planning.measured import READ
from advisor.report.chart import chance_words
from advisor.report.kit.measures import in_words
from advisor.report.told import Told
from advisor.report.words import changes_text
from advisor.report.work_left import chosen_ships_if, need_by_day, ships_if


@dataclass(frozen=True)
class Glance:
    """One of the things to see first: what it is, what it says, and what stands below in a smaller type."""

    name: str
    says: str
    beside: str


def glances(told: Told) -> Iterator[Glance]:
    """At most three, each only where there is something to say."""
    plan = told.assessment.plan
    first = next((entry for entry in plan.entries[:READ] if entry.kind != "duty"), None) if plan is not None else None
    if first is not None:
        yield Glance("First step", first.title, f"{told.who(first.owner)}, by {short_day(told.case.as_of, first.due)}")
    yield from _deadline(told)
    yield from _unsure(told)


def _deadline(told: Told) -> Iterator[Glance]:
    """The day with what it hangs on; without a day, from when on people are productive."""
    day, model, timeline = need_by_day(told), told.assessment.model, told.timeline
    if day is not None:
        yield Glance("Deadline", day_text(day), chance(told) or chosen_ships_if(told) or _most(told))
    elif timeline is not None and told.knowledge.timeline is not None:
        none = told.assessment.decided_in.facts.asked.get(told.knowledge.timeline.model.need_by) == -1
        beside = ""
        if model is not None and model.model in timeline.options:
            short = told.knowledge.options[model.model].model.short
            beside = f"{short} productive: {in_words(told, model.model, 'productive')}"
        yield Glance("Deadline", "None" if none else "None that we know of", beside)


def _most(told: Told) -> str:
    """The option that gets the most done by the deadline; empty where of some option nobody can tell how much."""
    timeline = told.timeline
    assert timeline is not None
    found = {
        option: told.assessment.break_evens.get(option) for option in timeline.options if option not in timeline.barred
    }
    fits = {option: each.together.likely for option, each in found.items() if each is not None and each.together}
    if not fits or len(fits) < len(found):
        return ""
    option = max(fits, key=lambda each: fits[each])
    return f"{told.knowledge.options[option].model.short}, at best: {ships_if(told, option)}"


def chance(told: Told) -> str:
    """How likely the chosen option ships by the deadline; where none is chosen, how likely the best one does.

    Empty where no deadline is known, or no chance.
    """
    timeline, model, ways = told.timeline, told.assessment.model, told.assessment.ways_out
    day = need_by_day(told)
    if timeline is None or day is None:
        return ""
    chosen = timeline.options.get(model.model) if model is not None else None
    if chosen is not None and model is not None and not timeline.waits_for[model.model]:
        found, option = None if chosen.delivered is None else chosen.delivered.by_need, model.model
    elif ways is not None:
        found, option = ways.found.chance, ways.found.option
    else:
        return ""
    if found is None:
        return ""
    words = {"no": "won't ship by then", "yes": "on track"}.get(
        chance_words(found), f"{chance_words(found)} to ship by then"
    )
    return f"{words} ({told.knowledge.options[option].model.short})"


def _unsure(told: Told) -> Iterator[Glance]:
    """What would be good to know first; where no answer could change anything, that."""
    assessment = told.assessment
    if assessment.ask_first:
        asked = assessment.ask_first[0]
        question = told.program.question(asked.question)
        yield Glance("Not sure yet", question.ask, f"{told.who(question.who)} may know; {changes_text(asked)}")
    else:
        yield Glance("Not sure yet", open_head(told) or "No other answer would change this.", "")


def open_head(told: Told) -> str:
    """How many questions could still change the result, and how long they take."""
    questions = told.assessment.open_questions
    if not questions:
        return ""
    minutes = counted(max(1, round(sum(question.seconds for question in questions) / 60)), "minute")
    return f"{counted(len(questions), 'question')} ({minutes}) could still change the result."
