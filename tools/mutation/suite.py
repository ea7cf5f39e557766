"""All tests of a pack, each able to say whether it passes under other rules of the same shape; for mutation tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.authoring.examples.boundaries import Boundary, conditions_by_file, truth_word
from advisor.authoring.examples.examples import as_expectation, facts_as_given, told_of
from advisor.authoring.examples.reading import read_example
from advisor.cases.case import Case
from advisor.inference.assessor import Assessor, CaseInference
from advisor.inference.compiled.written import Written
from advisor.knowledge.planmodels import ModelExpectation
from advisor.language.patterns import holds
from advisor.rulebase.rulebase import Rulebase
from advisor.staffing.decision import FigureEnds, decide

_STATUSES = {"found": ("confirmed",), "likely": ("suspected",), "absent": ("open", "no-sign", "ruled-out")}


@dataclass(frozen=True)
class PackTest:
    """A case and what must come of it.

    `statuses` are those allowed for diagnoses, `truths` those of conditions, `disputes` those of contradictions, and
    `model` is what the decision table must say.
    """

    __test__ = False

    about: str
    case: Case
    statuses: Mapping[str, tuple[str, ...]]
    truths: tuple[tuple[Written, str], ...] = ()
    contradictions: Mapping[str, str] | None = None
    model: ModelExpectation | None = None

    def passes(self, assessor: Assessor) -> bool:
        """Whether the rules of an assessor do what is expected."""
        assessed = assessor.assess(self.case)
        if any(
            assessed.together[diagnosis].status.value not in allowed for diagnosis, allowed in self.statuses.items()
        ):
            return False
        if self.contradictions and not self._disputes_agree(assessor):
            return False
        given = facts_as_given(assessor, self.case) if self.about == "contradictions" else assessed.inferences[0].facts
        if any(truth_word(assessor.program, w, given, assessed) != word for w, word in self.truths):
            return False
        return self.model is None or self._model_agrees(assessor, assessed)

    def _disputes_agree(self, assessor: Assessor) -> bool:
        fact = facts_as_given(assessor, self.case).fact
        for contradiction, expected in (self.contradictions or {}).items():
            condition = assessor.program.contradiction_of[contradiction].condition
            got = "true" if holds(condition.true, fact) else "false" if holds(condition.false, fact) else "open"
            if got != expected:
                return False
        return True

    def _model_agrees(self, assessor: Assessor, assessed: CaseInference) -> bool:
        assert self.model is not None
        decision = decide(assessor.program, assessed, FigureEnds({}, {}), lambda changes, surely: [])
        if decision is None:
            return False
        found = as_expectation(decision)
        return told_of(found, self.model) == told_of(self.model, self.model)


def written_by_hand(rulebase: Rulebase, cases: Iterable[Case]) -> Iterator[PackTest]:
    """The examples beside the rules, and the expectations of cases."""
    knowledge = rulebase.knowledge
    for diagnosis in rulebase.program.diagnoses:
        for example in knowledge.diagnoses[diagnosis].model.examples:
            yield PackTest(diagnosis, _case(rulebase, example.given), {diagnosis: (example.expect,)})
    for name, entry in knowledge.contradictions.items():
        for shown in entry.model.examples:
            told = str(shown.expect).lower()
            yield PackTest("contradictions", _case(rulebase, shown.given), {}, contradictions={name: told})
    if knowledge.table is not None:
        for row in knowledge.table.model.examples:
            wanted = row.expect.model_copy(update={"sure": None})
            yield PackTest("model", _case(rulebase, row.given), {}, model=wanted)
    for case in cases:
        for group, allowed in _STATUSES.items():
            for name in case.expect.get(group) or ():
                yield PackTest(str(name), case, {str(name): allowed})
        if case.expect.get("model") and knowledge.table is not None:
            yield PackTest("model", case, {}, model=ModelExpectation(model=case.expect["model"]))


def generated_tests(rulebase: Rulebase, boundaries: Iterable[Boundary]) -> Iterator[PackTest]:
    """The generated cases; what a condition that is no more was to be is left out."""
    files = conditions_by_file(rulebase.program)
    for boundary in boundaries:
        conditions = files.get(boundary.about, {})
        truths = tuple((conditions[key], word) for key, word in boundary.expect.items() if key in conditions)
        status = {boundary.about: (boundary.status,)} if boundary.status is not None else {}
        yield PackTest(boundary.about, _case(rulebase, boundary.given), status, truths)


def _case(rulebase: Rulebase, given: Mapping[str, Any]) -> Case:
    case, problems = read_example(given, rulebase.knowledge)
    assert case is not None, problems
    return case
