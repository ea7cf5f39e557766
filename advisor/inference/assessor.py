"""Assessing a case: resolutions, facts, strata fired by an engine, verdicts, and what they come to together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from advisor.cases.answers import Answer, Differ, Given
from advisor.cases.case import Case
from advisor.cases.following import followed
from advisor.engines.engine import Engine
from advisor.inference.certainty import Verdict, cured, settled_within
from advisor.inference.compiled.program import Program, Stratum
from advisor.inference.computed_numbers import NO_FIGURES, PointMaker
from advisor.inference.concluding import conclude, conclude_anew, conclusions_read, points_read
from advisor.inference.contradictions import ContradictionFinder, Resolution, SortedAnswers
from advisor.inference.evaluation.deferred import DeferredTruths, TouchedTruths
from advisor.inference.evaluation.judged import Judged
from advisor.inference.evaluation.touched import Touched, read_again
from advisor.inference.facts import FactMaker, Facts
from advisor.inference.hypothetical import Hypothetical
from advisor.inference.incremental import FactVariations, Varying
from advisor.inference.overall import OverallVerdict, over_resolutions
from advisor.inference.presumptions.presuming import Presumed
from advisor.language.fields import conclusion_field
from advisor.language.patterns import Value

NOTHING_IMAGINED = Hypothetical()
NO_CURES: Mapping[str, float] = {}


@dataclass(frozen=True)
class Inference:
    """One resolution of a case, inferred: the facts, the truth of every condition, the verdicts by diagnosis.

    `shown` and `certain` hold one tuple of truths per stratum, one truth per slot, for the two readings;
    `conclusions` and `sure` are the fields of the fact that later strata read of each; `cures` are the shares (0..1)
    of diagnoses that a what-if removes.
    """

    resolution: Resolution
    facts: Facts
    shown: tuple[Sequence[int], ...]
    certain: tuple[Sequence[int], ...]
    verdicts: Mapping[str, Verdict]
    conclusions: Mapping[str, Value]
    sure: Mapping[str, Value]
    cures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseInference:
    """Everything inferred about a case; views of it compute nothing new."""

    case: Case
    standing: SortedAnswers
    inferences: tuple[Inference, ...]
    together: Mapping[str, OverallVerdict]


class Assessor:
    """Assesses cases for one program with one engine. Safe to share between threads."""

    def __init__(self, program: Program, engine: Engine, points: PointMaker | None = None):
        self.program = program
        self.engine = engine
        self.maker = FactMaker(program, points)
        self.contradiction_finder = ContradictionFinder(program)
        self._judged = Judged(program)
        self._read_later = conclusions_read(program)
        self._reads = [
            frozenset(conclusion_field(atom) for c in stratum.conditions for atom in c.conclusions)
            for stratum in program.strata
        ]

        self._reads_points = [points_read(stratum) for stratum in program.strata]

    def with_engine(self, engine: Engine) -> Assessor:
        """An assessor that fires the rules with another engine; what does not depend on the engine is shared."""
        other = copy(self)
        other.engine = engine
        return other

    def assess(self, case: Case) -> CaseInference:
        """Everything that follows from a case."""
        return self.assess_many([case])[0]

    def assess_many(self, cases: Sequence[Case]) -> list[CaseInference]:
        """Everything that follows from each of some cases, in their order: as if assessed one by one, but faster."""
        said = [followed(self.program.follows, case.answers) for case in cases]
        given = [{question: a.said for question, a in each.items() if not isinstance(a.said, Differ)} for each in said]
        made = self.maker.facts_of_many([(answers, case.as_of, NO_FIGURES) for answers, case in zip(given, cases)])
        return [self._assessed(*each) for each in zip(cases, said, given, made)]

    def _assessed(
        self, case: Case, said: Mapping[str, Answer], given: Mapping[str, Given], facts: Facts
    ) -> CaseInference:
        found = self.contradiction_finder.found(facts.fact)
        if not found and len(given) == len(said):
            standing = SortedAnswers(given, (), (), (Resolution(),), False)
            inferences: tuple[Inference, ...] = (self._infer(Resolution(), facts),)
        else:
            standing = self.contradiction_finder.sort_out(said, found)
            asked = [(standing.answers_in(each), case.as_of, NO_FIGURES) for each in standing.resolutions]
            made = self.maker.facts_of_many(asked, standing.disputed)
            inferences = tuple(self._infer(resolution, facts) for resolution, facts in zip(standing.resolutions, made))
        return CaseInference(
            case,
            standing,
            inferences,
            over_resolutions(self.program, [each.verdicts for each in inferences], standing.overloaded),
        )

    def infer(
        self,
        answers: Mapping[str, Given],
        as_of: date,
        imagined: Hypothetical = NOTHING_IMAGINED,
        presumed: Presumed | None = None,
        never: Collection[str] = (),
    ) -> Inference:
        """What follows from answers as they stand, with what is imagined on top (for what-ifs).

        Contradictions are not looked for; who calls has left disputed answers out, and names them in `never`. What is
        presumed rests on the answers alone, or is `presumed`; what is imagined of a question stands in its place.
        """
        if imagined.answers:
            held = self.maker.presumed_of(answers, as_of, never) if presumed is None else presumed
            presumed = {question: given for question, given in held.items() if question not in imagined.answers}
            answers = {**answers, **imagined.answers}
        (facts,) = self.maker.facts_of_many([(answers, as_of, imagined.figures)], never, presumed)
        return self._infer(Resolution(), facts, imagined.cures)

    def vary(self, base: Inference, changes: Sequence[Varying], *, surely: bool = True) -> list[Inference]:
        """What would follow from a base with something changed, for each of some changes, in their order.

        As inferring it all again (`infer`) would give, but faster, and together faster than one by one. Without
        `surely` only the shown reading is worked out, which spares a timeline where something is presumed: what is
        certain, what is settled and the bounds of the certain reading then say nothing.
        """
        found = self._fact_variations.vary(base.facts, changes, surely)
        if not surely:
            base = replace(base, facts=base.facts.as_shown, certain=base.shown, sure=base.conclusions)
        return [
            self._touched_again(base, facts, changed, change.cures) for change, (facts, changed) in zip(changes, found)
        ]

    def read_by_numbers(self, base: Inference, changes: Sequence[Varying]) -> list[dict[str, Given]]:
        """What computed numbers would read with something changed: the answers that apply, and what is presumed."""
        return self._fact_variations.read_by_numbers(base.facts, changes)

    @cached_property
    def _fact_variations(self) -> FactVariations:
        return FactVariations(self.maker)

    @cached_property
    def _touched(self) -> Touched:
        return Touched(self.program)

    def _touched_again(self, base: Inference, facts: Facts, changed: set[str], cures: Mapping[str, float]) -> Inference:
        """What changed fields and cures change in the strata, one after the other."""
        verdicts, conclusions = dict(base.verdicts), dict(base.conclusions)
        alone = base.sure is base.conclusions  # nobody asks for the certain reading
        sure = conclusions if alone else dict(base.sure)
        cured_anew = {
            diagnosis
            for diagnosis in base.cures.keys() | cures.keys()
            if base.cures.get(diagnosis) != cures.get(diagnosis)
        }
        all_shown, all_certain = list(base.shown), list(base.certain)
        touched = self._touched
        for stratum in self.program.strata[:-1]:
            number = stratum.number
            slots: set[int] = set()
            slots_reading = touched.slots[number]
            for name in changed:
                slots.update(slots_reading.get(name, ()))
            judge_again = {i for i, d in enumerate(stratum.diagnoses) if d.id in cured_anew} if cured_anew else set()
            if slots:
                truth, owner = touched.evaluators[number].truth, touched.diagnosis_of[number]
                fact: Mapping[str, Value] = {**facts.fact, **conclusions} if conclusions else facts.fact
                shown = list(base.shown[number])
                changed_slots = read_again(slots, truth, fact, shown)
                all_shown[number] = all_certain[number] = tuple(shown)
                same = base.certain[number] is base.shown[number]
                if not (same and self._read_alike(number, facts, conclusions, sure)):
                    certain = list(base.certain[number])
                    changed_slots += read_again(slots, truth, {**facts.certain_fact, **sure}, certain)
                    all_certain[number] = all_shown[number] if certain == shown else tuple(certain)
                judge_again.update(index for slot in changed_slots if (index := owner[slot]) is not None)
            for index in judge_again:
                compiled = stratum.diagnoses[index]
                verdict = self._judged.verdict(compiled, all_shown[number], all_certain[number])
                if compiled.id in cures:
                    verdict = cured(verdict, cures[compiled.id])
                verdicts[compiled.id] = verdict
                for name, threshold in self._read_later[compiled.id]:
                    before = conclusions.get(name), sure.get(name)
                    conclude_anew(name, threshold, verdict.shown, conclusions)
                    if not alone:
                        conclude_anew(name, threshold, verdict.certain, sure)
                    if (conclusions.get(name), sure.get(name)) != before:
                        changed.add(name)
        if not alone:
            self._unsettle(verdicts, base.facts.loose | facts.loose, facts.loose)
        if changed:
            all_shown[-1], all_certain[-1] = self._late_again(base, facts, changed, conclusions, sure)
        return Inference(
            base.resolution, facts, tuple(all_shown), tuple(all_certain), verdicts, conclusions, sure, cures
        )

    def _late_again(
        self,
        base: Inference,
        facts: Facts,
        changed: set[str],
        conclusions: Mapping[str, Value],
        sure: Mapping[str, Value],
    ) -> tuple[Sequence[int], Sequence[int]]:
        """The truths of the last stratum after a change, for both readings; nothing is read before it is asked for."""
        last, touched = len(self.program.strata) - 1, self._touched
        slots, truth = touched.slots[last], touched.evaluators[last].truth
        shown = TouchedTruths(base.shown[-1], changed, slots, truth, (facts.fact, conclusions))
        if base.certain[-1] is base.shown[-1] and self._read_alike(last, facts, conclusions, sure):
            return shown, shown
        return shown, TouchedTruths(base.certain[-1], changed, slots, truth, (facts.certain_fact, sure))

    def _unsettle(self, verdicts: dict[str, Verdict], perhaps: frozenset[str], loose: frozenset[str]) -> None:
        """What rests on a loose answer is not settled. `perhaps` are the answers that are loose or were."""
        # A loose answer counts although its gate is open. An answer to what the gate reads could close it, and then
        # this answer counts no more, which no interval of certainty shows: it holds for answers that come, not for
        # those that go.
        for diagnosis, reads in self.program.rests_on.items() if perhaps else ():
            if not reads.isdisjoint(perhaps):
                verdict = verdicts[diagnosis]
                settled = settled_within(verdict.certain) and reads.isdisjoint(loose)
                if verdict.settled is not settled:
                    verdicts[diagnosis] = replace(verdict, settled=settled)

    def _infer(self, resolution: Resolution, facts: Facts, cures: Mapping[str, float] = NO_CURES) -> Inference:
        """Stratum after stratum: the engine tells the truths, the diagnoses are judged, later strata read them."""
        # A diagnosis may ask whether another is found. Strata are sorted so that everything asked about was judged in
        # an earlier one, so a conclusion is one more field of the fact, written once and never taken back (stratified
        # negation; Apt, Blair and Walker, 1988). The shown and the certain reading each hand on conclusions of their
        # own. Most often these agree, and then one firing serves both: the fact differs in conclusions only, and the
        # rules of this stratum read none of those that differ.
        verdicts: dict[str, Verdict] = {}
        conclusions: dict[str, Value] = {}
        sure: dict[str, Value] = {}
        all_shown: list[Sequence[int]] = []
        all_certain: list[Sequence[int]] = []
        for stratum in self.program.strata:
            same = self._read_alike(stratum.number, facts, conclusions, sure)
            shown: Sequence[int]
            certain: Sequence[int]
            if not stratum.diagnoses:
                shown = self._fired_when_asked(stratum, facts.fact, conclusions)
                certain = shown if same else self._fired_when_asked(stratum, facts.certain_fact, sure)
            else:
                shown = self.engine.truths(stratum.number, {**facts.fact, **conclusions} if conclusions else facts.fact)
                certain = shown if same else self.engine.truths(stratum.number, {**facts.certain_fact, **sure})
            all_shown.append(shown)
            all_certain.append(certain)
            for diagnosis in stratum.diagnoses:
                verdict = self._judged.verdict(diagnosis, shown, certain)
                if diagnosis.id in cures:
                    verdict = cured(verdict, cures[diagnosis.id])
                verdicts[diagnosis.id] = verdict
                for name, threshold in self._read_later[diagnosis.id]:
                    conclude(name, threshold, verdict.shown, conclusions)
                    conclude(name, threshold, verdict.certain, sure)
        self._unsettle(verdicts, facts.loose, facts.loose)
        return Inference(resolution, facts, tuple(all_shown), tuple(all_certain), verdicts, conclusions, sure, cures)

    def _fired_when_asked(
        self, stratum: Stratum, fact: Mapping[str, Value], conclusions: Mapping[str, Value]
    ) -> DeferredTruths:
        return DeferredTruths(
            lambda: self.engine.truths(stratum.number, {**fact, **conclusions} if conclusions else fact),
            len(stratum.conditions),
        )

    def _read_alike(
        self, stratum: int, facts: Facts, conclusions: Mapping[str, Value], sure: Mapping[str, Value]
    ) -> bool:
        """Whether a stratum reads nothing in which the two readings differ: no conclusion, no computed number."""
        concluded = all(conclusions.get(name) == sure.get(name) for name in self._reads[stratum])
        return concluded and facts.presumed_fields.isdisjoint(self._reads_points[stratum])
