"""How late a company delivers by what it does today, in expectation: what weeks gained are measured against."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.inference.assessor import Inference
from advisor.inference.compiled.program import Program
from advisor.staffing.company_timeline import CompanyTimeline


@dataclass(frozen=True)
class Lateness:
    """E[max(0, delivered - need-by)] of the soonest way that the company is on, in weeks.

    A company is on each way whose `keeps` condition in the decision table is true, and where none is, on those on
    which only people work who are here. What begins another way puts the company on that too, so its worth is
    measured like that of everything else.

    An expectation and not a quantile: every chance of being late counts, by how late. So two actions can be compared
    that both leave the likely day on the same side of the date. Where nobody knows how much work is left, it is how
    long after the date the first who are new would likely be productive.
    """

    program: Program

    def __call__(self, inferred: Inference) -> float | None:
        """The weeks, None where need-by or the way is not known or the way delivers nothing."""
        company_timeline = inferred.facts.points.detail
        if not isinstance(company_timeline, CompanyTimeline) or company_timeline.need_by_weeks is None:
            return None
        ways = [timeline for way in self._ways(inferred) if (timeline := company_timeline.options.get(way)) is not None]
        late = [timeline.lateness_weeks for timeline in ways if timeline.lateness_weeks is not None]
        if late:
            return min(late)
        starts = [timeline.productive.likely for timeline in ways if timeline.productive.likely is not None]
        return max(0.0, min(starts) - company_timeline.need_by_weeks) if starts else None

    def _ways(self, inferred: Inference) -> list[str]:
        options, keeps = self.program.knowledge.options, self.program.late.keeps
        kept = [way for way in options if way in keeps and keeps[way].truth(inferred.shown) == 1]
        return kept or [
            way for way, entry in options.items() if all(crew.comes == "present" for crew in entry.model.crews)
        ]
