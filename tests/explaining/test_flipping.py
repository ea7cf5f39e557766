"""The search for other answers: it finds what trying every single change finds, and what it names does it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from advisor.cases.answers import Exactly, Given
from advisor.cases.case import Case
from advisor.explaining.context import Context
from advisor.explaining.explainer import Explainer
from advisor.explaining.search.flipping import changes_as_answers, find_flip
from advisor.explaining.search.targets import diagnosis_target, model_target
from advisor.inference.certainty import Status
from advisor.knowledge.models import Question
from advisor.language.vocabulary import Kind
from advisor.library import Advisor
from testkit.shipped import NAMES

WEEKS = (-20, -6, -3, 1, 3, 5, 7, 9, 12, 15, 20, 30, 45)


def _case(explainers: Mapping[str, Explainer], chance: random.Random) -> Case:
    """A shipped company that was asked less, and of which some answers are another company's."""
    one, other = (explainers[chance.choice(NAMES)].context.case for _ in range(2))
    kept = {q: a for q, a in one.answers.items() if chance.random() < 0.7}
    taken = {q: a for q, a in other.answers.items() if chance.random() < 0.2}
    return replace(one, answers={**taken, **kept})


def _any_value(question: Question, now: object, as_of: date) -> Iterator[Given]:
    """Answers spread over all that may be answered; nothing is known here of conditions."""
    options = [option.id for option in question.options]
    if question.type is Kind.YES_NO:
        yield from (Exactly(True), Exactly(False))
    elif question.type is Kind.CHOICE:
        yield from map(Exactly, options)
    elif question.type is Kind.CHOICES:
        value = now if isinstance(now, tuple) else ()
        yield from (Exactly(tuple(options[:n])) for n in range(len(options) + 1))
        yield from (Exactly(tuple(o for o in options if o in {*value} ^ {turned})) for turned in options)
    elif question.type is Kind.DATE:
        yield from (Exactly(as_of + timedelta(weeks=weeks)) for weeks in WEEKS)
    elif question.type.numeric and question.range is not None:
        low, high = question.range
        for share in (0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1):
            number = low + share * (high - low)
            yield Exactly(round(number) if question.type is Kind.WHOLE else round(number, 1))


def _flips_singly(context: Context, id: str) -> bool:
    """Whether any single change makes the diagnosis found, every question tried."""
    for question, entry in context.program.knowledge.questions.items():
        answer = context.case.answers.get(question)
        for given in _any_value(entry.model, getattr(answer and answer.said, "value", None), context.case.as_of):
            made = context.assessor.assess(context.with_answers({question: given}))
            if made.together[id].status is Status.CONFIRMED:
                return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_what_one_change_can_do_is_found(advisor: Advisor, explainers: dict[str, Explainer], seed: int) -> None:
    """Where trying every answer to every question makes it found, the search names one change as well."""
    chance = random.Random(seed)
    context = advisor.explain(advisor.assess(_case(explainers, chance))).context
    absent = [f.id for f in context.assessment.findings if f.status is not Status.CONFIRMED]
    for id in chance.sample(absent, 3):
        found = find_flip(context, diagnosis_target(context, id))
        if _flips_singly(context, id):
            assert found.flip is not None and len(found.flip.changes) == 1, (seed, id)
        if found.flip is not None:
            _check(context, id, changes_as_answers(found.flip.changes))


def _check(context: Context, id: str, changes: Mapping[str, Given]) -> None:
    """Assessed again in full it is found, and without any one of the changes it is not."""
    assert context.again(context.with_answers(changes)).status(id) is Status.CONFIRMED
    for left_out in changes if len(changes) > 1 else ():
        fewer = {q: g for q, g in changes.items() if q != left_out}
        assert context.again(context.with_answers(fewer)).status(id) is not Status.CONFIRMED


@pytest.mark.slow
@pytest.mark.parametrize("id", ["role-too-broad", "permanent-only", "date-before-capacity", "narrow-search"])
def test_larger_sets_are_found_too(explainer: Explainer, id: str) -> None:
    """Lists that must grow, gates that must open, the timeline: there is a way to each in every shipped case."""
    context = explainer.context
    if context.assessment.status(id) is not Status.CONFIRMED:
        found = find_flip(context, diagnosis_target(context, id))
        assert found.flip is not None
        _check(context, id, changes_as_answers(found.flip.changes))


def test_numbers_go_no_further_than_needed(explainers: dict[str, Explainer]) -> None:
    """The number named does it; one nearer to what was answered does not."""
    context = explainers["nothing-to-fix"].context
    flip = find_flip(context, model_target(context, "bridge-and-hire")).flip
    assert flip is not None
    for change in flip.changes:
        now = context.case.answers.get(change.question)
        before, after = getattr(now and now.said, "value", None), getattr(change.given, "value", None)
        if isinstance(before, date) and isinstance(after, date):
            nearer = after + timedelta(1 if before > after else -1)
            made = context.again(context.with_answers({change.question: Exactly(nearer)}))
            assert made.decision is not None and made.decision.model != "bridge-and-hire"
