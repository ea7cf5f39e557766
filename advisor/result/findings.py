"""What was inferred of each diagnosis, as results show it: status, certainty, signs, what is open; texts filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from advisor.cases.following import followed
from advisor.inference.assessor import CaseInference, Inference
from advisor.inference.certainty import ONE, Status
from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.program import CompiledDiagnosis, Program, Sign
from advisor.inference.overall import OverallVerdict
from advisor.inference.presumptions.leaning import Leaning, with_clause
from advisor.inference.relevance.movers import ConditionMovers
from advisor.inference.relevance.pointless import Points
from advisor.inference.relevance.stakes import open_rows
from advisor.language.intervals import Truth
from advisor.language.kleene import value_of
from advisor.result.wording import DUE_LEVELS, Wording

if TYPE_CHECKING:
    from advisor.knowledge.models import Source
    from advisor.knowledge.planmodels import Due

_TRUTHS: Mapping[Truth, str] = {1: "true", -1: "false", 0: "open"}


@dataclass(frozen=True)
class SignFound:
    """One evidence as it stands in the case. `certainty` is what it lends (0..1), 0 unless it is true; `presumed` are
    the questions whose presumed answers it leans on.
    """

    id: str
    value: str
    level: int
    certainty: float
    says: str | None
    questions: tuple[str, ...]
    answers: Mapping[str, Any]
    source: tuple[Source, ...]
    presumed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One diagnosis as it stands in the case; certainties are 0..1, four decimals."""

    id: str
    title: str
    status: Status
    certainty: tuple[float, float]
    certain: tuple[float, float]
    settled: bool
    as_far_as_you_know: bool
    impact: int
    due: Due | None
    person: bool
    compound: bool
    why: str
    assuming: tuple[str, ...]
    ruled_out_by: tuple[str, ...]
    only_if: tuple[Mapping[str, Any], ...]
    signs: tuple[SignFound, ...]
    could_tell: tuple[str, ...]
    open_questions: tuple[str, ...]
    pack: str


