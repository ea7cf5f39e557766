"""Laws of inference over generated packs and the shipped one.

They are what results mean; nothing here says how anything is computed.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor, Assessment
from advisor.cases.answers import DontKnow, Partly
from advisor.inference.assessor import Inference
from advisor.inference.compiled.conditions import Compiled
from advisor.inference.compiled.program import Program
from advisor.inference.facts import Facts
from advisor.knowledge.loading import load_packs
from advisor.language.kleene import value_of
from advisor.language.patterns import Value, holds
from testkit.companies.answers import Answers
from testkit.effort import examples
from testkit.packs.plan import Plan
from testkit.packs.strategies import some_answers, some_completion, some_packs
from testkit.reference import Completions, decided, plain_reading, questions_behind
from testkit.world import ENGINES, World, shipped_world, text_of

SEEDS = st.integers(0, 2**32)


def read_conditions(inferred: Inference, world: World) -> Iterator[tuple[Compiled, int]]:
    """Every condition of every stratum, and what the engine said of it."""
    for stratum, truths in zip(world.program.strata, inferred.shown):
        yield from zip(stratum.conditions, truths)


# ---- 1. all readers agree --------------------------------------------------------------------------------


@pytest.mark.slow
@given(st.data())
def test_a_condition_is_decided_exactly_where_all_completions_agree(data: st.DataObject) -> None:
    """Kleene's value where it is decided; else decided just where every region of what is open gives one value."""
    packs = some_packs(contradictions=0, computed=False, diagnoses=2, questions=4, leaves=5)
    world = World(data.draw(packs).knowledge())
    program = world.program
    for _ in range(3):
        inferred = world.infer(data.draw(some_answers(program.knowledge)))
        facts = inferred.facts
        for gate in program.gates:
            if Completions.few_enough(program, gate.condition.normal) and not in_part(program, gate.condition, facts):
                values = Completions(program, gate.condition.normal).values(facts)
                value = decided(values)
                if values:
                    said = facts.answers.get(gate.question, DontKnow())
                    assert facts.asked[gate.question] == (value or int(not isinstance(said, DontKnow))), gate.question
        view = plain_reading(program, facts, inferred.conclusions)
        for condition, truth in read_conditions(inferred, world):
            if not Completions.few_enough(program, condition.normal):
                continue
            values = Completions(program, condition.normal, inferred.conclusions).values(facts)
            if values and in_part(program, condition, facts):
                assert -truth not in values or not truth, condition.text
                assert value_of(condition.normal, view) in (0, truth), condition.text
            elif values:
                assert truth == decided(values), condition.text
                assert value_of(condition.normal, view) in (0, truth), condition.text


def in_part(program: Program, condition: Compiled, facts: Facts) -> bool:
    """Whether a condition, or a gate of its questions, reads a list known in part: it may stay open for longer."""
    behind = questions_behind(program, condition.normal)
    return any(isinstance(facts.answers.get(question), Partly) for question in behind)


@pytest.mark.slow
@given(st.data())
def test_computed_numbers_never_decide_more_than_all_completions_do(data: st.DataObject) -> None:
    """A comparison over several numbers counts as one atom: it may stay open for longer, never be wrong."""
    world = World(data.draw(some_packs(contradictions=0, diagnoses=2, questions=3, leaves=5)).knowledge())
    program = world.program
    inferred = world.infer(data.draw(some_answers(program.knowledge)))
    view = plain_reading(program, inferred.facts, inferred.conclusions)
    for condition, truth in read_conditions(inferred, world):
        if Completions.few_enough(program, condition.normal):
            values = Completions(program, condition.normal, inferred.conclusions).values(inferred.facts)
            if values:
                assert truth in (0, decided(values)), condition.text
                assert value_of(condition.normal, view) in (0, truth), condition.text


def assert_readers_agree(world: World, answers: Answers) -> None:
    """Engines, patterns and the reference reader on every condition, in the shown and the certain reading.

    Only answers that contradict each other, so that no completion is left, may be read in two ways.
    """
    inferred = world.infer(answers)
    view = plain_reading(world.program, inferred.facts, inferred.conclusions)
    fact: dict[str, Value] = {**inferred.facts.fact, **inferred.conclusions}
    for stratum, shown in zip(world.program.strata, inferred.shown):
        for advisor in world.advisors:
            assert list(advisor.assessor.engine.truths(stratum.number, fact)) == list(shown), advisor.engine
        for condition, truth in zip(stratum.conditions, shown):
            assert holds(condition.true, fact) is (truth == 1), condition.text
            assert truth == 1 or holds(condition.false, fact) is (truth == -1), condition.text
            if value_of(condition.normal, view) not in (0, truth):
                assert Completions.few_enough(world.program, condition.normal), condition.text
                assert not Completions(world.program, condition.normal).values(inferred.facts), condition.text
    for advisor in world.advisors[1:]:
        other = advisor.assessor.infer(inferred.facts.answers, inferred.facts.as_of)
        assert (other.shown, other.certain, other.verdicts) == (inferred.shown, inferred.certain, inferred.verdicts)


