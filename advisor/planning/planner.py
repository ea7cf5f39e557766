"""The plan: actions chosen one after the other, each measured on the case as it then is.

Greedy, since what an action is worth depends on those before it: risk that is gone cannot be removed again. To
measure is dear, so in each round only what could still be worth the most is measured: a bound tells, which counts all
risk and all delay that an action can reach (M. Minoux's lazy greedy choice, 1978, with bounds computed rather than
kept from the round before). The bound must never be below the worth, else a better fix is passed over; a test draws
companies and compares. Between rounds a worth stays known where nothing that it rests on was touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from advisor.inference.assessor import NOTHING_IMAGINED
from advisor.inference.hypothetical import Hypothetical
from advisor.planning.effects import TIMELINE, WHOLE
from advisor.planning.measured import Chosen, ImaginedCase, Measured, offered
from advisor.planning.measurer import Measurer
from advisor.planning.risk import BoundedNumber

_AT_A_TIME = 4  # fixes measured together
_SLACK = 1e-6  # of a priority, for rounding


class Planner(Measurer):
    """Chooses the fixes of one case."""

    def choose(self, imagined: Hypothetical = NOTHING_IMAGINED, *, surely: bool = True) -> Iterator[Chosen]:
        """The fixes in order of worth, on top of what is imagined; prerequisites stand before what needs them.

        Each round is measured when it is asked for, and in it only what can be worth the most. Without `surely` it
        is not found out which are settled, for which all of what is left has to be measured.
        """
        done: set[str] = set()
        so_far = imagined
        known: dict[str, Measured | None] = {}
        base = self.state(so_far)
        while len(done) < self.rates.most:
            fresh, left = self._measured_until_best(known, base, done)
            known |= fresh
            best = self._best(known)
            if best is None:
                return
            first = self._is_first(best, known, left, base, frozenset(done)) if surely else None
            measured_now = best.action in fresh and not best.prerequisites
            steps = [best] if measured_now else self._stepwise(best, base, done)
            for step in steps:
                yield Chosen(step, so_far, first if step is steps[-1] else False)
                so_far = so_far.together(step.imagined)
                done.add(step.action)
            if len(done) < self.rates.most:
                (base,) = self.states([so_far], base)
            # What rests on nothing that was touched is worth what it was; the rest is measured anew, if it is still
            # near.
            touched = frozenset().union(*map(self.effects.touched, (best.action, *best.prerequisites)))
            rests_on = self.effects.rests_on
            known = {fix: m for fix, m in known.items() if fix not in done and rests_on(fix).isdisjoint(touched)}

    def _measured_until_best(
        self, known: Mapping[str, Measured | None], base: ImaginedCase, done: set[str]
    ) -> tuple[dict[str, Measured | None], list[str]]:
        """What had to be measured to know what is worth the most, and the fixes that cannot be worth so much."""
        offers = [
            fix
            for fix in self.actions
            if fix not in done and fix not in known and offered(self.program, fix, base.inferred)
        ]
        most = {fix: self._at_most(fix, base) for fix in offers}
        left = sorted(offers, key=lambda id: -most[id])
        fresh: dict[str, Measured | None] = {}
        while left:
            best = self._best({**known, **fresh})
            enough = (self.rates.floor if best is None else best.priority) - _SLACK
            ahead = [fix for fix in left[:_AT_A_TIME] if most[fix] >= enough]
            if not ahead:
                break
            fresh |= self._measured(ahead, base, done)
            left = left[len(ahead) :]
        return fresh, left

    def _best(self, known: Mapping[str, Measured | None]) -> Measured | None:
        """What is worth the most, if anything is worth an entry."""
        ranked = [m for m in known.values() if m is not None and m.priority >= self.rates.floor]
        return min(ranked, key=lambda m: (-round(m.priority, 9), m.effort_days, m.action), default=None)

    def _at_most(self, fix: str, base: ImaginedCase) -> float:
        """A bound of a fix's priority: as if it removed all risk and all delay that it can reach."""
        reached, action = self.effects.reached(fix), self.actions[fix]
        weighed, worth = base.risk.weighed, 0.0
        for diagnosis, sign in reached:
            if diagnosis in weighed and (sign == WHOLE or (diagnosis, WHOLE) not in reached):
                worth += weighed[diagnosis].fired if sign == WHOLE else weighed[diagnosis].by_sign[sign]
        if base.weeks_late is not None and (TIMELINE, WHOLE) in reached:
            worth += self.rates.delay_per_week * base.weeks_late
        return action.works * worth / max(self.rates.effort_days[action.effort], self.rates.least_effort)

    def _is_first(
        self,
        best: Measured,
        known: Mapping[str, Measured | None],
        left: Sequence[str],
        base: ImaginedCase,
        done: frozenset[str],
    ) -> bool:
        """Whether no other fix can be worth as much as the best, whatever is not known yet."""
        others = {**known, **self._measured(left, base, done)}.values()
        return all(best.bounds.low > other.bounds.high for other in others if other is not None and other is not best)

    def beginning(
        self, model: str, chosen: Iterable[Chosen], imagined: Hypothetical = NOTHING_IMAGINED
    ) -> tuple[str, ...]:
        """What `model` cannot start without and the fixes leave out, prerequisites first; empty if nothing is missing.

        Worth is measured on the path of the recommended model, so what begins that path gains no weeks on it.
        """
        done = {fix.measured.action for fix in chosen}
        starts = [fix for fix, action in self.actions.items() if model in action.begins]
        base = self.state(imagined)
        start = next((fix for fix in starts if offered(self.program, fix, base.inferred)), None)
        if start is None or done & set(starts):
            return ()
        return (*self.unmet(start, base, done), start)

    def _stepwise(self, best: Measured, base: ImaginedCase, done: set[str]) -> list[Measured]:
        """The prerequisites of the best action, each with its own worth, then the action with what is left."""
        steps: list[Measured] = []
        state, finished = base, set(done)
        for action in (*best.prerequisites, best.action):
            measured = self.measure(action, state, finished) or self._nothing(action, state)
            if action == best.action and best.prerequisites:
                measured = Measured(
                    action,
                    best.prerequisites,
                    measured.risk_removed,
                    measured.weeks_gained,
                    measured.works,
                    measured.effort_days,
                    measured.priority,
                    best.bounds,
                    measured.for_diagnoses,
                    measured.imagined,
                )
            steps.append(measured)
            finished.add(action)
            if action != best.action:
                (state,) = self.states([state.imagined.together(measured.imagined)], state)
        return steps

    def _nothing(self, action: str, state: ImaginedCase) -> Measured:
        """A prerequisite that removes nothing by itself."""
        effort = max(self.rates.effort_days[self.actions[action].effort], self.rates.least_effort)
        return Measured(
            action,
            (),
            0.0,
            0.0,
            self.actions[action].works,
            effort,
            0.0,
            BoundedNumber(0.0, 0.0),
            (),
            self.imagine(action, state, Hypothetical()),
        )
