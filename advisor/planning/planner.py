"""The plan: what to mend first, what begins the recommended way of staffing, then what gains most for its effort.

The first three places have a reason of their own. Place one mends the earliest broken step of the work, since whatever
comes after a broken step is mended in vain: who to hire is asked after what to build, and how to choose after whom.
Place two begins the recommended way, where the company must move to it; where the packs say so, that comes first.
Place three works on what the headline tells, where neither of the others does: nobody reads on who is told of one
thing and given three others. Where one does, it works on another cause, if one is left: three ways to mend one thing
are one piece of advice. None of these places is given to what today's answers forbid, though it would make sense once
the others are done. The rest is greedy, each fix measured on the case as it then is, since what a fix is worth depends
on those before it: risk that is gone cannot be removed again. What stands before may fail, though (`works`), so a fix
counts what it would bring on top of the others as far as these take, and what it would bring alone as far as they do
not: two ways to mend one thing are worth more than one.

To measure is dear, so in each round only what could still be worth the most is measured: a bound tells, which counts
all risk and all delay that an action can reach (M. Minoux's lazy greedy choice, 1978, with bounds computed rather
than kept from the round before). The bound must never be below the worth, else a better fix is passed over; a test
draws companies and compares. Between rounds a worth stays known where nothing that it rests on was touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from advisor.inference.assessor import NOTHING_IMAGINED
from advisor.inference.compiled.program import SUSPECTED
from advisor.inference.hypothetical import Hypothetical
from advisor.planning.effects import TIMELINE, WHOLE
from advisor.planning.hedge import Hedge
from advisor.planning.measured import READ, Chosen, ImaginedCase, Measured, Place
from advisor.planning.measurer import Measurer
from advisor.planning.steps import broken_steps, findings, step_of, told_finding

_AT_A_TIME = 4  # fixes measured together
_SLACK = 1e-6  # of a priority, for rounding
GAIN = Place("gain")


class Planner(Measurer):
    """Chooses the fixes of one case."""

    def choose(self, imagined: Hypothetical = NOTHING_IMAGINED) -> Iterator[Chosen]:
        """The fixes in their order, on top of what is imagined; each counts what must come before it as its own.

        Each is worked out when it is asked for, and of the fixes only those are measured that can take the place.
        Without `surely` it is not found out which are settled, for which all of what is left has to be measured. None
        is while an answer counts that another one could still take away.
        """
        surely = self.surely and not self.as_it_is.inferred.facts.loose
        done: set[str] = set()
        so_far = imagined
        known: dict[str, Measured | None] = {}
        base = start = self.state(so_far)
        hedge = Hedge(self, start)
        treated = findings(self.program, base)
        placed: list[Measured] = []
        while len(done) < self.rates.most:
            settled: bool | None = None
            opening = self._opening(len(done), base, done, hedge) or self._third(placed, base, done, treated, hedge)
            if opening is not None:
                best, place, alone = opening
                settled = alone if surely else None
            else:
                fresh, left = self._measured_until_best(known, base, done, treated, hedge, len(placed) < READ)
                known |= fresh
                found = self._best(known, treated)
                if found is None:
                    return
                best, place = found, GAIN
                settled = self._is_first(best, known, left, base, frozenset(done), hedge) if surely else None
            yield Chosen(best, so_far, place, settled)
            hedge.take(best)
            placed.append(best)
            so_far = so_far.together(best.imagined)
            finished = {best.action, *best.prerequisites}
            done |= finished
            if len(done) < self.rates.most:
                (base,) = self.states([so_far], base)
            # What rests on nothing that was touched is worth what it was; the rest is measured anew, if it is still
            # near.
            touched = frozenset().union(*map(self.effects.touched, finished))
            rests_on = self.effects.rests_on
            known = {fix: m for fix, m in known.items() if fix not in done and rests_on(fix).isdisjoint(touched)}

    def in_place(self, action: str, before: Sequence[Chosen], imagined: Hypothetical) -> Measured | None:
        """What an action would be worth behind the fixes chosen `before`, as the plan weighs it; `imagined` is what is
        so once these are done.
        """
        hedge = Hedge(self, self.as_it_is)
        done: set[str] = set()
        for chosen in before:
            hedge.take(chosen.measured)
            done |= {chosen.measured.action, *chosen.measured.prerequisites}
        return hedge.mixed(self.measured([action], self.state(imagined), done))[action]

    # ---- places one and two --------------------------------------------------------------------------

    def _opening(
        self, number: int, base: ImaginedCase, done: set[str], hedge: Hedge
    ) -> tuple[Measured, Place, bool] | None:
        """What takes the first place, or begins the recommended way in the one after it; and whether that is settled.

        `number` fixes stand in the plan already, of `done`.
        """
        if number == 0:
            first = self._start_first(base, hedge) or self._earliest(base, hedge)
            if first is not None:
                return first
        if self.recommended.must_move and not self._begun(done):
            return self._begins(base, done)
        return None

    def _start_first(self, base: ImaginedCase, hedge: Hedge) -> tuple[Measured, Place, bool] | None:
        """What begins the recommended way, where the packs let it come before all else and it mends a good part of what
        they name; None elsewhere.
        """
        named = self.recommended.begins_first
        if named is None or not self.recommended.must_move:
            return None
        broken = broken_steps(self.program, base, self.rates.lightest)
        least = {d: self.rates.begins_share * base.risk.weighed[d].fired for d in broken if not named or d in named}
        starts = [fix for fix in self.actions if self._is_start(fix) and self.offers(fix, base)] if least else []
        worth = self.measured(starts, base, ())
        hedge.know(worth)
        able = [m for m in worth.values() if m and any(m.removed_by.get(d, 0.0) >= least[d] for d in least)]
        best = min(able, key=lambda m: (-round(m.priority, 9), m.effort_days, m.action), default=None)
        return None if best is None else (best, Place("begins"), False)

    def _earliest(self, base: ImaginedCase, hedge: Hedge) -> tuple[Measured, Place, bool] | None:
        """The fix that mends most of the earliest broken step for its effort."""
        for diagnosis in broken_steps(self.program, base, self.rates.lightest):
            risk = base.risk.weighed[diagnosis].fired
            reaching = [fix for fix in self.effects.reaching.get(diagnosis, ()) if self.offers(fix, base)]
            worth = self.measured(reaching, base, ())
            hedge.know(worth)
            measured = [m or self.uncovers(fix, base) for fix, m in worth.items()]
            treating = {m.action: m.removed_by.get(diagnosis, 0.0) / risk for m in measured}
            able = [m for m in measured if treating[m.action] > 1e-9]
            if not able:
                continue
            best = min(
                able, key=lambda m: (-round(m.works * treating[m.action] / m.effort_days, 9), m.effort_days, m.action)
            )
            place = Place("earliest", diagnosis, step_of(self.program, diagnosis, base.inferred), treating[best.action])
            return best, place, len(able) == 1 and self._surely_earliest(diagnosis, base)
        return None

    def _surely_earliest(self, diagnosis: str, base: ImaginedCase) -> bool:
        """Whether the diagnosis is surely there, and no other could come before it whatever is not known yet."""
        own = step_of(self.program, diagnosis, base.inferred)
        verdicts = base.inferred.verdicts
        others = [d for d in base.risk.weighed if d != diagnosis and self.program.diagnoses[d].model.step <= own]
        return (
            verdicts[diagnosis].certain.low >= SUSPECTED
            and self.program.diagnoses[diagnosis].model.step_when is None
            and all(verdicts[other].certain.high < SUSPECTED for other in others)
        )

    def _is_start(self, fix: str) -> bool:
        return self.recommended.model in self.actions[fix].begins

    def _begun(self, done: set[str]) -> bool:
        return any(fix in self.actions and self._is_start(fix) for fix in done)

    def _begins(self, base: ImaginedCase, done: set[str]) -> tuple[Measured, Place, bool] | None:
        """What begins the recommended way: of several that may be offered what is worth the most."""
        starts = [fix for fix in self.actions if self._is_start(fix) and fix not in done and self.offers(fix, base)]
        if not starts:
            return None
        measured = self.measured(starts, base, done)
        worth = [m for m in measured.values() if m is not None]
        best = min(worth, key=lambda m: (-round(m.priority, 9), m.effort_days, m.action), default=None)
        alone = self.recommended.firm and len(starts) == 1
        return best or self.worthless(min(starts), base, done), Place("begins"), alone

    # ---- place three ---------------------------------------------------------------------------------

    def _third(
        self, placed: Sequence[Measured], base: ImaginedCase, done: set[str], treated: frozenset[str], hedge: Hedge
    ) -> tuple[Measured, Place, bool] | None:
        """What takes the last place that everybody reads: what treats the finding of the headline, else what mainly
        treats another that is not light. None where those `placed` treat it, or nothing that is worth its effort can.
        """
        if len(placed) != READ - 1:
            return None
        mended = {diagnosis for m in placed for diagnosis, drop in m.removed_by.items() if drop > 1e-9}
        told = told_finding(self.program, hedge.start.inferred)
        others = frozenset(broken_steps(self.program, hedge.start, self.rates.lightest)) - mended
        wanted = others if told is None or told in mended else others | {told}
        fixes = dict.fromkeys(fix for finding in sorted(wanted) for fix in self.effects.reaching.get(finding, ()))
        reaching = [fix for fix in fixes if fix not in done and self.offers(fix, base) and self.is_offered(fix)]
        able = {fix: m for fix, m in hedge.mixed(self.measured(reaching, base, done)).items() if m is not None}
        if told is not None and told in wanted:
            best = self._best({fix: m for fix, m in able.items() if m.removed_by.get(told, 0.0) > 1e-9}, treated)
            if best is not None:
                return best, Place("headline", told, None, self._share(best, told, hedge)), False
        best = self._best({fix: m for fix, m in able.items() if others.intersection(m.for_diagnoses[:1])}, treated)
        if best is None:
            return None
        cause = best.for_diagnoses[0]
        return best, Place("cause", cause, None, self._share(best, cause, hedge)), False

    @staticmethod
    def _share(measured: Measured, diagnosis: str, hedge: Hedge) -> float:
        return measured.removed_by[diagnosis] / hedge.start.risk.weighed[diagnosis].fired

    def _sensible(self, base: ImaginedCase, done: set[str], read: bool) -> list[str]:
        """The fixes that may come next; for a place that everybody reads, of those that make sense today already,
        before anything of the plan is done: what an answer of today forbids is no advice for today.
        """
        open_ones = [fix for fix in self.actions if fix not in done and self.offers(fix, base)]
        return [fix for fix in open_ones if self.is_offered(fix)] if read else open_ones

    # ---- the rest ------------------------------------------------------------------------------------

    def _measured_until_best(
        self,
        known: Mapping[str, Measured | None],
        base: ImaginedCase,
        done: set[str],
        treated: frozenset[str],
        hedge: Hedge,
        read: bool,
    ) -> tuple[dict[str, Measured | None], list[str]]:
        """What had to be measured to know what is worth the most, and the fixes that cannot be worth so much; where
        the place is `read` by everybody, of those only that make sense today.
        """
        offers = [fix for fix in self._sensible(base, done, read) if fix not in known]
        most = {fix: self._at_most(fix, base, hedge.start) for fix in offers}
        left = sorted(offers, key=lambda id: -most[id])
        fresh: dict[str, Measured | None] = {}
        while left:
            best = self._best({**known, **fresh}, treated)
            enough = (self.rates.floor if best is None else best.priority) - _SLACK
            ahead = [fix for fix in left[:_AT_A_TIME] if most[fix] >= enough]
            if not ahead:
                break
            fresh |= hedge.mixed(self.measured(ahead, base, done))
            left = left[len(ahead) :]
        return fresh, left

    def _best(self, known: Mapping[str, Measured | None], treated: frozenset[str]) -> Measured | None:
        """What is worth the most, if anything is worth an entry."""
        ranked = [m for m in known.values() if m is not None and self._counts(m, treated)]
        return min(ranked, key=lambda m: (-round(m.priority, 9), m.effort_days, m.action), default=None)

    def _counts(self, measured: Measured, treated: frozenset[str]) -> bool:
        """Whether a fix may stand in the plan: worth its effort, and for something that was found or a week."""
        if measured.priority < self.rates.floor:
            return False
        treats = any(measured.removed_by.get(diagnosis, 0.0) > 1e-9 for diagnosis in treated)
        return treats or self.rates.delay_per_week * measured.weeks_gained > 1e-9

    def _at_most(self, fix: str, base: ImaginedCase, start: ImaginedCase) -> float:
        """A bound of a fix's priority: as if it removed all risk and all delay that it can reach, on top or alone."""
        reached, action = self.effects.reached(fix), self.actions[fix]
        worth = 0.0
        for diagnosis, sign in reached:
            if diagnosis in base.risk.weighed and (sign == WHOLE or (diagnosis, WHOLE) not in reached):
                parts = (base.risk.weighed[diagnosis], start.risk.weighed[diagnosis])
                worth += max(part.fired if sign == WHOLE else part.by_sign[sign] for part in parts)
        if (TIMELINE, WHOLE) in reached:
            worth += self.rates.delay_per_week * max(base.weeks_late or 0.0, start.weeks_late or 0.0)
        return action.works * worth / self.effort_of([fix])

    def _is_first(
        self,
        best: Measured,
        known: Mapping[str, Measured | None],
        left: Sequence[str],
        base: ImaginedCase,
        done: frozenset[str],
        hedge: Hedge,
    ) -> bool:
        """Whether no other fix can be worth as much as the best, whatever is not known yet."""

        def behind(others: Iterable[Measured | None]) -> bool:
            return all(
                best.bounds.low > other.bounds.high for other in others if other is not None and other is not best
            )

        # Most often one of those measured already could be worth as much; else a few at a time tell.
        parts = (left[start : start + _AT_A_TIME] for start in range(0, len(left), _AT_A_TIME))
        return behind(known.values()) and all(
            behind(hedge.mixed(self.measured(part, base, done)).values()) for part in parts
        )
