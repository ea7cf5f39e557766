"""What to double-check: single answers and figures that, one step off, would change the model or the first action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from advisor.explaining.ground import Ground
from advisor.explaining.measuring import Measuring
from advisor.inference.answers import Differ, DontKnow, Exactly, Given, Range
from advisor.inference.case import Case
from advisor.inference.hypothetical import Hypothetical
from advisor.inference.wording import given_text
from advisor.knowledge.models import Question
from advisor.language.vocabulary import Kind
from advisor.staffing.bridge import Clock
from advisor.staffing.deciding import first_true

DATE_STEP = timedelta(weeks=2)
NUMBER_STEP = 0.1  # a tenth, at least one for whole numbers


@dataclass(frozen=True)
class Sensitive:
    """One answer or figure, the step that changes something, and what it changes (None: the same)."""

    kind: str
    id: str
    short: str
    now: str
    step: str
    model: tuple[str, str] | None
    first: tuple[str | None, str | None] | None


@dataclass(frozen=True)
class Sensitivity:
    """Everything that one step changes, the model first; and how many steps were tried."""

    found: tuple[Sensitive, ...]
    tried: int


def sensitivity(ground: Ground) -> Sensitivity:
    """Every answer and every figure leaned on, one step off."""
    counsel = ground.counsel
    if counsel is None:
        return Sensitivity((), 0)
    now = _outcome(ground, ground.case)
    found: list[Sensitive] = []
    tried = 0
    for id, answer in ground.case.answers.items():
        question = ground.program.question(id)
        labels = ground.program.knowledge.labels(id)
        if isinstance(answer.said, (Differ, DontKnow)):
            continue
        for step in steps_of(question, answer.said):
            tried += 1
            then = _outcome(ground, ground.with_answers({id: step}))
            if then != now:
                found.append(
                    _sensitive(
                        "answer",
                        id,
                        question.short,
                        given_text(answer.said, labels),
                        given_text(step, labels),
                        now,
                        then,
                        ground,
                    )
                )
    for figure, ends in _figures(ground).items():
        for end in ends:
            tried += 1
            model = _model_with(ground, {figure: end}) or now[0]
            if model != now[0]:
                entry = ground.program.knowledge.figures[figure].model
                found.append(
                    _sensitive(
                        "figure",
                        figure,
                        entry.title,
                        "as we take it",
                        f"{end:g} {entry.unit}",
                        now,
                        (model, now[1]),
                        ground,
                    )
                )
    found.sort(key=lambda s: s.model is None)
    return Sensitivity(tuple(found), tried)


def steps_of(question: Question, given: Given) -> Iterator[Given]:
    """The answers that are one step off: the other of yes and no, the options beside a choice, one option more or
    less, a tenth up or down, two weeks sooner or later.
    """
    if isinstance(given, Range):
        if isinstance(given.low, (int, float)) and isinstance(given.high, (int, float)):
            yield from (Exactly(given.low), Exactly(given.high))
        return
    value = given.value if isinstance(given, Exactly) else None
    if isinstance(value, bool):
        yield Exactly(not value)
    elif isinstance(value, date):
        yield from (Exactly(value - DATE_STEP), Exactly(value + DATE_STEP))
    elif isinstance(value, tuple):
        options = [o.id for o in question.options]
        for option in options:
            other = {*value} ^ {option}
            yield Exactly(tuple(o for o in options if o in other))
    elif isinstance(value, str) and question.type is Kind.CHOICE:
        options = [o.id for o in question.options]
        place = options.index(value)
        yield from (Exactly(options[near]) for near in (place - 1, place + 1) if 0 <= near < len(options))
    elif isinstance(value, (int, float)):
        low, high = question.range or (float("-inf"), float("inf"))
        step = (
            max(1, round(abs(value) * NUMBER_STEP)) if question.type is Kind.WHOLE else abs(value) * NUMBER_STEP or 0.5
        )
        yield from (Exactly(round(v, 2)) for v in (value - step, value + step) if low <= v <= high)


def _outcome(ground: Ground, case: Case) -> tuple[str, str | None]:
    """The model and the first action of a case."""
    assessed = ground.assessor.assess(case)
    decision = ground.model_of(assessed)
    assert ground.counsel is not None
    planner = ground.counsel.planner(assessed, decision)
    rates = replace(planner.rates, most=1)
    first = Measuring(
        planner.assessor, planner.answers, planner.as_of, planner.lateness, rates, planner.footprints
    ).first()
    return (decision.model if decision is not None else "", first)


def _figures(ground: Ground) -> Mapping[str, tuple[float, ...]]:
    clock = ground.decided_in.facts.points.detail
    leaned = clock.leaned_on if isinstance(clock, Clock) else ()
    return {f.id: tuple(dict.fromkeys((f.ends[0], f.ends[2]))) for f in leaned if f.ends[0] != f.ends[2]}


def _model_with(ground: Ground, figures: Mapping[str, float]) -> str | None:
    table = ground.program.knowledge.table
    if table is None:
        return None
    inferred = ground.infer(ground.decided_in.facts.answers, Hypothetical(figures=dict(figures)))
    row = first_true(ground.program, table.model.rows, inferred.shown)
    return row.model if row is not None else None


def _sensitive(
    kind: str,
    id: str,
    short: str,
    now: str,
    step: str,
    was: tuple[str, str | None],
    then: tuple[str, str | None],
    ground: Ground,
) -> Sensitive:
    def title(action: str | None) -> str | None:
        return ground.program.knowledge.actions[action].model.title if action is not None else None

    return Sensitive(
        kind,
        id,
        short,
        now,
        step,
        (was[0], then[0]) if was[0] != then[0] else None,
        (title(was[1]), title(then[1])) if was[1] != then[1] else None,
    )
