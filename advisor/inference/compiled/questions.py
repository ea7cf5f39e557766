"""Questions and derived facts checked, and gates compiled: what every other condition of a pack rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from advisor.cases.values import AnswerError, read_value
from advisor.files.documents import Path
from advisor.inference.compiled.compilation import UNIQUE, Compilation
from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.program import Gate
from advisor.knowledge.models import Follows, Question
from advisor.knowledge.opening.naming import namings, strange_names
from advisor.knowledge.pack import Entry
from advisor.language.normal import normal_form
from advisor.language.parsing.errors import ConditionError
from advisor.language.parsing.parse import parse_number
from advisor.language.tree import Condition, atoms_of, conclusions_of, points_of_atom, questions_of
from advisor.language.vocabulary import Kind, Term
from advisor.problems import did_you_mean

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_CONCLUDING = re.compile(r"\b(diagnosed|suspected)\s*\(")


def check_question(made: Compilation, entry: Entry[Question]) -> None:
    """Note what is wrong with the options or the range of a question."""
    question = entry.model
    if _is_listed(question.type) and len(question.options) < 2:
        made.complain(entry, ("options",), "options", "A choice has two options or more.")
    if not _is_listed(question.type) and question.options:
        made.complain(entry, ("options",), "options", f"A {question.type.value} question has no options.")
    if question.id.startswith("law."):
        made.complain(entry, ("id",), "reserved", "Names that begin with `law.` are those of laws.", "Rename it.")
    names = [option.id for option in question.options]
    for twice in {name for name in names if names.count(name) > 1}:
        made.complain(entry, ("options",), "duplicate-id", f"The option `{twice}` stands twice.", UNIQUE)
    if question.type.numeric and question.range is None:
        made.complain(entry, ("id",), "range", "A number needs its declared `range: [least, greatest]`.")
    if question.range is not None and question.range[0] >= question.range[1]:
        made.complain(entry, ("range",), "range", "The range is empty.")
    if question.existence is True and question.type is not Kind.YES_NO:
        message = "Only a yes or no asks for existence by its form."
        made.complain(entry, ("existence",), "existence", message, "Say in words why this question does.")
    _check_opening(made, entry)
    _check_bands(made, entry)
    for number, way in enumerate(question.follows):
        _check_follows(made, entry, number, way)
    _check_screens(made, entry)


def _check_screens(made: Compilation, entry: Entry[Question]) -> None:
    """Note options and questions that aren't there, and values that nobody could answer."""
    question = entry.model
    if question.screens and question.type is not Kind.CHOICES:
        made.complain(entry, ("screens",), "screens", "Only a list leaves something unchecked.")
    options = [option.id for option in question.options]
    for option, others in question.screens.items():
        if option not in options:
            message = f"`{question.id}` has no option `{option}`."
            made.complain(entry, ("screens", option), "screens", message, did_you_mean(option, options))
        for name, value in others.items():
            other, at = made.knowledge.questions.get(name), ("screens", option, name)
            if other is None:
                message, way = f"There's no question `{name}`.", did_you_mean(name, made.knowledge.questions)
                made.complain(entry, at, "screens", message, way)
            elif other.model.opens:
                made.complain(entry, at, "screens", f"`{name}` opens the talk; nothing answers it.")
            else:
                _check_value(made, entry, other.model, at, list(value) if isinstance(value, tuple) else value)


def _check_follows(made: Compilation, entry: Entry[Question], number: int, way: Follows) -> None:
    """Note a value that does not fit, and answers that nobody could give, from which something follows."""
    at = ("follows", number)
    if entry.model.type in (Kind.TEXT, Kind.DATE, Kind.CHOICES):
        made.complain(entry, at, "follows", f"The answer to a {entry.model.type.value} question can't follow.")
        return
    _check_value(made, entry, entry.model, (*at, "value"), way.value)
    for name, said in way.given.items():
        other = made.knowledge.questions.get(name)
        if other is None or name == entry.model.id:
            message = f"`{name}` is this question." if other else f"There's no question `{name}`."
            made.complain(entry, (*at, "from", name), "follows", message, did_you_mean(name, made.knowledge.questions))
        elif said != "known" and other.model.type not in (Kind.YES_NO, Kind.CHOICE):
            message = f"Of a {other.model.type.value} question only that it is `known` can be read."
            made.complain(entry, (*at, "from", name), "follows", message)
        elif said != "known":
            for value in said:
                _check_value(made, entry, other.model, (*at, "from", name), value)


