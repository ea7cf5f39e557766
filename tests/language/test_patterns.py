"""Patterns: the two of a condition mean what the reference reader says, and the generated code what `holds` says."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from advisor.language.fields import ComputedFields, false_pattern, true_pattern
from advisor.language.kleene import value_of
from advisor.language.normal import normal_form
from advisor.language.patterns import AllFields, AnyField, AtLeastFields, Leaf, Pattern, Value, all_of, any_of, holds
from advisor.language.to_python import truth_function
from testkit.packs.conditions import a_vocabulary, some_atoms, some_conditions
from testkit.packs.told import some_readings


@given(st.data())
def test_the_patterns_of_a_condition_say_what_the_reference_reader_says(data: st.DataObject) -> None:
    """ "Certainly true" where its value is true, "certainly false" where it is false, with both readers of patterns."""
    vocabulary = data.draw(a_vocabulary())
    terms = list(vocabulary.terms.values())
    atoms = some_atoms(terms, sorted(vocabulary.diagnoses), sorted(vocabulary.points))
    normals = [normal_form(data.draw(some_conditions(atoms)), data.draw(st.booleans())) for _ in range(3)]
    computed = ComputedFields()
    pairs = [(true_pattern(normal, computed), false_pattern(normal, computed)) for normal in normals]
    told = data.draw(some_readings(vocabulary))
    fact = told.fact(computed)
    expected = tuple(value_of(normal, told) for normal in normals)
    assert tuple(holds(true, fact) - holds(false, fact) for true, false in pairs) == expected
    assert not any(holds(true, fact) and holds(false, fact) for true, false in pairs)
    assert truth_function(pairs)(fact) == expected


Fact = dict[str, Value]
VALUES: Mapping[str, st.SearchStrategy[Value]] = {
    "yes": st.booleans(),
    'it\'s \\ "quoted"\n': st.sampled_from(["", "a", "b", "True", "None", "'"]),
    "number": st.sampled_from([-1e300, -1, -0.0, 0, 0.5, 1, 1.0, 2**60, 1e300]),
    "number too": st.floats(allow_nan=False, allow_infinity=False),
}


@st.composite
def leaves(draw: st.DrawFn) -> Leaf:
    field = draw(st.sampled_from(sorted(VALUES)))
    operators = ["==", "!="] + (["<", "<=", ">", ">="] if field.startswith("number") else [])
    return Leaf(field, draw(st.sampled_from(operators)), draw(VALUES[field]))


def larger(inner: st.SearchStrategy[Pattern]) -> st.SearchStrategy[Pattern]:
    parts = st.lists(inner, max_size=3)
    several = st.builds(AtLeastFields, st.integers(1, 3), st.lists(inner, min_size=1, max_size=3).map(tuple))
    return (
        parts.map(tuple).map(AllFields)
        | parts.map(tuple).map(AnyField)
        | several
        | parts.map(all_of)
        | parts.map(any_of)
    )


PATTERNS = st.recursive(leaves(), larger, max_leaves=8)
FACTS = st.fixed_dictionaries({}, optional=VALUES)


@given(st.lists(st.tuples(PATTERNS, PATTERNS), max_size=4), st.lists(FACTS, min_size=1, max_size=4))
def test_generated_code_says_what_holds_says(pairs: list[tuple[Pattern, Pattern]], facts: list[Fact]) -> None:
    """Any patterns over any typed facts, fields missing: true first, then false, else open."""
    truths = truth_function(pairs)
    for fact in facts:
        assert truths(fact) == tuple(1 if holds(t, fact) else -1 if holds(f, fact) else 0 for t, f in pairs)


@given(PATTERNS, FACTS, FACTS)
def test_a_fact_that_grows_never_makes_a_pattern_false(pattern: Pattern, fact: Fact, more: Fact) -> None:
    """Patterns hold positive tests only, so rules only ever add facts."""
    assert not holds(pattern, fact) or holds(pattern, {**more, **fact})
