"""The plan as a founder reads it: each entry with how it is done here, behind its title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from advisor.cases.answers import DontKnow
from advisor.inference.assessor import Inference
from advisor.inference.compiled.program import Program
from advisor.inference.compiled.sentences import Sentence, read_sentence
from advisor.planning.plan import Plan, PlanEntry
from advisor.result.wording import Wording

_MOST = 2  # sentences behind a title: a third is read by nobody


def told_plan(program: Program, plan: Plan, wording: Wording, inferred: Inference) -> Plan:
    """The plan with its texts filled in: titles, and how each entry is done in this company."""
    return Plan(tuple(_told(program, entry, wording, inferred) for entry in plan.entries))


def _told(program: Program, entry: PlanEntry, wording: Wording, inferred: Inference) -> PlanEntry:
    short = wording.plain(program.knowledge.actions[entry.id].model.title)
    how = tuple(ways_of(program, entry.id, wording, inferred))[:_MOST]
    return replace(entry, title=titled(short, how), short=short, how=how)


def titled(short: str, ways: Sequence[str]) -> str:
    """A title with how it is done: "Call back the three you rejected: begin with the one who ..."."""
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
