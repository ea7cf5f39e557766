"""Why something was not concluded: each way it could have been, what is missing, and what would flip it.

A set of changes is named only after assessing again with it; none of its changes can be left out.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from advisor.authoring.certainties import minimal_sets
from advisor.authoring.written import signs_of
from advisor.explaining.flipping import Flip, find_flip, settled
from advisor.explaining.ground import Ground
from advisor.explaining.repairing import Answers, Repairer
from advisor.explaining.telling import Teller
from advisor.inference.assessment import Assessment
from advisor.inference.certainty import Status
from advisor.inference.program import CONFIRMED
from advisor.language.normal import AllOf, AnyOf, Literal, Normal
from advisor.language.threevalued import value_of
from advisor.language.tree import questions_of_atom
from advisor.planning.planner import offered

MOST_ASSESSED = 24
MOST_PLANNED = 6


@dataclass(frozen=True)
class Miss:
    """A test that does not hold: what it needs, what was said; `known` is False where nothing was said."""

    subject: str
    needed: str
    said: str
    distance: float
    known: bool
    questions: tuple[str, ...]


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
    still bring it about. `flip` is None where no set of changes was found.
    """

    kind: str
    id: str
    title: str
    status: str
    blocked: tuple[str, ...]
    ways: tuple[Way, ...]
    flip: Flip | None
    deciding: tuple[tuple[str, str], ...]


def misses_of(normal: Normal, repairer: Repairer, teller: Teller) -> tuple[Miss, ...]:
    """The tests that keep a normal form from being true, on the way that is nearest."""
    if value_of(normal, teller.view) == 1:
        return ()
    if isinstance(normal, Literal):
        facts = teller.inferred.facts
        asked = questions_of_atom(normal.atom)
        gates = [q for q in asked if facts.asked.get(q, 1) == -1]
        found = [m for q in gates for m in misses_of(repairer.ground.program.gate_normals[q], repairer, teller)]
        own = Miss(
            teller.subject(normal),
            teller.needed(normal),
            teller.said(normal),
            teller.distance(normal),
            teller.truth(normal) == -1,
            asked,
        )
        return (*found, own)
    ranked = sorted(normal.parts, key=lambda part: repairer.distance(part, teller))
    if isinstance(normal, AnyOf):
        return misses_of(ranked[0], repairer, teller) if ranked else ()
    parts = (
        normal.parts
        if isinstance(normal, AllOf)
        else [p for p in ranked if value_of(p, teller.view) != 1][
            : max(0, normal.n - sum(value_of(p, teller.view) == 1 for p in ranked))
        ]
    )
    return tuple(dict.fromkeys(m for part in parts for m in misses_of(part, repairer, teller)))


def why_not_diagnosis(ground: Ground, id: str) -> WhyNot:
    """Why a diagnosis is not found."""
    program = ground.program
    judgement = program.judgements[id]
    finding = ground.findings[id]
    inferred = ground.reading_of(id)
    repairer = Repairer(ground)
    teller = Teller(ground, inferred)
    signs = signs_of(program, judgement)
    ways = []
    for way in minimal_sets(signs, CONFIRMED):
        there, missing = [], []
        for number, level in way:
            normal = AnyOf(tuple(w.compiled.normal for w in signs[number].levels[: level + 1]))
            if value_of(normal, teller.view) == 1:
                there.append(teller.wording.fill(judgement.signs[number].says))
            else:
                missing.append(
                    MissedSign(
                        signs[number].id, None, misses_of(normal, repairer, teller), repairer.distance(normal, teller)
                    )
                )
        ways.append(Way(tuple(there), tuple(missing), sum(m.distance for m in missing)))
    ways.sort(key=lambda way: (way.distance, len(way.missing)))

    def flips(made: Assessment) -> str | None:
        status = made.status(id)
        return status.value if status is Status.CONFIRMED else None

    starts = settled(ground)
    candidates: Iterable[Answers] = itertools.chain.from_iterable(
        [start, *repairer.found(judgement, start)] for start in starts
    )
    flip = find_flip(ground, finding.status.value, candidates, flips, MOST_ASSESSED)
    deciding = tuple((q, program.question(q).ask) for q in (*finding.open_questions, *finding.could_tell))
    settling = tuple((c.settle_question, c.settle) for c in ground.assessment.contradictions) if finding.only_if else ()
    return WhyNot(
        "diagnosis",
        id,
        finding.title,
        finding.status.value,
        finding.ruled_out_by,
        tuple(ways),
        flip,
        tuple(dict.fromkeys((*settling, *deciding))),
    )


