"""The counsel on a case: the staffing model, and the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from advisor.inference.answers import Exactly, Given
from advisor.inference.assessing import NOTHING_IMAGINED, Assessed, Assessor, Inferred
from advisor.inference.hypothetical import Hypothetical
from advisor.planning.footprints import Footprints
from advisor.planning.plan import Entry, Maker, Plan
from advisor.planning.planner import Planner, Rates, offered
from advisor.planning.worth import Scales
from advisor.staffing.bridge import Bridge, Clock
from advisor.staffing.deciding import Decision, FigureEnds, decide
from advisor.staffing.lateness import Lateness

WITHOUT_DELAY = ("add-nobody", "undecided")
BANDS = ("half-day", "two-days", "week", "more")


class Counsel:
    """Decides and plans for one program. Safe to share between threads."""

    def __init__(self, assessor: Assessor, bridge: Bridge):
        self.assessor = assessor
        self.program = assessor.program
        self.bridge = bridge
        self.footprints = Footprints(self.program, bridge.questions)
        self.scales = Scales(self.program)
        self._effort = {band: self._figure(f"effort-{band}") for band in BANDS}

    def decide(self, assessed: Assessed) -> Decision | None:
        """The staffing model of a case; None where the packs have no decision table."""
        answers = assessed.readings[0].facts.answers

        def again(figures: Mapping[str, float | str]) -> Inferred:
            return self.assessor.infer(answers, assessed.case.as_of, Hypothetical(figures=figures))

        return decide(self.program, assessed, self._ends(assessed.readings[0]), again)

    def plan(self, assessed: Assessed, decision: Decision | None, open_questions: Mapping[str, Sequence[str]]) -> Plan:
        """What to do: fixes by worth, then whom to ask, duties, or nothing until the next check.

        `open_questions` lists per person the questions that could still change something.
        """
        planner = self.planner(assessed, decision)
        base = planner.state(Hypothetical()).inferred
        fixes = planner.choose()
        maker = Maker(self.program, base, assessed.case.as_of, self._effort)
        most = int(self._figure("ask-most"))
        asked = {who: questions[:most] for who, questions in open_questions.items()}
        entries: list[Entry] = []
        ask_first = asks_first(assessed, decision)
        if ask_first:
            entries += maker.asking(asked)
        entries += maker.plain("gate")
        entries += [maker.fix(chosen) for chosen in fixes]
        if not ask_first and any(status.status.value in ("suspected", "open") for status in assessed.together.values()):
            entries += maker.asking(asked)
        entries += maker.plain("duty")
        if _as_it_is(decision) and not ask_first and not any(entry.kind in ("fix", "gate") for entry in entries):
            entries = [*maker.check(), *entries]
        return Plan(tuple(entries))

    def begins_with(
        self, assessed: Assessed, decision: Decision | None, imagined: Hypothetical = NOTHING_IMAGINED
    ) -> str | None:
        """The action with which the plan begins, on top of what is imagined; much cheaper than the whole plan.

        Where people are to be asked it is the action of that kind, whoever they are.
        """
        if asks_first(assessed, decision):
            return self._of_kind("find-out")
        planner = self.planner(assessed, decision, most=1)
        inferred = planner.state(imagined).inferred
        for id, entry in self.program.knowledge.actions.items():
            if entry.model.kind == "gate" and offered(self.program, id, inferred):
                return id
        chosen = planner.choose(imagined)
        if chosen:
            return chosen[0].measured.action
        return self._of_kind("check" if _as_it_is(decision) else "find-out")

    def _of_kind(self, kind: str) -> str | None:
        actions = self.program.knowledge.actions
        return next((id for id, entry in actions.items() if entry.model.kind == kind), None)

    def planner(self, assessed: Assessed, decision: Decision | None, most: int | None = None) -> Planner:
        """The planner of a case, for those who measure actions themselves; `most` fixes in place of the figure."""
        answers = self.undisputed(assessed)
        model = None if decision is None or decision.model in WITHOUT_DELAY else decision.model
        rates = self._rates(answers)
        rates = rates if most is None else replace(rates, most=most)
        return Planner(
            self.assessor, answers, assessed.case.as_of, Lateness(model), rates, self.footprints, self.scales
        )

    def undisputed(self, assessed: Assessed) -> dict[str, Given]:
        """The answers of a case less all disputed and withdrawn ones."""
        disputed = {answer for conflict in assessed.standing.conflicts for answer in conflict.answers}
        return {id: given for id, given in assessed.standing.answers.items() if id not in disputed}

    def _rates(self, answers: Mapping[str, Given]) -> Rates:
        given = answers.get(self.bridge.model.delay_cost)
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

    def _figure(self, id: str) -> float:
        return self.bridge.figures[id].values[0].ends[1]

    def _ends(self, inferred: Inferred) -> FigureEnds:
        """The figures leaned on, at their ends, where the decision table reads the timeline at all."""
        clock = inferred.facts.points.detail
        if not isinstance(clock, Clock) or not self._table_reads_timeline:
            return FigureEnds({}, {})
        ends: dict[str, tuple[float, float]] = {}
        sellers: dict[str, float | str] = {}
        for leaned in clock.leaned_on:
            figure = self.bridge.figures[leaned.id]
            if leaned.ends[0] != leaned.ends[2]:
                ends[leaned.id] = (leaned.ends[0], leaned.ends[2])
            if figure.sellers and figure.instead is not None:
                sellers[leaned.id] = figure.instead
        return FigureEnds(ends, sellers)

    @property
    def _table_reads_timeline(self) -> bool:
        from advisor.language.tree import atoms_of, points_of_atom

        slots = [slot for name, slot in self.program.further.items() if name.startswith("row:")]
        return any(points_of_atom(a) for s in slots for a in atoms_of(self.program.strata[-1].conditions[s].tree))


def _as_it_is(decision: Decision | None) -> bool:
    """Whether nothing says that the company must do something else than now."""
    return decision is None or decision.keep is not False


def asks_first(assessed: Assessed, decision: Decision | None) -> bool:
    """Whether what is not known comes before anything else: answers that contradict each other, or no model yet."""
    return bool(assessed.standing.conflicts) or (decision is not None and decision.model == WITHOUT_DELAY[1])
