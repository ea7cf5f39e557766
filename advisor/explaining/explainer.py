"""The questions that can be asked about an assessment. Each answer is a frozen value; `views` prints it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Union

from advisor.explaining.context import Context
from advisor.explaining.differences.comparing import Comparison, compare
from advisor.explaining.differences.what_if import WhatIf, read_facts, what_if
from advisor.explaining.reasons.above import Above, HowAction, above, how_action
from advisor.explaining.reasons.how import how_diagnosis
from advisor.explaining.reasons.how_model import HowModel, how_model
from advisor.explaining.reasons.why_not import WhyNot, why_not_action, why_not_diagnosis, why_not_model
from advisor.explaining.search.lever_sets import Goal, Levers
from advisor.explaining.search.levers import Lifting
from advisor.explaining.search.sensitivity import Sensitivity, sensitivity
from advisor.explaining.subjects import UnknownSubjectError, find_subject
from advisor.explaining.tree import DiagnosisNode
from advisor.inference.certainty import Status

How = Union[DiagnosisNode, HowModel, HowAction]


@dataclass(frozen=True)
class Otherwise:
    """Something asked the wrong way round: it is found where "why not" was asked, or not where "how" was."""

    asked: str
    answer: How | WhyNot


class Explainer:
    """Explains one assessment. Ids may be a finding's number or a plan entry's letter on the screen."""

    def __init__(self, context: Context):
        self.context = context

    def how(self, subject: str) -> How | Otherwise:
        """How a diagnosis, the model or an action of the plan came out; UnknownSubjectError suggests the nearest id."""
        if subject.strip().lower() in ("model", "staffing"):
            found = how_model(self.context)
            if found is None:
                raise UnknownSubjectError("These rules have no staffing model.")
            return found
        asked = find_subject(self.context, subject)
        if asked.kind == "diagnosis":
            status = self.context.assessment.status(asked.id)
            if status in (Status.CONFIRMED, Status.SUSPECTED):
                return how_diagnosis(self.context, asked.id)
        elif asked.kind == "model":
            model = how_model(self.context)
            if model is not None and model.model == asked.id:
                return model
        elif self._planned(asked.id):
            return how_action(self.context, asked.id)
        return Otherwise("how", self._why_not(asked.kind, asked.id))

    def why_not(self, subject: str) -> WhyNot | Otherwise:
        """Why something is not found, chosen or planned; if it is, that is said, and how."""
        asked = find_subject(self.context, subject)
        if asked.kind == "diagnosis" and self.context.assessment.status(asked.id) is Status.CONFIRMED:
            return Otherwise("why-not", how_diagnosis(self.context, asked.id))
        if asked.kind == "model":
            model = how_model(self.context)
            if model is not None and model.model == asked.id:
                return Otherwise("why-not", model)
        if asked.kind == "action" and self._planned(asked.id):
            return Otherwise("why-not", how_action(self.context, asked.id))
        return self._why_not(asked.kind, asked.id)

    def what_if(self, facts: Mapping[str, Any] | Sequence[str]) -> WhatIf:
        """What other answers would change; as values of a case file by question (None leaves one out), as answers, or
        as texts `fact=value`.
        """
        return what_if(self.context, read_facts(self.context, facts))

    def levers(self, goal: Goal | None = None, givens: Mapping[str, Any] | Sequence[str] = ()) -> tuple[Levers, ...]:
        """The smallest sets that reach a goal; without one, for each diagnosis found and for another model.

        `givens` (`milestone.need_by=2027-03-01`) stand in place of the usual ones: a later date, less
        scope, another region.
        They are given as for a what-if.
        """
        if self.context.recommender is None:
            raise UnknownSubjectError("These rules have no actions and no timeline, so nothing can change the result.")
        named = {q: g for q, g in read_facts(self.context, givens).items() if g is not None} if givens else None
        lifting = Lifting(self.context, named)
        goals = [goal] if goal is not None else self._goals()
        return tuple(lifting.find(one) for one in goals)

    def above(self, one: str, other: str) -> Above:
        """Why one entry of the plan stands above another."""
        return above(self.context, one, other)

    def sensitivity(self) -> Sensitivity:
        """Which single answers and figures to double-check."""
        return sensitivity(self.context)

    def compare(self, later: Explainer) -> Comparison:
        """What happened until a later assessment of the same company."""
        return compare(self.context, later.context)

    def goal(self, text: str) -> Goal:
        """The goal of a text: a diagnosis (id or number), a model, `another-model`, or a chance (`0.8`, `80%`)."""
        number = text.strip().rstrip("%")
        if "." in number or text.strip().endswith("%"):
            try:
                chance = float(number) / (100 if text.strip().endswith("%") else 1)
            except ValueError:
                chance = -1.0
            if 0 < chance <= 1:
                return Goal("chance", chance=chance)
            raise UnknownSubjectError(f"`{text[:40]}` isn't a chance. Write it as `0.8` or `80%`.")
        if text.strip().lower() in ("another-model", "model"):
            return Goal("model")
        asked = find_subject(self.context, text)
        if asked.kind == "action":
            raise UnknownSubjectError(f"`{text[:80]}` is an action. --for takes a problem, a model or a chance.")
        return Goal("remove" if asked.kind == "diagnosis" else "model", asked.id)

    def _goals(self) -> list[Goal]:
        shown = [*self.context.assessment.found, *self.context.assessment.likely]
        goals = [Goal("remove", finding.id) for finding in shown]
        return [*goals, Goal("model")] if self.context.assessment.decision is not None else goals

    def _why_not(self, kind: str, subject: str) -> WhyNot:
        if kind == "diagnosis":
            return why_not_diagnosis(self.context, subject)
        return why_not_model(self.context, subject) if kind == "model" else why_not_action(self.context, subject)

    def _planned(self, action: str) -> bool:
        plan = self.context.assessment.plan
        return plan is not None and plan.entry(action) is not None
