"""What a board is told, for the page and the Markdown: the decision, its cost, what happens without it, the review.

It is the company's own paper: whatever is said to the company elsewhere is said by it here. It says nothing about a
single person's load, holds no note, and prints no answer that never leaves the case's own report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from advisor.cases.answers import Exactly
from advisor.inference.compiled.sentences import read_sentence
from advisor.language.shown import day_text, money, short_day
from advisor.language.voices import told_by_the_company
from advisor.planning.measured import READ
from advisor.planning.plan import PlanEntry
from advisor.report.chart import chance_words
from advisor.report.kit.guarded import true_ones
from advisor.report.kit.measures import in_words
from advisor.report.layout import escaped
from advisor.report.story import for_others, steps
from advisor.report.told import Told
from advisor.report.work_left import chosen_ships_if, need_by_day
from advisor.result.findings import Finding

SHOWN = READ
NO_PRICE = "This option has no price of its own"
NO_DAY = "No day is set yet. We set one with the decision"
UNCONFIRMED = "No problem is confirmed, so nothing shows yet what waiting costs."
MISSING = "Leaning means some answers are missing."


@dataclass(frozen=True)
class Board:
    """The facts in the company's own words; `decision` is what is asked for, empty where the packs name none."""

    decision: str
    model: str
    firm: bool
    because: str
    hangs_on: str
    lines: tuple[str, ...]
    numbers: tuple[str, ...]
    cost: str
    chance: str
    wrong: tuple[tuple[str, str], ...]
    chain: tuple[str, ...]
    moves: tuple[PlanEntry, ...]
    review: str


def board_facts(told: Told) -> Board:
    """What a board is told of one assessment."""
    say, model, kit = voice(told), told.assessment.model, told.knowledge.kit
    board = None if kit is None else kit.model.board
    decisions = () if board is None else board.decisions.items()
    return Board(
        next((asks for each, asks in decisions if model is not None and each == model.model), ""),
        "" if model is None else say(told.knowledge.model_title(model.model)),
        model is not None and model.firm,
        say(model.because) if model is not None and _may_be_told(told) else "",
        say(chosen_ships_if(told) or ""),
        () if board is None else tuple(map(say, true_ones(told, board.lines, ("board", "lines")))),
        () if board is None else tuple(map(say, true_ones(told, board.numbers, ("board", "numbers")))),
        say(_cost(told) or NO_PRICE) + ".",
        say(_chance(told)),
        tuple((say(each.title), say(told.wording.plain(each.why))) for each in wrong(told)[:SHOWN]),
        tuple(map(say, steps(told))) if for_others(told) else (),
        tuple(_moves(told)),
        say(_review(told)) + ".",
    )


def voice(told: Told) -> Callable[[str], str]:
    """Turns a text that speaks to the company into its own; what the company named stays as it named it."""
    answers = ((told.program.question(question), answer.said) for question, answer in told.case.answers.items())
    names = [str(said.value) for asked, said in answers if asked.names is not None and isinstance(said, Exactly)]
    names += [escaped(name) for name in names]  # in Markdown
    return lambda text: told_by_the_company(text, names)


def wrong(told: Told) -> list[Finding]:
    """What is confirmed and is about no single person."""
    return [finding for finding in told.assessment.found if not finding.person and not finding.compound]


def _may_be_told(told: Told) -> bool:
    """Whether the reason for the staffing option prints no answer that never leaves the case's own report."""
    decision = told.assessment.decision
    if decision is None:
        return False
    sentence = read_sentence(told.knowledge.row(decision.row).because, told.program.vocabulary)
    return not any(told.program.question(question).confidential for question in sentence.questions)


def _moves(told: Told) -> Iterator[PlanEntry]:
    """The first moves, but for those that are about a person's load."""
    plan = told.assessment.plan
    for entry in plan.entries[:SHOWN] if plan is not None else ():
        about = [told.program.diagnoses[each] for each in entry.for_diagnoses if each in told.program.diagnoses]
        if entry.kind != "duty" and not any(diagnosis.model.person for diagnosis in about):
            yield entry


def _cost(told: Told) -> str:
    """What the staffing option costs as far as prices are known, else what is missing; empty where it has no option."""
    model, timeline = told.assessment.model, told.timeline
    if model is None or timeline is None or model.model not in timeline.options:
        return ""
    monthly = in_words(told, model.model, "cost")
    option, day = timeline.options[model.model], need_by_day(told)
    if option is None or option.cost_per_month is None or timeline.currency is None:
        return monthly[:1].upper() + monthly[1:]
    until = ""
    if option.cost_by_need is not None and day is not None:
        amount = money(float(f"{option.cost_by_need:.2g}"), timeline.currency)
        until = f"; about {amount} until {short_day(told.case.as_of, day)}"
    return f"{monthly} a month with everyone there{until}"


def _chance(told: Told) -> str:
    """How likely the date is as things stand, where that is known."""
    found = told.assessment.ways_out
    if found is None or found.found.chance is None:
        return ""
    option = told.knowledge.options[found.found.option].model.short
    day = short_day(told.case.as_of, found.found.need_by)
    return f"As things stand, the chance to ship by {day} ({option}): {chance_words(found.found.chance)}."


def _review(told: Told) -> str:
    """On which day to look again, and what is looked at then: the plan's own check, else the first moves' last day."""
    plan = told.assessment.plan
    entries = plan.entries if plan is not None else ()
    check = next((entry for entry in entries if entry.kind == "check"), None)
    if check is not None:
        return f"{day_text(check.due)}: {check.title}"
    days: list[date] = [entry.due for entry in entries[:SHOWN]]
    return f"{day_text(max(days))}: the first moves are due by then" if days else NO_DAY
