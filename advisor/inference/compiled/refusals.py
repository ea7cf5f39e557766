"""A program laid out for durable-rules; what that engine refuses is told to the author, at its place in the pack."""

from __future__ import annotations

from advisor.engines.durable.strata import RefusedCondition, StratumLayout, lay_out_strata
from advisor.inference.compiled.program import Program
from advisor.knowledge.late.texts import late_conditions
from advisor.problems import PackError, Problem


def lay_out_program(program: Program) -> tuple[StratumLayout, ...]:
    """The layout of every stratum; PackError for a condition that durable-rules cannot take."""
    try:
        return lay_out_strata(program.patterns)
    except RefusedCondition as error:
        raise PackError([_placed(program, error)]) from error


def _placed(program: Program, refused: RefusedCondition) -> Problem:
    """The refusal of a condition as a problem of the entry that it stands in."""
    from advisor.inference.compiled.written import conditions_of  # here: where nothing is refused, nothing is compiled

    message = f"The engine durable-rules can't take this condition: {refused.problem}."
    way = "Split it into several signs, or choose the engine `python`."
    for diagnosis in program.strata[refused.stratum].diagnoses:
        if diagnosis.first_slot <= refused.slot < diagnosis.last_slot:
            places = [path for path, _ in conditions_of(diagnosis.model)]
            return diagnosis.entry.problem(places[refused.slot - diagnosis.first_slot], "engine-subset", message, way)
    for late in late_conditions(program.knowledge):
        if program.late.of(late.use)[late.owner].slot == refused.slot:
            return late.entry.problem(late.path, "engine-subset", message, way)
    return Problem("", "engine-subset", message, way)
