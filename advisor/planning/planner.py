"""The plan: actions chosen one after the other, each measured on the case as it then is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial

from advisor.cases.answers import Given
from advisor.inference.assessor import NOTHING_IMAGINED, Assessor, Inference
from advisor.inference.hypothetical import Hypothetical, changed
from advisor.inference.incremental import Varying
from advisor.planning.effects import TIMELINE, WHOLE, EffectIndex
from advisor.planning.measured import Chosen, ImaginedCase, Measured, Rates, offered
from advisor.planning.risk import BoundedNumber, Risk, Scales, drop_between
from advisor.staffing.lateness import Lateness

_AT_A_TIME = 4  # fixes measured together
_SLACK = 1e-6  # of a priority, for rounding


def _never() -> bool:
    return False


class Planner:
    """Chooses the fixes of one case. `answers` are those of the case less all disputed ones, `inferred` what follows
    from them where that is known already.
    """

    def __init__(
        self,
        assessor: Assessor,
        answers: Mapping[str, Given],
        as_of: date,
        lateness: Lateness,
        rates: Rates,
        effects: EffectIndex,
        scales: Scales,
        inferred: Inference | None = None,
    ):
        self.assessor = assessor
        self.program = assessor.program
        self.answers = answers
        self.as_of = as_of
        self.lateness = lateness
        self.rates = rates
        self.effects = effects
        self.scales = scales
        self.inferred = inferred
        self.actions = effects.fixes

    def state(self, imagined: Hypothetical) -> ImaginedCase:
        """The case with some things imagined."""
        if imagined is NOTHING_IMAGINED:
            return self.as_it_is
        return self.states([imagined], self.as_it_is)[0]

    def states(self, imagined: Sequence[Hypothetical], base: ImaginedCase) -> list[ImaginedCase]:
        """The case with more imagined than in `base`, in several ways."""
        was = base.imagined.answers
        changes = [
            Varying({q: g for q, g in more.answers.items() if was.get(q) is not g}, more.figures, more.cures)
            for more in imagined
        ]
        return [self._state(*found) for found in zip(imagined, self.assessor.vary(base.inferred, changes))]

    @cached_property
    def as_it_is(self) -> ImaginedCase:
        """The case with nothing imagined."""
        inferred = self.inferred or self.assessor.infer(self.answers, self.as_of)
        return self._state(NOTHING_IMAGINED, inferred)

    def _state(self, imagined: Hypothetical, inferred: Inference) -> ImaginedCase:
        risk = self.scales.risk(inferred, imagined.cures)
        return ImaginedCase(imagined, inferred.facts.answers, inferred, risk, self.lateness(inferred))

    def choose(self, imagined: Hypothetical = NOTHING_IMAGINED) -> Iterator[Chosen]:
        """The fixes in order of worth, on top of what is imagined; prerequisites stand before what needs them.

        Each round is measured when it is asked for, and in it only what can be worth the most.
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
            first = partial(self._is_first, best, known, left, base, frozenset(done))
            measured_now = best.action in fresh and not best.prerequisites
            steps = [best] if measured_now else self._stepwise(best, base, done)
            for step in steps:
                yield Chosen(step, so_far, first if step is steps[-1] else _never)
                so_far = so_far.together(step.imagined)
                done.add(step.action)
            if len(done) < self.rates.most:
                (base,) = self.states([so_far], base)
            touched = frozenset().union(*map(self.effects.touched, (best.action, *best.prerequisites)))
            rests_on = self.effects.rests_on
            known = {id: m for id, m in known.items() if id not in done and rests_on(id).isdisjoint(touched)}

    def _measured_until_best(
        self, known: Mapping[str, Measured | None], base: ImaginedCase, done: set[str]
    ) -> tuple[dict[str, Measured | None], list[str]]:
        """What had to be measured to know what is worth the most, and the fixes that cannot be worth so much."""
        offers = [
            id for id in self.actions if id not in done and id not in known and offered(self.program, id, base.inferred)
        ]
        most = {id: self._at_most(id, base) for id in offers}
        left = sorted(offers, key=lambda id: -most[id])
        fresh: dict[str, Measured | None] = {}
        while left:
            best = self._best({**known, **fresh})
            enough = (self.rates.floor if best is None else best.priority) - _SLACK
            ahead = [id for id in left[:_AT_A_TIME] if most[id] >= enough]
            if not ahead:
                break
            fresh |= self._measured(ahead, base, done)
            left = left[len(ahead) :]
        return fresh, left

    def _best(self, known: Mapping[str, Measured | None]) -> Measured | None:
        """What is worth the most, if anything is worth an entry."""
        ranked = [m for m in known.values() if m is not None and m.priority >= self.rates.floor]
        return min(ranked, key=lambda m: (-round(m.priority, 9), m.effort_days, m.action), default=None)

    def _at_most(self, id: str, base: ImaginedCase) -> float:
        """A bound of a fix's priority: as if it removed all risk and all delay that it can reach."""
        reached, action = self.effects.reached(id), self.actions[id]
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
        starts = [id for id, action in self.actions.items() if model in action.begins]
        base = self.state(imagined)
        start = next((id for id in starts if offered(self.program, id, base.inferred)), None)
        if start is None or done & set(starts):
            return ()
        return (*self.unmet(start, base, done), start)

    def measure(self, id: str, base: ImaginedCase, done: Iterable[str] = ()) -> Measured | None:
        """What an action is worth on top of `base`; None where it makes no difference for the better."""
        return self._measured([id], base, done)[id]

    def _measured(self, ids: Sequence[str], base: ImaginedCase, done: Iterable[str]) -> dict[str, Measured | None]:
        """What each of some actions is worth by itself."""
        needs: dict[str, tuple[str, ...]] = {}
        imagined: dict[str, Hypothetical] = {}
        for id in ids:
            needs[id] = self.unmet(id, base, done)
            all_of_it = NOTHING_IMAGINED
            for step in (*needs[id], id):
                all_of_it = all_of_it.together(self.imagine(step, base, all_of_it))
            if all_of_it.answers or all_of_it.figures or all_of_it.cures:
                imagined[id] = all_of_it
        states = self.states([base.imagined.together(more) for more in imagined.values()], base)
        after = dict(zip(imagined, states))
        return {id: self._worth(id, needs[id], imagined[id], base, after[id]) if id in after else None for id in ids}

    def _worth(
        self, id: str, needs: tuple[str, ...], imagined: Hypothetical, base: ImaginedCase, after: ImaginedCase
    ) -> Measured | None:
        removed = base.risk.shown - after.risk.shown
        gained = (
            base.weeks_late - after.weeks_late if base.weeks_late is not None and after.weeks_late is not None else 0.0
        )
        works = 1.0
        for step in (*needs, id):
            works *= self.actions[step].works
        effort = max(
            sum(self.rates.effort_days[self.actions[step].effort] for step in (*needs, id)), self.rates.least_effort
        )
        worth = removed + self.rates.delay_per_week * gained
        if worth <= 1e-9:
            return None
        drop = drop_between(base.risk, after.risk)
        delay = self.rates.delay_per_week * gained
        bounds = BoundedNumber(works * (drop.low + delay) / effort, works * (drop.high + delay) / effort)
        return Measured(
            id,
            needs,
            removed,
            gained,
            works,
            effort,
            works * worth / effort,
            bounds,
            self._helped(base.risk, after.risk),
            imagined,
        )

    def _stepwise(self, best: Measured, base: ImaginedCase, done: set[str]) -> list[Measured]:
        """The prerequisites of the best action, each with its own worth, then the action with what is left."""
        steps: list[Measured] = []
        state, finished = base, set(done)
        for id in (*best.prerequisites, best.action):
            measured = self.measure(id, state, finished) or self._nothing(id, state)
            if id == best.action and best.prerequisites:
                measured = Measured(
                    id,
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
            finished.add(id)
            if id != best.action:
                (state,) = self.states([state.imagined.together(measured.imagined)], state)
        return steps

    def _nothing(self, id: str, state: ImaginedCase) -> Measured:
        """A prerequisite that removes nothing by itself."""
        effort = max(self.rates.effort_days[self.actions[id].effort], self.rates.least_effort)
        return Measured(
            id,
            (),
            0.0,
            0.0,
            self.actions[id].works,
            effort,
            0.0,
            BoundedNumber(0.0, 0.0),
            (),
            self.imagine(id, state, Hypothetical()),
        )

    def unmet(self, id: str, base: ImaginedCase, done: Iterable[str]) -> tuple[str, ...]:
        """The prerequisites that are not done and would change something, deepest first."""
        found: dict[str, None] = {}
        finished = set(done)

        def visit(action: str) -> None:
            for need in self.actions[action].after:
                if need in self.actions and need not in finished and need not in found:
                    visit(need)
                    if self.imagine(need, base, Hypothetical()).answers:
                        found[need] = None

        visit(id)
        return tuple(found)

    def imagine(self, id: str, base: ImaginedCase, on_top: Hypothetical) -> Hypothetical:
        """What will be different once an action is done."""
        action = self.actions[id]
        answers: dict[str, Given] = {}
        figures: dict[str, float | str] = {}
        known = {**base.answers, **on_top.answers}
        for change in action.changes:
            if change.question is not None:
                before = answers.get(change.question, known.get(change.question))
                after = changed(before, change, self.program.question(change.question))
                if after is not None and after is not before:
                    answers[change.question] = after
            elif change.figure is not None and isinstance(change.set, (int, float)):
                figures[change.figure] = float(change.set)
            elif change.figure is not None and change.at_most is not None:
                figures[change.figure] = change.at_most
        cures = {
            diagnosis: share
            for diagnosis, share in action.cures.items()
            if diagnosis in base.inferred.verdicts and base.inferred.verdicts[diagnosis].shown.low > 0
        }
        return Hypothetical(answers, figures, cures)

    def _helped(self, before: Risk, after: Risk) -> tuple[str, ...]:
        drops = {
            id: was.fired - now.fired for id, was in before.weighed.items() if (now := after.weighed[id]) is not was
        }
        return tuple(sorted((id for id, drop in drops.items() if drop > 1e-9), key=lambda id: (-drops[id], id)))
