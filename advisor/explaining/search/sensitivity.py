"""What to double-check: single answers and figures that, one step off, would change the model or the first action.

How far a step goes for numbers and days are figures themselves (`step-number`, `step-date`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from advisor.cases.answers import Differ, DontKnow, Exactly, Given, Partly, Range
from advisor.explaining.context import Context
from advisor.inference.assessor import Inference
from advisor.inference.hypothetical import Hypothetical
from advisor.language.tree import plain_number
from advisor.language.vocabulary import Kind
from advisor.result.wording import given_text
from advisor.staffing.company_timeline import CompanyTimeline
from advisor.staffing.decision import first_true

if TYPE_CHECKING:
    from advisor.knowledge.models import Question


@dataclass(frozen=True)
class Sensitive:
    """One answer or figure, the step that changes something, and what it changes (None: the same).

    `how` tells a step to another value from one option `more` or `less` in a list.
    """

    kind: str
    id: str
    short: str
    now: str
    step: str
    how: str
    model: tuple[str, str] | None
    first: tuple[str | None, str | None] | None


@dataclass(frozen=True)
class Sensitivity:
    """Everything that one step changes, the model first; and how many steps were tried."""

    found: tuple[Sensitive, ...]
    tried: int


@dataclass(frozen=True)
class SteppedOutcome:
    """The model ("" without a table), and the action with which the plan begins; its title names answers of `by`."""

    model: str
    first: str | None
    by: Inference = field(compare=False)


@dataclass(frozen=True)
class _AnswerStep:
    """A step tried: the answer or figure, what it is now, and the step in words."""

    kind: str
    id: str
    short: str
    now: str
    step: str
    how: str


@dataclass(frozen=True)
class Steps:
    """How far one step goes: the share of a number, and days."""

    share: float
    days: timedelta

    def of(self, question: Question, given: Given) -> Iterator[Given]:
        """The answers that are one step off: the other of yes and no, the options beside a choice, one option more
        or less, a share up or down, some days sooner or later, either end of a range; of a list known in part the
        shortest and the longest.
        """
        if isinstance(given, Range):
            yield from (Exactly(given.low), Exactly(given.high))
            return
        options = [o.id for o in question.options]
        if isinstance(given, Partly):
            yield from (Exactly(given.has), Exactly(tuple(o for o in options if o not in given.lacks)))
            return
        value = given.value if isinstance(given, Exactly) else None
        if isinstance(value, bool):
            yield Exactly(not value)
        elif isinstance(value, date):
            yield from (Exactly(value - self.days), Exactly(value + self.days))
        elif isinstance(value, tuple):
            for option in options:
                other = {*value} ^ {option}
                yield Exactly(tuple(o for o in options if o in other))
        elif isinstance(value, str) and question.type is Kind.CHOICE:
            place = options.index(value)
            yield from (Exactly(options[near]) for near in (place - 1, place + 1) if 0 <= near < len(options))
        elif isinstance(value, (int, float)):
            low, high = question.range or (float("-inf"), float("inf"))
            step = abs(value) * self.share
            if question.type is Kind.WHOLE:
                step = max(1, round(step))
            for near in (value - step, value + step):
                if low <= near <= high and near != value:
                    yield Exactly(int(near) if question.type is Kind.WHOLE else round(near, 2))


def sensitivity(context: Context) -> Sensitivity:
    """Every answer and every figure leaned on, one step off; nothing where the packs have no timeline."""
    if context.recommender is None:
        return Sensitivity((), 0)
    steps = Steps(context.figure("step-number")[1], timedelta(context.figure("step-date")[1]))
    now = outcome(context, {})
    found: list[Sensitive] = []
    tried = 0
    for question, answer in context.case.answers.items():
        if isinstance(answer.said, (Differ, DontKnow)):
            continue
        asked, labels = context.program.question(question), context.program.knowledge.labels(question)
        for step in steps.of(asked, answer.said):
            tried += 1
            then = outcome(context, {question: step})
            if then != now:
                said = given_text(answer.said, labels), *_told(answer.said, step, labels)
                found.append(_sensitive(context, _AnswerStep("answer", question, asked.short, *said), now, then))
    for figure, ends in _figures(context).items():
        entry = context.program.knowledge.figures[figure].model
        low, mode, high = (plain_number(round(end, 3)) for end in ends)
        for end, told in ((ends[0], low), (ends[2], high)):
            tried += 1
            then = outcome(context, {}, {figure: end})
            if then != now:
                said = f"{mode} {entry.unit}", f"{told} {entry.unit}", "value"
                found.append(_sensitive(context, _AnswerStep("figure", figure, entry.title, *said), now, then))
    found.sort(key=lambda s: s.model is None)
    return Sensitivity(tuple(found), tried)


def outcome(
    context: Context, changes: Mapping[str, Given], figures: Mapping[str, float] | None = None
) -> SteppedOutcome:
    """The model and the first action with some answers or figures changed."""
    recommender, table = context.recommender, context.program.knowledge.table
    assert recommender is not None
    assessed = context.assessor.assess(context.with_answers(changes)) if changes else context.assessment.assessed
    decision = context.model_of(assessed)
    imagined = Hypothetical(figures=dict(figures or {}))
    if figures and decision is not None and table is not None:
        answers = assessed.inferences[decision.resolution].facts.answers
        row = first_true(context.program, table.model.rows, context.infer(answers, imagined).shown)
        decision = replace(decision, row=row.id, model=row.model, label=row.label) if row is not None else decision
    return SteppedOutcome(
        decision.model if decision is not None else "",
        recommender.begins_with(assessed, decision, imagined),
        assessed.inferences[decision.resolution if decision is not None else 0],
    )


def _told(given: Given, step: Given, labels: Mapping[str, str]) -> tuple[str, str]:
    """The step in words, of a list only the option that is more or less; and which of these it is."""
    if isinstance(given, Exactly) and isinstance(step, Exactly):
        before, after = given.value, step.value
        if isinstance(before, tuple) and isinstance(after, tuple):
            (option,) = {*before} ^ {*after}
            return labels.get(option, option), "more" if option in after else "less"
    return given_text(step, labels), "value"


def _figures(context: Context) -> Mapping[str, tuple[float, float, float]]:
    """The figures leaned on that have ends; the company's own numbers are answers."""
    company_timeline = context.decided_in.facts.points.detail
    leaned = company_timeline.leaned_on if isinstance(company_timeline, CompanyTimeline) else ()
    return {f.id: f.ends for f in leaned if f.ends[0] != f.ends[2] and not f.own}


def _sensitive(context: Context, step: _AnswerStep, now: SteppedOutcome, then: SteppedOutcome) -> Sensitive:
    def title(made: SteppedOutcome) -> str | None:
        found = context.program.knowledge.actions.get(made.first or "")
        return context.wording(made.by).plain(found.model.title) if found is not None else None

    model = (now.model, then.model) if now.model != then.model else None
    first = (title(now), title(then)) if now.first != then.first else None
    return Sensitive(step.kind, step.id, step.short, step.now, step.step, step.how, model, first)
