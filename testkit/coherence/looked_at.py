"""One result looked at: what is true of its company, what its numbers are, and what its plan says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache

from advisor import Advisor, Assessment
from advisor.inference.assessor import Inference
from advisor.inference.evaluation.facts_view import FactsView
from advisor.language.intervals import Interval, Truth
from advisor.language.kleene import value_of
from advisor.language.normal import Normal, normal_form
from advisor.language.parsing.parse import parse_condition
from advisor.planning.plan import Plan, PlanEntry
from advisor.planning.planner import Planner
from advisor.report.text import text
from advisor.report.told import Told
from advisor.result.story.chain import Chain
from advisor.result.wording import Wording
from advisor.staffing.company_timeline import number_of


@lru_cache(maxsize=256)
def _normal(advisor: Advisor, text: str) -> Normal:
    return normal_form(parse_condition(text, advisor.program.vocabulary))


class LookedAt:
    """A result and what it rests on."""

    def __init__(self, advisor: Advisor, assessment: Assessment):
        self.advisor = advisor
        self.program = advisor.program
        self.assessment = assessment

    def truth(self, condition: str, inferred: Inference | None = None) -> Truth:
        """Whether a condition on answers and numbers holds, in the case as it is or as it is imagined."""
        where = self.assessment.decided_in if inferred is None else inferred
        return value_of(_normal(self.advisor, condition), FactsView(self.program, where.facts, {}))

    def is_said(self, section: str) -> bool:
        """Whether anything is known of what the ids of some questions begin with."""
        return any(question.startswith(section) for question in self.assessment.decided_in.facts.answers)

    @property
    def model(self) -> str:
        """The way of staffing that is recommended."""
        assert self.assessment.model is not None
        return self.assessment.model.model

    @cached_property
    def chances(self) -> Mapping[str, Interval]:
        """The chance of each option to deliver by the date, where it is known; a range where it is known so far only
        (who is here was not said), 0 where it is not possible.
        """
        timeline, known = self.assessment.timeline, self.assessment.decided_in.facts.points.known
        if timeline is None or timeline.need_by_weeks is None:
            return {}
        chances = {option: known.get(number_of(option, "chance_delivered")) for option in timeline.options}
        return {
            option: (0.0, 0.0) if option in timeline.barred else chance
            for option, chance in chances.items()
            if chance is not None or option in timeline.barred
        }

    def at_least(self, option: str) -> float:
        """The chance that an option surely has; 0 where it is not known."""
        return self.chances.get(option, (0.0, 1.0))[0]

    def at_most(self, option: str) -> float:
        """The chance that an option can have at most; 1 where it is not known."""
        return self.chances.get(option, (0.0, 1.0))[1]

    @property
    def plan(self) -> Plan:
        """The plan."""
        assert self.assessment.plan is not None
        return self.assessment.plan

    @cached_property
    def planner(self) -> Planner:
        """What made the plan."""
        return self.advisor.recommender.planner(self.assessment.assessed, self.assessment.decision)

    def before(self, entry: PlanEntry) -> Inference:
        """What follows once all that stands before an entry is done."""
        if entry.worth is None:
            return self.planner.as_it_is.inferred
        return self.planner.state(entry.worth.before).inferred

    def says(self, entry: PlanEntry) -> tuple[str, ...]:
        """What is said to whoever does it: the title, and what it brings."""
        action = self.advisor.knowledge.actions[entry.id].model
        return (action.title, *([action.shows] if action.shows else []))

    @cached_property
    def page(self) -> str:
        """The whole text, as one line."""
        return " ".join(text(Told(self.assessment, self.advisor.rulebase), verbose=True).split())

    @cached_property
    def headline_cost(self) -> str | None:
        """The finding that the headline tells."""
        facts = self.assessment.assessed.inferences[0].facts
        wording = Wording(self.program, self.advisor.assessor.maker, facts)
        return Chain(self.program, self.assessment.assessed, wording).cost
