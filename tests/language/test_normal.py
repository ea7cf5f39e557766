"""The normal form says what the condition says, and what its negation says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from advisor.language.intervals import Truth
from advisor.language.kleene import View, literal_value, value_of
from advisor.language.normal import AllOf, AnyOf, Normal, SignedAtom, SomeOf, literals_of, normal_form
from advisor.language.tree import And, AtLeast, Compare, Condition, Fixed, Not, Or
from testkit.packs.conditions import a_vocabulary, some_atoms, some_conditions
from testkit.packs.told import Told, more_told, some_readings


@st.composite
def read_conditions(draw: st.DrawFn, gated: bool = True) -> tuple[Condition, Told]:
    vocabulary = draw(a_vocabulary())
    atoms = some_atoms(list(vocabulary.terms.values()), sorted(vocabulary.diagnoses), sorted(vocabulary.points))
    return draw(some_conditions(atoms)), draw(some_readings(vocabulary, gated=gated))


def read(condition: Condition, view: View, positive: bool = True) -> Truth:
    """The meaning of a tree, without a normal form: a negated test is `asked and not test`."""
    if isinstance(condition, Fixed):
        return 1 if condition.value is positive else -1
    if isinstance(condition, Not):
        return read(condition.part, view, not positive)
    if isinstance(condition, (And, Or, AtLeast)):
        values = [read(part, view, positive) for part in condition.parts]
        if isinstance(condition, AtLeast):
            needed = condition.n if positive else len(values) - condition.n + 1
            return 1 if values.count(1) >= needed else -1 if len(values) - values.count(-1) < needed else 0
        return min(values) if isinstance(condition, And) is positive else max(values)
    return literal_value(SignedAtom(condition, positive), view)


@given(read_conditions())
def test_the_normal_form_keeps_the_meaning(found: tuple[Condition, Told]) -> None:
    """In three values, with gates, for the condition and for its negation; a double negation changes nothing."""
    condition, told = found
    assert value_of(normal_form(condition), told) == read(condition, told)
    assert value_of(normal_form(condition, False), told) == read(Not(condition), told)
    assert normal_form(Not(Not(condition))) == normal_form(condition)
    assert normal_form(Not(condition)) == normal_form(condition, False)


@given(read_conditions(gated=False))
def test_where_all_questions_apply_the_negation_is_kleenes(found: tuple[Condition, Told]) -> None:
    """True where the condition is false, false where it is true, open where it is open."""
    condition, told = found
    assert value_of(normal_form(condition, False), told) == -value_of(normal_form(condition), told)


@given(read_conditions())
def test_a_condition_and_its_negation_are_never_both_true(found: tuple[Condition, Told]) -> None:
    """Both may be false: a question that doesn't apply is neither answered so nor otherwise."""
    condition, told = found
    assert min(value_of(normal_form(condition), told), value_of(normal_form(condition, False), told)) < 1


@given(read_conditions())
def test_negation_stands_at_the_tests_only(found: tuple[Condition, Told]) -> None:
    """Joins of a kind are laid flat, counts are real counts, negated comparisons are turned round."""

    def check(normal: Normal) -> None:
        if isinstance(normal, SignedAtom):
            if isinstance(normal.atom, Compare) and not normal.positive:
                assert normal.atom.op == "=="
            return
        if isinstance(normal, SomeOf):
            assert 1 < normal.n < len(normal.parts)
        else:
            assert len(normal.parts) != 1 and not any(isinstance(part, type(normal)) for part in normal.parts)
        for part in normal.parts:
            check(part)

    check(normal_form(found[0]))


@given(st.data())
def test_more_answers_never_turn_a_value(data: st.DataObject) -> None:
    """What is decided stays decided when open questions are answered and open gates decided."""
    condition, told = data.draw(read_conditions())
    normal, later = normal_form(condition), data.draw(more_told(told))
    value = value_of(normal, told)
    if all(later.asked(q) != -1 for q in told.answers if told.asked(q) != -1):
        assert value == 0 or value_of(normal, later) == value


def test_not_at_least_so_many_is_at_least_so_many_not() -> None:
    """`not at_least(n, c1..cm)` is `at_least(m - n + 1, not c1..not cm)`."""
    from advisor.language.tree import IsYes

    parts = tuple(map(IsYes, "abcd"))
    negated = tuple(SignedAtom(part, False) for part in parts)
    assert normal_form(Not(AtLeast(2, parts))) == SomeOf(3, negated)
    assert normal_form(Not(AtLeast(1, parts))) == AllOf(negated)
    assert normal_form(Not(AtLeast(4, parts))) == AnyOf(negated)
    assert [literal.positive for literal in literals_of(normal_form(AtLeast(2, parts)))] == [True] * 4
