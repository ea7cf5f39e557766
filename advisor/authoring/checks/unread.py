"""Faults of what nobody reads: questions asked in vain, and derived facts without use."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.authoring.checks.faults import Fault, fault
from advisor.authoring.conditions.usage import Usage
from advisor.knowledge.opening.naming import spoken_of
from advisor.knowledge.pack import Knowledge


def faults_of_usage(knowledge: Knowledge) -> Iterator[Fault]:
    """Questions that nobody reads, and derived facts that nobody uses."""
    usage = Usage(knowledge)
    printed = spoken_of(knowledge)
    for question, entry in knowledge.questions.items():
        if entry.model.opens and (entry.model.names is None or question in printed):
            continue
        # A question's own gate may read its answer only by mistake; it is no reason to ask the question. Nor is that
        # it makes another one pointless: nothing follows from that.
        readers = [r for r in usage.readers_of(question) if r.kind != "pointless"]
        others = [r for r in readers if r.id != question or r.kind != "gate"]
        if entry.model.awaits is None and not others:
            way = "Let a rule read it, leave it out, or mark it `awaits: plan`."
            yield fault(entry, ("id",), "unread-question", f"No rule reads the answer to `{question}`.", way)
    for name, fact in knowledge.facts.items():
        if fact.model.awaits is None and not usage.readers_of(name):
            way = "Leave it out, or mark it `awaits: plan`."
            yield fault(fact, ("id",), "unused-fact", f"No rule uses the derived fact `{name}`.", way)
