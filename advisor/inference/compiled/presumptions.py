"""Presumptions compiled: what the timeline takes an answer to be while nobody has given it."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.cases.answers import Exactly
from advisor.cases.values import AnswerError, read_value
from advisor.files.documents import Path
from advisor.inference.compiled.compilation import Compilation
from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.program import CompiledPresumption
from advisor.knowledge.models import Presumption, Question
from advisor.knowledge.pack import Entry
from advisor.language.normal import AllOf, AnyOf, Normal, SignedAtom
from advisor.language.tree import Unsure, atoms_of, conclusions_of, points_of_atom, questions_of, questions_of_atom
from advisor.language.vocabulary import Kind

_NEVER = (Kind.TEXT, Kind.DATE, Kind.CHOICES)


def compile_presumptions(made: Compilation) -> Mapping[str, CompiledPresumption]:
    """Every presumption without a fault, by its question; faults are noted. Gates must have been compiled before."""
    found = {}
    for question, entry in made.knowledge.questions.items():
        if entry.model.presume is not None:
            compiled = _compiled(made, entry, entry.model.presume)
            if compiled is not None:
                found[question] = compiled
    return found


def _compiled(made: Compilation, entry: Entry[Question], model: Presumption) -> CompiledPresumption | None:
    question = entry.model
    if question.type in _NEVER:
        message = f"A {question.type.value} question can't be presumed."
        made.complain(entry, ("presume",), "presume", message, "Presume a choice, a yes or no, or a number.")
        return None
    value = _value(made, entry, ("presume", "value"), model.value)
    opposites = [
        _value(made, entry, ("presume", "opposites", i), opposite) for i, opposite in enumerate(model.opposites)
    ]
    for i, opposite in enumerate(opposites):
        if opposite is not None and opposite == value:
            made.complain(entry, ("presume", "opposites", i), "presume", "This is the presumed value itself.")
    when = _when(made, entry, model) if model.when is not None else None
    if value is None or (when is None and model.when is not None):
        return None
    return CompiledPresumption(question.id, model, value, tuple(o for o in opposites if o is not None), when)


def _value(made: Compilation, entry: Entry[Question], at: Path, raw: object) -> Exactly | None:
    try:
        return Exactly(read_value(entry.model, raw))
    except AnswerError as error:
        made.complain(entry, at, error.code, error.message, error.suggestion)
        return None


def _when(made: Compilation, entry: Entry[Question], model: Presumption) -> Compiled | None:
    at = ("presume", "when")
    tree = made.parsed(entry, at, model.when or "")
    if tree is None:
        return None
    # The timeline waits for what is presumed, and diagnoses wait for the timeline.
    if conclusions_of(tree) or any(points_of_atom(atom) for atom in atoms_of(tree)):
        made.complain(entry, at, "presume", "`when` of a presumption may read answers only.")
        return None
    for question in questions_of(tree):
        if question == entry.model.id:
            message = f"`{question}` is presumed only while it isn't known, so `when` can't read it."
            made.complain(entry, at, "presume", message)
            return None
        if not _can_open(question, entry.model.id, made.gates):
            message = f"`{question}` is asked only once `{entry.model.id}` is known, which is what is presumed."
            way = "Read a question that's asked without it, or ask this one in another way too."
            made.complain(entry, at, "presume", message, way)
            return None
    return made.compiled(model.when or "", tree)


def _can_open(question: str, presumed: str, gates: Mapping[str, Normal]) -> bool:
    """Whether a question can come to be asked while the presumed one is not known."""

    def holds(normal: Normal) -> bool:
        if isinstance(normal, SignedAtom):
            if normal.atom == Unsure(presumed) and normal.positive:
                return True  # asked just because the other is not known
            read = questions_of_atom(normal.atom)
            return presumed not in read and all(_can_open(q, presumed, gates) for q in read)
        can = sum(holds(part) for part in normal.parts)
        if isinstance(normal, AllOf):
            return can == len(normal.parts)
        return can >= (1 if isinstance(normal, AnyOf) else normal.n)

    return question not in gates or holds(gates[question])
