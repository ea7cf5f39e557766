"""What is recommended to a company: the staffing model, and the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from advisor.cases.answers import Exactly, Given
from advisor.inference.assessor import NOTHING_IMAGINED, Assessor, CaseInference, Inference
from advisor.inference.hypothetical import Hypothetical
from advisor.inference.incremental import Varying
from advisor.language.tree import atoms_of, points_of_atom
from advisor.planning.effects import EffectIndex
from advisor.planning.enough import enough_known
from advisor.planning.measured import Chosen, Rates, offered
from advisor.planning.plan import Maker, Plan, PlanEntry
from advisor.planning.planner import Planner
from advisor.planning.risk import Scales
from advisor.staffing.company_timeline import CompanyTimeline, TimelineCalculator
from advisor.staffing.decision import Again, Decision, FigureEnds, decide, without_sellers
from advisor.staffing.lateness import Lateness

WITHOUT_DELAY = ("add-nobody", "undecided")
BANDS = ("half-day", "two-days", "week", "more")


class Recommender:
    """Decides and plans for one program. Safe to share between threads.

    `assessor` infers what-ifs by the hundred, so it should be one with the Python engine.
    """

    def __init__(self, assessor: Assessor, timeline_calculator: TimelineCalculator):
        self.assessor = assessor
        self.program = assessor.program
        self.timeline_calculator = timeline_calculator
        self.effects = EffectIndex(self.program, timeline_calculator.questions)
        self.scales = Scales(self.program)
        self._effort = {band: self._figure(f"effort-{band}") for band in BANDS}

    def decide(self, assessed: CaseInference) -> Decision | None:
        """The staffing model of a case; None where the packs have no decision table."""
        return decide(self.program, assessed, self._ends(assessed.inferences[0]), self._again(assessed))

    def without_sellers(self, assessed: CaseInference) -> str | None:
        """The model where the figures that only sellers publish are not believed; None where none was leaned on."""
        return without_sellers(self.program, self._ends(assessed.inferences[0]), self._again(assessed))

    def _again(self, assessed: CaseInference) -> Again:
        """Infers the first resolution of a case anew with something changed."""

        def again(changes: Sequence[Varying]) -> list[Inference]:
            return self.assessor.vary(assessed.inferences[0], changes)

        return again

    def plan(
        self, assessed: CaseInference, decision: Decision | None, open_questions: Mapping[str, Sequence[str]]
    ) -> Plan:
        """What to do: fixes by worth, then whom to ask, duties, or nothing until the next check.

        `open_questions` lists per person the questions that could still change something.
        """
        return Plan(tuple(self.entries(assessed, decision, open_questions)))

    def entries(
        self,
        assessed: CaseInference,
        decision: Decision | None,
        open_questions: Mapping[str, Sequence[str]],
        *,
        surely: bool = True,
    ) -> Iterator[PlanEntry]:
        """The entries of the plan in their order, each worked out when it is asked for.

        Without `surely` it is not found out which of them are settled.
        """
        planner = self.planner(assessed, decision)
        maker = Maker(self.program, planner.as_it_is.inferred, assessed.case.as_of, self._effort)
        most = int(self._figure("ask-most"))
        asked = {who: questions[:most] for who, questions in open_questions.items()}
        ask_first = asks_first(assessed, decision)
        if ask_first:
            yield from maker.asking(asked)
        gates = list(maker.plain("gate"))
        yield from gates
        fixes: Iterator[PlanEntry] = map(maker.fix, planner.choose(surely=surely))
        if not ask_first and _beginning(planner, decision, ()):
            chosen = list(planner.choose(surely=surely))
            fixes = iter(_with_beginning(maker, chosen, _beginning(planner, decision, chosen)))
        first = next(fixes, None)
        if first is not None:
            yield first
            yield from fixes
        elif not gates and _as_it_is(decision) and not ask_first:
            yield from maker.check()
        if not ask_first and any(status.status.value in ("suspected", "open") for status in assessed.together.values()):
            yield from maker.asking(asked)
        yield from maker.plain("duty")

    def begins_with(
        self, assessed: CaseInference, decision: Decision | None, imagined: Hypothetical = NOTHING_IMAGINED
    ) -> str | None:
        """The action with which the plan begins, on top of what is imagined; much cheaper than the whole plan.

        Where people are to be asked it is the action of that kind, whoever they are.
        """
        if asks_first(assessed, decision):
            return self._of_kind("find-out")
        planner = self.planner(assessed, decision, most=1)
        inferred = planner.state(imagined).inferred
        for action, entry in self.program.knowledge.actions.items():
            if entry.model.kind == "gate" and offered(self.program, action, inferred):
                return action
        for chosen in planner.choose(imagined, surely=False):
            return chosen.measured.action
        begin = _beginning(planner, decision, (), imagined)
        if begin:
            return begin[0]
        leave_alone = _as_it_is(decision) and enough_known(self.program, inferred)
        return self._of_kind("check" if leave_alone else "find-out")

    def _of_kind(self, kind: str) -> str | None:
        actions = self.program.knowledge.actions
        return next((action for action, entry in actions.items() if entry.model.kind == kind), None)

    def planner(self, assessed: CaseInference, decision: Decision | None, most: int | None = None) -> Planner:
        """The planner of a case, for those who measure actions themselves.

        `most` is how many fixes a plan may hold, in place of the figure `plan-most`.
        """
        answers = self.undisputed(assessed)
        model = None if decision is None or decision.model in WITHOUT_DELAY else decision.model
        rates = self._rates(answers)
        rates = rates if most is None else replace(rates, most=most)
        only = assessed.inferences[0]
        undisputed = len(assessed.inferences) == 1 and only.facts.answers == answers
        return Planner(
            self.assessor,
            answers,
            assessed.case.as_of,
            Lateness(model),
            rates,
            self.effects,
            self.scales,
            only if undisputed else None,
            assessed.standing.disputed,
        )

    def undisputed(self, assessed: CaseInference) -> dict[str, Given]:
        """The answers of a case less all disputed and withdrawn ones."""
        disputed = {answer for contradiction in assessed.standing.contradictions for answer in contradiction.answers}
        return {question: given for question, given in assessed.standing.answers.items() if question not in disputed}

    def _rates(self, answers: Mapping[str, Given]) -> Rates:
        given = answers.get(self.timeline_calculator.model.delay_cost)
        band = (
            given.value.replace("_", "-") if isinstance(given, Exactly) and isinstance(given.value, str) else "not-said"
        )
        return Rates(
            self._effort,
            self._figure(f"delay-{band}"),
            self._figure("plan-floor"),
            int(self._figure("plan-most")),
            self._figure("effort-least"),
        )

    def _figure(self, figure: str) -> float:
        return self.timeline_calculator.figures[figure].values[0].ends[1]

    def _ends(self, inferred: Inference) -> FigureEnds:
        """The figures leaned on, at their ends, where the decision table reads the timeline at all."""
        company_timeline = inferred.facts.points.detail
        if not isinstance(company_timeline, CompanyTimeline) or not self._table_reads_timeline:
            return FigureEnds({}, {})
        ends: dict[str, tuple[float, float]] = {}
        sellers: dict[str, float | str] = {}
        for leaned in company_timeline.leaned_on:
            figure = self.timeline_calculator.figures[leaned.id]
            if leaned.ends[0] != leaned.ends[2]:
                ends[leaned.id] = (leaned.ends[0], leaned.ends[2])
            if figure.sellers and figure.instead is not None:
                sellers[leaned.id] = figure.instead
        return FigureEnds(ends, sellers)

    @cached_property
    def _table_reads_timeline(self) -> bool:
        rows = self.program.late.rows.values()
        return any(points_of_atom(atom) for row in rows for atom in atoms_of(row.condition.tree))


def _as_it_is(decision: Decision | None) -> bool:
    """Whether nothing says that the company must do something else than now."""
    return decision is None or decision.keep is not False


def asks_first(assessed: CaseInference, decision: Decision | None) -> bool:
    """Whether what is not known comes before anything else: answers that contradict each other, or no model yet."""
    return bool(assessed.standing.contradictions) or (decision is not None and decision.model == WITHOUT_DELAY[1])


def _beginning(
    planner: Planner, decision: Decision | None, fixes: Sequence[Chosen], imagined: Hypothetical = NOTHING_IMAGINED
) -> tuple[str, ...]:
    """What a company that has to move to the recommended model must do for it beside the fixes."""
    return () if decision is None or _as_it_is(decision) else planner.beginning(decision.model, fixes, imagined)


def _with_beginning(maker: Maker, fixes: Sequence[Chosen], begin: Sequence[str]) -> list[PlanEntry]:
    """The fixes, and after the first of them (and what it needs) what the recommended model cannot start without."""
    needs = maker.needs_of(begin)
    places = [number for number, fix in enumerate(fixes) if number == 0 or fix.measured.action in needs]
    place = max(places, default=-1) + 1
    entries = [maker.fix(chosen) for chosen in fixes[:place]]
    seen = {entry.id for entry in entries}
    for action in begin:
        entries.append(maker.unranked(action, tuple(need for need in maker.needs_of([action]) if need in seen)))
        seen.add(action)
    return entries + [maker.fix(chosen) for chosen in fixes[place:]]
