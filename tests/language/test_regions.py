"""Which questions can still move a condition, and how many questions are looked at together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.inference.compiled.conditions import compile_condition
from advisor.inference.evaluation.facts_view import FactsView
from advisor.language.exact.regions import ConditionSpace
from advisor.language.fields import ComputedFields
from advisor.language.parsing.parse import parse_condition
from advisor.language.patterns import holds
from advisor.language.vocabulary import Kind, Term, Vocabulary
from testkit.packs.strategies import some_answers, some_packs
from testkit.reference import Completions, decided
from testkit.world import World


def movers_of(space: ConditionSpace, view: FactsView) -> set[str]:
    """The questions among the movers."""
    movers = space.movers(space.states(view))
    return {variable.question for i, variable in enumerate(space.variables) if i in movers and variable.question}


@pytest.mark.slow
@given(st.data())
def test_movers_are_exactly_the_questions_that_can_change_the_value(data: st.DataObject) -> None:
    """Against every completion tried one by one; with conclusions none is missed."""
    packs = some_packs(contradictions=0, computed=False, diagnoses=2, questions=4, leaves=5)
    world = World(data.draw(packs).knowledge())
    for _ in range(3):
        inferred = world.infer(data.draw(some_answers(world.knowledge)))
        view = FactsView(world.program, inferred.facts, inferred.conclusions)
        for condition in [c for stratum in world.program.strata for c in stratum.conditions]:
            if condition.space.exact and Completions.few_enough(world.program, condition.normal):
                completions = Completions(world.program, condition.normal, inferred.conclusions)
                expected = completions.movers(inferred.facts)
                # "don't know" under an open gate may still come to mean more, but is not asked again
                found = movers_of(condition.space, view) - inferred.facts.answers.keys()
                assert found >= expected if condition.conclusions else found == expected, condition.text


@pytest.mark.slow
@given(st.data())
def test_no_mover_of_a_computed_number_is_missed(data: st.DataObject) -> None:
    """Where numbers are computed: if no question can move an open condition, no completion decides it."""
    world = World(data.draw(some_packs(contradictions=0, diagnoses=2, questions=3, leaves=4)).knowledge())
    inferred = world.infer(data.draw(some_answers(world.knowledge)))
    view = FactsView(world.program, inferred.facts, inferred.conclusions)
    for stratum, truths in zip(world.program.strata, inferred.shown):
        for condition, truth in zip(stratum.conditions, truths):
            if truth == 0 and Completions.few_enough(world.program, condition.normal):
                values = Completions(world.program, condition.normal, inferred.conclusions).values(inferred.facts)
                moving = condition.space.movers(condition.space.states(view))
                assert moving or values <= {0}, condition.text


LETTERS = "abcdefghi"
VOCABULARY = Vocabulary({f"q.{x}": Term(f"q.{x}", Kind.YES_NO) for x in LETTERS})


def repeated(count: int) -> str:
    """A condition over `count` questions that Kleene logic leaves open while q.a is not given."""
    rest = " and ".join(f"(q.{x} or unsure(q.{x}))" for x in LETTERS[1:count])
    return f"(q.a or not q.a or unsure(q.a)) and {rest}"


def all_yes(letters: str) -> dict[str, bool]:
    """The fact of yes-no questions that are all answered with yes."""
    return {f"q.{x}": True for x in letters} | {f"q.{x}#unsure": False for x in letters}


@pytest.mark.parametrize("count", [2, 5, 8])
def test_a_condition_of_up_to_eight_questions_is_exact(count: int) -> None:
    """Every answer to q.a gives the same value, so it is known without that answer."""
    tree = parse_condition(repeated(count), VOCABULARY)
    condition = compile_condition("", tree, {}, VOCABULARY.terms, ComputedFields())
    known = all_yes(LETTERS[1:count])
    assert condition.space.exact
    assert holds(condition.true, known)
    assert not holds(condition.true, all_yes(LETTERS[2:count]))


def test_beyond_eight_questions_plain_kleene_is_kept() -> None:
    """Still sound: it stays open until q.a is answered."""
    tree = parse_condition(repeated(9), VOCABULARY)
    condition = compile_condition("", tree, {}, VOCABULARY.terms, ComputedFields())
    known = all_yes(LETTERS[1:])
    assert not condition.space.exact
    assert not holds(condition.true, known) and not holds(condition.false, known)
    assert holds(condition.true, {**known, "q.a": False, "q.a#unsure": False})


def test_a_question_of_the_middle_is_a_mover() -> None:
    """With seven or more it is true in any case, with less than five false: only between them q.b counts."""
    terms = {"q.n": Term("q.n", Kind.WHOLE, (), 0.0, 10.0), "q.b": Term("q.b", Kind.YES_NO)}
    from testkit.packs.told import Told

    tree = parse_condition("q.n >= 7 or (q.n >= 5 and q.b)", Vocabulary(terms))
    space = compile_condition("", tree, {}, terms, ComputedFields()).space
    assert {space.variables[i].question for i in space.movers(space.states(Told(terms)))} == {"q.n", "q.b"}
    assert decided(frozenset({1})) == 1 and decided(frozenset({1, 0})) == 0
