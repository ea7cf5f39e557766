"""What a sheet says first to whoever gets it: for whom, from whom, about what, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from advisor.cases.answers import Exactly, Range
from advisor.cases.case import Case
from advisor.cases.opening import answering
from advisor.inference.compiled.program import Program
from advisor.language.shown import day_text
from advisor.result.assessment import Assessment


def head_of(program: Program, assessment: Assessment, who: str | None) -> tuple[str, ...]:
    """The head of a sheet about an assessed case for a person, or for anybody; `program` is in the case's words."""
    return tuple(_head(program, assessment, who))


def _head(program: Program, assessment: Assessment, who: str | None) -> Iterator[str]:
    case, knowledge, plan = assessment.assessed.case, program.knowledge, assessment.plan
    here = answering(knowledge, case.answers)
    people = [f"for {knowledge.person_title(who)}"] if who is not None else []
    people += [f"from {knowledge.person_title(here)}"] if here is not None else []
    yield f"{case.id}{''.join(f', {part}' for part in people)}."
    named = knowledge.timeline.model.milestone if knowledge.timeline is not None else None
    if named is not None:
        yield f"It's about {program.names[named]}."
    day = need_by(program, case)
    check = next((entry.due for entry in plan.entries if entry.kind == "check"), None) if plan is not None else None
    if day is not None:
        yield f"It has to ship by {day_text(day)}; please answer well before then."
    elif check is not None:
        yield f"Please answer by {day_text(check)}."


def need_by(program: Program, case: Case) -> date | None:
    """The day by which users must have what ships next, where it lies ahead; the earliest that it may be."""
    timeline = program.knowledge.timeline
    answer = case.answers.get(timeline.model.need_by) if timeline is not None else None
    said = answer.said if answer is not None else None
    day = said.value if isinstance(said, Exactly) else said.low if isinstance(said, Range) else None
    return day if isinstance(day, date) and day >= case.as_of else None
