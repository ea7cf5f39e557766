"""An assessment with the knowledge in whose words it is told: what every page of a report begins from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from advisor.cases.case import Case
from advisor.inference.compiled.program import Program
from advisor.knowledge.pack import Knowledge
from advisor.result.assessment import Assessment
from advisor.result.wording import Wording
from advisor.rulebase.rulebase import Rulebase
from advisor.staffing.company_timeline import CompanyTimeline


@dataclass(frozen=True)
class Told:
    """One assessment, and the rulebase that made it."""

    assessment: Assessment
    rulebase: Rulebase

    @property
    def case(self) -> Case:
        """The case as given."""
        return self.assessment.assessed.case

    @cached_property
    def program(self) -> Program:
        """The compiled knowledge, in the words of the case."""
        return self.rulebase.program_for(self.case.answers)

    @property
    def knowledge(self) -> Knowledge:
        """What the packs say."""
        return self.program.knowledge

    @property
    def timeline(self) -> CompanyTimeline | None:
        """The timeline that the model was decided on; None where the packs have none."""
        return self.assessment.timeline

    @cached_property
    def wording(self) -> Wording:
        """Prints the answers of the resolution that the model was decided in."""
        return Wording(self.program, self.rulebase.assessor.maker, self.assessment.decided_in.facts)