class FindingMaker:
    """Makes the findings of one case; `wordings` fill texts and `leanings` tell what leans on presumptions, one of
    each for each resolution.
    """

    def __init__(
        self, program: Program, assessed: CaseInference, wordings: Sequence[Wording], leanings: Sequence[Leaning]
    ):
        self._program = program
        self._assessed = assessed
        self._wordings = wordings
        self._leanings = leanings
        self._due: dict[str, bool] = {}

    @cached_property
    def _given(self) -> Mapping[str, Any]:
        case = self._assessed.case
        return replace(case, answers=followed(self._program.follows, case.answers)).plain_answers()

    @cached_property
    def _movers(self) -> tuple[ConditionMovers, ...]:
        answered = self._assessed.case.answers
        disputed = frozenset(a for c in self._assessed.standing.contradictions for a in c.answers if a in answered)
        never = disputed | frozenset(self._assessed.standing.withdrawn)
        return tuple(ConditionMovers(self._program, r, never) for r in self._assessed.inferences)

    @cached_property
    def _points(self) -> Points:
        return Points(self._program, self._assessed.inferences)

    def due(self, question: str) -> bool:
        """Whether a question applies for sure by what is known, in some resolution, and there is a point in asking."""
        found = self._due.get(question)
        if found is None:
            applies = any(inferred.facts.asked.get(question, 1) == 1 for inferred in self._assessed.inferences)
            found = self._due[question] = applies and self._points.pointless(question) != 1
        return found

    def asked(self, diagnosis: str) -> tuple[str, ...]:
        """The questions not given that can still change a diagnosis, in any resolution."""
        first, *others = [movers.of_diagnosis(diagnosis) for movers in self._movers]
        return tuple(dict.fromkeys(first + sum(others, ()))) if others else first

    def could_tell(self, diagnosis: str) -> tuple[str, ...]:
        """The questions answered with "don't know" that keep a diagnosis open, in any resolution."""
        first, *others = [movers.unsure(diagnosis) for movers in self._movers]
        return tuple(dict.fromkeys(first + sum(others, ()))) if others else first

    def asked_for_model(self) -> tuple[str, ...]:
        """The questions not given that can still change the staffing model, in any resolution."""
        behind = [q for movers in self._movers for q in movers.behind_loose(self._program.rows_rest_on)]
        return tuple(dict.fromkeys((*self._of_rows(ConditionMovers.of_condition), *behind)))

    def could_tell_model(self) -> tuple[str, ...]:
        """The questions answered with "don't know" that the staffing model hangs on, in any resolution."""
        return self._of_rows(ConditionMovers.unsure_of_condition)

    def _of_rows(self, asks: Callable[[ConditionMovers, Compiled], tuple[str, ...]]) -> tuple[str, ...]:
        rows = [(movers, row) for movers in self._movers for row in open_rows(self._program, movers.inferred)]
        return tuple(dict.fromkeys(question for movers, row in rows for question in asks(movers, row)))

    def finding(self, diagnosis: CompiledDiagnosis) -> Finding:
        """The finding of a diagnosis."""
        together = self._assessed.together[diagnosis.id]
        model = diagnosis.model
        asked = self.asked(diagnosis.id)
        index = together.only_if[0] if together.only_if else 0
        verdict = self._assessed.inferences[index].verdicts[diagnosis.id]
        wording = self._wordings[index]
        return Finding(
            diagnosis.id,
            model.title,
            together.status,
            (together.shown.low / ONE, together.shown.high / ONE),
            (together.certain.low / ONE, together.certain.high / ONE),
            together.settled,
            together.settled or not asked,
            model.impact,
            _due(diagnosis, verdict.signs) if together.status in (Status.CONFIRMED, Status.SUSPECTED) else None,
            model.person,
            diagnosis.id in self._program.compounds,
            model.why,
            tuple(self._assumed(diagnosis, index)),
            tuple(wording.fill(diagnosis.unless[i][1]) for i in verdict.ruled_out_by),
            tuple(self._only_if(together, diagnosis.id)),
            tuple(self._sign(diagnosis, number, sign, index) for number, sign in enumerate(diagnosis.signs)),
            self.could_tell(diagnosis.id),
            asked,
            diagnosis.entry.pack,
        )

    def _assumed(self, diagnosis: CompiledDiagnosis, index: int) -> list[str]:
        """What the shown reading takes for granted: open `unless`, also of the diagnoses it rests on."""
        inferred = self._assessed.inferences[index]
        found: dict[str, None] = {}
        waiting, seen = [diagnosis], {diagnosis.id}
        while waiting:
            current = waiting.pop(0)
            verdict = inferred.verdicts[current.id]
            if verdict.signs and any(truth != -1 for truth, _ in verdict.signs):
                for number in self._in_doubt(current, verdict.assuming, index):
                    found[self._wordings[index].fill(current.unless[number][1])] = None
            for slot in range(current.first_slot, current.last_slot):
                for conclusion in self._program.strata[current.stratum].conditions[slot].conclusions:
                    if conclusion.diagnosis not in seen and conclusion.diagnosis in self._program.diagnoses:
                        seen.add(conclusion.diagnosis)
                        waiting.append(self._program.diagnoses[conclusion.diagnosis])
        return list(found)

    def _in_doubt(self, diagnosis: CompiledDiagnosis, assuming: Sequence[int], index: int) -> list[int]:
        """The open `unless` of a diagnosis, but for those that what is presumed speaks against."""
        conditions = self._program.strata[diagnosis.stratum].conditions
        slots = [(number, diagnosis.unless[number][0]) for number in assuming]
        return [n for n, slot in slots if not self._leanings[index].would_be_false(conditions[slot])]

    def _only_if(self, together: OverallVerdict, diagnosis: str) -> list[Mapping[str, Any]]:
        result: list[Mapping[str, Any]] = []
        for index in together.only_if:
            inferred = self._assessed.inferences[index]
            result.append(
                {
                    "left_out": list(inferred.resolution.left_out),
                    "taken": {question: claim.by for question, claim in inferred.resolution.taken},
                    "status": inferred.verdicts[diagnosis].status.value,
                }
            )
        return result

    def _sign(self, diagnosis: CompiledDiagnosis, number: int, sign: Sign, index: int) -> SignFound:
        states = {r.verdicts[diagnosis.id].signs[number] for r in self._assessed.inferences}
        inferred = self._assessed.inferences[index]
        truth, level = inferred.verdicts[diagnosis.id].signs[number]
        if len({t for t, _ in states}) > 1 and not self._assessed.together[diagnosis.id].only_if:
            truth = 0
        conditions = [self._program.strata[diagnosis.stratum].conditions[slot] for slot, _ in sign.levels]
        wording, leaning = self._wordings[index], self._leanings[index]
        slots = [slot for slot, _ in sign.levels]
        slots = slots[level : level + 1] if truth == 1 else slots if truth == -1 else []
        presumed = leaning.of_conditions(diagnosis.stratum, slots)
        says = None
        if truth == 1:
            says = with_clause(wording.fill(sign.says), leaning.says(presumed))
        elif truth == -1 and sign.otherwise is not None and self._negated(diagnosis, sign, inferred):
            says = wording.fill(sign.otherwise)
        questions = tuple(dict.fromkeys(q for condition in conditions for q in condition.questions))
        answers = {q: self._given[q] for q in questions if q in self._given}
        certainty = sign.levels[level][1] / 100 if truth == 1 else 0.0
        source = sign.model.source or diagnosis.model.source
        return SignFound(sign.model.id, _TRUTHS[truth], level, certainty, says, questions, answers, source, presumed)

    def _negated(self, diagnosis: CompiledDiagnosis, sign: Sign, inferred: Inference) -> bool:
        """Whether the negation of every level is true (not only the level false because a question is not asked)."""
        view = self._wordings[self._assessed.inferences.index(inferred)].surely(inferred.sure)
        conditions = self._program.strata[diagnosis.stratum].conditions
        return all(value_of(conditions[slot].negation, view) == 1 for slot, _ in sign.levels)


def _due(diagnosis: CompiledDiagnosis, signs: Sequence[tuple[Truth, int]]) -> Due | None:
    """By which event a diagnosis has to be right: the gravest that the signs which are there say, or the diagnosis."""
    found = []
    for sign, (truth, level) in zip(diagnosis.signs, signs):
        if truth == 1:
            own = sign.model.levels[level].due if sign.model.levels else None
            found.append(own or sign.model.due or diagnosis.model.due)
    return min((due for due in found if due is not None), key=lambda due: DUE_LEVELS.index(due.level), default=None)
