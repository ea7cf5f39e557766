"""Which answers were not taken into account, because their questions do not apply, and by which answers that is so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from advisor.cases.answers import Differ, DontKnow
from advisor.cases.following import following
from advisor.inference.assessor import CaseInference
from advisor.inference.compiled.program import Program
from advisor.inference.evaluation.facts_view import FactsView
from advisor.language.kleene import value_of
from advisor.language.normal import Normal, SignedAtom
from advisor.language.tree import questions_of_atom
from advisor.result.assessment import NotApplied


def not_applied(program: Program, assessed: CaseInference) -> tuple[NotApplied, ...]:
    """The answers, "don't know" aside, whose gate is certainly false in every resolution; by the questionnaire."""
    facts = [inference.facts for inference in assessed.inferences]
    view = FactsView(program, facts[0], {})
    answers = assessed.case.answers
    said_by = _said_by(program, assessed)
    counted = frozenset().union(*said_by.values())
    return tuple(
        NotApplied(
            question,
            tuple(dict.fromkeys(q for each in _because(program, view, question) for q in said_by.get(each, (each,)))),
        )
        for question in program.knowledge.questions
        if question in answers
        and not isinstance(answers[question].said, DontKnow)
        and all(each.asked.get(question) == -1 for each in facts)
        and question not in counted
    )


def _said_by(program: Program, assessed: CaseInference) -> Mapping[str, tuple[str, ...]]:
    """For each answer that follows from others, these."""
    told = {question: a.said for question, a in assessed.case.answers.items()}
    said = {question: each for question, each in told.items() if not isinstance(each, Differ)}
    follows = dict(following(program.follows, told))
    ways = [way for way in program.follows if way.question in follows and way.fits(said)]
    return {way.question: tuple(question for question, _ in way.needed) for way in reversed(ways)}


def _because(program: Program, view: FactsView, question: str) -> Sequence[str]:
    """The questions whose answers make a gate false."""
    condition = program.gate_of[question].condition
    # What only all completions together agree on has no single test that is false.
    found = list(_deciding(program, view, condition.normal)) if value_of(condition.normal, view) == -1 else []
    return found or [q for q in condition.questions if q in view.facts.answers]


def _deciding(program: Program, view: FactsView, normal: Normal) -> Iterator[str]:
    """The questions of the tests that are false in a normal form that is; for one that does not apply, those above."""
    if not isinstance(normal, SignedAtom):
        for part in normal.parts:
            if value_of(part, view) == -1:
                yield from _deciding(program, view, part)
        return
    questions = questions_of_atom(normal.atom)
    off = [question for question in questions if view.asked(question) == -1]
    for question in off:
        yield from _because(program, view, question)
    if not off:
        yield from questions