def _check_value(made: Compilation, entry: Entry[Question], question: Question, at: Path, value: object) -> None:
    try:
        read_value(question, value)
    except AnswerError as error:
        made.complain(entry, at, error.code, error.message, error.suggestion)


def _check_bands(made: Compilation, entry: Entry[Question]) -> None:
    question = entry.model
    if not question.bands:
        return
    if not question.type.numeric:
        made.complain(entry, ("bands",), "bands", f"A {question.type.value} question has no bands.")
    elif question.range is not None:
        ends = [question.range[0], *(end for band in question.bands for end in (band.low, band.high))]
        if sorted((*ends, question.range[1])) != [*ends, question.range[1]]:
            way = "Each band begins where the one before ends, or later."
            made.complain(entry, ("bands",), "bands", "The bands must rise, within the question's range.", way)
        elif any(band.low == band.high for band in question.bands):
            made.complain(entry, ("bands",), "bands", "A band is empty.", "Give it two different ends.")
    labels = [band.label.casefold() for band in question.bands]
    for twice in sorted({label for label in labels if labels.count(label) > 1}):
        made.complain(entry, ("bands",), "duplicate-id", f"The band `{twice}` stands twice.", UNIQUE)


def _check_opening(made: Compilation, entry: Entry[Question]) -> None:
    """Note a question about who answers, or why, and one that names something, of a type that cannot."""
    question = entry.model
    wanted = {"people": Kind.CHOICE, "complaints": Kind.CHOICES}.get(question.options_from or "")
    if wanted is not None and question.type is not wanted:
        message = f"Options from {question.options_from} belong to a question of type {wanted.value}."
        made.complain(entry, ("options_from",), "options", message)
    if question.most is not None and question.type is not Kind.CHOICES:
        made.complain(entry, ("most",), "options", "Only a list limits how many it takes.", "Leave it out.")
    if question.names is not None and question.type is not Kind.TEXT:
        made.complain(entry, ("names",), "names", "Only a text gives a name.", "Give it `type: text`.")


def check_names(made: Compilation) -> None:
    """Note placeholders anywhere in the packs that look like a name and name nothing."""
    known = namings(made.knowledge)
    for each in fields(made.knowledge) if known else ():
        entries = getattr(made.knowledge, each.name)
        for entry in entries.values() if isinstance(entries, Mapping) else ():
            for path, name in strange_names(entry, known) if isinstance(entry, Entry) else ():
                way = did_you_mean(name, known) or f"There are {', '.join(known)}."
                made.complain(entry, path, "unknown-placeholder", f"`{name}` gives no name.", way)


def check_complaints(made: Compilation) -> None:
    """Note sections, questions and diagnoses that complaints name and that no pack has."""
    sections = {section.id for section in made.knowledge.sections}
    for entry in made.knowledge.complaints.values():
        for field, kind, there in (
            ("areas", "section", sections),
            ("first", "question", made.knowledge.questions),
            ("diagnoses", "diagnosis", made.knowledge.diagnoses),
        ):
            for place, name in enumerate(getattr(entry.model, field)):
                if name not in there:
                    message = f"There's no {kind} `{name}`."
                    made.complain(entry, (field, place), f"unknown-{kind}", message, did_you_mean(name, there))


def check_policy(made: Compilation) -> None:
    """Note questions and answers that the order of the interview names and that no pack has."""
    terms = made.vocabulary.terms
    questions = made.knowledge.questions  # what is derived from answers can't be asked
    for entry in made.knowledge.policies.values():
        policy = entry.model
        named: list[tuple[Path, str]] = [
            ((field, place), question)
            for field in ("first", "opening", "then")
            for place, question in enumerate(getattr(policy, field))
        ]
        for question, usual in policy.companies.usual.items():
            at: Path = ("companies", "usual", question)
            named.append((at, question))
            if question in questions and question in terms:
                _check_usual(made, entry, at, terms[question], usual)
        for path, question in named:
            if question not in questions:
                message = f"There's no question `{question}`."
                made.complain(entry, path, "unknown-question", message, did_you_mean(question, questions))


def _check_usual(made: Compilation, entry: Entry[Any], at: Path, term: Term, usual: Iterable[str]) -> None:
    numeric = term.kind.numeric or term.kind is Kind.DATE
    options = term.options or ("yes", "no")
    for option in usual:
        if numeric and not _NUMBER.fullmatch(option):
            message = f"`{option}` is no number."
            made.complain(entry, (*at, option), "type", message, "Name the least of the numbers that are meant.")
        elif not numeric and option not in options:
            way = did_you_mean(option, options) or f"It's one of {', '.join(options)}."
            made.complain(entry, (*at, option), "unknown-option", f"There's no answer `{option}`.", way)


