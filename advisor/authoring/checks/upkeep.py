"""Faults that logic does not see: a `why` that says nothing new, missing sources and examples, conditions too large."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from advisor.authoring.checks.base import Base
from advisor.authoring.checks.faults import Fault, fault, warning
from advisor.authoring.examples.reading import read_example
from advisor.authoring.examples.worked import (
    WorkedExample,
    example_lines,
    worked_contradiction,
    worked_examples,
)
from advisor.files.documents import Path
from advisor.inference.compiled.program import CompiledDiagnosis
from advisor.inference.compiled.written import conditions_of_diagnosis, every_condition
from advisor.knowledge.diagnosismodels import Diagnosis
from advisor.knowledge.models import Contradiction, Source
from advisor.knowledge.pack import Entry, Knowledge
from advisor.knowledge.planmodels import Action
from advisor.language.exact.splitting import most_read
from advisor.language.exact.variables import MOST_QUESTIONS
from advisor.language.normal import literals_of
from advisor.language.tree import Compare, Has, Unsure, questions_of_atom
from advisor.language.vocabulary import Kind
from advisor.problems import did_you_mean

_LITTLE_WORDS = frozenset(
    re.findall(
        "[a-z]+",
        """a an and are as at be because been but by can do does for from had has have if in into is it its more most
        no not of on one or so that the their them then there these they this those to too was were what when
        where which who will with would you your""",
    )
)
LEAST_NEW_WORDS = 4
_OWN_WORDS = "Where none fits, say it in your own words: `{judgement: Seen in four companies.}`."


def faults_of_upkeep(base: Base) -> Iterator[Fault]:
    """Faults of every diagnosis, contradiction, decision table and action, then conditions that are too large."""
    covers = base.scope.covers
    for entry in filter(covers, base.knowledge.diagnoses.values()):
        yield from _repeated(entry)
        yield from _sources(entry, base.knowledge)
        diagnosis = base.program.diagnoses.get(entry.model.id)
        if diagnosis is not None:
            yield from _examples(entry, diagnosis, base)
        yield from _readable_examples(entry, base.knowledge)
    for contradiction in filter(covers, base.knowledge.contradictions.values()):
        yield from _known_sources(contradiction, ("source",), contradiction.model.source, base.knowledge)
        yield from _contradiction_examples(contradiction, base)
        yield from _readable_examples(contradiction, base.knowledge)
    if base.knowledge.table is not None and covers(base.knowledge.table):
        yield from _readable_examples(base.knowledge.table, base.knowledge)
    for action in filter(covers, base.knowledge.actions.values()):
        yield from _known_sources(action, ("source",), action.model.source, base.knowledge)
        yield from _action_source(action)
    for law in base.knowledge.laws.values():
        yield from _known_sources(law, ("source",), law.model.source, base.knowledge)
    yield from _too_large(base)
    yield from _unsure_of_members(base)


def _repeated(entry: Entry[Diagnosis]) -> Iterator[Fault]:
    """A `why` of which hardly a word is not in the title."""
    title, why = _words(entry.model.title), _words(entry.model.why)
    if len(why - title) < LEAST_NEW_WORDS and why & title:
        message = "`why` repeats the title."
        yield fault(entry, ("why",), "why-repeats-title", message, "Say what it leads to, or why it happens.")


def _words(text: str) -> set[str]:
    """The words that carry meaning, cut to their stems."""
    # A stem as coarse as this one does: two forms of a word must fall together, and that two words do so by accident
    # only makes the check a little stricter.
    found = re.findall(r"[a-z]{2,}", text.lower())
    return {re.sub(r"(ings?|ed|es|s|ly)$", "", word)[:8] for word in found if word not in _LITTLE_WORDS}


# ---- sources ---------------------------------------------------------------------------------------------


def _sources(entry: Entry[Diagnosis], knowledge: Knowledge) -> Iterator[Fault]:
    model = entry.model
    yield from _known_sources(entry, ("source",), model.source, knowledge)
    for i, evidence in enumerate(model.evidence):
        yield from _known_sources(entry, ("evidence", i, "source"), evidence.source, knowledge)
        if not evidence.source and not model.source:
            message = f"`{evidence.id}` has no source, and neither has the diagnosis."
            way = 'As in `source: [{article: "03.1"}]` or `source: [{judgement: "..."}]`.'
            yield fault(entry, ("evidence", i, "id"), "no-source", message, way)


def _action_source(entry: Entry[Action]) -> Iterator[Fault]:
    if not entry.model.source and entry.model.kind in ("fix", "gate", "dated", "look-up", "duty", "upkeep"):
        way = 'As in `source: [{article: "04.1"}]` or `source: [{judgement: "..."}]`.'
        yield fault(entry, ("id",), "no-source", "The action has no source.", way)


def _known_sources(entry: Entry[Any], at: Path, sources: tuple[Source, ...], knowledge: Knowledge) -> Iterator[Fault]:
    """Each source that names nothing, or something that `sources.yaml` does not have."""
    for i, source in enumerate(sources):
        named = [name for name, value in source.model_dump().items() if value is not None]
        if len(named) != 1:
            message = "A source is one of `article`, `evidence`, `source` and `judgement`."
            yield fault(entry, (*at, i), "source", message, "Write each as an entry of its own.")
        elif source.source is not None and source.source not in knowledge.sources:
            message = f"There's no source `{source.source}` in sources.yaml."
            way = did_you_mean(source.source, knowledge.sources) or _OWN_WORDS
            yield fault(entry, (*at, i), "source", message, way)
        elif source.article is not None and knowledge.statements and not _is_stated(source.article, knowledge):
            message = f"The article has no statement {source.article} in sources.yaml."
            part = source.article.partition(".")[0]
            near = [number for number in knowledge.statements if number.partition(".")[0] == part]
            way = f"Its part {part} has {', '.join(near)}: write one of these. {_OWN_WORDS}" if near else _OWN_WORDS
            yield fault(entry, (*at, i), "source", message, way)


def _is_stated(number: str, knowledge: Knowledge) -> bool:
    return any(known == number or known.startswith(f"{number}.") for known in knowledge.statements)


# ---- examples --------------------------------------------------------------------------------------------


def _examples(entry: Entry[Diagnosis], diagnosis: CompiledDiagnosis, base: Base) -> Iterator[Fault]:
    examples = entry.model.examples
    conditions = [written.compiled for written in conditions_of_diagnosis(base.program, diagnosis)]
    read = {question for compiled in conditions for question in compiled.questions}
    resting = any(compiled.conclusions for compiled in conditions)
    missing: dict[str, str] = {}
    if not any(e.expect == "confirmed" for e in examples) and base.confirming(diagnosis.id).right:
        missing["just enough"] = "one that confirms (`expect: confirmed`)"
    if not any(e.near_miss and e.expect != "confirmed" for e in examples):
        missing["just not enough"] = "a near miss (`near_miss: true`)"
    if not any(e.expect in ("open", "suspected") and (resting or read - set(e.given)) for e in examples):
        missing["nothing was said"] = "one with something unsaid (`expect: open` or `suspected`)"
    if missing:
        worked = worked_examples(base.program, base.complete, diagnosis.id)
        fitting = [example for example in worked if example.name in missing]
        yield _missing(entry, f"An example is missing: {'; '.join(missing.values())}.", fitting)


def _missing(entry: Entry[Any], message: str, worked: Sequence[WorkedExample]) -> Fault:
    """The fault of examples that are not there, with some that the solver found, to paste."""
    at: Path = ("examples",) if entry.model.examples else ("id",)
    way = "\n".join(["Add below `examples:`, with names of your own:", *example_lines(worked)]) if worked else None
    return fault(entry, at, "missing-example", message, way)


def _contradiction_examples(entry: Entry[Contradiction], base: Base) -> Iterator[Fault]:
    told = {example.expect for example in entry.model.examples}
    missing = [str(value).lower() for value in (True, False) if value not in told]
    if missing:
        wanted = " and ".join(f"`expect: {value}`" for value in missing)
        worked = worked_contradiction(base.program, base.complete, entry.model.id)
        fitting = [example for example in worked if example.expect in missing]
        yield _missing(entry, f"An example is missing: one with {wanted}.", fitting)


def _readable_examples(entry: Entry[Any], knowledge: Knowledge) -> Iterator[Fault]:
    """Each answer of an example that no case could hold."""
    for i, example in enumerate(entry.model.examples):
        case, problems = read_example(example.given, knowledge)
        for problem in problems if case is None else ():
            message = f"{problem.path.removeprefix('answers.')}: {problem.message}"
            yield fault(entry, ("examples", i, "given"), "unreadable-example", message, problem.suggestion)


# ---- size ------------------------------------------------------------------------------------------------


def _too_large(base: Base) -> Iterator[Fault]:
    """Conditions with a part on more questions, gates included, than can be looked at in all completions."""
    gates = {question: gate.condition.normal for question, gate in base.program.gate_of.items()}
    for written in filter(lambda w: base.scope.covers(w.entry), every_condition(base.program)):
        most = most_read(written.compiled.normal, gates)
        if most > MOST_QUESTIONS:
            message = f"{written.name or written.owner} rests on {most} questions that hang together, gates included."
            way = f"Up to {MOST_QUESTIONS} are looked at in every combination; split it, or use fewer."
            yield warning(written.entry, written.path, "many-questions", message, way)


def _unsure_of_members(base: Base) -> Iterator[Fault]:
    """Conditions that ask of one list whether nobody knows it, and also what is on it."""
    # Of a list known in part both may be open at once, which neither "don't know" nor any whole list is.
    for written in every_condition(base.program):
        atoms = [literal.atom for literal in literals_of(written.compiled.normal)]
        unsure = {atom.question for atom in atoms if isinstance(atom, Unsure)}
        counted = [q for a in atoms if isinstance(a, Compare) for q in questions_of_atom(a)]
        read = dict.fromkeys([*(a.question for a in atoms if isinstance(a, Has)), *counted])
        for question in read:
            if question in unsure and base.program.question(question).type is Kind.CHOICES:
                message = f"{written.name or written.owner} tests `unsure({question})` and what is on that list."
                way = "A list can be known in part, and is neither then: make two conditions of it."
                yield warning(written.entry, written.path, "unsure-and-members", message, way)
