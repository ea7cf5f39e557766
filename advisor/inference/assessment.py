"""The result for one case: what is wrong, how sure, on which answers; a view of what was inferred.

An assessment is a pure function of packs, answers and as-of day. Texts are filled here, nothing is inferred anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from advisor.inference.assessing import Assessed, Inferred, Together
from advisor.inference.certainty import ONE, Status
from advisor.inference.facts import FactMaker
from advisor.inference.movers import Movers
from advisor.inference.program import Judgement, Program, Sign
from advisor.inference.wording import Wording
from advisor.knowledge.models import Source
from advisor.language.intervals import Truth
from advisor.language.threevalued import value_of

if TYPE_CHECKING:
    from advisor.planning.counsel import Counsel
    from advisor.planning.plan import Entry, Plan
    from advisor.staffing.deciding import Decision

RANK = {Status.CONFIRMED: 0, Status.SUSPECTED: 1, Status.OPEN: 2, Status.NO_SIGN: 3, Status.RULED_OUT: 4}
_TRUTHS: Mapping[Truth, str] = {1: "true", -1: "false", 0: "open"}


@dataclass(frozen=True)
class SignFound:
    """One evidence as it stands in the case. `certainty` is what it lends (0..1), 0 unless it is true."""

    id: str
    value: str
    level: int
    certainty: float
    says: str | None
    questions: tuple[str, ...]
    answers: Mapping[str, Any]
    source: tuple[Source, ...]


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


@dataclass(frozen=True)
class OpenQuestion:
    """A question that can still change a status, and which."""

    id: str
    ask: str
    short: str
    who: str
    unsure: bool
    seconds: int
    bears_on: tuple[str, ...]


@dataclass(frozen=True)
class Contradiction:
    """Answers of the case that cannot all be true."""

    id: str
    says: str
    answers: tuple[str, ...]
    settle: str
    settle_question: str


@dataclass(frozen=True)
class Run:
    """What stands outside the law that an assessment is the same everywhere."""

    advisor: str
    engine: str
    python: str


class Assessment:
    """The whole result for one case. Immutable; its parts are made when first looked at."""

    def __init__(
        self, program: Program, assessed: Assessed, maker: FactMaker, run: Run, counsel: Counsel | None = None
    ):
        self._program = program
        self._assessed = assessed
        self._maker = maker
        self.run = run
        self._counsel = counsel

    @property
    def case(self) -> str:
        """The case's name."""
        return self._assessed.case.id

    @property
    def as_of(self) -> str:
        """The day of the answers, ISO."""
        return self._assessed.case.as_of.isoformat()

    @property
    def assessed(self) -> Assessed:
        """What was inferred, for views that go deeper."""
        return self._assessed

    @property
    def maker(self) -> FactMaker:
        """What made the facts, for views that print numbers."""
        return self._maker

    @property
    def program(self) -> Program:
        """The compiled knowledge that was applied."""
        return self._program

    def status(self, diagnosis: str) -> Status:
        """The status of a diagnosis; KeyError where no pack has it."""
        return self._assessed.together[diagnosis].status

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every diagnosis, worst first: by status, impact, certainty; those behind others stand after them."""
        return tuple(self._finding(judgement) for judgement in self._ordered)

    @cached_property
    def _ordered(self) -> tuple[Judgement, ...]:
        """The diagnoses in the order of the findings."""

        def place(judgement: Judgement) -> tuple[int, bool, int, int, int, str]:
            t = self._assessed.together[judgement.id]
            compound = judgement.compound(self._program)
            return (RANK[t.status], compound, -judgement.model.impact, -t.shown.low, -t.shown.high, judgement.id)

        return tuple(sorted(self._program.judgements.values(), key=place))

    def _asked(self, id: str) -> tuple[str, ...]:
        """The questions not given that can still change a diagnosis, in any reading."""
        return tuple(dict.fromkeys(q for m in self._movers for q in m.of_diagnosis(id)))

    def _could_tell(self, id: str) -> tuple[str, ...]:
        """The questions answered with "don't know" that keep a diagnosis open, in any reading."""
        return tuple(dict.fromkeys(q for m in self._movers for q in m.unsure(id)))

    @property
    def found(self) -> tuple[Finding, ...]:
        """What is wrong for sure."""
        return tuple(f for f in self.findings if f.status is Status.CONFIRMED)

    @property
    def likely(self) -> tuple[Finding, ...]:
        """What is probably wrong."""
        return tuple(f for f in self.findings if f.status is Status.SUSPECTED)

    @cached_property
    def headline(self) -> str:
        """The worst finding in one line; empty where nothing is found."""
        worst = (self.found or self.likely)[:1]
        if not worst:
            return ""
        model = self._program.judgements[worst[0].id].model
        return self._wordings[0].plain(model.headline) if model.headline else worst[0].title + "."

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Answers that cannot all be true, and what settles them."""
        made = []
        for conflict in self._assessed.standing.conflicts:
            settle = self._program.question(conflict.settle)
            says = (
                self._raw_wording.fill(conflict.dispute.says)
                if conflict.dispute is not None
                else self._raw_wording.differing(conflict.answers[0])
            )
            made.append(Contradiction(conflict.id, says, conflict.answers, settle.ask, conflict.settle))
        return tuple(made)

    @cached_property
    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """What could still change a status: worth most first (impact of what it bears on, per second)."""
        bears: dict[str, list[str]] = {}
        unsure: dict[str, list[str]] = {}
        ordered = [judgement.id for judgement in self._ordered]
        for id in ordered:
            for question in self._asked(id):
                bears.setdefault(question, []).append(id)
            for question in self._could_tell(id):
                unsure.setdefault(question, []).append(id)
        for conflict in self._assessed.standing.conflicts:
            ids = [id for id in ordered if self._assessed.together[id].only_if]
            (bears if conflict.dispute is not None else unsure).setdefault(conflict.settle, []).extend(ids)
        made = [self._open_question(q, ids, False) for q, ids in bears.items()]
        made += [self._open_question(q, ids, True) for q, ids in unsure.items() if q not in bears]
        order = {q: i for i, q in enumerate(self._program.knowledge.questions)}
        return tuple(sorted(made, key=lambda q: (q.unsure, -self._worth(q), order[q.id])))

    def _worth(self, question: OpenQuestion) -> float:
        return sum(self._program.judgements[id].model.impact for id in question.bears_on) / question.seconds

    def _open_question(self, id: str, bears_on: list[str], unsure: bool) -> OpenQuestion:
        question = self._program.question(id)
        given = self._assessed.standing.answers.get(id)
        who = getattr(given, "ask", None) or question.who
        return OpenQuestion(
            id, question.ask, question.short, who, unsure, question.seconds, tuple(dict.fromkeys(bears_on))
        )

    @cached_property
    def decision(self) -> Decision | None:
        """The staffing model; None where the packs have no decision table."""
        return self._counsel.decide(self._assessed) if self._counsel is not None else None

    @cached_property
    def plan(self) -> Plan | None:
        """What to do, in order; None where the packs have no actions."""
        if self._counsel is None or not self._program.knowledge.actions:
            return None
        return self._counsel.plan(self._assessed, self.decision, self._open_by_person)

    def plan_begins(self, entries: int) -> tuple[Entry, ...]:
        """The first entries of the plan, without working out the rest."""
        if self._counsel is None or not self._program.knowledge.actions:
            return ()
        if "plan" in self.__dict__ and self.plan is not None:
            return self.plan.entries[:entries]
        return tuple(islice(self._counsel.entries(self._assessed, self.decision, self._open_by_person), entries))

    @cached_property
    def _open_by_person(self) -> Mapping[str, Sequence[str]]:
        asked: dict[str, list[str]] = {}
        for question in self.open_questions:
            asked.setdefault(question.who, []).append(question.id)
        return asked

    # ---- one finding ---------------------------------------------------------------------------------

    @cached_property
    def _wordings(self) -> tuple[Wording, ...]:
        return tuple(Wording(self._program, self._maker, r.facts) for r in self._assessed.readings)

    @cached_property
    def _raw_wording(self) -> Wording:
        """Prints answers as given, disputed ones too."""
        return Wording.of_case(self._program, self._maker, self._assessed.case)

    @cached_property
    def _given(self) -> Mapping[str, Any]:
        return self._assessed.case.plain_answers()

    @cached_property
    def _movers(self) -> tuple[Movers, ...]:
        answered = self._assessed.case.answers
        disputed = frozenset(a for c in self._assessed.standing.conflicts for a in c.answers if a in answered)
        never = disputed | frozenset(self._assessed.standing.withdrawn)
        return tuple(Movers(self._program, r, never) for r in self._assessed.readings)

    def _finding(self, judgement: Judgement) -> Finding:
        together = self._assessed.together[judgement.id]
        model = judgement.model
        asked = self._asked(judgement.id)
        index = together.only_if[0] if together.only_if else 0
        verdict = self._assessed.readings[index].verdicts[judgement.id]
        wording = self._wordings[index]
        return Finding(
            judgement.id,
            model.title,
            together.status,
            (together.shown.low / ONE, together.shown.high / ONE),
            (together.certain.low / ONE, together.certain.high / ONE),
            together.settled,
            together.settled or not asked,
            model.impact,
            model.person,
            judgement.compound(self._program),
            model.why,
            tuple(self._assumed(judgement, index)),
            tuple(wording.fill(judgement.unless[i][1]) for i in verdict.ruled_out_by),
            tuple(self._only_if(together, judgement.id)),
            tuple(self._sign(judgement, number, sign, index) for number, sign in enumerate(judgement.signs)),
            self._could_tell(judgement.id),
            asked,
            judgement.entry.pack,
        )

    def _assumed(self, judgement: Judgement, index: int) -> list[str]:
        """What the shown reading takes for granted: open `unless`, also of the diagnoses it rests on."""
        inferred = self._assessed.readings[index]
        found: dict[str, None] = {}
        waiting, seen = [judgement], {judgement.id}
        while waiting:
            current = waiting.pop(0)
            verdict = inferred.verdicts[current.id]
            if verdict.signs and any(truth != -1 for truth, _ in verdict.signs):
                for number in verdict.assuming:
                    found[self._wordings[index].fill(current.unless[number][1])] = None
            for slot in range(current.first_slot, current.last_slot):
                for conclusion in self._program.strata[current.stratum].conditions[slot].conclusions:
                    if conclusion.diagnosis not in seen and conclusion.diagnosis in self._program.judgements:
                        seen.add(conclusion.diagnosis)
                        waiting.append(self._program.judgements[conclusion.diagnosis])
        return list(found)

    def _only_if(self, together: Together, id: str) -> list[Mapping[str, Any]]:
        result: list[Mapping[str, Any]] = []
        for index in together.only_if:
            inferred = self._assessed.readings[index]
            result.append(
                {
                    "left_out": list(inferred.reading.left_out),
                    "taken": {question: claim.by for question, claim in inferred.reading.taken},
                    "status": inferred.verdicts[id].status.value,
                }
            )
        return result

    def _sign(self, judgement: Judgement, number: int, sign: Sign, index: int) -> SignFound:
        states = {r.verdicts[judgement.id].signs[number] for r in self._assessed.readings}
        inferred = self._assessed.readings[index]
        truth, level = inferred.verdicts[judgement.id].signs[number]
        if len({t for t, _ in states}) > 1 and not self._assessed.together[judgement.id].only_if:
            truth = 0
        conditions = [self._program.strata[judgement.stratum].conditions[slot] for slot, _ in sign.levels]
        wording = self._wordings[index]
        says = None
        if truth == 1:
            says = wording.fill(sign.says)
        elif truth == -1 and sign.otherwise is not None and self._negated(judgement, sign, inferred):
            says = wording.fill(sign.otherwise)
        questions = tuple(dict.fromkeys(q for condition in conditions for q in condition.questions))
        answers = {q: self._given[q] for q in questions if q in self._given}
        certainty = sign.levels[level][1] / 100 if truth == 1 else 0.0
        source = sign.model.source or judgement.model.source
        return SignFound(sign.model.id, _TRUTHS[truth], level, certainty, says, questions, answers, source)

    def _negated(self, judgement: Judgement, sign: Sign, inferred: Inferred) -> bool:
        """Whether the negation of every level is true (not only the level false because a question is not asked)."""
        view = self._wordings[self._assessed.readings.index(inferred)].view(inferred.conclusions)
        conditions = self._program.strata[judgement.stratum].conditions
        return all(value_of(conditions[slot].negation, view) == 1 for slot, _ in sign.levels)

    # ---- as data -------------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """The published JSON; see the schema `assessment`."""
        from advisor.report.plain import assessment_as_data

        return assessment_as_data(self)
