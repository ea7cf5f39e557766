"""Why something was not concluded: each way it could have been, what is missing, and what would flip it.

A set of changes is named only after assessing again with it; none of its changes can be left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from advisor.explaining.context import Context
from advisor.explaining.reasons.nearness import Nearness
from advisor.explaining.search.flipping import Searched, find_flip
from advisor.explaining.search.targets import action_target, diagnosis_target, model_target
from advisor.explaining.telling import TestWording
from advisor.inference.assessor import NOTHING_IMAGINED
from advisor.inference.compiled.program import CONFIRMED
from advisor.inference.compiled.sentences import listed
from advisor.inference.compiled.written import signs_of
from advisor.inference.minimal_sets import minimal_sets
from advisor.language.kleene import value_of
from advisor.language.normal import AllOf, AnyOf, Normal, SignedAtom
from advisor.language.tree import Amount, Compare, Constant, Count, Number, WeeksUntil, questions_of_atom
from advisor.planning.measured import offered


@dataclass(frozen=True)
class Miss:
    """A test that does not hold: what it needs, what was said; `known` is False where nothing was said.

    `worked_out` marks a number that is worked out, not said.
    """

    subject: str
    needed: str
    said: str
    distance: float
    known: bool
    questions: tuple[str, ...]
    worked_out: bool = False


Bound = tuple[Number, bool, float]
"""What a number must keep to: the number, whether it is a highest value, and the value."""


@dataclass(frozen=True)
class MissedSign:
    """A sign (or another condition) that did not come true, with the tests that fail."""

    id: str
    says: str | None
    misses: tuple[Miss, ...]
    distance: float


@dataclass(frozen=True)
class Way:
    """A way in which it could have been concluded: what is there already, and what is missing."""

    there: tuple[str, ...]
    missing: tuple[MissedSign, ...]
    distance: float


@dataclass(frozen=True)
class WhyNot:
    """Why something was not concluded. `status` is how it stands now.

    `blocked` are reasons that keep it away whatever else holds; `deciding` the questions not answered that can
    still bring it about. `searched` names a set of changes that flips it, if one was found.
    """

    kind: str
    id: str
    title: str
    status: str
    blocked: tuple[str, ...]
    ways: tuple[Way, ...]
    searched: Searched
    deciding: tuple[tuple[str, str], ...]


def misses_of(normal: Normal, nearness: Nearness, test_wording: TestWording) -> tuple[Miss, ...]:
    """The tests that keep a normal form from being true, on the way that is nearest; the narrowest bounds only."""
    found = dict(_misses(normal, nearness, test_wording))
    tightest: dict[tuple[Number, bool], float] = {}
    for number, highest, value in filter(None, found.values()):
        so_far = tightest.setdefault((number, highest), value)
        tightest[number, highest] = min(so_far, value) if highest else max(so_far, value)
    return tuple(m for m, bound in found.items() if bound is None or tightest[bound[:2]] == bound[2])


def _misses(normal: Normal, nearness: Nearness, test_wording: TestWording) -> Iterator[tuple[Miss, Bound | None]]:
    if value_of(normal, test_wording.view) == 1:
        return
    if isinstance(normal, SignedAtom):
        facts = test_wording.inferred.facts
        asked = questions_of_atom(normal.atom)
        for question in asked:
            if facts.asked.get(question, 1) == -1:
                yield from _misses(nearness.program.gate_normals[question], nearness, test_wording)
        own = Miss(
            test_wording.subject(normal),
            test_wording.needed(normal),
            test_wording.said(normal),
            test_wording.distance(normal),
            test_wording.truth(normal) == -1,
            asked,
            isinstance(normal.atom, Compare) and not isinstance(normal.atom.left, (Amount, Count, WeeksUntil)),
        )
        yield own, _bound(normal)
        return
    ranked = sorted(normal.parts, key=lambda part: nearness.of(part, test_wording))
    if isinstance(normal, AnyOf):
        parts = tuple(ranked[:1])
    elif isinstance(normal, AllOf):
        parts = normal.parts
    else:
        open_parts = [part for part in ranked if value_of(part, test_wording.view) != 1]
        parts = tuple(open_parts[: max(0, normal.n - (len(ranked) - len(open_parts)))])
    for part in parts:
        yield from _misses(part, nearness, test_wording)


def _bound(literal: SignedAtom) -> Bound | None:
    atom = literal.atom
    if not isinstance(atom, Compare) or not isinstance(atom.right, Constant) or atom.op in ("==", "!="):
        return None
    return atom.left, (atom.op in ("<", "<=")) is literal.positive, atom.right.value


def why_not_diagnosis(context: Context, diagnosis: str) -> WhyNot:
    """Why a diagnosis is not found."""
    program = context.program
    compiled = program.diagnoses[diagnosis]
    finding = context.findings[diagnosis]
    inferred = context.shown_in(diagnosis)
    nearness, test_wording = Nearness(program), TestWording(context, inferred)
    signs = signs_of(program, compiled)
    ways = []
    for way in minimal_sets([sign.certainties for sign in signs], CONFIRMED):
        there, missing = [], []
        for number, level in way:
            normal = AnyOf(tuple(w.compiled.normal for w in signs[number].levels[: level + 1]))
            if value_of(normal, test_wording.view) == 1:
                there.append(test_wording.wording.fill(compiled.signs[number].says))
            else:
                missing.append(
                    MissedSign(
                        signs[number].id,
                        None,
                        misses_of(normal, nearness, test_wording),
                        nearness.of(normal, test_wording),
                    )
                )
        ways.append(Way(tuple(there), tuple(missing), sum(m.distance for m in missing)))
    ways.sort(key=lambda way: (way.distance, len(way.missing)))

    deciding = tuple((q, program.question(q).ask) for q in (*finding.open_questions, *finding.could_tell))
    settling = (
        tuple((c.settle_question, c.settle) for c in context.assessment.contradictions) if finding.only_if else ()
    )
    return WhyNot(
        "diagnosis",
        diagnosis,
        finding.title,
        finding.status.value,
        finding.ruled_out_by,
        tuple(ways),
        find_flip(context, diagnosis_target(context, diagnosis)),
        tuple(dict.fromkeys((*settling, *deciding))),
    )


def why_not_model(context: Context, model: str) -> WhyNot:
    """Why another staffing model was not chosen."""
    table, decision = context.program.knowledge.table, context.assessment.decision
    assert table is not None and decision is not None
    nearness, test_wording = Nearness(context.program), TestWording(context, context.decided_in)
    rows = table.model.rows
    winner = context.program.knowledge.row(decision.row)
    conditions = context.program.late.rows
    own = [row for row in rows if row.model == model]
    ways, blocked = [], []
    for row in own:
        normal = conditions[row.id].condition.normal
        missing = misses_of(normal, nearness, test_wording)
        before = rows.index(row) > rows.index(winner)
        says = test_wording.wording.plain(row.wins_if)
        if not missing and before:
            first = test_wording.wording.plain(winner.wins_if)
            blocked.append(f"It would apply ({says}), but this comes first: {first}.")
        distance = nearness.of(normal, test_wording) + (1.0 if before else 0.0)
        ways.append(Way((), (MissedSign(row.id, says, missing, distance),), distance))
    ways.sort(key=lambda way: way.distance)
    shown = context.assessment.model
    asked = [q for rival in shown.rivals if rival.model == model for q in rival.decided_by] if shown else []
    return WhyNot(
        "model",
        model,
        "",
        decision.model,
        tuple(blocked),
        tuple(ways),
        find_flip(context, model_target(context, model)),
        tuple((q, context.program.question(q).ask) for q in asked),
    )


def why_not_action(context: Context, action_id: str) -> WhyNot:
    """Why an action is not in the plan."""
    action = context.program.knowledge.actions[action_id].model
    assert context.recommender is not None
    answers = context.recommender.undisputed(context.assessment.assessed)
    nearness, test_wording = Nearness(context.program), TestWording(context, context.infer(answers))
    ways, blocked = [], []
    when, unless = context.program.late.offered.get(action_id), context.program.late.withheld.get(action_id)
    if when is not None:
        normal = when.condition.normal
        missing = misses_of(normal, nearness, test_wording)
        if missing:
            ways.append(
                Way(
                    (),
                    (MissedSign(action_id, None, missing, nearness.of(normal, test_wording)),),
                    nearness.of(normal, test_wording),
                )
            )
    if unless is not None and value_of(unless.condition.normal, test_wording.view) == 1:
        missing = misses_of(unless.condition.negation, nearness, test_wording)
        ways.append(Way((), (MissedSign(action_id, None, missing, 1.0),), 1.0))
    decision = context.assessment.decision
    model = decision.model if decision is not None else None
    if action.under and model is not None and model not in action.under:
        blocked.append(_of_other_models(context, action.under, model))
    elif offered(context.program, action_id, test_wording.inferred, model) and action.kind == "fix":
        blocked.append(_not_worth(context, action_id))

    searched = find_flip(context, action_target(context, action_id))
    title = context.wording(test_wording.inferred).plain(action.title)
    return WhyNot("action", action_id, title, "not in the plan", tuple(blocked), tuple(ways), searched, ())


def _of_other_models(context: Context, under: Sequence[str], model: str) -> str:
    """That an action belongs to other ways of staffing than the recommended one."""
    name = context.program.knowledge.model_title
    others = listed([name(each, short=True) for each in under], "or")
    return f"It makes sense only under {others}, and the recommended model is {name(model, short=True)}."


def _not_worth(context: Context, action: str) -> str:
    planner = context.planner()
    found, rates = planner.on_top_of(action, NOTHING_IMAGINED), planner.rates
    if found is None:
        return "You could do it, but it wouldn't clear any problem or save a week."
    if found.priority < rates.floor:
        return "It would help, but too little for the effort to make the plan."
    return "It would help, but the plan already does most of it, or has something that helps more for the effort."
