"""Which of its own numbers are worth asking a company for: those whose figure, at its low or its high, would turn
a status or the staffing model.

These are the last questions of an interview. What is at stake elsewhere is told by conditions alone; a duration
enters through the timeline, of which no condition says how it moves, so it is tried at both ends.
"""

from __future__ import annotations

from collections.abc import Iterator

from advisor.inference.assessor import CaseInference, Inference
from advisor.inference.compiled.program import Program
from advisor.inference.hypothetical import Hypothetical
from advisor.rulebase.rulebase import Rulebase
from advisor.staffing.company_timeline import CompanyTimeline
from advisor.staffing.decision import first_true


def own_numbers(rulebase: Rulebase, assessed: CaseInference) -> tuple[str, ...]:
    """The questions for own numbers that could turn something, in the order of the questionnaire."""
    timeline = rulebase.knowledge.timeline
    if timeline is None:
        return ()
    # One inference for each end of each figure that the timeline leaned on, in each reading of the contradictions:
    # some dozens, and only where nothing else is left to ask. Between the ends nothing is tried: a result that turns
    # and turns back inside the range is missed, and so is what only two figures together would turn.
    found: set[str] = set()
    disputed = {answer for contradiction in assessed.standing.contradictions for answer in contradiction.answers}
    for reading in assessed.inferences:
        clock = reading.facts.points.detail
        if not isinstance(clock, CompanyTimeline):
            continue
        before = _outcome(rulebase.program, reading)
        for leaned in clock.leaned_on:
            asked = [q for q in _questions(rulebase, leaned.id) if _askable(reading, q) and q not in disputed | found]
            if leaned.own or not asked or leaned.ends[0] == leaned.ends[2]:
                continue
            for end in (leaned.ends[0], leaned.ends[2]):
                changed = rulebase.what_ifs.infer(
                    reading.facts.answers,
                    assessed.case.as_of,
                    Hypothetical(figures={leaned.id: end}),
                    reading.facts.presumed,
                )
                if _outcome(rulebase.program, changed) != before:
                    found.update(asked)
                    break
    return tuple(q for q in rulebase.knowledge.questions if q in found)


def _questions(rulebase: Rulebase, figure: str) -> Iterator[str]:
    """The questions whose answers replace a figure."""
    timeline = rulebase.knowledge.timeline
    assert timeline is not None
    if figure in timeline.model.own:
        yield timeline.model.own[figure]
    counts = timeline.model.own_counts.get(figure)
    if counts is not None:
        yield from (counts.happened, counts.out_of)


def _askable(reading: Inference, question: str) -> bool:
    return question not in reading.facts.answers and reading.facts.asked.get(question, 1) == 1


def _outcome(program: Program, inferred: Inference) -> tuple[object, ...]:
    """The statuses, and the model where there is a table."""
    table = program.knowledge.table
    row = first_true(program, table.model.rows, inferred.shown) if table is not None else None
    return (*(verdict.status.band for verdict in inferred.verdicts.values()), row.model if row is not None else None)
