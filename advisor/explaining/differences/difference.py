"""What differs between two assessments: diagnoses, options, model, plan; nothing else. Empty where nothing does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from advisor.inference.certainty import Status
from advisor.planning.plan import Plan
from advisor.result.assessment import Assessment
from advisor.result.making import RANK
from advisor.result.staffing_data import options_as_data

Way = Literal["resolved", "new", "worse", "better", "changed"]
_SHOWN = (Status.CONFIRMED, Status.SUSPECTED)


@dataclass(frozen=True)
class DiagnosisChange:
    """A diagnosis whose status or certainty differs; `way` tells in which direction."""

    id: str
    title: str
    way: Way
    status: tuple[str, str]
    certainty: tuple[tuple[float, float], tuple[float, float]]

    @property
    def flipped(self) -> bool:
        """Whether the status itself differs."""
        return self.status[0] != self.status[1]


@dataclass(frozen=True)
class OptionChange:
    """A number of a staffing option that differs, by its path in the JSON; None where it is not known."""

    option: str
    number: str
    before: Any
    after: Any


@dataclass(frozen=True)
class ModelChange:
    """The staffing model where it, its label or how sure it is differs."""

    before: str | None
    after: str | None
    sure: tuple[str, str]
    labels: tuple[str | None, str | None]


@dataclass(frozen=True)
class PlanChange:
    """Entries that came, that went, and the first one where that differs; titles by id."""

    added: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]
    first: tuple[str | None, str | None] | None
    reordered: bool


@dataclass(frozen=True)
class PresumptionChange:
    """Something that is presumed in one of the two assessments only; `says` is a clause."""

    question: str
    way: Literal["made", "dropped"]
    says: str


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two assessments."""

    diagnoses: tuple[DiagnosisChange, ...]
    options: tuple[OptionChange, ...]
    model: ModelChange | None
    plan: PlanChange | None
    presumptions: tuple[PresumptionChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.diagnoses or self.options or self.model or self.plan or self.presumptions)


def difference(before: Assessment, after: Assessment) -> Difference:
    """What differs; diagnoses in the order of the second assessment, those that only the first knows at the end."""
    return Difference(
        _diagnoses(before, after),
        _options(before, after),
        _model(before, after),
        _plan(before, after),
        _presumptions(before, after),
    )


def _presumptions(before: Assessment, after: Assessment) -> tuple[PresumptionChange, ...]:
    was, now = ({p.question: (p.value, p.says) for p in each.presumptions} for each in (before, after))
    made = [PresumptionChange(q, "made", each[1]) for q, each in now.items() if was.get(q) != each]
    dropped = [PresumptionChange(q, "dropped", each[1]) for q, each in was.items() if now.get(q) != each]
    return (*made, *dropped)


def _diagnoses(before: Assessment, after: Assessment) -> tuple[DiagnosisChange, ...]:
    old = {f.id: f for f in before.findings}
    new = {f.id: f for f in after.findings}
    found = []
    nothing = (0.0, 0.0)
    for diagnosis in dict.fromkeys((*new, *old)):
        a, b = old.get(diagnosis), new.get(diagnosis)
        was, now = a.status if a else Status.NO_SIGN, b.status if b else Status.NO_SIGN
        sure = (a.certainty if a else nothing, b.certainty if b else nothing)
        if (a is None or b is None) and was is now:
            continue
        if was is not now or sure[0] != sure[1]:
            title = b.title if b is not None else a.title if a is not None else diagnosis
            found.append(DiagnosisChange(diagnosis, title, _way(was, now, sure), (was.value, now.value), sure))
    return tuple(found)


def _way(was: Status, now: Status, sure: tuple[tuple[float, float], tuple[float, float]]) -> Way:
    if was in _SHOWN and now not in _SHOWN:
        return "resolved"
    if now in _SHOWN and was not in _SHOWN:
        return "new"
    if now not in _SHOWN:
        return "changed"
    if was is not now:
        return "worse" if RANK[now] < RANK[was] else "better"
    return "worse" if sure[1] > sure[0] else "better"


def _options(before: Assessment, after: Assessment) -> tuple[OptionChange, ...]:
    was = {option["id"]: _flat(option) for option in options_as_data(before)}
    now = {option["id"]: _flat(option) for option in options_as_data(after)}
    return tuple(
        OptionChange(option, number, was.get(option, {}).get(number), now.get(option, {}).get(number))
        for option in dict.fromkeys((*now, *was))
        for number in dict.fromkeys((*now.get(option, {}), *was.get(option, {})))
        if was.get(option, {}).get(number) != now.get(option, {}).get(number)
    )


def _flat(option: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in option.items():
        if isinstance(value, dict):
            flat.update((f"{name}.{inner}", v) for inner, v in value.items())
        elif name not in ("id", "waits_for"):
            flat[name] = value
    return flat


def _model(before: Assessment, after: Assessment) -> ModelChange | None:
    old, new = before.decision, after.decision
    sure = tuple("none" if d is None else "firm" if d.firm else "leaning" for d in (old, new))
    models = (old.model if old else None, new.model if new else None)
    labels = (old.label if old else None, new.label if new else None)
    if models[0] == models[1] and labels[0] == labels[1] and sure[0] == sure[1]:
        return None
    return ModelChange(models[0], models[1], (sure[0], sure[1]), labels)


def _plan(before: Assessment, after: Assessment) -> PlanChange | None:
    old, new = before.plan or Plan(()), after.plan or Plan(())
    was, now = {e.id: e.short for e in old.entries}, {e.id: e.short for e in new.entries}
    if list(was) == list(now):
        return None
    first = next(iter(was.values()), None), next(iter(now.values()), None)
    reordered = [entry for entry in was if entry in now] != [entry for entry in now if entry in was]
    return PlanChange(
        tuple((entry, t) for entry, t in now.items() if entry not in was),
        tuple((entry, t) for entry, t in was.items() if entry not in now),
        first if first[0] != first[1] else None,
        reordered,
    )
