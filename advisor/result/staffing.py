"""The staffing model as results show it: why it, what else could win, texts filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.inference.assessor import CaseInference
from advisor.inference.presumptions.leaning import Leaning, with_clause
from advisor.inference.relevance.pointless import Points
from advisor.planning.recommender import Recommender
from advisor.result.presumed import Presumed
from advisor.result.wording import Wording
from advisor.staffing.decision import Decision, deciders


@dataclass(frozen=True)
class ShownRival:
    """Another model that could still win: in which case, the questions that decide, or the figure that does."""

    model: str
    wins_if: str
    decided_by: tuple[str, ...]
    figure: str | None


@dataclass(frozen=True)
class StaffingModel:
    """The staffing model of a case. `keep` is None where the table does not say what the company does now;
    `without_sellers` is the model where the figures that only sellers publish are not believed, None where none
    of them was leaned on. `presumed` are the questions whose presumed answers its row leans on.
    """

    model: str
    label: str | None
    firm: bool
    keep: bool | None
    because: str
    rivals: tuple[ShownRival, ...]
    without_sellers: str | None
    presumed: tuple[str, ...] = ()


def shown_model(
    decision: Decision,
    assessed: CaseInference,
    recommender: Recommender,
    wording: Wording,
    leaning: Leaning,
    presumptions: Sequence[Presumed],
) -> StaffingModel:
    """A decision in words; `wording` fills texts from the resolution that it was made in, `leaning` and `presumptions`
    are of that one.
    """
    knowledge = recommender.program.knowledge
    # What nobody would be asked decides for nobody who reads this.
    points = Points(recommender.program, assessed.inferences)
    questions = {
        model: tuple(question for question in those if points.pointless(question) != 1)
        for model, those in deciders(recommender.program, assessed, decision).items()
    }
    rivals = tuple(
        ShownRival(rival.model, wording.plain(knowledge.row(rival.row).wins_if), questions[rival.model], rival.figure)
        for rival in decision.rivals
        if questions[rival.model] or rival.figure is not None
    )
    # What would win if something presumed were not so is a rival too.
    others = {
        other.model: ShownRival(other.model, wording.plain(knowledge.row(other.row).wins_if), (each.question,), None)
        for each in reversed(presumptions)
        if points.pointless(each.question) != 1
        for other in reversed(each.if_not)
        if other.model is not None and other.row is not None and other.model != decision.model
    }
    rivals += tuple(rival for model, rival in reversed(others.items()) if model not in questions)
    last, row = recommender.program.strata[-1], recommender.program.late.rows[decision.row]
    presumed = leaning.of_conditions(last.number, [row.slot])
    return StaffingModel(
        decision.model,
        decision.label,
        decision.firm,
        decision.keep,
        with_clause(wording.plain(knowledge.row(decision.row).because), leaning.says(presumed)),
        rivals,
        recommender.without_sellers(assessed),
        presumed,
    )
