"""Why a question is asked: what would follow from each answer, what stays open, what it does not touch."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Union

from advisor.cases.answers import Answer, DontKnow, Exactly, Given
from advisor.inference.assessor import CaseInference
from advisor.inference.certainty import Status
from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.program import Program
from advisor.inference.relevance.stakes import MODEL
from advisor.interview.choosing.interviewer import Ask, Interviewer
from advisor.interview.choosing.outcome import Outcome, OutcomeDifference, differences, outcome_of
from advisor.interview.state import State
from advisor.language.intervals import EVERYTHING
from advisor.language.tree import Amount, Compare, Constant, WeeksUntil, atoms_of, plain_number, points_of_atom
from advisor.language.vocabulary import Kind
from advisor.result.wording import day_text
from advisor.rulebase.rulebase import Rulebase
from advisor.staffing.company_timeline import CompanyTimeline

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

Point = Union[float, date]
PROBES = (0, 1, 2, 3, 5, 8, 12, 20, 30, 45, 60, 90, 120, 180, 365, 500, 1_000, 5_000, 20_000)
PROBE_WEEKS = (-26, -4, 0, 2, 4, 6, 8, 10, 13, 17, 21, 26, 39, 52, 78)
Key = tuple[OutcomeDifference, ...]


@dataclass(frozen=True)
class Follows:
    """One answer, or several that come to the same, and what would change."""

    answers: tuple[str, ...]
    changes: tuple[OutcomeDifference, ...]


@dataclass(frozen=True)
class Why:
    """Why a question is asked.

    `beside` are the questions that must be answered too before anything follows, where nothing follows from any answer
    alone; `grades` are those of the figures that the consequences rest on, best first.
    """

    question: Question
    bears_on: tuple[str, ...]
    follows: tuple[Follows, ...]
    beside: tuple[str, ...]
    stays_open: tuple[str, ...]
    untouched: tuple[str, ...]
    figures: tuple[str, ...]
    grades: tuple[str, ...]


def why(interviewer: Interviewer, state: State, ask: Ask) -> Why:
    """What hangs on one question."""
    rulebase, question = interviewer.rulebase, ask.question
    tries = _Tries(rulebase, state, question)
    rows = [*_of_answers(tries), ("don't know", tries.of(DontKnow()))]
    follows: dict[Key, list[str]] = {}
    for name, changes in rows:
        follows.setdefault(changes, []).append(name)
    assessed = interviewer.position(state).assessed
    stakes = interviewer.position(tries.without).stakes
    bears_on = ask.bears_on or stakes.bears_on.get(question.id, {})
    unsure = tries.outcome(DontKnow())
    figures = _figures(rulebase, assessed, bears_on)
    return Why(
        question,
        tuple(bears_on),
        tuple(Follows(tuple(names), changes) for changes, names in follows.items()),
        () if any(follows) else stakes.beside(question.id),
        tuple(target for target in bears_on if target != MODEL and unsure.diagnoses[target].status is Status.OPEN),
        tuple(
            diagnosis
            for diagnosis, together in assessed.together.items()
            if together.status in (Status.CONFIRMED, Status.SUSPECTED) and diagnosis not in bears_on
        ),
        tuple(figures),
        tuple(sorted({figures[figure] for figure in figures})),
    )


class _Tries:
    """Tries answers to one question."""

    def __init__(self, rulebase: Rulebase, state: State, question: Question):
        self.rulebase = rulebase
        self.question = question
        self.as_of = state.case.as_of
        answers = {question_id: answer for question_id, answer in state.answers.items() if question_id != question.id}
        self.without = replace(state, case=replace(state.case, answers=answers))
        self.before = outcome_of(rulebase.program, rulebase.what_ifs.assess(self.without.case))

    def outcome(self, given: Given) -> Outcome:
        """What the answers would come to with this one."""
        case = self.without.case
        tried = replace(case, answers={**case.answers, self.question.id: Answer(given)})
        return outcome_of(self.rulebase.program, self.rulebase.what_ifs.assess(tried))

    def of(self, given: Given) -> Key:
        """What this answer would change."""
        return differences(self.rulebase.program, self.before, self.outcome(given))


def _of_answers(tries: _Tries) -> Iterator[tuple[str, Key]]:
    question = tries.question
    if question.type is Kind.YES_NO:
        yield "yes", tries.of(Exactly(True))
        yield "no", tries.of(Exactly(False))
    elif question.type is Kind.CHOICE:
        for option in question.options:
            yield option.label, tries.of(Exactly(option.id))
    elif question.type is Kind.CHOICES:
        for option in question.options:
            yield f"only: {option.label}", tries.of(Exactly((option.id,)))
        yield "all of these", tries.of(Exactly(tuple(option.id for option in question.options)))
        yield "none of these", tries.of(Exactly(()))
    elif question.type.numeric or question.type is Kind.DATE:
        yield from _of_regions(tries)


def _of_regions(tries: _Tries) -> Iterator[tuple[str, Key]]:
    """The stretches of a number, or of days, in which one thing follows."""
    # What follows from a number is constant between thresholds, but the thresholds are not all written down: many
    # come out of the timeline. So points are tried, those that conditions name and a scale of others, and between
    # two neighbours with different consequences the place of the change is found by halving. Two changes between
    # neighbours that undo each other stay unseen; the points around each named threshold keep that from conditions.
    question = tries.question
    points = sorted(set(_probes(tries.rulebase.program, question)))
    found = [(point, tries.of(_given(question, point, tries.as_of))) for point in points]
    bounds: list[tuple[float, float, Key]] = []
    for (low, key), (high, other) in itertools.pairwise(found):
        if not bounds:
            bounds.append((low, low, key))
        if key == other:
            bounds[-1] = (bounds[-1][0], high, key)
            continue
        last, first = _boundary(tries, low, high, key)
        bounds[-1] = (bounds[-1][0], last, key)
        bounds.append((first, high, other))
    for number, (low, high, key) in enumerate(bounds):
        yield _named(tries, low, high, number == 0, number == len(bounds) - 1), key


def _boundary(tries: _Tries, low: float, high: float, key: Key) -> tuple[float, float]:
    """Where what follows from `low` ends: the last point with it and the first without."""
    step = _step(tries.question)
    while high - low > step * 1.5:
        middle = low + round((high - low) / 2 / step) * step
        if tries.of(_given(tries.question, middle, tries.as_of)) == key:
            low = middle
        else:
            high = middle
    return low, high


def _step(question: Question) -> float:
    return 1.0 if question.type is not Kind.NUMBER or (question.range or (0, 100))[1] >= 20 else 0.5


def _probes(program: Program, question: Question) -> Iterator[float]:
    """Points that may matter; days count from today."""
    low, high = question.range if question.range and question.type.numeric else EVERYTHING
    scale = 7.0 if question.type is Kind.DATE else 1.0
    for point in PROBE_WEEKS if question.type is Kind.DATE else PROBES:
        if low <= point * scale <= high:
            yield point * scale
    for cut in _cuts(program, question):
        yield from (
            p for p in (cut * scale - _step(question), cut * scale, cut * scale + _step(question)) if low <= p <= high
        )
    if question.type.numeric and high < max(PROBES):
        yield from (low, high)


def _cuts(program: Program, question: Question) -> Iterator[float]:
    """The thresholds that conditions name for a question."""
    for condition in _conditions(program):
        if question.id in condition.questions:
            for atom in atoms_of(condition.tree):
                if not isinstance(atom, Compare) or not isinstance(atom.right, Constant):
                    continue
                if isinstance(atom.left, (Amount, WeeksUntil)) and atom.left.question == question.id:
                    yield float(round(atom.right.value))


def _conditions(program: Program) -> Iterable[Compiled]:
    return (condition for stratum in program.strata for condition in stratum.conditions)


def _given(question: Question, point: float, as_of: date) -> Given:
    if question.type is Kind.DATE:
        return Exactly(as_of + timedelta(days=round(point)))
    return Exactly(int(point) if point == int(point) else point)


def _named(tries: _Tries, low: float, high: float, first: bool, last: bool) -> str:
    def text(point: float) -> str:
        if tries.question.type is Kind.DATE:
            return day_text(tries.as_of + timedelta(days=round(point)))
        return plain_number(point)

    if first and last:
        return "any day" if tries.question.type is Kind.DATE else "any number"
    if first:
        if tries.question.type is Kind.DATE:
            return f"until {text(high)}"
        return text(high) if low == high else f"up to {text(high)}"
    if last:
        return f"from {text(low)}" if tries.question.type is Kind.DATE else f"{text(low)} or more"
    return text(low) if low == high else f"{text(low)} to {text(high)}"


def _figures(rulebase: Rulebase, assessed: CaseInference, bears_on: Iterable[str]) -> Mapping[str, str]:
    """The figures, with their grades, that the timeline of the case leans on, where a consequence reads it."""
    program = rulebase.program
    clock = assessed.inferences[0].facts.points.detail
    if not isinstance(clock, CompanyTimeline) or not any(_reads_timeline(program, target) for target in bears_on):
        return {}
    return {leaned.id: program.knowledge.figures[leaned.id].model.grade for leaned in clock.leaned_on if not leaned.own}


def _reads_timeline(program: Program, target: str) -> bool:
    conditions: Sequence[Compiled]
    if target == MODEL:
        conditions = [late.condition for late in program.late.rows.values()]
    else:
        diagnosis = program.diagnoses[target]
        conditions = program.strata[diagnosis.stratum].conditions[diagnosis.first_slot : diagnosis.last_slot]
    return any(points_of_atom(atom) for condition in conditions for atom in atoms_of(condition.tree))
