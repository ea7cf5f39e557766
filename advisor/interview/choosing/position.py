"""One set of answers: what follows from it, what is still at stake, and which drawn companies are near to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from advisor.cases.answers import Differ, Given
from advisor.cases.case import Case
from advisor.inference.assessor import CaseInference, Inference
from advisor.inference.compiled.program import Program
from advisor.inference.relevance.stakes import Relevance
from advisor.interview.choosing.own_numbers import own_numbers
from advisor.knowledge.order.policy import policy_of
from advisor.result.assessment import Assessment
from advisor.result.making import assess_many
from advisor.rulebase.rulebase import Rulebase
from advisor.staffing.decision import first_true

if TYPE_CHECKING:
    from advisor.interview.pool.pool import Column, Pool


class Position:
    """One set of answers; everything is worked out when it is asked for."""

    def __init__(self, rulebase: Rulebase, case: Case, pool: Callable[[], Pool]):
        self.rulebase = rulebase
        self.case = case
        self._pool = pool
        self.policy = policy_of(rulebase.knowledge)

    @cached_property
    def assessed(self) -> CaseInference:
        """Everything inferred."""
        return self.rulebase.what_ifs.assess(self.case)

    @property
    def base(self) -> Inference:
        """The first resolution, on which what-ifs are tried."""
        return self.assessed.inferences[0]

    @cached_property
    def assessment(self) -> Assessment:
        """The whole result."""
        return assess_many(self.rulebase, [self.case])[0]

    @cached_property
    def stakes(self) -> Relevance:
        """What is at stake."""
        return Relevance(self.rulebase.program, self.assessed)

    @cached_property
    def own_numbers(self) -> tuple[str, ...]:
        """The company's own numbers that could change something in place of the figures used."""
        return own_numbers(self.rulebase, self.assessed)

    @property
    def pool(self) -> Pool:
        """The drawn companies."""
        return self._pool()

    @cached_property
    def near(self) -> Column:
        """The places of the drawn companies nearest to what is known."""
        return self.pool.nearest(self.given, self.case.as_of, self.policy.companies.nearest)

    @cached_property
    def given(self) -> dict[str, Given]:
        """What was said, but for what people said differently."""
        return {q: answer.said for q, answer in self.case.answers.items() if not isinstance(answer.said, Differ)}


def model_of(program: Program, inferred: Inference) -> str | None:
    """The staffing model that one resolution comes to; None where there is no table."""
    table = program.knowledge.table
    row = first_true(program, table.model.rows, inferred.shown) if table is not None else None
    return row.model if row is not None else None


def heaviest(program: Program, inferred: Inference) -> str | None:
    """What weighs most of what is found, where nothing is of what is likely: what a headline would be about."""
    shown = [
        (verdict.status.value == "confirmed", program.diagnoses[name].model.impact, verdict.shown.low, name)
        for name, verdict in inferred.verdicts.items()
        if verdict.status.value in ("confirmed", "suspected") and name not in program.compounds
    ]
    return max(shown)[-1] if shown else None
