"""What a search for other answers is after: a diagnosis found, a staffing model chosen, an action in the plan."""

from __future__ import annotations

from advisor.explaining.context import Context
from advisor.explaining.reasons.nearness import Nearness
from advisor.explaining.search.flipping import Target
from advisor.explaining.telling import TestWording
from advisor.inference.assessor import CaseInference
from advisor.inference.certainty import Status
from advisor.inference.compiled.program import CONFIRMED
from advisor.inference.hypothetical import Hypothetical
from advisor.language.kleene import value_of
from advisor.language.normal import Normal
from advisor.language.tree import Concluded
from advisor.planning.measured import offered
from advisor.staffing.decision import first_true

PLANS = 300  # sets tried in climbing where each takes a plan


def diagnosis_target(context: Context, diagnosis: str) -> Target:
    """A diagnosis is found."""
    nearness = Nearness(context.program)

    def reached(assessed: CaseInference) -> str | None:
        status = assessed.together[diagnosis].status
        return status.value if status is Status.CONFIRMED else None

    def distance(test_wording: TestWording) -> float:
        return nearness.of_diagnosis(diagnosis, CONFIRMED, test_wording)

    def movers(test_wording: TestWording) -> set[str]:
        return nearness.movers(
            nearness.looked_into(Concluded(diagnosis, "diagnosed"), True, test_wording), test_wording
        )

    return Target(context.findings[diagnosis].status.value, _conditions(context, diagnosis), reached, distance, movers)


def model_target(context: Context, model: str) -> Target:
    """A staffing model is chosen: one of its rows holds, and no row of another model above it."""
    program, decision = context.program, context.assessment.decision
    assert program.knowledge.table is not None and decision is not None
    rows, nearness = program.knowledge.table.model.rows, Nearness(program)
    compiled = {row.id: program.late.rows[row.id].condition for row in rows}
    own = [place for place, row in enumerate(rows) if row.model == model]

    def reached(assessed: CaseInference) -> str | None:
        firsts = [first_true(program, rows, each.shown) for each in assessed.inferences]
        if not any(row is not None and row.model == model for row in firsts):
            return None
        found = context.model_of(assessed)
        return model if found is not None and found.model == model else None

    def distance(test_wording: TestWording) -> float:
        in_the_way = [
            nearness.of(compiled[row.id].negation, test_wording)
            if row.model != model and value_of(compiled[row.id].normal, test_wording.view) == 1
            else 0.0
            for row in rows
        ]
        return min(nearness.of(compiled[rows[at].id].normal, test_wording) + sum(in_the_way[:at]) for at in own)

    def movers(test_wording: TestWording) -> set[str]:
        wanted = [compiled[rows[at].id].normal for at in own]
        against = [compiled[row.id].negation for row in rows if row.model != model]
        return nearness.movers([*wanted, *against], test_wording)

    return Target(decision.model, tuple(c.normal for c in compiled.values()), reached, distance, movers)


def action_target(context: Context, action_id: str) -> Target:
    """An action is in the plan: it may be offered, and (for a fix) is worth a line of it."""
    program, recommender = context.program, context.recommender
    assert recommender is not None
    action, nearness = program.knowledge.actions[action_id].model, Nearness(program)
    late = program.late.offered.get(action_id), program.late.withheld.get(action_id)
    when, unless = (None if one is None else one.condition for one in late)
    normals = [condition.normal for condition in (when, unless) if condition is not None]
    changed = tuple(c.question for c in action.changes if c.question is not None)
    for diagnosis in recommender.effects.of_action(changed, action.cures, any(c.figure for c in action.changes)):
        normals += _conditions(context, diagnosis) if diagnosis in program.diagnoses else ()

    def reached(assessed: CaseInference) -> str | None:
        answers, decision = recommender.undisputed(assessed), context.model_of(assessed)
        inferred = context.assessor.infer(answers, assessed.case.as_of, never=assessed.standing.disputed)
        if not offered(program, action_id, inferred, decision.model if decision is not None else None):
            return None
        if action.kind == "fix":
            measuring = recommender.planner(assessed, decision)
            measured = measuring.on_top_of(action_id, Hypothetical())
            if measured is None or measured.priority < measuring.rates.floor:
                return None
        plan = context.result_of(assessed).plan
        return "in the plan" if plan is not None and plan.entry(action_id) is not None else None

    def distance(test_wording: TestWording) -> float:
        opening = nearness.of(when.normal, test_wording) if when is not None else 0.0
        return opening + (nearness.of(unless.negation, test_wording) if unless is not None else 0.0)

    def movers(test_wording: TestWording) -> set[str]:
        gates = [*([when.normal] if when is not None else ()), *([unless.negation] if unless is not None else ())]
        return nearness.movers([*gates, *normals], test_wording)

    return Target("not in the plan", tuple(normals), reached, distance, movers, changed, PLANS)


def _conditions(context: Context, diagnosis: str) -> tuple[Normal, ...]:
    """All that a diagnosis hangs on: its signs, and what rules it out."""
    compiled = context.program.diagnoses[diagnosis]
    conditions = context.program.strata[compiled.stratum].conditions
    return tuple(c.normal for c in conditions[compiled.first_slot : compiled.last_slot])
