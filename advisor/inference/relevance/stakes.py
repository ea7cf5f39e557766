"""What is still at stake: for each question that can change a status or the staffing model, what it bears on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from advisor.inference.assessor import CaseInference, Inference
from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.program import Program
from advisor.inference.relevance.counting import settled_shares
from advisor.inference.relevance.movers import ConditionMovers
from advisor.language.intervals import Truth

MODEL = "model"  # what a question bears on where it can change the staffing model
MODEL_IMPACT = 5
STEP = 0.5  # what an answer is worth that is a step towards deciding a condition, beside one that decides it


@dataclass(frozen=True)
class Relevance:
    """What every question not given could still change in one assessed case."""

    program: Program
    assessed: CaseInference

    @cached_property
    def bears_on(self) -> Mapping[str, Mapping[str, float]]:
        """For each question that matters: the diagnoses (or `model`) that it can change, and what it settles of each.

        The number tells how much of what is open about a diagnosis an answer can be expected to settle, 0 to 1.
        """
        # An answer that decides a condition settles what then no longer counts; it is weighed by the chance that an
        # answer does decide it (each region of answers as likely as any other). An answer that decides nothing by
        # itself is worth half of what falls to it of this condition, shared among the questions that the condition
        # still waits for: it brings the end nearer, but less surely. The half is a judgement; it decides only the order
        # of questions, never which are left out.
        found: dict[str, dict[str, float]] = {}
        for movers in self._movers:
            for target, opened in self._open(movers):
                for condition, if_true, if_false in opened:
                    questions = movers.of_condition(condition)
                    chances = movers.chances(condition)
                    for question in questions:
                        true, false = chances.get(question, (0.0, 0.0))
                        step = (1.0 - true - false) * STEP / (len(questions) * len(opened))
                        shares = found.setdefault(question, {})
                        shares[target] = shares.get(target, 0.0) + true * if_true + false * if_false + step
            for target, reads in self._resting(movers):
                for question in movers.behind_loose(reads):
                    shares = found.setdefault(question, {})
                    shares[target] = shares.get(target, 0.0) + STEP
        return {q: shares for q, shares in found.items() if not self.program.question(q).settles}

    def _resting(self, movers: ConditionMovers) -> Iterator[tuple[str, frozenset[str]]]:
        """What diagnoses and the model rest on, where an answer to another question could take some of it away."""
        if not movers.inferred.facts.loose:
            return
        yield from self.program.rests_on.items()
        yield MODEL, self.program.rows_rest_on

    def matters(self, question: str) -> bool:
        """Whether one question can still change something; looks only at what reads it."""
        if "bears_on" in self.__dict__:
            return question in self.bears_on
        return any(
            question in movers.of_condition(condition)
            for movers in self._movers
            for _, opened in self._open(movers)
            for condition, _, _ in opened
            if question in condition.space.of_question
        ) or (question in self.bears_on)

    def beside(self, question: str) -> tuple[str, ...]:
        """The fewest questions that are open beside this one in a condition that it can change."""
        found = [
            tuple(q for q in movers.of_condition(condition) if q != question)
            for movers in self._movers
            for _, opened in self._open(movers)
            for condition, _, _ in opened
            if question in movers.of_condition(condition)
        ]
        return min(found, key=len, default=())

    def impact(self, target: str) -> int:
        """The impact of a diagnosis; the model counts as much as the worst."""
        return impact_of(self.program, target)

    def ready(self, question: str) -> bool:
        """Whether a question can be asked now: by what is known it applies for sure, in some resolution."""
        # A gate that is open is either decided by an answer that can still be asked for, and then that is asked; or it
        # hangs on a "don't know", and whoever does not know whether a thing is there knows nothing more about it.
        return any(each.facts.asked.get(question, 1) == 1 for each in self.assessed.inferences)

    @cached_property
    def _movers(self) -> tuple[ConditionMovers, ...]:
        standing = self.assessed.standing
        never = frozenset(a for c in standing.contradictions for a in c.answers) | frozenset(standing.withdrawn)
        return tuple(ConditionMovers(self.program, each, never) for each in self.assessed.inferences)

    def _open(self, movers: ConditionMovers) -> Iterator[tuple[str, tuple[Opened, ...]]]:
        """What is open: each condition with the share that it would settle by being true, and by being false."""
        for diagnosis, compiled in self.program.diagnoses.items():
            slots = movers.open_slots(diagnosis)
            if slots:
                conditions = self.program.strata[compiled.stratum].conditions
                truths = movers.inferred.certain[compiled.stratum][compiled.first_slot : compiled.last_slot]
                shares = settled_shares(compiled, tuple(truths))
                yield diagnosis, tuple((conditions[slot], *shares[slot]) for slot in slots)
        rows = open_rows(self.program, movers.inferred)
        if rows:
            yield MODEL, tuple((condition, 1.0, 1.0 / len(rows)) for condition in rows)


Opened = tuple[Compiled, float, float]


def impact_of(program: Program, target: str) -> int:
    """The impact of a diagnosis; the model counts as much as the worst."""
    return MODEL_IMPACT if target == MODEL else program.diagnoses[target].model.impact


def open_rows(program: Program, inferred: Inference) -> tuple[Compiled, ...]:
    """The conditions of the decision table that can still change which row is the first that is true."""
    table = program.knowledge.table
    if table is None:
        return ()
    candidates: list[tuple[str, Compiled, Truth]] = []
    for row in table.model.rows:
        late = program.late.rows[row.id]
        truth = late.truth(inferred.certain)
        if truth != -1:
            candidates.append((row.model, late.condition, 1 if truth == 1 else 0))
        if truth == 1:
            break
    while len(candidates) > 1 and candidates[-2][2] == 0 and candidates[-2][0] == candidates[-1][0]:
        del candidates[-2]
    if len({model for model, _, _ in candidates}) < 2:
        return ()
    return tuple(condition for _, condition, truth in candidates if truth == 0)
