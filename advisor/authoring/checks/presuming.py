"""Presumptions that say something by themselves: about a company of which nothing at all is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from advisor.authoring.checks.base import Base
from advisor.authoring.checks.faults import Fault, fault
from advisor.authoring.solver.subjects import EXAMPLE_DAY
from advisor.cases.answers import Given
from advisor.engines.python import PythonEngine
from advisor.inference.assessor import Assessor, Inference
from advisor.inference.compiled.written import Written, every_condition
from advisor.inference.presumptions.presuming import NOTHING_PRESUMED
from advisor.staffing.company_timeline import TimelineCalculator
from advisor.staffing.faults import faults_of_timeline

_WHAT = {"evidence": "sign", "unless": "exception", "late": "row"}


def faults_of_presumptions(base: Base) -> Iterator[Fault]:
    """Each sign, exception and row that is true of the empty case once everything is presumed, and not before.

    What an action or a part of the kit is offered by may be: that says nothing about a company.
    """
    program = base.program
    if not program.presumptions or program.knowledge.timeline is None or faults_of_timeline(program):
        return
    assessor = Assessor(program, PythonEngine(program.patterns), TimelineCalculator(program))
    everything: Mapping[str, Given] = {question: each.value for question, each in program.presumptions.items()}
    presumed, plain = (assessor.infer({}, EXAMPLE_DAY, presumed=held) for held in (everything, NOTHING_PRESUMED))
    for written in every_condition(program):
        if _truth(base, presumed, written) == 1 != _truth(base, plain, written):
            message = (
                f"This {_WHAT[written.part]} is true of a company of which nothing is known, by presumptions alone."
            )
            way = "Join it by `and` to what must be known for it, such as the date."
            yield fault(written.entry, written.path, "presumed-alone", message, way)


def _truth(base: Base, inferred: Inference, written: Written) -> int:
    """The truth of a sign, an exception or a row; 0 of anything else."""
    if written.part in ("evidence", "unless"):
        diagnosis = base.program.diagnoses[written.owner]
        return inferred.shown[diagnosis.stratum][diagnosis.first_slot + written.slot]
    if written.part == "late" and written.name == "row":
        return inferred.shown[-1][written.slot]
    return 0
