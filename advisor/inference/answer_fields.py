"""What one answer gives to the flat fact, and how the reference evaluator sees it."""

from __future__ import annotations

from datetime import date

from advisor.cases.answers import DontKnow, Exactly, Given, Partly, Range
from advisor.cases.values import Scalar
from advisor.language.kleene import UNSURE, Between, Members, Seen, weeks_between
from advisor.language.patterns import Value
from advisor.language.tree import DAY
from advisor.language.vocabulary import Kind, Term

Fields = dict[str, Value]
_MOST_REMEMBERED = 500  # lists of a multiple choice, by question; a batch may bring any number of them


class FieldMaker:
    """Makes the fields that one question's answer gives, where the question applies; common answers once."""

    def __init__(self, term: Term):
        self.term = term
        self._unsure: Fields = {f"{term.id}#unsure": True}
        # What most cases answer is made once: yes and no and the options beforehand, lists as they come up to a bound.
        self._known: dict[Scalar | Partly, Fields] = {}
        if term.kind is Kind.YES_NO:
            self._known = {value: {f"{term.id}#unsure": False, term.id: value} for value in (True, False)}
        elif term.kind is Kind.CHOICE:
            self._known = {option: {f"{term.id}#unsure": False, term.id: option} for option in term.options}

    def fields(self, given: Given, as_of: date) -> Fields:
        """The fields of an answer; shared between cases, so not to be changed. Days become weeks from `as_of`."""
        if isinstance(given, Exactly):
            value = given.value
            found = self._known.get(value)
            return found if found is not None else self._made(value, as_of)
        if isinstance(given, DontKnow):
            return self._unsure
        if isinstance(given, Partly):
            found = self._known.get(given)
            return found if found is not None else self._made_in_part(given)
        low, high = given.low, given.high
        if isinstance(low, date) and isinstance(high, date):
            low, high = weeks_between(as_of, low), weeks_between(as_of, high)
        assert isinstance(low, (int, float)) and isinstance(high, (int, float))
        return self._range(float(low), float(high))

    def _made(self, value: Scalar, as_of: date) -> Fields:
        if isinstance(value, tuple):
            made = self._range(float(len(value)), float(len(value)))
            made.update((f"{self.term.id}:{option}", option in value) for option in self.term.options)
            return self._remembered(value, made)
        if isinstance(value, str):
            return {f"{self.term.id}#unsure": False}
        number = weeks_between(as_of, value) if isinstance(value, date) else float(value)
        return self._range(number, number)

    def _made_in_part(self, given: Partly) -> Fields:
        """Fields for the options that are named only; the count lies between what is there and what may be."""
        made = self._range(float(len(given.has)), float(len(self.term.options) - len(given.lacks)))
        made.update((f"{self.term.id}:{option}", True) for option in given.has)
        made.update((f"{self.term.id}:{option}", False) for option in given.lacks)
        return self._remembered(given, made)

    def _remembered(self, value: Scalar | Partly, made: Fields) -> Fields:
        if len(self._known) < _MOST_REMEMBERED:
            self._known[value] = made
        return made

    def _range(self, low: float, high: float) -> Fields:
        question = self.term.id
        return {f"{question}#unsure": False, f"{question}#low": low, f"{question}#high": high}


def day_fields(as_of: date) -> Fields:
    """The fields that the day of the case gives, for those who ask what the law is on it."""
    day = float(as_of.toordinal())
    return {f"{DAY}#low": day, f"{DAY}#high": day}


def seen_answer(given: Given | None, as_of: date) -> Seen:
    """An answer as the reference evaluator sees it; a day becomes weeks from `as_of`, None is not given."""
    if given is None:
        return None
    if isinstance(given, DontKnow):
        return UNSURE
    if isinstance(given, Partly):
        return Members(frozenset(given.has), frozenset(given.lacks))
    if isinstance(given, Range):
        low, high = given.low, given.high
        if isinstance(low, date) and isinstance(high, date):
            return Between(weeks_between(as_of, low), weeks_between(as_of, high))
        assert isinstance(low, (int, float)) and isinstance(high, (int, float))
        return Between(float(low), float(high))
    value = given.value
    if isinstance(value, tuple):
        return frozenset(value)
    if isinstance(value, (bool, str)):
        return value
    number = weeks_between(as_of, value) if isinstance(value, date) else float(value)
    return Between(number, number)
