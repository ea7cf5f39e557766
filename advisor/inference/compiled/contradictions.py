"""Contradictions compiled: answers that exclude each other, and the question that settles which of them stands."""

from __future__ import annotations

from advisor.inference.compiled.compilation import Compilation
from advisor.inference.compiled.program import CompiledContradiction
from advisor.knowledge.models import Contradiction
from advisor.knowledge.pack import Entry
from advisor.language.tree import atoms_of, points_of_atom
from advisor.language.vocabulary import Kind
from advisor.problems import did_you_mean


def compile_contradiction(made: Compilation, entry: Entry[Contradiction]) -> CompiledContradiction | None:
    """A contradiction; None where its condition has a fault, which is noted."""
    model = entry.model
    tree = made.parsed(entry, ("when",), model.when)
    _check_answers(made, entry)
    _check_settling(made, entry)
    says = made.sentence(entry, ("says",), model.says)
    if tree is None:
        return None
    if any(points_of_atom(atom) for atom in atoms_of(tree)):
        message = "A contradiction is between answers; the timeline rests on figures, and on what is presumed."
        made.complain(entry, ("when",), "contradiction", message, "Compare the answers themselves.")
        return None
    return CompiledContradiction(model.id, entry, made.compiled(model.when, tree), says)


def _check_answers(made: Compilation, entry: Entry[Contradiction]) -> None:
    questions = made.knowledge.questions
    for i, answer in enumerate(entry.model.answers):
        if answer not in questions:
            message = f"There's no question `{answer}`."
            made.complain(entry, ("answers", i), "unknown-name", message, did_you_mean(answer, questions))


def _check_settling(made: Compilation, entry: Entry[Contradiction]) -> None:
    questions, answers, settling = made.knowledge.questions, entry.model.answers, entry.model.settle
    settle = questions.get(settling.question)
    if settle is None:
        message = f"There's no question `{settling.question}`."
        way = did_you_mean(settling.question, questions)
        made.complain(entry, ("settle", "question"), "unknown-name", message, way)
        return
    if settle.model.type is not Kind.CHOICE:
        made.complain(entry, ("settle", "question"), "type", "A settling question is a choice.")
        return
    options = [option.id for option in settle.model.options]
    for reply, answer in settling.withdraws.items():
        at = ("settle", "withdraws", reply)
        if reply not in options:
            message = f"`{settle.model.id}` has no option `{reply}`."
            made.complain(entry, at, "unknown-option", message, did_you_mean(reply, options))
        if answer not in answers and all(known in questions for known in answers):
            message = f"`{answer}` isn't one of the disputed answers."
            made.complain(entry, at, "unknown-name", message, did_you_mean(answer, answers))