@pytest.mark.slow
@given(st.data())
def test_all_readers_agree_on_every_condition(data: st.DataObject) -> None:
    """Both engines give what the patterns mean, and what the reference reader decides is what they say."""
    world = World(data.draw(some_packs()).knowledge())
    for _ in range(3):
        answers = data.draw(some_answers(world.knowledge))
        assert_readers_agree(world, answers)


@given(SEEDS)
def test_all_readers_agree_on_the_shipped_pack(seed: int) -> None:
    """The same for the shipped pack, on cases near its thresholds."""
    world = shipped_world()
    assert_readers_agree(world, world.some_case(seed))


# ---- 2. order does not matter ----------------------------------------------------------------------------


@pytest.mark.slow
@given(st.data())
def test_the_order_of_answers_and_rules_does_not_matter(data: st.DataObject) -> None:
    """Diagnoses, contradictions, derived facts and answers in any order: the same JSON."""
    plan: Plan = data.draw(some_packs(contradictions=3))
    world = World(plan.knowledge())
    answers = data.draw(some_answers(world.knowledge, differ=True, settle=True))
    shuffled = World(
        replace(
            plan,
            facts=tuple(data.draw(st.permutations(plan.facts))),
            diagnoses=tuple(data.draw(st.permutations(plan.diagnoses))),
            contradictions=tuple(data.draw(st.permutations(plan.contradictions))),
        ).knowledge()
    )
    again = dict(data.draw(st.permutations(list(answers.items()))))
    assert shuffled.as_text(again) == world.as_text(answers)


