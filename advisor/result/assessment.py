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

from advisor.inference.assessor import Assessed
from advisor.inference.certainty import Status
from advisor.inference.compiled.program import Judgement, Program
from advisor.inference.facts import FactMaker
from advisor.result.findings import Finding, FindingMaker
from advisor.result.wording import Wording
from advisor.version import VERSION

if TYPE_CHECKING:
    from advisor.engines.engines import Engine
    from advisor.planning.plan import Entry, Plan
    from advisor.planning.recommender import Counsel
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
class Contradiction:
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
        return tuple(self._of_diagnoses.finding(judgement) for judgement in self._ordered)

    @cached_property
    def _ordered(self) -> tuple[Judgement, ...]:
        """The diagnoses in the order of the findings."""

        def place(judgement: Judgement) -> tuple[int, bool, int, int, int, str]:
            t = self._assessed.together[judgement.id]
            compound = judgement.id in self._program.compounds
            return (RANK[t.status], compound, -judgement.model.impact, -t.shown.low, -t.shown.high, judgement.id)

        return tuple(sorted(self._program.judgements.values(), key=place))

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
            for question in self._of_diagnoses.asked(id):
                bears.setdefault(question, []).append(id)
            for question in self._of_diagnoses.could_tell(id):
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

    @cached_property
    def _wordings(self) -> tuple[Wording, ...]:
        return tuple(Wording(self._program, self._maker, r.facts) for r in self._assessed.readings)

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
