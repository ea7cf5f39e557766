"""An assessment with the knowledge in whose words it is told: what every page of a report begins from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from advisor.cases.case import Case
from advisor.cases.opening import answering
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

    def who(self, person: str) -> str:
        """A person as in narrow columns; `you` for the one who is answering."""
        return "you" if person == answering(self.knowledge, self.case.answers) else self.knowledge.person_short(person)

    @property
    def rules(self) -> str:
        """The packs with their versions, those of one version together: `staffing, contracts 1.0.0`."""
        names: dict[str, list[str]] = {}
        for pack in self.knowledge.packs:
            names.setdefault(pack.version, []).append(pack.name)
        return ", ".join(f"{', '.join(same)} {version}" for version, same in names.items())

    @property
    def timeline(self) -> CompanyTimeline | None:
        """The timeline that the model was decided on; None where the packs have none."""
        return self.assessment.timeline

    @cached_property
    def wording(self) -> Wording:
        """Prints the answers of the resolution that the model was decided in."""
        maker, assessment = self.rulebase.assessor.maker, self.assessment
        return Wording(self.program, maker, assessment.decided_in.facts, assessment.assessed)
