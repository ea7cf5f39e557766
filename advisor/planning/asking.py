"""What to ask first: open questions of which an answer could change the headline, the model or what is mended first.

Each is tried: what would be so with this answer, and with that. A question whose every answer leaves these three as
they are may still settle a finding further down, but it is not worth a founder's first call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from advisor.cases.answers import Exactly, Given, Range
from advisor.inference.assessor import CaseInference, Inference
from advisor.inference.incremental import Varying
from advisor.language.vocabulary import Kind
from advisor.planning.recommender import Recommender
from advisor.planning.steps import told_finding
from advisor.staffing.decision import Decision, first_true

if TYPE_CHECKING:
    from advisor.knowledge.models import Question

Part = Literal["headline", "model", "first"]
_TRIED = 12  # questions, those that bear on most first


@dataclass(frozen=True)
class AskFirst:
    """A question to ask before anything else, and which parts of the result an answer could change.

    `settles`: it is asked because answers contradict each other.
    """

    question: str
    could_change: tuple[Part, ...]
    settles: bool = False


def ask_first(
    recommender: Recommender, assessed: CaseInference, decision: Decision | None, questions: Iterable[str]
) -> tuple[AskFirst, ...]:
    """At most as many as the figure `ask-first-most` says; what settles contradictions stands first.

    `questions` are those that are open and due, best first.
    """
    most = recommender.ask_first_most
    settling = [contradiction.settle for contradiction in assessed.standing.contradictions]
    found = [AskFirst(question, ("headline", "model", "first"), True) for question in dict.fromkeys(settling)]
    rest = [question for question in questions if question not in settling][:_TRIED]
    if len(found) < most:
        found += list(_that_change(recommender, assessed, decision, rest))
    return tuple(found[:most])


def _that_change(
    recommender: Recommender, assessed: CaseInference, decision: Decision | None, questions: Sequence[str]
) -> Iterator[AskFirst]:
    base = assessed.inferences[decision.resolution if decision is not None else 0]
    contradictions = recommender.assessor.contradiction_finder
    tried = [(question, value) for question in questions for value in _values(recommender.program.question(question))]
    then = recommender.assessor.vary(base, [Varying({question: value}) for question, value in tried], surely=False)
    now = _parts(recommender, base)
    changes: dict[str, dict[Part, None]] = {}
    for (question, _), inferred in zip(tried, then):
        if contradictions.found(inferred.facts.fact):
            continue  # nobody could answer so
        for (part, was), (_, is_now) in zip(now, _parts(recommender, inferred)):
            if was != is_now:
                changes.setdefault(question, {})[part] = None
    ranked = sorted(changes.items(), key=lambda change: -len(change[1]))  # stable: the best first among equals
    for question, parts in ranked:
        yield AskFirst(question, tuple(part for part, _ in now if part in parts))


def _parts(recommender: Recommender, inferred: Inference) -> tuple[tuple[Part, str | None], ...]:
    """The finding that the headline tells, the model, and the finding that is mended first, by ids."""
    program = recommender.program
    table = program.knowledge.table
    row = first_true(program, table.model.rows, inferred.shown) if table is not None else None
    return (
        ("headline", told_finding(program, inferred)),
        ("model", row.model if row is not None else None),
        ("first", recommender.mended_first(inferred)),
    )


def _values(question: Question) -> Iterator[Given]:
    """Answers that a question could get: enough to see whether one matters, not all."""
    if question.type is Kind.YES_NO:
        yield from (Exactly(True), Exactly(False))
    elif question.type is Kind.CHOICE:
        yield from (Exactly(option.id) for option in question.options)
    elif question.type is Kind.CHOICES:
        yield from (Exactly(()), Exactly(tuple(option.id for option in question.options)))
    elif question.type in (Kind.NUMBER, Kind.WHOLE):
        yield from (Range(band.low, band.high) for band in question.bands)
        if not question.bands and question.range is not None:
            low, high = question.range
            whole = question.type is Kind.WHOLE
            yield from (Exactly(int(end) if whole else end) for end in (low, high))