@pytest.mark.slow
@settings(max_examples=examples(0.25))
@given(st.data())
def test_the_order_of_files_does_not_matter(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """However the files of a folder were written and are listed, the pack is the same, hash included."""
    plan: Plan = data.draw(some_packs(contradictions=3))
    answers: Answers = data.draw(some_answers(plan.knowledge()))
    backwards, listed = data.draw(st.permutations(list(plan.files()))), Path.rglob
    world = World(load_packs([plan.write(tmp_path_factory.mktemp("pack"))]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "rglob", lambda self, pattern: reversed(list(listed(self, pattern))))
        shuffled = World(load_packs([plan.write(tmp_path_factory.mktemp("pack"), backwards)]))
    assert shuffled.as_text(answers) == world.as_text(answers)


@pytest.mark.slow
@given(SEEDS)
def test_order_does_not_matter_for_the_shipped_pack(seed: int) -> None:
    """The shipped pack with its entries turned round, and the answers in another order."""
    answers = shipped_world().some_case(seed)
    again = dict(random.Random(seed).sample(list(answers.items()), len(answers)))
    assert turned_round().as_text(again) == shipped_world().as_text(answers)


def turned_round() -> World:
    if not _turned:
        knowledge = shipped_world().knowledge
        kinds = ("facts", "diagnoses", "contradictions", "sources", "figures", "options", "actions")
        turned: dict[str, object] = {kind: dict(reversed(getattr(knowledge, kind).items())) for kind in kinds}
        _turned.append(World(replace(knowledge, **turned)))
    return _turned[0]


_turned: list[World] = []


# ---- 3, 4, 7. completions --------------------------------------------------------------------------------


def assert_completion_is_lawful(world: World, before: Answers, after: Answers) -> None:
    """What is settled stays, the certain interval narrows and holds the value, what no answer can change stays.

    An interval holds for answers that come. Where a known answer can still go, because something that its gate reads
    was not given, nothing is promised but that the finding is not called settled. What cannot be reached by answers to
    questions that apply is no part of what "no answer can change" says.
    """
    if world.contradicts(before, after):
        return
    old, new = world.assess(before), world.assess(after)
    disputed = {q for c in old.contradictions for q in (c.settle_question, *c.answers)} & (after.keys() - before.keys())
    for finding in old.findings:
        was, now = old.assessed.together[finding.id], new.assessed.together[finding.id]
        if not world.loose(old, finding.id):
            assert was.certain.low <= now.certain.low <= now.certain.high <= was.certain.high, finding.id
            assert was.certain.low <= now.shown.low <= now.shown.high <= was.certain.high, finding.id
        else:
            assert not was.settled
        if was.settled:
            assert now.status.band == was.status.band, finding.id
            assert now.settled or world.loose(new, finding.id), finding.id
        if finding.as_far_as_you_know and not disputed and not unreached(new, before):
            assert now.status.band == was.status.band, finding.id


def unreached(assessment: Assessment, before: Answers) -> bool:
    """Whether a known answer was added whose question doesn't apply for sure, or not at all by what follows from it:
    that there's no such role, of a role of which nobody knows whether there is one.
    """
    beside = {each.id for each in assessment.not_applied} - before.keys()
    return bool(beside) or any(each.facts.unconfirmed - before.keys() for each in assessment.assessed.inferences)


@pytest.mark.slow
@given(st.data())
def test_a_completion_unsettles_nothing(data: st.DataObject) -> None:
    """Any completion that adds no contradiction, of a case with contradictions, ranges and "don't know"."""
    world = World(data.draw(some_packs(contradictions=2, questions=4, diagnoses=2)).knowledge())
    for _ in range(2):
        before = data.draw(some_answers(world.knowledge, differ=True))
        for _ in range(3):
            assert_completion_is_lawful(world, before, data.draw(some_completion(world.knowledge, before)))


@given(SEEDS, SEEDS)
def test_a_completion_unsettles_nothing_in_the_shipped_pack(seed: int, other: int) -> None:
    """The same for the shipped pack."""
    world = shipped_world()
    before = world.some_case(seed)
    for number in range(4):
        assert_completion_is_lawful(world, before, world.some_completion(before, other + number))


@pytest.mark.slow
@given(st.data())
def test_what_no_question_can_change_is_not_changed(data: st.DataObject) -> None:
    """A finding that lists no open question keeps its status whatever else is answered."""
    world = World(data.draw(some_packs(contradictions=0, questions=4)).knowledge())
    before = data.draw(some_answers(world.knowledge))
    old = world.assess(before)
    after = data.draw(some_completion(world.knowledge, before))
    if world.contradicts(before, after):
        return
    new = world.assess(after)
    if unreached(new, before):
        return
    asked = {f.id: set(f.open_questions) for f in old.findings}
    for finding in old.findings:
        if new.status(finding.id).band != finding.status.band:
            assert asked[finding.id], finding.id


# ---- 6. the same every time ------------------------------------------------------------------------------


@pytest.mark.slow
@given(st.data())
def test_assessing_twice_gives_the_same_bytes(data: st.DataObject) -> None:
    """With either engine, outside `run`; and the JSON is JSON."""
    world = World(data.draw(some_packs()).knowledge())
    answers = data.draw(some_answers(world.knowledge, differ=True, settle=True))
    texts = {world.as_text(answers, engine) for engine in range(len(ENGINES)) for _ in range(2)}
    assert len(texts) == 1
    json.loads(texts.pop(), parse_constant=lambda name: pytest.fail(name))


@settings(max_examples=examples(0.25))
@given(SEEDS)
def test_assessing_the_shipped_pack_twice_gives_the_same_bytes(seed: int) -> None:
    """With either engine, outside `run`."""
    world = shipped_world()
    answers = world.some_case(seed)
    assert len({world.as_text(answers, engine) for engine in range(len(ENGINES)) for _ in range(2)}) == 1


# ---- 9. threads and processes ----------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["python", "durable"])
def advisor(request: pytest.FixtureRequest) -> Advisor:
    if request.param == "durable" and len(ENGINES) == 1:
        pytest.skip("durable-rules cannot be imported here")
    return Advisor(engine=request.param)


def results(advisor: Advisor, seeds: range) -> list[object]:
    """What is inferred of some cases, and of one of them the whole JSON."""
    world = shipped_world()
    cases = [world.case(world.some_case(seed)) for seed in seeds]
    inferred = [[reading.verdicts for reading in advisor.assessor.assess(case).inferences] for case in cases]
    return [*inferred, text_of(advisor.assess(cases[0]))]


@pytest.mark.slow
def test_sixteen_threads_give_the_results_of_one(advisor: Advisor) -> None:
    """One Advisor shared by 16 threads, each with cases of its own and cases of others."""
    parts = [range(start, start + 20) for start in range(0, 80, 5)]
    alone = [results(advisor, part) for part in parts]
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(lambda part: results(advisor, part), parts)) == alone


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_forked_process_gives_the_same_results(advisor: Advisor) -> None:
    """An Advisor made and used before the fork, used by four children at once and by the parent."""
    expected = results(advisor, range(20))
    children = []
    for _ in range(4):
        read, write = os.pipe()
        if os.fork() == 0:
            try:
                os.write(write, b"same" if results(advisor, range(20)) == expected else b"different")
            finally:
                os._exit(0)
        os.close(write)
        children.append(read)
    assert results(advisor, range(20)) == expected
    for read in children:
        with open(read, "rb") as answer:
            assert answer.read() == b"same"
        os.wait()
