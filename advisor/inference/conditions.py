"""A condition made ready for every reader: its tree, its normal form, its two patterns, its exact space."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from advisor.language.exactness import missing_terms
from advisor.language.fields import Computed, false_pattern, true_pattern
from advisor.language.normal import Literal, Normal, normal_form
from advisor.language.patterns import Leaf, Pattern, all_of, any_of
from advisor.language.regions import ConditionSpace
from advisor.language.tree import Concluded, Condition, conclusions_of, questions_of
from advisor.language.variables import State, Variable
from advisor.language.vocabulary import Term


@dataclass(frozen=True)
class Compiled:
    """One condition of a pack.

    `true` and `false` are the patterns under which it is certainly true and certainly false; `negation` is the
    normal form of its negation (which is not the same as "false": a question may not apply).
    """

    text: str
    tree: Condition
    normal: Normal
    negation: Normal
    true: Pattern
    false: Pattern
    space: ConditionSpace

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """The questions that it tests."""
        return questions_of(self.tree)

    @cached_property
    def conclusions(self) -> tuple[Concluded, ...]:
        """The diagnoses that it asks about."""
        return conclusions_of(self.tree)


def compile_condition(
    text: str, tree: Condition, gates: Mapping[str, Normal], terms: Mapping[str, Term], computed: Computed
) -> Compiled:
    """The compiled condition; what plain Kleene logic would miss is added to both patterns."""
    normal = normal_form(tree)
    space = ConditionSpace(normal, gates, terms)
    true_terms, false_terms = missing_terms(space)
    true = any_of([true_pattern(normal, computed), *(_term_pattern(t, space, computed) for t in true_terms)])
    false = any_of([false_pattern(normal, computed), *(_term_pattern(t, space, computed) for t in false_terms)])
    return Compiled(text, tree, normal, normal_form(tree, False), true, false, space)


def _term_pattern(term: Mapping[int, State], space: ConditionSpace, computed: Computed) -> Pattern:
    """A partial state as positive tests."""
    parts: list[Pattern] = []
    for number, state in term.items():
        variable: Variable = space.variables[number]
        if variable.question is not None and state.vector == variable.unsure:
            field = f"{variable.question}#unsure"
            either = (True, False) if state.vector in variable.known else (True,)
            parts.append(any_of([Leaf(field, "==", unsure) for unsure in either]))
        for atom, value in zip(variable.atoms, state.vector):
            if value != 0:
                parts.append(true_pattern(Literal(atom, value == 1), computed))
    return all_of(parts)
