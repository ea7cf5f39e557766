"""Actions measured by the planner itself, on the case as it was when another one was chosen."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.explaining.context import Context
from advisor.inference.hypothetical import Hypothetical
from advisor.planning.measured import Measured, Rates, offered
from advisor.planning.planner import Planner
from advisor.planning.risk import Risk


class Measuring(Planner):
    """The planner, asked about single actions."""

    @classmethod
    def of(cls, context: Context) -> Measuring:
        """The planner of a case."""
        assert context.recommender is not None
        made = context.recommender.planner(context.assessment.assessed, context.assessment.decision)
        return cls.of_planner(made)

    @classmethod
    def of_planner(cls, made: Planner) -> Measuring:
        """The same planner, asked about single actions."""
        return cls(made.assessor, made.answers, made.as_of, made.lateness, made.rates, made.effects, made.scales)

    def on_top_of(self, id: str, before: Hypothetical, done: Iterable[str] = ()) -> Measured | None:
        """What an action is worth once some things are so; None where it makes nothing better."""
        return self.measure(id, self.state(before), done)

    def risk(self, imagined: Hypothetical) -> Risk:
        """The risk once some things are so."""
        return self.state(imagined).risk

    def done_by(self, id: str, before: Hypothetical) -> tuple[Hypothetical, tuple[str, ...]]:
        """What will be so once an action and what must come before it are done, and those prerequisites."""
        base = self.state(before)
        needs = self.unmet(id, base, ())
        imagined = Hypothetical()
        for step in (*needs, id):
            imagined = imagined.together(self.imagine(step, base, imagined))
        return imagined, needs

    def is_offered(self, id: str) -> bool:
        """Whether the action may be offered in the case as it is."""
        return offered(self.program, id, self.state(Hypothetical()).inferred)


def measured_at(context: Context, id: str, before: Hypothetical | None = None) -> tuple[Measured | None, Rates]:
    """An action measured on the case, or on top of what is imagined, and the exchange rates."""
    planner = Measuring.of(context)
    return planner.on_top_of(id, before or Hypothetical()), planner.rates
