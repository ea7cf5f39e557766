"""Levers: the smallest sets of actions and givens that remove a diagnosis, flip the model or reach a chance.

Every set of up to three that can matter is tried, smaller ones first, and none that holds a set which works; so
each set named is minimal, and "none" is proved within the bound. Levers that touch nothing of what the goal rests
on are left out beforehand (`EffectIndex` tells), and of levers that come to the same only the cheapest is tried. That
leaves few enough for all of three; a lever left out wrongly would make "none" untrue, so the index errs on more.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from advisor.cases.answers import Exactly, Given, Range
from advisor.explaining.context import Context
from advisor.explaining.search.lever_sets import Goal, Lever, Levers, LeverSet
from advisor.inference.assessor import Inference
from advisor.inference.certainty import Status
from advisor.inference.hypothetical import Hypothetical
from advisor.language.tree import atoms_of, points_of_atom, questions_of
from advisor.planning.effects import TIMELINE
from advisor.result.wording import given_text
from advisor.staffing.company_timeline import CompanyTimeline, number_of
from advisor.staffing.decision import first_true

MOST_TOGETHER = 3
MOST_SETS = 5
GONE = (Status.OPEN, Status.NO_SIGN, Status.RULED_OUT)


class Lifting:
    """Tries levers on one case, disputed answers left out, as the planner does."""

    def __init__(self, context: Context, named: Mapping[str, Given] | None = None):
        assert context.recommender is not None
        self.context = context
        self.recommender = context.recommender
        self.measuring = context.planner()
        self.answers = context.recommender.undisputed(context.assessment.assessed)
        self.rows = context.program.knowledge.table.model.rows if context.program.knowledge.table is not None else ()
        self._known: dict[
            object, Inference
        ] = {}  # by what is imagined; the goals of one case try many of the same sets
        self.levers = [*self._actions(), *self._givens(named)]

    def find(self, goal: Goal) -> Levers:
        """The smallest sets that reach a goal."""
        reach = self._reach(goal)
        now = self._infer(Hypothetical())
        if reach(now) is not None:
            return Levers(goal, self._title(goal), self._now(goal, now), (), 0, 0, True)
        useful = list(self._useful(goal))
        sets: list[LeverSet] = []
        tried = 0
        for size in range(1, MOST_TOGETHER + 1):
            for chosen in itertools.combinations(useful, size):
                if not _compatible(chosen):
                    continue
                tried += 1
                told = reach(self._infer(self.together(chosen)))
                if told is not None:
                    sets.append(LeverSet(chosen, sum(lever.days for lever in chosen), told))
            if sets:
                break
        sets.sort(
            key=lambda s: (s.days, sum(lever.kind == "given" for lever in s.levers), [lever.id for lever in s.levers])
        )
        return Levers(
            goal,
            self._title(goal),
            self._now(goal, now),
            tuple(sets[:MOST_SETS]),
            max(0, len(sets) - MOST_SETS),
            tried,
            False,
        )

    def together(self, levers: Sequence[Lever]) -> Hypothetical:
        """What will be so with all of them; givens first, then actions on top of each other."""
        imagined = Hypothetical()
        for lever in sorted(levers, key=lambda lever: lever.kind == "action"):
            if lever.kind == "given" or not imagined.answers.keys() & lever.imagined.answers.keys():
                imagined = imagined.together(lever.imagined)
            else:
                imagined = imagined.together(self.measuring.done_by(lever.id, imagined)[0])
        return imagined

    def reaches(self, goal: Goal, levers: Sequence[Lever]) -> bool:
        """Whether a set of levers reaches the goal."""
        return self._reach(goal)(self._infer(self.together(levers))) is not None

    def _infer(self, imagined: Hypothetical) -> Inference:
        key = _key(imagined.answers, imagined.figures, imagined.cures)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self.context.infer(self.answers, imagined)
        return found

    # ---- goals ---------------------------------------------------------------------------------------

    def _reach(self, goal: Goal) -> Callable[[Inference], str | None]:
        """What an inference comes to where it reaches the goal, None where it does not."""
        if goal.kind == "remove":
            assert goal.id is not None
            return lambda inferred: self._gone(goal.id or "", inferred)
        if goal.kind == "model":
            now = self._model(self._infer(Hypothetical()))
            return lambda inferred: self._other(goal.id, now, inferred)
        wanted = goal.chance or 0.0
        return lambda inferred: self._likely(wanted, inferred)

    def _gone(self, diagnosis: str, inferred: Inference) -> str | None:
        status = inferred.verdicts[diagnosis].status
        return status.value if status in GONE else None

    def _other(self, wanted: str | None, now: str | None, inferred: Inference) -> str | None:
        model = self._model(inferred)
        return model if model is not None and (model == wanted if wanted else model != now) else None

    def _likely(self, wanted: float, inferred: Inference) -> str | None:
        best = _best_chance(inferred)
        return best[0] if best is not None and best[1] >= wanted else None

    def _model(self, inferred: Inference) -> str | None:
        row = first_true(self.context.program, self.rows, inferred.shown)
        return row.model if row is not None else None

    def _title(self, goal: Goal) -> str:
        return self.context.program.diagnoses[goal.id].model.title if goal.kind == "remove" and goal.id else ""

    def _now(self, goal: Goal, inferred: Inference) -> str:
        if goal.kind == "remove":
            return self.context.assessment.status(goal.id or "").value
        if goal.kind == "model":
            return self._model(inferred) or ""
        best = _best_chance(inferred)
        return f"{best[1]:.3f}" if best is not None else "not known"

    # ---- levers --------------------------------------------------------------------------------------

    def _actions(self) -> Iterator[Lever]:
        knowledge, plain = self.context.program.knowledge, self.context.wording(self.context.decided_in).plain
        for action in self.measuring.actions:
            if not self.measuring.is_offered(action):
                continue
            imagined, first = self.measuring.done_by(action, Hypothetical())
            if imagined.answers or imagined.figures or imagined.cures:
                efforts = self.measuring.rates.effort_days
                days = sum(efforts[knowledge.actions[step].model.effort] for step in (action, *first))
                title = plain(knowledge.actions[action].model.title)
                yield Lever("action", action, title, days, first, imagined)

    def _givens(self, named: Mapping[str, Given] | None) -> Iterator[Lever]:
        program = self.context.program
        cost = self.measuring.rates.effort_days["week"]  # what it takes to agree on it
        for question, given in named.items() if named else self._usual():
            labels = program.knowledge.labels(question)
            title = f"{program.question(question).short}: {given_text(given, labels)}"
            yield Lever(
                "given", f"{question}={given_text(given, {})}", title, cost, (), Hypothetical({question: given})
            )

    def _usual(self) -> Iterator[tuple[str, Given]]:
        """The date later, the scope smaller, another region."""
        model = self.recommender.timeline_calculator.model
        day, work = self.answers.get(model.need_by), self.answers.get(model.work_left)
        if isinstance(day, Exactly) and isinstance(day.value, date):
            for weeks in self.context.figure("lever-date"):
                yield model.need_by, Exactly(day.value + timedelta(weeks=weeks))
        left = work.value if isinstance(work, Exactly) else work.high if isinstance(work, Range) else None
        if isinstance(left, (int, float)) and left > 0:
            for part in reversed(self.context.figure("lever-scope")):
                yield model.work_left, Exactly(round(left * part, 1))
        region = self.answers.get(model.region)
        if isinstance(region, Exactly):
            options = self.context.program.question(model.region).options
            yield from ((model.region, Exactly(o.id)) for o in options if o.id != region.value)

    def _useful(self, goal: Goal) -> Iterator[Lever]:
        """The levers that touch what the goal rests on, of those that come to the same only the cheapest."""
        touches = self._touching(goal)
        on_timeline = self.recommender.timeline_calculator.questions
        seen: set[object] = set()
        curing = self._curing(goal)
        for lever in sorted(self.levers, key=lambda lever: (lever.days, lever.kind == "given", lever.id)):
            imagined = lever.imagined
            answers = {q: g for q, g in imagined.answers.items() if touches(q) and self.answers.get(q) != g}
            cures = {diagnosis: c for diagnosis, c in imagined.cures.items() if diagnosis in curing}
            figures = dict(imagined.figures) if goal.kind != "remove" or self._on_timeline(goal.id or "") else {}
            key = _key(answers, figures, cures)
            if (answers or cures or figures) and key not in seen:
                if goal.kind == "chance" and not (answers.keys() & on_timeline or figures):
                    continue
                seen.add(key)
                yield lever

    def _touching(self, goal: Goal) -> Callable[[str], bool]:
        effects = self.recommender.effects
        if goal.kind == "remove":
            return lambda q: goal.id in effects.of_question.get(q, frozenset())
        if goal.kind == "chance":
            return lambda q: TIMELINE in effects.of_question.get(q, frozenset())
        direct, concluded = set(), set()
        for row in self.rows:
            condition = self.context.program.late.rows[row.id].condition
            direct |= set(condition.questions)
            concluded |= {c.diagnosis for c in condition.conclusions}
            concluded |= {TIMELINE} if any(points_of_atom(a) for a in atoms_of(condition.tree)) else set()
        for question in list(direct):
            gate = self.context.program.gate_of.get(question)
            while gate is not None:
                above = [q for q in questions_of(gate.condition.tree) if q not in direct]
                direct |= set(above)
                gate = self.context.program.gate_of.get(above[0]) if above else None
        return lambda q: q in direct or bool(effects.of_question.get(q, frozenset()) & concluded)

    def _curing(self, goal: Goal) -> frozenset[str]:
        """The diagnoses of which a cure can matter: those that the goal is about or read by, and what these rest on."""
        if goal.kind == "chance":
            return frozenset()
        rows = self.context.program.late.rows
        about = {c.diagnosis for row in self.rows for c in rows[row.id].condition.conclusions}
        about = about if goal.kind == "model" else {goal.id or ""}
        return frozenset(about).union(*map(self._below, about))

    def _below(self, diagnosis: str) -> frozenset[str]:
        """The diagnoses that a diagnosis is concluded from."""
        found: set[str] = set()
        waiting = [diagnosis]
        while waiting:
            compiled = self.context.program.diagnoses[waiting.pop()]
            conditions = self.context.program.strata[compiled.stratum].conditions
            for slot in range(compiled.first_slot, compiled.last_slot):
                new = {c.diagnosis for c in conditions[slot].conclusions} - found
                found |= new
                waiting += new
        return frozenset(found)

    def _on_timeline(self, diagnosis: str) -> bool:
        return diagnosis in self.recommender.effects.of_action((), (), True)


def _key(answers: Mapping[str, Given], figures: Mapping[str, float | str], cures: Mapping[str, float]) -> object:
    """What is imagined, to be looked up by, whatever its order."""
    return (
        tuple(sorted(answers.items(), key=lambda item: item[0])),
        tuple(sorted(figures.items(), key=str)),
        tuple(sorted(cures.items())),
    )


def _best_chance(inferred: Inference) -> tuple[str, float] | None:
    """The option with the best chance of delivering by the date, of those that are possible and known."""
    company_timeline = inferred.facts.points.detail
    if not isinstance(company_timeline, CompanyTimeline):
        return None
    known = [
        (option, inferred.facts.points.known.get(number_of(option, "chance_delivered")))
        for option in company_timeline.options
    ]
    chances = [
        (option, range_[0]) for option, range_ in known if range_ is not None and option not in company_timeline.barred
    ]
    return max(chances, key=lambda c: c[1], default=None)


def _compatible(levers: Sequence[Lever]) -> bool:
    """Whether the levers can be had together: a question is given one value only."""
    given = [q for lever in levers if lever.kind == "given" for q in lever.imagined.answers]
    return len(given) == len(set(given))
