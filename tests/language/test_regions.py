"""Which questions can still move a condition, and how many questions are looked at together."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.cases.answers import Partly
from advisor.inference.compiled.conditions import compile_condition
from advisor.inference.compiled.program import Program
from advisor.inference.evaluation.facts_view import FactsView
from advisor.language.exact import regions
from advisor.language.exact.regions import ConditionSpace
from advisor.language.exact.splitting import split
from advisor.language.fields import ComputedFields
from advisor.language.parsing.parse import parse_condition
from advisor.language.patterns import holds
from advisor.language.vocabulary import Kind, Term, Vocabulary
from testkit.packs.strategies import some_answers, some_packs
from testkit.reference import Completions, decided, questions_behind
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
                # "don't know" under an open gate may still come to mean more, but isn't asked again
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


def test_beyond_eight_questions_that_hang_together_plain_kleene_is_kept() -> None:
    """Still sound: it stays open until q.a is answered."""
    rest = " and ".join(f"q.{x}" for x in LETTERS[1:])
    text = " or ".join(f"({of_a} and {rest})" for of_a in ("q.a", "not q.a", "unsure(q.a)"))
    condition = compile_condition("", parse_condition(text, VOCABULARY), {}, VOCABULARY.terms, ComputedFields())
    known = all_yes(LETTERS[1:])
    assert not condition.space.exact
    assert not holds(condition.true, known) and not holds(condition.false, known)
    assert holds(condition.true, {**known, "q.a": False, "q.a#unsure": False})


def test_beyond_eight_questions_parts_that_share_none_are_exact() -> None:
    """The part on q.a is true whatever the answer is, and so is the whole once the others are known."""
    tree = parse_condition(repeated(9), VOCABULARY)
    condition = compile_condition("", tree, {}, VOCABULARY.terms, ComputedFields())
    assert not condition.space.exact
    assert holds(condition.true, all_yes(LETTERS[1:]))
    assert not holds(condition.true, all_yes(LETTERS[2:]))


def exact_by_parts(space: ConditionSpace, program: Program) -> bool:
    """Whether plain logic misses nothing of a condition, or nothing of any of the parts that it is cut into."""
    parts = split(space.normal, program.gate_normals)
    spaces = (ConditionSpace(part, program.gate_normals, program.vocabulary.terms) for part in parts)
    return space.exact or not space.lossy or (len(parts) > 1 and all(exact_by_parts(s, program) for s in spaces))


@pytest.mark.slow
@given(st.data())
def test_a_condition_looked_at_part_by_part_is_decided_as_all_completions_agree(data: st.DataObject) -> None:
    """With a limit of two questions almost all are cut: never wrong, and exact where every part is."""
    packs = some_packs(contradictions=0, computed=False, diagnoses=2, questions=4, leaves=5)
    with mock.patch.object(regions, "MOST_QUESTIONS", 2):
        world = World(data.draw(packs).knowledge())
        program = world.program
        for _ in range(3):
            inferred = world.infer(data.draw(some_answers(world.knowledge)))
            for stratum, truths in zip(program.strata, inferred.shown):
                for condition, truth in zip(stratum.conditions, truths):
                    if not Completions.few_enough(program, condition.normal):
                        continue
                    values = Completions(program, condition.normal, inferred.conclusions).values(inferred.facts)
                    if not values:
                        continue
                    assert truth in (0, decided(values)), condition.text
                    behind = questions_behind(program, condition.normal)
                    in_part = any(isinstance(inferred.facts.answers.get(q), Partly) for q in behind)
                    of_gates = all(exact_by_parts(g.condition.space, program) for g in program.gates)
                    if of_gates and not in_part and exact_by_parts(condition.space, program):
                        assert truth == decided(values), condition.text


def test_a_question_of_the_middle_is_a_mover() -> None:
    """With seven or more it is true in any case, with less than five false: only between them q.b counts."""
    terms = {"q.n": Term("q.n", Kind.WHOLE, (), 0.0, 10.0), "q.b": Term("q.b", Kind.YES_NO)}
    from testkit.packs.told import Told

    tree = parse_condition("q.n >= 7 or (q.n >= 5 and q.b)", Vocabulary(terms))
    space = compile_condition("", tree, {}, terms, ComputedFields()).space
    assert {space.variables[i].question for i in space.movers(space.states(Told(terms)))} == {"q.n", "q.b"}
    assert decided(frozenset({1})) == 1 and decided(frozenset({1, 0})) == 0
