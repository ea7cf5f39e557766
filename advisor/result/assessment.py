"""The result for one case: what is wrong, how sure, on which answers, which model, what to do; a value.

An assessment is a pure function of packs, answers and as-of day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, cast

from advisor.inference.assessor import CaseInference, Inference
from advisor.inference.certainty import Status
from advisor.planning.asking import AskFirst
from advisor.planning.plan import Plan
from advisor.result.findings import Finding
from advisor.result.papers.gates import ShownGate
from advisor.result.papers.law_read import LawRead
from advisor.result.presumed import Presumed
from advisor.result.staffing import StaffingModel
from advisor.result.story.chain import Cause, Story
from advisor.result.story.notebook import InNotebooks
from advisor.result.story.silence import LookedAt
from advisor.result.ways.said import SaidWaysOut
from advisor.staffing.break_even import OptionBreakEven
from advisor.staffing.company_timeline import CompanyTimeline
from advisor.staffing.decision import Decision

if TYPE_CHECKING:
    from advisor.result.shapes.assessment import AssessmentData


@dataclass(frozen=True)
class OpenQuestion:
    """A question that can still change something; `bears_on` are diagnoses and `model`, `seconds` how long it takes."""

    id: str
    ask: str
    short: str
    who: str
    unsure: bool
    seconds: int
    bears_on: tuple[str, ...]


@dataclass(frozen=True)
class ShownContradiction:
    """Answers of the case that cannot all be true, and the question that settles it."""

    id: str
    says: str
    answers: tuple[str, ...]
    settle: str
    settle_question: str


@dataclass(frozen=True)
class NotApplied:
    """An answer whose question does not apply, and the questions whose answers say so."""

    id: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class Run:
    """The versions that made an assessment; nothing else of it may differ from machine to machine."""

    advisor: str
    engine: str
    python: str


class Parts(Protocol):
    """Makes the parts of one assessment."""

    def headline(self) -> str: ...
    def causes(self) -> tuple[Cause, ...]: ...
    def story(self) -> Story | None: ...
    def looked_at(self) -> LookedAt: ...
    def findings(self) -> tuple[Finding, ...]: ...
    def contradictions(self) -> tuple[ShownContradiction, ...]: ...
    def open_questions(self) -> tuple[OpenQuestion, ...]: ...
    def not_applied(self) -> tuple[NotApplied, ...]: ...
    def decision(self) -> Decision | None: ...
    def presumptions(self) -> tuple[Presumed, ...]: ...
    def model(self) -> StaffingModel | None: ...
    def break_evens(self) -> Mapping[str, OptionBreakEven]: ...
    def ways_out(self) -> SaidWaysOut | None: ...
    def gates(self) -> tuple[ShownGate, ...]: ...
    def plan(self) -> Plan | None: ...
    def law(self) -> LawRead | None: ...
    def ask_first(self) -> tuple[AskFirst, ...]: ...
    def run(self) -> Run: ...
    def data(self) -> dict[str, Any]: ...
    def first_actions(self, most: int) -> tuple[str, ...]: ...


class Assessment(InNotebooks):
    """The whole result for one case: an immutable value that can be compared, copied and pickled.

    Most who assess look at one part, and a plan takes ten times as long as a verdict. So a part is made when it is
    first looked at, by `parts`; comparing, copying and pickling make all of them and let go of what makes them.
    """

    _PARTS = (
        "headline",
        "causes",
        "story",
        "looked_at",
        "findings",
        "contradictions",
        "open_questions",
        "not_applied",
        "decision",
        "presumptions",
        "model",
        "break_evens",
        "ways_out",
        "gates",
        "plan",
        "law",
        "ask_first",
        "run",
        "_data",
    )

    def __init__(self, assessed: CaseInference, parts: Parts):
        self.assessed = assessed
        self._parts: Parts | None = parts

    @property
    def case(self) -> str:
        """The case's name."""
        return self.assessed.case.id

    @property
    def as_of(self) -> str:
        """The day of the answers, ISO."""
        return self.assessed.case.as_of.isoformat()

    def status(self, diagnosis: str) -> Status:
        """The status of a diagnosis; KeyError where no pack has it."""
        return self.assessed.together[diagnosis].status

    @property
    def _making(self) -> Parts:
        assert self._parts is not None, "a part is missing from a whole assessment"
        return self._parts

    @cached_property
    def headline(self) -> str:
        """What the result costs and the root of it, in one line; empty where nothing is found."""
        return self._making.headline()

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """Which of the findings leads to which; see `advisor.result.story.chain`."""
        return self._making.causes()

    @cached_property
    def story(self) -> Story | None:
        """One way from a root to what it costs; None where no finding leads to another."""
        return self._making.story()

    @cached_property
    def looked_at(self) -> LookedAt:
        """What was looked at and what was not, and whether it is enough to say that nothing is wrong."""
        return self._making.looked_at()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every diagnosis, worst first: by status, impact, certainty; those behind others stand after them."""
        return self._making.findings()

    @property
    def found(self) -> tuple[Finding, ...]:
        """What is wrong for sure."""
        return tuple(f for f in self.findings if f.status is Status.CONFIRMED)

    @property
    def likely(self) -> tuple[Finding, ...]:
        """What is probably wrong."""
        return tuple(f for f in self.findings if f.status is Status.SUSPECTED)

    @cached_property
    def contradictions(self) -> tuple[ShownContradiction, ...]:
        """Answers that cannot all be true, and what settles them."""
        return self._making.contradictions()

    @cached_property
    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """What could still change a status or the model: worth most first (impact of what it bears on, per second)."""
        return self._making.open_questions()

    @cached_property
    def not_applied(self) -> tuple[NotApplied, ...]:
        """The answers that were not taken into account, because their questions do not apply."""
        return self._making.not_applied()

    @cached_property
    def decision(self) -> Decision | None:
        """How the staffing model was decided, by ids; None where the packs have no decision table."""
        return self._making.decision()

    @property
    def decided_in(self) -> Inference:
        """What was inferred in the resolution that the model was decided in."""
        return self.assessed.inferences[self.decision.resolution if self.decision is not None else 0]

    @property
    def timeline(self) -> CompanyTimeline | None:
        """The timeline that the model was decided on; None where the packs have none."""
        detail = self.decided_in.facts.points.detail
        return detail if isinstance(detail, CompanyTimeline) else None

    @cached_property
    def presumptions(self) -> tuple[Presumed, ...]:
        """What the timeline takes answers to be that nobody gave: question, value, what it says, and what if not."""
        return self._making.presumptions()

    @cached_property
    def model(self) -> StaffingModel | None:
        """The staffing model in words; None where the packs have no decision table."""
        return self._making.model()

    @cached_property
    def break_evens(self) -> Mapping[str, OptionBreakEven]:
        """How much work may be left by the need-by day, by option, where its chance of delivering is not known."""
        return self._making.break_evens()

    @cached_property
    def ways_out(self) -> SaidWaysOut | None:
        """What can be done where no option likely makes the need-by day; None where one does, or no date lies ahead."""
        return self._making.ways_out()

    @cached_property
    def gates(self) -> tuple[ShownGate, ...]:
        """Which access to take away now, and which not to give yet, until what is signed."""
        return self._making.gates()

    @cached_property
    def law(self) -> LawRead | None:
        """The dated law that findings and the plan read; None where they read none."""
        return self._making.law()

    @cached_property
    def plan(self) -> Plan | None:
        """What to do, in order; None where the packs have no actions."""
        return self._making.plan()

    @cached_property
    def ask_first(self) -> tuple[AskFirst, ...]:
        """What to ask before anything else: answers could change the headline, the model or what is mended first."""
        return self._making.ask_first()

    def first_actions(self, most: int) -> tuple[str, ...]:
        """The ids of the first entries of the plan, without working out the rest."""
        if self._parts is None or "plan" in self.__dict__:
            return tuple(entry.id for entry in self.plan.entries[:most]) if self.plan is not None else ()
        return self._parts.first_actions(most)

    @cached_property
    def run(self) -> Run:
        """The versions that made it."""
        return self._making.run()

    @cached_property
    def _data(self) -> Mapping[str, Any]:
        return self._making.data()

    def to_dict(self) -> AssessmentData:
        """The published JSON; see the schema `assessment`. It is the caller's own."""
        run = {"advisor": self.run.advisor, "engine": self.run.engine, "python": self.run.python}
        return cast("AssessmentData", {**{name: _own(value) for name, value in self._data.items()}, "run": run})

    # ---- as a value ----------------------------------------------------------------------------------

    def __getstate__(self) -> dict[str, Any]:
        """Every part, and nothing that makes parts."""
        return {"assessed": self.assessed, "_parts": None, **{name: getattr(self, name) for name in self._PARTS}}

    def __eq__(self, other: object) -> bool:
        """Whether case and result are equal; which engine and versions made them does not count."""
        if not isinstance(other, Assessment):
            return NotImplemented
        return self.assessed.case == other.assessed.case and self._data == other._data

    def __hash__(self) -> int:
        return hash((self.case, self.as_of))


def _own(value: Any) -> Any:
    """A copy of plain data, in which nothing stands twice."""
    if isinstance(value, dict):
        return {name: _own(each) for name, each in value.items()}
    return [_own(each) for each in value] if isinstance(value, list) else value