def check_facts(made: Compilation) -> None:
    """Note what is wrong with derived facts. They are not compiled: each is written into the conditions that use it."""
    for name, entry in made.knowledge.facts.items():
        fact = entry.model
        if (fact.when is None) is (fact.value is None):
            made.complain(entry, ("id",), "fact", "A derived fact has either `when:` or `value:`.")
        elif name.startswith("law."):
            made.complain(entry, ("id",), "reserved", "Names that begin with `law.` are those of laws.", "Rename it.")
        elif name in made.vocabulary.terms:
            made.complain(entry, ("id",), "duplicate-id", f"`{name}` is a question already.", UNIQUE)
        elif fact.when is not None:
            tree = made.parsed(entry, ("when",), fact.when)
            if tree is not None and conclusions_of(tree) and _CONCLUDING.search(fact.when):
                message = "A derived fact reads answers and the timeline only; diagnoses are concluded from facts."
                way = "Write `diagnosed()` and `suspected()` in the conditions that use the fact."
                made.complain(entry, ("when",), "fact", message, way)
        elif fact.value is not None:
            try:
                parse_number(fact.value, made.vocabulary)
            except ConditionError as error:
                made.complain_of_text(entry, ("value",), error)


def compile_gates(made: Compilation) -> tuple[tuple[Gate, ...], dict[str, Gate]]:
    """Gates in an order in which each finds what it reads decided, and those of names, by question; a circle is noted.

    Their normal forms are left in `made.gates`, for the conditions that are compiled next.
    """
    trees: dict[str, Condition] = {}
    for question, entry in made.knowledge.questions.items():
        if entry.model.asked_when is None:
            continue
        tree = made.parsed(entry, ("asked_when",), entry.model.asked_when)
        if tree is None:
            continue
        # A gate that read the timeline or a diagnosis would wait for what waits for it: both are computed from the
        # answers to questions that apply.
        if conclusions_of(tree) or any(points_of_atom(atom) for atom in atoms_of(tree)):
            made.complain(entry, ("asked_when",), "gate", "`asked_when` may read answers only.")
            continue
        trees[question] = tree
    needs = {question: [q for q in questions_of(tree) if q in trees] for question, tree in trees.items()}
    order = made.ordered(needs, "asked_when", made.knowledge.questions)
    made.gates = {question: normal_form(trees[question]) for question in order}
    texts = {question: made.knowledge.questions[question].model.asked_when or "" for question in order}
    found = {question: Gate(question, made.compiled(texts[question], trees[question])) for question in order}
    # Whoever answers a question has said that its gate is true. A name must say nothing, so its gate is none of those
    # that inference reads.
    names = {question: gate for question, gate in found.items() if question in namings(made.knowledge)}
    return tuple(gate for question, gate in found.items() if question not in names), names


def compile_pointless(made: Compilation) -> Mapping[str, Compiled]:
    """Every `pointless_when` without a fault, by its question; faults are noted. Gates come before."""
    trees: dict[str, Condition] = {}
    for question, entry in made.knowledge.questions.items():
        text = entry.model.pointless_when
        tree = made.parsed(entry, ("pointless_when",), text) if text is not None else None
        if tree is None:
            continue
        if conclusions_of(tree) or any(points_of_atom(atom) for atom in atoms_of(tree)):
            made.complain(entry, ("pointless_when",), "pointless", "`pointless_when` may read answers only.")
        elif question in questions_of(tree):
            message = "It reads the answer that it says no one is asked for."
            made.complain(entry, ("pointless_when",), "pointless", message, "Leave the question itself out.")
        else:
            trees[question] = tree
    # A question waits for what could still make it pointless. Two that wait for each other would both never come.
    needs = {question: [q for q in questions_of(tree) if q in trees] for question, tree in trees.items()}
    order = made.ordered(needs, "pointless_when", made.knowledge.questions)
    texts = {question: made.knowledge.questions[question].model.pointless_when or "" for question in order}
    return {question: made.compiled(texts[question], trees[question]) for question in order}


def _is_listed(kind: Kind) -> bool:
    """True where a question of this type has options."""
    return kind in (Kind.CHOICE, Kind.CHOICES)
