"""Faults of what entries name: causes, cures and fixes that are not there, and signs that nothing treats.

A pack may turn off what an earlier one links to, so that a missing name is no error when packs are loaded: the link is
left out then. An author who checks a pack is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from advisor.authoring.checks.base import Base
from advisor.authoring.checks.faults import Fault, fault, warning
from advisor.files.documents import Path
from advisor.knowledge.pack import Entry
from advisor.language.vocabulary import Kind
from advisor.planning.checkday import DAYS
from advisor.problems import did_you_mean


def faults_of_naming(base: Base) -> Iterator[Fault]:
    """Names of diagnoses and actions that no pack has, then signs that nothing treats."""
    knowledge = base.knowledge
    for name, entry in knowledge.diagnoses.items():
        for i, link in enumerate(entry.model.leads_to):
            at = ("leads_to", i, "id")
            yield from _unknown(entry, at, link.id, knowledge.diagnoses, "diagnosis")
            if link.id == name:
                yield fault(entry, at, "cycle", "A diagnosis can't lead to itself.", "Leave the link out.")
            if link.id in [before.id for before in entry.model.leads_to[:i]]:
                way = "Join the two, with `or` between their conditions."
                yield fault(entry, at, "duplicate-id", f"The link to `{link.id}` stands twice.", way)
        for i, evidence in enumerate(entry.model.evidence):
            for treating in evidence.treated_by:
                yield from _unknown(entry, ("evidence", i, "treated_by"), treating, knowledge.actions, "action")
    for action in knowledge.actions.values():
        for need in action.model.after:
            yield from _unknown(action, ("after",), need, knowledge.actions, "action")
        for cured in action.model.cures:
            yield from _unknown(action, ("cures",), cured, knowledge.diagnoses, "diagnosis")
        yield from _days_off(base, action)
        yield from _by_day(base, action)
        yield from _closings(base, action)
    for kit in knowledge.kits.values():
        for i, ask in enumerate(kit.model.contracts.asks if kit.model.contracts is not None else ()):
            for diagnosis in ask.of:
                yield from _unknown(kit, ("contracts", "asks", i, "of"), diagnosis, knowledge.diagnoses, "diagnosis")
    if knowledge.actions:
        yield from _untreated(base)


def _closings(base: Base, action: Entry[Any]) -> Iterator[Fault]:
    """What a gate closes or holds that isn't there, either of what is no gate, and gates that close until nothing."""
    of_gates = [name for name in ("closes", "holds", "until") if getattr(action.model, name)]
    if of_gates and action.model.kind != "gate":
        way = "Write `kind: gate`, or leave it out."
        does = "makes other actions wait" if of_gates[0] == "holds" else "closes access"
        yield fault(action, (of_gates[0],), "gate", f"Only a gate {does}.", way)
    elif action.model.closes and action.model.until is None:
        way = "As in `until: the data agreement is signed`."
        yield fault(action, ("closes",), "gate", "It says nowhere until when the access is closed.", way)
    for i, held in enumerate(action.model.holds):
        yield from _unknown(action, ("holds", i), held, base.knowledge.actions, "action")
    for i, closing in enumerate(action.model.closes):
        yield from _unknown(action, ("closes", i, "question"), closing.question, base.knowledge.questions, "question")
        term = base.program.vocabulary.terms.get(closing.question)
        if term is not None and term.kind is not Kind.CHOICES:
            message = f"`{closing.question}` is a {term.kind.value} question."
            yield fault(action, ("closes", i, "question"), "type", message, "Name a multiple choice.")
        elif term is not None:
            for number, value in enumerate(closing.values):
                yield from _unknown(action, ("closes", i, "values", number), value, term.options, "option")


def _days_off(base: Base, action: Entry[Any]) -> Iterator[Fault]:
    """Days on which to look again that no answer can give."""
    for i, on in enumerate(action.model.look_again):
        at = ("look_again", i, "question")
        yield from _unknown(action, at, on.question, base.knowledge.questions, "question")
        if on.question in base.knowledge.questions:
            question = base.knowledge.questions[on.question].model
            is_length = question.type.numeric and question.unit in DAYS
            if question.type is not Kind.DATE and not is_length:
                way = f"Name a date, or a number in {', '.join(DAYS)}."
                yield fault(action, at, "type", f"`{on.question}` gives no day.", way)
            elif is_length is (on.reaches is None):
                way = "Say with `reaches:` how long it must be." if is_length else "Leave `reaches:` out."
                yield fault(action, at, "type", f"`{on.question}` is a {question.type.value}.", way)


def _by_day(base: Base, action: Entry[Any]) -> Iterator[Fault]:
    """A day by which to act that no answer can give, or on an action that stands by no day."""
    by = action.model.by
    if by is None:
        return
    yield from _unknown(action, ("by", "question"), by.question, base.knowledge.questions, "question")
    question = base.knowledge.questions.get(by.question)
    if question is not None and question.model.type is not Kind.DATE:
        yield fault(action, ("by", "question"), "type", f"`{by.question}` gives no day.", "Name a date.")
    if action.model.kind != "dated":
        yield fault(action, ("by",), "by-day", "Only a dated action stands by a day.", "Write `kind: dated`.")


def _unknown(entry: Entry[Any], at: Path, name: str, known: Collection[str], what: str) -> Iterator[Fault]:
    if name not in known:
        yield fault(entry, at, "unknown-name", f"There's no {what} `{name}`.", did_you_mean(name, known))


def _untreated(base: Base) -> Iterator[Fault]:
    """Signs without a fix that name no action either; a diagnosis concluded from others is treated with these."""
    for name, entry in base.knowledge.diagnoses.items():
        if name in base.program.compounds:
            continue
        for i, evidence in enumerate(entry.model.evidence):
            if evidence.fix is None and not evidence.treated_by:
                message = f"Nothing treats the sign `{evidence.id}`."
                way = "Give it a `fix:`, or name in `treated_by:` the action that treats it."
                yield warning(entry, ("evidence", i, "id"), "untreated-sign", message, way)
