"""What explanations stand on: one assessment, and the means to assess again. No logic of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from advisor.cases.answers import Answer, Differ, Given
from advisor.cases.case import Case
from advisor.cases.following import followed
from advisor.inference.assessor import Assessor, CaseInference, Inference
from advisor.inference.compiled.program import Program
from advisor.inference.hypothetical import Hypothetical
from advisor.inference.incremental import Varying
from advisor.inference.overall import over_resolutions
from advisor.planning.planner import Planner
from advisor.planning.recommender import Recommender
from advisor.result.assessment import Assessment
from advisor.result.findings import Finding
from advisor.result.making import result_of
from advisor.result.wording import Wording
from advisor.rulebase.rulebase import Rulebase
from advisor.staffing.decision import Decision, FigureEnds, decide

NO_ENDS = FigureEnds({}, {})


@dataclass(frozen=True)
class Context:
    """One assessment with the rulebase that it was made by."""

    assessment: Assessment
    rulebase: Rulebase

    @cached_property
    def program(self) -> Program:
        """The compiled knowledge, in the words of the case."""
        return self.rulebase.program_for(self.case.answers)

    @property
    def assessor(self) -> Assessor:
        """What assesses again, with the Python engine."""
        return self.rulebase.what_ifs

    @property
    def recommender(self) -> Recommender | None:
        """What decides and plans; None where the packs have no timeline."""
        return self.rulebase.recommender

    @property
    def case(self) -> Case:
        """The case as given."""
        return self.assessment.assessed.case

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """Every diagnosis by id."""
        return {finding.id: finding for finding in self.assessment.findings}

    @property
    def decided_in(self) -> Inference:
        """What was inferred in the resolution in which the model was decided."""
        return self.assessment.decided_in

    def shown_in(self, diagnosis: str) -> Inference:
        """What was inferred in the resolution in which a diagnosis is shown: the first that finds it."""
        only_if = self.assessment.assessed.together[diagnosis].only_if
        return self.assessment.assessed.inferences[only_if[0] if only_if else 0]

    def figure(self, figure: str) -> tuple[float, float, float]:
        """A figure for everybody: low, most likely, high, in its unit; KeyError where the packs have none."""
        return self.program.knowledge.figures[figure].model.values[0].ends

    def planner(self) -> Planner:
        """The planner of the case, asked about single actions; only where the packs have a timeline."""
        assert self.recommender is not None
        return self.recommender.planner(self.assessment.assessed, self.assessment.decision)

    def wording(self, inferred: Inference) -> Wording:
        """Prints the answers of one resolution."""
        return Wording(self.program, self.rulebase.assessor.maker, inferred.facts, self.assessment.assessed)

    def infer(self, answers: Mapping[str, Given], imagined: Hypothetical | None = None) -> Inference:
        """What follows from answers as they stand, on the day of the case, with what is imagined on top."""
        never = self.assessment.assessed.standing.disputed
        return self.assessor.infer(answers, self.case.as_of, imagined or Hypothetical(), never=never)

    def with_answers(self, changes: Mapping[str, Given | None]) -> Case:
        """The case with some answers changed, or left out (None)."""
        answers = {question: a for question, a in self.case.answers.items() if changes.get(question, a) is not None}
        answers.update((question, Answer(given)) for question, given in changes.items() if given is not None)
        return replace(self.case, answers=answers)

    def assessed_with(self, changes: Mapping[str, Given]) -> CaseInference:
        """The case with some answers changed or added, inferred as if it were a new case."""
        # A search asks this a thousand times. Where neither the case nor the changed one has contradictions there is
        # one resolution, and what the changes touch can be inferred on top of it; else the resolutions must be made
        # anew.
        now, case = self.assessment.assessed, self.with_answers(changes)
        if not now.standing.contradictions and not now.standing.withdrawn:
            varied = {**self._follows_then(case), **changes}
            (inferred,) = self.assessor.vary(now.inferences[0], [Varying(varied)])
            if not self.assessor.contradiction_finder.found(inferred.facts.fact):
                standing = replace(now.standing, answers=inferred.facts.answers)
                return CaseInference(
                    case, standing, (inferred,), over_resolutions(self.program, (inferred.verdicts,), False)
                )
        return self.assessor.assess(case)

    def _follows_then(self, case: Case) -> dict[str, Given | None]:
        """The answers that change because others do: what follows from these, and None for what no longer does."""
        said = followed(self.program.follows, case.answers)
        now = self.assessment.assessed.standing.answers
        then: dict[str, Given | None] = {question: None for question in now if question not in said}
        for question in {way.question for way in self.program.follows} & said.keys():
            answer = said[question].said
            if not isinstance(answer, Differ):
                then[question] = answer
        return then

    def again(self, case: Case) -> Assessment:
        """A case (this company on another day, or with other answers) assessed by the same rules."""
        return self.result_of(self.assessor.assess(case))

    def result_of(self, assessed: CaseInference) -> Assessment:
        """The whole result of what was inferred about a case, by the same rules."""
        return result_of(self.rulebase, assessed)

    def model_of(self, assessed: CaseInference, figures: FigureEnds = NO_ENDS) -> Decision | None:
        """The decision of the table; by itself without trying figures at their ends, which only adds rivals."""

        def tried(changes: Sequence[Varying], surely: bool) -> list[Inference]:
            return self.assessor.vary(assessed.inferences[0], changes, surely=surely)

        return decide(self.program, assessed, figures, tried)
