"""Which law a result reads, how fresh that is, and by when somebody has to look again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from advisor.inference.certainty import Status
from advisor.inference.compiled.program import LateCondition, Program
from advisor.planning.plan import Plan
from advisor.result.findings import Finding

if TYPE_CHECKING:
    from advisor.knowledge.law.lawmodels import Law

MONTHS_UNTIL_OLD = 6
_PRINTED = re.compile(r"\{\s*law\.(\w+)\.")


@dataclass(frozen=True)
class LawRead:
    """The laws that findings and actions of a result read. `as_of` is the day from which the oldest look at one of them
    is; it is `old` where the case is of six months later, or more.
    """

    laws: tuple[Law, ...]
    as_of: date
    old: bool

    @property
    def data(self) -> dict[str, Any]:
        """As published."""
        return {"as_of": self.as_of.isoformat(), "old": self.old, "laws": [law_as_data(law) for law in self.laws]}


def law_as_data(law: Law) -> dict[str, Any]:
    """A law as published."""
    return {
        "id": law.id,
        "jurisdiction": law.jurisdiction,
        "says": law.says,
        "from": law.begins.isoformat(),
        "to": None if law.ends is None else law.ends.isoformat(),
        "as_of": law.as_of.isoformat(),
        "review_by": law.review_by.isoformat(),
        "grade": law.grade,
        "open": law.open,
    }


def is_old(as_of: date, day: date) -> bool:
    """Whether on a day it is six months or more since somebody looked."""
    months = as_of.year * 12 + as_of.month - 1 + MONTHS_UNTIL_OLD
    return (day.year * 12 + day.month - 1, day.day) >= (months, as_of.day)


def law_read(program: Program, findings: Iterable[Finding], plan: Plan | None, day: date) -> LawRead | None:
    """The law behind what is found or likely and behind the plan, in the order of the packs; None without any."""
    laws = program.knowledge.laws
    if not laws:
        return None
    read = {law for finding in findings for law in _of_finding(program, finding)}
    read |= {law for entry in (plan.entries if plan is not None else ()) for law in _of_action(program, entry.id)}
    found = tuple(entry.model for name, entry in laws.items() if name in read)
    if not found:
        return None
    as_of = min(law.as_of for law in found)
    return LawRead(found, as_of, is_old(as_of, day))


def _of_finding(program: Program, finding: Finding) -> Iterator[str]:
    """What the conditions of a diagnosis that is there read, and what its sentences print."""
    if finding.status not in (Status.CONFIRMED, Status.SUSPECTED):
        return
    diagnosis = program.diagnoses[finding.id]
    for condition in program.strata[diagnosis.stratum].conditions[diagnosis.first_slot : diagnosis.last_slot]:
        yield from condition.laws
    yield from _printed((diagnosis.model.why, *(sign.says for sign in diagnosis.model.evidence)))


def _of_action(program: Program, action: str) -> Iterator[str]:
    """What decides whether an action is offered, and what its sentences print."""
    model, late = program.knowledge.actions[action].model, program.late
    conditions: list[LateCondition | None] = [late.offered.get(action), late.withheld.get(action)]
    for each in conditions:
        yield from each.condition.laws if each is not None else ()
    yield from _printed((model.title, model.shows or "", model.until or "", *model.steps))


def _printed(texts: Iterable[str]) -> Iterator[str]:
    """The laws whose days are printed in some texts."""
    for text in texts:
        yield from _PRINTED.findall(text)
