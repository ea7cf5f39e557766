"""What an action is worth on a case: the case assessed again with what will be different once it is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from advisor.cases.answers import Given
from advisor.inference.assessor import NOTHING_IMAGINED, Assessor, Inference
from advisor.inference.contradictions import is_known
from advisor.inference.hypothetical import Hypothetical, changed
from advisor.inference.incremental import Varying
from advisor.planning.effects import EffectIndex
from advisor.planning.measured import ImaginedCase, Measured, Rates, Recommended, offered
from advisor.planning.risk import Beside, BoundedNumber, Risk, Scales, drop_between
from advisor.staffing.lateness import Lateness


class Measurer:
    """Measures the actions of one case. `answers` are those of the case less all disputed ones, `inferred` what
    follows from them where that is known already. Without `surely` nobody asks what stands whatever is not known yet:
    then bounds say nothing, and only the shown reading is worked out.

    Nothing that an action brings is asserted: it is the difference between two assessments. `state` is the case with
    things imagined, and each further what-if infers only what its changes touch (`advisor.inference.incremental`).
    """

    def __init__(
        self,
        assessor: Assessor,
        answers: Mapping[str, Given],
        as_of: date,
        lateness: Lateness,
        rates: Rates,
        recommended: Recommended,
        effects: EffectIndex,
        scales: Scales,
        inferred: Inference | None = None,
        disputed: Collection[str] = (),
        surely: bool = True,
    ):
        self.assessor = assessor
        self.program = assessor.program
        self.answers = answers
        self.as_of = as_of
        self.lateness = lateness
        self.rates = rates
        self.recommended = recommended
        self.effects = effects
        self.scales = scales
        self.inferred = inferred
        self.disputed = disputed
        self.surely = surely
        self.actions = effects.fixes

    def state(self, imagined: Hypothetical) -> ImaginedCase:
        """The case with some things imagined, and nothing else."""
        if imagined is NOTHING_IMAGINED:
            return self.as_it_is
        return self.states([imagined], self.as_it_is)[0]

    def states(self, imagined: Sequence[Hypothetical], base: ImaginedCase) -> list[ImaginedCase]:
        """The case with more imagined than in `base`, in several ways; `imagined` holds what `base` imagines too."""
        was = base.imagined.answers
        changes = [
            Varying({q: g for q, g in more.answers.items() if was.get(q) is not g}, more.figures, more.cures)
            for more in imagined
        ]
        varied = self.assessor.vary(base.inferred, changes, surely=self.surely)
        return [self._state(*found, (base.inferred, base.risk)) for found in zip(imagined, varied)]

    @cached_property
    def as_it_is(self) -> ImaginedCase:
        """The case with nothing imagined."""
        inferred = self.inferred or self.assessor.infer(self.answers, self.as_of, never=self.disputed)
        return self._state(NOTHING_IMAGINED, inferred)

    def _state(self, imagined: Hypothetical, inferred: Inference, beside: Beside | None = None) -> ImaginedCase:
        risk = self.scales.risk(inferred, imagined.cures, beside=beside)
        return ImaginedCase(imagined, inferred.facts.answers, inferred, risk, self.lateness(inferred))

    def measure(self, action: str, base: ImaginedCase, done: Iterable[str] = ()) -> Measured | None:
        """What an action is worth on top of `base`, once `done` are done; None where it makes nothing better."""
        return self.measured([action], base, done)[action]

    def measured(self, ids: Sequence[str], base: ImaginedCase, done: Iterable[str]) -> dict[str, Measured | None]:
        """What each of some actions is worth by itself, on top of `base`; None where it makes nothing better."""
        needs: dict[str, tuple[str, ...]] = {}
        imagined: dict[str, Hypothetical] = {}
        for action in ids:
            needs[action] = self.unmet(action, base, done)
            all_of_it = NOTHING_IMAGINED
            for step in (*needs[action], action):
                all_of_it = all_of_it.together(self.imagine(step, base, all_of_it))
            if all_of_it.answers or all_of_it.figures or all_of_it.cures:
                imagined[action] = all_of_it
        states = self.states([base.imagined.together(more) for more in imagined.values()], base)
        after = dict(zip(imagined, states))
        return {
            action: self._worth(action, needs[action], imagined[action], base, after[action])
            if action in after
            else None
            for action in ids
        }

    def _worth(
        self, action: str, needs: tuple[str, ...], imagined: Hypothetical, base: ImaginedCase, after: ImaginedCase
    ) -> Measured | None:
        removed = base.risk.shown - after.risk.shown
        gained = (
            base.weeks_late - after.weeks_late if base.weeks_late is not None and after.weeks_late is not None else 0.0
        )
        works = 1.0
        for step in (*needs, action):
            works *= self.actions[step].works
        effort = self.effort_of((*needs, action))
        worth = removed + self.rates.delay_per_week * gained
        if worth <= 1e-9:  # zero, but for rounding
            return None
        drop = drop_between(base.risk, after.risk)
        delay = self.rates.delay_per_week * gained
        bounds = BoundedNumber(works * (drop.low + delay) / effort, works * (drop.high + delay) / effort)
        return Measured(
            action,
            needs,
            removed,
            gained,
            works,
            effort,
            works * worth / effort,
            bounds,
            removed_by(base.risk, after.risk),
            imagined,
        )

    def effort_of(self, steps: Iterable[str]) -> float:
        """The days of work that some actions take together, and no less than the least that is counted."""
        return max(sum(self.rates.effort_days[self.actions[step].effort] for step in steps), self.rates.least_effort)

    def unmet(self, action: str, base: ImaginedCase, done: Iterable[str]) -> tuple[str, ...]:
        """The prerequisites that are not done, would change something, and are not ruled out by their own `unless` in
        the case with the action done; deepest first.
        """
        found: dict[str, None] = {}
        finished = set(done)

        def visit(step: str) -> None:
            for need in self.actions[step].after:
                if need in self.actions and need not in finished and need not in found:
                    visit(need)
                    if self.imagine(need, base, Hypothetical()).answers and not self._senseless(need, action, base):
                        found[need] = None

        visit(action)
        return tuple(found)

    def _senseless(self, need: str, action: str, base: ImaginedCase) -> bool:
        """Whether what comes before an action is ruled out, and still is once the action is done: who is to come may be
        what it makes sense for.
        """
        unless = self.program.late.withheld.get(need)
        if unless is None or unless.truth(base.inferred.shown) != 1:
            return False
        with_it = base.imagined.together(self.imagine(action, base, NOTHING_IMAGINED))
        (after,) = self.states([with_it], base)
        return unless.truth(after.inferred.shown) == 1

    def imagine(self, action: str, base: ImaginedCase, on_top: Hypothetical) -> Hypothetical:
        """What will be different once an action is done."""
        model = self.actions[action]
        answers: dict[str, Given] = {}
        figures: dict[str, float | str] = {}
        known = {**base.answers, **on_top.answers}
        presumed = base.inferred.facts.presumed
        for change in model.changes:
            if change.question is not None:
                before = answers.get(change.question, known.get(change.question))
                if change.set is None and not is_known(before):
                    before = presumed.get(change.question, before)
                after = changed(before, change, self.program.question(change.question))
                if after is not None and after is not before:
                    answers[change.question] = after
            elif change.figure is not None and isinstance(change.set, (int, float)):
                figures[change.figure] = float(change.set)
            elif change.figure is not None and change.at_most is not None:
                figures[change.figure] = change.at_most
        cures = {
            diagnosis: share
            for diagnosis, share in model.cures.items()
            if diagnosis in base.inferred.verdicts and base.inferred.verdicts[diagnosis].shown.low > 0
        }
        return Hypothetical(answers, figures, cures)

    # ---- asked about single actions ------------------------------------------------------------------

    def on_top_of(self, action: str, before: Hypothetical, done: Iterable[str] = ()) -> Measured | None:
        """What an action is worth once some things are so; None where it makes nothing better."""
        return self.measure(action, self.state(before), done)

    def risk(self, imagined: Hypothetical) -> Risk:
        """The risk once some things are so."""
        return self.state(imagined).risk

    def done_by(self, action: str, before: Hypothetical) -> tuple[Hypothetical, tuple[str, ...]]:
        """What will be so once an action and what must come before it are done, and those prerequisites."""
        base = self.state(before)
        needs = self.unmet(action, base, ())
        imagined = Hypothetical()
        for step in (*needs, action):
            imagined = imagined.together(self.imagine(step, base, imagined))
        return imagined, needs

    def offers(self, action: str, base: ImaginedCase) -> bool:
        """Whether an action may be offered on a case with things imagined.

        A second cure of what the first is to mend makes sense, as the first may fail: it counts what it brings then.
        What is no more than a part of what is imagined already is no second cure.
        """
        today = self.as_it_is
        if not offered(self.program, action, base.inferred, self.recommended.model, today.inferred):
            return False
        return base is today or self._brings_new(action, base)

    def _brings_new(self, action: str, base: ImaginedCase) -> bool:
        model = self.actions[action]
        if model.cures or not model.changes:
            return True
        more = self.imagine(action, base, Hypothetical())
        return bool(more.answers or more.figures)

    def is_offered(self, action: str) -> bool:
        """Whether the action may be offered in the case as it is."""
        return self.offers(action, self.as_it_is)

    def uncovers(self, fix: str, base: ImaginedCase) -> Measured:
        """A fix that is worth nothing in all, and may mend a finding nevertheless: what that had excused then shows.

        A role that is open for months is no finding while the work waits for data; that is no case against the data.
        """
        worthless = self.worthless(fix, base, set())
        (after,) = self.states([base.imagined.together(worthless.imagined)], base)
        return replace(worthless, removed_by=removed_by(base.risk, after.risk))

    def worthless(self, action: str, base: ImaginedCase, done: set[str]) -> Measured:
        """A start of which no sign and no week says that it is worth anything; it is needed all the same."""
        needs = self.unmet(action, base, done)
        imagined = Hypothetical()
        for step in (*needs, action):
            imagined = imagined.together(self.imagine(step, base, imagined))
        works = 1.0
        for step in (*needs, action):
            works *= self.actions[step].works
        return Measured(
            action, needs, 0.0, 0.0, works, self.effort_of((*needs, action)), 0.0, BoundedNumber(0.0, 0.0), {}, imagined
        )


def removed_by(before: Risk, after: Risk) -> dict[str, float]:
    """How much less of its risk each diagnosis has, where anything changed."""
    return {
        diagnosis: was.fired - now.fired
        for diagnosis, was in before.weighed.items()
        if (now := after.weighed[diagnosis]) is not was
    }
