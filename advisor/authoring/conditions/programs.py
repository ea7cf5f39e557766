"""Programs for authors: compiled from knowledge that no folder holds, or whose timeline is not sound yet."""

from __future__ import annotations

from advisor.inference.compiled.compiler import compile_program
from advisor.inference.compiled.program import Program
from advisor.knowledge.pack import Knowledge
from advisor.staffing.company_timeline import point_names


def program_of(knowledge: Knowledge, *, drafts: bool = True) -> Program:
    """The program of knowledge, with the timeline's numbers by name only; PackError with every problem found."""
    points = point_names({option: entry.model for option, entry in knowledge.options.items()})
    return compile_program(knowledge, points=points, drafts=drafts)
