"""What somebody asks about: a diagnosis, a staffing model or an action, by id, by number or letter on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from advisor.explaining.context import Context
from advisor.files.digits import small_number
from advisor.knowledge.pack import Knowledge
from advisor.problems import AdvisorError, did_you_mean

Kind = Literal["diagnosis", "model", "action"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class UnknownSubjectError(AdvisorError):
    """Nothing has the id that was asked about."""

    _CODE = "unknown-subject"


@dataclass(frozen=True)
class Subject:
    """What is asked about; `title` is as the screens print it (empty for a model)."""

    kind: Kind
    id: str
    title: str = ""


def find_subject(context: Context, text: str) -> Subject:
    """The subject that a text names; UnknownSubjectError suggests the nearest."""
    name = text.strip()
    shown = [*context.assessment.found, *context.assessment.likely]
    if name.isdecimal():
        number = small_number(name) or 0
        if not 1 <= number <= len(shown):
            there = f"There are findings 1 to {len(shown)}." if shown else "No problem is confirmed or likely."
            raise UnknownSubjectError(f"There's no finding {name[:80]}. {there}")
        return Subject("diagnosis", shown[number - 1].id, shown[number - 1].title)
    plan = context.assessment.plan
    entries = plan.entries if plan is not None else ()
    if len(name) == 1 and name.lower() in LETTERS[: len(entries)]:
        entry = entries[LETTERS.index(name.lower())]
        return Subject("action", entry.id, entry.short)
    every = _all(context)
    known = {subject.id: subject for subject in every}
    titled = {subject.title.casefold(): subject for subject in every if subject.title}
    renamed = _renamed(context.program.knowledge)
    found = (
        known.get(renamed.get(name, name)) or known.get(name.replace("_", "-").lower()) or titled.get(name.casefold())
    )
    if found is None:
        way = did_you_mean(name[:100], known)
        other = "Use a finding's number or an id; `advisor assess CASE -v` lists them."
        raise UnknownSubjectError(f"Can't find a problem, model or action called `{name[:80]}`. {way or other}")
    return found


def _renamed(knowledge: Knowledge) -> dict[str, str]:
    """Today's ids by those of earlier versions."""
    found = dict[str, str](knowledge.table.model.was if knowledge.table is not None else {})
    found |= {old: now for now, action in knowledge.actions.items() for old in action.model.was}
    return found | {old: now for now, diagnosis in knowledge.diagnoses.items() for old in diagnosis.model.was}


def _all(context: Context) -> list[Subject]:
    knowledge = context.program.knowledge
    table = knowledge.table
    found = [Subject("model", row.model) for row in (table.model.rows if table is not None else ())]
    plain = context.wording(context.decided_in).plain
    found += [Subject("action", action, plain(entry.model.title)) for action, entry in knowledge.actions.items()]
    plan = context.assessment.plan
    found += [Subject("action", entry.id, entry.short) for entry in (plan.entries if plan is not None else ())]
    found += [Subject("diagnosis", each.id, each.model.title) for each in context.program.diagnoses.values()]
    return found
