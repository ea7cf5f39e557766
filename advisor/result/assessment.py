"""The result for one case: what is wrong, how sure, on which answers; a view of what was inferred.

An assessment is a pure function of packs, answers and as-of day. Texts are filled here, nothing is inferred anew.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from advisor.cases.case import Case
from advisor.inference.assessor import CaseInference
from advisor.inference.certainty import Status
from advisor.inference.compiled.program import CompiledDiagnosis, Program
from advisor.inference.facts import FactMaker
from advisor.result.findings import Finding, FindingMaker
from advisor.result.wording import Wording
from advisor.rulebase.rulebase import Rulebase
from advisor.version import VERSION

if TYPE_CHECKING:
    from advisor.engines.engine import Engine
    from advisor.planning.plan import Plan, PlanEntry
    from advisor.staffing.decision import Decision

RANK = {Status.CONFIRMED: 0, Status.SUSPECTED: 1, Status.OPEN: 2, Status.NO_SIGN: 3, Status.RULED_OUT: 4}


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
class ShownContradiction:
    """Answers of the case that cannot all be true."""

    id: str
    says: str
    answers: tuple[str, ...]
    settle: str
    settle_question: str


class Run:
    """What stands outside the law that an assessment is the same everywhere: versions, looked up when asked for."""

    def __init__(self, engine: Engine):
        self._engine = engine

    @property
    def advisor(self) -> str:
        """The version of this program."""
        return VERSION

    @property
    def engine(self) -> str:
        """The name of the engine, with its version where it is a library."""
        return self._engine.name

    @property
    def python(self) -> str:
        """The version of Python."""
        return sys.version.split()[0]


class Assessment:
    """The whole result for one case. Immutable; its parts are made when first looked at."""

    def __init__(self, rulebase: Rulebase, assessed: CaseInference):
        self._program = rulebase.program
        self._assessed = assessed
        self._maker = rulebase.assessor.maker
        self.run = Run(rulebase.engine)
        self._recommender = rulebase.recommender

    @property
    def case(self) -> str:
        """The case's name."""
        return self._assessed.case.id

    @property
    def as_of(self) -> str:
        """The day of the answers, ISO."""
        return self._assessed.case.as_of.isoformat()

    @property
    def assessed(self) -> CaseInference:
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
        return tuple(self._of_diagnoses.finding(diagnosis) for diagnosis in self._ordered)

    @cached_property
    def _ordered(self) -> tuple[CompiledDiagnosis, ...]:
        """The diagnoses in the order of the findings."""

        def place(diagnosis: CompiledDiagnosis) -> tuple[int, bool, int, int, int, str]:
            t = self._assessed.together[diagnosis.id]
            compound = diagnosis.id in self._program.compounds
            return (RANK[t.status], compound, -diagnosis.model.impact, -t.shown.low, -t.shown.high, diagnosis.id)

        return tuple(sorted(self._program.diagnoses.values(), key=place))

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
        model = self._program.diagnoses[worst[0].id].model
        return self._wordings[0].plain(model.headline) if model.headline else worst[0].title + "."

    @cached_property
    def contradictions(self) -> tuple[ShownContradiction, ...]:
        """Answers that cannot all be true, and what settles them."""
        made = []
        for contradiction in self._assessed.standing.contradictions:
            settle = self._program.question(contradiction.settle)
            says = (
                self._raw_wording.fill(contradiction.contradiction.says)
                if contradiction.contradiction is not None
                else self._raw_wording.differing(contradiction.answers[0])
            )
            made.append(
                ShownContradiction(contradiction.id, says, contradiction.answers, settle.ask, contradiction.settle)
            )
        return tuple(made)

    @cached_property
    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """What could still change a status: worth most first (impact of what it bears on, per second)."""
        bears: dict[str, list[str]] = {}
        unsure: dict[str, list[str]] = {}
        ordered = [diagnosis.id for diagnosis in self._ordered]
        for id in ordered:
            for question in self._of_diagnoses.asked(id):
                bears.setdefault(question, []).append(id)
            for question in self._of_diagnoses.could_tell(id):
                unsure.setdefault(question, []).append(id)
        for contradiction in self._assessed.standing.contradictions:
            ids = [id for id in ordered if self._assessed.together[id].only_if]
            (bears if contradiction.contradiction is not None else unsure).setdefault(contradiction.settle, []).extend(
                ids
            )
        made = [self._open_question(q, ids, False) for q, ids in bears.items()]
        made += [self._open_question(q, ids, True) for q, ids in unsure.items() if q not in bears]
        order = {q: i for i, q in enumerate(self._program.knowledge.questions)}
        return tuple(sorted(made, key=lambda q: (q.unsure, -self._worth(q), order[q.id])))

    def _worth(self, question: OpenQuestion) -> float:
        return sum(self._program.diagnoses[id].model.impact for id in question.bears_on) / question.seconds

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
        return self._recommender.decide(self._assessed) if self._recommender is not None else None

    @cached_property
    def plan(self) -> Plan | None:
        """What to do, in order; None where the packs have no actions."""
        if self._recommender is None or not self._program.knowledge.actions:
            return None
        return self._recommender.plan(self._assessed, self.decision, self._open_by_person)

    def plan_begins(self, entries: int) -> tuple[PlanEntry, ...]:
        """The first entries of the plan, without working out the rest."""
        if self._recommender is None or not self._program.knowledge.actions:
            return ()
        if "plan" in self.__dict__ and self.plan is not None:
            return self.plan.entries[:entries]
        return tuple(islice(self._recommender.entries(self._assessed, self.decision, self._open_by_person), entries))

    @cached_property
    def _open_by_person(self) -> Mapping[str, Sequence[str]]:
        asked: dict[str, list[str]] = {}
        for question in self.open_questions:
            asked.setdefault(question.who, []).append(question.id)
        return asked

    @cached_property
    def _wordings(self) -> tuple[Wording, ...]:
        return tuple(Wording(self._program, self._maker, r.facts) for r in self._assessed.inferences)

    @cached_property
    def _raw_wording(self) -> Wording:
        """Prints answers as given, disputed ones too."""
        return Wording.of_case(self._program, self._maker, self._assessed.case)

    @cached_property
    def _of_diagnoses(self) -> FindingMaker:
        return FindingMaker(self._program, self._assessed, self._wordings)

    # ---- as data -------------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """The published JSON; see the schema `assessment`."""
        from advisor.result.data import assessment_as_data

        return assessment_as_data(self)


def assess_many(rulebase: Rulebase, cases: Sequence[Case]) -> list[Assessment]:
    """The assessments of many cases, faster than one by one."""
    return [Assessment(rulebase, each) for each in rulebase.assessor.assess_many(cases)]
