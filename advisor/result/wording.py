"""Answers in words, and sentences filled with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from advisor.cases.answers import Differ, DontKnow, Exactly, Given, Partly, Range
from advisor.cases.case import Case
from advisor.cases.following import followed
from advisor.inference.assessor import CaseInference
from advisor.inference.certainty import Status
from advisor.inference.compiled.program import Program
from advisor.inference.compiled.sentences import Sentence, labelled, listed, points_of, read_sentence
from advisor.inference.evaluation.facts_view import FactsView
from advisor.inference.facts import FactMaker, Facts, UnknownPoint
from advisor.language.intervals import EVERYTHING, Interval
from advisor.language.patterns import Value
from advisor.language.shown import day_text as day_text
from advisor.language.shown import number_shown
from advisor.language.tree import Amount, Count, Point, WeeksUntil

DUE_LEVELS = ("gate", "must", "should")  # the gravest first
STATUS_WORDS = {
    Status.CONFIRMED: "confirmed",
    Status.SUSPECTED: "likely",
    Status.OPEN: "can't tell",
    Status.NO_SIGN: "no sign",
    Status.RULED_OUT: "ruled out",
}
"""The one vocabulary of statuses that people read; data keep the ids."""


class Wording:
    """Prints the answers of one resolution of a case."""

    def __init__(self, program: Program, maker: FactMaker, facts: Facts, assessed: CaseInference | None = None):
        """`assessed` is the whole case, for sentences that name what cannot be told yet."""
        self._assessed = assessed
        self._program = program
        self._maker = maker
        self._facts = facts

    @classmethod
    def of_case(cls, program: Program, maker: FactMaker, case: Case) -> Wording:
        """Prints a case's answers as given."""
        answers: dict[str, Given] = {}
        for question, answer in followed(program.follows, case.answers).items():
            said = answer.said
            answers[question] = said.claims[0].given if isinstance(said, Differ) else said
        wording = cls(program, maker, maker.facts(answers, case.as_of))
        wording._case = case
        return wording

    _case: Case | None = None

    def fill(self, sentence: Sentence) -> str:
        """A sentence with its placeholders filled."""
        return sentence.fill(self.answer, self._number, self._program.names, self._open_items)

    def knows(self, sentence: Sentence) -> bool:
        """Whether each number that a sentence prints is known, at least as a range."""
        return all(self._number(number) != EVERYTHING for number in map(Point, points_of(sentence)))

    def plain(self, text: str) -> str:
        """A text with placeholders, filled."""
        return self.fill(read_sentence(text, self._program.vocabulary))

    def answer(self, question: str) -> str:
        """The answer to a question in words."""
        given = self._facts.answers.get(question)
        labels = self._program.knowledge.labels(question)
        if isinstance(given, Partly):
            return _there(given, labels)
        return given_text(given, labels) if given is not None else "not answered"

    def differing(self, question: str) -> str:
        """What different people said to one question."""
        assert self._case is not None
        said = self._case.answers[question].said
        assert isinstance(said, Differ)
        labels = self._program.knowledge.labels(question)
        told = listed([f"{claim.by} says {given_text(claim.given, labels)}" for claim in said.claims])
        return f"{self._program.question(question).short}: {told}."

    @cached_property
    def _open_items(self) -> tuple[str, ...]:
        """The titles of what is due by an event and cannot be told yet, the gravest first."""
        together = self._assessed.together if self._assessed is not None else {}
        found = [
            (DUE_LEVELS.index(d.model.due.level), -d.model.impact, d.id)
            for d in self._program.diagnoses.values()
            if d.model.due is not None and d.id in together and together[d.id].status is Status.OPEN
        ]
        return tuple(self._program.diagnoses[name].model.title for *_, name in sorted(found))

    def surely(self, conclusions: Mapping[str, Value]) -> FactsView:
        """The answers with conclusions of the certain reading, as the reference evaluator wants them."""
        return FactsView(self._program, self._facts, conclusions, certain=True)

    def _number(self, number: Amount | Count | WeeksUntil | Point) -> Interval:
        try:
            return self._maker.number(number, self._facts)
        except UnknownPoint:
            return EVERYTHING


def given_text(given: Given, labels: Mapping[str, str]) -> str:
    """What was given, in words."""
    if isinstance(given, DontKnow):
        return "don't know"
    if isinstance(given, Range):
        return f"{_scalar(given.low, labels)} to {_scalar(given.high, labels)}"
    if isinstance(given, Partly):
        missing = listed([labels.get(option, option) for option in given.lacks], "or")
        return _there(given, labels) + (f", but not {missing}" if given.lacks else "")
    assert isinstance(given, Exactly)
    return _scalar(given.value, labels)


def _there(given: Partly, labels: Mapping[str, str]) -> str:
    """What is on a list known in part."""
    there = ", ".join(labels.get(option, option) for option in given.has)
    return f"{there} and perhaps more" if there else "perhaps some"


def _scalar(value: bool | str | int | float | date | tuple[str, ...], labels: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return labelled(value, labels) if value else "none of these"
    if isinstance(value, (int, float)):
        return number_shown(value)
    return day_text(value) if isinstance(value, date) else labels.get(value, value)
