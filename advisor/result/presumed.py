"""What was presumed of a case, and what would be so if it were not: each opposite tried on model and findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from advisor.cases.answers import Exactly
from advisor.inference.assessor import Assessor, Inference
from advisor.inference.certainty import Status
from advisor.inference.compiled.program import CompiledPresumption
from advisor.inference.incremental import Varying
from advisor.inference.presumptions.leaning import Leaning
from advisor.staffing.decision import first_true

_SHOWN = (Status.CONFIRMED, Status.SUSPECTED)


@dataclass(frozen=True)
class Opposite:
    """Another value of a question that is presumed: the model and the row (its id) that it gives, the diagnoses that
    are found or likely then, and those that no longer are.
    """

    value: bool | int | float | str
    model: str | None
    row: str | None
    new: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True)
class Presumed:
    """What the timeline takes an answer to be; `says` is a clause. Opposites that change the model stand first."""

    question: str
    value: bool | int | float | str
    says: str
    if_not: tuple[Opposite, ...]

    @property
    def data(self) -> dict[str, Any]:
        """As the published JSON has it."""
        if_not = [{"value": o.value, "model": o.model, "new": list(o.new), "gone": list(o.gone)} for o in self.if_not]
        return {"id": self.question, "value": self.value, "says": self.says, "if_not": if_not}


def presumed_of(assessor: Assessor, leaning: Leaning, model: str | None) -> tuple[Presumed, ...]:
    """Each presumption of a resolution with its opposites; `model` is the one that is recommended."""
    inferred, maker = leaning.inferred, assessor.maker
    tried = [  # none that would set a known answer aside
        (made.question, value)
        for made in leaning.made
        for value in _values(assessor, made)
        if maker.fits(inferred.facts, made.question, value)
    ]
    then = assessor.vary(inferred, [Varying({question: value}) for question, value in tried], surely=False)
    now, opposites = _found(inferred), dict[str, list[Opposite]]()
    for (question, value), other in zip(tried, then):
        opposites.setdefault(question, []).append(_opposite(assessor, value, other, now))
    return tuple(
        Presumed(
            made.question,
            made.model.value,
            made.model.says,
            tuple(sorted(opposites.get(made.question, ()), key=lambda each: each.model == model)),
        )
        for made in leaning.made
    )


def _opposite(assessor: Assessor, value: Exactly, other: Inference, now: Sequence[str]) -> Opposite:
    """What a value would change, were it the answer; `now` are the diagnoses that are found or likely."""
    then, table = _found(other), assessor.program.knowledge.table
    row = first_true(assessor.program, table.model.rows, other.shown) if table is not None else None
    new = tuple(sorted(diagnosis for diagnosis in then if diagnosis not in now))
    gone = tuple(sorted(diagnosis for diagnosis in now if diagnosis not in then))
    assert isinstance(value.value, (bool, int, float, str))
    return Opposite(value.value, row.model if row else None, row.id if row else None, new, gone)


def _values(assessor: Assessor, made: CompiledPresumption) -> list[Exactly]:
    """The opposites that the pack names, else the other options."""
    if made.opposites:
        return list(made.opposites)
    if isinstance(made.value.value, bool):
        return [Exactly(not made.value.value)]
    term = assessor.program.vocabulary.terms[made.question]
    return [Exactly(option) for option in term.options if option != made.value.value]


def _found(inferred: Inference) -> list[str]:
    return [diagnosis for diagnosis, verdict in inferred.verdicts.items() if verdict.status in _SHOWN]
