"""A condition made ready for every evaluator: its tree, its normal form, its two patterns, its exact space."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from advisor.language.exact.regions import ConditionSpace
from advisor.language.exact.splitting import split
from advisor.language.exact.variables import RegionState, Variable
from advisor.language.fields import ComputedFields, false_pattern, true_pattern
from advisor.language.intervals import EVERYTHING, compare
from advisor.language.normal import AllOf, Normal, SignedAtom, SomeOf, normal_form
from advisor.language.patterns import Leaf, Pattern, all_of, any_of, leaves_of
from advisor.language.tree import Concluded, Condition, atoms_of, conclusions_of, laws_of, points_of_atom, questions_of
from advisor.language.vocabulary import Kind, Term


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

    @cached_property
    def points(self) -> tuple[str, ...]:
        """The computed numbers that it tests."""
        return tuple(dict.fromkeys(point for atom in atoms_of(self.tree) for point in points_of_atom(atom)))

    @cached_property
    def laws(self) -> tuple[str, ...]:
        """The ids of the laws that it asks about."""
        return laws_of(self.tree)

    @cached_property
    def needs_a_finding(self) -> bool:
        """Whether it cannot hold while nothing is found or likely, whatever else is so."""
        return _needs_a_finding(self.normal)


def _needs_a_finding(normal: Normal) -> bool:
    if isinstance(normal, SignedAtom):
        return normal.positive and isinstance(normal.atom, Concluded)
    needing = sum(map(_needs_a_finding, normal.parts))
    if isinstance(normal, AllOf):
        return needing > 0
    return len(normal.parts) - needing < (normal.n if isinstance(normal, SomeOf) else 1)


def compile_condition(
    text: str, tree: Condition, gates: Mapping[str, Normal], terms: Mapping[str, Term], computed: ComputedFields
) -> Compiled:
    """The compiled condition; what plain Kleene logic would miss is added to both patterns."""
    space = ConditionSpace(normal_form(tree), gates, terms)
    true, false = _patterns(space, gates, terms, computed)
    return Compiled(text, tree, space.normal, normal_form(tree, False), true, false, space)


def _patterns(
    space: ConditionSpace, gates: Mapping[str, Normal], terms: Mapping[str, Term], computed: ComputedFields
) -> tuple[Pattern, Pattern]:
    """When a condition is certainly true, and when certainly false; one too large to look at whole part by part."""
    normal = space.normal
    parts = split(normal, gates) if space.lossy and not space.exact else ()
    if len(parts) > 1:
        inner = [_patterns(ConditionSpace(part, gates, terms), gates, terms, computed) for part in parts]
        trues, falses = [true for true, _ in inner], [false for _, false in inner]
        return (all_of(trues), any_of(falses)) if isinstance(normal, AllOf) else (any_of(trues), all_of(falses))
    true_terms, false_terms = space.missing_terms()
    return (
        any_of([true_pattern(normal, computed), *(_term_pattern(t, space, computed) for t in true_terms)]),
        any_of([false_pattern(normal, computed), *(_term_pattern(t, space, computed) for t in false_terms)]),
    )


def _term_pattern(term: Mapping[int, RegionState], space: ConditionSpace, computed: ComputedFields) -> Pattern:
    """A partial state as positive tests."""
    parts: list[Pattern] = []
    for number, state in term.items():
        variable: Variable = space.variables[number]
        if variable.question is not None and state.vector == variable.unsure:
            # What holds where the answer is "don't know" holds for every list, whole or in part: each says more. Not so
            # where the condition asks whether it is "don't know".
            field = f"{variable.question}#unsure"
            either = (True, False) if state.unsure and variable.grows else (state.unsure,)
            parts.append(any_of([Leaf(field, "==", unsure) for unsure in either]))
        for atom, value in zip(variable.atoms, state.vector):
            if value != 0:
                parts.append(true_pattern(SignedAtom(atom, value == 1), computed))
    return all_of(parts)


def ranged_terms(conditions: Iterable[Compiled], terms: Mapping[str, Term]) -> tuple[Term, ...]:
    """The questions of which the declared range alone decides some test, with that range."""
    found: dict[str, Term] = {}
    for condition in conditions:
        for pattern in (condition.true, condition.false):
            for leaf in leaves_of(pattern):
                stem, _, end = leaf.field.partition("#")
                term = terms.get(stem)
                if term is None or end not in ("low", "high") or isinstance(leaf.value, str):
                    continue
                low, high = _declared(term)
                bound = low if end == "low" else high
                if compare((bound, bound), leaf.op, (leaf.value, leaf.value)) == 1:
                    found[stem] = Term(stem, term.kind, term.options, low, high)
    return tuple(found.values())


def _declared(term: Term) -> tuple[float, float]:
    if term.kind is Kind.CHOICES:
        return 0.0, float(len(term.options))
    return (float(term.low), float(term.high)) if term.kind.numeric else EVERYTHING
