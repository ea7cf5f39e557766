"""The plan as a founder reads it: each entry with how it is done here, behind its title."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from advisor.cases.answers import DontKnow
from advisor.inference.assessor import Inference
from advisor.inference.compiled.program import Program
from advisor.inference.compiled.sentences import Sentence, read_sentence
from advisor.language.shown import small
from advisor.planning.measured import READ, offered
from advisor.planning.plan import Plan, PlanEntry
from advisor.result.wording import Wording

_MOST = 2  # sentences behind a title: a third is read by nobody
_NEAR = 9  # entries that are near enough to be done along with one that everybody reads


def told_plan(program: Program, plan: Plan, wording: Wording, inferred: Inference, model: str | None) -> Plan:
    """The plan with its texts filled in: titles, and how each entry is done in this company; `model` is the staffing
    model that is recommended.

    What today's answers forbid is not told along with what everybody reads, though it makes sense once others are done;
    nor is what waits for a gate.
    """
    actions = program.knowledge.actions
    short = {entry.id: wording.plain(actions[entry.id].model.title) for entry in plan.entries}
    told = []
    today = {e.id for e in plan.entries if not e.after and offered(program, e.id, inferred, model)}
    for entry, beside in zip(plan.entries, along(plan.entries, today)):
        how = [*ways_of(program, entry.id, wording, inferred)][:_MOST]
        how += [] if beside is None else [f"Along with it, {small(short[beside])}."]
        told.append(replace(entry, title=titled(short[entry.id], how), short=short[entry.id], how=tuple(how)))
    return Plan(tuple(told))


def along(entries: Sequence[PlanEntry], today: Collection[str]) -> list[str | None]:
    """For each entry the later fix, of those that make sense `today`, that goes along with it: who reads only the first
    three learns what else works on the same finding. None for the rest.
    """
    found: list[str | None] = [None] * len(entries)
    for later in entries[READ:_NEAR]:
        for place, entry in enumerate(entries[:READ]):
            if found[place] is None and later.id in today and {entry.kind, later.kind} == {"fix"}:
                if not set(entry.for_diagnoses).isdisjoint(later.for_diagnoses):
                    found[place] = later.id
                    break
    return found


def titled(short: str, ways: Sequence[str]) -> str:
    """A title with how it is done: "Call back the three you rejected. Begin with the one who ..."."""
    return f"{short}. {' '.join(ways)}" if ways else short


def ways_of(program: Program, action: str, wording: Wording, inferred: Inference) -> Iterator[str]:
    """How an action is done in this company: what is true of it, and names nothing that isn't known."""
    for number, part in enumerate(program.knowledge.actions[action].model.how):
        late = program.late.hows.get(f"{action}.{number}")
        if late is not None and late.truth(inferred.shown) != 1:
            continue
        sentence = read_sentence(part.says, program.vocabulary)
        if _known(sentence, wording, inferred):
            yield wording.fill(sentence)


def _known(sentence: Sentence, wording: Wording, inferred: Inference) -> bool:
    given = inferred.facts.answers
    answered = all(question in given and not isinstance(given[question], DontKnow) for question in sentence.questions)
    return answered and wording.knows(sentence)
