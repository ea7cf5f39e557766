"""What a fix is worth where those before it may fail.

A plan is worked off from the top, and what stands there takes only with some chance (`works`). So for each diagnosis
the drop counts as on top of the others by the chance that all of them that treat it take, and as if it stood alone by
the rest. With one fix before it, of share s and chance w, and a second of share t, that is weight x (1 - w s) x t: what
two independent cures leave. Two fixes that change the same answer are counted right too: the second brings nothing
where the first takes, and everything where it does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from advisor.planning.effects import TIMELINE
from advisor.planning.measured import ImaginedCase, Measured
from advisor.planning.measurer import Measurer
from advisor.planning.risk import BoundedNumber


class Hedge:
    """The chances that what a plan holds so far takes, by diagnosis; `start` is the case before all of it."""

    def __init__(self, measurer: Measurer, start: ImaginedCase):
        self.measurer = measurer
        self.start = start
        self._takes: dict[str, float] = {}
        self._done: set[str] = set()
        self._alone: dict[str, Measured | None] = {}

    def take(self, chosen: Measured) -> None:
        """A fix stands in the plan from now on."""
        self._done |= {chosen.action, *chosen.prerequisites}
        # What needed one of these is measured anew: what is done counts neither as its work nor as its effect.
        needs = self.measurer.effects.needs
        self._alone = {fix: m for fix, m in self._alone.items() if self._done.isdisjoint(needs(fix))}
        helped = list(chosen.for_diagnoses) + ([TIMELINE] if chosen.weeks_gained > 0 else [])
        for part in helped:
            self._takes[part] = self._takes.get(part, 1.0) * chosen.works

    def know(self, measured: Mapping[str, Measured | None]) -> None:
        """Fixes were measured; before anything stands in the plan that is what they are worth alone."""
        if not self._done:
            self._alone |= measured

    def mixed(self, on_top: Mapping[str, Measured | None]) -> dict[str, Measured | None]:
        """What fixes are worth, from what each is worth on top of the plan so far."""
        if all(chance >= 1 for chance in self._takes.values()):
            self.know(on_top)
            return dict(on_top)
        new = [fix for fix in on_top if fix not in self._alone]
        self._alone |= self.measurer.measured(new, self.start, self._done) if new else {}
        return {fix: self._mix(measured, self._alone[fix]) for fix, measured in on_top.items()}

    def _mix(self, on_top: Measured | None, alone: Measured | None) -> Measured | None:
        if on_top is None and alone is None:
            return None
        top, alone = on_top or _nothing(alone), alone or _nothing(on_top)
        by_top, by_itself = top.removed_by, alone.removed_by
        removed_by = {
            diagnosis: self._between(diagnosis, by_top.get(diagnosis, 0.0), by_itself.get(diagnosis, 0.0))
            for diagnosis in sorted(by_top.keys() | by_itself.keys())
        }
        weeks = self._between(TIMELINE, top.weeks_gained, alone.weeks_gained)
        removed, rates = sum(removed_by.values()), self.measurer.rates
        worth = removed + rates.delay_per_week * weeks
        if worth <= 1e-9:
            return None
        bounds = BoundedNumber(min(top.bounds.low, alone.bounds.low), max(top.bounds.high, alone.bounds.high))
        return replace(
            top,
            risk_removed=removed,
            weeks_gained=weeks,
            priority=top.works * worth / top.effort_days,
            bounds=bounds,
            removed_by=removed_by,
        )

    def _between(self, part: str, on_top: float, alone: float) -> float:
        takes = self._takes.get(part, 1.0)
        return takes * on_top + (1 - takes) * alone


def _nothing(like: Measured | None) -> Measured:
    """The same fix where it makes nothing better."""
    assert like is not None
    return replace(like, removed_by={}, weeks_gained=0.0, bounds=BoundedNumber(0.0, 0.0))
