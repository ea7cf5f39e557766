"""What is recommended to a company: the staffing model, and the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from advisor.cases.answers import Exactly, Given
from advisor.inference.assessor import NOTHING_IMAGINED, Assessor, CaseInference, Inference
from advisor.inference.hypothetical import Hypothetical
from advisor.inference.incremental import Varying
from advisor.language.tree import atoms_of, points_of_atom
from advisor.planning.effects import EffectIndex
from advisor.planning.enough import enough_known
from advisor.planning.gates.due import DueGate, due_gates
from advisor.planning.measured import READ, Chosen, ImaginedCase, Rates, Recommended
from advisor.planning.plan import Maker, Plan, PlanEntry
from advisor.planning.planner import Planner
from advisor.planning.risk import Scales
from advisor.planning.steps import broken_steps, findings
from advisor.staffing.company_timeline import CompanyTimeline, TimelineCalculator
from advisor.staffing.decision import Again, Decision, FigureEnds, decide, without_sellers
from advisor.staffing.lateness import Lateness

UNDECIDED, LOOK_UP, CHECK = "undecided", "look-up", "check"
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
        self._last: tuple[CaseInference, Inference] | None = None
        self._effort = {band: self._figure(f"effort-{band}") for band in BANDS}

    def decide(self, assessed: CaseInference) -> Decision | None:
        """The staffing model of a case; None where the packs have no decision table."""
        return decide(self.program, assessed, self._ends(assessed.inferences[0]), self._again(assessed))

    def without_sellers(self, assessed: CaseInference) -> str | None:
        """The model where the figures that only sellers publish are not believed; None where none was leaned on."""
        return without_sellers(self.program, self._ends(assessed.inferences[0]), self._again(assessed))

    def _again(self, assessed: CaseInference) -> Again:
        """Infers the first resolution of a case anew with something changed."""

        def again(changes: Sequence[Varying], surely: bool) -> list[Inference]:
            return self.assessor.vary(assessed.inferences[0], changes, surely=surely)

        return again

    def plan(self, assessed: CaseInference, decision: Decision | None) -> Plan:
        """What to do: gates that are due, fixes in their order or nothing until the next check, then duties.

        What has to be looked up stands after the first fix.
        """
        return Plan(tuple(self.entries(assessed, decision)))

    def due_gates(self, assessed: CaseInference, decision: Decision | None) -> list[DueGate]:
        """The gates that are not passed yet, without working out the plan that they stand in."""
        planner = self.planner(assessed, decision)
        return due_gates(self.program, planner.as_it_is.inferred, planner.recommended.model)

    def entries(
        self, assessed: CaseInference, decision: Decision | None, *, surely: bool = True
    ) -> Iterator[PlanEntry]:
        """The entries of the plan in their order, each worked out when it is asked for.

        Without `surely` it is not found out which of them are settled.
        """
        planner = self.planner(assessed, decision, surely=surely)
        model = planner.recommended.model
        maker = Maker(self.program, planner.as_it_is.inferred, assessed.case.as_of, self._effort, model)
        gates = [gate.action for gate in maker.gates]
        # The first fix is what the plan is about, so all but the most urgent of what has a day stands behind it.
        first, dated = maker.dated()
        yield from map(maker.unranked, first[:1])
        # A gate for somebody still to come stands directly before what brings them in.
        waiting = maker.gates_between(planner.actions)
        for gate in gates:
            if gate not in waiting:
                yield maker.unranked(gate)
        look_ups = maker.plain(LOOK_UP)
        begun = False
        for chosen in self._fixes(planner):
            for step in (*chosen.measured.prerequisites, chosen.measured.action):
                for gate in maker.gates_of(step):
                    if gate in waiting:
                        waiting.remove(gate)
                        yield maker.unranked(gate)
            yield maker.fix(chosen)
            if not begun:
                yield from map(maker.unranked, (*first[1:], *dated, *look_ups))
            begun = True
        if not begun:
            # A day that is coming, or what is still to be looked up, is no reason to change what works.
            stays = self._may_stay(assessed, decision, planner.as_it_is.inferred)
            checks = maker.check(unclear=not stays) if not gates and (stays or not look_ups) else ()
            yield from beside((*first[1:], *dated), checks, maker)
            yield from map(maker.unranked, look_ups)
        else:
            # Where fewer stand in the plan than everybody reads, what keeps up what works follows them.
            yield from map(maker.unranked, maker.plain("upkeep")[: max(0, READ - len(maker.calendar))])
        for duty in maker.plain("duty"):
            yield maker.unranked(duty)

    def begins_with(
        self, assessed: CaseInference, decision: Decision | None, imagined: Hypothetical = NOTHING_IMAGINED
    ) -> str | None:
        """The action with which the plan begins, on top of what is imagined; much cheaper than the whole plan.

        None where the packs have nothing for it.
        """
        planner = self.planner(assessed, decision, most=1, surely=False)
        inferred = planner.state(imagined).inferred
        maker = Maker(self.program, inferred, assessed.case.as_of, self._effort, planner.recommended.model)
        first, dated = maker.dated()
        if first:
            return first[0]
        gates = [gate.action for gate in maker.gates]
        waiting = maker.gates_between(planner.actions)
        for gate in gates:
            if gate not in waiting:
                return gate
        for chosen in self._fixes(planner, imagined):
            steps = (*chosen.measured.prerequisites, chosen.measured.action)
            due = (gate for step in steps for gate in maker.gates_of(step) if gate in gates)
            return next(due, chosen.measured.action)
        look_ups, stays = maker.plain(LOOK_UP), self._may_stay(assessed, decision, inferred)
        checks = maker.check(unclear=not stays) if not gates and (stays or not look_ups) else ()
        return next(iter((*(entry.id for entry in beside(dated, checks, maker)), *look_ups)), None)

    def _fixes(self, planner: Planner, imagined: Hypothetical = NOTHING_IMAGINED) -> Iterator[Chosen]:
        """The fixes of a plan; none where nothing was found and most of what was asked is not known: to begin a way of
        staffing on that would be a guess that costs money.
        """
        base = planner.state(imagined)
        if not findings(self.program, base) and not enough_known(self.program, base.inferred):
            return iter(())
        return planner.choose(imagined)

    def _may_stay(self, assessed: CaseInference, decision: Decision | None, inferred: Inference) -> bool:
        """Whether a company may be told to change nothing: nothing says that it must move, and enough is known."""
        return _as_it_is(decision) and not is_unclear(assessed, decision) and enough_known(self.program, inferred)

    def planner(
        self, assessed: CaseInference, decision: Decision | None, most: int | None = None, *, surely: bool = True
    ) -> Planner:
        """The planner of a case, for those who measure actions themselves.

        `most` is how many fixes a plan may hold, in place of the figure `plan-most`; without `surely` it does not find
        out which of them are settled.
        """
        answers = self.undisputed(assessed)
        rates = self._rates(answers)
        rates = rates if most is None else replace(rates, most=most)
        return Planner(
            self.assessor,
            answers,
            assessed.case.as_of,
            Lateness(self.program),
            rates,
            self._recommended(decision),
            self.effects,
            self.scales,
            self._as_it_is(assessed, answers),
            assessed.standing.disputed,
            surely,
        )

    def _as_it_is(self, assessed: CaseInference, answers: Mapping[str, Given]) -> Inference:
        """What follows from the answers of a case that nobody disputes.

        Gates, the plan and the ways out of one assessment ask for it one after the other, so the last is remembered.
        """
        kept = self._last
        if kept is not None and kept[0] is assessed:
            return kept[1]
        found = assessed.inferences[0]
        if len(assessed.inferences) > 1 or found.facts.answers != answers:
            found = self.assessor.infer(answers, assessed.case.as_of, never=assessed.standing.disputed)
        self._last = (assessed, found)
        return found

    @cached_property
    def ask_first_most(self) -> int:
        """How many questions may stand under "Ask first"."""
        return int(self._figure("ask-first-most"))

    def mended_first(self, inferred: Inference) -> str | None:
        """The finding that a plan would mend first: the earliest broken step, the heaviest of it; None without any."""
        risk = self.scales.risk(inferred, inferred.cures, likely=True)
        base = ImaginedCase(NOTHING_IMAGINED, inferred.facts.answers, inferred, risk, None)
        return next(iter(broken_steps(self.program, base, self._figure("plan-lightest"))), None)

    def _recommended(self, decision: Decision | None) -> Recommended:
        table = self.program.knowledge.table
        if decision is None or table is None:
            return Recommended()
        first = next((named for model, named in table.model.begins_first.items() if model == decision.model), None)
        return Recommended(decision.model, decision.keep is False, first, decision.firm)

    def undisputed(self, assessed: CaseInference) -> dict[str, Given]:
        """The answers of a case less all disputed and withdrawn ones, and those that do not apply: what was said of
        something that is not there must not come to count once an action brings it about.
        """
        disputed = {answer for contradiction in assessed.standing.contradictions for answer in contradiction.answers}
        asked = [inferred.facts.asked for inferred in assessed.inferences]
        return {
            question: given
            for question, given in assessed.standing.answers.items()
            if question not in disputed and any(each.get(question, 1) != -1 for each in asked)
        }

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
            self._figure("plan-lightest"),
            self._figure("plan-begins-share"),
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


def is_unclear(assessed: CaseInference, decision: Decision | None) -> bool:
    """Whether what is not known comes before anything else: answers that contradict each other, or no model yet."""
    return bool(assessed.standing.contradictions) or (decision is not None and decision.model == UNDECIDED)


def beside(dated: Sequence[str], checks: Iterable[PlanEntry], maker: Maker) -> Iterator[PlanEntry]:
    """What has a day, behind the check that says to leave the rest as it is, and before what keeps that up."""
    waiting = list(dated)
    for entry in checks:
        yield entry
        if entry.kind == CHECK:
            yield from map(maker.unranked, waiting)
            waiting = []
    yield from map(maker.unranked, waiting)
