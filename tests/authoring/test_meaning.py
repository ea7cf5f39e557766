"""The solver's formulas say exactly what the engine says, on generated packs and cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.authoring.examples.seeds import answered_with
from advisor.authoring.solver.formulas import Formula
from advisor.authoring.solver.meaning import Meaning
from advisor.authoring.solver.worlds import World as Found
from advisor.authoring.solver.worlds import Worlds
from advisor.cases.answers import DontKnow, Exactly, Given
from advisor.inference.assessor import Inference
from advisor.inference.certainty import combine
from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.program import Program
from advisor.inference.minimal_sets import minimal_sets
from advisor.language.normal import SignedAtom
from advisor.language.parsing.parse import parse_condition
from advisor.language.tree import OPPOSITE, Compare, Not
from advisor.language.unparse import literal_text
from advisor.language.vocabulary import Vocabulary
from testkit.companies.answers import AS_OF
from testkit.effort import examples
from testkit.packs.conditions import some_atoms, some_terms
from testkit.packs.plan import given_in
from testkit.packs.strategies import some_answers, some_packs
from testkit.world import World


def conditions(program: Program, inferred: Inference) -> Iterator[tuple[Compiled, int]]:
    """Every condition of every stratum, and its truth."""
    for stratum, truths in zip(program.strata, inferred.shown):
        yield from zip(stratum.conditions, truths)


def this_case(meaning: Meaning, inferred: Inference) -> Formula:
    """The world in which exactly this case's answers are given, where they apply."""
    answers: Mapping[str, Given] = inferred.facts.answers
    parts = []
    for question in meaning.program.vocabulary.terms:
        said = answers.get(question) if inferred.facts.asked.get(question, 1) != -1 else None
        if said is None:
            parts.append(meaning.negated(meaning.given(question)))
        elif isinstance(said, DontKnow):
            # Under an open gate as well, where the question does not certainly apply.
            parts += [meaning.given(question), meaning.negated(meaning.known(question))]
        else:
            assert isinstance(said, Exactly)
            known = meaning.known(question)
            terms = answered_with(meaning, question, said.value)
            parts.append(Formula(meaning.z3.And(known.term, *terms), known.reads))
    return meaning.all_of(parts)


@pytest.mark.slow
@given(st.data())
@settings(max_examples=examples(0.6))
def test_a_formula_is_true_of_a_case_where_the_engine_says_so(data: st.DataObject) -> None:
    """Certainly true and certainly false, gates, "don't know", conclusions and open questions included."""
    world = World(data.draw(some_packs(contradictions=0)).knowledge())
    worlds = Worlds(world.program, complete=False)
    answers = data.draw(some_answers(world.knowledge))
    # The solver's worlds have neither ranges nor lists known in part.
    exact = {id: raw for id, raw in answers.items() if not (isinstance(raw, dict) and raw.keys() & {"from", "has"})}
    inferred = world.infer(exact)
    case = this_case(worlds.meaning, inferred)
    assert worlds.can_be(case) is True
    for condition, truth in conditions(world.program, inferred):
        for pattern, expected in ((condition.true, truth == 1), (condition.false, truth == -1)):
            assert worlds.can_be(case, worlds.meaning.pattern(pattern)) is expected, condition.text


@pytest.mark.slow
@given(st.data())
@settings(max_examples=examples(0.6))
def test_a_case_that_the_solver_finds_is_what_was_asked_for(data: st.DataObject) -> None:
    """The engine sees in it what the solver saw, in complete and in partial cases."""
    world = World(data.draw(some_packs(contradictions=0)).knowledge())
    complete = data.draw(st.booleans())
    worlds = Worlds(world.program, complete=complete)
    for number, stratum in enumerate(world.program.strata):
        for slot, condition in enumerate(stratum.conditions):
            for pattern, truth in ((condition.true, 1), (condition.false, -1)):
                found = worlds.find(worlds.meaning.pattern(pattern))
                if isinstance(found, Found):
                    inferred = world.assessor.infer(given_in(world.knowledge, dict(found.given)), AS_OF)
                    assert inferred.shown[number][slot] == truth, (condition.text, found.given)


@given(st.data())
@settings(max_examples=examples(0.5))
def test_what_the_solver_excludes_no_case_shows(data: st.DataObject) -> None:
    """Random cases never do what no case can do."""
    world = World(data.draw(some_packs(contradictions=0)).knowledge())
    worlds = Worlds(world.program, complete=False)
    never = {
        id(condition)
        for stratum in world.program.strata
        for condition in stratum.conditions
        if worlds.can_be(worlds.meaning.pattern(condition.true)) is False
    }
    for _ in range(5):
        for condition, truth in conditions(world.program, world.infer(data.draw(some_answers(world.knowledge)))):
            assert not (truth == 1 and id(condition) in never), condition.text


@given(st.data())
def test_a_test_written_out_is_read_as_itself(data: st.DataObject) -> None:
    """Tests and their negations, as messages print them."""
    terms = data.draw(some_terms(1, 3))
    atom = data.draw(some_atoms(terms, ["d-0"]))
    vocabulary = Vocabulary({term.id: term for term in terms}, diagnoses=frozenset({"d-0"}))
    opposite = Compare(atom.left, OPPOSITE[atom.op], atom.right) if isinstance(atom, Compare) else Not(atom)
    assert parse_condition(literal_text(SignedAtom(atom, True)), vocabulary) == atom
    assert parse_condition(literal_text(SignedAtom(atom, False)), vocabulary) == opposite


@given(st.lists(st.lists(st.integers(1, 99), min_size=1, max_size=3, unique=True), min_size=1, max_size=4))
def test_minimal_sets_are_all_that_reach_and_nothing_less_does(certainties: list[list[int]]) -> None:
    """Every choice of levels reaches the threshold exactly if it contains a minimal set."""
    signs = [sorted(levels, reverse=True) for levels in certainties]
    sets = minimal_sets(signs, 6_000)
    for chosen in _choices([len(levels) for levels in signs]):
        reached = combine(signs[i][level] for i, level in chosen.items()) >= 6_000
        contained = any(all(i in chosen and chosen[i] <= level for i, level in members) for members in sets)
        assert reached == contained, (chosen, sets)


def _choices(sizes: list[int]) -> Iterator[dict[int, int]]:
    """Every choice of at most one level for each sign."""
    if not sizes:
        yield {}
        return
    for rest in _choices(sizes[:-1]):
        yield rest
        for level in range(sizes[-1]):
            yield {**rest, len(sizes) - 1: level}
