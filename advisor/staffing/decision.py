"""The staffing model: the first row of the decision table that is true, how sure that is, and its rivals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.inference.assessor import CaseInference, Inference
from advisor.inference.compiled.program import Program
from advisor.inference.evaluation.deferred import first_true as first_true_slot
from advisor.inference.incremental import Varying
from advisor.inference.relevance.movers import ConditionMovers

if TYPE_CHECKING:
    from advisor.knowledge.planmodels import Row

Again = Callable[[Sequence[Varying], bool], Sequence[Inference]]
"""Infers the case anew with something changed, for each of some changes; the certain reading only where it is asked."""


@dataclass(frozen=True)
class Rival:
    """Another model that could still win.

    `row` is the id of the row by which it would; `figure` the figure that decides, if one does; `left_out` the
    answers that are left out where it wins already. What decides otherwise are the open questions of the rows in
    `open_rows`, and `settling` questions (`deciders` finds the first).
    """

    model: str
    row: str
    figure: str | None = None
    left_out: tuple[str, ...] = ()
    open_rows: tuple[str, ...] = ()
    settling: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """The staffing model of a case, by the row (its id) of the table that won.

    `firm`: nothing that is not known, and no figure at its ends, gives another model; else it is leaning, with
    `rivals`. `keep` is None where the table does not say what the company does now; `resolution` is the number of the
    resolution that the model was decided in.
    """

    row: str
    model: str
    label: str | None
    firm: bool
    keep: bool | None
    rivals: tuple[Rival, ...]
    resolution: int


@dataclass(frozen=True)
class FigureEnds:
    """The figures that the options rest on, each with the values of its ends; `sellers` are those that only firms
    which sell engineers publish, with the figure that stands in where their claim is not believed.
    """

    ends: Mapping[str, tuple[float, float]]
    sellers: Mapping[str, float | str]


def first_true(program: Program, rows: Sequence[Row], truths: Sequence[Sequence[int]]) -> Row | None:
    """The first row that is true."""
    late = program.late.rows
    slots = tuple([late[row.id].slot for row in rows])
    slot = first_true_slot(truths[-1], slots)
    return None if slot is None else rows[slots.index(slot)]


def decide(program: Program, assessed: CaseInference, figures: FigureEnds, again: Again) -> Decision | None:
    """The model of a case, whether it is firm, and its rivals; None where there is no table or no row is true.

    `figures` are those leaned on, at their ends; `again` infers the first resolution with something changed.
    """
    # The first row that is true in the shown reading wins (hit policy "first" of DMN). Leaning or firm is asked of the
    # certain reading, from the cheapest question to the dearest: are all rows of other models above surely false and is
    # the row itself surely true; do the other resolutions give the same model; does it stand with each figure leaned on
    # at its low and its high end. The last takes a what-if for each end, so it is asked only where nothing else keeps
    # the model from being firm; then the rivals name figures only where no answer could settle it.
    table = program.knowledge.table
    if table is None:
        return None
    rows = table.model.rows
    winners = [first_true(program, rows, each.shown) for each in assessed.inferences]
    index, row = _most_given(winners, rows)
    if row is None:
        return None
    inferred = assessed.inferences[index]
    rivals = [*_open_rows(program, rows, row, inferred), *_other_resolutions(winners, row, assessed)]
    if not rivals:
        rivals += _figures(program, rows, row, figures, again)

    sure = program.late.rows[row.id].truth(inferred.certain) == 1
    keeps = program.late.keeps.get(row.model)
    keep = keeps.truth(inferred.certain) == 1 if keeps is not None else None
    firm = sure and not rivals and not _rests_on_loose(program, rows[: rows.index(row) + 1], assessed)
    return Decision(row.id, row.model, row.label, firm, keep, _once(rivals), index)


def deciders(program: Program, assessed: CaseInference, decision: Decision) -> dict[str, tuple[str, ...]]:
    """For each rival model the questions that decide whether it wins instead, none where a figure does.

    Only those that apply for sure: what hangs on another question that is not answered yet is asked after that.
    """
    movers = _movers(program, assessed, decision.resolution)
    asked = assessed.inferences[decision.resolution].facts.asked
    return {
        rival.model: tuple(
            dict.fromkeys(
                [
                    *(
                        question
                        for row in rival.open_rows
                        for question in movers.of_condition(program.late.rows[row].condition)
                        if asked.get(question, 1) == 1
                    ),
                    *rival.settling,
                ]
            )
        )
        for rival in decision.rivals
    }


def without_sellers(program: Program, figures: FigureEnds, again: Again) -> str | None:
    """The model where the figures that only sellers publish are not believed; None where none was leaned on."""
    table = program.knowledge.table
    if table is None or not figures.sellers:
        return None
    found = first_true(program, table.model.rows, again([Varying({}, figures.sellers)], False)[0].shown)
    return found.model if found is not None else None


def _movers(program: Program, assessed: CaseInference, resolution: int) -> ConditionMovers:
    return ConditionMovers(program, assessed.inferences[resolution], assessed.standing.disputed)


def _rests_on_loose(program: Program, rows: Sequence[Row], assessed: CaseInference) -> bool:
    """Whether a row down to the winner reads an answer that could still cease to count (`Facts.loose`)."""
    loose = frozenset().union(*(each.facts.loose for each in assessed.inferences))
    return bool(loose) and any(
        not program.read_by(program.late.rows[row.id].condition).isdisjoint(loose) for row in rows
    )


def most_given(models: Sequence[str], rows: Sequence[Row]) -> str | None:
    """The model that most resolutions give; None where none gives any.

    A tie with the last row, which decides nothing, goes to that: what every second reading does without is no advice.
    Other ties go by the order of the table.
    """
    order: dict[str, int] = {row.model: number for number, row in reversed(list(enumerate(rows)))}
    order[rows[-1].model] = -1
    return min(set(models), key=lambda model: (-models.count(model), order[model]), default=None)


def _most_given(winners: Sequence[Row | None], rows: Sequence[Row]) -> tuple[int, Row | None]:
    """The number of the first resolution that gives the model that most give, and its row."""
    best = most_given([row.model for row in winners if row is not None], rows)
    if best is None:
        return 0, None
    index = next(i for i, row in enumerate(winners) if row is not None and row.model == best)
    return index, winners[index]


def _open_rows(program: Program, rows: Sequence[Row], winner: Row, inferred: Inference) -> list[Rival]:
    """Rows above the winner that are not certainly false, and what comes instead if the winner is not certain."""
    found = []
    place = rows.index(winner)
    for row in rows[:place]:
        if row.model != winner.model and program.late.rows[row.id].truth(inferred.certain) != -1:
            found.append(Rival(row.model, row.id, open_rows=(row.id,)))
    if program.late.rows[winner.id].truth(inferred.certain) != 1:
        below = next((r for r in rows[place + 1 :] if program.late.rows[r.id].truth(inferred.shown) == 1), None)
        if below is not None and below.model != winner.model:
            found.append(Rival(below.model, below.id, open_rows=(winner.id,)))
    return found


def _other_resolutions(winners: Sequence[Row | None], winner: Row, assessed: CaseInference) -> list[Rival]:
    settling = tuple(contradiction.settle for contradiction in assessed.standing.contradictions)
    return [
        Rival(row.model, row.id, left_out=assessed.inferences[i].resolution.left_out, settling=settling)
        for i, row in enumerate(winners)
        if row is not None and row.model != winner.model
    ]


def _figures(program: Program, rows: Sequence[Row], winner: Row, figures: FigureEnds, again: Again) -> list[Rival]:
    """Models that win with a figure that was leaned on at one of its ends."""
    tried = [(figure, end) for figure, ends in figures.ends.items() for end in dict.fromkeys(ends)]
    if not tried or _whatever_the_timeline(program, rows, winner, again):
        return []
    found = []
    for (figure, _), inferred in zip(tried, again([Varying({}, {figure: end}) for figure, end in tried], False)):
        row = first_true(program, rows, inferred.shown)
        if row is not None and row.model != winner.model:
            found.append(Rival(row.model, row.id, figure))
    return found


def _whatever_the_timeline(program: Program, rows: Sequence[Row], winner: Row, again: Again) -> bool:
    """Whether the winner is certain while no number of the timeline is known, so that no figure can change it."""
    (inferred,) = again([Varying({}, timeline=False)], True)
    for row in rows:
        truth = program.late.rows[row.id].truth(inferred.certain)
        if truth == 1 and row.model == winner.model:
            return True
        if truth != -1 and row.model != winner.model:
            return False
    return False


def _once(rivals: Sequence[Rival]) -> tuple[Rival, ...]:
    """Each rival model once, with all the questions that decide."""
    kept: dict[str, Rival] = {}
    for rival in rivals:
        before = kept.get(rival.model)
        if before is None:
            kept[rival.model] = rival
        elif before.figure is None and rival.figure is None:
            kept[rival.model] = Rival(
                before.model,
                before.row,
                None,
                before.left_out or rival.left_out,
                (*before.open_rows, *rival.open_rows),
                before.settling or rival.settling,
            )
    return tuple(kept.values())