def why_not_model(ground: Ground, model: str) -> WhyNot:
    """Why another staffing model was not chosen."""
    table, decision = ground.program.knowledge.table, ground.assessment.decision
    assert table is not None and decision is not None
    conditions, further = ground.program.strata[-1].conditions, ground.program.further
    repairer, inferred = Repairer(ground), ground.decided_in
    teller = Teller(ground, inferred)
    rows = table.model.rows
    normals = {row.id: conditions[further[f"row:{row.id}"]] for row in rows}
    own = [row for row in rows if row.model == model]
    ways, blocked = [], []
    for row in own:
        normal = normals[row.id].normal
        missing = misses_of(normal, repairer, teller)
        before = rows.index(row) > rows.index(decision.row)
        says = teller.wording.plain(row.wins_if)
        if not missing and before:
            first = teller.wording.plain(decision.row.wins_if)
            blocked.append(f"It would hold ({says}), but this comes first: {first}.")
        distance = repairer.distance(normal, teller) + (1.0 if before else 0.0)
        ways.append(Way((), (MissedSign(row.id, says, missing, distance),), distance))
    ways.sort(key=lambda way: way.distance)
    by_id = {row.id: row for row in rows}

    def candidates() -> Iterable[Answers]:
        for start in settled(ground):
            yield start
            for way in ways[:4]:
                row = by_id[way.missing[0].id]
                for made in repairer.hold(normals[row.id].normal, start):
                    freed = [made]
                    for above in rows[: rows.index(row)]:
                        freed = [g for f in freed[:2] for g in _without(above.id, above.model, f)]
                    yield from freed

    def _without(row: str, of: str, answers: Answers) -> list[Answers]:
        if of == model or value_of(normals[row].normal, repairer.teller(answers).view) != 1:
            return [answers]
        return repairer.hold(normals[row].negation, answers)[:2]

    def flips(made: Assessment) -> str | None:
        found = ground.model_of(made.assessed)
        return model if found is not None and found.model == model else None

    flip = find_flip(ground, decision.model, candidates(), flips, MOST_ASSESSED)
    asked = [q for rival in decision.rivals if rival.model == model for q in rival.decided_by]
    return WhyNot(
        "model",
        model,
        "",
        decision.model,
        tuple(blocked),
        tuple(ways),
        flip,
        tuple((q, ground.program.question(q).ask) for q in asked),
    )


def why_not_action(ground: Ground, id: str) -> WhyNot:
    """Why an action is not in the plan."""
    action = ground.program.knowledge.actions[id].model
    assert ground.counsel is not None
    repairer = Repairer(ground)
    answers = ground.counsel.undisputed(ground.assessment.assessed)
    teller = repairer.teller(answers)
    conditions, further = ground.program.strata[-1].conditions, ground.program.further
    ways, blocked = [], []
    when, unless = further.get(f"action:{id}"), further.get(f"not-action:{id}")
    if when is not None:
        normal = conditions[when].normal
        missing = misses_of(normal, repairer, teller)
        if missing:
            ways.append(
                Way(
                    (),
                    (MissedSign(id, None, missing, repairer.distance(normal, teller)),),
                    repairer.distance(normal, teller),
                )
            )
    if unless is not None and value_of(conditions[unless].normal, teller.view) == 1:
        missing = misses_of(conditions[unless].negation, repairer, teller)
        ways.append(Way((), (MissedSign(id, None, missing, 1.0),), 1.0))
    if offered(ground.program, id, teller.inferred) and action.kind == "fix":
        blocked.append(_not_worth(ground, id))

    def candidates() -> Iterable[Answers]:
        for start in settled(ground):
            for made in repairer.hold(conditions[when].normal, start) if when is not None else [start]:
                yield from repairer.hold(conditions[unless].negation, made)[:2] if unless is not None else [made]

    def flips(made: Assessment) -> str | None:
        return "in the plan" if made.plan is not None and made.plan.entry(id) is not None else None

    flip = find_flip(ground, "not in the plan", candidates(), flips, MOST_PLANNED)
    return WhyNot("action", id, action.title, "not in the plan", tuple(blocked), tuple(ways), flip, ())


def _not_worth(ground: Ground, id: str) -> str:
    from advisor.explaining.measuring import measured_at

    found, rates = measured_at(ground, id)
    if found is None:
        return "It could be done, but no sign of anything wrong would go away by it, and no week would be gained."
    if found.priority < rates.floor:
        return "It would help, but too little for the effort to be worth a line of the plan."
    return "It would help, but what stands in the plan already does most of it, or helps more for the effort."
