"""How late the recommended model delivers, in expectation: what weeks gained are measured against."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.inference.assessor import Inference
from advisor.staffing.company_timeline import CompanyTimeline

FASTEST = "cut-scope"


@dataclass(frozen=True)
class Lateness:
    """E[max(0, delivered - need-by)] on the path of one model, in weeks; cut-scope counts the fastest option.

    An expectation and not a quantile: every chance of being late counts, by how late. So two actions can
    be compared that both leave the likely day on the same side of the date.
    """

    model: str | None

    def __call__(self, inferred: Inference) -> float | None:
        """The weeks, None where delivery or need-by is not known or the model delivers nothing."""
        company_timeline = inferred.facts.points.detail
        if not isinstance(company_timeline, CompanyTimeline) or self.model is None:
            return None
        if self.model == FASTEST:
            late = [
                t.lateness_weeks
                for t in company_timeline.options.values()
                if t is not None and t.lateness_weeks is not None
            ]
            return min(late, default=None)
        timeline = company_timeline.options.get(self.model)
        return timeline.lateness_weeks if timeline is not None else None
