"""Exact reasoning about one condition: which values it can still take, and which questions can still move it.

Thresholds and options cut each question's answers into regions; inside a region every test of the condition
has one value, so finitely many regions stand for all completions. "Don't know" is a region of its own, and so
is a range that stretches over several regions. Strong Kleene logic may leave a condition open although every
region gives one value (a question that occurs twice, as in `q or not q`); `advisor.language.exact.exactness` finds
what must be added so that plain Kleene, which every engine evaluates, is exact: a condition is then decided as soon as
all completions agree (van Fraassen's supervaluation, 1966), and open only while they do not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache

from advisor.language.exact.exactness import Axes, Completions, missing_terms
from advisor.language.exact.splitting import with_gates
from advisor.language.exact.variables import (
    MOST_COMPLETIONS,
    MOST_QUESTIONS,
    RegionState,
    Variable,
    repeats_a_question,
    variables_of,
)
from advisor.language.kleene import UNSURE, View, atom_value
from advisor.language.normal import Normal, SignedAtom, literals_of
from advisor.language.tree import Concluded
from advisor.language.vocabulary import Term


class ConditionSpace:
    """One normal form with the gates of its questions, over its variables.

    `gates` gives each gated question's `asked_when` in normal form, `terms` the declared types. Most conditions are
    never looked into; so all that costs something is worked out when it is first asked for.
    """

    def __init__(self, normal: Normal, gates: Mapping[str, Normal], terms: Mapping[str, Term]):
        self.normal = normal
        self.gates = {q: gates[q] for q in with_gates(normal, gates) if q in gates}
        self._terms = terms

    def __getstate__(self) -> dict[str, object]:
        """What it was made of; the rest is worked out anew where it is wanted."""
        return {name: self.__dict__[name] for name in ("normal", "gates", "_terms")}

    @cached_property
    def _literals(self) -> list[SignedAtom]:
        return [*literals_of(self.normal), *(lit for gate in self.gates.values() for lit in literals_of(gate))]

    @cached_property
    def movers(self) -> Callable[[tuple[RegionState, ...]], tuple[int, ...]]:
        """Which variables not given can change the value in some completion of the others, by their numbers."""
        return lru_cache(maxsize=2_048)(self._movers)

    @cached_property
    def moving_questions(self) -> Callable[[tuple[RegionState, ...]], tuple[str, ...] | None]:
        """The questions of these variables; None where one of them is no question."""
        return lru_cache(maxsize=2_048)(self._moving_questions)

    @cached_property
    def decisive(self) -> Callable[[tuple[RegionState, ...]], Mapping[int, tuple[float, float]]]:
        """For each variable not given, how likely its answer alone makes the value surely true, or surely false."""
        return lru_cache(maxsize=2_048)(self._decisive)

    @cached_property
    def can_be_true(self) -> Callable[[tuple[RegionState, ...]], bool]:
        """Whether answers to what is not given can make the condition certainly true; True where that is not known."""
        return lru_cache(maxsize=2_048)(
            lambda states: not self.exact or self._completions.around(states).can_be_true(states)
        )

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """What the condition tests, each with its regions."""
        return tuple(variables_of(self._literals, self._terms))

    @cached_property
    def axes(self) -> Axes:
        """The condition and its gates over these variables."""
        return Axes(self.normal, self.gates, self.variables)

    @property
    def of_question(self) -> Mapping[str, int]:
        """The variable of each question that has one of its own."""
        return self.axes.of_question

    @cached_property
    def nothing(self) -> tuple[frozenset[str], tuple[RegionState, ...]] | None:
        """Its questions, and the states of its variables where none of them is given; None where it reads more."""
        questions = [variable.question for variable in self.variables if variable.question is not None]
        if len(questions) < len(self.variables):
            return None
        return frozenset(questions), tuple(variable.nothing for variable in self.variables)

    @cached_property
    def exact(self) -> bool:
        """Whether the condition is small enough to look at all its completions."""
        return (
            len(self.variables) <= MOST_QUESTIONS
            and all(v.known for v in self.variables)
            and math.prod(len(v.answers) for v in self.variables) <= MOST_COMPLETIONS
        )

    @cached_property
    def lossy(self) -> bool:
        """Whether plain Kleene logic may leave open what all completions agree on.

        It cannot where "don't know" leaves every test open: then that completion has the very value that Kleene
        gives. Nor where there are no gates and each question's tests point in one direction.
        """
        if not any(value for v in self.variables if v.question for value in v.unsure):
            return False
        return bool(self.gates) or repeats_a_question(self._literals)

    def missing_terms(self) -> tuple[list[dict[int, RegionState]], list[dict[int, RegionState]]]:
        """What plain Kleene logic misses: partial states in which all completions are true, and those where all are
        false; none where it misses nothing, or where there are too many completions to look at.
        """
        return missing_terms(self.axes) if self.lossy and self.exact else ([], [])

    def states(self, view: View) -> tuple[RegionState, ...]:
        """The state of each variable in a case."""
        return tuple(state_of(variable, view) for variable in self.variables)

    def _movers(self, states: tuple[RegionState, ...]) -> tuple[int, ...]:
        missing = tuple(i for i, state in enumerate(states) if not state.answered)
        return self._completions.around(states).movers(states) if missing and self.exact else missing

    def _moving_questions(self, states: tuple[RegionState, ...]) -> tuple[str, ...] | None:
        found = [self.variables[number].question for number in self.movers(states)]
        return None if None in found else tuple(question for question in found if question is not None)

    def _decisive(self, states: tuple[RegionState, ...]) -> Mapping[int, tuple[float, float]]:
        return self._completions.around(states).decisive(states) if self.exact else {}

    @cached_property
    def _completions(self) -> Completions:
        return Completions(self.axes)


def state_of(variable: Variable, view: View) -> RegionState:
    """What is known of a variable; an answer to a question that does not apply counts as not given, and so
    does "don't know" where it is open whether the question applies."""
    question, first = variable.question, variable.atoms[0]
    if question is not None:
        seen, asked = view.seen(question), view.asked(question)
        if asked == -1 or seen is None or (seen is UNSURE and asked == 0):
            return variable.nothing
    vector = tuple([atom_value(atom, view) for atom in variable.atoms])
    if question is not None:
        return RegionState(vector, True, view.seen(question) is UNSURE)
    if isinstance(first, Concluded):
        return RegionState(vector, 0 not in vector)
    questions, points = variable.reads
    known = all(view.seen(q) is not None for q in questions)
    return RegionState(vector, known and all(view.point(name) is not None for name in points))
